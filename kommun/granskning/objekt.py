"""The object of a line: its keys, its organ and its words, without asking the database when a page is read."""

from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Model

# What a row stands in, by the name of its column; what is nearest first.
UPPAT = (
    "omrostning",
    "yrkande",
    "anmalan",
    "expediering",
    "rapport",
    "paragraf",
    "beslut",
    "uppdrag",
    "uppdragsimport",
    "inbjudan",
    "version",
    "protokoll",
    "kallelse",
    "deltagare",
    "sammantrade",
    "person",
)
_ORGAN = ("organ_id", "givare_id")
LANGST = 300


class _Fraga(Exception):
    pass


def _neka(execute, sql, params, many, context):
    raise _Fraga


@dataclass
class Objekt:
    nycklar: list[str] = field(default_factory=list)
    organ: int | None = None
    text: str = ""


def nyckel(modell: type[Model] | Model, pk) -> str:
    return f"{modell._meta.model_name}:{pk}"[:100]


def las(obj: Model, *, pk=None, far_fraga: bool) -> Objekt:
    """`pk` is the key it had: a row that was deleted has none any more."""
    funnet = Objekt(nycklar=[nyckel(obj, pk or obj.pk)])
    text = _text if far_fraga else _text_utan_fragor
    _uppat(obj, funnet, far_fraga=far_fraga)
    if obj._meta.model_name == "organ":
        funnet.organ = obj.pk
    funnet.text = text(obj, pk).strip()[:LANGST]
    return funnet


def _uppat(obj: Model, funnet: Objekt, *, far_fraga: bool) -> None:
    if funnet.organ is None:
        funnet.organ = next((v for k in _ORGAN if (v := getattr(obj, k, None))), None)
    kolumner = {f.name: f for f in obj._meta.concrete_fields if f.is_relation}
    for namn in UPPAT:
        if namn not in kolumner or (pk := getattr(obj, kolumner[namn].attname)) is None:
            continue
        falt = kolumner[namn]
        if (ny := nyckel(falt.related_model, pk)) in funnet.nycklar:
            continue
        funnet.nycklar.append(ny)
        over = obj._state.fields_cache.get(namn)
        if over is None and far_fraga and funnet.organ is None:
            over = hamta(obj, namn)
        if over is not None:
            _uppat(over, funnet, far_fraga=far_fraga)


def hamta(obj: Model, namn: str) -> Model | None:
    try:
        return getattr(obj, namn)
    except ObjectDoesNotExist:
        return None


def _hemlig(obj: Model) -> bool:
    """Under sekretess the words of the object are left out; its keys stay."""
    cache = obj._state.fields_cache
    return any(getattr(o, "sekretess", "") for o in (obj, cache.get("paragraf")) if o is not None)


def _nummer(obj: Model, pk) -> str:
    return f"{obj._meta.verbose_name} {pk or obj.pk}".capitalize()


def _text(obj: Model, pk) -> str:
    if _hemlig(obj) and obj._meta.model_name != "paragraf":
        return _nummer(obj, pk)
    try:
        return str(obj)
    except ObjectDoesNotExist:
        return _nummer(obj, pk)


def _text_utan_fragor(obj: Model, pk) -> str:
    try:
        with connection.execute_wrapper(_neka):
            return _text(obj, pk)
    except _Fraga:
        return _nummer(obj, pk)
