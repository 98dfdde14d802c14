"""Ärendets väg for the public: what is published, and nothing else."""

from datetime import date

import pytest
from django.urls import reverse

from kommun.offentligt import hel_adress
from protokoll.models import Dnrlikhet
from protokoll.publicering import avpublicera, maskera, publicera
from tests.factories import BeslutFactory, OrganFactory, VersionFactory, justera
from tests.uppdrag.arendefall import paragraf_i

pytestmark = pytest.mark.django_db
DNR = "KS 2026/14"


def sidan(dnr=DNR):
    return reverse("uppdrag:offentligt-arende", args=[dnr])


@pytest.fixture
def las_ut(sekreterare):
    """Put a § on the web, with what is to be masked in it."""

    def ut(organ, dag, nummer, *, dnr=DNR, text="<p>Planen antas.</p>", mask=None, **falt):
        p = paragraf_i(organ, dag, nummer, dnr=dnr, **falt)
        BeslutFactory(paragraf=p, text=text)
        justera(p.protokoll)
        VersionFactory(protokoll=p.protokoll)
        if mask:
            maskera(p, by=sekreterare, skal="Personuppgift", **mask)
        publicera(p.protokoll, skal="Det är bedömt", bedomt=True, by=sekreterare)
        return p

    return ut


@pytest.fixture
def publicerat(organ, las_ut):
    ks = OrganFactory(namn="Kommunstyrelsen", kortnamn="KS")
    utkast = paragraf_i(ks, date(2026, 3, 3), 30, rubrik="Hemlig plan")
    BeslutFactory(paragraf=utkast, text="<p>Ett utkast.</p>")
    return las_ut(organ, date(2026, 1, 20), 11), las_ut(ks, date(2026, 2, 3), 20, text="<p>Planen antas nu.</p>")


def test_everybody_reads_what_is_published_in_time_order(publicerat, client):
    svar = client.get(sidan())
    text = svar.content.decode()

    assert [s.paragraf.nummer for s in svar.context["pa"].stegen] == [11, 20]
    assert "Planen antas nu." in text
    for p in publicerat:
        assert reverse("protokoll:offentlig-paragraf", args=[p.protokoll_id, p.nummer]) in text
    for hemligt in ("Hemlig plan", "Ett utkast", "§ 30"):
        assert hemligt not in text
    assert not svar.cookies
    assert f'rel="canonical" href="{hel_adress(sidan())}"' in text


def test_the_page_of_a_paragraf_leads_to_it(publicerat, client):
    p = publicerat[0]

    text = client.get(reverse("protokoll:offentlig-paragraf", args=[p.protokoll_id, p.nummer])).content.decode()

    assert f'href="{sidan()}"' in text


def test_written_otherwise_it_leads_to_the_one_that_is_printed(publicerat, client):
    svar = client.get("/protokoll-pa-webben/arende/ks%202026/14/")

    assert (svar.status_code, svar["Location"]) == (302, sidan())


@pytest.mark.parametrize("dnr", ["KS 2026/99", "2026/14 KS"])
def test_what_no_published_paragraf_bears_is_404(dnr, publicerat, client):
    # Joined, and borne by a draft alone.
    paragraf_i(OrganFactory(), date(2026, 3, 4), 31, dnr="2026/14 KS")
    Dnrlikhet(dnr="2026/14 KS", huvud=DNR).save()

    assert client.get(sidan(dnr)).status_code == 404


def test_joined_and_published_ones_come_together(publicerat, las_ut, organ, client):
    las_ut(organ, date(2026, 2, 20), 40, dnr="2026/14 KS", text="<p>En sak till.</p>")
    Dnrlikhet(dnr="2026/14 KS", huvud=DNR).save()

    for dnr in (DNR, "2026/14 KS"):
        assert "En sak till." in client.get(sidan(dnr)).content.decode()


def test_a_masked_dnr_neither_finds_nor_shows_its_paragraf(organ, las_ut, client):
    p = las_ut(organ, date(2026, 1, 20), 11, mask={"slag": "stycke", "text": DNR})

    assert client.get(sidan()).status_code == 404
    text = client.get(reverse("protokoll:offentlig-paragraf", args=[p.protokoll_id, 11])).content.decode()
    assert DNR not in text


def test_a_withheld_paragraf_shows_the_sentence_in_its_place(publicerat, organ, las_ut, client):
    las_ut(organ, date(2026, 2, 20), 40, text="<p>Om Ove Enskild.</p>", mask={"slag": "paragraf"})

    text = client.get(sidan()).content.decode()

    assert "Ove Enskild" not in text
    assert "Paragrafen visas inte på webben" in text


def test_it_is_called_by_the_latest_heading_that_is_shown(publicerat, organ, las_ut, client):
    las_ut(organ, date(2026, 2, 20), 40, rubrik="Plan för Ove Enskild", mask={"slag": "rubrik"})

    pa = client.get(sidan()).context["pa"]

    assert (len(pa.stegen), pa.rubrik) == (3, "Plan för cykelvägar")


def test_a_long_series_says_that_there_is_more(publicerat, client, monkeypatch):
    for modul in ("arende_pa_webben", "views.arende_pa_webben"):
        monkeypatch.setattr(f"uppdrag.{modul}.MEST", 1)

    svar = client.get(sidan())

    assert [s.paragraf.nummer for s in svar.context["pa"].stegen] == [20]
    assert "de 1 senaste paragraferna" in svar.content.decode()


def test_what_was_taken_away_is_gone(publicerat, client, sekreterare):
    avpublicera(publicerat[1].protokoll, skal="Fel", by=sekreterare)

    assert "Planen antas nu." not in client.get(sidan()).content.decode()


def test_costs_the_same_for_one_and_for_three(organ, las_ut, client, count_queries):
    las_ut(organ, date(2026, 1, 20), 1, dnr="A 1")
    for n in range(2, 5):
        las_ut(organ, date(2026, 2, n), n, dnr="A 3")

    assert count_queries(client, sidan("A 1")) == count_queries(client, sidan("A 3"))


def test_only_reading(publicerat, client):
    assert client.post(sidan()).status_code == 405
