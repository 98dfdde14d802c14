"""The timeline a person reads: when, who, which act, and what changed, from the rows of simple-history."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kommun.editor import html_to_text
from kommun.history import TrackedModel

# Never news to a reader.
_TYSTA = {"version", "nyckel", "ordning"}


@dataclass(frozen=True)
class Andring:
    """One field that changed, in the reader's words. A `lang` one is a text, to be folded away."""

    falt: str
    fran: str
    till: str
    lang: bool = False


@dataclass(frozen=True)
class Handelse:
    tid: datetime
    vem: str
    vad: str
    andringar: tuple[Andring, ...]


def _ord(rad, falt) -> str:
    varde = getattr(rad, falt.attname)
    if varde in (None, ""):
        return "–"
    if falt.choices:
        return str(dict(falt.flatchoices).get(varde, varde))
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    return html_to_text(varde) if falt.get_internal_type() == "TextField" else str(varde)


def tidslinje(*objekt: TrackedModel, most: int = 100) -> list[Handelse]:
    """What last happened to the rows, newest first. One query per kind of row, which reads at most `most` versions."""
    per_modell: dict[type, list] = {}
    for obj in objekt:
        per_modell.setdefault(type(obj), []).append(obj.pk)
    handelser: list[Handelse] = []
    for modell, nycklar in per_modell.items():
        rader = (
            modell.history.filter(id__in=nycklar)
            .select_related("history_user__person")
            .order_by("-history_date", "-history_id")[: most + 1]
        )
        forra: dict[int, object] = {}
        for rad in reversed(rader):
            handelser.append(_handelse(modell, forra.get(rad.id), rad))
            forra[rad.id] = rad
    return _sammanfattade(sorted(handelser, key=lambda h: h.tid, reverse=True))[:most]


def _sammanfattade(handelser: list[Handelse]) -> list[Handelse]:
    """One act that wrote several rows is one line."""
    kvar: list[Handelse] = []
    for h in handelser:
        forra = kvar[-1] if kvar else None
        samma = forra and (forra.vem, forra.vad) == (h.vem, h.vad) and forra.tid - h.tid < timedelta(minutes=1)
        if samma and not h.andringar and not forra.andringar:
            continue
        kvar.append(h)
    return kvar


def _handelse(modell, forra, rad) -> Handelse:
    andringar: list[Andring] = []
    tysta = _TYSTA | modell.UTAN_HISTORIK
    if forra is not None:
        for falt in modell._meta.concrete_fields:
            if falt.name in tysta or falt.generated or getattr(forra, falt.attname) == getattr(rad, falt.attname):
                continue
            # Relations would cost a query each, and the reason names them.
            fran, till = ("", "") if falt.is_relation else (_ord(forra, falt), _ord(rad, falt))
            lang = falt.get_internal_type() == "TextField"
            andringar.append(Andring(str(falt.verbose_name), fran, till, lang))
    vad = rad.history_change_reason or {"+": "Lades upp", "~": "Ändrades", "-": "Togs bort"}[rad.history_type]
    return Handelse(rad.history_date, str(rad.history_user or "Systemet"), vad, tuple(andringar))
