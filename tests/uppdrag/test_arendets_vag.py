"""An ärende read through every organ, and on paper."""

import logging
from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from django.utils import timezone

from protokoll.beslutsgang import lagg_yrkande
from protokoll.models import Dnrlikhet, Reserapport
from protokoll.publicering import publicera
from tests.factories import (
    BeslutFactory,
    ExpedieringFactory,
    MaskeringFactory,
    OrganFactory,
    ParagrafFactory,
    PersonFactory,
    RedovisningFactory,
    TjanstFactory,
    UppdragFactory,
    VersionFactory,
)
from tests.pdfprov import granska_pdf
from tests.protokoll.roll import motet
from tests.uppdrag.arendefall import DNR, genom_tre_organ, paragraf_i
from uppdrag.arendets_vag import las, paragraferna, vagen_pdf
from uppdrag.arendevarden import Skede
from uppdrag.avslut import avsluta
from uppdrag.dnrlikhet import gruppen

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)


def arendet(user, dnr=DNR):
    grupp = gruppen(dnr)
    alla = list(paragraferna(user, grupp))
    return las(grupp, alla, alla, user, today=TODAY)


@pytest.fixture
def fallet(lasare):
    return genom_tre_organ()


def test_every_organ_comes_in_time_order_with_what_it_did(fallet, lasare):
    a = arendet(lasare)

    assert [(s.kortnamn, s.beteckning, s.predikat) for s in a.steg] == [
        ("KSAU", "§ 11", "lämnade förslag till kommunstyrelsen"),
        ("KS", "§ 20", "lämnade förslag till kommunfullmäktige"),
        ("KF", "§ 8", "beslutade"),
        ("KS", "", "har ärendet på dagordningen"),
    ]
    assert a.nu == "Kommunfullmäktige beslutade den 23 februari 2026. Tas sedan upp av kommunstyrelsen den 2 juni 2026."
    assert [(b.rubrik, b.html) for b in a.steg[0].besluten] == [("Förslag till kommunstyrelsen", "<p>Anta planen.</p>")]
    assert (a.rubrik, a.antal, a.oppna, a.forsenade) == ("Plan för cykelvägar", 4, 1, 0)


def test_each_paragraf_has_what_belongs_to_it(fallet, lasare):
    i_au, i_ks, i_kf, _ = arendet(lasare).steg

    assert [(b.vad, b.text) for b in i_au.berorda] == [("Föreslog", "Bygga cykelvägen.")]
    assert [(i.text, i.svar) for i in i_ks.inbjudningar] == [("Cykelfrämjandet: Cykeldag, Kalmar", "avstår")]
    [uppdrag] = i_kf.uppdragen
    assert (uppdrag.text, uppdrag.url) == ("Bygga cykelvägen.", fallet.uppdrag.get_absolute_url())
    assert [(r.slag, r.dag, r.text) for r in uppdrag.rapporter] == [("Delrapport", date(2026, 4, 2), "Marken är köpt.")]
    assert i_kf.handling.text == "justerat 27 februari 2026, anslaget 2 mars 2026"


def test_paper_does_not_say_twice_what_the_table_of_the_paragraf_says(fallet, lasare):
    BeslutFactory(
        paragraf=fallet.i_ks, ordning=200, text="<table><tr><td>Cykelfrämjandet:  Cykeldag, Kalmar</td></tr></table>"
    )

    steg = arendet(lasare).steg[1]

    assert (len(steg.inbjudningar), steg.inbjudningar_utover) == (1, ())


def test_an_inbjudan_in_no_paragraf_of_it_stands_by_itself(fallet, lasare):
    assert [i.text for i in arendet(lasare).inbjudningar] == ["Trafikverket: Trafikdag, Växjö"]


def test_nothing_written_for_a_meeting_to_come_is_a_decision(fallet, lasare):
    BeslutFactory(paragraf=fallet.kommande, text="<p>Bygg två.</p>")

    sist = arendet(lasare).steg[-1]

    assert (sist.skede, sist.besluten[0].rubrik) == (Skede.KOMMANDE, "Förslag till beslut")


def test_joined_dnr_come_on_the_same_way(fallet, lasare, sekreterare):
    annan = paragraf_i(OrganFactory(namn="Byggnadsnämnden", kortnamn="BN"), date(2026, 2, 10), 3, dnr="2026/14 KS")
    Dnrlikhet(dnr="2026/14 KS", huvud=DNR, skal="Nytt diarium").save()

    fran_ena, fran_andra = arendet(lasare), arendet(lasare, "2026/14 ks")

    assert fran_ena == fran_andra
    assert fran_ena.steg[2].url == annan.get_absolute_url()
    assert [s.dnr for s in fran_ena.steg] == ["", "", "2026/14 KS", "", ""]
    assert [(s.dnr, s.skal) for s in fran_ena.skrivet] == [("2026/14 KS", "Nytt diarium")]


def hemligt(paragraf):
    paragraf.protokoll.slag = "sekretess"
    paragraf.protokoll.save()


