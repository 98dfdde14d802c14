"""From the act to the public board and down again, in a real browser and without any script on the board."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from protokoll.models import Anslag
from tests.browser import log_in, look
from tests.protokoll.anslagsprov import justerat

pytestmark = pytest.mark.browser


@pytest.mark.django_db(transaction=True)
def test_an_anslag_goes_up_is_read_by_anybody_comes_down_early_and_goes_up_again(
    browser_page, browser, live_server, sekreterare, organ
):
    today = timezone.localdate()
    protokoll = justerat(organ, mote=today - timedelta(days=3), dag=today)
    page = browser_page
    log_in(page, live_server, sekreterare.username)
    page.goto(f"{live_server.url}{protokoll.get_absolute_url()}")

    page.get_by_role("link", name="Sätt upp anslaget").first.click()
    page.get_by_role("button", name="Sätt upp anslaget").click()
    expect(page.get_by_text("Uppe på anslagstavlan")).to_be_visible()
    anslag = Anslag.objects.get()

    with browser.new_context(java_script_enabled=False) as context:
        public = context.new_page()
        public.goto(f"{live_server.url}/anslagstavla/")
        expect(public.get_by_text("Sista dag att överklaga")).to_be_visible()
        assert context.cookies() == []
    page.goto(f"{live_server.url}/anslagstavla/")
    look(page, "anslagstavla", axe=True)
    page.goto(f"{live_server.url}/tider/")
    look(page, "tider")

    page.goto(f"{live_server.url}/anslag/{anslag.pk}/ta-ned/")
    page.get_by_label("Varför tas anslaget ned i förtid?").fill("Fel protokoll")
    page.get_by_role("button", name="Ta ned i förtid").click()
    expect(page.get_by_text("Överklagandetiden har inte gått ut.")).to_be_visible()
    page.get_by_role("button", name="Sätt upp anslaget igen").click()
    expect(page.get_by_text("Uppe på anslagstavlan")).to_be_visible()
