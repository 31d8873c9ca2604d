"""Rows of dates of calls and of the people who take part."""

from __future__ import annotations

from typing import Final

from rule_rows_of_cmic import Row

KICKOFF: Final = {"kickoff.date": "2026-12-01T10:00-05:00[America/New_York]"}
CHICAGO: Final = "2026-12-01T10:00-06:00[America/Chicago]"
SCHEDULES: Final[list[Row]] = [
    (CHICAGO, CHICAGO, ""),
    ("2026-12-01T10:00-05:00[America/Chicago]", CHICAGO, "D:schedule_offset"),
    ("2026-07-01T10:00-05:00[America/Chicago]", "2026-07-01T10:00-05:00[America/Chicago]", ""),
    ("2026-12-01T10:00[America/Chicago]", CHICAGO, "I:schedule_read"),
    ("2026-12-01 10:00 America/Chicago", CHICAGO, "I:schedule_read"),
    ("2026-12-01T10:00-0600[America/Chicago]", CHICAGO, "I:schedule_read"),
    ("2026-12-01T10:00:30Z[UTC]", "2026-12-01T10:00:30+00:00[UTC]", "I:schedule_read"),
    ("2026-12-01T10:00-05:00", "2026-12-01T10:00-05:00", "D:schedule_zone_missing"),
    ("2026-12-01T10:00", "", "E:schedule_no_zone"),
    ("2026-12-01", "", "E:schedule_time"),
    ("2026-12-01T10:00[America/Chicagoo]", "", "E:schedule_zone"),
    ("2026-12-01T10:00[america/chicago]", CHICAGO, "I:schedule_read"),
    ("2026-12-01T10:00[Nowhere at all]", "", "E:schedule_zone"),
    ("2026-12-01T10:00[../../etc/passwd]", "", "E:schedule_zone"),
    ("2026-12-01T10:00[America]", "", "E:schedule_zone"),
    ("2026-03-29T02:30[Europe/Madrid]", "", "E:schedule_gap"),
    (
        "2026-10-25T02:30[Europe/Madrid]",
        "2026-10-25T02:30+02:00[Europe/Madrid]",
        "D:schedule_twice D:schedule_night",
    ),
    ("2026-10-25T02:30+01:00[Europe/Madrid]", "2026-10-25T02:30+01:00[Europe/Madrid]", "D:schedule_night"),
    ("2026-13-01T10:00[UTC]", "", "E:schedule_shape"),
    ("2026-02-30T10:00[UTC]", "", "E:schedule_shape"),
    ("0001-01-01T00:00+14:00[UTC]", "", "E:schedule_shape"),
    ("2026-12-01T10:00+23:00", "", "E:schedule_shape"),
    ("next Tuesday", "", "E:schedule_shape"),
    ("1 Dec 2026 10:00 Chicago", CHICAGO, "I:schedule_read"),
    ("CST 1 Dec 2026 10:00", "", "E:schedule_shape"),
    ("1 Dec 2026 10:00 CST", "", "E:schedule_zones"),
    ("03/04/2027 10:00 Chicago", "", "E:schedule_ambiguous"),
    ("Monday 1 Dec 2026 10:00 Chicago", "", "E:schedule_weekday"),
    ("1 Dec 2026", "", "E:schedule_time"),
    ("1 Dec 2026 10:00", "", "E:schedule_no_zone"),
    (
        "1 Dec 2026 3:00 Chicago",
        "2026-12-01T03:00-06:00[America/Chicago]",
        "D:schedule_night I:schedule_read",
    ),
    ("1 Dec 2026 10:00 Chicago?", CHICAGO, "D:date_unsure I:schedule_read"),
    ("1 Dec 2026 10:00 Chicago (tentative)", "", "E:schedule_zone"),
    ("2026-12-01T10:00[America/Houston]", CHICAGO, "I:schedule_read"),
    ("26-12-01 10:00 Chicago", "", "E:schedule_ambiguous"),
    ("1 dic 2026 12 de la noche Madrid", "", "E:schedule_shape"),
    ("1 dic 2026 12 de la mañana Madrid", "", "E:schedule_shape"),
    ("1 dic 2026 2 de la noche Madrid", "", "E:schedule_shape"),
    ("1999-12-01T10:00[UTC]", "1999-12-01T10:00+00:00[UTC]", "D:schedule_year I:schedule_read"),
    ("2126-12-01T10:00+00:00[UTC]", "2126-12-01T10:00+00:00[UTC]", "D:schedule_year"),
    ("2" * 101, "", "E:too_long"),
]
GO_LIVES = [
    (CHICAGO, CHICAGO, ""),
    (CHICAGO, CHICAGO, "", KICKOFF),
    ("2026-12-01T10:00-05:00[America/New_York]", "2026-12-01T10:00-05:00[America/New_York]", "", KICKOFF),
    (
        "2026-12-01T09:59-05:00[America/New_York]",
        "2026-12-01T09:59-05:00[America/New_York]",
        "D:go_live_before_kickoff",
        KICKOFF,
    ),
]
PEOPLE: Final[list[Row]] = [
    ("Jane Doe <jane@example.com>", "Jane Doe <jane@example.com>", ""),
    ('"Doe, Jane"<mailto:jane@example.com> ;', "Doe, Jane <jane@example.com>", ""),
    ("Jane jane@example.com;Joe <joe@example.org>", "Jane <jane@example.com>; Joe <joe@example.org>", ""),
    ("jane@example.com", "jane@example.com", "D:people_name"),
    ("Jane Doe", "Jane Doe", "D:people_mail_missing"),
    ("Jane <jane@localhost>", "Jane <jane@localhost>", "D:people_mail"),
    (
        "Jane <a@example.com, b@example.com>",
        "Jane <a@example.com>; b@example.com",
        "D:people_name I:people_several",
    ),
    ("Jane <jane>", "Jane <jane>", "D:people_mail"),
    ("Jane <jane..doe@x.com>", "Jane <jane..doe@x.com>", "D:people_mail"),
    ("Jane <jane@müller.de>", "Jane <jane@müller.de>", "I:people_domain"),
    ("Jane <jané@example.com>", "Jane <jané@example.com>", "D:people_mail_letters"),
    ("<jane>", "<jane>", "D:people_mail D:people_name"),
    ("Jane & Joe <jane@example.com>", "Jane & Joe <jane@example.com>", "D:people_joined"),
    ("Ana y Eva <ana@example.com>", "Ana y Eva <ana@example.com>", "D:people_joined"),
    ("Santiago Ramón y Cajal <s@example.com>", "Santiago Ramón y Cajal <s@example.com>", ""),
    ("Procore <no-reply@example.com>", "Procore <no-reply@example.com>", "D:people_mail_unread"),
    ("TBD <jane@example.com>", "TBD <jane@example.com>", "D:people_name"),
    ("Jane <x.com/?u=jane@example.com>", "Jane <x.com/?u=jane@example.com>", "D:people_mail"),
    ("De: Jane Doe <jane@example.com>", "Jane Doe <jane@example.com>", ""),
    ("Email: jane@example.com", "jane@example.com", "D:people_name"),
    ("'Doe, Jane' <jane@example.com>", "Doe, Jane <jane@example.com>", ""),
    ("jane@example.com (Jane Doe)", "Jane Doe <jane@example.com>", ""),
    ("Jane, jane@example.com, +1 555 0100", "Jane 1 555 0100 <jane@example.com>", ""),
    (";<>;", "", "O:no_answer"),
    ("todavía no", "", "O:no_answer"),
    ("a;" * 2500, "", "E:too_long"),
]