def test_sekretess_is_told_to_its_own_organ_alone(fallet, lasare, sekreterare):
    """Neither its § nor the uppdrag that it gave or proposed, in any § that has to do with it."""
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=fallet.au)
    uppdrag = UppdragFactory(beslut=BeslutFactory(paragraf=fallet.i_au, ordning=200), text="Kräv in vitet.")
    RedovisningFactory(uppdrag=uppdrag, paragraf=fallet.i_ks)
    hemligt(fallet.i_au)

    for_andra, for_organet = arendet(lasare), arendet(sekreterare)

    assert [s.kortnamn for s in for_andra.steg] == ["KS", "KF", "KS"]
    assert (for_andra.steg[0].berorda, for_andra.steg[1].uppdragen, for_andra.oppna) == ((), (), 0)
    assert [b.text for b in for_organet.steg[1].berorda] == ["Kräv in vitet."]
    assert for_organet.oppna == 2


def test_what_is_secret_or_masked_on_the_web_is_marked(fallet, lasare, sekreterare):
    hemligt(fallet.i_au)
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=fallet.au)
    publik = fallet.i_kf
    VersionFactory(protokoll=publik.protokoll)
    MaskeringFactory(paragraf=publik)
    publicera(publik.protokoll, skal="Det är bedömt", bedomt=True, by=sekreterare)

    a = arendet(sekreterare)

    assert [s.sekretess for s in a.steg] == [True, False, False, False]
    assert a.har_sekretess
    assert [bool(s.handling and s.handling.maskerad) for s in a.steg] == [False, False, True, False]


def test_who_got_the_decision_stands_with_its_day(fallet, lasare):
    ExpedieringFactory(paragraf=fallet.i_au, version__nummer=1, namn="Tekniska nämnden", satt="annat", utskick=None)

    [utskicket] = arendet(lasare).steg[0].utskicken

    assert utskicket.till == ("Tekniska nämnden",)


def test_what_another_paragraf_did_with_an_uppdrag_is_told(fallet, lasare, sekreterare):
    senare = paragraf_i(fallet.ks, date(2026, 4, 14), 44, rubrik="Återrapport")
    beslut = BeslutFactory(paragraf=senare)
    RedovisningFactory(uppdrag=fallet.uppdrag, paragraf=senare, rapport=fallet.rapport, utfall="godkant", beslut=beslut)
    annan = paragraf_i(fallet.ks, date(2026, 4, 28), 50, dnr="KS 2026/99")
    slut = BeslutFactory(paragraf=annan)
    avsluta(fallet.uppdrag, den=date(2026, 4, 28), avslutat_i=slut, bekraftat=True, by=sekreterare)

    i_kf, tog_upp = arendet(lasare).steg[2:4]

    assert [(b.vad, b.utfall) for b in tog_upp.berorda] == [("Tog upp", "godkänner och avslutar")]
    [uppdrag] = i_kf.uppdragen
    assert (uppdrag.lage, uppdrag.avslutat) == ("Avslutat", "KS 28 april 2026, § 50")
    assert uppdrag.avslutat_url == annan.get_absolute_url()


def test_a_reserapport_stands_where_it_was_taken_up(fallet, lasare):
    behandlad = fallet.i_ks.behandlingarna.get().inbjudan
    vem = PersonFactory(namn="Rut Resare")
    Reserapport(inbjudan=behandlad, person=vem, text="Bra.", inlamnad=timezone.now(), paragraf=fallet.i_au).save()

    assert arendet(lasare).steg[0].reserapporter == (
        "Reserapport från Cykelfrämjandet: Cykeldag, Kalmar, av Rut Resare",
    )


def test_yrkanden_and_votes_are_said_with_names(organ, lasare, sekreterare):
    pagar = motet(organ)
    p = pagar.paragraf
    vem = pagar.ledamoter[1]
    lagg_yrkande(slag="avslag", text="avslag", yrkare=[vem], paragraf=p, by=sekreterare)

    steg = next(s for s in arendet(lasare, p.dnr or DNR).steg if s.url == p.get_absolute_url())

    assert steg.skede == Skede.PAGAR
    assert steg.yrkanden[0].startswith(vem.namn)
    assert "yrkar avslag" in steg.yrkanden[0]


def text_i(data):
    """Without its spaces, which are hard to see between two typefaces."""
    with pdfplumber.open(BytesIO(data)) as dokument:
        return "".join("".join(sida.extract_text().split()) for sida in dokument.pages)


@pytest.mark.usefixtures("nytryckt")
def test_the_pdf_tells_all_of_it_and_is_archivable(fallet, lasare, caplog):
    ParagrafFactory(protokoll=fallet.i_ks.protokoll, nummer=21, dnr=DNR, rubrik="Ett annat skede av planen")
    a, adress = arendet(lasare), "https://kommun.invalid/arenden/KS%202026/14/"

    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        data = vagen_pdf(a, kommun="Provkommun", adress=adress)

    assert caplog.messages == []
    granska_pdf(data)
    text = text_i(data)
    for ord_ in (
        "Provkommun Ärendets väg Dnr KS 2026/14",
        "Arbetsutskottet § 11 lämnade förslag till kommunstyrelsen",
        "Anta planen.",
        "Ett annat skede av planen",
        "Bygga cykelvägen.",
        "Delrapport",
        "Marken är köpt.",
        "Cykelfrämjandet: Cykeldag, Kalmar – avstår",
        "Protokollet: justerat 27 februari 2026",
        "Trafikverket: Trafikdag",
        "Uttaget 4 maj 2026",
        adress,
        "sida 1 (",
    ):
        assert ord_.replace(" ", "") in text, ord_
    assert data == vagen_pdf(arendet(lasare), kommun="Provkommun", adress=adress)
