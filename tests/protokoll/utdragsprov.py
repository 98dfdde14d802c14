"""An adjusted protokoll with two §§ and receivers, for the tests of utdrag and expediering."""

from datetime import date
from types import SimpleNamespace

from protokoll.frysning import frys
from protokoll.models import Mottagare, Protokoll
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    ForvaltningFactory,
    ParagrafFactory,
    PersonFactory,
    ProtokollFactory,
    SammantradeFactory,
    frysbart,
    justera,
)


def mottagare(paragraf, namn, epost="", **falt):
    falt = {"slag": "extern"} | falt
    ordning = paragraf.mottagarna.count() + 1
    return Mottagare.objects.create(paragraf=paragraf, namn=namn, epost=epost, ordning=ordning, **falt)


def protokollet(organ, *, by, lage="justerat", slag="ordinarie", antal=2):
    """§§ 7–8 of a meeting of `organ`; Ada gets both, the förvaltning § 7, and Länsstyrelsen has no address."""
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 4))
    protokoll = ProtokollFactory(sammantrade=mote, slag=slag)
    paragrafer = []
    for n in range(7, 7 + antal):
        lagrum = "25 kap. 1 § OSL" if slag == "sekretess" else ""
        p = ParagrafFactory(protokoll=protokoll, nummer=n, rubrik=f"Ärende {n}", sekretess=lagrum)
        BeslutFactory(paragraf=p)
        AvsnittFactory(paragraf=p)
        paragrafer.append(p)
    frysbart(protokoll)
    ada = PersonFactory(namn="Ada Alm", epost="ada@example.invalid")
    kontoret = ForvaltningFactory(namn="Kontoret", epost="kontoret@example.invalid")
    for p in paragrafer:
        mottagare(p, "Ada Alm", slag="person", person=ada)
    mottagare(paragrafer[0], "Kontoret", slag="forvaltning", forvaltning=kontoret)
    mottagare(paragrafer[0], "Länsstyrelsen")
    version = None
    if lage != "utkast":
        version = frys(protokoll, satt="godkannande", by=by)
    if lage == "justerat":
        justera(protokoll)
    return SimpleNamespace(
        protokoll=Protokoll.objects.select_related("sammantrade__organ").get(pk=protokoll.pk),
        paragrafer=paragrafer,
        ada=ada,
        kontoret=kontoret,
        version=version,
    )
