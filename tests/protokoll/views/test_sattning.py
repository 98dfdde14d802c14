"""A long protokoll is set by a worker: the page that waits, and the freezing that goes on by itself."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from kommun import utskriftsko
from kommun.models import Loggrad
from kommun.pdf import PdfFel
from protokoll import sattning
from protokoll.models import Avsnitt, Maskering, Protokoll, Publicering, Rattelse, Sattning
from protokoll.publicering import maskera, ta_bort_maskering
from tests.factories import BeslutFactory, ProtokollFactory, VersionFactory, frysbart, justera
from tests.fel.formular import sidans_formular

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
    for uppgift in DBTaskResult.objects.ready().filter(task_path=sattning.satt.module_path):
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
    assert "2 andra utskrifter kom före" in client.get(_url("utskrift", protokoll, sista.pk)).content.decode()


def test_what_cannot_be_printed_is_said_and_tried_again(inloggad, lasare, protokoll, monkeypatch):
    def gar_inte(dokument):
        raise PdfFel("Ett typsnitt saknas.")

    monkeypatch.setattr(sattning, "protokoll_pdf", gar_inte)
    client = inloggad(lasare)

    svar = client.get(_url("pdf", protokoll), follow=True)
    assert "Ett typsnitt saknas." in svar.content.decode()
    monkeypatch.setattr(utskriftsko, "IGEN", utskriftsko.IGEN * -1)
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
    # However often the page asked, nothing was changed until it was.
    rader = Loggrad.objects.filter(objekten__0=f"protokoll:{protokoll.pk}", slag="andrade").order_by("pk")
    assert [(r.utfall, r.vad.partition(";")[0]) for r in rader] == [
        ("inget", "Väntar på utskriften"),
        ("genomfort", "Frös version 1 för justering"),
    ]


def test_an_error_while_it_was_waited_for_is_told_on_the_whole_page(ko, inloggad, sekreterare, protokoll):
    client, url = inloggad(sekreterare), _url("frys", protokoll)
    client.post(url, {"satt": "godkannande"})
    protokoll.underskrifterna.filter(roll="justerare").delete()

    svar = vagras(client, url, {"satt": "godkannande"})

    assert "Ingen justerare är vald" in svar.content.decode()


# What a page that waits sends along, and asks with.
HTMX = {"HX-Request": "true"}


def vagras(client, url, data):
    """The whole page that a page that waits gets, when what it waits for is refused."""
    svar = client.post(url, data, headers=HTMX)
    assert (svar.status_code, svar["HX-Trigger"]) == (202, "sand-hela")
    svar = client.post(url, data)
    assert svar.status_code == 422
    return svar


def falten(svar) -> dict:
    """The hidden fields of a page that waits."""
    return dict(svar.context["falten"]) | {"utskrift": svar.context["rad"].pk}


@pytest.fixture
def justerat(paragraf, monkeypatch):
    monkeypatch.setattr(sattning, "KORT", 5)
    VersionFactory(protokoll=frysbart(paragraf.protokoll))
    return justera(paragraf.protokoll)


@pytest.fixture
def rattelsen(inloggad, sekreterare, justerat):
    """A correction that has been looked at, as its button sends it; the reason over two lines."""
    client, url = inloggad(sekreterare), f"{_url('ratta', justerat)}?paragraf=0"
    data = next(f.varden for namn, f in sidans_formular(client.get(url).content, url) if namn == "protokoll:ratta")
    data = {namn: varden[0] for namn, varden in data.items()}
    data |= {"rubrik": "Ett rättat ärende", "skal": "Skrivfel\r\ni rubriken"}
    return client, url, data | {"granskad": client.post(url, data).context["form"].data["granskad"], "ratta": "1"}


def test_a_long_rattelse_is_done_when_it_has_been_set(ko, trycks, rattelsen, sekreterare, justerat):
    client, url, data = rattelsen

    svar = client.post(url, data)
    assert svar.status_code == 202
    assert falten(svar).items() >= data.items()
    assert "görs rättelsen av sig själv" in svar.content.decode()
    assert " data-vantar" in svar.content.decode(), "the browser asks before it is left"
    # A script ends the lines in another way than a form does.
    igen = falten(svar) | {"skal": "Skrivfel\ni rubriken"}
    assert client.post(url, igen, headers=HTMX).status_code == 202
    assert not Rattelse.objects.exists()
    assert DBTaskResult.objects.count() == 1

    arbeta()
    for _ in range(2):  # two pages wait for the same
        assert client.post(url, igen, headers=HTMX)["HX-Redirect"] == justerat.get_absolute_url()
    version = justerat.versionerna.get(nummer=2)
    assert (bytes(version.pdf), version.av) == (b"%PDF-satt", sekreterare)
    assert Rattelse.objects.get().efter == "Ett rättat ärende"
    assert len(trycks) == 1


def test_who_corrected_first_is_told_at_once_to_who_waits(ko, trycks, rattelsen, justerat):
    client, url, data = rattelsen
    vantar = falten(client.post(url, data))
    VersionFactory(protokoll=justerat, nummer=2, slag="rattelse")

    svar = vagras(client, url, vantar)

    assert "Protokollet har rättats medan du skrev." in svar.content.decode()
    assert "Ett rättat ärende" in svar.content.decode()
    assert not trycks


@pytest.fixture
def maskerat(organ, sekreterare, monkeypatch):
    monkeypatch.setattr(sattning, "KORT", 5)
    beslut = BeslutFactory(
        paragraf__protokoll__sammantrade__organ=organ,
        paragraf__nummer=7,
        text="<p>Anna Andersson beviljas dispens.</p>",
    )
    VersionFactory(protokoll=beslut.paragraf.protokoll)
    protokoll = justera(beslut.paragraf.protokoll)
    maskera(beslut.paragraf, slag="stycke", text="Anna Andersson", by=sekreterare)
    return protokoll


def test_a_long_web_version_is_published_when_it_has_been_set(ko, trycks, inloggad, sekreterare, maskerat):
    client, url = inloggad(sekreterare), _url("publicera", maskerat)

    svar = client.post(url, {"bedomt": "on"})
    assert svar.status_code == 202
    assert "publiceras den av sig själv" in svar.content.decode()
    assert client.post(url, falten(svar), headers=HTMX).status_code == 202
    assert not Publicering.objects.exists()

    arbeta()
    for _ in range(2):
        assert client.post(url, falten(svar), headers=HTMX)["HX-Redirect"] == url
    ute = Publicering.objects.get()
    assert (bytes(ute.bilaga.innehall), ute.av) == (b"%PDF-satt", sekreterare)
    assert "Anna" not in repr(trycks)
    assert len(trycks) == 1


@pytest.mark.parametrize("andras", ["another mask", "the mask gone"])
def test_what_is_masked_otherwise_meanwhile_is_not_published(ko, trycks, inloggad, sekreterare, maskerat, andras):
    client, url = inloggad(sekreterare), _url("publicera", maskerat)
    vantar = falten(client.post(url, {"bedomt": "on"}))
    if andras == "another mask":
        maskera(maskerat.paragraferna.get(), slag="stycke", text="dispens", by=sekreterare)
    else:
        ta_bort_maskering(Maskering.objects.get(), by=sekreterare)
    arbeta()

    svar = vagras(client, url, vantar)

    assert "Något har ändrats medan utskriften gjordes" in svar.content.decode()
    assert not Publicering.objects.exists()


def test_what_was_written_while_it_was_set_is_not_frozen_unseen(ko, trycks, inloggad, sekreterare, protokoll):
    client, url = inloggad(sekreterare), _url("frys", protokoll)
    vantar = falten(client.post(url, {"satt": "godkannande"}))
    Avsnitt._base_manager.update(text="<p>Skrivet under tiden.</p>")
    arbeta()

    svar = vagras(client, url, vantar)

    assert "Något har ändrats medan utskriften gjordes" in svar.content.decode()
    assert Protokoll.objects.get(pk=protokoll.pk).lage == "utkast"


def test_whose_right_has_ended_freezes_nothing(ko, trycks, inloggad, sekreterare, protokoll):
    client, url = inloggad(sekreterare), _url("frys", protokoll)
    vantar = falten(client.post(url, {"satt": "godkannande"}))
    arbeta()
    sekreterare.person.tjansterna.all().delete()

    assert client.post(url, vantar, headers=HTMX).status_code in (403, 404)
    assert Protokoll.objects.get(pk=protokoll.pk).lage == "utkast"


def test_what_takes_its_workers_with_it_is_not_waited_for(ko, inloggad, lasare, sekreterare, protokoll):
    client = inloggad(lasare)
    vanta = client.get(_url("pdf", protokoll)).url
    DBTaskResult.objects.update(status="FAILED")

    sida = client.get(vanta).content.decode()
    assert "Utskriften avbröts" in sida
    assert "hx-trigger" not in sida.split('id="laget"')[1].split(">")[0]
    svar = inloggad(sekreterare).get(_url("pdf", protokoll), follow=True)
    assert "Utskriften avbröts" in svar.content.decode()
    assert DBTaskResult.objects.count() == 1, "nor begun again for each who asks"
