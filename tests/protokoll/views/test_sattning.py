"""A long protokoll is set by a worker: the page that waits, and the freezing that goes on by itself."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from kommun.pdf import PdfFel
from protokoll import sattning
from protokoll.models import Avsnitt, Protokoll, Sattning
from tests.factories import ProtokollFactory, frysbart

pytestmark = pytest.mark.django_db


@pytest.fixture
def protokoll(paragraf, monkeypatch):
    monkeypatch.setattr(sattning, "KORT", 5)
    return frysbart(paragraf.protokoll)


@pytest.fixture
def ko(settings):
    """The queue of the product: in the database."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


@pytest.fixture
def trycks(monkeypatch):
    """What would be printed, and how often."""
    tryckta = []
    monkeypatch.setattr(sattning, "protokoll_pdf", lambda dokument: tryckta.append(dokument) or b"%PDF-satt")
    return tryckta


def arbeta():
    """What a worker does, without its own connections."""
    for uppgift in DBTaskResult.objects.ready():
        sattning.satt.func(*uppgift.args_kwargs["args"])
        uppgift.set_successful(None)


def _url(namn, protokoll, *mer):
    return reverse(f"protokoll:{namn}", args=[protokoll.pk, *mer])


def test_a_long_one_is_waited_for_and_then_shown(ko, trycks, inloggad, lasare, protokoll):
    client = inloggad(lasare)

    svar = client.get(_url("pdf", protokoll))
    vanta = svar.url
    sida = client.get(vanta)
    assert sida.status_code == 200
    assert "Inget arbete görs i bakgrunden" in sida.content.decode()
    assert 'hx-trigger="every 1s"' in sida.content.decode()
    assert not trycks, "no page waits for it"

    arbeta()
    klar = client.get(vanta, headers={"HX-Request": "true"})["HX-Redirect"]
    assert klar == f"{_url('pdf', protokoll)}?utskrift={Sattning.objects.get().pk}"
    pdf = client.get(vanta, follow=True)
    assert (pdf["Content-Type"], pdf.content) == ("application/pdf", b"%PDF-satt")
    # The same content again is there at once.
    assert client.get(_url("pdf", protokoll)).content == b"%PDF-satt"
    assert len(trycks) == 1


def test_it_is_as_it_read_when_it_was_asked_for(ko, trycks, inloggad, lasare, protokoll):
    client = inloggad(lasare)
    vanta = client.get(_url("pdf", protokoll)).url
    Avsnitt._base_manager.update(text="<p>Skrivet under tiden.</p>")

    arbeta()

    assert client.get(vanta, follow=True).content == b"%PDF-satt"
    assert "under tiden" not in repr(trycks)
    assert client.get(_url("pdf", protokoll)).url != vanta, "what reads otherwise is another"


def test_asked_for_twice_it_waits_once_and_short_ones_go_before(ko, inloggad, lasare, protokoll):
    client = inloggad(lasare)
    for _ in range(2):
        client.get(_url("pdf", protokoll))
    assert DBTaskResult.objects.count() == 1
    kort = Avsnitt.objects.get().text
    for text in (f"<p>{'ord ' * 30_000}</p>", f"{kort}<p>Till.</p>"):
        Avsnitt._base_manager.update(text=text)
        client.get(_url("pdf", protokoll))

    assert [t.priority for t in DBTaskResult.objects.ready()] == [0, 0, -8], "the long one last"
    sista = Sattning.objects.latest("bestalld")
    assert "2 andra utskrifter görs först" in client.get(_url("utskrift", protokoll, sista.pk)).content.decode()


def test_what_cannot_be_printed_is_said_and_tried_again(inloggad, lasare, protokoll, monkeypatch):
    def gar_inte(dokument):
        raise PdfFel("Ett typsnitt saknas.")

    monkeypatch.setattr(sattning, "protokoll_pdf", gar_inte)
    client = inloggad(lasare)

    svar = client.get(_url("pdf", protokoll), follow=True)
    assert "Ett typsnitt saknas." in svar.content.decode()
    monkeypatch.setattr(sattning, "IGEN", sattning.IGEN * -1)
    monkeypatch.setattr(sattning, "protokoll_pdf", lambda dokument: b"%PDF-satt")
    assert client.get(_url("pdf", protokoll)).content == b"%PDF-satt"


def test_a_page_of_another_protokoll_or_for_an_outsider_is_not_there(ko, inloggad, lasare, utomstaende, protokoll):
    inloggad(lasare).get(_url("pdf", protokoll))
    nyckel, annat = Sattning.objects.get().pk, ProtokollFactory()

    assert inloggad(lasare).get(_url("utskrift", annat, nyckel)).status_code == 404
    assert inloggad(lasare).get(_url("utskrift", protokoll, "annan")).status_code == 404
    assert inloggad(utomstaende).get(_url("utskrift", protokoll, nyckel)).status_code == 404
    assert inloggad(lasare).post(_url("utskrift", protokoll, nyckel)).status_code == 405


def test_a_long_one_is_frozen_when_it_has_been_set(ko, trycks, inloggad, sekreterare, protokoll):
    client, url = inloggad(sekreterare), _url("frys", protokoll)

    svar = client.post(url, {"satt": "godkannande"})
    assert svar.status_code == 202
    assert '<input type="hidden" name="satt" value="godkannande">' in svar.content.decode()
    assert client.post(url, {"satt": "godkannande"}, headers={"HX-Request": "true"}).status_code == 202
    assert Protokoll.objects.get(pk=protokoll.pk).lage == "utkast"

    arbeta()
    svar = client.post(url, {"satt": "godkannande"}, headers={"HX-Request": "true"})
    assert svar["HX-Redirect"] == protokoll.get_absolute_url()
    version = protokoll.versionerna.get()
    assert bytes(version.pdf) == b"%PDF-satt"
    assert len(trycks) == 1


def test_an_error_while_it_was_waited_for_is_told_on_the_whole_page(ko, inloggad, sekreterare, protokoll):
    client, url = inloggad(sekreterare), _url("frys", protokoll)
    client.post(url, {"satt": "godkannande"})
    protokoll.underskrifterna.filter(roll="justerare").delete()

    svar = client.post(url, {"satt": "godkannande"}, headers={"HX-Request": "true"})

    assert (svar.status_code, svar["HX-Retarget"]) == (422, "main")
    assert "Ingen justerare är vald" in svar.content.decode()
