"""The pieces that hostile files are made of."""

from __future__ import annotations

from typing import Any, Final

# fmt: off
NASTY: Final = (
    "\x00", "\x1b[2J", "\x07", "\r", "\n", "\t", "\x7f", "\x85", "\xa0", "\xad", "\u202e", "\u2066", "\u200b",
    "\u200d", "\u2028", "\ufeff", "\ufffe", "\ue000", "\U000e0041", "\u0301" * 40, "ﷺ", "😀", "ß", "İ", "ａ",
    "²", "٣", "'", '"', "\\", "`", "$(id)", "%s", "{0}", "{x.y}", "[b]", "[/]", "<script>", "../",
    "C:\\", "\\\\",
    "<U+001B>", "null", "\ud800", "\udfff", "|", "||", ";", ",", ":", "@", "=", "#", "]]>", "-->", "\ufdd0",
)
"""Characters and pieces that stand for more than themselves somewhere."""

RAW: Final = (
    "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e-999", "9" * 400, "9" * 5000,
    "-" + "9" * 30, "0.1e1",
    "9007199254740993", "1" + "0" * 20, "01", "+1", "1.", ".5", "0x10", "1_000", "tru", "'x'",
    "undefined", "",
    '"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"\\u0000"', '"\\u202e"', '"\\x41"', '"\x01"', '"',
    "[" * 30 + "]" * 30, "[" * 3000, '{"a":' * 3000, "[" * 50_000 + "]" * 50_000, "{" * 100, "/* */ 1", "1 2",
    "[" + "0," * 20_000 + "0]", '"' + "é" * 100_000 + '"', '"' + "\\u0041" * 20_000 + '"', "1" * 19, "1" * 21,
)
"""Values as a file spells them, most of them no JSON."""

VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, -1, 2, 99, 2**31, 2**53, -(2**63), 0.5, -0.0, 1e15, "", " ", "x", "yes", "no",
    [], {}, [[]], [{}], {"": ""}, {"x": 1}, [None], [1, "a"], "C4NARY", "all", "2026-02-30T10:00Z",
    "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-14:00", "2026-11-24T10:00:00+99:99", "not_applicable",
    "https://[::1]/", "https://a.example:99999/x", "001,ACME01", "A" * 41, "A" * 2001,
    "A" * 21_000, "../../x",
    "connection.service_password", "go_live.subtabs", "x.y", "change", "question", "accepted", "cloud",
    "key_ring", "2026-11-24T10:00:00",
)
"""Values of every kind that some field may take and another may not."""

TOML: Final = (
    "2026-12-01", "2026-12-01T10:00:00Z", "10:00:00", "9999-12-31T23:59:59.999999+23:59", "nan",
    "-inf", "0o17",
    '"""x\n"""', "'''x'''", '"\\UFFFFFFFF"', '"\\uD800"', "{ a = 1 }", "[ 1, 'a' ]",
    "{ a.b = { c = [ {} ] } }",
    "0000-00-00", "2026-12-01 25:00", '{ "connection.hosting" = ["!x"] }', '">=999999"', '["end.no"]', "1e6",
    "a." * 2000 + "a = 1", "[" * 900 + "]" * 900, "{a=" * 900 + "1" + "}" * 900, "0x" + "f" * 5000,
    "1_0" * 2000, "true", "false", '"choice"', '"people"', '"customer"', '["a", "b"]', '"x"', '""',
    "[]", "{}",
)
"""Values as TOML spells them, good and bad."""

HALVES: Final = (b"\xc3", b"\xe2\x80", b"\xf0\x9f\x98", b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5")
"""Bytes that are no character in UTF-8, or half of one."""
# fmt: on
