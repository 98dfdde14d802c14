import re
from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from protokoll import kallelse
from protokoll.models import Protokoll
from tests.efter import Akter
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    StandigtArendeFactory,
    UppdragFactory,
)
from tests.protokoll.kallelseprov import planerat, valj
from uppdrag.models import Uppfoljning
from uppdrag.uppfoljning import sammanstall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _idag():
    with time_machine.travel("2026-06-16 10:00+02:00"):
        yield


@pytest.fixture
def p(organ):
    standigt = StandigtArendeFactory(organ=organ, kod="uppfoljning", rubrik="Uppföljning av uppdrag")
    sammantrade = SammantradeFactory(organ=organ, datum=date(2026, 6, 16), lage="pagar")
    protokoll = ProtokollFactory(sammantrade=sammantrade)
    return ParagrafFactory(protokoll=protokoll, nummer=12, standigt=standigt, rubrik=standigt.rubrik)


@pytest.fixture
def sent(beslut):
    return UppdragFactory(beslut=beslut, frist=date(2026, 6, 1), text="Utreda samlokalisering.")


def url(namn, p):
    return reverse(f"uppdrag:{namn}", args=[p.sammantrade_id])


def test_the_page_shows_what_would_be_written_and_the_button(inloggad, sekreterare, p, sent):
    sida = inloggad(sekreterare).get(url("uppfoljning", p)).content.decode()

    for ord_ in ("Inte sammanställd", "Så kommer det att stå", "Försenade", sent.beteckning, "försenat 15 dagar"):
        assert ord_ in sida
    assert f'action="{url("sammanstall", p)}"' in sida


@pytest.mark.parametrize("ater", ["", "sammantrade", "paragraf", "skriv", "https://annan.example/"])
def test_the_button_writes_and_comes_back(inloggad, sekreterare, p, sent, ater):
    svar = inloggad(sekreterare).post(url("sammanstall", p), {"ater": ater})

    dit = {
        "sammantrade": p.sammantrade.get_absolute_url(),
        "paragraf": p.get_absolute_url(),
        "skriv": reverse("protokoll:skriv", args=[p.pk]),
    }
    assert svar["Location"] == dit.get(ater, url("uppfoljning", p))
    assert Uppfoljning.objects.get().paragraf == p


def test_who_only_reads_sees_what_was_frozen_and_no_button(inloggad, lasare, sekreterare, p, sent):
    rad = sammanstall(p, by=sekreterare)
    sent.text = "Annat."
    sent.save()

    sida = inloggad(lasare).get(url("uppfoljning", p)).content.decode()

    for ord_ in ("Så står det i paragrafen", "16 juni 2026</time> kl. 10.00", "Utreda samlokalisering."):
        assert ord_ in sida
    assert url("sammanstall", p) not in sida
    pdf = inloggad(lasare).get(reverse("uppdrag:uppfoljning-pdf", args=[rad.pk]))
    assert pdf.content == bytes(rad.bilaga.innehall)
    assert pdf["Content-Type"] == "application/pdf"


def test_what_has_changed_since_is_said(inloggad, sekreterare, p, sent, beslut):
    sammanstall(p, by=sekreterare)
    ny = UppdragFactory(beslut=beslut, frist=date(2026, 6, 2))

    sida = inloggad(sekreterare).get(url("uppfoljning", p)).content.decode()

    assert "Ändrat sedan dess" in sida
    assert f"{ny.beteckning} har kommit till: försenat." in sida
    assert "Så blir det om den sammanställs igen" in sida


def test_somebodys_own_text_is_shown_and_asked_about(inloggad, sekreterare, p, sent):
    avsnitt = AvsnittFactory(paragraf=p, typ="arendet", rubrik="Ärendet", text="<p>Mina egna ord.</p>")

    svar = inloggad(sekreterare).post(url("sammanstall", p))

    assert svar.status_code == 422
    assert "Mina egna ord." in svar.content.decode()
    avsnitt.refresh_from_db()
    assert avsnitt.text == "<p>Mina egna ord.</p>"
    inloggad(sekreterare).post(url("sammanstall", p), {"egen_text": "ersatt"})
    avsnitt.refresh_from_db()
    assert sent.beteckning in avsnitt.text


def test_outsider_gets_404_and_others_403(inloggad, utomstaende, ledamot, annan_sekreterare, p):
    assert inloggad(utomstaende).get(url("uppfoljning", p)).status_code == 404
    for vem in (ledamot, annan_sekreterare):
        assert inloggad(vem).post(url("sammanstall", p)).status_code == 403
    assert not Uppfoljning.objects.exists()


