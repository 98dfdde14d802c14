from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from protokoll.models import Inbjudan, Inbjudansbrev
from tests.factories import InbjudanFactory
from tests.protokoll.inbjudan.breven import EML, ICS, TEXT, handelse, kalender

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("idag")]
LAS_IN = reverse("protokoll:inbjudan-las-in")


@pytest.fixture
def idag():
    with time_machine.travel("2026-02-20 10:00", tick=False):
        yield


@pytest.fixture
def lamna(inloggad, sekreterare):
    client = inloggad(sekreterare)

    def lamna(*filer, text=""):
        uppladdade = [SimpleUploadedFile(namn, innehall) for namn, innehall in filer]
        return client.post(LAS_IN, {"text": text, "filer": uppladdade}, follow=True)

    lamna.client = client
    return lamna


def _ifyllt(form, organ, **annat):
    """What the browser sends when nothing is mended."""
    data = {"organ": organ.pk}
    for falt in form:
        varde = falt.value()
        if falt.name not in ("filer", "organ") and varde not in (None, "", False):
            data[falt.name] = falt.field.widget.format_value(varde) if hasattr(varde, "isoformat") else varde
    return data | annat


def test_pasted_letter_fills_the_form_and_says_from_what(lamna):
    svar = lamna(text=TEXT)

    form = svar.context["form"]
    assert form.initial["titel"] == "Globala målen för hållbar utveckling"
    assert form.initial["sista_anmalan"] == date(2026, 4, 10)
    sida = svar.content.decode()
    assert "Läst ur: <q>Anmäl dig senast den 10 april på https://example.org/anmalan.</q>" in sida
    assert not Inbjudan.objects.exists()


def test_letter_is_kept_as_bilaga_when_it_is_registered(lamna, organ):
    svar = lamna(text=TEXT)
    sida = svar.redirect_chain[-1][0]

    lamna.client.post(sida, _ifyllt(svar.context["form"], organ))

    inbjudan = Inbjudan.objects.get()
    assert inbjudan.inbjudan == (
        "Landshövdingen: Globala målen för hållbar utveckling, 24 april, Kalmar slott, Kungsgatan 1 "
        "(också som webbsändning)"
    )
    (bilaga,) = inbjudan.bilagorna.all()
    assert bytes(bilaga.bilaga.innehall).decode() == TEXT.strip()
    assert not Inbjudansbrev.objects.exists()


def test_form_sent_twice_leads_to_what_it_gave(lamna, organ):
    svar = lamna(text=TEXT)
    sida, data = svar.redirect_chain[-1][0], _ifyllt(svar.context["form"], organ)

    forst, sedan = lamna.client.post(sida, data), lamna.client.post(sida, data)

    assert forst["Location"] == sedan["Location"] == Inbjudan.objects.get().get_absolute_url()


def test_mail_brings_its_attachments_and_leaves_out_what_could_be_run(lamna, organ):
    svar = lamna(("inbjudan.eml", EML))

    assert "elak.exe" in svar.content.decode()
    lamna.client.post(svar.redirect_chain[-1][0], _ifyllt(svar.context["form"], organ))
    namn = [b.bilaga.namn for b in Inbjudan.objects.get().bilagorna.all()]
    assert namn == ["inbjudan.eml", "program.pdf"]


def test_same_letter_again_is_said_and_registers_nothing(lamna, organ):
    svar = lamna(("dag.ics", ICS))
    lamna.client.post(svar.redirect_chain[-1][0], _ifyllt(svar.context["form"], organ))

    igen = lamna(("dag.ics", ICS))
    assert "Brevet är redan registrerat" in igen.content.decode()
    sparat = lamna.client.post(igen.redirect_chain[-1][0], _ifyllt(igen.context["form"], organ, anda="1"))
    assert sparat.status_code == 422
    assert "redan registrerat i" in sparat.content.decode()
    assert Inbjudan.objects.count() == 1


def test_later_letter_about_the_same_event_moves_it(lamna, organ):
    inbjudan = InbjudanFactory(
        organ=organ, uid="dag@skr.example", titel="Budgetdagen", arrangor="SKR", borjar=date(2026, 5, 26), dnr="2026/18"
    )
    svar = lamna(("dag.ics", ICS))
    brev = Inbjudansbrev.objects.get()
    andra = f"{reverse('protokoll:inbjudan-andra', args=[inbjudan.pk])}?brev={brev.pk}&post=0"
    assert andra.replace("&", "&amp;") in svar.content.decode()

    sida = lamna.client.get(andra)
    assert "Förut: 2026-05-26" in sida.content.decode()
    lamna.client.post(andra, _ifyllt(sida.context["form"], organ))

    inbjudan.refresh_from_db()
    assert (inbjudan.borjar, inbjudan.dnr) == (date(2026, 5, 27), "2026/18")
    assert not Inbjudansbrev.objects.exists()


