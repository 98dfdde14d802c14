"""What the form that logs uppdrag starts from: the sentences of a decision that seem to give them."""

from datetime import date
from difflib import SequenceMatcher

from kommun.editor import html_to_text
from kommun.kalender import dag_i_ord
from protokoll.models import Beslut
from uppdrag.forms import meningar
from uppdrag.igenkanning import MOJLIGT, Forslag, avtryck, hitta_uppdrag
from uppdrag.models import Uppdrag
from uppdrag.mottagare import Mottagare, Mottagarregister


def forslagen_i(beslut: Beslut) -> list[tuple[Forslag, str]]:
    """Each proposal of the beslut with its sentence as it reads."""
    text = html_to_text(beslut.text)
    return [(f, text[f.start : f.slut]) for f in hitta_uppdrag(text, beslut.paragraf.organ.namn)]


def meningarna(beslut: Beslut) -> list[str]:
    """Its sentences, and those that give uppdrag as they were found: each can be the one an uppdrag comes from."""
    return list(dict.fromkeys([*meningar(html_to_text(beslut.text)), *(m for _, m in forslagen_i(beslut))]))


def forslag_vid(beslut: Beslut, start: str, slut: str) -> tuple[list[Forslag], str]:
    """Those at the offsets, and the sentence that stands there; nothing where they are no place in the text."""
    text = html_to_text(beslut.text)
    if not (start.isdecimal() and slut.isdecimal() and len(slut) < 10 and int(start) < int(slut) <= len(text)):
        return [], ""
    fran, till = int(start), int(slut)
    return [f for f, _ in forslagen_i(beslut) if f.start < till and f.slut > fran], text[fran:till].strip()


def ej_loggade(beslut: Beslut) -> list[tuple[Forslag, str]]:
    """Those that are not an uppdrag yet, nor something one has said no to."""
    klara = {avtryck(m) for m in beslut.uppdragen.values_list("mening", flat=True) if m}
    klara |= {avtryck(m) for m in beslut.uppdragsleden.values_list("mening", flat=True) if m}
    klara |= set(beslut.avvisade_forslag.values_list("avtryck", flat=True))
    return [(f, mening) for f, mening in forslagen_i(beslut) if f.slag != MOJLIGT and avtryck(mening) not in klara]


def rader_av(forslag: Forslag, mening: str, register: Mottagarregister, *, givare: int) -> list[dict]:
    """A row for each receiver; where nobody by that name is found, one that says what the decision calls it."""
    gemensamt = {"text": _versal(forslag.text), "mening": mening}
    rader = []
    for namn in forslag.mottagare:
        funna = [m for m in register.hitta(namn) if not (m.organ and m.organ.pk == givare)]
        rader += [gemensamt | _vem(m) for m in funna] or [gemensamt | {"sagd": namn}]
    return rader or [gemensamt]


def _vem(m: Mottagare) -> dict:
    return {"forvaltning": m.forvaltning, "mottagande_organ": m.organ, "ansvarig": m.ansvarig}


def _versal(text: str) -> str:
    return text[:1].upper() + text[1:]


def tid_av(forslag: Forslag | None, *, given: date) -> dict:
    """A day the decision names is the frist; other words about the time are kept as they stand."""
    if forslag is None or not forslag.frist:
        return {}
    if isinstance(forslag.frist, date):
        tid = {"frist_ord": f"senast {dag_i_ord(forslag.frist, veckodag=False)}"}
        return tid | ({"nar": "dag", "frist": forslag.frist} if forslag.frist >= given else {})
    return {"frist_ord": forslag.frist}


def likhet(uppdrag: Uppdrag, forslag: Forslag, mening: str) -> float:
    """How alike they are, 0 to 1: what the uppdrag says and what the sentence does, or only the task itself."""
    par = ((uppdrag.mening or uppdrag.text, mening), (uppdrag.text, forslag.text))
    return max(SequenceMatcher(None, a[:500].casefold(), b[:500].casefold()).ratio() for a, b in par)


def mening_om(uppdrag: Uppdrag, beslut: Beslut) -> str:
    """The sentence of this beslut that says the uppdrag: the likest of those found; empty when none was."""
    funna = forslagen_i(beslut)
    return max(funna, key=lambda f: likhet(uppdrag, *f), default=(None, ""))[1]
