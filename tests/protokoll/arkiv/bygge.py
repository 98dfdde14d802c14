"""A justerat and signed protokoll with everything an archive package tells of, none of it printed."""

from datetime import UTC, date, datetime

from kommun.utskick import ny_bilaga
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
    VersionFactory,
    justera,
)

FRYST = datetime(2026, 3, 9, 8, tzinfo=UTC)
GODKANT = datetime(2026, 3, 10, 9, tzinfo=UTC)


def utkastet(organ, *, datum=date(2026, 3, 4), dnr="KS 2026/14", **annat) -> Protokoll:
    """Two §§, one of them without dnr, and two to sign."""
    protokoll = ProtokollFactory(sammantrade=SammantradeFactory(organ=organ, datum=datum), **annat)
    n = datum.timetuple().tm_yday * 10
    ett = ParagrafFactory(protokoll=protokoll, nummer=n, rubrik="Taxa för & om <torg>", dnr=dnr, klassificering="106")
    BeslutFactory(paragraf=ett)
    AvsnittFactory(paragraf=ett)
    ParagrafFactory(protokoll=protokoll, nummer=n + 1, rubrik="Val av justerare", dnr="")
    UnderskriftFactory(protokoll=protokoll, roll="ordforande", namn="Siv Provsson", ordning=1)
    UnderskriftFactory(protokoll=protokoll, roll="justerare", namn="Bo Provsson", ordning=2)
    KallelseFactory(sammantrade=protokoll.sammantrade)
    return protokoll


def arkiverbart(organ, *, prov=False, anslag=False, **annat) -> Protokoll:
    """Frozen, approved, sealed and justerat; announced where that is asked for, since its bevis is printed. The seal
    is a few bytes: signatures are not read here."""
    protokoll = utkastet(organ, **annat)
    version = VersionFactory(protokoll=protokoll, skapad=FRYST)
    for rad in protokoll.underskrifterna.all():
        Godkannande.objects.create(
            version=version, person=rad.person, roll=rad.roll, namn=rad.namn, tid=GODKANT,
            inloggning="Lokalt konto", sha256=version.sha256,
        )  # fmt: skip
    bilaga = ny_bilaga(namn="protokoll.pdf", typ="application/pdf", innehall=bytes(version.pdf) + b"% stampel")
    Undertecknande.objects.create(version=version, satt="godkannande", bilaga=bilaga, prov=prov, tid=GODKANT)
    justera(protokoll)
    if anslag:
        AnslagFactory(protokoll=protokoll)
    return protokoll