def test_letter_that_says_that_it_is_cancelled_ticks_that(lamna, organ):
    inbjudan = InbjudanFactory(organ=organ, uid="dag@skr.example", titel="Budgetdagen", borjar=date(2026, 5, 27))
    lamna(("dag.ics", kalender(handelse("dag@skr.example"), huvud=["METHOD:CANCEL"])))
    andra = f"{reverse('protokoll:inbjudan-andra', args=[inbjudan.pk])}?brev={Inbjudansbrev.objects.get().pk}&post=0"

    form = lamna.client.get(andra).context["form"]
    assert form["installd"].value() is True
    lamna.client.post(andra, _ifyllt(form, organ, installd="on"))

    inbjudan.refresh_from_db()
    assert inbjudan.installd == date(2026, 2, 20)
    sida = lamna.client.get(inbjudan.get_absolute_url()).content.decode()
    assert "Arrangören har ställt in evenemanget" in sida


def test_of_several_events_one_is_chosen_at_a_time(lamna, organ):
    svar = lamna(("flera.ics", kalender(handelse(uid="a", dag="20260527"), handelse(uid="b", dag="20260601"))))
    brev = Inbjudansbrev.objects.get()
    assert svar.templates[0].name == "protokoll/inbjudan_brev.html"

    for post in (0, 1):
        adress = f"{brev.get_absolute_url()}?post={post}"
        form = lamna.client.get(adress).context["form"]
        lamna.client.post(adress, _ifyllt(form, organ))

    assert set(Inbjudan.objects.values_list("uid", flat=True)) == {"a", "b"}
    assert not Inbjudansbrev.objects.exists()


@pytest.mark.parametrize(
    ("namn", "innehall", "sagt"),
    [
        ("brev.msg", b"\xd0\xcf", "Outlook-filen är skadad"),
        ("brev.html", b"<p>", "av ett slag som inte kan tas emot"),
        ("brev.pdf", b"MZ", "inte den sorts fil"),
        ("brev.ics", b"inget", "ingen kalenderfil"),
        ("brev.eml", b"%PDF-1.7", "inget sparat e-postbrev"),
        ("brev.ics", b"", "tom"),
    ],
)
def test_what_cannot_be_read_is_said_and_not_kept(lamna, namn, innehall, sagt):
    svar = lamna((namn, innehall))

    assert svar.status_code == 422
    assert sagt in str(svar.context["form"].errors["filer"])
    assert not Inbjudansbrev.objects.exists()


def test_of_several_letters_all_are_kept_or_none(lamna):
    lamna(("dag.ics", ICS), ("brev.eml", b"%PDF-1.7"))

    assert not Inbjudansbrev.objects.exists()


def test_letter_as_a_picture_is_kept_and_the_form_filled_in_by_hand(lamna, organ):
    svar = lamna(("inbjudan.jpg", b"\xff\xd8\xff\xe0"))
    assert "Öppna den själv och fyll i fälten" in svar.content.decode()

    lamna.client.post(svar.redirect_chain[-1][0], _ifyllt(svar.context["form"], organ, titel="Skogsdagen"))

    assert [b.bilaga.namn for b in Inbjudan.objects.get(titel="Skogsdagen").bilagorna.all()] == ["inbjudan.jpg"]


def test_nothing_at_all_is_said(lamna):
    assert "Klistra in brevets text" in str(lamna().context["form"].errors["text"])


def test_letter_waits_for_the_one_who_handed_it_in(lamna, inloggad, annan_sekreterare):
    lamna(text=TEXT)
    brev = Inbjudansbrev.objects.get()
    assert "Globala målen för hållbar utveckling.txt" in lamna.client.get(LAS_IN).content.decode()

    assert inloggad(annan_sekreterare).get(brev.get_absolute_url()).status_code == 404


def test_letter_is_thrown_away(lamna):
    lamna(text=TEXT)
    kasta = reverse("protokoll:inbjudansbrev-kasta", args=[Inbjudansbrev.objects.get().pk])

    assert lamna.client.get(kasta).status_code == 405
    lamna.client.post(kasta)
    assert not Inbjudansbrev.objects.exists()


def test_who_may(inloggad, utomstaende, lasare):
    assert inloggad(utomstaende).get(LAS_IN).status_code == 403
    assert inloggad(lasare).get(LAS_IN).status_code == 403
