"""A secretary finds the reminder that did not arrive, and hands over what nobody answers for."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from kommun import utskick
from kommun.models import Utskick
from tests.browser import log_in, look
from tests.factories import BeslutFactory, PaminnelseFactory, PersonFactory, TjanstFactory, UppdragFactory
from uppdrag.models import Uppdrag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@time_machine.travel("2026-05-04 12:00 +0200")
def test_what_went_wrong_is_mended(browser_page, live_server, municipality):
    page = browser_page
    beslut = BeslutFactory(paragraf__protokoll__sammantrade__organ=municipality)
    hanna = TjanstFactory(person__namn="Hanna Provsson", person__epost="hanna@example.invalid").person
    brev = Utskick.objects.create(
        nyckel="prov", till=hanna.epost, amne="Prov", text="Hej!", paborjat=timezone.now(), fel=utskick.NEKAD_ADRESS
    )
    PaminnelseFactory(uppdrag=UppdragFactory(beslut=beslut, ansvarig=hanna), till=hanna, utskick=brev)
    liggande = UppdragFactory(
        beslut=beslut, ansvarig=PersonFactory(), frist=date(2026, 4, 1), text="Utreda lekplatsen."
    )
    log_in(page, live_server)
    page.get_by_role("link", name="1 påminnelse har inte kommit fram").click()
    expect(page.get_by_role("heading", name="Brev som inte har kommit fram")).to_be_visible()
    look(page, "paminnelser-01-atgarda", axe=True)

    page.get_by_role("button", name="Skicka igen").click()
    expect(page.get_by_text("Brevet till Hanna Provsson skickas.")).to_be_visible()
    page.get_by_role("link", name=f"Lämna över {liggande.beteckning}").click()
    expect(page.get_by_label("Utreda lekplatsen.")).to_be_checked()
    look(page, "paminnelser-02-lamna-over")
    page.get_by_label("Ny ansvarig person").select_option("Hanna Provsson")
    page.get_by_label("Skäl").fill("Ingen svarade för det")
    page.get_by_role("button", name="Lämna över").click()
    expect(page.get_by_text("1 uppdrag är överlämnat.")).to_be_visible()
    assert Uppdrag.objects.get(pk=liggande.pk).ansvarig == hanna

    page.goto(f"{live_server.url}/uppdrag/paminnelser/?visa=kommande")
    look(page, "paminnelser-03-kommande")
    page.get_by_role("link", name="Anmäl frånvaro").click()
    expect(page.get_by_label("Vem är borta?")).to_be_visible()
    look(page, "paminnelser-04-franvaro")
