"""The parts of an e-mail as bytes and as text: any charset, any transfer encoding, HTML as its words."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Final

from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.struct import Struct

if TYPE_CHECKING:
    from email.message import Message

PARTS_AT_MOST: Final = 50
"""Parts of an e-mail that are looked at."""
HTML_AT_MOST: Final = 1_000_000
"""Characters of an HTML text that are looked at."""
_QUOTES_AT_MOST: Final = 20
_CHARSETS: Final = ("utf-8", "cp1252", "latin-1")
"""What a text is tried as whose own charset is unknown or does not fit it; the last one always does."""
_BLOCKS: Final = frozenset(
    {
        *("p", "div", "section", "article", "address", "blockquote", "pre", "hr", "body"),
        *("li", "ul", "ol", "dt", "dd", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
_UNSEEN: Final = frozenset({"style", "script", "title", "head"})


class Part(Struct, frozen=True):
    """One part that is no container of others."""

    content: bytes
    kind: str
    """Its MIME type, such as `text/plain`."""
    charset: str
    is_attached: bool
    """Whether it is an attachment, and not what is read as the mail's text."""
    sender: str
    """Who wrote the message that it stands in: a name, else the address, "" for nobody."""

    @property
    def text(self) -> str:
        """What is read of it: the text, or the words of an HTML text with `> ` before what is quoted."""
        for charset in (self.charset, *_CHARSETS):
            try:
                text = self.content.decode(charset)
            except (LookupError, ValueError):
                continue
            return words_of(text) if self.kind == "text/html" else text
        return ""


def parts_of(data: bytes) -> list[Part]:
    """The parts of an e-mail in their order, those of attached messages too; FileRefused for a maze."""
    from email.parser import BytesParser

    try:
        return list(_parts(BytesParser().parsebytes(data)))
    except RecursionError:
        raise FileRefused(_("The file is nested too deeply.")) from None


def _parts(message: Message) -> Iterator[Part]:
    senders = {id(message): _sender(message)}
    for number, part in enumerate(message.walk()):
        if number >= PARTS_AT_MOST:
            break
        sender = senders.get(id(part), "")
        if part.is_multipart():
            for inner in part.get_payload():
                senders[id(inner)] = _sender(inner) or sender  # type: ignore[arg-type]
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            kind, name = part.get_content_type(), part.get_filename()
            is_attached = bool(name) or part.get_content_disposition() == "attachment" or kind[:5] != "text/"
            yield Part(content, kind, str(part.get_content_charset() or ""), is_attached, sender)


def _sender(message: Message) -> str:
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header
    from email.utils import parseaddr

    try:
        name, mail = parseaddr(str(message.get("From", "")))
        return str(make_header(decode_header(name))).strip() or mail
    except (LookupError, ValueError, HeaderParseError):
        return ""


def words_of(html: str) -> str:
    """The words of an HTML text, a line for each block, `> ` before those that are quoted."""
    text = html[:HTML_AT_MOST]
    lines = _Lines()
    small, at = text.lower(), 0
    if len(small) != len(text):
        small = text  # a letter whose small form is longer: tags in small letters are told all the same
    while (opened := text.find("<", at)) >= 0:
        lines.say(text[at:opened])
        if text.startswith("<!--", opened):
            closed, at = text.find("-->", opened), -1
        else:
            closed, at = text.find(">", opened), 0
        if closed < 0:
            break
        if at < 0:
            at = closed + 3
            continue
        name = _name(small[opened + 1 : min(closed, opened + 20)])
        at = closed + 1
        if name in _UNSEEN:
            at = small.find(f"</{name}", at)
            if at < 0:
                break
        lines.tag(name)
    else:
        lines.say(text[at:])
    return lines.text


def _name(tag: str) -> str:
    """A tag's name, with `/` before it where it closes; "" for what is none."""
    close = "/" if tag.startswith("/") else ""
    name = ""
    for character in tag.removeprefix("/"):
        if not character.isalnum():
            break
        name += character
    return close + name if name else ""


class _Lines:
    """Collects words into lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words: list[str] = []
        self._depth = 0

    @property
    def text(self) -> str:
        self._end()
        return "\n".join(self._lines)

    def say(self, text: str) -> None:
        """Some words of the present line."""
        if text:
            self._words.append(unescape(text))

    def tag(self, name: str) -> None:
        """A tag: some end the line, some quote."""
        bare = name.removeprefix("/")
        if bare == "br":
            self._end(empty=True)
        elif bare in ("td", "th"):
            self._words.append(" ")
        elif bare in _BLOCKS:
            self._end()
        if name == "blockquote":
            self._depth = min(self._depth + 1, _QUOTES_AT_MOST)
        elif name == "/blockquote":
            self._depth = max(self._depth - 1, 0)

    def _end(self, *, empty: bool = False) -> None:
        line = " ".join("".join(self._words).split())
        self._words.clear()
        if line or empty:
            self._lines.append("> " * self._depth + line)
