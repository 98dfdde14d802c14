"""What an invitation is to, in words for mails and pages: pure, of the invitation's own parts."""

import re
from collections.abc import Sequence
from datetime import date

from kommun.kalender import dag_i_ord

LANGSTA_RUBRIK = 90


def rubrik(inbjudan) -> str:
    """What it is called; of one that is only known as a line of a protokoll, that line."""
    namn = " ".join((inbjudan.titel or inbjudan.inbjudan).split())
    if len(namn) <= LANGSTA_RUBRIK:
        return namn
    return namn[:LANGSTA_RUBRIK].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + " …"


def nar(inbjudan) -> str:
    """ "torsdag 5 mars 2026 kl. 10.00–16.00", "torsdag 5 mars kl. 10.00 till fredag 6 mars 2026 kl. 15.00"."""
    borjar, slutar = inbjudan.borjar, inbjudan.slutar or inbjudan.borjar
    if borjar is None:
        return ""
    fran, till = _kl(inbjudan.borjar_tid), _kl(inbjudan.slutar_tid)
    if slutar == borjar:
        tid = f" kl. {fran}–{till}" if fran and till else f" kl. {fran}" if fran else ""
        return dag_i_ord(borjar) + tid
    forst = dag_i_ord(borjar, ar=borjar.year != slutar.year)
    return f"{forst}{f' kl. {fran}' if fran else ''} till {dag_i_ord(slutar)}{f' kl. {till}' if till else ''}"


def _kl(tid) -> str:
    return f"{tid:%H.%M}" if tid else ""


def plats(inbjudan) -> str:
    """ "Malmö", "Stockholm, Kalmar och på nätet", "på nätet"."""
    orter = ", ".join(inbjudan.platser)
    if not inbjudan.pa_natet:
        return orter
    return f"{orter} och på nätet" if orter else "på nätet"


def fakta(inbjudan) -> list[tuple[str, str]]:
    """(label, words) of what those who go need to know; what is not known is left out."""
    rader = [
        ("Vad", inbjudan.titel or inbjudan.inbjudan),
        ("Arrangör", inbjudan.arrangor),
        ("När", nar(inbjudan)),
        ("Var", plats(inbjudan)),
        ("Länk", inbjudan.lank),
        ("Läge", "inställt av arrangören" if inbjudan.installd else ""),
    ]
    return [(ord_, text) for ord_, text in rader if text]


def fakta_for_anmalan(inbjudan) -> list[tuple[str, str]]:
    """What whoever registers them needs to know besides."""
    senast = inbjudan.sista_anmalan
    rader = [("Kostnad", inbjudan.kostnad), ("Sista anmälningsdag", dag_i_ord(senast) if senast else "")]
    return fakta(inbjudan) + [(ord_, text) for ord_, text in rader if text]


def andrat(fore, nu, *, av=fakta) -> list[str]:
    """What was another before, a line each: "När: torsdag 5 mars 2026 (förut onsdag 4 mars 2026)"."""
    gammalt, nytt = dict(av(fore)), dict(av(nu))
    ut = []
    for ord_ in dict.fromkeys([*nytt, *gammalt]):
        var, blev = gammalt.get(ord_, ""), nytt.get(ord_, "")
        if var != blev:
            utan = "hålls ändå" if ord_ == "Läge" else "inte bestämt"
            ut.append(f"{ord_}: {blev or utan}" + (f" (förut {var})" if var else ""))
    return ut


def sista_dag(inbjudan) -> date | None:
    """The last day it goes on; None while nobody has said."""
    return inbjudan.slutar or inbjudan.borjar


def ar_over(inbjudan, *, today: date) -> bool:
    slut = sista_dag(inbjudan)
    return slut is not None and slut < today


def har_borjat(inbjudan, *, today: date) -> bool:
    """Without a day of its own it can be told of at any time."""
    return inbjudan.borjar is None or inbjudan.borjar <= today


_PARTI = re.compile(r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,4}")


def namn(deltagande) -> str:
    """ "Jacob Käll (C)", "Carolina Leijonram, kommundirektör"."""
    vad = deltagande.titel_eller_parti
    if not vad:
        return deltagande.namn
    return f"{deltagande.namn} ({vad})" if _PARTI.fullmatch(vad) else f"{deltagande.namn}, {vad}"


def upprakning(orden: Sequence[str]) -> str:
    """ "Ada, Bo och Cia"."""
    *forst, sist = orden
    return f"{', '.join(forst)} och {sist}" if forst else sist
