"""The archive package in the browser: what comes along, the order, the file; and the page of the open data."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import log_in, look
from tests.protokoll.arkiv.bygge import arkiverbart, utkastet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_secretary_orders_a_package_and_fetches_it(browser_page, live_server, municipality):
    page, ar = browser_page, timezone.localdate().year
    arkiverbart(municipality, datum=timezone.localdate().replace(month=1, day=8), prov=True)
    utkastet(municipality, datum=timezone.localdate().replace(month=1, day=15))
    log_in(page, live_server)
    page.goto(f"{live_server.url}/arkiv/")
    expect(page.get_by_text("1 protokoll kommer med")).to_be_visible()
    look(page, "arkiv")
    page.get_by_role("button", name="Gör arkivpaket ändå").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Arkivpaket KSAU {ar}")
    with page.expect_download() as hamtat:
        page.get_by_role("link", name="Hämta paketet").click()
    assert hamtat.value.suggested_filename == f"protokoll-ksau-{ar}.zip"
    look(page, "arkivpaket")
    page.goto(f"{live_server.url}/api/oparl/v1/")
    look(page, "oppna-data")
