"""The file of files (MS-CFB) that Outlook saves a mail as, read by olefile. Pure.

It comes from outside: whatever olefile trips over is a damaged file.
"""

import struct
from dataclasses import dataclass, field
from io import BytesIO

import olefile

SIGNATUR = olefile.MAGIC
_TRASIG = (OSError, ValueError, LookupError, ArithmeticError, RecursionError, struct.error)


class SkadadBehallare(ValueError):
    """It is no compound file, or one that does not hold together."""


@dataclass(slots=True)
class _Fil:
    ole: olefile.OleFileIO
    # What streams may be asked for in all: a hostile file has many names for the same bytes.
    kvar: int


@dataclass(slots=True)
class Mapp:
    """A storage: its streams and the storages in it, by name."""

    fil: _Fil
    plats: tuple[str, ...] = ()
    strommar: set[str] = field(default_factory=set)
    mappar: dict[str, "Mapp"] = field(default_factory=dict)

    def strom(self, namn: str) -> bytes:
        """Empty when there is none of that name."""
        if namn not in self.strommar:
            return b""
        plats = [*self.plats, namn]
        try:
            self.fil.kvar -= self.fil.ole.get_size(plats)
            if self.fil.kvar >= 0:
                return self.fil.ole.openstream(plats).read()
        except _TRASIG as fel:
            raise SkadadBehallare from fel
        raise SkadadBehallare


def oppna(innehall: bytes) -> Mapp:
    try:
        # Never the bytes themselves: a few of them olefile would take for the name of a file.
        ole = olefile.OleFileIO(BytesIO(innehall))
        strommar = [tuple(plats) for plats in ole.listdir(streams=True, storages=False)]
        mappar = [tuple(plats) for plats in ole.listdir(streams=False, storages=True)]
    except _TRASIG as fel:
        raise SkadadBehallare from fel
    rot = Mapp(_Fil(ole, 2 * len(innehall)))
    alla = {(): rot}
    for plats in sorted(mappar, key=len):
        if moder := alla.get(plats[:-1]):
            alla[plats] = moder.mappar[plats[-1]] = Mapp(rot.fil, plats)
    for plats in strommar:
        if moder := alla.get(plats[:-1]):
            moder.strommar.add(plats[-1])
    return rot
