"""The clock of the server is set back: what came later is still later, and nothing waits for a time that has been."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kommun import utskick
from kommun.models import Utskick
from protokoll.frysning import frys, ta_tillbaka
from protokoll.models import Beslut, Protokoll
from protokoll.skrivning import andra_text
from protokoll.versionskontroll import kontrollera
from tests.factories import frysbart

pytestmark = pytest.mark.django_db
NU = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def klockan():
    with time_machine.travel(NU, tick=False) as klockan:
        yield klockan


def test_the_chain_of_versions_goes_by_number_and_not_by_time(klockan, paragraf, sekreterare, inloggad):
    protokoll = frysbart(paragraf.protokoll)
    forsta = frys(protokoll, satt="godkannande", by=sekreterare)
    klockan.shift(timedelta(hours=-3))
    ta_tillbaka(protokoll, skal="Fel namn.", by=sekreterare)
    beslut = Beslut.objects.get(paragraf=paragraf)
    andra_text(beslut, text="<p>Nämnden avslår.</p>", version=beslut.version, by=sekreterare)
    andra = frys(protokoll, satt="godkannande", by=sekreterare)

    assert andra.skapad < forsta.skapad
    assert [u.fel for u in kontrollera(Protokoll.objects.filter(pk=protokoll.pk))] == [(), ()]
    sida = inloggad(sekreterare).get(reverse("protokoll:justera", args=[protokoll.pk])).content.decode()
    assert "Nämnden avslår." in sida


def test_who_saved_last_is_known_by_number(klockan, paragraf, sekreterare, inloggad):
    """A page that was opened before is told of what was saved after, whatever the clock says of it."""
    beslut = Beslut.objects.get(paragraf=paragraf)
    fran_borjan = beslut.version
    klockan.shift(timedelta(days=-1))
    andra_text(beslut, text="<p>Nytt.</p>", version=fran_borjan, by=sekreterare)
    klockan.shift(timedelta(days=-1))
    client = inloggad(sekreterare)

    svar = client.post(
        reverse("protokoll:beslut-andra", args=[beslut.pk]), {"text": "<p>Mitt.</p>", "version": fran_borjan}
    )

    assert svar.status_code == 422
    assert Beslut.objects.get().text == "<p>Nytt.</p>"


def test_a_mail_that_was_cut_off_does_not_wait_for_tomorrow(klockan):
    rad = Utskick.objects.create(nyckel="a", till="a@example.invalid", amne="A", text="A", paborjat=timezone.now())
    klockan.shift(timedelta(days=-1))

    assert utskick.lage(rad, nu=timezone.now()) == utskick.Lage.OSAKERT
