"""A justerat and signed protokoll with everything an archive package tells of."""

from datetime import date

from django.utils import timezone

from kommun.utskick import ny_bilaga
from protokoll.frysning import frys
from protokoll.models import Godkannande, Protokoll, Undertecknande
from tests.factories import (
    AnslagFactory,
    AvsnittFactory,
    BeslutFactory,
    KallelseFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UnderskriftFactory,
    justera,
)


def utkastet(organ, *, datum=date(2026, 3, 4), dnr="KS 2026/14", **annat) -> Protokoll:
    """Two §§, one of them without dnr, and two to sign."""
    protokoll = ProtokollFactory(sammantrade=SammantradeFactory(organ=organ, datum=datum), **annat)
    nummer = datum.toordinal() % 1000
    ett = ParagrafFactory(
        protokoll=protokoll, nummer=nummer, rubrik="Taxa för & om <torg>", dnr=dnr, klassificering="106"
    )
    BeslutFactory(paragraf=ett)
    AvsnittFactory(paragraf=ett)
    ParagrafFactory(protokoll=protokoll, nummer=nummer + 1, rubrik="Val av justerare", dnr="")
    UnderskriftFactory(protokoll=protokoll, roll="ordforande", namn="Siv Provsson", ordning=1)
    UnderskriftFactory(protokoll=protokoll, roll="justerare", namn="Bo Provsson", ordning=2)
    KallelseFactory(sammantrade=protokoll.sammantrade)
    return protokoll


def frusen(organ, by, **annat) -> Protokoll:
    protokoll = utkastet(organ, **annat)
    frys(protokoll, satt="godkannande", by=by)
    return protokoll


def undertecknad(protokoll: Protokoll, *, prov=False) -> Protokoll:
    """Approved, sealed, justerat and announced. The seal is bytes after the frozen ones: it is not read here."""
    version = protokoll.versionerna.get()
    for rad in protokoll.underskrifterna.all():
        Godkannande.objects.create(
            version=version, person=rad.person, roll=rad.roll, namn=rad.namn, tid=timezone.now(),
            inloggning="Lokalt konto", sha256=version.sha256,
        )  # fmt: skip
    bilaga = ny_bilaga(namn="protokoll.pdf", typ="application/pdf", innehall=bytes(version.pdf) + b"\n% stampel")
    Undertecknande.objects.create(version=version, satt="godkannande", bilaga=bilaga, prov=prov, tid=timezone.now())
    justera(protokoll)
    AnslagFactory(protokoll=protokoll)
    return protokoll


def arkiverbart(organ, by, **annat) -> Protokoll:
    return undertecknad(frusen(organ, by, **annat))
