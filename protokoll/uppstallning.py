"""What paper and screen both set out of a `Dokument`: the front page in words, anchors, levels of headings. Pure."""

from collections.abc import Iterable
from datetime import date, time
from itertools import groupby

from kommun.kalender import dag_i_ord
from protokoll.dokumentvarden import Ajournering, Dokument, Textdel


def uppstallning(dokument: Dokument) -> dict:
    """The front page in words, and each § with its anchor and its parts with the level of their headings."""
    return {
        "paragrafer": [
            # The anchor is what a screen reader says of a link to it.
            (paragraf, f"paragraf-{paragraf.nummer or f'utan-nummer-{plats}'}", med_rubriknivaer(paragraf.delar))
            for plats, paragraf in enumerate(dokument.paragrafer, start=1)
        ],
        "tid": tid_i_ord(dokument.datum, dokument.start, dokument.slut, dokument.plats),
        "ajourneringar": ", ".join(map(ajournering_i_ord, dokument.ajourneringar)),
        "beslutande": [
            (rubrik, deltagare)
            for rubrik, deltagare in (
                ("Ledamöter", dokument.ledamoter),
                (dokument.ersattare_rubrik, dokument.ersattare),
            )
            if deltagare
        ],
        "ovriga": [(rubrik, list(grupper)) for rubrik, grupper in groupby(dokument.ovriga, lambda g: g.rubrik)],
        "bilaga": "Närvaro- och omröstningslista" if dokument.omrostningslistor else "Närvarolista",
    }


def med_rubriknivaer(delar: Iterable[Textdel]) -> list[tuple[Textdel, int]]:
    """Each part with its heading level: 3, or 4 below a level 3; no level is jumped over (PDF/UA-1 7.4.2)."""
    has_main, numrerade = False, []
    for del_ in delar:
        niva = 4 if del_.niva == 2 and has_main else 3
        has_main = has_main or bool(del_.rubrik)
        numrerade.append((del_, niva))
    return numrerade


def tid_i_ord(datum: date, start: time | None, slut: time | None, plats: str = "") -> str:
    """ "Tunasalen, tisdagen den 25 februari 2020 kl. 13.00–17.00", less what is not known."""
    veckodag, _, dag = dag_i_ord(datum).partition(" ")
    text = f"{plats}, {veckodag}en den {dag}" if plats else f"{veckodag.capitalize()}en den {dag}"
    match start, slut:
        case time(), time():
            return f"{text} kl. {_spann(start, slut)}"
        case time(), None:
            return f"{text} kl. {_klockslag(start)}"
        case None, time():
            return f"{text}, avslutat kl. {_klockslag(slut)}"
    return text


def ajournering_i_ord(ajournering: Ajournering) -> str:
    """ "14.25–14.35 (§ 17)", "från 14.25"."""
    fran, till = ajournering.fran, ajournering.till
    text = _spann(fran, till) if till else f"från {_klockslag(fran)}"
    return f"{text} ({ajournering.paragraf})" if ajournering.paragraf else text


def _klockslag(tid: time) -> str:
    return f"{tid:%H.%M}"


def _spann(fran: time, till: time) -> str:
    return f"{_klockslag(fran)}–{_klockslag(till)}"
