from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db

URL = reverse("uppdrag:min-dag")


def test_session_lasts_from_the_last_thing_one_did(client, lasare):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.force_login(lasare)
        for _ in range(4):
            clock.shift(timedelta(hours=11))
            assert client.get(URL).status_code == 200
        clock.shift(timedelta(hours=13))
        assert client.get(URL).status_code == 302
