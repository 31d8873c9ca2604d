"""What is told about an item, the states and the words, for the help dialog and the pane beside the page."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _, language
from cmic_wizard.profile.assessment import SHAPES, STATE_WORDS, State
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.themes import STATE_STYLES

STATES_IN_A_LINE: Final = 4
"""As many states with their words as a line of the narrowest dialog takes, in every language."""


def help_and_keys(step: Step, *, reviewed: bool) -> str:
    """The help of a step; where it is answered here, with the key that marks its options in three ways."""
    if reviewed or not step.declined:
        return _(step.help)
    return f"{_(step.help)} " + _("Space ticks; twice: {declined}.").format(declined=_(step.declined))


def about(step: Step, *, brief: bool, review: bool = False, links: bool = True) -> list[Content]:
    """The help of a step as paragraphs: what it is, where to find it, an example, values to copy, links."""
    parts: list[Content] = []
    if step.help and not brief:
        parts.append(Content(_(step.help)))
    if step.where:
        heading = _("More about it") if review else _("Where to find it")
        parts.append(Content.assemble((heading + "\n", "bold"), _(step.where).strip()))
    if step.cmic_asked and not review:
        sentence = _("Once you have asked CMiC, write “asked CMiC” here: the item then waits for CMiC.")
        parts.append(Content(sentence))
    if step.example:
        parts.append(Content.assemble((_("Example: "), "$quiet"), _(step.example)))
    parts += [
        Content.assemble((_(option.title), "bold"), f": {_(option.help)}")
        for option in step.options
        if option.help
    ]
    parts += [Content.assemble((f"{_(item.title)}: ", "$quiet"), item.value) for item in step.copyables]
    if links:
        from cmic_wizard.tui.widgets.link import address_of

        parts += [
            Content.assemble(f"{glyphs.arrow} {_(link.title)}\n  ", address_of(link))
            for link in step.links_in(language())
        ]
    if step.source and not brief:
        parts.append(Content.assemble((_("Source: "), "$quiet"), step.source))
    return parts


def legend(in_a_line: int = STATES_IN_A_LINE) -> Content:
    """The states with their shapes, in lines so short that no shape is parted from its word."""
    shown = [
        Content.styled(f"{glyphs.shapes[state]} {_(STATE_WORDS[state])}", STATE_STYLES[state])
        for state in State
        if state in SHAPES
    ]
    lines = (shown[start : start + in_a_line] for start in range(0, len(shown), in_a_line))
    return Content("\n").join(Content("   ").join(line) for line in lines)


def glossary() -> Content:
    """The words that may be new, in the language's own order."""
    from cmic_wizard.tui.widgets.glossary import GLOSSARY

    entries = sorted(
        ((_(word), _(meaning)) for word, meaning in GLOSSARY), key=lambda entry: entry[0].casefold()
    )
    return Content("\n").join(Content.assemble((word, "bold"), f": {meaning}") for word, meaning in entries)
