"""Texts to read, and a way to count that no word of them is lost."""

import re
from collections import Counter
from pathlib import Path

import pytest

from protokoll.inlasning import Inlast
from protokoll.inlasning.tecken import normalisera

TEXTER = Path(__file__).parent / "texter"
SHARED = Path(__file__).resolve().parents[4] / "shared"
SEED = "seed/ksau-2020-02-25.txt"
KSAU = "exempel/kungsbacka-ksau-2024-12-03-p368.txt"
VO = "exempel/kungsbacka-vo-2025-12-11-p179.txt"
EGNA = ("vimmerbylik", "kungsbackalik", "allman_kolon", "allman_dal", "allman_indrag", "ledordslik", "nummer_forst")

_ORD = re.compile(r"[^\W_]+")


def egen(namn: str) -> str:
    return (TEXTER / f"{namn}.txt").read_text("utf-8")


def delad(namn: str) -> str:
    fil = SHARED / namn
    if not fil.exists():
        pytest.skip(f"{fil} finns inte: de verkliga protokollen ligger utanför kodförrådet")
    return fil.read_text("utf-8")


def ord_i_text(text: str) -> Counter[str]:
    text = re.sub(r"<br ?/?>", " ", normalisera(text))
    return Counter(o.casefold() for o in _ORD.findall(text))


def ord_i_resultat(inlast: Inlast) -> Counter[str]:
    """The words of what was read and of what was knowingly left out. Derived parts are not counted."""
    delar = inlast.som_json()
    for harlett in ("layout", "varningar", "uppdrag", "inbjudningar", "datum", "start", "slut", "plats"):
        delar.pop(harlett)
    bortvalt = delar.pop("bortvalt")
    ord_ = Counter()
    for text in _strangar(delar):
        ord_.update(o.casefold() for o in _ORD.findall(text))
    for stalle in bortvalt:
        for o in _ORD.findall(stalle["text"]):
            ord_[o.casefold()] += stalle["antal"]
    return ord_


def _strangar(varde):
    if isinstance(varde, dict):
        for nyckel, v in varde.items():
            if nyckel == "nummer":
                yield str(v)
            elif nyckel not in {"typ", "beslutsniva", "till_organ", "rost", "roster", "slag"}:
                yield from _strangar(v)
    elif isinstance(varde, list):
        for v in varde:
            yield from _strangar(v)
    elif isinstance(varde, str):
        yield varde


def forlorade(text: str, inlast: Inlast) -> Counter[str]:
    return ord_i_text(text) - ord_i_resultat(inlast)


def koder(inlast: Inlast) -> list[str]:
    return [v.kod for v in inlast.varningar]


def avsnitt(inlast: Inlast, nummer: int, typ: str):
    paragraf = next(p for p in inlast.paragrafer if p.nummer == nummer)
    return next(a for a in paragraf.avsnitt if a.typ == typ)
