"""Long lists, utdrag and the like are made by a worker for the one who asked."""

from datetime import timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kommun import pdf, utskrift, utskriftsko
from kommun.models import Utskriftsjobb
from kommun.pdf import PdfFel
from protokoll.sekretess import avsluta_insyn, ge_insyn, markera
from tests.factories import OrganFactory, TjanstFactory, UppdragFactory, UtskriftsjobbFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ko(settings, monkeypatch):
    """The queue of the product, and a limit that everything is over."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    monkeypatch.setattr(utskrift, "KORT", 5)


@pytest.fixture
def trycks(monkeypatch):
    tryckta = []
    monkeypatch.setattr(pdf, "satt", lambda underlag: tryckta.append(underlag) or b"%PDF-satt")
    return tryckta


@pytest.fixture
def annat_organ():
    return OrganFactory()


@pytest.fixture
def klockan():
    with time_machine.travel(timezone.now(), tick=False) as klockan:
        yield klockan


def arbeta():
    for uppgift in DBTaskResult.objects.ready():
        utskrift.gor_utskrift.func(*uppgift.args_kwargs["args"])
        uppgift.set_successful(None)


def adresser(paragraf) -> dict[str, str]:
    """Every page that gives a PDF as long as what it tells of."""
    return {
        "lista": f"{reverse('uppdrag:uppdragen-export')}?format=pdf",
        "revision": reverse("uppdrag:revision-pdf"),
        "arende": reverse("uppdrag:arende-pdf", args=[paragraf.dnr]),
        "utdrag": f"{reverse('protokoll:utdrag-pdf', args=[paragraf.protokoll_id])}?paragraf={paragraf.pk}",
        "paragraf": reverse("protokoll:paragraf-utdrag", args=[paragraf.pk]),
    }


@pytest.mark.parametrize("vilken", ["lista", "revision", "arende", "utdrag", "paragraf"])
def test_a_long_one_is_waited_for_and_then_shown(ko, trycks, inloggad, lasare, paragraf, vilken):
    UppdragFactory(beslut=paragraf.besluten.get())
    client, adress = inloggad(lasare), adresser(paragraf)[vilken]

    vanta = client.get(adress).url
    sida = client.get(vanta).content.decode()
    assert "Den öppnas här när den är klar" in sida
    assert 'hx-trigger="every 1s"' in sida
    assert "Inget arbete görs i bakgrunden" in sida
    assert not trycks, "no page waits for it"
    assert client.get(adress).url == vanta
    assert client.get(f"{vanta}fil.pdf").url == vanta
    assert DBTaskResult.objects.count() == 1

    arbeta()
    assert client.get(vanta, headers=HTMX)["HX-Redirect"] == f"{vanta}fil.pdf"
    svar = client.get(vanta, follow=True)
    assert (svar["Content-Type"], svar.content) == ("application/pdf", b"%PDF-satt")
    assert svar["Content-Disposition"].endswith('.pdf"')
    assert client.get(adress).content == b"%PDF-satt", "the same again is there at once"
    assert len(trycks) == 1


def test_what_one_may_read_is_printed_for_oneself_alone(ko, trycks, inloggad, lasare, sekreterare, paragraf):
    adress = adresser(paragraf)["arende"]
    vanta = inloggad(lasare).get(adress).url
    arbeta()

    assert inloggad(sekreterare).get(vanta).status_code == 404
    assert inloggad(sekreterare).get(f"{vanta}fil.pdf").status_code == 404
    assert inloggad(sekreterare).get(adress).url != vanta


def test_it_is_there_as_long_as_the_rights_are_the_same(inloggad, sekreterare, annat_organ, klockan):
    jobb = UtskriftsjobbFactory(av=sekreterare, pdf=b"%PDF-")
    fil, client = f"{jobb.get_absolute_url()}fil.pdf", inloggad(sekreterare)
    assert client.get(fil).status_code == 200

    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=annat_organ)
    assert client.get(fil).status_code == 404
    sekreterare.person.tjansterna.filter(organ=annat_organ).delete()
    assert client.get(fil).status_code == 200
    klockan.shift(timedelta(days=1))
    assert inloggad(sekreterare).get(fil).status_code == 404


def test_what_was_made_before_a_paragraf_was_closed_is_gone(inloggad, lasare, sekreterare, paragraf):
    jobb = UtskriftsjobbFactory(av=lasare, pdf=b"%PDF-")
    markera(paragraf, lagrum="19 kap. 3 § OSL", by=sekreterare)

    assert inloggad(lasare).get(f"{jobb.get_absolute_url()}fil.pdf").status_code == 404


def test_who_no_longer_reads_a_closed_one_loses_what_was_made(inloggad, lasare, sekreterare, paragraf):
    markera(paragraf, lagrum="19 kap. 3 § OSL", by=sekreterare)
    today = timezone.localdate()
    insyn = ge_insyn(paragraf, person=lasare.person, skal="Handlägger", fran=today, till=None, by=sekreterare)
    hans, annans = UtskriftsjobbFactory(av=lasare, pdf=b"%PDF-"), UtskriftsjobbFactory(av=sekreterare, pdf=b"%PDF-")
    avsluta_insyn(insyn, today=today, by=sekreterare)

    assert list(Utskriftsjobb.objects.all()) == [annans]
    assert inloggad(lasare).get(hans.get_absolute_url()).status_code == 404


def test_whose_role_has_ended_gets_no_more_of_it(inloggad, lasare):
    jobb = UtskriftsjobbFactory(av=lasare, pdf=b"%PDF-")
    client = inloggad(lasare)
    assert client.get(f"{jobb.get_absolute_url()}fil.pdf").status_code == 200
    lasare.person.tjansterna.all().delete()

    assert client.get(f"{jobb.get_absolute_url()}fil.pdf").status_code == 404
    assert client.post(jobb.get_absolute_url()).status_code == 405


def test_what_cannot_be_made_is_said_on_the_page_it_was_asked_for_on(ko, inloggad, lasare, paragraf, monkeypatch):
    def gar_inte(underlag):
        raise PdfFel("Ett typsnitt saknas.")

    monkeypatch.setattr(pdf, "satt", gar_inte)
    client = inloggad(lasare)
    adress = adresser(paragraf)["arende"]
    vanta = client.get(adress).url
    arbeta()

    sida = client.get(vanta).content.decode()
    assert "Ett typsnitt saknas." in sida
    assert "every 1s" not in sida
    assert f'href="{reverse("uppdrag:arende", args=[paragraf.dnr])}"' in sida
    assert "Ett typsnitt saknas." in client.get(adress, follow=True).content.decode()


def test_what_takes_its_workers_with_it_is_not_waited_for(ko, inloggad, lasare, paragraf):
    client = inloggad(lasare)
    vanta = client.get(adresser(paragraf)["arende"]).url
    DBTaskResult.objects.update(status="FAILED")

    assert utskriftsko.AVBROTS in client.get(vanta).content.decode()


def test_what_was_asked_for_comes_back_to_its_filter(ko, trycks, inloggad, lasare, paragraf):
    UppdragFactory(beslut=paragraf.besluten.get())
    inloggad(lasare).get(f"{adresser(paragraf)['lista']}&lage=oppna")

    assert QueryDict(Utskriftsjobb.objects.get().tillbaka.partition("?")[2])["lage"] == "oppna"


def test_yesterdays_are_cleared_away_by_the_next(ko, trycks, inloggad, lasare, paragraf):
    UtskriftsjobbFactory(av=lasare, bestalld=timezone.now() - timedelta(days=2))
    inloggad(lasare).get(adresser(paragraf)["arende"])

    assert Utskriftsjobb.objects.get().titel.startswith("Ärendets väg")
