"""The pages of signing: what is uploaded, what is wrong with it, the seal that is tried again, the files."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kommun.models import Bilaga
from protokoll.models import Protokoll, Undertecknande
from protokoll.signering import stampla
from tests.factories import UnderskriftFactory, UndertecknandeFactory, VersionFactory
from tests.protokoll.signeringsprov import liten_pdf, undertecknad

pytestmark = pytest.mark.django_db

FRYST = liten_pdf("Protokoll nämnden § 7 Taxa", "Nämnden beslutar att anta taxan.")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-03-12 12:00 +0100"):
        yield


def _protokoll(paragraf, satt, lage="fryst"):
    protokoll = paragraf.protokoll
    UnderskriftFactory(protokoll=protokoll, namn="Siv Provsson")
    VersionFactory(protokoll=protokoll, pdf=FRYST)
    protokoll.lage, protokoll.justerat_genom = lage, satt
    protokoll.justeringsdag = date(2026, 3, 12) if lage == "justerat" else None
    protokoll.save()
    return protokoll


def _url(namn, protokoll):
    return reverse(f"protokoll:{namn}", args=[protokoll.pk])


def fil(innehall, namn="undertecknad.pdf"):
    return SimpleUploadedFile(namn, innehall, content_type="application/pdf")


def test_uploaded_file_makes_it_justerat_and_says_what_it_is_worth(inloggad, sekreterare, paragraf):
    protokoll = _protokoll(paragraf, "uppladdat")
    client, url = inloggad(sekreterare), _url("underteckna-ladda-upp", protokoll)
    page = client.get(protokoll.get_absolute_url()).content.decode()
    assert f'href="{url}"' in page
    assert "Hämta det frysta protokollet" in page
    assert "Siv Provsson, protokolljusterare" in client.get(url).content.decode()

    answer = client.post(url, {"fil": fil(undertecknad(FRYST)), "justeringsdag": ""}, follow=True)

    assert answer.redirect_chain == [(protokoll.get_absolute_url(), 302)]
    page = answer.content.decode()
    assert "Protokollet är justerat torsdag 12 mars 2026." in page
    assert "utfärdaren är inte känd" in page
    undertecknande = Undertecknande.objects.get()
    assert f'href="{_url("undertecknad-pdf", undertecknande)}"' in page
    answer = client.get(_url("undertecknad-pdf", undertecknande))
    assert answer.content == bytes(undertecknande.bilaga.innehall)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_what_is_wrong_stands_at_its_field_and_the_day_is_still_there(inloggad, sekreterare, paragraf):
    protokoll = _protokoll(paragraf, "uppladdat")
    client, url = inloggad(sekreterare), _url("underteckna-ladda-upp", protokoll)

    for data, falt, mening in [
        ({}, "fil", "Välj den undertecknade PDF-filen."),
        ({"fil": fil(b"Hej")}, "fil", "ingen PDF"),
        ({"fil": fil(FRYST)}, "fil", "utan underskrifter"),
        ({"fil": fil(undertecknad(FRYST)), "justeringsdag": "2026-03-13"}, "justeringsdag", "har inte varit än"),
    ]:
        answer = client.post(url, {"justeringsdag": "2026-03-12"} | data)
        assert answer.status_code == 422
        assert mening in answer.context["form"].errors[falt][0]
        assert f'value="{data.get("justeringsdag", "2026-03-12")}"' in answer.content.decode()
    assert Protokoll.objects.get().lage == "fryst"


def test_file_built_anew_asks_for_a_choice(inloggad, sekreterare, paragraf):
    protokoll = _protokoll(paragraf, "uppladdat")
    client = inloggad(sekreterare)
    omgjord = undertecknad(
        liten_pdf("Protokoll nämnden § 7 Taxa Nr 5", "Nämnden beslutar att anta taxan.", "Signaturblad")
    )

    answer = client.post(_url("underteckna-ladda-upp", protokoll), {"fil": fil(omgjord)}, follow=True)
    page = answer.content.decode()
    assert "Tjänsten har gjort om filen" in page
    assert "1 sida är tillagd." in page
    assert "På en tillagd sida: ”Signaturblad”" in page
    assert "Tillagt på sidorna: ”Nr 5”" in page
    assert Protokoll.objects.get().lage == "fryst"

    url, nyckel = _url("underteckna-omgjord", protokoll), answer.context["form"].initial["fil"]
    answer = client.post(url, {"fil": nyckel, "skal": "Ett blad"})
    assert answer.status_code == 422
    assert "jämför den" in answer.context["form"].errors["jamford"][0]
    assert "Ett blad" in answer.content.decode()
    answer = client.post(url, {"fil": nyckel, "skal": "Tjänsten lägger till ett blad", "jamford": "on"}, follow=True)
    assert "Skälet att den gäller: Tjänsten lägger till ett blad" in answer.content.decode()
    assert Protokoll.objects.get().lage == "justerat"
    assert bytes(Undertecknande.objects.get().bilaga.innehall) == omgjord


def test_only_the_file_that_was_looked_at_can_be_chosen_and_one_that_is_dropped_is_not_kept(
    inloggad, sekreterare, paragraf
):
    protokoll = _protokoll(paragraf, "uppladdat")
    client, url = inloggad(sekreterare), _url("underteckna-omgjord", protokoll)
    answer = client.get(url, follow=True)
    assert answer.redirect_chain == [(_url("underteckna-ladda-upp", protokoll), 302)]
    assert "Ingen fil väntar på ett val." in answer.content.decode()

    val = []
    for blad in ("Signaturblad 1", "Signaturblad 2"):
        omgjord = undertecknad(liten_pdf("Protokoll nämnden § 7 Taxa", "Nämnden beslutar att anta taxan.", blad))
        answer = client.post(_url("underteckna-ladda-upp", protokoll), {"fil": fil(omgjord)}, follow=True)
        val.append(answer.context["form"].initial["fil"])
    assert Bilaga.objects.count() == 1, "the first went when the second came"
    assert client.get(_url("underteckna-omgjord-fil", protokoll)).content == omgjord
    assert "En fil väntar på ett val" in client.get(protokoll.get_absolute_url()).content.decode()

    answer = client.post(url, {"fil": val[0], "skal": "Ett blad", "jamford": "on"})
    assert answer.status_code == 422
    assert "En annan fil har kommit" in answer.content.decode()
    assert f'value="{val[1]}"' in answer.content.decode()
    client.post(_url("underteckna-kasta", protokoll))
    assert not Bilaga.objects.exists()
    assert Protokoll.objects.get().lage == "fryst"


@pytest.mark.parametrize(
    ("satt", "namn", "innehall"),
    [
        ("papper", "underteckna-papper", lambda pdf: b"\x89PNG\r\n\x1a\n"),
        ("uppladdat", "underteckna-ladda-upp", undertecknad),
    ],
)
def test_rattelse_is_signed_as_the_original_was_and_the_page_says_what_is_not(
    inloggad, sekreterare, paragraf, satt, namn, innehall
):
    protokoll = _protokoll(paragraf, satt, "justerat")
    client, sidan = inloggad(sekreterare), protokoll.get_absolute_url()
    UndertecknandeFactory(version=protokoll.versionerna.get(), satt=satt)
    assert "redan justerat" in client.get(_url(namn, protokoll), follow=True).content.decode()
    rattad = liten_pdf("Protokoll nämnden § 7 Taxa", "Rättelse: taxan är 600 kronor.")
    VersionFactory(protokoll=protokoll, nummer=2, slag="rattelse", pdf=rattad)
    page = client.get(sidan).content.decode()
    assert "Rättelsen är inte undertecknad" in page
    assert f'href="{_url(namn, protokoll)}"' in page

    answer = client.post(
        _url(namn, protokoll), {"fil": fil(innehall(rattad)), "justeringsdag": "2026-03-12"}, follow=True
    )
    page = answer.content.decode()
    assert "Rättelsen är undertecknad." in page
    assert "Rättelsen är inte undertecknad" not in page
    assert "Version 2 (rättelse), undertecknad" in page
    nu = Protokoll.objects.get()
    assert (nu.lage, nu.justeringsdag) == ("justerat", protokoll.justeringsdag)
    assert Undertecknande.objects.get(version__nummer=2).satt == satt
    assert "redan undertecknad" in client.get(_url(namn, protokoll), follow=True).content.decode()


def test_paper(inloggad, sekreterare, paragraf):
    protokoll = _protokoll(paragraf, "papper")
    client, url = inloggad(sekreterare), _url("underteckna-papper", protokoll)
    assert "Skriv ut det frysta protokollet" in client.get(protokoll.get_absolute_url()).content.decode()
    assert reverse("protokoll:version-pdf", args=[protokoll.pk, 1]) in client.get(url).content.decode()

    answer = client.post(url, {"fil": fil(b"\x89PNG\r\n\x1a\n"), "justeringsdag": "2026-03-03"})
    assert answer.status_code == 422
    assert "Sammanträdet var" in answer.context["form"].errors["justeringsdag"][0]
    answer = client.post(url, {"fil": fil(b"GIF89a")})
    assert set(answer.context["form"].errors) == {"fil", "justeringsdag"}
    assert "varken PDF, JPG eller PNG" in answer.context["form"].errors["fil"][0]

    answer = client.post(url, {"fil": fil(b"\x89PNG\r\n\x1a\n"), "justeringsdag": "2026-03-12"}, follow=True)
    assert "Protokollet är justerat torsdag 12 mars 2026." in answer.content.decode()
    assert "Skannad sida med underskrifter" in answer.content.decode()
    assert client.get(_url("undertecknad-pdf", Undertecknande.objects.get()))["Content-Type"] == "image/png"


def test_seal_that_is_missing_is_tried_again(inloggad, sekreterare, lasare, paragraf, settings):
    protokoll = _protokoll(paragraf, "godkannande", "justerat")
    client, url = inloggad(sekreterare), _url("stampla", protokoll)
    page = client.get(protokoll.get_absolute_url()).content.decode()
    assert "Kommunens stämpel saknas" in page
    assert f'action="{url}"' in page

    settings.STAMPEL = "/finns/inte.p12"
    assert "går inte att läsa" in client.post(url, follow=True).content.decode()
    settings.STAMPEL = ""
    page = client.post(url, follow=True).content.decode()
    assert "Protokollet har kommunens stämpel." in page
    assert "Provstämplad PDF" in page
    assert "bevisar ingenting" in page
    assert url not in page
    page = inloggad(lasare).get(protokoll.get_absolute_url()).content.decode()
    assert "Provstämplad PDF" in page


@pytest.mark.parametrize("namn", ["underteckna-ladda-upp", "underteckna-omgjord", "underteckna-papper"])
@pytest.mark.parametrize(
    ("lage", "mening"), [("utkast", "inte fryst än"), ("fryst", "Ta tillbaka"), ("justerat", "redan")]
)
def test_in_the_wrong_state_the_page_says_why(inloggad, sekreterare, paragraf, namn, lage, mening):
    protokoll = _protokoll(paragraf, "godkannande", lage)
    client = inloggad(sekreterare)

    answer = client.get(_url(namn, protokoll), follow=True)
    assert answer.redirect_chain == [(protokoll.get_absolute_url(), 302)]
    assert mening in answer.content.decode()
    client.post(_url(namn, protokoll), {"fil": fil(undertecknad(FRYST)), "justeringsdag": "2026-03-12"})
    assert not Undertecknande.objects.exists()
    assert Protokoll.objects.get().lage == lage


def test_what_is_not_justerat_is_not_sealed(inloggad, sekreterare, paragraf):
    protokoll = _protokoll(paragraf, "godkannande")
    answer = inloggad(sekreterare).post(_url("stampla", protokoll), follow=True)

    assert "inte justerat än" in answer.content.decode()
    assert not Undertecknande.objects.exists()


def test_the_page_costs_the_same_however_many_files(inloggad, sekreterare, paragraf, count_queries):
    protokoll = _protokoll(paragraf, "godkannande", "justerat")
    version = protokoll.versionerna.get()
    stampla(version)
    client = inloggad(sekreterare)
    en = count_queries(client, protokoll.get_absolute_url())
    UndertecknandeFactory(version=version, satt="papper")
    UndertecknandeFactory(version=version, satt="uppladdat")

    assert count_queries(client, protokoll.get_absolute_url()) == en


def test_files_are_kept_apart_from_those_who_may_not_see_the_meeting(inloggad, utomstaende, paragraf):
    protokoll = _protokoll(paragraf, "papper", "justerat")
    undertecknande = UndertecknandeFactory(version=protokoll.versionerna.get(), tid=timezone.now())

    assert inloggad(utomstaende).get(_url("undertecknad-pdf", undertecknande)).status_code == 404
