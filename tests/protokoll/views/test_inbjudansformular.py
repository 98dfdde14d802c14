from datetime import date, time
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from protokoll import tillagg
from protokoll.models import Inbjudan, Inbjudansbilaga
from tests.factories import BehandlingFactory, InbjudanFactory, InbjudansbilagaFactory, OrganFactory, TjanstFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("idag")]
NY = reverse("protokoll:inbjudan-ny")


@pytest.fixture
def idag():
    with time_machine.travel("2026-02-10 10:00", tick=False):
        yield


@pytest.fixture
def ifyllt(organ):
    return {
        "organ": organ.pk,
        "arrangor": "SKR",
        "titel": "Budgetdagen 2026",
        "borjar": "2026-05-27",
        "borjar_tid": "09:00",
        "slutar_tid": "16:00",
        "platser": "Stockholm\nm fl orter\n",
        "pa_natet": "on",
        "sista_anmalan": "2026-05-10",
        "kostnad": "2 900 kr",
        "ankom": "2026-02-09",
        "nyckel": str(uuid4()),
    }


def _pdf(namn="brevet.pdf"):
    return SimpleUploadedFile(namn, b"%PDF-1.7 brev")


def _andra(inbjudan):
    return reverse("protokoll:inbjudan-andra", args=[inbjudan.pk])


def test_registered_invitation_is_printed_as_the_seed_prints_it(inloggad, sekreterare, ifyllt):
    svar = inloggad(sekreterare).post(NY, ifyllt | {"filer": [_pdf()]})

    inbjudan = Inbjudan.objects.get()
    assert svar["Location"] == inbjudan.get_absolute_url()
    assert inbjudan.inbjudan == "SKR: Budgetdagen 2026, 27 maj, Stockholm, m fl orter (också som webbsändning)"
    assert (inbjudan.borjar_tid, inbjudan.platser) == (time(9), ["Stockholm", "m fl orter"])
    assert inbjudan.av == sekreterare
    assert [b.bilaga.namn for b in inbjudan.bilagorna.all()] == ["brevet.pdf"]


def test_same_form_sent_twice_registers_once(inloggad, sekreterare, ifyllt):
    client = inloggad(sekreterare)
    client.post(NY, ifyllt)
    client.post(NY, ifyllt | {"anda": "1"})

    assert Inbjudan.objects.count() == 1


def test_one_like_it_is_pointed_out_and_may_still_be_another(inloggad, sekreterare, ifyllt):
    client = inloggad(sekreterare)
    client.post(NY, ifyllt)
    en_till = ifyllt | {"nyckel": str(uuid4()), "titel": "budgetdagen 2026"}

    svar = client.post(NY, en_till)

    assert svar.status_code == 422
    assert "Det finns redan en sådan inbjudan" in svar.content.decode()
    client.post(NY, en_till | {"anda": "1"})
    assert Inbjudan.objects.count() == 2


