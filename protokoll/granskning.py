"""What the granskningslogg keeps from one who does not read a §: the keys of it, and of all that hangs on it."""

from collections.abc import Iterable, Iterator

from django.db.models import Model, Q

from kommun.granskning.objekt import nyckel
from kommun.models import Utskick
from protokoll import models as m
from protokoll.models.sekretess import dolda_genom, dolda_protokoll
from protokoll.sekretess import RUBRIK

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
    # A mail that went out before it was marked has its words in the line that says so.
    Utskick: "expedieringarna__paragraf",
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
    yield from (nyckel(Utskick, pk) for pk in _breven(user))


def _breven(user) -> Iterable[int]:
    """The mails about an invitation, by the key that says which it was about."""
    inbjudningar = m.Inbjudan.objects.order_by().filter(behandlingarna__paragraf__in=dolda_genom(user))
    hemliga = list(inbjudningar.values_list("pk", flat=True).distinct())
    if not hemliga:
        return ()
    deltar = m.Deltagande.objects.filter(inbjudan__in=hemliga).values_list("pk", flat=True)
    rapporter = m.Reserapport.objects.filter(inbjudan__in=hemliga).values_list("pk", flat=True)
    ledord = {"anmalan": hemliga, "deltar": deltar, "forhinder": deltar, "reserapport": rapporter}
    om = Q(nyckel__in=[f"reserapport-onskas:{pk}" for pk in deltar])
    for ledordet, nycklarna in ledord.items():
        for pk in nycklarna:
            om |= Q(nyckel__startswith=f"{ledordet}:{pk}:")
    return Utskick.objects.filter(om).values_list("pk", flat=True)


def doldas_ord(nycklar: Iterable[str]) -> dict[str, str]:
    """Of the §§: that there is one of the number is known to all."""
    prefix = nyckel(m.Paragraf, "")
    pks = [n.removeprefix(prefix) for n in nycklar if n.startswith(prefix)]
    rader = m.Paragraf.objects.filter(pk__in=pks).exclude(nummer=None).select_related("organ", "sammantrade")
    return {nyckel(p, p.pk): f"{p} {RUBRIK}" for p in rader}
