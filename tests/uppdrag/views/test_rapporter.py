from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kommun.granser import STORSTA_FIL
from kommun.loggning import UtanHemligheter
from tests.factories import AterrapportFactory, RapportbilagaFactory, SammantradeFactory, TjanstFactory
from tests.uppdrag.redovisningsfall import MOTE, rapportera, redovisning_i, uppdrag_i
from uppdrag.models import Aterrapport, Uppdrag
from uppdrag.rapportering import spara_utkast
from uppdrag.redovisning import besluta
from uppdrag.svarslank import svarslank

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("idag")]


@pytest.fixture
def idag():
    with time_machine.travel("2026-03-20 10:00+01:00"):
        yield


@pytest.fixture
def uppdrag(organ, handlaggare):
    SammantradeFactory(organ=organ, datum=MOTE, lage="planerat")
    return uppdrag_i(organ, ansvarig=handlaggare.person)


@pytest.fixture
def lank(uppdrag):
    return svarslank(uppdrag, uppdrag.ansvarig).removeprefix("http://127.0.0.1:8000")


def url(uppdrag):
    return reverse("uppdrag:svara", args=[uppdrag.pk])


def svar(akt="skicka", **annat):
    return {"akt": akt, "nyckel": str(uuid4()), "text": "Planen är klar.", "slag": "slutrapport"} | annat


def test_the_page_says_what_was_decided_and_what_is_asked(inloggad, handlaggare, uppdrag):
    page = inloggad(handlaggare).get(url(uppdrag)).content.decode()

    for text in (
        "Provnämnden vill veta hur det går med uppdraget ”Utreda frågan”, senast onsdag 1 april, inför sammanträdet ",
        "onsdag 15 april.",
        "Provnämnden ger kontoret i uppdrag att utreda frågan.",
        "§ 7",
        "Plan för uppdrag",
    ):
        assert text in page


def test_handlaggare_sends_and_gets_a_receipt(inloggad, handlaggare, uppdrag):
    client, data = inloggad(handlaggare), svar()
    for _ in range(2):
        response = client.post(url(uppdrag), data)

    rapport = Aterrapport.objects.get()
    kvitto = client.get(response["Location"]).content.decode()
    assert (rapport.av, Uppdrag.objects.get().lage) == (handlaggare.person, "aterrapporterat")
    assert "Slutrapporten lämnades till provnämnden" in kvitto
    assert "fredag 20 mars 2026 kl. 10.00" in kvitto
    assert "lägger rapporten på dagordningen till sammanträdet onsdag 15 april" in kvitto
    assert "Planen är klar." in kvitto


