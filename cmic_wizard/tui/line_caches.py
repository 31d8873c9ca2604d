"""Lets go of the drawn lines of widgets that are gone, which Textual keeps."""

from __future__ import annotations

from functools import lru_cache, partial

from textual import _styles_cache


def let_go_of_lines() -> None:
    """Key a cache of two background colors by these colors alone.

    Textual 8.2 keys it also by the widget's cache of drawn lines, and so keeps all lines of the last thousand
    widgets: a hundred megabytes after two hundred openings of the menu.
    """
    cached = vars(_styles_cache.StylesCache).get("get_inner_outer")
    plain = getattr(cached, "__wrapped__", None)
    if plain is not None and not isinstance(cached, classmethod | staticmethod):
        shared = lru_cache(1024)(partial(plain, None))
        _styles_cache.StylesCache.get_inner_outer = staticmethod(shared)  # type: ignore[assignment]
