"""A letter that was handed in, as text or as a file: what it proposes, event by event. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from kommun.fel import DomanFel
from protokoll.inbjudan.brev import Forslag, kompletterat, las_brev
from protokoll.inbjudan.epost import Brevbilaga, las_epost
from protokoll.inbjudan.kalenderpost import las_kalender

FILSLAG = {".eml": "message/rfc822", ".ics": "text/calendar"}
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Inbjudningsbrev:
    """What a letter says of one event. `uid` is the same each time the same letter comes."""

    forslag: Forslag
    uid: str
    text: str
    bilagor: tuple[Brevbilaga, ...] = ()
    installd: bool = False


def las(typ: str, innehall: bytes, *, dag: date) -> list[Inbjudningsbrev]:
    """Never empty; raises DomanFel with a sentence for what cannot be read."""
    match typ:
        case "message/rfc822":
            return _eml(innehall, dag)
        case "text/calendar":
            return [
                Inbjudningsbrev(p.forslag, p.uid, p.text, installd=p.installd) for p in las_kalender(innehall, dag=dag)
            ]
    text = innehall.decode("utf-8", errors="replace")
    # A text has no number of its own: the words are.
    ord_ = " ".join(re.findall(r"\w+", text.casefold()))
    return [Inbjudningsbrev(las_brev(text, dag=dag), f"text:{sha256(ord_.encode()).hexdigest()[:40]}", text)]


def _eml(innehall: bytes, dag: date) -> list[Inbjudningsbrev]:
    brev = las_epost(innehall)
    forslag = las_brev(brev.text, dag=dag, amne=brev.amne, fran=brev.fran, skickat=brev.skickat)
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
            ut.append(Inbjudningsbrev(kompletterat(bada, forslag), p.uid, brev.text, brev.bilagor, p.installd))
    if ut:
        return ut
    uid = brev.uid or f"brev:{sha256(innehall).hexdigest()[:40]}"
    return [Inbjudningsbrev(forslag, uid, brev.text, brev.bilagor)]
