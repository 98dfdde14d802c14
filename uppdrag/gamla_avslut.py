"""What read-in protokoll tell of uppdrag and their closings, collected for a person to confirm. Nothing by itself."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Organ
from kommun.ord import i_mening
from protokoll.inlasning import Uppdragsfynd
from protokoll.models import Beslut, Protokoll
from protokoll.skrivning import las_paragraf
from uppdrag.avslut import avsluta
from uppdrag.igenkanning import avtryck
from uppdrag.igenkanning.avslutade import SLUTORD, Avslutsfynd, hitta_avslut
from uppdrag.igenkanning.organ import Beslutande
from uppdrag.models import AvvisatForslag, Uppdrag
from uppdrag.ursprung import Givet, initial_av


def nyckel(fynd: Avslutsfynd) -> str:
    """A sentence that closes, known by its words and by what it closes."""
    return sha256(f"avslut {avtryck(fynd.citat)} {fynd.datum} {fynd.paragraf}".encode()).hexdigest()


@dataclass(frozen=True)
class GammaltAvslut:
    """A closing told of in a read-in §, with what is here of the uppdrag it closes."""

    beslut: Beslut
    fynd: Avslutsfynd
    givare: Organ | None
    oppna: tuple[Uppdrag, ...] = ()
    slutna: tuple[Uppdrag, ...] = ()  # ended otherwise already
    egen: bool = True  # may this person register for the giver?

    @cached_property
    def nyckel(self) -> str:
        return nyckel(self.fynd)

    @property
    def givet(self) -> Givet:
        return self.givare, self.fynd.datum, self.fynd.paragraf

    @property
    def uppdraget(self) -> Uppdrag | None:
        """The one it closes, where there is no doubt."""
        return self.oppna[0] if len(self.oppna) == 1 else None

    @property
    def givarens_namn(self) -> str:
        return givarens_namn(self.givare, self.fynd)

    @property
    def vid(self) -> str:
        """What its buttons are told from those of the others by."""
        return f"{self.beslut.paragraf}"

    @property
    def registrera_url(self) -> str:
        return f"{reverse('uppdrag:registrera-givet', args=[self.beslut.pk])}?avslut={self.nyckel}"


def givarens_namn(givare: Organ | None, fynd) -> str:
    """As in a sentence: "kommunstyrelsen"."""
    return givare.i_mening if givare else i_mening(fynd.givare or "")


def _med_slut(organ: Iterable[int]) -> QuerySet:
    return (
        Beslut.objects.filter(
            paragraf__organ__in=organ,
            paragraf__protokoll__lage=Protokoll.Lage.AVSKRIFT,
            text__icontains="uppdrag",
            text__iregex=SLUTORD,
        )
        .select_related("paragraf__organ", "paragraf__sammantrade__organ")
        .order_by("paragraf__sammantrade__datum", "paragraf__organ", "paragraf__nummer", "ordning")
    )


def fynden_i(beslut: Beslut) -> list[Avslutsfynd]:
    return hitta_avslut(html_to_text(beslut.text), beslut.paragraf.sammantrade.datum)


def gamla_avslut(organ: Iterable[int]) -> list[GammaltAvslut]:
    """Those of these organ's read-in protokoll that wait for an answer, the oldest first. Constant queries."""
    organ = set(organ)
    funna = [(b, f) for b in _med_slut(organ) for f in fynden_i(b)]
    if not funna:
        return []
    besluten = {b.pk for b, _ in funna}
    nekade = set(AvvisatForslag.objects.filter(beslut__in=besluten).values_list("beslut", "avtryck"))
    register = Organregister()
    givna = givna_den({f.datum for _, f in funna})
    ut = []
    for beslut, fynd in funna:
        if (beslut.pk, nyckel(fynd)) in nekade:
            continue
        givare = register.givaren(fynd, beslut)
        uppdragen = [u for u in givna[fynd.datum] if _ar_samma(u, fynd, givare)]
        if any(beslut.pk in (u.avslutat_i_id, u.aterrapporterat_i_id) for u in uppdragen):
            continue
        oppna = tuple(u for u in uppdragen if u.lage not in Uppdrag.SLUTLAGEN)
        slutna = tuple(u for u in uppdragen if u not in oppna)
        ut.append(GammaltAvslut(beslut, fynd, givare, oppna, slutna, egen=bool(givare and givare.pk in organ)))
    return ut


class Organregister:
    """Every organ by name and short name: one query."""

    def __init__(self):
        self._organ: dict[str, Organ] = {}
        for o in Organ.objects.order_by("-pk"):
            self._organ |= {n.casefold(): o for n in (o.namn, o.kortnamn) if n}

    def givaren(self, fynd: Avslutsfynd | Uppdragsfynd, beslut: Beslut) -> Organ | None:
        """The one named, in the genitive or not; without a name the organ that decides."""
        eget = beslut.paragraf.organ
        if not fynd.givare:
            return eget
        namn = fynd.givare.casefold()
        funnet = self._organ.get(namn) or self._organ.get(namn.removesuffix("s"))
        return funnet or (eget if Beslutande(eget.namn).ar(fynd.givare) else None)


