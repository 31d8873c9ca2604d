"""Replies made to cost time or to break a parser end in their sentence, soon and quietly."""

from __future__ import annotations

import html
import re
import socket
import time
import warnings
from collections.abc import Callable
from functools import partial

import pytest
from cmic_server import Answer, Asked, Cmic, CmicServer
from fixture_types import Ask, Listen
from hypothesis import given
from hypothesis import strategies as st

from cmic_wizard.connection.check import Limits
from cmic_wizard.connection.decodings import skeleton, unescaped
from cmic_wizard.connection.replies import before_sign_in, further_company, signed
from cmic_wizard.connection.reply import Reply
from cmic_wizard.connection.withhold import Withholding
from cmic_wizard.profile.check_words import sentence
from cmic_wizard.secret import Secret

SECONDS = 0.5
"""What one reply or certificate may cost."""
LIMIT = 65536
PASSWORD = "C4NARY-p@ss ñ/+"


def filled(*parts: str) -> bytes:
    """As many of the parts, in turn, as a reply holds."""
    whole = "".join(parts)
    return (whole * (LIMIT // len(whole.encode()) + 1)).encode()[:LIMIT]


BODIES = {
    "titles": filled("<title>"),
    "titles without an end": filled("<title "),
    "titles and ends": b"</title>" + filled("<title>")[: LIMIT - 8],
    "messages": filled("<CMIC_ERR_MSG>"),
    "database": filled("ORA-20001"),
    "digits": b"&#" + b"9" * 5000,
    "digits of a hexadecimal": b"&#x" + b"f" * 60000,
    "zeros": b"&#" + b"0" * 60000 + b"65;",
    "references": filled("&#", "&a", "&amp;"),
    "names": filled("&a"),
    "spaces": b"not" + b" " * 60000 + b"access" + b" " * 5000,
    "numbers": filled("IP "),
    "IP and spaces": filled("IP ")[:600] + b"not" + b" " * 60000,
    "escapes": filled("%41", "\\u0041", "=41", "&amp;", "&#x41;", "+", "%2541", "ñ", "=\n", "\\\\"),
    "percent": filled("%25"),
    "backslashes": filled("\\"),
    "base64": filled("JTQxJmFtcDs="),
    "hexadecimal": filled("41"),
    "marks": filled("\u0300\u0327"),
    "more marks": filled("\u05b0\u0591"),
    "wide": filled("\ufdfa"),
    "brackets": filled("["),
    "objects": filled('{"a":'),
    "long number": b'{"items":[{"CompsecCompCode":' + b"9" * 5000 + b"}]}",
    "number": b'{"items":[{"CompsecCompCode":' + b"9" * 4000 + b"}]}",
    "nested code": b'{"items":[{"CompsecCompCode":' + b"[" * 900 + b"]" * 900 + b"}]}",
    "surrogates": b'{"items":[{"CompsecCompCode":"\\ud800","CompsecCompName":"\\udfff"}]}',
    "rows": b'{"items":[' + b"{}," * 20000 + b"{}]}",
    "nothing but bytes": bytes(range(256)) * 256,
}


def judged(reply: Reply) -> list[str]:
    """The codes of all that may be made of a reply."""
    verdict = signed(reply, "h.example", "001", with_tenant=True)
    further = further_company(reply, "h.example", "001")
    outcomes = (verdict.user, verdict.role, verdict.company, before_sign_in(reply, "h.example"), further)
    return [outcome.code for outcome in outcomes if outcome is not None]


def soonest(work: Callable[[], object], within: float = SECONDS, tries: int = 4) -> float:
    """The seconds that it takes, tried anew while another process may have held the machine."""
    taken = []
    for _ in range(tries):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
        if taken[-1] < within:
            break
    return min(taken)


@pytest.mark.parametrize("name", BODIES)
def test_no_body_costs_much(name: str) -> None:
    withholding = Withholding(("u", Secret(PASSWORD)))
    reply = partial(Reply, 500, "text/html", body=BODIES[name], withholding=withholding)
    assert soonest(lambda: signed(reply(), "h.example", "001", with_tenant=True)) < SECONDS
    assert soonest(lambda: judged(Reply(200, "text/plain", body=BODIES[name]))) < SECONDS


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json"])
@pytest.mark.parametrize("status", [200, 401, 404, 500])
def test_every_body_is_judged(status: int, kind: str) -> None:
    for body in BODIES.values():
        assert judged(Reply(status, kind, body=body))


def test_a_pattern_that_looks_twice_is_caught_by_the_clock() -> None:
    """The control: the pattern that a title was once looked for with."""
    pattern = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
    text = BODIES["titles"].decode()[: LIMIT // 2]
    assert soonest(lambda: pattern.search(text), within=0, tries=1) > SECONDS


@pytest.mark.parametrize(
    "location", ["/" * 60000, "../" * 20000, "https://" + "a." * 30000, "//[" * 20000, "%" * 60000]
)
def test_no_redirect_costs_much(location: str) -> None:
    withholding = Withholding(("u", Secret(PASSWORD)))
    reply = Reply(302, location=location, withholding=withholding)
    assert soonest(lambda: before_sign_in(reply, "h.example")) < SECONDS
    challenge = Reply(401, challenges=[location] * 3, withholding=withholding)
    assert soonest(lambda: before_sign_in(challenge, "h.example")) < SECONDS


@given(st.text("&#xX0123456789abcdefglt;amp \n", max_size=40))
def test_character_references_are_read_as_html_does(text: str) -> None:
    assert unescaped(text) == html.unescape(text) or "\ufffd" in html.unescape(text) + unescaped(text)


@given(st.text(st.characters(max_codepoint=0xFF), max_size=40))
def test_latin_text_comes_down_to_the_same_as_beside_other_characters(text: str) -> None:
    """The way that is fast against the one that looks at each character."""
    assert skeleton(text, spaced=True) + "株" == skeleton(text + "株", spaced=True)


@given(st.text("abcñ株0", max_size=40), st.text("abcñ株0", min_size=5, max_size=7), st.integers(0, 40))
def test_a_run_is_found_wherever_it_begins(around: str, password: str, place: int) -> None:
    withholding = Withholding(("u", Secret(password)))
    assert withholding.repeats(around[:place] + password[:5] + around[place:])


HEADS = {
    "a cookie of a far year": b"Set-Cookie: a=b; expires=1 Jan " + b"9" * 5000 + b" 00:00:00 GMT\r\n",
    "a cookie of the second kind": b"Set-Cookie: a=b\r\nSet-Cookie2: " + b"a b " * 16000 + b"\r\n",
    "many cookies": b"Set-Cookie: " + b"a=b;" * 16000 + b"\r\n",
    "a redirect to far away": "Location: https://{}/".format(
        "".join(map(chr, range(0x4E00, 0x8000)))
    ).encode()
    + b"\r\n",
    "a redirect nowhere": b"Location: https://[/\r\n",
    "a long challenge": b"WWW-Authenticate: " + b"X, " * 20000 + b"\r\n",
}


@pytest.mark.parametrize("status", [401, 302, 500])
@pytest.mark.parametrize("name", HEADS)
async def test_no_head_costs_much_or_says_a_word_by_itself(
    ask: Ask, listen: Listen, capfd: pytest.CaptureFixture[str], name: str, status: int
) -> None:
    def serve(link: socket.socket) -> None:
        link.recv(65536)
        link.sendall(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n" % status + HEADS[name] + b"\r\n")

    with warnings.catch_warnings(record=True, action="always") as warned:
        result = await ask(f"http://127.0.0.1:{listen(serve)}/cmicprod")
    assert all(sentence(stage) for stage in result.stages)
    assert max(stage.seconds for stage in result.stages) < 1
    assert [str(w.message) for w in warned] == []
    assert capfd.readouterr() == ("", "")


async def test_a_reply_in_pieces_of_a_byte_ends_early(ask: Ask, listen: Listen) -> None:
    def serve(link: socket.socket) -> None:
        link.recv(65536)
        link.sendall(b"HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 66000)

    result = await ask(f"http://127.0.0.1:{listen(serve)}/cmicprod")
    assert result.stages[4].code == "reply.too_big"
    assert result.stages[4].seconds < 1


@pytest.mark.parametrize("name", ["titles", "messages", "digits", "escapes", "marks"])
async def test_over_tls_a_whole_check_takes_less_than_a_second_of_work(
    cmic: CmicServer, ask: Ask, name: str
) -> None:
    class Costly(Cmic):
        def answer(self, asked: Asked) -> Answer:
            return Answer(500 if asked.sign_in else 401, BODIES[name], "text/html")

    cmic.cmic = Costly()
    taken = []
    for _ in range(4):
        started = time.process_time()
        result = await ask(cmic.url(), limits=Limits())
        taken.append(time.process_time() - started)
        assert [s.code for s in result.stages[4:6]] == ["http.ok", "user.not_known_error"]
        if taken[-1] < 1:
            break
    assert min(taken) < 1
