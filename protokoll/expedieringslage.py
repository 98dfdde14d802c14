"""What of a protokoll has been sent to whom, and what is left: read, never written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from kommun import utskick
from kommun.brevlage import Brevlage, brevlage
from kommun.varden import fran_json
from protokoll.dokumentvarden import Dokument
from protokoll.models import Expediering, Mottagare, Paragraf, Protokoll, Protokollsversion, Sandning
from protokoll.mottagarregister import RELATIONER, adresser
from protokoll.utdragsvarden import Utdrag, utdrag_ur


class Steg(StrEnum):
    """Where one § is on its way to one receiver."""

    OSAND = "osand"
    PAGAR = "pagar"
    SAND = "sand"
    FEL = "fel"
    # Sent, and corrected since: what was sent does not say what the protokoll says now.
    RATTAD = "rattad"


@dataclass(frozen=True)
class Leverans:
    """One § to one receiver at one address."""

    paragraf: Paragraf
    mottagare: Mottagare
    namn: str
    till: str
    steg: Steg
    expediering: Expediering | None = None
    brev: Brevlage | None = None

    @property
    def att_skicka(self) -> bool:
        return self.steg in (Steg.OSAND, Steg.RATTAD)

    @property
    def vantar_for(self) -> str:
        """Why a mail on its way has not gone out, where an attempt has failed."""
        return self.brev.forklaring if self.brev and self.steg == Steg.PAGAR else ""


@dataclass
class Rad:
    """A receiver: everybody with one address, or somebody without. One mail with all that is left of the protokoll."""

    nyckel: str
    till: str
    leveranser: list[Leverans] = field(default_factory=list)

    @property
    def namn(self) -> str:
        return ", ".join(dict.fromkeys(x.namn for x in self.leveranser))

    @property
    def listor(self) -> list[str]:
        return list(
            dict.fromkeys(x.mottagare.namn for x in self.leveranser if x.mottagare.slag == Mottagare.Slag.LISTA)
        )

    @property
    def mottagare(self) -> Mottagare:
        return self.leveranser[0].mottagare

    @property
    def paragrafer(self) -> list[Leverans]:
        """Each § once, also when the address gets it under two names."""
        return list({x.paragraf.pk: x for x in self.leveranser}.values())

    @property
    def att_skicka(self) -> list[Leverans]:
        return [x for x in self.leveranser if x.att_skicka]

    @property
    def fel(self) -> list[Leverans]:
        """One for each mail that did not go out."""
        return list({x.expediering.utskick_id: x for x in self.leveranser if x.steg == Steg.FEL}.values())

    @property
    def nekade(self) -> list[Leverans]:
        """Those of them that surely reached nobody."""
        return [x for x in self.fel if x.brev.lage == utskick.Lage.FEL]

    @property
    def forsok(self) -> list[Leverans]:
        """What a person can try once more: mails that did not go out, and those that wait for a server that is down."""
        vantar = {x.expediering.utskick_id: x for x in self.leveranser if x.steg == Steg.PAGAR and x.vantar_for}
        return [*self.fel, *vantar.values()]

    @property
    def pagar(self) -> bool:
        return any(x.steg == Steg.PAGAR for x in self.leveranser)

    @property
    def rattad(self) -> bool:
        return any(x.steg == Steg.RATTAD for x in self.leveranser)

    @property
    def adress_kan_skrivas(self) -> bool:
        """It is missing, or the server refused it. Of a list the address is written on the list."""
        return not self.listor and (not self.till or bool(self.nekade))


@dataclass
class Lage:
    """A protokoll and its receivers."""

    protokoll: Protokoll
    version: Protokollsversion | None
    rader: list[Rad]
    utan_mottagare: list[Paragraf]
    sandningar: list[Sandning]
    expedieringar: list[Expediering]

    @property
    def kvar(self) -> list[Rad]:
        return [r for r in self.rader if r.att_skicka]

    @property
    def utan_adress(self) -> list[Rad]:
        return [r for r in self.kvar if not r.till]

    @property
    def fel(self) -> list[Rad]:
        return [r for r in self.rader if r.fel]

    @property
    def rattade(self) -> list[Rad]:
        """Those who have a text that was corrected since."""
        return [r for r in self.rader if r.rattad]

    @property
    def pagar(self) -> bool:
        return bool(self.sandningar) or any(r.pagar for r in self.rader)


def laget(protokoll: Protokoll, *, nu: datetime | None = None) -> Lage:
    return lagena([protokoll], nu=nu)[0]


def lagena(protokollen: Sequence[Protokoll], *, nu: datetime | None = None) -> list[Lage]:
    """Of several protokoll at once; the number of queries is the same for one and for many."""
    nu = nu or timezone.now()
    mottagarna = Mottagare.objects.select_related(*RELATIONER).prefetch_related("sandlista__raderna")
    paragrafer = (
        Paragraf.objects.filter(protokoll__in=protokollen)
        .exclude(slag=Paragraf.Slag.RUBRIK)
        .exclude(nummer=None)
        .order_by("ordning")
        .prefetch_related(Prefetch("mottagarna", queryset=mottagarna))
    )
    av_protokoll = defaultdict(list)
    for p in paragrafer:
        av_protokoll[p.protokoll_id].append(p)
    sanda = defaultdict(list)
    expedieringar = Expediering.objects.filter(paragraf__protokoll__in=protokollen).select_related(
        "utskick", "av__person", "paragraf"
    )
    expedieringar = expedieringar.prefetch_related("bilagorna")
    for e in expedieringar.annotate(versionsnummer=F("version__nummer")).order_by("-tid", "-pk"):
        sanda[e.paragraf_id].append(e)
    versioner = defaultdict(list)
    for v in Protokollsversion.objects.filter(protokoll__in=protokollen).defer("pdf", "innehall").order_by("-nummer"):
        versioner[v.protokoll_id].append(v)
    oppna = defaultdict(list)
    for s in Sandning.objects.filter(version__protokoll__in=protokollen, klar=None).select_related("version"):
        oppna[s.version.protokoll_id].append(s)
    tryckta = _tryckta(protokollen, versioner, sanda)
    ut = []
    for protokoll in protokollen:
        egna = av_protokoll[protokoll.pk]
        version = next(iter(versioner[protokoll.pk]), None)
        bild = _Bild(sanda, oppna[protokoll.pk], version, tryckta, nu)
        ut.append(
            Lage(
                protokoll,
                version,
                bild.rader(egna),
                [p for p in egna if not p.mottagarna.all()],
                oppna[protokoll.pk],
                sorted((e for p in egna for e in sanda[p.pk]), key=lambda e: (e.tid, e.pk), reverse=True),
            )
        )
    return ut


def _tryckta(protokollen, versioner, sanda) -> dict[tuple[int, int], Utdrag]:
    """(version, § number) → what an utdrag of the § says by that version; read only where something was sent of an
    older version."""
    senaste = {v[0].pk for v in versioner.values() if v}
    gamla = {e.version_id for rader in sanda.values() for e in rader} - senaste
    if not gamla:
        return {}
    protokoll_ids = {v.protokoll_id for rader in versioner.values() for v in rader if v.pk in gamla}
    behovs = gamla | {versioner[pk][0].pk for pk in protokoll_ids}
    ut = {}
    for pk, innehall in Protokollsversion.objects.filter(pk__in=behovs).values_list("pk", "innehall"):
        # A rättelse of the front page is printed in each; those it says nothing new to have what they need.
        dokument = replace(fran_json(Dokument, innehall), rattelser=())
        ut |= {(pk, p.nummer): utdrag_ur(dokument, [p.nummer], dag=dokument.datum) for p in dokument.paragrafer}
    return ut


@dataclass
class _Bild:
    sanda: dict[int, list[Expediering]]
    sandningar: list[Sandning]
    version: Protokollsversion | None
    tryckta: dict[tuple[int, int], Utdrag]
    nu: datetime

    @cached_property
    def bestallda(self) -> set[tuple[int, str]]:
        denna = [s for s in self.sandningar if self.version and s.version_id == self.version.pk]
        return {(r["paragraf"], r["till"].casefold()) for s in denna for r in s.rader}

    def rader(self, paragrafer: Iterable[Paragraf]) -> list[Rad]:
        rader: dict[str, Rad] = {}
        for p in paragrafer:
            for m in p.mottagarna.all():
                for namn, till in adresser(m):
                    nyckel = till.casefold() or _utan_adress(m, namn)
                    rad = rader.setdefault(nyckel, Rad(nyckel, till))
                    rad.leveranser.append(self.leverans(p, m, namn, till))
        return list(rader.values())

    def leverans(self, p: Paragraf, m: Mottagare, namn: str, till: str) -> Leverans:
        e = next((e for e in self.sanda[p.pk] if _galler(e, m, namn, till)), None)
        bestalld = till and (p.pk, till.casefold()) in self.bestallda
        if e is None:
            return Leverans(p, m, namn, till, Steg.PAGAR if bestalld else Steg.OSAND)
        brev = brevlage(e.utskick, nu=self.nu) if e.utskick_id else None
        steg = self._steg(e, brev)
        if steg == Steg.FEL and self._ar_ny_sandning(e, brev, till):
            return Leverans(p, m, namn, till, Steg.PAGAR if bestalld else Steg.OSAND)
        return Leverans(p, m, namn, till, Steg.PAGAR if steg == Steg.RATTAD and bestalld else steg, e, brev)

    def _ar_ny_sandning(self, e: Expediering, brev: Brevlage, till: str) -> bool:
        """What did not go out is sent as if it were new: the address has been mended since, or the protokoll."""
        if till and e.till.casefold() != till.casefold():
            return True
        return e.version_id != self.version.pk and brev.lage == utskick.Lage.FEL

    def _steg(self, e: Expediering, brev: Brevlage | None) -> Steg:
        if brev and brev.lage in (utskick.Lage.VANTAR, utskick.Lage.SKICKAS):
            return Steg.PAGAR
        if self._ar_rattad(e):
            return Steg.RATTAD
        return Steg.SAND if brev is None or brev.lage == utskick.Lage.SKICKAT else Steg.FEL

    def _ar_rattad(self, e: Expediering) -> bool:
        if self.version is None or e.version_id == self.version.pk:
            return False
        nummer = e.paragraf.nummer
        return self.tryckta.get((e.version_id, nummer)) != self.tryckta.get((self.version.pk, nummer))


def _utan_adress(m: Mottagare, namn: str) -> str:
    vem = m.person_id or m.forvaltning_id or m.organ_id or m.sandlista_id or namn.casefold()
    return f"{m.slag}:{vem}"


def _galler(e: Expediering, m: Mottagare, namn: str, till: str) -> bool:
    """What was sent reached this receiver: under his or her own name, or at the same address."""
    if till and e.till.casefold() == till.casefold():
        return True
    if e.mottagare_id != m.pk:
        return False
    # Of a list each row is a receiver of its own; anybody else may have got another address since.
    return m.slag != Mottagare.Slag.LISTA or (e.namn == namn and not (e.till and till))


def ar_rattad_sedan(expediering: Expediering) -> bool:
    """Something of the mail that it went with reads otherwise in the latest version."""
    med = list(expediering.utskick.expedieringarna.select_related("paragraf")) if expediering.utskick_id else []
    versioner = Protokollsversion.objects.filter(protokoll=expediering.version.protokoll_id).defer("pdf", "innehall")
    bild = _Bild({}, [], versioner.order_by("-nummer").first(), {}, timezone.now())
    bild.tryckta = _tryckta([], {bild.version.protokoll_id: [bild.version, expediering.version]}, {0: med})
    return any(bild._ar_rattad(e) for e in med)


def att_expediera(organ: Iterable[int]) -> list[Lage]:
    """The adjusted protokoll of these organ with something unsent, or that did not go out."""
    utan = Mottagare.objects.filter(paragraf__protokoll=OuterRef("pk")).filter(
        ~Exists(Expediering.objects.filter(mottagare=OuterRef("pk")))
    )
    av_detta = Expediering.objects.filter(paragraf__protokoll=OuterRef("pk"))
    misslyckade = av_detta.filter(~Q(utskick__fel=""), utskick__skickat=None, utskick__isnull=False)
    rattade = av_detta.filter(version__protokoll__versionerna__nummer__gt=F("version__nummer"))
    kandidater = (
        Protokoll.objects.filter(sammantrade__organ__in=organ, lage=Protokoll.Lage.JUSTERAT, versionerna__isnull=False)
        .filter(Exists(utan) | Exists(misslyckade) | Exists(rattade))
        .distinct()
        .select_related("sammantrade__organ")
        .prefetch_related("paragraferna")
        .order_by("justeringsdag", "pk")
    )
    protokollen = list(kandidater)
    return [x for x in lagena(protokollen) if x.kvar or x.fel] if protokollen else []
