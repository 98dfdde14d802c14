"""How large the published files are, and their checksums: read once for each content, since a file never changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha1, sha256, sha512

from django.core.cache import caches
from django.db.models import Prefetch

from protokoll.models import Publicering, Undertecknande
from protokoll.publikfil import publik_pdf

DYGN = 24 * 60 * 60


@dataclass(frozen=True)
class Summor:
    storlek: int
    sha1: str
    sha512: str


def filernas(rader: Iterable[Publicering]) -> dict[int, Summor]:
    """By publication. The files are read of those alone that nobody has asked about lately."""
    lasta = Publicering.objects.filter(pk__in=[p.pk for p in rader])
    signerade = Undertecknande.objects.select_related("bilaga")
    nycklar = {p.pk: _nyckel(p) for p in _utan_innehall(lasta, signerade)}
    cache = caches["processen"]
    svar = cache.get_many(nycklar.values())
    saknas = [pk for pk, nyckel in nycklar.items() if nyckel not in svar]
    if saknas:
        hela = lasta.filter(pk__in=saknas).select_related("bilaga", "protokollsversion")
        nya = {
            nycklar[p.pk]: _summor(publik_pdf(p)[0])
            for p in hela.prefetch_related(Prefetch("protokollsversion__undertecknandena", signerade))
        }
        cache.set_many(nya, DYGN)
        svar |= nya
    return {pk: svar[nyckel] for pk, nyckel in nycklar.items()}


def _utan_innehall(publiceringar, signerade):
    return (
        publiceringar.select_related("bilaga", "protokollsversion")
        .only("bilaga__sha256", "protokollsversion__sha256")
        .prefetch_related(Prefetch("protokollsversion__undertecknandena", signerade.defer("bilaga__innehall")))
    )


def _nyckel(p: Publicering) -> str:
    """Of all that the file can be: when one is signed anew it is another."""
    version = p.protokollsversion
    delar = [p.bilaga.sha256 if p.bilaga else "", version.sha256]
    delar += sorted(u.bilaga.sha256 for u in version.undertecknandena.all())
    return f"oparl-fil-{sha256('|'.join(delar).encode()).hexdigest()}"


def _summor(pdf: bytes) -> Summor:
    return Summor(len(pdf), sha1(pdf, usedforsecurity=False).hexdigest(), sha512(pdf).hexdigest())