@pytest.mark.parametrize(
    ("andring", "falt", "sager"),
    [
        ({"text": " "}, "text", "Skriv ett svar."),
        ({"slag": ""}, "slag", "Välj om det är"),
        ({"slag": "forlangning"}, "onskad_frist", "Ange vilken dag"),
        ({"slag": "forlangning", "onskad_frist": "1 maj"}, "onskad_frist", "åååå-mm-dd"),
        ({"slag": "forlangning", "onskad_frist": "2026-04-01"}, "__all__", "efter den nuvarande fristen"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_a_draft(inloggad, handlaggare, uppdrag, andring, falt, sager):
    bilaga = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    response = inloggad(handlaggare).post(url(uppdrag), svar(**{"text": "Nästan klart."} | andring, bilagor=[bilaga]))

    assert response.status_code == 422
    assert sager in " ".join(response.context["form"].errors[falt])
    utkast = Aterrapport.objects.get()
    assert (utkast.inlamnad, [b.bilaga.namn for b in utkast.bilagorna.all()]) == (None, ["plan.pdf"])


def test_a_day_that_is_not_asked_for_stops_nobody(inloggad, handlaggare, uppdrag):
    response = inloggad(handlaggare).post(url(uppdrag), svar(onskad_frist="1 maj"))

    assert response.status_code == 302
    assert Aterrapport.objects.get().onskad_frist is None


@pytest.mark.parametrize(
    ("fil", "sager"),
    [
        (SimpleUploadedFile("virus.exe", b"MZ"), "av ett slag som inte kan bifogas"),
        (SimpleUploadedFile("sida.html", b"<p>"), "av ett slag som inte kan bifogas"),
        (SimpleUploadedFile("plan.pdf", b"<html>"), "inte den sorts fil"),
        (SimpleUploadedFile("plan.pdf", b""), "är tom"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_the_others_are_kept(inloggad, handlaggare, uppdrag, fil, sager):
    fil.seek(0)
    bra = SimpleUploadedFile("bra.pdf", b"%PDF-1.7")

    response = inloggad(handlaggare).post(url(uppdrag), svar(bilagor=[fil, bra]))

    assert sager in " ".join(response.context["form"].errors["bilagor"])
    assert [b.bilaga.namn for b in Aterrapport.objects.get(inlamnad=None).bilagorna.all()] == ["bra.pdf"]


def test_files_that_are_too_large_are_said_to_be(inloggad, handlaggare, uppdrag):
    stor = SimpleUploadedFile("stor.pdf", b"%PDF" + b"x" * STORSTA_FIL)

    response = inloggad(handlaggare).post(url(uppdrag), svar(bilagor=[stor]))

    assert response.status_code == 422
    assert "tillsammans större än 20 MB" in response.content.decode()
    assert "Planen är klar." in response.content.decode()


def test_draft_is_saved_by_the_button_and_by_itself_and_comes_back(inloggad, handlaggare, uppdrag):
    client, nyckel = inloggad(handlaggare), str(uuid4())
    assert client.post(url(uppdrag), svar("spara", nyckel=nyckel, slag="", text="Vi har")).status_code == 302
    del_ = client.post(url(uppdrag), svar("", nyckel=nyckel, text="Vi har börjat"), headers={"HX-Request": "true"})

    page = client.get(url(uppdrag)).content.decode()
    assert "Utkastet sparades kl. 10.00" in del_.content.decode()
    assert "<html" not in del_.content.decode()
    assert "Vi har börjat</textarea>" in page
    assert nyckel in page
    client.post(url(uppdrag), svar(nyckel=nyckel))
    assert Aterrapport.objects.get().inlamnad


def test_secretary_says_on_whose_behalf(inloggad, sekreterare, uppdrag):
    client = inloggad(sekreterare)
    response = client.post(url(uppdrag), svar(av=""))
    assert "Välj vem som svarar." in response.content.decode()

    client.post(url(uppdrag), svar(av=uppdrag.ansvarig_id))

    rapport = Aterrapport.objects.get()
    assert (rapport.av, rapport.history.first().history_user) == (uppdrag.ansvarig, sekreterare)


def test_what_the_organ_asked_for_is_said_until_it_is_answered(inloggad, organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)
    besluta(redovisning, utfall="komplettering", anteckning="vad det kostar", by=sekreterare)
    client = inloggad(sekreterare)

    assert "vad det kostar" in client.get(url(redovisning.uppdrag)).content.decode()
    rapportera(Uppdrag.objects.get(), "delrapport")
    assert "vad det kostar" not in client.get(url(redovisning.uppdrag)).content.decode()


def test_a_closed_one_says_so_and_takes_nothing(inloggad, handlaggare, uppdrag):
    uppdrag.lage, uppdrag.avslutat_den, uppdrag.avslutsskal = "avslutat", MOTE, "Klart"
    uppdrag.save()
    client = inloggad(handlaggare)

    assert "Uppdraget är avslutat, och det behövs ingen mer rapport." in client.get(url(uppdrag)).content.decode()
    response = client.post(url(uppdrag), svar())
    assert response.status_code == 422
    assert response.content.decode().count("Planen är klar.") == 1
    assert not Aterrapport.objects.exists()


def test_who_does_not_answer_for_it_may_not(inloggad, lasare, utomstaende, uppdrag):
    assert inloggad(lasare).get(url(uppdrag)).status_code == 403
    assert inloggad(utomstaende).get(url(uppdrag)).status_code == 404
    assert not Aterrapport.objects.exists()


# The link


def test_the_link_needs_no_login_and_leads_nowhere_else(client, uppdrag, lank):
    page = client.get(lank)

    html = page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert f"Du svarar som {uppdrag.ansvarig}" in html
    assert 'href="/uppdrag' not in html
    assert 'class="avsandare" href' not in html
    response = client.post(lank, svar())
    assert Aterrapport.objects.get().av == uppdrag.ansvarig
    assert "Tack, svaret är lämnat" in client.get(response["Location"]).content.decode()


def test_the_link_shows_the_same_to_one_who_is_logged_in(inloggad, sekreterare, lank):
    html = inloggad(sekreterare).get(lank).content.decode()

    assert 'href="/uppdrag' not in html
    assert "Min dag" not in html


def test_a_dead_link_says_where_to_turn_and_takes_nothing(client, sekreterare, uppdrag, lank):
    TjanstFactory(person=sekreterare.person, roll="handlaggare")
    uppdrag.ansvarig = TjanstFactory().person
    uppdrag.save()

    for response in (client.get(lank), client.post(lank, svar())):
        assert response.status_code == 404
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert sekreterare.email in response.content.decode()
        assert "Utreda frågan" not in response.content.decode()
    okand = client.get(reverse("uppdrag:svara-lank", args=["a.b.c"]))
    assert sekreterare.email not in okand.content.decode()
    assert "kopiera hela adressen" in okand.content.decode()
    assert not Aterrapport.objects.exists()


def test_the_link_is_guarded_against_foreign_forms(lank, db):
    assert Client(enforce_csrf_checks=True).post(lank, svar()).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, uppdrag, lank, rows, count_queries):
    for _ in range(rows):
        RapportbilagaFactory(rapport=AterrapportFactory(uppdrag=uppdrag))
    utkast = spara_utkast(uppdrag, av=uppdrag.ansvarig, nyckel=uuid4(), text="x")
    for _ in range(rows):
        RapportbilagaFactory(rapport=utkast)

    assert count_queries(client, lank) == 17


# Attachments


def test_bilaga_is_saved_never_shown(inloggad, lasare, uppdrag):
    rad = RapportbilagaFactory(rapport=AterrapportFactory(uppdrag=uppdrag))

    response = inloggad(lasare).get(reverse("uppdrag:rapport-bilaga", args=[rad.pk]))

    assert response.content == b"%PDF-1.7"
    assert response["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    assert inloggad(lasare).post(reverse("uppdrag:rapport-bilaga", args=[rad.pk])).status_code == 405


def test_bilaga_of_a_draft_is_nobodys_yet(inloggad, sekreterare, uppdrag):
    rad = RapportbilagaFactory(rapport=AterrapportFactory(uppdrag=uppdrag, inlamnad=None))

    assert inloggad(sekreterare).get(reverse("uppdrag:rapport-bilaga", args=[rad.pk])).status_code == 404


# What may not be lost


def test_text_too_long_to_hand_in_is_kept_whole_as_a_draft(inloggad, handlaggare, uppdrag):
    client, text, nyckel = inloggad(handlaggare), "å" * 50_001, str(uuid4())
    assert "maxlength" not in client.get(url(uppdrag)).content.decode().partition("<textarea")[2].partition(">")[0]

    sjalv = client.post(url(uppdrag), svar("", nyckel=nyckel, text=text), headers={"HX-Request": "true"})
    sant = client.post(url(uppdrag), svar(nyckel=nyckel, text=text))

    assert "är 50001 tecken långt och får vara högst 50000" in sant.content.decode()
    assert "Utkastet sparades" in sjalv.content.decode()
    assert "är 50001 tecken" in sjalv.content.decode()
    assert (Aterrapport.objects.get().text, Aterrapport.objects.get().inlamnad) == (text, None)


def test_what_is_written_after_going_back_is_asked_about_and_not_dropped(inloggad, handlaggare, uppdrag):
    client, data = inloggad(handlaggare), svar(slag="delrapport")
    client.post(url(uppdrag), data)

    for akt in ("spara", "skicka"):
        response = client.post(url(uppdrag), data | {"akt": akt, "text": "Ett tillägg."})
        assert "Ett svar lämnades härifrån fredag 20 mars 2026 kl. 10.00" in response.content.decode()
        assert Aterrapport.objects.get(inlamnad=None).text == "Ett tillägg."
        Aterrapport.objects.get(inlamnad=None).delete()

    client.post(url(uppdrag), data | {"text": "Ett tillägg.", "nyckel": response.context["form"]["nyckel"].value()})
    assert sorted(r.text for r in Aterrapport.objects.all()) == ["Ett tillägg.", "Planen är klar."]


def test_two_windows_do_not_write_over_each_other(inloggad, handlaggare, uppdrag):
    client, forsta, andra = inloggad(handlaggare), str(uuid4()), str(uuid4())
    client.post(url(uppdrag), svar("spara", nyckel=forsta, text="Skrivet på datorn."))

    sjalv = client.post(url(uppdrag), svar("", nyckel=andra, text="På telefonen."), headers={"HX-Request": "true"})
    assert "Utkastet är inte sparat: Du har redan ett annat utkast" in sjalv.content.decode()
    client.post(url(uppdrag), svar(nyckel=andra, text="På telefonen.", slag="delrapport"))

    assert Aterrapport.objects.get(inlamnad=None).text == "Skrivet på datorn."
    assert Aterrapport.objects.get(inlamnad__isnull=False).text == "På telefonen."


def test_sent_in_two_windows_it_is_one_report_and_another_text_is_asked_about(inloggad, handlaggare, uppdrag):
    client = inloggad(handlaggare)

    def visat_av(form):
        varden = {namn: form[namn].value() for namn in ("nyckel", "fran", "sedd")}
        return {namn: "" if varde is None else varde for namn, varde in varden.items()}

    def fonster():
        visat = visat_av(client.get(url(uppdrag)).context["form"])
        return lambda text: client.post(url(uppdrag), svar(slag="delrapport", text=text, **visat))

    forsta, andra, tredje = fonster(), fonster(), fonster()
    assert forsta("Planen är klar.").url == andra("Planen är klar.").url
    assert Aterrapport.objects.count() == 1
    fragar = tredje("Planen är klar, och pengarna finns.")
    assert "Tryck på Skicka svaret igen om även det här ska lämnas." in fragar.content.decode()
    assert Aterrapport.objects.get(inlamnad=None).text == "Planen är klar, och pengarna finns."
    visat = visat_av(fragar.context["form"])
    client.post(url(uppdrag), svar(slag="delrapport", text="Planen är klar, och pengarna finns.", **visat))
    assert [bool(r.inlamnad) for r in Aterrapport.objects.all()] == [True, True]


def test_too_many_files_do_not_keep_the_text_from_being_saved(inloggad, handlaggare, uppdrag):
    client, nyckel = inloggad(handlaggare), str(uuid4())
    filer = [SimpleUploadedFile(f"{n}.txt", b"%d" % n) for n in range(12)]
    client.post(url(uppdrag), svar("spara", nyckel=nyckel, bilagor=filer[:8]))

    response = client.post(url(uppdrag), svar(nyckel=nyckel, text="Mer text.", bilagor=filer[8:]))

    assert response.context["form"].errors == {
        "bilagor": ["En rapport får ha högst 10 bilagor. Slå ihop några av dem."]
    }
    assert Aterrapport.objects.get(inlamnad=None).text == "Mer text."


def test_a_link_that_died_meanwhile_gives_the_text_back(client, uppdrag, lank):
    uppdrag.ansvarig = TjanstFactory().person
    uppdrag.save()

    page = client.post(lank, svar(text="Skrivet i en timme.")).content.decode()

    assert "Det du skrev är inte skickat." in page
    assert "Skrivet i en timme." in page
    assert "Skrivet i en timme." not in client.post("/svara/x/", svar(text="Skrivet i en timme.")).content.decode()


@pytest.mark.parametrize("pk", ["²", "9" * 30, "-1"])
def test_a_key_that_cannot_be_one_is_no_error(inloggad, handlaggare, uppdrag, pk):
    assert inloggad(handlaggare).post(url(uppdrag), svar("spara", ta_bort=pk)).status_code == 302


def test_a_day_far_away_is_a_slip_of_the_hand(inloggad, handlaggare, uppdrag):
    response = inloggad(handlaggare).post(url(uppdrag), svar(slag="forlangning", onskad_frist="2062-05-01"))
    assert "mer än 30 år efter beslutet. Kontrollera årtalet." in response.content.decode()


def test_the_log_does_not_keep_the_link(client, uppdrag, lank, caplog):
    caplog.handler.addFilter(UtanHemligheter())
    client.post(lank, svar(text=""))
    assert "/svara/…/" in caplog.text
    assert lank not in caplog.text


def test_two_windows_on_the_same_draft_do_not_write_over_each_other(inloggad, handlaggare, uppdrag):
    client = inloggad(handlaggare)
    client.post(url(uppdrag), svar("spara", text="Grunden."))

    def fonster(text):
        form = client.get(url(uppdrag)).context["form"]
        visat = {namn: form[namn].value() for namn in ("nyckel", "fran")}
        return lambda akt="spara", text=text: client.post(url(uppdrag), svar(akt, text=text, **visat))

    datorn, telefonen = fonster("Omskrivet på datorn."), fonster("Omskrivet på telefonen.")
    assert datorn().status_code == 302
    assert datorn(text="Mer på datorn.").status_code == 302, "the same window goes on"
    fel = telefonen()

    assert "Du har redan ett annat utkast" in fel.content.decode()
    assert "Omskrivet på telefonen.</textarea>" in fel.content.decode()
    assert Aterrapport.objects.get().text == "Mer på datorn."
    assert fonster("Nytt fönster.")().status_code == 302, "begun from what is there now"
    telefonen("skicka")
    assert sorted(r.text for r in Aterrapport.objects.all()) == ["Nytt fönster.", "Omskrivet på telefonen."]


@pytest.mark.parametrize("vad", ["handed over", "left"])
def test_whoever_lost_the_right_while_writing_gets_the_text_back(inloggad, handlaggare, uppdrag, vad):
    client = inloggad(handlaggare)
    assert client.get(url(uppdrag)).status_code == 200
    if vad == "left":
        handlaggare.person.tjansterna.all().delete()
    else:
        uppdrag.ansvarig = TjanstFactory().person
        uppdrag.save()

    response = client.post(url(uppdrag), svar(text="Skrivet i en timme. <b>"))

    assert response.status_code == (404 if vad == "left" else 403)
    assert "Skrivet i en timme. &lt;b&gt;" in response.content.decode()
    assert "Det du skrev är inte skickat." in response.content.decode()
    assert client.post(url(uppdrag), svar(text="")).status_code == response.status_code
    assert not Aterrapport.objects.exists()
