"""The keys of a line and the names of pages, in words: nobody who reads the log should have to know how it is kept."""

import re
from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db.models import Model
from django.urls import URLResolver, get_resolver

from kommun.granskning.logg import VARA
from kommun.granskning.objekt import Objekt, las

_EGNA = {"granskningslogg": "Granskningsloggen", "arende": "Ärende", "inloggning": "Inloggning"}


@cache
def modellerna() -> dict[str, type[Model]]:
    """Our own, by the first word of a key."""
    return {m._meta.model_name: m for app in VARA for m in apps.get_app_config(app).get_models()}


def i_ord(nyckel: str) -> str:
    """ "Sammanträde 25", of any key; what it was called stands in the line itself."""
    slag, _, pk = nyckel.partition(":")
    if slag == "granskningslogg":
        return f"{_EGNA[slag]}, {i_ord(pk)}" if pk else _EGNA[slag]
    if slag in _EGNA:
        return f"{_EGNA[slag]} {pk}".strip()
    modell = modellerna().get(slag)
    return f"{modell._meta.verbose_name if modell else 'objekt'} {pk}".strip().capitalize()


def nuvarande(nyckel: str) -> Objekt | None:
    """What it is called now, of what nobody has opened yet."""
    slag, _, pk = nyckel.partition(":")
    modell = modellerna().get(slag)
    if modell is None or not pk.isdecimal() or len(pk) > 18:
        return None
    rad = modell._base_manager.filter(pk=pk).first()
    return las(rad, far_fraga=True) if rad else None


@cache
def _sidorna() -> dict[str, str]:
    return dict(_adresserna(get_resolver()))


def _adresserna(resolver: URLResolver, rymder: tuple[str, ...] = (), fore: str = "/") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        monster = fore + re.sub(r"<[^>]*>", "…", str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _adresserna(entry, (*rymder, entry.namespace) if entry.namespace else rymder, monster)
        elif entry.name and "(" not in monster:
            yield ":".join([*rymder, entry.name]), monster


def sida_i_ord(namn: str) -> str:
    """The address of a page, with "…" for what is of one object; a command stands as it is written."""
    return _sidorna().get(namn, namn)
