"""An uppdrag in Chromium, from the sentence in the decision to the § that closes it; and one that comes late."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from kommun.models import Forvaltning, User
from protokoll.dagordning import lagg_till
from protokoll.models import Paragraf, Sammantrade, StandigtArende
from protokoll.moteshallning import avsluta, oppna
from tests.browser import log_in, look
from tests.factories import (
    MandatFactory,
    OrganFactory,
    PersonFactory,
    SammantradeFactory,
    TjanstFactory,
)
from uppdrag.models import Uppdrag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GAVS, FOLJS_UPP = date(2026, 3, 2), date(2026, 5, 12)
STOPP = date(2026, 4, 28)
RUTIN = "Kommunstyrelsens arbetsutskott ger administrativa avdelningen i uppdrag att ta fram en rutin för uppdrag."
LISTA = "Kommunstyrelsens arbetsutskott uppdrar åt administrativa avdelningen att redovisa äldre uppdrag."


@pytest.fixture
def municipality(municipality, settings, live_server):
    """KSAU with a chair, two handläggare and their head, and two meetings."""
    settings.WEBBADRESS = live_server.url
    kommunstyrelsen = OrganFactory(namn="Kommunstyrelsen", kortnamn="KS", slag="styrelse")
    municipality.overordnat = kommunstyrelsen
    municipality.save()
    forvaltning = Forvaltning.objects.get()
    for namn, roll in (
        ("Hanna Handlén", "handlaggare"),
        ("Hugo Hansbo", "handlaggare"),
        ("Cesar Chefsson", "forvaltningschef"),
    ):
        person = PersonFactory(namn=namn, epost=f"{namn.split()[0].lower()}@example.invalid")
        TjanstFactory(person=person, roll=roll, forvaltning=forvaltning)
    chair = MandatFactory(person__namn="Orvar Ordberg", organ=municipality, roll="ordforande").person
    User.objects.create(username="orvar", person=chair)
    StandigtArende(
        organ=municipality,
        kod="uppfoljning",
        rubrik="Uppföljning av uppdrag",
        beslut="{organet} lägger redovisningen av uppdrag till handlingarna.",
        ordning=1,
        sist=True,
    ).save()
    for datum, stopp in ((GAVS, None), (FOLJS_UPP, STOPP)):
        SammantradeFactory(organ=municipality, datum=datum, start=time(13), stoppdag=stopp, lage="planerat")
    return municipality


class Berattelse:
    """Days go by; Siv keeps the minutes."""

    def __init__(self, page, live_server, organ, klocka):
        self.page, self.live_server, self.organ, self.klocka = page, live_server, organ, klocka
        self.siv = User.objects.get(username="siv")

    def dag(self, dag: date, timme=9):
        """A session does not last from one meeting to the next."""
        self.klocka.move_to(datetime.combine(dag, time(timme), ZoneInfo("Europe/Stockholm")))
        log_in(self.page, self.live_server)

    def till(self, namn, objekt=None, app="uppdrag"):
        self.page.goto(self.live_server.url + reverse(f"{app}:{namn}", args=[objekt.pk] if objekt else []))

    def mote(self, datum) -> Sammantrade:
        return Sammantrade.objects.get(organ=self.organ, datum=datum)

    def paragraf(self, datum, rubrik) -> Paragraf:
        return Paragraf.objects.get(sammantrade__organ=self.organ, sammantrade__datum=datum, rubrik=rubrik)

    def lank(self, till) -> str:
        """The personal link in the latest mail to somebody."""
        body = next(b.body for b in reversed(mail.outbox) if b.to == [f"{till}@example.invalid"])
        return re.search(r"http://\S+/svara/\S+", body)[0]


@pytest.fixture
def berattelse(browser_page, live_server, municipality):
    with time_machine.travel(datetime.combine(GAVS, time(12), ZoneInfo("Europe/Stockholm")), tick=True) as klocka:
        yield Berattelse(browser_page, live_server, municipality, klocka)


def test_from_the_sentence_to_the_paragraf_that_closes_it(berattelse, browser):
    b, page = berattelse, berattelse.page

    # The decision is typed, and its two tasks are found beside it
    mote = b.mote(GAVS)
    lagg_till(mote, rubrik="Rutin för uppdrag", dnr="2026/000053", by=b.siv)
    oppna(mote, by=b.siv, today=GAVS)
    b.dag(GAVS, timme=14)
    b.till("skriv", b.paragraf(GAVS, "Rutin för uppdrag"), app="protokoll")
    expect(page.locator(".ProseMirror-focused")).to_have_count(1)
    page.keyboard.type(RUTIN)
    page.keyboard.press("Enter")
    page.keyboard.type(LISTA)
    page.keyboard.press("Control+s")
    panel = page.locator("#uppdragspanel")
    logga = panel.get_by_role("link", name=re.compile("^Logga: "))
    expect(logga).to_have_count(2)
    look(page, "90-uppdrag-funna", axe=True)

    # Confirmed by the secretary: whose, and at which meeting it is reported
    for ansvarig, kvar in (("Hanna Handlén", 1), ("Hugo Hansbo", 0)):
        logga.first.click()
        page.get_by_label("Ansvarig person").first.select_option(label=ansvarig)
        page.get_by_label("Vid ett sammanträde").check()
        page.get_by_label("Sammanträde", exact=True).select_option(index=1)
        if kvar:
            look(page, "91-uppdrag-loggas")
        page.get_by_role("button", name="Logga uppdraget").click()
        page.wait_for_url("**/paragrafer/**")
        expect(logga).to_have_count(kvar)
    rutin, lista = Uppdrag.objects.order_by("nummer")
    redovisas = ("pagar", FOLJS_UPP, b.mote(FOLJS_UPP))
    assert [(u.lage, u.frist, u.rapporteras_vid) for u in (rutin, lista)] == [redovisas] * 2
    assert rutin.mening == RUTIN
    avsluta(mote, by=b.siv, slut=time(15))

    # Three weeks before the stoppdag both are asked, once
    b.dag(date(2026, 4, 7))
    mail.outbox.clear()
    call_command("skicka_paminnelser", skarpt=True, verbosity=0)
    call_command("skicka_paminnelser", skarpt=True, verbosity=0)
    assert sorted(m.to[0] for m in mail.outbox) == ["hanna@example.invalid", "hugo@example.invalid"]
    hannas, hugos = b.lank("hanna"), b.lank("hugo")

    # Hanna answers from the mail on her phone, without login; Hugo asks for more time
    telefon = browser.new_context(viewport={"width": 390, "height": 844})
    svar = telefon.new_page()
    svar.goto(hannas)
    expect(svar.get_by_text(RUTIN).first).to_be_visible()
    svar.get_by_label("Ditt svar").fill("Rutinen är antagen och används sedan den 1 april.")
    svar.get_by_label("Slutrapport").check()
    look(svar, "92-svara")
    svar.get_by_role("button", name="Skicka svaret").dblclick()
    expect(svar.get_by_role("heading", name=re.compile("Tack"))).to_be_visible()
    look(svar, "93-svarat", axe=True)
    svar.goto(hugos)
    svar.get_by_label("Ditt svar").fill("De äldsta finns i pärmar som ska läsas först.")
    svar.get_by_label("Begär förlängd tid").check()
    svar.get_by_label("Vilken dag önskar du?").fill("2026-06-01")
    svar.get_by_role("button", name="Skicka svaret").click()
    expect(svar.get_by_role("heading", name=re.compile("Tack"))).to_be_visible()
    telefon.close()
    rutin.refresh_from_db()
    assert (rutin.lage, rutin.rapporterna.count()) == ("aterrapporterat", 1)

    # The § of the next meeting writes itself
    mote = b.mote(FOLJS_UPP)
    lagg_till(mote, rubrik="Budget", by=b.siv)
    b.dag(FOLJS_UPP, timme=8)
    b.till("sammantrade", mote, app="protokoll")
    page.get_by_role("button", name="Sammanställ uppföljningen av uppdrag").click()
    expect(page.get_by_text("Begärd ny tid").first).to_be_visible()
    look(page, "94-uppfoljning", axe=True)
    oppna(mote, by=b.siv, today=FOLJS_UPP)

    # The organ closes the one and gives the other anstånd
    uppfoljning = b.paragraf(FOLJS_UPP, "Uppföljning av uppdrag")
    b.till("paragraf", uppfoljning, app="protokoll")
    ruta = page.locator(".redovisning", has_text=rutin.beteckning)
    look(page, "95-uppfoljningens-paragraf", axe=True)
    ruta.get_by_role("button", name="Godkänner och avslutar").click()
    expect(ruta.get_by_text("Godkänner och avslutar", exact=True)).to_be_visible()
    ruta = page.locator(".redovisning", has_text=lista.beteckning)
    ruta.get_by_text("Ger anstånd", exact=True).click()
    ruta.get_by_label("Till vilken dag?").fill("2026-06-01")
    ruta.get_by_role("button", name="Ge anstånd").click()
    expect(ruta.get_by_text("Ger anstånd", exact=True)).to_be_visible()
    rutin.refresh_from_db()
    lista.refresh_from_db()
    assert (rutin.lage, rutin.avslutat_i.paragraf) == ("avslutat", uppfoljning)
    assert (lista.lage, lista.frist) == ("pagar", date(2026, 6, 1))
    andring = lista.fristandringarna.get()
    assert (andring.tidigare, andring.beslut.paragraf) == (FOLJS_UPP, uppfoljning)
    text = "\n".join(d.text for d in uppfoljning.delar())
    assert "§ 1, för avslutat" in text
    assert rutin.beteckning in text
    avsluta(mote, by=b.siv, slut=time(15))
    b.till("uppdrag", rutin)
    look(page, "96-uppdrag-avslutat")

    # The late branch: past the new frist it is told, then the head of the förvaltning, and the chair sees it in red
    mail.outbox.clear()
    for dag in (date(2026, 6, 2), date(2026, 6, 8), date(2026, 7, 2)):
        b.klocka.move_to(datetime.combine(dag, time(6), ZoneInfo("Europe/Stockholm")))
        call_command("skicka_paminnelser", skarpt=True, verbosity=0)
    till = [m.to[0].partition("@")[0] for m in mail.outbox]
    assert "hugo" in till
    assert "cesar" in till
    assert "hanna" not in till
    b.klocka.move_to(datetime.combine(date(2026, 7, 2), time(9), ZoneInfo("Europe/Stockholm")))
    log_in(page, b.live_server, username="orvar")
    b.till("ordforande")
    expect(page.get_by_text("Det enda öppna uppdraget är försenat.")).to_be_visible()
    rad = page.locator("tr, li", has_text="redovisa äldre uppdrag").first
    expect(rad).to_contain_text("31 dagar")
    expect(rad).to_contain_text("Hugo Hansbo")
    look(page, "97-ordforande")
