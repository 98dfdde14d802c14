"""A file of files: the compound file (MS-CFB) that Outlook saves a mail as. Pure.

It comes from outside: a chain of sectors that bites its tail ends, and no more is ever read than the file is long.
"""

import struct
from array import array
from dataclasses import dataclass, field

SIGNATUR = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FLEST_POSTER = 20_000
# The numbers from here on say that a chain ends, or that there is none.
_INGEN = 0xFFFFFFFA
_LAGRING, _STROM, _ROT = 1, 2, 5


class SkadadBehallare(ValueError):
    """It is no compound file, or one that does not hold together."""


@dataclass(slots=True)
class Mapp:
    """A storage: its streams and the storages in it, by name."""

    behallare: "_Behallare"
    poster: dict[str, tuple[int, int]] = field(default_factory=dict)
    mappar: dict[str, "Mapp"] = field(default_factory=dict)

    def strom(self, namn: str) -> bytes:
        """Empty when there is none of that name."""
        return self.behallare.las(*self.poster[namn]) if namn in self.poster else b""


def oppna(innehall: bytes) -> Mapp:
    try:
        return _Behallare(innehall).rot
    except (struct.error, IndexError, ValueError, RecursionError) as fel:
        raise SkadadBehallare from fel


class _Behallare:
    def __init__(self, innehall: bytes):
        if not innehall.startswith(SIGNATUR):
            raise SkadadBehallare
        self.innehall = innehall
        # What streams may be asked for in all: a hostile file has many names for the same bytes.
        self.kvar = 2 * len(innehall)
        skift, miniskift = struct.unpack_from("<HH", innehall, 30)
        if skift not in (9, 12) or miniskift != 6:
            raise SkadadBehallare
        self.sektor, self.minisektor = 1 << skift, 1 << miniskift
        forsta_katalog, _, self.minigrans, forsta_minifat = struct.unpack_from("<IIII", innehall, 48)
        self.antal = len(innehall) // self.sektor
        self.fat = self._tabell(self._fatsektorerna())[: self.antal]
        self.minifat = self._tabell(self._kedja(self.fat, forsta_minifat))
        katalog = self._sektorerna(forsta_katalog)
        self.katalog = [katalog[i : i + 128] for i in range(0, len(katalog) - 127, 128)][:FLEST_POSTER]
        if not self.katalog or self.katalog[0][66] != _ROT:
            raise SkadadBehallare
        start, storlek = self._var(self.katalog[0])
        self.ministrom = self._sektorerna(start)[:storlek]
        self.minifat = self.minifat[: len(self.ministrom) // self.minisektor + 1]
        self.rot = self._tradet()

    def _sektorn(self, n: int) -> bytes:
        return self.innehall[(n + 1) * self.sektor : (n + 2) * self.sektor]

    def _sektorerna(self, forsta: int) -> bytes:
        return b"".join(self._sektorn(n) for n in self._kedja(self.fat, forsta))

    def _var(self, post: bytes) -> tuple[int, int]:
        """(first sector, length); with the small sectors the upper half of the length is not written."""
        start, storlek = struct.unpack_from("<IQ", post, 116)
        return start, storlek & 0xFFFFFFFF if self.sektor == 512 else storlek

    def _fatsektorerna(self) -> list[int]:
        forsta_difat = struct.unpack_from("<I", self.innehall, 68)[0]
        nummer = list(struct.unpack_from("<109I", self.innehall, 76))
        sedda: set[int] = set()
        while forsta_difat < _INGEN and forsta_difat not in sedda:
            sedda.add(forsta_difat)
            *fler, forsta_difat = struct.unpack(f"<{self.sektor // 4}I", self._sektorn(forsta_difat))
            nummer += fler
        return [n for n in dict.fromkeys(nummer) if n < self.antal]

    def _tabell(self, sektorer: list[int]) -> array:
        tal = array("I")
        for n in sektorer:
            del_ = self._sektorn(n)
            tal.extend(struct.unpack(f"<{len(del_) // 4}I", del_[: len(del_) // 4 * 4]))
        return tal

    def _kedja(self, tabell: array, n: int) -> list[int]:
        """Of a table that is no longer than what it tells of: a ring ends when it has been round."""
        ut: list[int] = []
        while n < len(tabell) and len(ut) < len(tabell):
            ut.append(n)
            n = tabell[n]
        return ut

    def las(self, start: int, storlek: int) -> bytes:
        self.kvar -= storlek
        if self.kvar < 0:
            raise SkadadBehallare
        if storlek >= self.minigrans:
            return self._sektorerna(start)[:storlek]
        m = self.minisektor
        return b"".join(self.ministrom[n * m : (n + 1) * m] for n in self._kedja(self.minifat, start))[:storlek]

    def _tradet(self) -> Mapp:
        rot = Mapp(self)
        att_ga, sedda = [(rot, struct.unpack_from("<I", self.katalog[0], 76)[0])], {0}
        while att_ga:
            mapp, n = att_ga.pop()
            if n >= len(self.katalog) or n in sedda:
                continue
            sedda.add(n)
            post = self.katalog[n]
            langd, typ = struct.unpack_from("<HB", post, 64)
            vanster, hoger, barn = struct.unpack_from("<III", post, 68)
            namn = post[: max(0, min(langd, 64) - 2)].decode("utf-16-le", errors="replace")
            att_ga += [(mapp, vanster), (mapp, hoger)]
            if typ == _LAGRING:
                mapp.mappar[namn] = Mapp(self)
                att_ga.append((mapp.mappar[namn], barn))
            elif typ == _STROM:
                mapp.poster[namn] = self._var(post)
        return rot
