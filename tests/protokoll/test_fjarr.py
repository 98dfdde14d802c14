"""A protokoll through a remote signing service on loopback: by workers, once, also when one of them is killed."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kommun.fel import DomanFel
from kommun.models import Bilaga, Utskick
from protokoll.frysning import frys, ta_tillbaka
from protokoll.models import Protokoll, Underskriftsbegaran, Undertecknande, Vantandefil
from protokoll.signering import fjarrgang, uppladdning
from tests.factories import ParagrafFactory, UnderskriftFactory, VersionFactory
from tests.parallel import die, killed
from tests.protokoll import fjarrprov
from tests.protokoll.signeringsprov import liten_pdf, med_en_sida_till, undertecknad

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)

FRYST = liten_pdf("Protokoll nämnden § 7 Taxa", "Nämnden beslutar att anta taxan.")


@pytest.fixture
def hos(monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    with fjarrprov.tjansten(monkeypatch, settings) as tjanst:
        yield tjanst


def _version(organ, by, epost="siv@kommun.example"):
    p = ParagrafFactory(nummer=7, protokoll__sammantrade__organ=organ, protokoll__sammantrade__datum=date(2026, 3, 4))
    v = VersionFactory(protokoll=p.protokoll, av=by, pdf=FRYST, skapad=datetime(2026, 3, 6, 9, tzinfo=UTC))
    UnderskriftFactory(protokoll=p.protokoll, namn="Siv Provsson", person__epost=epost)
    p.protokoll.lage, p.protokoll.justerat_genom = "fryst", "fjarr"
    p.protokoll.save()
    return v


@pytest.fixture
def version(organ, sekreterare):
    return _version(organ, sekreterare)


def arbeta():
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)


def begaran():
    return Underskriftsbegaran.objects.get()


@real
def test_the_worker_hands_it_over_asks_and_takes_in_what_they_signed(hos, version, sekreterare):
    fjarrgang.starta(version, by=sekreterare)
    assert fjarrgang.starta(version, by=sekreterare) == begaran(), "pressed twice"
    arbeta()

    assert begaran().lage == "vantar"
    assert hos.den_enda["vilka"] == [{"namn": "Siv Provsson", "epost": "siv@kommun.example"}]
    assert DBTaskResult.objects.get(status="READY").run_after > timezone.now(), "asks again by itself"
    fjarrgang.fraga_nu(version)
    arbeta()
    assert begaran().besked == "0 av 1 har skrivit under."

    hos.skriv_under()
    fjarrgang.fraga_nu(version)
    arbeta()
    protokoll = Protokoll.objects.get()
    assert (protokoll.lage, protokoll.justerat_genom) == ("justerat", "fjarr")
    assert protokoll.justeringsdag == timezone.localdate()
    undertecknande = Undertecknande.objects.get()
    assert (undertecknande.satt, undertecknande.av) == ("fjarr", sekreterare)
    assert bytes(undertecknande.bilaga.innehall).startswith(FRYST)
    assert begaran().lage == "klar"
    assert not DBTaskResult.objects.filter(status="READY").exists()
    assert "har skrivit under" in Utskick.objects.get(nyckel=f"justerat:{protokoll.pk}").text


@real
def test_while_the_service_is_down_it_is_said_and_tried_again(hos, version, sekreterare, monkeypatch):
    adress = fjarrprov.os.environ[fjarrprov.ADRESS]
    monkeypatch.setenv(fjarrprov.ADRESS, "http://127.0.0.1:1")
    fjarrgang.starta(version, by=sekreterare)
    arbeta()
    assert (begaran().lage, begaran().besked) == ("ny", "Provtjänsten svarar inte. Ett nytt försök görs automatiskt.")
    assert DBTaskResult.objects.filter(status="READY").count() == 1

    monkeypatch.setenv(fjarrprov.ADRESS, adress)
    fjarrgang.fraga_nu(version)
    arbeta()
    assert (begaran().lage, begaran().besked) == ("vantar", "")
    assert hos.den_enda["rubrik"].startswith("Protokoll")


@real
def test_worker_killed_when_the_service_had_it_and_when_the_file_came(hos, version, sekreterare):
    """Real processes, really killed: asked once, taken in once."""
    fjarrgang.starta(version, by=sekreterare)

    def hand_over():
        starta = fjarrprov.Provtjanst.starta
        fjarrprov.Provtjanst.starta = lambda tjanst, b: die(starta(tjanst, b))
        fjarrgang.folj.func(begaran().pk)

    killed(hand_over)
    assert (begaran().lage, len(hos.begarandena)) == ("ny", 1)
    arbeta()
    assert begaran().referens == hos.den_enda["nyckel"]

    hos.skriv_under()

    def take_in():
        post_save.connect(die, sender=Bilaga, weak=False)
        fjarrgang.folj.func(begaran().pk)

    killed(take_in)
    assert not Bilaga.objects.exists()
    assert Protokoll.objects.get().lage == "fryst"
    fjarrgang.folj.func(begaran().pk)
    assert Protokoll.objects.get().lage == "justerat"
    assert Undertecknande.objects.count() == Bilaga.objects.count() == 1


def test_file_that_the_service_built_anew_waits_for_a_choice(hos, version, sekreterare):
    fjarrgang.starta(version, by=sekreterare)
    fjarrgang.folj.func(begaran().pk)
    hos.skriv_under(lambda pdf: med_en_sida_till(pdf, "Signaturblad"))
    fjarrgang.folj.func(begaran().pk)

    assert begaran().lage == "fil"
    assert Protokoll.objects.get().lage == "fryst"
    assert "gjort om filen" in Utskick.objects.get(nyckel__startswith="underskrift:").text
    bilaga = Vantandefil.objects.get().bilaga
    uppladdning.ta_emot(
        version,
        bytes(bilaga.innehall),
        dag=None,
        skal="Tjänsten lägger till ett blad",
        bilaga=bilaga,
        satt="fjarr",
        by=sekreterare,
        today=timezone.localdate(),
    )
    assert begaran().lage == "klar"
    assert Undertecknande.objects.get().bilaga == bilaga
    assert not Vantandefil.objects.exists()


def test_what_is_wrong_with_the_file_is_said_once_and_nothing_is_taken_in(hos, version, sekreterare):
    fjarrgang.starta(version, by=sekreterare)
    fjarrgang.folj.func(begaran().pk)
    hos.skriv_under(lambda pdf: liten_pdf("Detaljplan för Rosendal"))
    for _ in range(2):
        fjarrgang.folj.func(begaran().pk)

    assert begaran().lage == "vantar"
    assert "togs inte in. Filen är inte det här protokollet" in begaran().besked
    assert Utskick.objects.filter(nyckel__startswith="underskrift:").count() == 1
    assert not Bilaga.objects.exists()


def test_taken_back_the_service_is_told_and_a_late_file_is_not_taken_in(hos, version, sekreterare):
    fjarrgang.starta(version, by=sekreterare)
    fjarrgang.folj.func(begaran().pk)
    hos.skriv_under()
    ta_tillbaka(version.protokoll, skal="Fel i § 7", by=sekreterare)

    assert (begaran().lage, begaran().besked) == ("avbruten", "Protokollet togs tillbaka.")
    fjarrgang.folj.func(begaran().pk)
    uppgift = DBTaskResult.objects.get(task_path__endswith="sag_av")
    uppgift.task.func(*uppgift.args_kwargs["args"])
    assert hos.avbrutna == [hos.den_enda["nyckel"]]
    assert Protokoll.objects.get().lage == "utkast"
    assert not Undertecknande.objects.exists()


def test_file_uploaded_by_hand_closes_the_request(hos, version, sekreterare):
    fjarrgang.starta(version, by=sekreterare)
    uppladdning.ta_emot(version, undertecknad(FRYST), dag=None, by=sekreterare, today=timezone.localdate())

    assert (begaran().lage, Protokoll.objects.get().justerat_genom) == ("avbruten", "uppladdat")


def test_the_page_says_who_will_be_asked_and_where_it_is(hos, version, inloggad, sekreterare):
    protokoll = version.protokoll
    url = reverse("protokoll:underteckna-tjansten", args=[protokoll.pk])
    client = inloggad(sekreterare)
    assert f'href="{url}"' in client.get(protokoll.get_absolute_url()).content.decode()
    page = client.get(url).content.decode()
    assert "Provtjänsten" in page
    assert "siv@kommun.example" in page

    page = client.post(url, follow=True).content.decode()
    assert "Lämnas över till tjänsten" in page
    assert "Fråga tjänsten nu" in page
    fjarrgang.folj.func(begaran().pk)
    client.post(reverse("protokoll:underteckna-fraga", args=[protokoll.pk]))
    fjarrgang.folj.func(begaran().pk)
    assert "0 av 1 har skrivit under." in client.get(protokoll.get_absolute_url()).content.decode()
    page = client.post(reverse("protokoll:underteckna-avbryt", args=[protokoll.pk]), follow=True).content.decode()
    assert "Undertecknandet i tjänsten är avbrutet" in page
    assert "Underteckna i tjänsten" in page


def test_without_an_address_nobody_can_be_asked(hos, organ, sekreterare):
    with pytest.raises(DomanFel, match="Siv Provsson saknar e-postadress"):
        fjarrgang.starta(_version(organ, sekreterare, epost=""), by=sekreterare)
    assert not Underskriftsbegaran.objects.exists()


def test_without_a_service_the_choice_is_not_there(version, organ, inloggad, sekreterare):
    utkast = ParagrafFactory(nummer=8, protokoll__sammantrade__organ=organ).protokoll
    client, protokoll = inloggad(sekreterare), version.protokoll
    assert "Underteckna i tjänsten" not in client.get(protokoll.get_absolute_url()).content.decode()
    page = client.get(reverse("protokoll:underteckna-tjansten", args=[protokoll.pk]), follow=True).content.decode()
    assert "Ingen underskriftstjänst är inställd" in page
    assert 'value="fjarr"' not in client.get(reverse("protokoll:frys", args=[utkast.pk])).content.decode()
    with pytest.raises(DomanFel, match="Ingen underskriftstjänst"):
        frys(utkast, satt="fjarr", by=sekreterare)
