"""Uppdrag that read-in protokoll retell as given before, and that nothing read in closes: for a person to register.

Together with uppdrag.gamla_avslut this is what the years before tell of uppdrag. Nothing is made of it by itself.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Organ
from protokoll.inlasning import Uppdragsfynd
from protokoll.models import Avsnitt, Beslut, Paragraf, Protokoll
from protokoll.skrivning import las_paragraf
from uppdrag.gamla_avslut import Organregister, avslutade, gavs_i, givarens_namn, givna_den
from uppdrag.igenkanning import avtryck
from uppdrag.models import AvvisatForslag, Uppdrag
from uppdrag.paneler import givna_forr
from uppdrag.ursprung import Givet

# What the database looks for first: a § without these retells nothing.
_ORD, _AR = r"uppdr(?:ag|og)", r"(?:19|20)\d\d"


@dataclass(frozen=True)
class Stalle:
    """A § that retells an uppdrag, and the decision of that § that may answer it."""

    beslut: Beslut
    fynd: Uppdragsfynd
    plats: int  # among those that the § tells of

    @property
    def paragraf(self) -> Paragraf:
        return self.beslut.paragraf

    @property
    def nyckel(self) -> str:
        return nyckel(self.fynd)

    @property
    def registrera_url(self) -> str:
        fraga = urlencode({"fynd": self.plats, "fran": "aterges"})
        return f"{reverse('uppdrag:registrera-givet', args=[self.beslut.pk])}?{fraga}"


@dataclass(frozen=True)
class Aterberattat:
    """An uppdrag known by who gave it and when, with the §§ that tell of it, the latest last."""

    givare: Organ | None
    stallen: tuple[Stalle, ...]
    registrerat: Uppdrag | None = None  # and open
    egen: bool = True  # may this person register for the giver?

    @property
    def sist(self) -> Stalle:
        return self.stallen[-1]

    @property
    def forr(self) -> tuple[Stalle, ...]:
        return self.stallen[:-1]

    @property
    def fynd(self) -> Uppdragsfynd:
        """As it is told of with its §, where any place names it."""
        return next((s.fynd for s in reversed(self.stallen) if s.fynd.paragraf), self.sist.fynd)

    @property
    def givet(self) -> Givet:
        return self.givare, self.fynd.datum, self.fynd.paragraf

    @property
    def givarens_namn(self) -> str:
        return givarens_namn(self.givare, self.fynd)


def nyckel(fynd: Uppdragsfynd) -> str:
    return sha256(f"återgivet {avtryck(fynd.citat)} {fynd.datum} {fynd.paragraf}".encode()).hexdigest()


def _paragraferna(organ: Iterable[int]) -> QuerySet:
    beratter = {"paragraf": OuterRef("pk"), "text__iregex": _ORD, "text__regex": _AR}
    return (
        Paragraf.objects.filter(organ__in=organ, protokoll__lage=Protokoll.Lage.AVSKRIFT)
        .filter(Exists(Avsnitt.objects.filter(**beratter)) | Exists(Beslut.objects.filter(**beratter)))
        .select_related("organ", "sammantrade__organ")
        .prefetch_related("besluten", "avsnitten")
        .order_by("sammantrade__datum", "organ", "nummer")
    )


def _stallen_i(paragraf: Paragraf) -> list[Stalle]:
    beslut = next((d for d in paragraf.delar() if d.typ == Beslut.typ and d.text), None)
    if beslut is None:
        return []
    beslut.paragraf = paragraf  # the very object that is here already
    return [Stalle(beslut, fynd, plats) for plats, fynd in enumerate(givna_forr(paragraf))]


def aterberattade(organ: Iterable[int]) -> list[Aterberattat]:
    """Those of these organ's read-in protokoll that nobody has registered or put away, the oldest given first.

    Constant queries. An uppdrag that a sentence read in closes is not among them: it stands with its closing.
    """
    organ = set(organ)
    register = Organregister()
    grupper: dict[tuple, list[Stalle]] = defaultdict(list)
    givare: dict[object, Organ] = {}
    for paragraf in _paragraferna(organ):
        for s in _stallen_i(paragraf):
            gav = register.givaren(s.fynd, s.beslut)
            vem = gav.pk if gav else s.fynd.givare.casefold()
            givare[vem] = gav
            grupper[vem, s.fynd.datum, s.fynd.paragraf].append(s)
    stangda = avslutade(organ, register)
    alla = [s for stallen in grupper.values() for s in stallen]
    nekade = set(AvvisatForslag.objects.filter(beslut__in={s.beslut.pk for s in alla}).values_list("beslut", "avtryck"))
    givna = givna_den({s.fynd.datum for s in alla})
    ut = []
    for (vem, dag, nummer), stallen in sorted(_forenade(grupper).items(), key=lambda g: (g[0][1], g[0][2] or 0)):
        if any(gavs_i(nummer, n) for n in stangda.get((vem, dag), ())):
            continue
        sist = stallen[-1]
        if (sist.beslut.pk, sist.nyckel) in nekade:
            continue
        gav = givare[vem]
        registrerade = [u for u in givna[dag] if gav and _ar(u, gav, nummer)]
        if any(u.lage in Uppdrag.SLUTLAGEN or u.aterrapporterat_i_id for u in registrerade):
            continue
        egen = bool(gav and gav.pk in organ)
        ut.append(Aterberattat(gav, tuple(stallen), next(iter(registrerade), None), egen))
    return ut


def _forenade(grupper: dict[tuple, list[Stalle]]) -> dict[tuple, list[Stalle]]:
    """A place that names no § tells of the one that others name, where there is no doubt which."""
    ut = {nyckel: list(stallen) for nyckel, stallen in grupper.items()}
    for vem, dag, nummer in grupper:
        andra = [n for v, d, n in grupper if (v, d) == (vem, dag) and n is not None] if nummer is None else []
        if len(andra) == 1:
            stallen = ut[vem, dag, andra[0]] + ut.pop((vem, dag, None))
            ut[vem, dag, andra[0]] = sorted(stallen, key=lambda s: (s.paragraf.sammantrade.datum, s.paragraf.pk))
    return ut


def _ar(uppdrag: Uppdrag, givare: Organ, nummer: int | None) -> bool:
    paragraf = uppdrag.beslut.paragraf
    return givare.pk in (paragraf.organ_id, uppdrag.givare_id) and gavs_i(nummer, paragraf.nummer)


@transaction.atomic
def avvisa(beslut: Beslut, *, tryck: str, by) -> AvvisatForslag:
    """Somebody says that what the § retells needs no registering. It comes back when a later § tells of it."""
    las_paragraf(beslut.paragraf_id)
    nu = Beslut.objects.select_related("paragraf__sammantrade", "paragraf__organ").get(pk=beslut.pk)
    if redan := AvvisatForslag.objects.filter(beslut=nu, avtryck=tryck).first():
        return redan
    fynd = next((f for f in givna_forr(nu.paragraf) if nyckel(f) == tryck), None)
    if fynd is None:
        raise DomanFel("Meningen står inte längre så i paragrafen. Läs det som står nu, och svara på det.")
    ny = AvvisatForslag(beslut=nu, avtryck=tryck, mening=fynd.citat)
    return spara(ny, by=by, reason="Sade att det återgivna uppdraget inte behöver registreras")


def avvisade(organ: Iterable[int]) -> list[AvvisatForslag]:
    """Those that somebody has put away and that still stand so, the latest first."""
    rader = AvvisatForslag.objects.filter(
        beslut__paragraf__organ__in=organ, beslut__paragraf__protokoll__lage=Protokoll.Lage.AVSKRIFT
    ).select_related("beslut__paragraf__organ", "beslut__paragraf__sammantrade__organ")
    rader = rader.prefetch_related("beslut__paragraf__besluten", "beslut__paragraf__avsnitten")
    return [r for r in rader.order_by("-pk") if r.avtryck in {nyckel(f) for f in givna_forr(r.beslut.paragraf)}]
