"""Which sentences of a decision wait to be logged as uppdrag, and the acts that turn one down or bring it back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.ord import i_mening
from protokoll.models import Beslut, Paragraf
from protokoll.skrivning import las_paragraf
from uppdrag.igenkanning import FORSLAG_UPPAT, MOJLIGT, UPPDRAG, Forslag, avtryck, hitta_uppdrag
from uppdrag.models import AvvisatForslag, Uppdrag, Uppdragsled

FLEST_VISADE = 50
# An ärende that was put off has decided nothing yet.
UPPSKOV = (Paragraf.Utfall.BORDLAGT, Paragraf.Utfall.ATERREMITTERAT, Paragraf.Utfall.UTGAR)


@dataclass(frozen=True)
class Funnen:
    """A sentence of a beslut that gives a task, or may do so."""

    beslut: Beslut
    forslag: Forslag
    mening: str
    avtryck: str
    steg: tuple = ()  # föreslagna uppdrag that it says, of forslagspanel

    @property
    def mojlig(self) -> bool:
        return self.forslag.slag == MOJLIGT

    @property
    def uppat(self) -> bool:
        return self.forslag.slag == FORSLAG_UPPAT

    @property
    def givare(self) -> str:
        """Who gives it, or is to decide of it; asked only where it is shown."""
        till = self.beslut.till_organ if self.uppat else None
        return till.i_mening if till else i_mening(self.forslag.givare)

    @property
    def mottagare(self) -> str:
        return ", ".join(self.forslag.mottagare)

    @property
    def fristdag(self) -> date | None:
        return self.forslag.frist if isinstance(self.forslag.frist, date) else None

    @property
    def frist_ord(self) -> str:
        return self.forslag.frist if isinstance(self.forslag.frist, str) else ""

    @property
    def logga_url(self) -> str:
        f = self.forslag
        return f"{reverse('uppdrag:logga', args=[self.beslut.pk])}?start={f.start}&slut={f.slut}"

    @property
    def plats_url(self) -> str:
        """Its place in the text of the page, marked by the browser; the beslut itself where it cannot mark."""
        orden = self.mening.split("\n")[0].split("\t")[0].strip()
        orden = orden if len(orden) <= 300 else orden[:300].rsplit(" ", 1)[0]
        return f"#{self.beslut.ankare}:~:text={quote(orden, safe='').replace('-', '%2D')}"

    @property
    def kort(self) -> str:
        """Enough to tell its button from those of the others."""
        return Truncator(" ".join(self.mening.split())).chars(80)

    @property
    def id(self) -> str:
        """Its place on a page: the same sentence can stand in two beslut of a §."""
        return f"mening-{self.beslut.pk}-{self.avtryck[:12]}"


@dataclass(frozen=True)
class Forslagen:
    """The sentences of a §: those that wait, those that may be something, and those somebody has turned down."""

    vantar: tuple[Funnen, ...] = ()
    mojliga: tuple[Funnen, ...] = ()
    avvisade: tuple[Funnen, ...] = ()
    loggade: tuple[Funnen, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.vantar or self.mojliga or self.avvisade)

    @property
    def visas(self) -> "Forslagen":
        """As many as somebody deals with at a time: a page of thousands answers nobody."""
        return replace(
            self,
            vantar=self.vantar[:FLEST_VISADE],
            mojliga=self.mojliga[:FLEST_VISADE],
            avvisade=self.avvisade[:FLEST_VISADE],
        )

    @property
    def antal_fler(self) -> int:
        return sum(max(0, len(g) - FLEST_VISADE) for g in (self.vantar, self.mojliga))


def avgor(paragraf: Paragraf) -> bool:
    """May the decisions of the § give anything? One that was put off, or is only told of elsewhere, may not."""
    return bool(paragraf.sammantrade.har_borjat and paragraf.utfall not in UPPSKOV and not paragraf.genom_hanvisning)


def funna_i(beslut: Beslut) -> list[Funnen]:
    """What the text of a beslut gives, at the level it was decided; a proposal upward gives nothing itself."""
    text = html_to_text(beslut.text)
    ut: dict[str, Funnen] = {}
    for f in hitta_uppdrag(text, beslut.paragraf.organ.namn):
        if f.slag == UPPDRAG and beslut.beslutsniva == Beslut.Beslutsniva.FORSLAG:
            f = replace(f, slag=FORSLAG_UPPAT)
        mening = text[f.start : f.slut]
        tryck = avtryck(mening)
        ut.setdefault(tryck, Funnen(beslut, f, mening, tryck))
    return list(ut.values())


def forslagen(
    besluten: Iterable[Beslut], *, loggade: Iterable[tuple[int, str]], avvisade: Iterable[AvvisatForslag]
) -> Forslagen:
    """The sentences of the beslut of one §, parted by what has been done with them. Asks no questions itself.

    `loggade` is (beslut, words) for each uppdrag that hangs on one of the beslut, now or earlier in its chain.
    """
    tryck: dict[int, set[str]] = {}
    for beslut_id, orden in loggade:
        tryck.setdefault(beslut_id, set()).add(avtryck(orden))
    nej = {(a.beslut_id, a.avtryck) for a in avvisade}
    grupper: dict[str, list[Funnen]] = {"vantar": [], "mojliga": [], "avvisade": [], "loggade": []}
    for beslut in besluten:
        for f in funna_i(beslut):
            # A sentence that was mended after the uppdrag was logged still gives the same task.
            if tryck.get(beslut.pk, set()) & {f.avtryck, avtryck(f.forslag.text)}:
                grupper["loggade"].append(f)
            elif (beslut.pk, f.avtryck) in nej:
                grupper["avvisade"].append(f)
            else:
                grupper["mojliga" if f.mojlig else "vantar"].append(f)
    return Forslagen(**{namn: tuple(rader) for namn, rader in grupper.items()})


def forslagen_i(paragraf: Paragraf) -> Forslagen:
    """Of a § with its besluten at hand: two queries, however many they are."""
    besluten = [d for d in paragraf.delar() if isinstance(d, Beslut) and d.text] if avgor(paragraf) else []
    if not besluten:
        return Forslagen()
    return forslagen(
        besluten,
        loggade=loggade_i(besluten),
        avvisade=AvvisatForslag.objects.filter(beslut__in=besluten),
    )


def ordalydelser(uppdrag: Uppdrag, *meningar: str) -> set[str]:
    """The words that say an uppdrag: its own, and those of the decision it was logged from."""
    return {ord_ for ord_ in (uppdrag.text, uppdrag.mening, *meningar) if ord_}


def loggade_i(besluten: Iterable[Beslut]) -> list[tuple[int, str]]:
    """(beslut, words) for what has been logged from them, also where a higher organ has said it otherwise since."""
    ids = [b.pk for b in besluten]
    egna = Uppdrag.objects.filter(beslut__in=ids).only("beslut_id", "mening", "text")
    leden = Uppdragsled.objects.filter(beslut__in=ids).select_related("uppdrag")
    leden = leden.only("beslut_id", "mening", "uppdrag__mening", "uppdrag__text")
    ut = [(u.beslut_id, ord_) for u in egna for ord_ in ordalydelser(u)]
    return ut + [(led.beslut_id, ord_) for led in leden for ord_ in ordalydelser(led.uppdrag, led.mening)]


def _hitta(beslut: Beslut, tryck: str) -> Funnen:
    funnen = next((f for f in funna_i(beslut) if f.avtryck == tryck), None)
    if funnen is None:
        raise DomanFel("Meningen står inte längre så i beslutet. Läs det som står nu, och svara på det.")
    return funnen


@transaction.atomic
def avvisa(beslut: Beslut, *, tryck: str, by) -> AvvisatForslag:
    """Say that a sentence gives no uppdrag: it is not offered again while it reads as it does. Twice is once.

    Raises DomanFel when the beslut does not say so any more, or when an uppdrag has been logged from it.
    """
    las_paragraf(beslut.paragraf_id)
    nu = Beslut.objects.select_related("paragraf__organ", "till_organ").get(pk=beslut.pk)
    if redan := AvvisatForslag.objects.filter(beslut=nu, avtryck=tryck).first():
        return redan
    funnen = _hitta(nu, tryck)
    for uppdrag in Uppdrag.objects.filter(Q(beslut=nu) | Q(leden__beslut=nu)).select_related("serie").distinct():
        meningar = uppdrag.leden.filter(beslut=nu).values_list("mening", flat=True)
        if tryck in {avtryck(ord_) for ord_ in ordalydelser(uppdrag, *meningar)}:
            raise DomanFel(
                f"Meningen är redan loggad som {uppdrag.beteckning}. Var det fel, avsluta uppdraget med ett skäl."
            )
    ny = AvvisatForslag(beslut=nu, avtryck=tryck, mening=funnen.mening)
    return spara(ny, by=by, reason="Sade att meningen inte ger något uppdrag")


@transaction.atomic
def aterta(beslut: Beslut, *, tryck: str, by) -> None:
    """Offer a sentence again. Doing it twice is no error; the history keeps who turned it down."""
    las_paragraf(beslut.paragraf_id)
    if rad := AvvisatForslag.objects.select_for_update().filter(beslut=beslut, avtryck=tryck).first():
        ta_bort(rad, by=by, reason="Tog fram förslaget igen")
