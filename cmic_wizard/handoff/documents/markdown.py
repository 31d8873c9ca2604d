"""The hand-off as Markdown, for tickets and wikis."""

from __future__ import annotations

import re
from typing import Any

from cmic_wizard.handoff.documents.rendering import environment
from cmic_wizard.handoff.documents.view import view
from cmic_wizard.profile.assessment import Assessment

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$]")
_LINK = re.compile(r"(?i)(:)(?=//)|(?<=www)(\.)|(@)")
_BLOCK_START = re.compile(r"^(?:([-+=])|(\d+)([.)])(?=\s|$))")
_CODE = re.compile(r"[^`|\\\n]+")


def document(
    assessment: Assessment,
    *,
    check_number: str,
    created: str,
    by: str,
    draft: bool,
) -> str:
    """The text in the current language; `created` is ISO 8601, `by` the program that made it."""
    shown = view(
        assessment,
        check_number=check_number,
        created=created,
        by=by,
        draft=draft,
    )
    template = environment(_escape).get_template("document.md.j2")
    return template.render(view=shown, t=shown.labels, code=code, quote=quote, link=link)


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is: no emphasis, link, heading, cell or HTML, in one line."""
    joined = " ".join(line.strip() for line in text.split("\n"))
    plain = _SPECIAL.sub(lambda match: "\\" + match.group(), joined)
    plain = _LINK.sub(lambda match: "\\" + match.group(), plain)
    return _BLOCK_START.sub(_start_escaped, plain)


def code(text: str) -> str:
    """The text as a code span, to be copied exactly; escaped where it could break out of one."""
    from markupsafe import Markup

    one_line = _CODE.fullmatch(text) and text == text.strip()
    return Markup(f"`{text}`" if one_line else escaped(text))  # noqa: S704 - Markdown, escaped above


def quote(text: str) -> str:
    """The text's lines as a block quote."""
    from markupsafe import Markup

    return Markup("  \n".join(f"> {escaped(line)}" for line in text.split("\n")))  # noqa: S704 - Markdown, escaped


def link(title: str, url: str) -> str:
    """A link to one of the guide's own pages."""
    from markupsafe import Markup

    return Markup(f"[{escaped(title)}](<{url}>)")  # noqa: S704 - Markdown, escaped


def _start_escaped(match: re.Match[str]) -> str:
    mark, number, closing = match.groups()
    return f"\\{mark}" if mark else f"{number}\\{closing}"


def _escape(value: Any) -> Any:
    """What a template prints, escaped unless it already is."""
    from markupsafe import Markup

    return value if isinstance(value, Markup) else Markup(escaped(str(value)))  # noqa: S704 - Markdown, escaped
