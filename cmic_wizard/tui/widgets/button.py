"""The wizard's button: Textual's, without the styles of its variants, which cost more than all of ours."""

from __future__ import annotations

from textual import widgets


class Button(widgets.Button, inherit_css=False):
    """A row with a label, to be pressed; its colours stand in the style sheet."""

    DEFAULT_CSS = """
    Button {
        width: auto; height: 1; min-width: 8; line-pad: 1;
        text-align: center; content-align: center middle; pointer: pointer;
        &:disabled { text-opacity: 0.6; pointer: not-allowed; }
        &.-active { tint: $background 30%; }
        &.-active:ansi { tint: transparent; }
    }
    """
