"""A protokoll on its way through the remote signing service: asked for by a person, followed by a worker.

The worker may die anywhere: the same is asked of the service once more (protokoll.signering.fjarr), and what comes back
is taken in once, like a file that a person uploads.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kommun import bakgrund
from kommun.fel import DomanFel
from protokoll import justeringsbrev
from protokoll.dagordningsrader import las
from protokoll.frister import justeras_senast
from protokoll.justering import till_sekreteraren
from protokoll.kallelse import adress
from protokoll.models import Protokoll, Protokollsversion, Underskriftsbegaran
from protokoll.signering import mottagning, uppladdning, vantan
from protokoll.signering.filnamn import undertecknat_namn
from protokoll.signering.fjarr import Begaran, TjanstFel, Undertecknare
from protokoll.signering.fjarr import Lage as Svarslage
from protokoll.signering.installningar import tjansten

log = logging.getLogger(__name__)
Lage, Satt = Underskriftsbegaran.Lage, Protokoll.Satt

SVARAR_INTE = "Underskriftstjänsten svarar inte som den ska. Ett nytt försök görs automatiskt."
# The first question comes soon, the later ones ever more seldom: people sign in minutes, or in days.
TATAST, GLESAST = timedelta(minutes=1), timedelta(minutes=30)


def hinder(protokoll: Protokoll, version: Protokollsversion | None) -> str | None:
    """Why the service cannot be asked, as a sentence; None when it can."""
    if mening := mottagning.hinder(protokoll, Satt.FJARR, version):
        return mening
    if utan := [u.namn for u in undertecknarna(protokoll) if not u.epost]:
        return f"{', '.join(utan)} saknar e-postadress. Lägg in den på personen i registret först."
    return None


def undertecknarna(protokoll: Protokoll) -> list[Undertecknare]:
    """Each person once, with the address that the invitation goes to; empty where there is none."""
    per_person: dict[int, list] = {}
    for rad in protokoll.underskrifterna.select_related("person__user"):
        per_person.setdefault(rad.person_id, []).append(rad)
    return [
        Undertecknare(r[0].namn, " och ".join(u.get_roll_display() for u in r), adress(r[0].person))
        for r in per_person.values()
    ]


@transaction.atomic
def starta(version: Protokollsversion, *, by) -> Underskriftsbegaran:
    """Ask the service, through a worker. Pressed twice it is one request."""
    las(version.protokoll.sammantrade_id)
    protokoll = Protokoll.objects.select_for_update(of=("self",)).get(pk=version.protokoll_id)
    if finns := vantan.oppen(version):
        return finns
    tjansten()
    if mening := hinder(protokoll, version):
        raise DomanFel(mening)
    begaran = Underskriftsbegaran.objects.create(version=version, av=by)
    folj.enqueue(begaran.pk)
    return begaran


def fraga_nu(version: Protokollsversion) -> None:
    """The secretary does not want to wait for the next question."""
    if begaran := vantan.oppen(version):
        DBTaskResult.objects.filter(
            task_path=folj.module_path, args_kwargs__args=[begaran.pk], status=TaskResultStatus.READY
        ).delete()
        folj.enqueue(begaran.pk)


# In the background


@bakgrund.arbete("Följa en begäran i underskriftstjänsten")
def folj(pk: int) -> None:
    """The next step of a request: hand it over, or ask how it goes. Comes again by itself until it is settled."""
    begaran = Underskriftsbegaran.objects.select_related("version__protokoll__sammantrade__organ", "av").get(pk=pk)
    if begaran.lage not in (Lage.NY, Lage.VANTAR):
        return
    try:
        _lamna_over(begaran) if begaran.lage == Lage.NY else _fraga(begaran)
    except DomanFel as fel:
        _anteckna(begaran, str(fel))
    except Exception:  # an adapter of the municipality's own may raise anything
        log.exception("The signing service failed for request %s", pk)
        _anteckna(begaran, SVARAR_INTE)
    begaran.refresh_from_db()
    if begaran.lage in (Lage.NY, Lage.VANTAR):
        alder = timezone.now() - begaran.skapad
        bakgrund.senare(folj, pk, om=min(max(alder / 10, TATAST), GLESAST))


def _anteckna(begaran: Underskriftsbegaran, besked: str, **falt) -> bool:
    """Whether it was still open: whoever took the protokoll back meanwhile came first."""
    oppna = Underskriftsbegaran.objects.filter(pk=begaran.pk, lage__in=(Lage.NY, Lage.VANTAR))
    return bool(oppna.update(besked=besked, fragad=timezone.now(), **falt))


def _lamna_over(begaran: Underskriftsbegaran) -> None:
    version, protokoll = begaran.version, begaran.version.protokoll
    if mening := hinder(protokoll, version):
        raise TjanstFel(mening)
    tjanst = tjansten()
    referens = tjanst.starta(
        Begaran(
            nyckel=str(begaran.nyckel),
            filnamn=undertecknat_namn(version, vad="att-underteckna"),
            pdf=bytes(version.pdf),
            rubrik=_rubriken(version),
            undertecknare=tuple(undertecknarna(protokoll)),
            senast=justeras_senast(protokoll.sammantrade.datum),
        )
    )
    if not _anteckna(begaran, "", lage=Lage.VANTAR, referens=referens):
        tjanst.avbryt(referens)


def _rubriken(version: Protokollsversion) -> str:
    mote, spann = version.protokoll.sammantrade, version.innehall.get("paragrafspann", "")
    vad = "Rättat protokoll" if version.slag == Protokollsversion.Slag.RATTELSE else "Protokoll"
    return f"{f'{vad} {spann}'.strip()}, {mote.organ.namn} {mote.dag}"


def _fraga(begaran: Underskriftsbegaran) -> None:
    svar = tjansten().fraga(begaran.referens)
    match svar.lage:
        case Svarslage.KLAR:
            _ta_in(begaran, svar.pdf)
        case Svarslage.AVBRUTEN:
            _avbruten(begaran, svar.text or "Tjänsten avbröt undertecknandet.")
        case _:
            _anteckna(begaran, svar.text)


@transaction.atomic
def _avbruten(begaran: Underskriftsbegaran, besked: str) -> None:
    if _anteckna(begaran, besked, lage=Lage.AVBRUTEN):
        _brev(begaran, "Undertecknandet är avbrutet.", besked)


@transaction.atomic
def _ta_in(begaran: Underskriftsbegaran, pdf: bytes) -> None:
    """Taken in like a file that a person uploads; one that cannot be is told of once, and then fetched anew."""
    version = begaran.version
    try:
        omgjord = uppladdning.granska(version, pdf).omgjord
        if not omgjord:
            with transaction.atomic():
                uppladdning.ta_emot(version, pdf, dag=None, satt=Satt.FJARR, by=begaran.av, today=timezone.localdate())
    except DomanFel as fel:
        _anteckna(begaran, f"Filen från tjänsten togs inte in. {fel}")
        _brev(begaran, "Filen från tjänsten togs inte in.", str(fel))
        return
    if omgjord and _anteckna(begaran, "", lage=Lage.FIL):
        uppladdning.lagg_undan(version, pdf)
        _brev(begaran, "Alla har skrivit under, men tjänsten har gjort om filen. Avgör om den ska gälla.")
    elif not omgjord and version.slag == Protokollsversion.Slag.FRYSNING:
        protokoll = Protokoll.objects.select_related("sammantrade__organ").get(pk=version.protokoll_id)
        till_sekreteraren(version, f"justerat:{protokoll.pk}", justeringsbrev.justerat(protokoll))
    elif not omgjord:
        _brev(begaran, "Rättelsen är undertecknad.")


def _brev(begaran: Underskriftsbegaran, *besked: str) -> None:
    """Once of each kind: the same trouble is met at every question."""
    nyckel = f"underskrift:{begaran.pk}:{besked[0]}"[:200]
    till_sekreteraren(begaran.version, nyckel, justeringsbrev.fran_tjansten(begaran.version.protokoll, *besked))