def givna_den(dagar: set[date]) -> dict[date, list[Uppdrag]]:
    """The uppdrag given on those days, by day."""
    ut = defaultdict(list)
    uppdragen = Uppdrag.objects.filter(beslut__paragraf__sammantrade__datum__in=dagar).select_related(
        "serie", "givare", "beslut__paragraf__sammantrade"
    )
    for u in uppdragen.order_by("ar", "nummer"):
        ut[u.beslut.paragraf.sammantrade.datum].append(u)
    return ut


def avslutade(organ: Iterable[int], register: "Organregister") -> dict[tuple[object, date], set[int | None]]:
    """What the read-in protokoll of these organ close: (giver, day) → the §§ named, None where none is."""
    ut = defaultdict(set)
    for beslut in _med_slut(organ):
        for fynd in fynden_i(beslut):
            givare = register.givaren(fynd, beslut)
            ut[givare.pk if givare else fynd.givare.casefold(), fynd.datum].add(fynd.paragraf)
    return ut


def gavs_i(namnd: int | None, nummer: int | None) -> bool:
    """May the § that is named, or not, be that one?"""
    return namnd is None or nummer is None or namnd == nummer


def _ar_samma(uppdrag: Uppdrag, fynd: Avslutsfynd, givare: Organ | None) -> bool:
    paragraf = uppdrag.beslut.paragraf
    if givare is None or givare.pk not in (paragraf.organ_id, uppdrag.givare_id):
        return False
    return fynd.paragraf in (None, paragraf.nummer)


def fyndet(beslut: Beslut, tryck: str) -> Avslutsfynd | None:
    return next((f for f in fynden_i(beslut) if nyckel(f) == tryck), None) if tryck else None


def hitta(beslut: Beslut, tryck: str) -> Avslutsfynd:
    """The closing that the beslut still tells of. Raises DomanFel when its words have changed."""
    if (fynd := fyndet(beslut, tryck)) is None:
        raise DomanFel("Meningen står inte längre så i beslutet. Läs det som står nu, och svara på det.")
    return fynd


@transaction.atomic
def bekrafta(beslut: Beslut, *, tryck: str, uppdrag: Uppdrag, by) -> Uppdrag:
    """Somebody says that the sentence closes this uppdrag. Twice is once."""
    las_paragraf(beslut.paragraf_id)
    nu = Beslut.objects.select_related("paragraf__organ", "paragraf__sammantrade__organ").get(pk=beslut.pk)
    fynd = hitta(nu, tryck)
    if not _ar_samma(uppdrag, fynd, Organregister().givaren(fynd, nu)) or (
        uppdrag.beslut.paragraf.sammantrade.datum != fynd.datum
    ):
        raise DomanFel(f"{uppdrag.beteckning} gavs inte i den paragraf som meningen nämner. Läs om listan.")
    return avsluta(uppdrag, den=nu.paragraf.sammantrade.datum, avslutat_i=nu, by=by, bekraftat=True)


@transaction.atomic
def avvisa(beslut: Beslut, *, tryck: str, by) -> AvvisatForslag:
    """Somebody says that the sentence closes nothing: it is not offered again while it reads as it does."""
    las_paragraf(beslut.paragraf_id)
    nu = Beslut.objects.select_related("paragraf__sammantrade").get(pk=beslut.pk)
    if redan := AvvisatForslag.objects.filter(beslut=nu, avtryck=tryck).first():
        return redan
    ny = AvvisatForslag(beslut=nu, avtryck=tryck, mening=hitta(nu, tryck).citat)
    return spara(ny, by=by, reason="Sade att meningen inte avslutar något uppdrag")


@transaction.atomic
def aterta(beslut: Beslut, *, tryck: str, by) -> None:
    """Offer it again; the history keeps who said no."""
    las_paragraf(beslut.paragraf_id)
    if rad := AvvisatForslag.objects.select_for_update().filter(beslut=beslut, avtryck=tryck).first():
        ta_bort(rad, by=by, reason="Tog fram avslutet igen")


def avvisade(organ: Iterable[int]) -> list[AvvisatForslag]:
    """Sentences that somebody has said close nothing, and that still stand so, the latest first."""
    rader = AvvisatForslag.objects.filter(beslut__in=_med_slut(organ).order_by()).select_related(
        "beslut__paragraf__organ", "beslut__paragraf__sammantrade__organ"
    )
    return [r for r in rader.order_by("-pk") if r.avtryck in {nyckel(f) for f in fynden_i(r.beslut)}]


def initial_for(fynd: Avslutsfynd, beslut: Beslut, valt: str = "") -> dict:
    """What the form that registers an uppdrag given before starts from: what the sentence says, and what the § that
    gave it says where that is here; `valt` is the sentence of it that somebody chose."""
    givare = Organregister().givaren(fynd, beslut)
    egen = {"text": fynd.text[:1].upper() + fynd.text[1:], "paragraf": fynd.paragraf}
    ur = initial_av((givare, fynd.datum, fynd.paragraf), valt)
    return {
        **ur,
        **{falt: varde for falt, varde in egen.items() if varde and not (valt and falt in ur)},
        "givare": givare,
        "datum": fynd.datum,
        "ingen_frist": True,
        "utfall": "avslutat",
    }
