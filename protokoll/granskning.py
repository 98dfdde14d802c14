"""What the granskningslogg keeps from one who does not read a §: the keys of it, and of all that hangs on it."""

from collections.abc import Iterator

from django.db.models import Model

from kommun.granskning.objekt import nyckel
from protokoll import models as m
from protokoll.models.sekretess import dolda_genom, dolda_protokoll

# The way from a row to its §, or to its protokoll. A line names also what its object stands in, so that what stands in
# one of these is known by it.
_PARAGRAFEN: dict[type[Model], str] = {
    m.Paragraf: "pk",
    m.Beslut: "paragraf",
    m.Avsnitt: "paragraf",
    m.Yrkande: "paragraf",
    m.Omrostning: "paragraf",
    m.Anmalan: "paragraf",
    m.Mottagare: "paragraf",
    m.Expediering: "paragraf",
    m.Behandling: "paragraf",
    m.Paragrafbilaga: "paragraf",
    m.Invandning: "paragraf",
    m.Inbjudan: "behandlingarna__paragraf",
}
_PROTOKOLLET: dict[type[Model], str] = {
    m.Protokoll: "pk",
    m.Protokollsversion: "protokoll",
    m.Underskrift: "protokoll",
}


def dolda_nycklar(user) -> Iterator[str]:
    for vagar, dolda in ((_PARAGRAFEN, dolda_genom), (_PROTOKOLLET, dolda_protokoll)):
        for modell, vag in vagar.items():
            rader = modell._base_manager.order_by().filter(**{f"{vag}__in": dolda(user)})
            yield from (nyckel(modell, pk) for pk in rader.values_list("pk", flat=True))
