"""A zip file as the files in it: nothing is written to a disk, and nothing that the file says of itself is trusted."""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from lzma import LZMAError

from kommun.granser import STORSTA_FIL

from .fel import Lasfel

FLEST_FILER = 2000
STORST_UPPACKAD = 500 * 1024 * 1024  # all the files in it together
_STORST_FORTECKNING = FLEST_FILER * 512
_STYRTECKEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
# What operating systems and Word leave behind, of no interest to anybody.
_SKRAP = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.[^/]+$|~\$[^/]*$|(?:thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r?)$)", re.IGNORECASE
)
_OLASBART = (
    zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, LZMAError, EOFError, OSError, ValueError,
    struct.error, OverflowError, MemoryError,
)  # fmt: skip

_FOR_MANGA = f"Zip-filen innehåller för många filer. Dela upp den i delar med högst {FLEST_FILER} filer var."
_TRASIG = "Zip-filen är skadad eller ofullständig. Gör om den och lämna in den på nytt."


@dataclass(frozen=True, slots=True)
class Post:
    """One file of the zip file, or why it could not be had."""

    namn: str
    innehall: bytes | None
    mening: str = ""
    uppackat: int = 0  # how many bytes it was read to, also when they were too many


def ar_skrap(namn: str) -> bool:
    """A file that the computer made by itself: .DS_Store, Thumbs.db, "~$protokoll.docx"."""
    return bool(_SKRAP.search(namn))


def stada_namn(namn: str, hogst: int = 400) -> str:
    """A path to show: one kind of slash, no way out of the folder, nothing that cannot be seen. Its end is kept."""
    namn = unicodedata.normalize("NFC", _STYRTECKEN.sub("", namn.replace("\\", "/")))
    delar = [d.strip() for d in re.sub(r"^[A-Za-z]:", "", namn).split("/")]
    return "/".join(d for d in delar if d not in ("", ".", ".."))[-hogst:]


def forteckna(innehall: bytes) -> list[str]:
    """The names of the files in it, unpacking none. Raises Lasfel when it is no zip file that can be opened."""
    with _oppna(innehall) as zip_:
        return [namn for namn, _ in _filerna(zip_)]


def packa_upp(innehall: bytes, *, fran: int = 0, uppackat: int = 0) -> Iterator[Post]:
    """The files in the order they lie in, one at a time; from the `fran`th, when so much is unpacked already."""
    with _oppna(innehall) as zip_:
        for namn, info in _filerna(zip_)[fran:]:
            post = _en_fil(zip_, info, namn, STORST_UPPACKAD - uppackat)
            uppackat += post.uppackat
            yield post


def _oppna(innehall: bytes) -> zipfile.ZipFile:
    if _forteckningens_storlek(innehall) > _STORST_FORTECKNING:
        raise Lasfel(_FOR_MANGA)
    try:
        return zipfile.ZipFile(io.BytesIO(innehall))
    except _OLASBART:
        raise Lasfel(_TRASIG) from None


def _filerna(zip_: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    poster = [p for p in zip_.infolist() if not p.is_dir()]
    if len(poster) > FLEST_FILER:
        raise Lasfel(_FOR_MANGA)
    namngivna = ((stada_namn(_namnet(info)), info) for info in poster)
    return [(namn, info) for namn, info in namngivna if namn and not ar_skrap(namn)]


def _en_fil(zip_: zipfile.ZipFile, info: zipfile.ZipInfo, namn: str, kvar: int) -> Post:
    if info.flag_bits & 1:
        return Post(namn, None, "Filen är låst med ett lösenord. Packa upp zip-filen och lämna in filen olåst.")
    if namn.lower().endswith(".zip"):
        return Post(namn, None, "En zip-fil i zip-filen packas inte upp. Lämna in den för sig.")
    # What the file says of its size is not believed: it is read to one byte above what it may be, and no further.
    hogst = min(STORSTA_FIL, max(kvar, 0))
    try:
        with zip_.open(info) as fil:
            innehall = fil.read(hogst + 1)
            if len(innehall) <= hogst:
                fil.read(1)  # at the end the checksum is verified
    except _OLASBART:
        return Post(namn, None, "Filen är skadad och gick inte att packa upp ur zip-filen.")
    if len(innehall) <= hogst:
        return Post(namn, innehall, uppackat=len(innehall))
    if hogst < STORSTA_FIL:
        mening = "Filerna i zip-filen är tillsammans för stora. Dela upp zip-filen i mindre delar."
    else:
        mening = f"Filen är större än {STORSTA_FIL // 1024 // 1024} MB."
    return Post(namn, None, mening, uppackat=hogst)


def _namnet(info: zipfile.ZipInfo) -> str:
    """Some programs write UTF-8 without saying so; the rest is a DOS code page, in which å, ä and ö are as read."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _forteckningens_storlek(innehall: bytes) -> int:
    """How many bytes the list of files says that it has, so that millions of them are never read."""
    slut = innehall[-65_557:]
    plats = slut.rfind(b"PK\x05\x06")
    if plats < 0 or plats + 22 > len(slut):
        raise Lasfel(_TRASIG)
    (storlek,) = struct.unpack("<I", slut[plats + 12 : plats + 16])
    return storlek
