"""A justerare at the kitchen table: a phone, the link, the text, a remark, its answer, the button."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from protokoll import justering as akter
from protokoll.models import Invandning, Protokoll
from tests.browser import log_in, look
from tests.factories import AvsnittFactory
from tests.protokoll.justeringsprov import justeringsprov

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_reading_objecting_and_approving_on_a_phone(browser_page, live_server, municipality):
    page, prov = browser_page, justeringsprov(municipality, municipality.tjansterna.get().person.user)
    AvsnittFactory(paragraf=prov.paragrafer[0])
    version = prov.frys()
    akter.godkann(version, person=prov.orvar.person, inloggning="Lokalt konto med lösenord", by=prov.orvar)
    log_in(page, live_server, prov.sixten.username)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("protokoll:justera", args=[prov.protokoll.pk]))
    look(page, "justera", axe=True)
    page.set_viewport_size({"width": 390, "height": 844})

    page.get_by_role("button", name="Läst: § 7").click()
    expect(page.get_by_text("1 av 2 lästa")).to_be_visible()
    page.locator("#paragraf-8").get_by_text("Invändning", exact=False).first.click()
    page.locator("#paragraf-8").get_by_label("Vad stämmer inte?").fill("Lekplatsen ligger i Storebro.")
    page.get_by_role("button", name="Skicka invändningen").click()
    expect(page.get_by_text("Väntar på svar")).to_be_visible()
    expect(page.get_by_role("button", name="Jag har läst")).to_have_count(0)

    akter.svara_invandning(Invandning.objects.get(), svar="rattad", by=prov.siv)
    prov.andra("Kommunen bygger en lekplats i Storebro.", n=1)
    prov.frys(skal="Invändning mot § 8")
    page.reload()
    expect(page.get_by_text("Det här är ändrat i § 8")).to_be_visible()
    look(page, "justera-andrad", axe=True)
    page.get_by_role("button", name="Jag har läst protokollet").click()
    expect(page.get_by_text("Ditt godkännande är sparat")).to_be_visible()
    assert Protokoll.objects.get().lage == "fryst", "the chair approved the version before"