def test_what_is_justerat_says_why_and_stays(inloggad, sekreterare, p, sent):
    p.protokoll.lage, p.protokoll.justeringsdag = Protokoll.Lage.JUSTERAT, date(2026, 6, 16)
    p.protokoll.save()

    svar = inloggad(sekreterare).post(url("sammanstall", p), follow=True).content.decode()

    assert "är justerat, och det som är justerat ändras inte." in svar
    assert f'action="{url("sammanstall", p)}"' not in svar
    assert not Uppfoljning.objects.exists()


def test_without_the_paragraf_it_is_offered(inloggad, sekreterare, organ, sent):
    s = SammantradeFactory(organ=organ, datum=date(2026, 6, 16), lage="planerat")
    client = inloggad(sekreterare)
    sida = reverse("uppdrag:uppfoljning", args=[s.pk])

    nekat = client.post(reverse("uppdrag:sammanstall", args=[s.pk]), follow=True).content.decode()
    assert "har inte paragrafen Uppföljning av uppdrag" in nekat
    assert "Lägg till paragrafen" in nekat
    assert (
        "paragrafen Uppföljning av uppdrag står inte på dagordningen"
        in client.get(s.get_absolute_url()).content.decode()
    )

    lagd = client.post(reverse("uppdrag:uppfoljning-lagg-till", args=[s.pk]), follow=True)
    assert lagd.redirect_chain[-1][0] == sida
    assert s.paragraferna.get().standigt.kod == "uppfoljning"


def test_wrong_method_is_405(inloggad, sekreterare, p):
    client = inloggad(sekreterare)
    assert client.post(url("uppfoljning", p)).status_code == 405
    for akt in ("sammanstall", "uppfoljning-lagg-till"):
        assert client.get(url(akt, p)).status_code == 405


def test_the_panels_have_the_button_before_and_the_bilaga_after(inloggad, sekreterare, lasare, p, sent):
    sidor = {
        "sammantrade": p.sammantrade.get_absolute_url(),
        "paragraf": p.get_absolute_url(),
        "skriv": reverse("protokoll:skriv", args=[p.pk]),
    }
    for ater, sidan in sidor.items():
        sida = inloggad(sekreterare).get(sidan).content.decode()
        assert "1 öppet uppdrag rapporteras hit: 0 återrapporterade, 1 försenat." in sida
        assert f'name="ater" value="{ater}"' in sida
    rad = sammanstall(p, by=sekreterare)
    for sidan in sidor.values():
        sida = inloggad(sekreterare).get(sidan).content.decode()
        assert "16 juni 2026</time>: 1 försenat." in sida
        assert reverse("uppdrag:uppfoljning-pdf", args=[rad.pk]) in sida
    assert url("sammanstall", p) not in inloggad(lasare).get(sidor["paragraf"]).content.decode()


def test_query_count_is_constant(inloggad, sekreterare, p, sent, beslut, count_queries):
    client = inloggad(sekreterare)
    sammanstall(p, by=sekreterare)
    en = count_queries(client, url("uppfoljning", p))
    for n in range(3):
        UppdragFactory(beslut=BeslutFactory(paragraf=beslut.paragraf, ordning=300 + n), frist=date(2026, 6, 2))

    assert count_queries(client, url("uppfoljning", p)) == en


# those who are called


def test_those_called_get_the_bilaga_by_their_link(p, sekreterare, client, inloggad, mailoutbox):
    s = planerat(p.organ)
    valj(p.organ)
    egen = ParagrafFactory(sammantrade=s, protokoll=None, nummer=None, ordning=9, standigt=p.standigt, rubrik=p.rubrik)
    rad = sammanstall(egen, by=sekreterare)
    Akter(kallelse).kalla(sammantrade=s, by=sekreterare)
    linnea = s.de_kallade.get(person__namn="Linnea Ledin")
    adress = reverse("uppdrag:uppfoljning-kallad", args=[linnea.token])

    brev = next(b for b in mailoutbox if b.to == ["linnea@example.invalid"])
    assert f"Till sammanträdet hör också\nUppföljning av uppdrag:\n{settings.WEBBADRESS}{adress}" in brev.body
    assert adress in client.get(linnea.svarslank).content.decode()
    svar = client.get(adress)
    assert (svar.content, svar["X-Robots-Tag"]) == (bytes(rad.bilaga.innehall), "noindex, nofollow")
    assert client.get(adress.replace(linnea.token, "x" * 32)).status_code == 404
    sidan = inloggad(sekreterare).get(reverse("protokoll:kallelse", args=[s.pk])).content.decode()
    assert reverse("uppdrag:uppfoljning-pdf", args=[rad.pk]) in sidan


def test_panel_says_the_day_it_was_put_together(p, sent, sekreterare, inloggad):
    with time_machine.travel("2026-06-18 10:00+02:00"):
        sammanstall(p, by=sekreterare)

        html = inloggad(sekreterare).get(p.sammantrade.get_absolute_url()).content.decode()

    assert re.search(r"Sammanställd <time class=\"datum\" datetime=\"2026-06-18\"", html)
