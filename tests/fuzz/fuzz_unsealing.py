"""Sealed files whose headers are changed part by part, at the parser and the child behind it."""

from __future__ import annotations

import base64
from pathlib import Path
from random import Random
from typing import Final

from fuzz_loaders import Loader
from fuzz_mutations import mutate_bytes
from samples import SAMPLES, sample

from cmic_wizard import age_header
from cmic_wizard.handoff import keys, sealed
from cmic_wizard.handoff.seal_worker import SealKind, SealWorker

WORDS: Final = b"-> scrypt pmUNWUKBBOBfBGZ3kuOVIw 18\nKQ7l5Sw8Jy0hL3RYTJUTbkmZZ9T3pUbh0t0v3VcVvRs"
_LINES: Final = (
    *(
        b"-> a",
        b"->",
        b"-> ",
        b"-> a  b",
        b"-> a\tb",
        b"-> \xc3\xa9",
        b"-> " + b"a " * 500,
        b"-> " + b"a" * 3000,
    ),
    *(b"", b"A" * 64, b"A" * 65, b"A" * 63, b"=", b"AA==", b"\r", b"--- ", b"---", b"--- " + b"A" * 43),
    *(
        b"-> scrypt",
        b"-> scrypt AA 99",
        b"-> scrypt pmUNWUKBBOBfBGZ3kuOVIw 30",
        b"-> ssh-rsa AAAA",
        b"-> X25519 AA",
    ),
    *(b"-> ssh-ed25519 AAAA " + b"A" * 43, b"-> piv-p256 AAAA", b"-> mlkem768x25519 " + b"A" * 1494),
    *(b"age-encryption.org/v1", b"age-encryption.org/v2", b"-----BEGIN AGE ENCRYPTED FILE-----", b"\xff\xfe"),
)
_TIMES: Final = (*(1,) * 16, 2, 5, 20, 64, 65, 300)


class Unsealing:
    """The door for sealed files, with the key that opens the good ones; a `Doors` of its own."""

    def __init__(self, _folder: Path) -> None:
        secret, recipient = keys.new_identity()
        self._identities = keys.read_identities(secret)
        self._worker = SealWorker(SealKind.KEYS)
        inside = sample(next(iter(SAMPLES)))
        others = [keys.new_identity()[1] for _each in range(20)]
        age = keys.pyrage()
        files = [
            age.encrypt(inside, [r.key() for r in [*others[:count], recipient]])
            for count in (0, 0, 0, 0, 0, 1, 2, 20)
        ]
        self._files = [self._parted(bytes(data)) for data in files]
        self.loaders: Final = {"unsealing": Loader("unsealing", self._open, self._make)}

    def close(self) -> None:
        """End the child."""
        self._worker.close()

    @staticmethod
    def _parted(data: bytes) -> tuple[list[bytes], bytes]:
        """The lines of the header, and the rest from the line of its end on."""
        header, mark, rest = data.partition(b"\n--- ")
        return header.split(b"\n"), mark + rest

    def _open(self, data: bytes) -> object:
        try:
            return sealed.open_sealed(data, self._identities, worker=self._worker)
        except sealed.PassphraseNeeded:
            return age_header.read(data).work_factor

    def _make(self, random: Random) -> bytes:
        lines, rest = random.choice(self._files)
        lines = list(lines)
        for _number in range(random.choice((1, 1, 2, 4))):
            place = random.randrange(len(lines))
            match random.randrange(8):
                case 0:
                    lines[place : place + 1] = []
                    lines = lines or [b""]
                case 1:
                    lines[place:place] = [random.choice(_LINES)] * random.choice(_TIMES)
                case 2:
                    lines[place] = random.choice(_LINES)
                case 3:
                    stanza = lines[1:3] if len(lines) > 2 else [b"-> a", b""]
                    lines[1:1] = stanza * random.choice(_TIMES)
                case 4:
                    lines[1:] = WORDS.split(b"\n") * random.choice((1, 1, 2))
                case 5:
                    lines[place] = mutate_bytes(random, lines[place] or b"A")[:30_000]
                case 6:
                    rest = mutate_bytes(random, rest)
                case _:
                    rest = rest[: random.randrange(len(rest) or 1)]
        data = b"\n".join(lines) + rest
        return self._armored(random, data) if random.random() < 0.3 else data

    @staticmethod
    def _armored(random: Random, data: bytes) -> bytes:
        ending = random.choice((b"\n", b"\n", b"\r\n", b"", b"\n\n"))
        coded = base64.encodebytes(data).replace(b"\n", ending)
        made = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + coded + b"-----END AGE ENCRYPTED FILE-----\n"
        return mutate_bytes(random, made) if random.random() < 0.3 else made
