"""A mail as Outlook saves it (.msg, MS-OXMSG), with the letter inside that was forwarded. Pure."""

import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kommun.fel import DomanFel
from protokoll.inbjudan.behallare import SIGNATUR, Mapp, SkadadBehallare, oppna
from protokoll.inbjudan.epost import DJUPAST, FLEST_DELAR, LANGST_TEXT, Brevbilaga, Epost, rent_filnamn, text_av_html
from protokoll.inbjudan.teckenkod import avkodad

_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_EPOKEN = datetime(1601, 1, 1, tzinfo=UTC)
# Properties by their numbers (MS-OXPROPS).
_AMNE, _TEXT, _HTML, _NAMN, _BILAGANS_NAMN, _BILAGANS_KORTA_NAMN, _DATA = (
    "0037",
    "1000",
    "1013",
    "0C1A",
    "3707",
    "3704",
    "3701",
)
_ADRESSER, _MESSAGE_ID, _MIMETYP = ("5D01", "5D02", "0C1F"), "1035", "370E"
_SKICKAT, _MOTTAGET, _TECKENKOD = 0x0039, 0x0E06, 0x3FDE
_BILAGOR = "__attach_version1.0_"


def ar_outlook(innehall: bytes) -> bool:
    return innehall.startswith(SIGNATUR)


def las_outlook(innehall: bytes) -> Epost:
    """The innermost letter of a forwarded one; attachments from all of it. DomanFel for what cannot be read."""
    try:
        rot = oppna(innehall)
        if "__properties_version1.0" not in rot.strommar:
            raise SkadadBehallare
        return _brev(rot)
    except (SkadadBehallare, struct.error, ValueError, OverflowError, RecursionError):
        raise DomanFel(
            "Outlook-filen är skadad och går inte att läsa. Spara brevet på nytt, eller klistra in dess text."
        ) from None


def _brev(rot: Mapp) -> Epost:
    bilagor, kalendrar, innersta, huvud = [], [], rot, 32
    kvar = [(rot, 0)]
    while kvar:
        brev, djup = kvar.pop(0)
        for bilaga in _bilagorna(brev):
            if inre := bilaga.mappar.get("__substg1.0_3701000D"):
                if djup < DJUPAST and "__properties_version1.0" in inre.strommar:
                    kvar.append((inre, djup + 1))
                    innersta, huvud = inre, 24
                continue
            namn = rent_filnamn(_ord(bilaga, _BILAGANS_NAMN) or _ord(bilaga, _BILAGANS_KORTA_NAMN))
            data, typ = bilaga.strom(f"__substg1.0_{_DATA}0102"), _ord(bilaga, _MIMETYP).lower()
            if typ == "text/calendar" or namn.lower().endswith(".ics"):
                kalendrar.append(data)
            elif data:
                bilagor.append(Brevbilaga(namn or "bilaga", typ, data))
            if len(bilagor) > FLEST_DELAR:
                raise DomanFel("Brevet har fler bilagor än vad som går att läsa. Klistra in brevets text i stället.")
    fasta = _fasta(innersta, huvud)
    avsandare = next(filter(lambda a: "@" in a, (_ord(innersta, falt) for falt in _ADRESSER)), "")
    return Epost(
        amne=_ord(innersta, _AMNE)[:1000],
        fran=" ".join(filter(None, [_ord(innersta, _NAMN)[:500], avsandare and f"<{avsandare[:400]}>"])),
        skickat=_dag(fasta.get(_SKICKAT) or fasta.get(_MOTTAGET)),
        uid=_ord(innersta, _MESSAGE_ID).strip("<> ")[:500],
        text=_brevtext(innersta, fasta)[:LANGST_TEXT],
        kalendrar=tuple(kalendrar),
        bilagor=tuple(bilagor),
    )


def _bilagorna(brev: Mapp) -> Iterator[Mapp]:
    for namn in sorted(brev.mappar):
        if namn.startswith(_BILAGOR):
            yield brev.mappar[namn]


def _text(mapp: Mapp, nummer: str, kodning: str = "") -> str:
    """A property that is words: in Unicode, or in the letters of the machine that wrote it."""
    if ra := mapp.strom(f"__substg1.0_{nummer}001F"):
        return ra.decode("utf-16-le", errors="replace").replace("\x00", "")
    return avkodad(mapp.strom(f"__substg1.0_{nummer}001E"), kodning)


def _ord(mapp: Mapp, nummer: str) -> str:
    return " ".join(_text(mapp, nummer).split())


def _fasta(mapp: Mapp, huvud: int) -> dict[int, int]:
    """The properties that are numbers and times; `huvud` is how long the head of their list is."""
    ra = mapp.strom("__properties_version1.0")
    rader = (struct.unpack_from("<HHIQ", ra, i) for i in range(huvud, len(ra) - 15, 16))
    return {nummer: varde if typ == 0x0040 else varde & 0xFFFFFFFF for typ, nummer, _, varde in rader}


def _brevtext(mapp: Mapp, fasta: dict[int, int]) -> str:
    sida = fasta.get(_TECKENKOD, 0)
    kodning = {65001: "utf-8", 20127: "ascii"}.get(sida, f"cp{sida}" if sida else "")
    if text := _text(mapp, _TEXT, kodning).strip():
        return text
    html = avkodad(mapp.strom(f"__substg1.0_{_HTML}0102"), kodning) or _text(mapp, _HTML, kodning)
    return text_av_html(html)


def _dag(filtid: int | None) -> date | None:
    """A day of the Windows clock, in Sweden."""
    if not filtid:
        return None
    try:
        return (_EPOKEN + timedelta(microseconds=filtid // 10)).astimezone(_STOCKHOLM).date()
    except OverflowError:
        return None
