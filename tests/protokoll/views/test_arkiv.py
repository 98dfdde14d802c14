"""The pages of archive packages, and the command."""

from datetime import date
from hashlib import sha256
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.utskick import ny_bilaga
from protokoll import arkivering
from protokoll.models import Arkivpaket
from tests.factories import OrganFactory
from tests.protokoll.arkiv.bygge import arkiverbart, utkastet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("idag")]

ARKIV = "/arkiv/"


@pytest.fixture
def idag():
    with time_machine.travel("2026-06-01 12:00 +0200", tick=False):
        yield


def _bestallning(organ, **annat):
    return {"organ": organ.pk, "ar": 2026, "nyckel": uuid4(), **annat}


def _url(namn, paket):
    return reverse(f"protokoll:{namn}", args=[paket.pk])


@pytest.fixture
def vantande(organ):
    """Ordered, and nobody at work on it."""
    return Arkivpaket.objects.create(organ=organ, ar=2026, alla=3, klara=1, lage="pagar")


def test_the_page_says_what_comes_along_before_one_orders(inloggad, sekreterare, organ):
    arkiverbart(organ, prov=True)
    arkiverbart(organ, datum=date(2026, 4, 1), slag="sekretess")
    utkastet(organ, datum=date(2026, 4, 8))
    sida = inloggad(sekreterare).get(ARKIV, {"organ": organ.pk, "ar": 2026}).content.decode()
    assert "2 protokoll kommer med" in sida
    assert "Protokollet från 8 april 2026</a> är inte justerat." in sida
    assert "1 av protokollen innehåller paragrafer med sekretess" in sida
    assert "provcertifikat" in sida
    assert "Gör arkivpaket ändå" in sida


def test_what_has_sekretess_is_fetched_by_who_reads_all_of_it(inloggad, sekreterare, administrator, organ):
    arkiverbart(organ, slag="sekretess")
    fil = ny_bilaga(namn="paket.zip", typ="application/zip", innehall=b"PK")
    paket = Arkivpaket.objects.create(organ=organ, ar=2026, lage="klart", bilaga=fil, alla=1, klara=1)
    assert inloggad(sekreterare).get(_url("arkivpaket-fil", paket)).status_code == 200
    client = inloggad(administrator)
    sidan = client.get(_url("arkivpaket", paket)).content.decode()
    assert "Paketet hämtas av organets sekreterare" in sidan
    assert _url("arkivpaket-fil", paket) not in sidan
    assert client.get(_url("arkivpaket-fil", paket)).status_code == 403


def test_an_order_gives_a_package_to_download(inloggad, sekreterare, organ):
    arkiverbart(organ)
    client = inloggad(sekreterare)
    svar = client.post(ARKIV, _bestallning(organ))
    paket = Arkivpaket.objects.get()
    assert svar.url == _url("arkivpaket", paket)
    sida = client.get(svar.url).content.decode()
    assert "Klart" in sida
    assert paket.bilaga.sha256 in sida
    fil = client.get(_url("arkivpaket-fil", paket))
    assert fil["Content-Disposition"] == 'attachment; filename="protokoll-pn-2026.zip"'
    assert sha256(fil.content).hexdigest() == paket.bilaga.sha256
    assert fil.content.startswith(b"PK")
    assert [r.history_change_reason for r in paket.history.all()] == [
        "Arkivpaketet blev klart",
        "Beställde arkivpaket för PN 2026",
    ]


def test_a_double_click_orders_once(inloggad, sekreterare, organ):
    arkiverbart(organ)
    data = _bestallning(organ)
    svar = {inloggad(sekreterare).post(ARKIV, data).url for _ in range(2)}
    assert len(svar) == Arkivpaket.objects.count() == 1


def test_a_year_without_anything_to_archive_orders_nothing_and_says_so(inloggad, sekreterare, organ):
    utkastet(organ)
    svar = inloggad(sekreterare).post(ARKIV, _bestallning(organ))
    assert svar.status_code == 422
    assert "inget att arkivera" in svar.content.decode()
    assert not Arkivpaket.objects.exists()


def test_a_secretary_orders_of_the_own_organ_and_the_administrator_of_all(
    inloggad, annan_sekreterare, administrator, organ
):
    arkiverbart(organ)
    assert inloggad(annan_sekreterare).post(ARKIV, _bestallning(organ)).status_code == 422
    assert inloggad(administrator).post(ARKIV, _bestallning(organ)).status_code == 302


@pytest.mark.parametrize("namn", ["arkivpaket", "arkivpaket-fil"])
def test_an_outsider_and_one_without_the_role_get_nothing(
    inloggad, utomstaende, ledamot, annan_sekreterare, vantande, namn
):
    for vem, status in ((utomstaende, 404), (ledamot, 403), (annan_sekreterare, 403)):
        assert inloggad(vem).get(_url(namn, vantande)).status_code == status


def test_the_acts_are_posts(inloggad, sekreterare, vantande):
    assert inloggad(sekreterare).get(_url("arkivpaket-igen", vantande)).status_code == 405
    assert inloggad(sekreterare).post(_url("arkivpaket", vantande)).status_code == 405


def test_what_nobody_works_on_says_that_it_was_broken_off_and_can_be_tried_again(
    inloggad, sekreterare, organ, vantande
):
    arkiverbart(organ)
    client = inloggad(sekreterare)
    sida = client.get(_url("arkivpaket", vantande)).content.decode()
    assert "Arbetet avbröts" in sida
    assert 'hx-trigger="every' not in sida
    client.post(_url("arkivpaket-igen", vantande))
    vantande.refresh_from_db()
    assert vantande.lage == "klart"


