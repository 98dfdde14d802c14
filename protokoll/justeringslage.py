"""What the page *Justera* shows: the frozen text § by §, what the reader has done with it, how far all have come."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.forms import Form

from kommun.brevlage import Brevlage, brevlage
from kommun.models import Person, Utskick
from kommun.varden import fran_json
from protokoll import justering
from protokoll.dokumentvarden import Dokument, Textdel, Tryckt
from protokoll.justeringsbrev import roller_i_ord
from protokoll.models import Godkannande, Invandning, Lasning, Paragraf, Protokoll, Protokollsversion, Underskrift
from protokoll.sekretess import RUBRIK
from protokoll.skillnad import Paragrafskillnad, Skillnad, skillnad
from protokoll.uppstallning import uppstallning


def nyckel(p: Tryckt | Paragraf | Paragrafskillnad) -> int | str:
    """What a § is known by from one version to the next: its number, before it has one its heading."""
    return p.nummer or p.rubrik


def _per_nyckel(dokument: Dokument) -> dict[int | str, Tryckt]:
    return {nyckel(t): t for t in dokument.paragrafer}


@dataclass
class Paragrafvy:
    """A § of the frozen document as the reader meets it."""

    paragraf: Paragraf
    tryckt: Tryckt
    ankare: str
    # Its parts with their heading levels.
    delar: list[tuple[Textdel, int]]
    last: bool = False
    # Against the version the reader met before; None where it says the same.
    skillnad: Paragrafskillnad | None = None
    # Where an objection is written, for one who may.
    form: Form | None = None
    invandningar: list[Invandning] = field(default_factory=list)


@dataclass
class Deltar:
    """One who adjusts it: as what, how far, and the mail that asked."""

    underskrift: Underskrift
    roller: str
    lasta: int = 0
    godkant: Godkannande | None = None
    invandningar: list[Invandning] = field(default_factory=list)
    brev: Brevlage | None = None

    @property
    def person(self) -> Person:
        return self.underskrift.person

    @property
    def namn(self) -> str:
        return self.underskrift.namn_med_parti

    @property
    def oppna(self) -> int:
        return sum(not i.svar for i in self.invandningar)


@dataclass
class Justeringslage:
    """Of a protokoll, for one reader. `version` is the latest that was frozen; None before the first."""

    protokoll: Protokoll
    version: Protokollsversion | None
    dokument: Dokument | None
    paragrafer: list[Paragrafvy]
    deltar: list[Deltar]
    jag: Deltar | None
    invandningar: list[Invandning]
    senast: date
    # Against the version that the reader met before this one; None when this is the first.
    skillnad: Skillnad | None = None

    @property
    def fryst(self) -> bool:
        return self.protokoll.lage == Protokoll.Lage.FRYST

    @property
    def laser(self) -> bool:
        """The reader has something to do here: has not approved what is frozen."""
        return bool(self.jag and self.fryst and not self.jag.godkant)

    @property
    def godkanns_har(self) -> bool:
        return self.protokoll.justerat_genom == Protokoll.Satt.GODKANNANDE

    @property
    def antal_lasta(self) -> int:
        return sum(p.last for p in self.paragrafer)

    @property
    def nasta(self) -> Paragrafvy | None:
        return next((p for p in self.paragrafer if not p.last), None)

    @property
    def min_oppna(self) -> Invandning | None:
        return next((i for i in self.jag.invandningar if not i.svar), None) if self.jag else None

    @property
    def mina_paragrafer(self) -> str:
        """What the reader presided over, where several did: it is those §§ that he or she answers for."""
        rader = self.dokument.underskrifter if self.jag and self.dokument else ()
        return next((rad.paragrafer for rad in rader if rad.namn == self.jag.namn and rad.paragrafer), "")

    @property
    def kan_godkanna(self) -> bool:
        return self.laser and self.godkanns_har

    @property
    def ar_sist(self) -> bool:
        return self.kan_godkanna and all(d.godkant or d is self.jag for d in self.deltar)

    @property
    def antal_godkanda(self) -> int:
        return sum(bool(d.godkant) for d in self.deltar)

    @property
    def oppna(self) -> list[Invandning]:
        return [i for i in self.invandningar if not i.svar]


def justeringslage(
    protokoll: Protokoll, *, person_id: int | None, nu: datetime, dolda: Collection[int] = ()
) -> Justeringslage:
    """A constant number of queries, however many §§ and readers. Of `dolda`, keys of §§ that were moved out of it since
    the reader could see them, it says the number."""
    # A rättelse is not read and approved anew; what was adjusted is what stands here.
    frysta = protokoll.versionerna.filter(slag=Protokollsversion.Slag.FRYSNING)
    versioner = list(frysta.defer("pdf").order_by("nummer"))
    version = versioner[-1] if versioner else None
    dokumenten = {v.pk: fran_json(Dokument, v.innehall) for v in versioner}
    dokument = dokumenten[version.pk] if version else None
    paragrafer = _paragraferna(protokoll, dokument)
    invandningar = list(
        Invandning.objects.filter(protokollsversion__protokoll=protokoll)
        .exclude(paragraf__in=dolda)
        .select_related("person", "paragraf", "protokollsversion")
        .defer("protokollsversion__pdf", "protokollsversion__innehall")
    )
    lasningar = list(Lasning.objects.filter(version__protokoll=protokoll).values_list("person", "paragraf", "version"))
    lasta = _lasta(paragrafer, lasningar, {pk: _per_nyckel(d) for pk, d in dokumenten.items()})
    deltar = _deltar(protokoll, version, lasta, invandningar, nu=nu)
    jag = next((d for d in deltar if d.person.pk == person_id), None)
    fore = _fore(versioner, person_id, lasningar, invandningar) if jag else None
    skiljer = skillnad(_utan(dokumenten[fore.pk], dolda), dokument) if fore else None
    andrade = {nyckel(s): s for s in skiljer.andrade if s.lage != "borttagen"} if skiljer else {}
    for vy in paragrafer:
        vy.last = bool(jag) and vy.paragraf.pk in lasta[person_id]
        vy.skillnad = andrade.get(nyckel(vy.tryckt))
        vy.invandningar = [i for i in invandningar if i.paragraf_id == vy.paragraf.pk]
    return Justeringslage(
        protokoll=protokoll,
        version=version,
        dokument=dokument,
        paragrafer=paragrafer,
        deltar=deltar,
        jag=jag,
        invandningar=invandningar,
        senast=protokoll.justeras_senast,
        skillnad=skiljer,
    )


def _utan(dokument: Dokument, dolda: Collection[int]) -> Dokument:
    if not dolda:
        return dokument
    nummer = set(Paragraf.objects.filter(pk__in=dolda).values_list("nummer", flat=True))
    utan = (replace(p, rubrik=RUBRIK, dnr="", delar=()) if p.nummer in nummer else p for p in dokument.paragrafer)
    return replace(dokument, paragrafer=tuple(utan))


def _paragraferna(protokoll: Protokoll, dokument: Dokument | None) -> list[Paragrafvy]:
    """The §§ of the document with their rows, which stand still as long as it is frozen."""
    if dokument is None:
        return []
    rader = {nyckel(p): p for p in justering.paragraferna(protokoll)}
    return [
        Paragrafvy(rader[n], tryckt, ankare, delar)
        for tryckt, ankare, delar in uppstallning(dokument)["paragrafer"]
        if (n := nyckel(tryckt)) in rader
    ]


def _lasta(
    paragrafer: list[Paragrafvy], lasningar: list[tuple[int, int, int]], dokumenten: dict[int, dict]
) -> dict[int, set[int]]:
    """person → §§ read as they stand now: a mark stays with the words it was put to, whatever version they are in."""
    nu = {vy.paragraf.pk: vy.tryckt for vy in paragrafer}
    lasta: dict[int, set[int]] = defaultdict(set)
    for person, paragraf, version in lasningar:
        tryckt = nu.get(paragraf)
        if tryckt and dokumenten[version].get(nyckel(tryckt)) == tryckt:
            lasta[person].add(paragraf)
    return lasta


def _fore(versioner, person_id: int, lasningar, invandningar) -> Protokollsversion | None:
    """The latest version before this one that the reader did something with: what changed since is to be read."""
    rorda = {version for person, _, version in lasningar if person == person_id}
    rorda |= {i.protokollsversion_id for i in invandningar if i.person_id == person_id}
    return next((v for v in reversed(versioner[:-1]) if v.pk in rorda), None)


def _deltar(
    protokoll: Protokoll, version: Protokollsversion | None, lasta: dict[int, set[int]], invandningar, *, nu: datetime
) -> list[Deltar]:
    godkanda = {g.person_id: g for g in version.godkannandena.all()} if version else {}
    brev: dict[int, Utskick] = {}
    if version:
        for rad in Utskick.objects.filter(nyckel__startswith=f"justering:{version.pk}:").order_by("pk"):
            brev[int(rad.nyckel.split(":")[2])] = rad
    per_person: dict[int, list[Underskrift]] = defaultdict(list)
    for rad in justering.undertecknarna(protokoll):
        per_person[rad.person_id].append(rad)
    return [
        Deltar(
            underskrift=rader[0],
            roller=roller_i_ord(r.roll for r in rader).capitalize(),
            lasta=len(lasta[person]),
            godkant=godkanda.get(person),
            invandningar=[i for i in invandningar if i.person_id == person],
            brev=brevlage(brev.get(person), nu=nu),
        )
        for person, rader in per_person.items()
    ]
