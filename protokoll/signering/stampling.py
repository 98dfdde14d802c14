"""The municipality's seal on a protokoll that everybody has approved in Fullgjort."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.models import Kommun
from kommun.utskick import ny_bilaga
from kommun.varden import som_json
from protokoll.models import Protokoll, Protokollsversion, Undertecknande
from protokoll.signering.fel import StampelFel
from protokoll.signering.filnamn import undertecknat_namn
from protokoll.signering.kontroll import kontrollera

log = logging.getLogger(__name__)

SATT = Protokoll.Satt.GODKANNANDE
FALT = "Stampel"
# The worker tries by itself at growing intervals, for most of a day; then a person says when.
FORSOK = 24


def stampla(version: Protokollsversion) -> Undertecknande:
    """Seal a version that has been justerad. What is sealed already gives the seal it has.

    The seal is made first and stored whole with its check in one transaction: a process that dies in the middle leaves
    nothing, and whoever comes second finds the first one's. Raises DomanFel, a StampelFel where it may be tried again.
    """
    if finns := _stampeln(version):
        return finns
    if mening := hinder(version):
        raise DomanFel(mening)
    from protokoll.signering.certifikat import stampeln
    from protokoll.signering.pades import signera

    signer, prov = stampeln()
    if prov and not version.innehall.get("prov"):
        raise StampelFel("Protokollet frystes för kommunens riktiga stämpel, som saknas nu. Sätt FULLGJORT_STAMPEL.")
    fryst = bytes(version.pdf)
    pdf = signera(
        fryst, signer, falt=FALT, lasbart="Kommunens stämpel", skal=_skalet(version, prov=prov), plats=_kommunen()
    )
    kontroll = kontrollera(pdf, fryst)
    if not (kontroll.hel and kontroll.ar_det_frysta):
        raise StampelFel(f"Stämpeln blev inte hel och sparades inte. {kontroll.mening}")
    with transaction.atomic():
        Protokoll.objects.select_for_update(of=("self",)).get(pk=version.protokoll_id)
        return _stampeln(version) or Undertecknande.objects.create(
            version=version,
            satt=SATT,
            bilaga=ny_bilaga(namn=undertecknat_namn(version), typ="application/pdf", innehall=pdf),
            kontroll=som_json(kontroll),
            prov=prov,
            tid=timezone.now(),
        )


def _stampeln(version: Protokollsversion) -> Undertecknande | None:
    return version.undertecknandena.filter(satt=SATT).first()


def hinder(version: Protokollsversion) -> str | None:
    """Why the version is not to be sealed, as a sentence; None when it is."""
    protokoll = version.protokoll
    if protokoll.lage != Protokoll.Lage.JUSTERAT:
        return "Protokollet är inte justerat än, så det kan inte få kommunens stämpel."
    if protokoll.justerat_genom != SATT:
        return f"Protokollet är justerat på ett annat sätt: {protokoll.get_justerat_genom_display().lower()}."
    if version.slag == Protokollsversion.Slag.RATTELSE:
        return None
    if protokoll.versionerna.filter(slag=version.slag, nummer__gt=version.nummer).exists():
        return f"Version {version.nummer} är inte den som justerades."
    return None


def ostamplade(protokoll: Protokoll) -> list[Protokollsversion]:
    """The versions that are to be sealed and are not: the one that was justerad, and its rättelser."""
    if protokoll.lage != Protokoll.Lage.JUSTERAT or protokoll.justerat_genom != SATT:
        return []
    versioner = list(protokoll.versionerna.defer("pdf", "innehall").order_by("nummer"))
    justerad = next((v for v in reversed(versioner) if v.slag == v.Slag.FRYSNING), None)
    stamplade = set(
        Undertecknande.objects.filter(version__protokoll=protokoll, satt=SATT).values_list("version", flat=True)
    )
    return [v for v in versioner if (v is justerad or v.slag == v.Slag.RATTELSE) and v.pk not in stamplade]


def _skalet(version: Protokollsversion, *, prov: bool) -> str:
    """What the signature says of itself, read in any PDF reader."""
    if version.slag == Protokollsversion.Slag.RATTELSE:
        skal = "Rättelse av justerat protokoll"
    else:
        namn = ", ".join(dict.fromkeys(version.godkannandena.values_list("namn", flat=True)))
        skal = f"Protokollet är justerat. Godkänt av {namn}" if namn else "Protokollet är justerat"
    return f"PROVSTÄMPEL, bevisar ingenting. {skal}" if prov else skal


def _kommunen() -> str:
    return Kommun.objects.values_list("namn", flat=True).first() or ""


# In the background


@bakgrund.arbete("Stämpla ett protokoll")
def stampla_i_bakgrunden(version_pk: int) -> str:
    """Seal it; the answer is empty, or the sentence on why it did not work, for the page of the protokoll."""
    try:
        stampla(Protokollsversion.objects.select_related("protokoll").get(pk=version_pk))
    except DomanFel as fel:
        log.warning("Version %s was not sealed: %s", version_pk, fel)
        if isinstance(fel, StampelFel):
            _om_en_stund(version_pk)
        return str(fel)
    return ""


def _om_en_stund(version_pk: int) -> None:
    """The service for time stamps comes back, and somebody mends the settings and starts the worker anew."""
    tidigare = _uppgifterna(version_pk).exclude(return_value=None).count()
    if tidigare < FORSOK:
        bakgrund.senare(stampla_i_bakgrunden, version_pk, om=timedelta(minutes=min(2**tidigare, 60)))


def _uppgifterna(version_pk: int):
    return DBTaskResult.objects.filter(
        task_path=stampla_i_bakgrunden.module_path, args_kwargs__args=[version_pk], backend_name="default"
    )


def stampla_sedan(protokoll: Protokoll, version: Protokollsversion, *, by) -> None:
    """Queued in the transaction that adjusts or corrects it: justerat and waiting for its seal are one fact."""
    if protokoll.justerat_genom == SATT:
        stampla_i_bakgrunden.enqueue(version.pk)


class Lage(StrEnum):
    VANTAR = "vantar"
    PAGAR = "pagar"
    FEL = "fel"
    SAKNAS = "saknas"


@dataclass(frozen=True)
class Stampellage:
    lage: Lage
    # Why it did not work, as a sentence.
    fel: str = ""
    # When the worker tries again by itself.
    igen: datetime | None = None

    @property
    def kan_provas(self) -> bool:
        return self.lage != Lage.PAGAR


def laget(version: Protokollsversion) -> Stampellage:
    """Where the seal of a version is that is to have one and has none."""
    uppgift, fore, *_ = [*_uppgifterna(version.pk).order_by("-enqueued_at")[:2], None, None]
    match uppgift and uppgift.status:
        case TaskResultStatus.READY:
            igen = uppgift.task.run_after
            if igen and igen > timezone.now() and fore and fore.return_value:
                return Stampellage(Lage.FEL, str(fore.return_value), igen)
            return Stampellage(Lage.VANTAR)
        case TaskResultStatus.RUNNING if not bakgrund.avbruten(uppgift):
            return Stampellage(Lage.PAGAR)
        case TaskResultStatus.RUNNING | TaskResultStatus.FAILED:
            return Stampellage(Lage.FEL, "Stämplingen avbröts innan den var klar. Inget sparades halvt.")
        case TaskResultStatus.SUCCESSFUL if uppgift.return_value:
            return Stampellage(Lage.FEL, str(uppgift.return_value))
    return Stampellage(Lage.SAKNAS)