def test_while_somebody_works_on_it_the_page_asks_again_and_shows_how_far_it_is(
    inloggad, sekreterare, vantande, monkeypatch
):
    monkeypatch.setattr("kommun.bakgrund.pa_gang", lambda task: {vantande.pk})
    client = inloggad(sekreterare)
    assert "1 av 3 protokoll är klara" in client.get(_url("arkivpaket", vantande)).content.decode()
    del_ = client.get(_url("arkivpaket", vantande), headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in del_
    assert "<html" not in del_
    svar = client.post(_url("arkivpaket-igen", vantande), follow=True)
    assert "Paketet görs redan" in svar.content.decode()
    assert "Paketet är inte klart än" in client.get(_url("arkivpaket-fil", vantande), follow=True).content.decode()


def test_what_waits_says_so_when_there_is_no_worker(inloggad, sekreterare, vantande, monkeypatch):
    vantande.lage = "vantar"
    vantande.save()
    monkeypatch.setattr("kommun.bakgrund.pa_gang", lambda task: {vantande.pk})
    client = inloggad(sekreterare)
    assert "Inget arbete görs i bakgrunden just nu" in client.get(_url("arkivpaket", vantande)).content.decode()
    for _ in range(2):
        bakgrund.visa_narvaro()
    assert "Inget arbete" not in client.get(_url("arkivpaket", vantande)).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [bakgrund.NARVARO])
    assert not bakgrund.nagon_arbetar()


def test_the_page_begins_with_the_organ_that_has_something(inloggad, administrator, organ):
    OrganFactory(namn="Aktiva nämnden")
    arkiverbart(organ)
    assert "1 protokoll kommer med" in inloggad(administrator).get(ARKIV).content.decode()


def test_what_failed_says_why_and_keeps_nothing(inloggad, sekreterare, organ, vantande, monkeypatch):
    arkiverbart(organ)
    monkeypatch.setattr(arkivering, "HOGST", 10)
    inloggad(sekreterare).post(_url("arkivpaket-igen", vantande))
    vantande.refresh_from_db()
    assert (vantande.lage, vantande.bilaga) == ("fel", None)
    assert "större än 500 MB" in inloggad(sekreterare).get(_url("arkivpaket", vantande)).content.decode()


def test_a_full_disk_is_said_in_a_sentence(organ, vantande, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(arkivering, "skriv", full)
    arkivering.gor_arkivpaket.call(vantande.pk)
    vantande.refresh_from_db()
    assert (vantande.lage, vantande.fel) == ("fel", arkivering.FULL_DISK)


def test_what_is_done_is_not_done_again(organ, sekreterare, vantande):
    vantande.lage, vantande.bilaga = "klart", ny_bilaga(namn="p.zip", typ="application/zip", innehall=b"PK")
    vantande.save()
    arkivering.gor_arkivpaket.call(vantande.pk)
    assert Arkivpaket.objects.get().bilaga_id == vantande.bilaga_id
    with pytest.raises(DomanFel, match="klart"):
        arkivering.forsok_igen(vantande, by=sekreterare)


def test_the_list_costs_the_same_for_one_and_three(inloggad, sekreterare, organ, vantande, count_queries):
    client = inloggad(sekreterare)
    en = count_queries(client, ARKIV)
    for _ in range(2):
        Arkivpaket.objects.create(organ=organ, ar=2026, av=sekreterare)
    assert count_queries(client, ARKIV) == en


def test_the_command_writes_the_whole_package_or_nothing(organ, tmp_path, capsys):
    arkiverbart(organ)
    utkastet(organ, datum=date(2026, 4, 1))
    for _ in range(2):
        call_command("arkivpaket", "PN", "2026", ut=tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["protokoll-pn-2026.zip"]
    assert (tmp_path / "protokoll-pn-2026.zip").stat().st_mode & 0o777 == 0o644
    assert "Kommer inte med: Protokollet från 1 april 2026 är inte justerat." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("organ_", "ar", "katalog", "mening"),
    [
        ("XX", "2026", ".", "Organet ”XX” finns inte"),
        ("PN", "2026", "saknas", "Katalogen .* finns inte"),
        ("PN", "i år", ".", "fyra siffror, inte ”i år”"),
        ("PN", "1999", ".", "inget att arkivera"),
    ],
)
def test_the_command_says_what_is_wrong(organ, tmp_path, organ_, ar, katalog, mening):
    arkiverbart(organ)
    with pytest.raises(CommandError, match=mening):
        call_command("arkivpaket", organ_, ar, ut=tmp_path / katalog)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("funktion", "fel", "mening"),
    [
        ("os.fsync", OSError(28, "No space left on device"), "är full. Inget paket är skrivet"),
        ("tempfile.mkstemp", PermissionError(13, "Permission denied"), "går inte att skriva i"),
        ("os.replace", KeyboardInterrupt(), ""),
    ],
    ids=["full", "closed", "interrupted"],
)
def test_the_command_leaves_nothing_half_written(organ, tmp_path, monkeypatch, funktion, fel, mening):
    arkiverbart(organ)

    def bryt(*args, **kwargs):
        raise fel

    monkeypatch.setattr(funktion, bryt)
    with pytest.raises((CommandError, KeyboardInterrupt), match=mening or None):
        call_command("arkivpaket", "PN", "2026", ut=tmp_path)
    assert list(tmp_path.iterdir()) == []
