"""An ärende through three organ, as the tests of its page and its PDF tell it."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from tests.factories import (
    AnslagFactory,
    ArendeFactory,
    AterrapportFactory,
    BehandlingFactory,
    BeslutFactory,
    InbjudanFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UppdragFactory,
    justera,
)
from uppdrag.models import Uppdragsled

DNR = "KS 2026/14"


def paragraf_i(organ, dag, nummer, *, dnr=DNR, rubrik="Plan för cykelvägar", **falt):
    sammantrade = SammantradeFactory(organ=organ, datum=dag)
    return ParagrafFactory(
        protokoll=ProtokollFactory(sammantrade=sammantrade), nummer=nummer, dnr=dnr, rubrik=rubrik, **falt
    )


def genom_tre_organ():
    """AU proposes, KS proposes, KF decides and gives an uppdrag; KS has it on a dagordning to come."""
    kf = OrganFactory(namn="Kommunfullmäktige", kortnamn="KF", slag="fullmaktige")
    ks = OrganFactory(namn="Kommunstyrelsen", kortnamn="KS", slag="styrelse")
    au = OrganFactory(namn="Arbetsutskottet", kortnamn="KSAU", slag="utskott")
    i_au = paragraf_i(au, date(2026, 1, 20), 11)
    i_ks = paragraf_i(ks, date(2026, 2, 3), 20)
    i_kf = paragraf_i(kf, date(2026, 2, 23), 8)
    au_beslut = BeslutFactory(
        paragraf=i_au, rubrik="Förslag", beslutsniva="forslag", till_organ=ks, text="<p>Anta planen.</p>"
    )
    BeslutFactory(paragraf=i_ks, rubrik="Förslag", beslutsniva="forslag", till_organ=kf, text="<p>Anta den nu.</p>")
    kf_beslut = BeslutFactory(paragraf=i_kf, text="<p>Kommunfullmäktige antar planen och ger ett uppdrag.</p>")
    uppdrag = UppdragFactory(beslut=kf_beslut, givare=kf, serie=au, text="Bygga cykelvägen.", frist=date(2026, 9, 1))
    Uppdragsled(uppdrag=uppdrag, beslut=au_beslut).save()
    rapport = AterrapportFactory(
        uppdrag=uppdrag,
        slag="delrapport",
        text="Marken är köpt.",
        inlamnad=datetime(2026, 4, 2, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm")),
    )
    BehandlingFactory(paragraf=i_ks, inbjudan__inbjudan="Cykelfrämjandet: Cykeldag, Kalmar", svarstext="avstår")
    InbjudanFactory(organ=ks, inbjudan="Trafikverket: Trafikdag, Växjö", dnr="ks 2026/14")
    AnslagFactory(protokoll=justera(i_kf.protokoll, date(2026, 2, 27)), uppsatt=date(2026, 3, 2))
    kommande = ArendeFactory(
        sammantrade=SammantradeFactory(organ=ks, datum=date(2026, 6, 2), lage="planerat"),
        dnr="KS  2026/14",
        rubrik="Plan för cykelvägar",
    )
    ParagrafFactory(dnr="KS 2026/140", rubrik="Ett helt annat", protokoll__sammantrade__datum=date(2026, 3, 9))
    return SimpleNamespace(
        au=au, ks=ks, kf=kf, i_au=i_au, i_ks=i_ks, i_kf=i_kf, uppdrag=uppdrag, rapport=rapport, kommande=kommande
    )
