"""The words of a § about invitations, as the minutes of an arbetsutskott have them. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from kommun.editor import html_to_text
from kommun.kalender import dag_i_ord

AVSTAR, DELTAR, KANNEDOM, BORDLAGD, ANNAT = "avstar", "deltar", "kannedom", "bordlagd", "annat"
KOLUMNER = ("Inbjudan till", "Beslut")
UNDERLAG = "Inkomna inbjudningar"
INLEDNING = "{organet} beslutar följande med anledning av inkomna inbjudningar:"
PERSONLIG = "Personlig inbjudan."
_FASTA = {AVSTAR: "avstår", KANNEDOM: "för kännedom", BORDLAGD: "bordläggs"}
_BETECKNING = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,2}")
# Short titles that look like a party.
_TITLAR = frozenset(("VD", "HR", "IT", "PR", "KS", "KF"))
_MED_PARTI = re.compile(r"^(?P<namn>[^(]+?)\s*\(\s*(?P<parti>[^()]{1,20}?)\s*\)$")


@dataclass(frozen=True, slots=True)
class Namngiven:
    """Somebody who goes, as the minutes name him or her: with party, with title, or with neither."""

    namn: str
    tillagg: str = ""


@dataclass(frozen=True, slots=True)
class Rad:
    """A row of the table."""

    inbjudan: str
    svar: str


def ar_parti(text: str, partier: Collection[str] = ()) -> bool:
    """A party stands in brackets after the name, a title after a comma."""
    return text in partier or (bool(_BETECKNING.fullmatch(text)) and text not in _TITLAR)


def namn_i_ord(vem: Namngiven, partier: Collection[str] = ()) -> str:
    """ "Jacob Käll (C)", "Carolina Leijonram, kommundirektör"."""
    if not vem.tillagg:
        return vem.namn
    return f"{vem.namn} ({vem.tillagg})" if ar_parti(vem.tillagg, partier) else f"{vem.namn}, {vem.tillagg}"


def las_namn(text: str) -> Namngiven:
    """As it is typed: "Jacob Käll (C)", "Carolina Leijonram, kommundirektör", "Bo Ny"."""
    text = " ".join(text.split()).strip(" ,;.")
    if m := _MED_PARTI.match(text):
        return Namngiven(m["namn"], m["parti"])
    namn, _, titel = text.partition(",")
    return Namngiven(namn.strip(), titel.strip())


def uppraknade(orden: Sequence[str]) -> str:
    *forsta, sista = orden
    return f"{', '.join(forsta)} och {sista}" if forsta else sista


def svar_i_ord(
    svar: str,
    *,
    deltagare: Iterable[Namngiven] = (),
    personlig: bool = False,
    tillagg: str = "",
    partier: Collection[str] = (),
) -> str:
    """The cell "Beslut" of an invitation; empty while nothing is decided. `tillagg` are words of the secretary's own:
    all of it when the decision is another one, else what comes after."""
    tillagg = " ".join(tillagg.split())
    if svar == DELTAR:
        text = f"{uppraknade([namn_i_ord(d, partier) for d in deltagare])} deltar"
    elif svar == ANNAT:
        text, tillagg = tillagg, ""
    else:
        text = _FASTA.get(svar, "")
    if not text:
        return ""
    if tillagg:
        text = f"{text}{'' if tillagg.startswith((',', ';')) else ' '}{tillagg}"
    return f"{PERSONLIG} {text[0].upper()}{text[1:]}" if personlig else text


def egna_ord(svarstext: str, svar: str, **fakta) -> str | None:
    """The way back from `svar_i_ord`: the `tillagg` that it was given beside the same facts. None when the cell was not
    made from them."""
    if svar == ANNAT:
        return svarstext.removeprefix(f"{PERSONLIG} ") if fakta.get("personlig") else svarstext
    utan = svar_i_ord(svar, **fakta)
    return svarstext.removeprefix(utan).strip() if utan and svarstext.startswith(utan) else None


def anmald_i_ord(text: str, *, vem: str, dag: date) -> str:
    """The cell of what was decided between meetings."""
    return f"Beslut av {vem} {dag_i_ord(dag, veckodag=False)} anmäls: {text}"


def tabell_html(rader: Iterable[Rad]) -> str:
    def tr(oppnas: str, stangs: str, *orden: str) -> str:
        return "<tr>" + "".join(f"{oppnas}{escape(o, quote=False)}{stangs}" for o in orden) + "</tr>"

    huvud = tr('<th scope="col">', "</th>", *KOLUMNER)
    kropp = "".join(tr("<td>", "</td>", r.inbjudan, r.svar) for r in rader)
    return f"<table><thead>{huvud}</thead><tbody>{kropp}</tbody></table>"


def saknas_i(html: str, rader: Iterable[Rad]) -> list[Rad]:
    """The rows that a text does not have in its table as they are."""
    finns = {_slatt(rad) for rad in html_to_text(html).split("\n")}
    return [r for r in rader if _slatt(f"{r.inbjudan}\t{r.svar}") not in finns]


def _slatt(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Anmalare:
    """Who registers those who go, and where the person sits: "administrativa avdelningen"."""

    namn: str
    hos: str = ""


def slutmening(anmalare: Sequence[tuple[str, Anmalare]]) -> str:
    """The closing sentence, of (what one goes to, who registers); empty when nobody goes anywhere."""
    olika = list(dict.fromkeys(vem for _, vem in anmalare))
    if not olika:
        return ""
    if len(olika) == 1:
        gors = f"Anmälan görs av {olika[0].namn}."
    else:
        gors = " ".join(f"Anmälan till {vad} görs av {vem.namn}." for vad, vem in anmalare)
    kontakt = [f"{v.namn} på {v.hos}" if v.hos else v.namn for v in olika]
    vem = " eller ".join(filter(None, [", ".join(kontakt[:-1]), kontakt[-1]]))
    return f"{gors} Om det finns behov av bokning av eventuella resor och/eller boende – ta gärna kontakt med {vem}."


def ar_slutmening(text: str) -> bool:
    """It tells who registers and books, in the section that names the receivers."""
    return text.startswith("Anmälan görs av ") or (text.startswith("Anmälan till ") and " görs av " in text)


def gar_ut_fore(sista_anmalan: date | None, mote: date | None) -> bool:
    """The last day to register comes before the organ can decide: somebody else has to."""
    return bool(sista_anmalan and mote and sista_anmalan < mote)
