"""A letter that was handed in, as text or as a file: what it proposes, event by event. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from kommun.fel import DomanFel
from kommun.filslag import FILSLAG as BIFOGAS
from kommun.filslag import slaget
from protokoll.inbjudan.brev import Forslag, kompletterat, las_brev
from protokoll.inbjudan.epost import Brevbilaga, Epost, las_epost
from protokoll.inbjudan.kalenderpost import las_kalender
from protokoll.inbjudan.outlook import las_outlook
from protokoll.inbjudan.teckenkod import avkodad
from protokoll.inlasning.fel import Lasfel

FILSLAG = {".eml": "message/rfc822", ".msg": "application/vnd.ms-outlook", ".ics": "text/calendar"}
TEXT = BIFOGAS[".txt"][0]
PDF, WORD = BIFOGAS[".pdf"][0], BIFOGAS[".docx"][0]
# An invitation says what it is on its first pages.
FLEST_SIDOR = 5
_OLAST = (
    "Filen har ingen text som går att läsa, till exempel för att den är en bild, inskannad eller skyddad. "
    "Öppna den själv och fyll i fälten efter den."
)


@dataclass(frozen=True, slots=True)
class Inbjudningsbrev:
    """What a letter says of one event. `uid` is the same each time the same letter comes."""

    forslag: Forslag
    uid: str
    text: str
    bilagor: tuple[Brevbilaga, ...] = ()
    installd: bool = False


def las(typ: str, innehall: bytes, *, dag: date) -> list[Inbjudningsbrev]:
    """Never empty; raises DomanFel with a sentence for what is not what it says. What only a person can read is a
    letter too, that proposes nothing."""
    match typ:
        case "message/rfc822":
            return _epost(las_epost(innehall), innehall, dag)
        case "application/vnd.ms-outlook":
            return _epost(las_outlook(innehall), innehall, dag)
        case "text/calendar":
            return [
                Inbjudningsbrev(p.forslag, p.uid, p.text, installd=p.installd) for p in las_kalender(innehall, dag=dag)
            ]
    text = _texten(typ, innehall)
    if not text.strip():
        return [Inbjudningsbrev(Forslag(anmarkningar=(_OLAST,)), _filens_uid(innehall), "")]
    # A text has no number of its own: the words are.
    ord_ = " ".join(re.findall(r"\w+", text.casefold()))
    return [Inbjudningsbrev(las_brev(text, dag=dag), f"text:{sha256(ord_.encode()).hexdigest()[:40]}", text)]


def _filens_uid(innehall: bytes) -> str:
    return f"brev:{sha256(innehall).hexdigest()[:40]}"


def _texten(typ: str, innehall: bytes) -> str:
    """The words of a file; empty when they cannot be had."""
    try:
        if typ == TEXT:
            return avkodad(innehall)
        if typ == PDF:
            from protokoll.inlasning.pdf import las_pdf  # as the next, slow to import

            return las_pdf(innehall, hogst=FLEST_SIDOR)
        if typ == WORD:
            from protokoll.inlasning.word import las_word

            return las_word(innehall).partition("\n")[2]
    except Lasfel:
        pass
    return ""


def _epost(brev: Epost, innehall: bytes, dag: date) -> list[Inbjudningsbrev]:
    forslag = las_brev(brev.text, dag=dag, amne=brev.amne, fran=brev.fran, skickat=brev.skickat)
    text = brev.text
    ut = []
    for kalender in brev.kalendrar:
        try:
            poster = las_kalender(kalender, dag=dag)
        except DomanFel as fel:
            forslag = replace(forslag, anmarkningar=(*forslag.anmarkningar, f"Kalenderfilen i brevet: {fel}"))
            continue
        # The same event often comes twice in one mail: to be shown, and as a file.
        sedda = {b.uid for b in ut}
        for p in (p for p in poster if not p.uid or p.uid not in sedda):
            bada = replace(p.forslag, anmarkningar=(*p.forslag.anmarkningar, *forslag.anmarkningar))
            ut.append(Inbjudningsbrev(kompletterat(bada, forslag), p.uid, text, brev.bilagor, p.installd))
    if ut:
        return ut
    if forslag.fakta.borjar is None:
        forslag, text = _med_bilagan(forslag, text, brev.bilagor, dag=brev.skickat or dag)
    return [Inbjudningsbrev(forslag, brev.uid or _filens_uid(innehall), text, brev.bilagor)]


def _med_bilagan(forslag: Forslag, text: str, bilagor: Iterable[Brevbilaga], *, dag: date) -> tuple[Forslag, str]:
    """ "Se bifogad inbjudan": what the first attachment that names a day says, where the mail says nothing itself."""
    for bilaga in bilagor:
        typ = slaget(bilaga.namn, bilaga.innehall)
        if typ not in (PDF, WORD, TEXT):
            continue
        bilagans = _texten(typ, bilaga.innehall)
        last = las_brev(bilagans, dag=dag)
        if last.fakta.borjar is None:
            continue
        ur = {namn: f"{bilaga.namn}: {citat}" for namn, citat in last.ur.items()}
        anm = (*forslag.anmarkningar, *last.anmarkningar)
        hela = kompletterat(replace(forslag, anmarkningar=anm), replace(last, ur=ur))
        return hela, f"{text}\n\n{bilaga.namn}\n\n{bilagans}".strip()
    return forslag, text
