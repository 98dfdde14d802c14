"""Invitations decided on: the table "Inbjudan till | Beslut" and who takes part."""

import re

from .modell import Deltagare, Inbjudan, Paragraf
from .personer import las_fortroendevalda, namn_i_borjan
from .stycken import tabellblock
from .tecken import lagade_ord, vik

_DELTAR = re.compile(r"\bdeltar\b(?!\s{1,3}(?:inte|ej)\b)", re.IGNORECASE)
_AVSTAR = re.compile(r"\bavstår?\b|\bdeltar\s{1,3}(?:inte|ej)\b|\btackar nej\b|\bavböjer\b", re.IGNORECASE)


def las_inbjudningar(paragraf: Paragraf, ordlista: frozenset[str]) -> list[Inbjudan]:
    funna: list[Inbjudan] = []
    for avsnitt in paragraf.avsnitt:
        if avsnitt.typ not in {"beslut", "ovrigt"}:
            continue
        for tabell in tabellblock(avsnitt.text):
            huvud = vik(tabell[0][0]).casefold()
            if len(tabell[0]) < 2 or not huvud.startswith("inbjud"):
                continue
            for rad in tabell[1:]:
                if len(rad) > 1 and rad[0] and rad != tabell[0]:
                    funna.append(_inbjudan(rad[0], " ".join(c for c in rad[1:] if c), paragraf.nummer, ordlista))
    return funna


def _inbjudan(inbjudan: str, beslut: str, nummer: int, ordlista: frozenset[str]) -> Inbjudan:
    vikt = vik(beslut)
    if _DELTAR.search(vikt):
        svar, deltagare = "deltar", _deltagare(lagade_ord(beslut, ordlista))
    else:
        svar, deltagare = ("avstar" if _AVSTAR.search(vikt) else "annat"), ()
    return Inbjudan(inbjudan, beslut, svar, deltagare, nummer)


def _deltagare(beslut: str) -> tuple[Deltagare, ...]:
    """Those named before "deltar", in the last sentence before it: with party, with title, or with neither."""
    match = _DELTAR.search(beslut)
    lista = beslut[: match.start()] if match else beslut
    # "Personlig inbjudan. Jacob Käll (C), …": the names begin after the last full stop that ends a sentence.
    lista = re.split(r"(?<=[a-zåäö]{3})\.\s", lista)[-1][:2000]
    funna: list[Deltagare] = []
    for bit in re.split(r",\s{0,3}|;\s{0,3}|\s(?:och|samt)\s", lista):
        bit = bit.strip(" .:")
        if not bit:
            continue
        folk, _ = las_fortroendevalda([bit], tjanstgor=None) if "(" in bit else ([], [])
        slut = namn_i_borjan(bit)
        if folk:
            funna.append(Deltagare(folk[0].namn, folk[0].parti))
        elif slut:
            funna.append(Deltagare(bit[:slut], bit[slut:].strip(" ,") or None))
        elif funna and funna[-1].titel_eller_parti is None:
            funna[-1] = Deltagare(funna[-1].namn, bit)
    return tuple(funna)
