"""Which protokoll of an organ and a year can be archived, and which cannot, and why."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from kommun.kalender import dag_i_ord
from kommun.models import Organ
from protokoll.models import Anslag, Godkannande, Kallelse, Protokoll, Protokollsversion, Sammantrade, Undertecknande

Lage = Protokoll.Lage
SAKNAS = {
    Lage.UTKAST: "är inte justerat",
    Lage.FRYST: "är hos justerarna",
    Lage.AVSKRIFT: "är en inläst avskrift; det undertecknade originalet finns utanför Fullgjort",
}
TUNGT = "innehall"  # what is read only when it is put into the package


@dataclass(frozen=True)
class Saknad:
    """A protokoll, or a meeting without one, that does not come along."""

    vad: str
    skal: str
    url: str

    def __str__(self):
        return f"{self.vad} {self.skal}"


@dataclass
class Underlag:
    """What there is to archive of an organ and a year."""

    organ: Organ
    ar: int
    protokollen: list[Protokoll] = field(default_factory=list)
    saknade: list[Saknad] = field(default_factory=list)
    # Meetings of the year that are still to come.
    aterstar: int = 0

    @property
    def prov(self) -> bool:
        """Something in it was sealed with a certificate that proves nothing."""
        return any(u.prov for p in self.protokollen for v in versionerna(p) for u in v.undertecknandena.all())

    @property
    def sekretess(self) -> int:
        return sum(p.slag == Protokoll.Slag.SEKRETESS or bool(p.stangda) for p in self.protokollen)


def underlag(organ: Organ, ar: int, *, today: date) -> Underlag:
    """Constant number of queries; no PDF and no content is read."""
    svar = Underlag(organ, ar)
    for sammantrade in _sammantraden(organ, ar):
        sammantrade.organ = organ
        if sammantrade.lage == Sammantrade.Lage.PLANERAT:
            if sammantrade.datum >= today:
                svar.aterstar += 1
            else:
                svar.saknade.append(_motet(sammantrade, "står kvar som planerat, fast dagen har gått"))
            continue
        protokollen = list(sammantrade.protokollen.all())
        if not protokollen:
            svar.saknade.append(_motet(sammantrade, "har inget protokoll"))
        for protokoll in protokollen:
            protokoll.sammantrade = sammantrade
            if skal := _varfor_inte(protokoll):
                svar.saknade.append(_protokollet(protokoll, skal))
            else:
                svar.protokollen.append(protokoll)
    return svar


def versionerna(protokoll: Protokoll) -> list[Protokollsversion]:
    """The version that was adjusted, and its rättelser. What was frozen and taken back before is no handling."""
    alla = sorted(protokoll.versionerna.all(), key=lambda v: v.nummer)
    frysta = [n for n, v in enumerate(alla) if v.slag == Protokollsversion.Slag.FRYSNING]
    return alla[frysta[-1] :] if frysta else []


def _sammantraden(organ: Organ, ar: int):
    versioner = Protokollsversion.objects.defer("pdf", TUNGT).prefetch_related(
        Prefetch(
            "undertecknandena",
            Undertecknande.objects.select_related("bilaga").defer(f"bilaga__{TUNGT}"),
        ),
        Prefetch("godkannandena", Godkannande.objects.all()),
        "rattelserna__paragraf",
    )
    return (
        Sammantrade.objects.filter(organ=organ, ar=ar)
        .exclude(lage__in=Sammantrade.RAKNAS_EJ)
        .order_by("datum", "start", "pk")
        .prefetch_related(
            Prefetch("kallelserna", Kallelse.objects.select_related("bilaga").defer(f"bilaga__{TUNGT}", "innehall")),
            Prefetch("protokollen", Protokoll.objects.order_by("pk")),
            "protokollen__paragraferna",
            "protokollen__underskrifterna",
            Prefetch("protokollen__anslagen", Anslag.objects.select_related("foregaende").order_by("uppsatt", "pk")),
            Prefetch("protokollen__versionerna", versioner),
        )
    )


def _varfor_inte(protokoll: Protokoll) -> str:
    if protokoll.lage != Lage.JUSTERAT:
        return SAKNAS[protokoll.lage]
    versioner = versionerna(protokoll)
    if not versioner:
        return "är justerat, men har ingen fryst version"
    if not versioner[0].undertecknandena.all():
        return "är justerat, men den undertecknade handlingen saknas än"
    return ""


def _motet(sammantrade: Sammantrade, skal: str) -> Saknad:
    return Saknad(f"Sammanträdet {_dag(sammantrade)}", skal, sammantrade.get_absolute_url())


def _protokollet(protokoll: Protokoll, skal: str) -> Saknad:
    sammantrade = protokoll.sammantrade
    vilket = "Protokollet"
    if protokoll.slag != Protokoll.Slag.ORDINARIE:
        vilket = f"Protokollet ({protokoll.get_slag_display().lower()})"
    return Saknad(f"{vilket} från {_dag(sammantrade)}", skal, protokoll.get_absolute_url())


def _dag(sammantrade: Sammantrade) -> str:
    return dag_i_ord(sammantrade.datum, veckodag=False)
