"""Diarienummer in the forms municipalities use. Free text by nature; a classification beside it is kept apart."""

import re
from dataclasses import dataclass, replace

_KLASS = r"(?:\s{1,4}(?P<ord>[Kk]od|[Kk]lass(?:ificering)?)?\.?:?\s{0,3}(?P<klass>\d{3}|\d{1,2}(?:\.\d{1,3}){1,4}\.?))?"
_FORMER = (
    r"\d{4}/\d{6}",  # 2020/000003 004
    r"[A-ZÅÄÖ]{1,6}\s?-?\s?\d{4}[-/:.]\d{1,7}",  # KS-2024-00548, KS 2018/14, SLK-2026-00015
    r"[A-ZÅÄÖ]{1,6}\s\d{1,6}/\d{4}",
    r"\d{4}\.\d{1,6}(?:\s[A-ZÅÄÖ]{2,5})?",  # 2024.147 KS
    r"\d{5}/\d{4}",  # 00123/2021
    r"\d{4}[-/:]\d{1,6}(?:\s?[-/]?\s?[A-ZÅÄÖ]{2,5})?",  # 2014/304, 2018/14 KS
    r"\d{1,6}/\d{4}",  # 199/2010
)
_FORM = "(?:" + "|".join(f"(?:{f})" for f in _FORMER) + ")"
_MARKT = re.compile(
    r"(?:^|(?<=[\s(,;–-]))(?P<etikett>dnr|d\.nr|diarienr|diarienummer|ärendenr|ärendenummer)\b\.?:?\s{0,40}(?P<varde>\S.{0,100})$",
    re.IGNORECASE,
)
_BORJAN = re.compile(rf"(?P<dnr>{_FORM})(?![\w/])(?:{_KLASS})(?=$|[\s,;)])")
_GLUTT = re.compile(r"(?P<dnr>\d{5}/\d{4})(?P<klass>\d{1,2}(?:\.\d{1,3}){1,3}\.?)(?=$|[\s,;)])")
_ENSAM = re.compile(rf"^(?P<dnr>{_FORM})(?![\w/]){_KLASS}$")
_SIST = re.compile(rf"(?P<rubrik>^.{{3,200}}?)[\s,–-]{{1,6}}\(?(?P<dnr>{_FORM})\)?$")
_LANGSTA = 400


@dataclass(frozen=True, slots=True)
class Dnrfynd:
    dnr: str | None
    klassificering: str | None
    rest: str  # what stood on the line besides
    etikett: str = ""  # "Dnr"


def las_dnr(text: str, *, omarkt: bool = True) -> Dnrfynd | None:
    """The dnr of a line at the head of a §, with or without "Dnr" before it; None where it has none."""
    text = " ".join(text[:_LANGSTA].split()) if len(text) <= _LANGSTA else ""
    if not text:
        return None
    if match := _MARKT.search(text):
        fore = text[: match.start()].strip(" (,;–-")
        fynd = _varde(match["varde"].strip(), fore)
        return replace(fynd, etikett=f"{match['etikett']} {fynd.etikett}".strip())
    if not omarkt:
        return None
    if match := _GLUTT.match(text):
        return Dnrfynd(match["dnr"], match["klass"].rstrip("."), text[match.end() :].strip(" ,;"))
    if match := _ENSAM.match(text):
        return Dnrfynd(match["dnr"], _ren(match["klass"]), "", match["ord"] or "")
    return None


def _varde(varde: str, fore: str) -> Dnrfynd:
    stangd = varde.endswith(")") and "(" not in varde
    if match := _GLUTT.match(varde) or _BORJAN.match(varde):
        rest = varde[match.end() :].strip(" ,;)")
        etikett = match.groupdict().get("ord") or ""
        return Dnrfynd(match["dnr"], _ren(match["klass"]), " ".join(f"{fore} {rest}".split()), etikett)
    # An unknown form is kept whole: a dnr is free text.
    ord_, _, rest = varde.rstrip(")" if stangd else "").partition("  ")
    if len(ord_) <= 30 and any(t.isdigit() for t in ord_):
        return Dnrfynd(ord_.strip(), None, " ".join(f"{fore} {rest}".split()))
    return Dnrfynd(None, None, " ".join(f"{fore} {varde}".split()))


def _ren(klass: str | None) -> str | None:
    return klass.rstrip(".") if klass else None


def sist_pa_raden(text: str) -> tuple[str, str] | None:
    """A title that ends with its dnr: ("Svar på motion", "KS 2018/14")."""
    match = _SIST.match(" ".join(text.split())) if len(text) <= _LANGSTA else None
    return (match["rubrik"].strip(" ,–-("), match["dnr"]) if match else None