@pytest.mark.parametrize(
    ("andrat", "falt"),
    [
        ({"titel": ""}, "titel"),
        ({"organ": ""}, "organ"),
        ({"slutar": "2026-05-26"}, "slutar"),
        ({"slutar_tid": "08:00"}, "slutar_tid"),
        ({"borjar": "", "sista_anmalan": ""}, "borjar"),
        ({"sista_anmalan": "2027-05-10"}, "sista_anmalan"),
        ({"lank": "javascript:alert(1)"}, "lank"),
        ({"platser": "x" * 151}, "platser"),
        ({"borjar": "i maj"}, "borjar"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(inloggad, sekreterare, ifyllt, andrat, falt):
    svar = inloggad(sekreterare).post(NY, ifyllt | andrat)

    assert svar.status_code == 422
    assert falt in svar.context["form"].errors
    assert not Inbjudan.objects.exists()


def test_file_of_a_wrong_kind_is_refused(inloggad, sekreterare, ifyllt):
    svar = inloggad(sekreterare).post(NY, ifyllt | {"filer": [SimpleUploadedFile("elak.html", b"<script>")]})

    assert "elak.html" in str(svar.context["form"].errors["filer"])
    assert not Inbjudan.objects.exists()


def test_organ_that_deals_with_none_cannot_be_chosen(inloggad, sekreterare, organ, ifyllt):
    organ.behandlar_inbjudningar = False
    organ.save()

    assert "organ" in inloggad(sekreterare).post(NY, ifyllt).context["form"].errors


def test_registrator_registers_for_every_organ(inloggad, handlaggare, ifyllt):
    TjanstFactory(person=handlaggare.person, roll="registrator")
    annat = OrganFactory()

    inloggad(handlaggare).post(NY, ifyllt | {"organ": annat.pk})

    assert Inbjudan.objects.get().organ == annat


def test_packages_are_told_of_a_new_one_and_of_a_change(inloggad, sekreterare, ifyllt):
    sagt = []
    tillagg.EFTER_INBJUDAN.append(lambda inbjudan, *, by, ny: sagt.append((str(inbjudan), ny)))
    try:
        inloggad(sekreterare).post(NY, ifyllt)
        inbjudan = Inbjudan.objects.get()
        inloggad(sekreterare).post(_andra(inbjudan), ifyllt | {"borjar": "2026-05-28", "version": inbjudan.version})
        inbjudan.refresh_from_db()
        inloggad(sekreterare).post(_andra(inbjudan), ifyllt | {"borjar": "2026-05-28", "version": inbjudan.version})
    finally:
        tillagg.EFTER_INBJUDAN.pop()

    rad = "SKR: Budgetdagen 2026, {} maj, Stockholm, m fl orter (också som webbsändning)"
    assert sagt == [(rad.format(27), True), (rad.format(28), False)]


def test_form_of_a_read_in_one_has_its_parts(inloggad, sekreterare, paragraf):
    text = "SKR: Budgetdagen, 27 maj, Kalmar, Växjö"
    inbjudan = BehandlingFactory(paragraf=paragraf, inbjudan__inbjudan=text).inbjudan

    initial = inloggad(sekreterare).get(_andra(inbjudan)).context["form"].initial

    assert (initial["arrangor"], initial["titel"], initial["borjar"]) == ("SKR", "Budgetdagen", date(2026, 5, 27))
    assert initial["platser"] == ("Kalmar", "Växjö")


def test_change_of_what_somebody_else_changed_is_stopped(inloggad, sekreterare, organ, ifyllt):
    inbjudan = InbjudanFactory(organ=organ)

    svar = inloggad(sekreterare).post(_andra(inbjudan), ifyllt | {"version": inbjudan.version - 1})

    assert svar.status_code == 422
    assert "Någon annan har ändrat" in svar.content.decode()


def test_letter_of_the_wrong_organ_is_handed_on(inloggad, sekreterare, organ, ifyllt):
    inbjudan, ratt = InbjudanFactory(organ=organ), OrganFactory(namn="Kulturnämnden")

    svar = inloggad(sekreterare).post(
        _andra(inbjudan), ifyllt | {"organ": ratt.pk, "version": inbjudan.version}, follow=True
    )

    assert "Inbjudan är flyttad till kulturnämnden." in svar.content.decode()
    inbjudan.refresh_from_db()
    assert inbjudan.organ == ratt


def test_organ_of_a_decided_one_stands_and_the_page_says_why(inloggad, sekreterare, paragraf, ifyllt):
    inbjudan, annat = BehandlingFactory(paragraf=paragraf).inbjudan, OrganFactory()
    client = inloggad(sekreterare)

    assert "besvarad, så organet går inte att byta" in client.get(_andra(inbjudan)).content.decode()
    client.post(_andra(inbjudan), ifyllt | {"organ": annat.pk, "version": inbjudan.version})

    inbjudan.refresh_from_db()
    assert (inbjudan.titel, inbjudan.organ) == ("Budgetdagen 2026", paragraf.organ)


def test_letter_of_outlook_is_kept_with_what_was_typed(inloggad, sekreterare, ifyllt):
    brevet = SimpleUploadedFile("brevet.msg", b"\xd0\xcf\x11\xe0 brev")

    inloggad(sekreterare).post(NY, ifyllt | {"filer": [brevet]})

    assert [b.bilaga.namn for b in Inbjudan.objects.get().bilagorna.all()] == ["brevet.msg"]


def test_one_that_was_never_decided_is_taken_away_with_its_files(inloggad, sekreterare, organ):
    rad = InbjudansbilagaFactory(inbjudan__organ=organ)

    inloggad(sekreterare).post(reverse("protokoll:inbjudan-ta-bort", args=[rad.inbjudan_id]))

    assert not Inbjudan.objects.exists()


def test_decided_one_stands(inloggad, sekreterare, paragraf):
    inbjudan = BehandlingFactory(paragraf=paragraf).inbjudan

    svar = inloggad(sekreterare).post(reverse("protokoll:inbjudan-ta-bort", args=[inbjudan.pk]), follow=True)

    assert "besvarad och står kvar" in svar.content.decode()
    assert Inbjudan.objects.filter(pk=inbjudan.pk).exists()


def test_file_is_taken_away(inloggad, sekreterare, organ):
    rad = InbjudansbilagaFactory(inbjudan__organ=organ)

    inloggad(sekreterare).post(reverse("protokoll:inbjudan-bilaga-ta-bort", args=[rad.pk]))

    assert not Inbjudansbilaga.objects.exists()


def test_who_may(inloggad, utomstaende, lasare, annan_sekreterare, organ):
    inbjudan = InbjudanFactory(organ=organ)

    assert inloggad(utomstaende).get(_andra(inbjudan)).status_code == 404
    assert inloggad(lasare).get(_andra(inbjudan)).status_code == 403
    assert inloggad(annan_sekreterare).get(_andra(inbjudan)).status_code == 403
    assert inloggad(lasare).get(NY).status_code == 403
