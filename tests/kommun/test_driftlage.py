"""The administrator's page of how it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kommun.models import Utskick
from kommun.utskick import NEKAD_ADRESS

pytestmark = pytest.mark.django_db
SIDA = reverse("kommun:driftlage")


def brev(till="ada@exempel.se", **delar):
    nytt = Utskick.objects.create(nyckel=f"n{Utskick.objects.count()}", till=till, amne="Hemligt ämne", text="T")
    Utskick.objects.filter(pk=nytt.pk).update(**delar)
    return nytt


@pytest.fixture
def nekat(db):
    return brev(paborjat=timezone.now() - timedelta(hours=1), fel=NEKAD_ADRESS)


def misslyckat():
    tom = {"args": [], "kwargs": {}}
    return DBTaskResult.objects.create(
        status="FAILED", task_path="protokoll.arkivering.gor_arkivpaket", args_kwargs=tom, backend_name="default",
        finished_at=timezone.now(), traceback="hemlig rad",
    )  # fmt: skip


def test_page_tells_how_it_is_and_not_what_the_mail_says(inloggad, administrator, nekat):
    brev("bo@exempel.se", skickat=timezone.now())
    arbete = misslyckat()

    html = inloggad(administrator).get(SIDA).content.decode()

    assert "Databasen svarar och är av den här versionen." in html
    assert "Ingen arbetare är igång" in html
    assert "ada@exempel.se" in html
    assert NEKAD_ADRESS in html
    assert "bo@exempel.se" not in html
    assert f"arbete-{str(arbete.pk)[:8]}<" in html
    assert "emlig" not in html


def test_empty_page_says_that_all_has_gone_out(inloggad, administrator):
    assert "Alla brev har gått ut" in inloggad(administrator).get(SIDA).content.decode()


def test_mail_that_was_refused_is_sent_again(
    inloggad, administrator, nekat, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        svar = inloggad(administrator).post(reverse("kommun:brev-igen", args=[nekat.pk]), follow=True)

    assert "Brevet till ada@exempel.se skickas igen." in svar.content.decode()
    assert [b.to for b in mailoutbox] == [["ada@exempel.se"]]


def test_mail_that_is_being_sent_is_left_alone(inloggad, administrator, mailoutbox):
    pagar = brev(paborjat=timezone.now())

    svar = inloggad(administrator).post(reverse("kommun:brev-igen", args=[pagar.pk]), follow=True)

    assert "skickas just nu" in svar.content.decode()
    assert mailoutbox == []


def test_who_may(client, inloggad, administrator, sekreterare, utomstaende, nekat):
    igen = reverse("kommun:brev-igen", args=[nekat.pk])
    for user in (sekreterare, utomstaende):
        assert inloggad(user).get(SIDA).status_code == 403
        assert inloggad(user).post(igen).status_code == 404
    sant = brev(skickat=timezone.now())
    assert inloggad(administrator).post(reverse("kommun:brev-igen", args=[sant.pk])).status_code == 404
    assert inloggad(administrator).get(igen).status_code == 405
    assert inloggad(administrator).post(SIDA).status_code == 405


def test_as_many_queries_whatever_there_is(inloggad, administrator, count_queries):
    client = inloggad(administrator)
    brev(), misslyckat()
    med_en = count_queries(client, SIDA)
    for n in range(2):
        brev(f"n{n}@exempel.se"), misslyckat()

    assert count_queries(client, SIDA) == med_en
