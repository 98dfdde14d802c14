"""Kontrollera ett protokoll: what a file, a fingerprint or a code is, and for whom."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kommun.models import Bilaga
from kommun.utskick import ny_bilaga
from protokoll.models import Protokollsversion, Undertecknande
from protokoll.publicering import avpublicera, maskera, publicera
from tests.factories import VersionFactory, justera, publicerat_protokoll
from tests.protokoll.signeringsprov import liten_pdf, med_annan_text, med_en_sida_till, undertecknad

pytestmark = pytest.mark.django_db
URL = "/kontrollera/"


@pytest.fixture
def publicering(organ):
    return publicerat_protokoll(organ, nummer=7)


@pytest.fixture
def version(publicering):
    return publicering.protokollsversion


def _fil(client, data):
    svar = client.post(URL, {"fil": SimpleUploadedFile("p.pdf", data, "application/pdf")})
    assert svar.status_code == 200
    assert svar.cookies == {}
    return svar.content.decode()


def test_the_very_file(client, publicering, version):
    sida = _fil(client, bytes(version.pdf))
    assert "Det här är det justerade protokollet" in sida
    assert "Provnämnden" in sida
    assert "10 mars 2026" in sida
    assert version.sha256 in sida
    assert reverse("protokoll:offentligt", args=[publicering.protokoll_id]) in sida


def test_one_byte_changed_is_unknown(client, version):
    data = bytearray(version.pdf)
    data[6] ^= 1
    assert "Okänd fil" in _fil(client, bytes(data))
    assert "Provnämnden" not in _fil(client, b"%PDF-1.4 something else")


def test_by_fingerprint_and_by_code(client, version):
    assert (
        "Det här är det justerade protokollet" in client.get(URL, {"sha256": version.sha256.upper()}).content.decode()
    )
    svar = client.get(URL, {"kod": version.kontrollkod.lower().replace("-", " ")})
    assert "Koden hör till det justerade protokollet" in svar.content.decode()
    assert "jämför det med den publicerade texten" in svar.content.decode()
    assert "no-store" in svar["Cache-Control"]


@pytest.mark.parametrize(
    ("fraga", "ord_"),
    [
        ({"sha256": "abc"}, "ingen kontrollsumma"),
        ({"sha256": "0" * 64}, "Okänd fil"),
        ({"kod": "0123-4567-89AB-CDEF"}, "Okänd kod"),
        ({"kod": "hej"}, "inte hel"),
        ({"kod": "'\x00--"}, "inte hel"),
    ],
)
def test_what_nobody_knows(client, version, fraga, ord_):
    svar = client.get(URL, fraga)
    assert svar.status_code == 200
    assert ord_ in svar.content.decode()


def test_an_older_version_names_the_one_that_holds(client, version):
    VersionFactory(
        protokoll=version.protokoll, nummer=2, slag=Protokollsversion.Slag.RATTELSE, pdf=b"%PDF-1.7\nny\n%%EOF\n"
    )
    sida = _fil(client, bytes(version.pdf))
    assert "Det här är en äldre version" in sida
    assert "Den gällande är version 2, som är rättad." in sida


def test_a_version_that_was_changed_before_the_justering_never_held(client, organ):
    forsta = VersionFactory(protokoll__sammantrade__organ=organ, pdf=b"%PDF-1.7\nutkast\n%%EOF\n")
    VersionFactory(protokoll=forsta.protokoll, nummer=2, pdf=b"%PDF-1.7\njusterat\n%%EOF\n")
    publicera(justera(forsta.protokoll), bedomt=True, by=None)
    sida = _fil(client, bytes(forsta.pdf))
    assert "Det här är en äldre version" in sida
    assert "har aldrig gällt. Den gällande är version 2." in sida


def test_what_is_not_published_is_known_to_those_who_work_with_it_alone(client, inloggad, lasare, utomstaende, organ):
    version = VersionFactory(protokoll__sammantrade__organ=organ, pdf=b"%PDF-1.7\nutkast\n%%EOF\n")
    fraga = {"kod": version.kontrollkod}
    assert "Okänd kod" in client.get(URL, fraga).content.decode()
    assert "Okänd fil" in _fil(client, bytes(version.pdf))
    assert "Okänd kod" in inloggad(utomstaende).get(URL, fraga).content.decode()
    assert "Koden hör till ett protokoll som inte är justerat" in inloggad(lasare).get(URL, fraga).content.decode()


def test_taken_away_it_is_known_no_more(client, publicering, version, sekreterare):
    avpublicera(publicering.protokoll, skal="Ett namn", by=sekreterare)
    assert "Okänd fil" in _fil(client, bytes(version.pdf))


def test_the_web_version_and_the_one_before_it(client, publicering, sekreterare):
    paragraf = publicering.protokoll.paragraferna.get()
    maskera(paragraf, slag="rubrik", by=sekreterare)
    webb = publicera(publicering.protokoll, by=sekreterare)
    data = bytes(webb.bilaga.innehall)
    assert "Det här är protokollets webbversion" in _fil(client, data)
    assert "Koden hör till protokollets webbversion" in client.get(URL, {"kod": webb.kontrollkod}).content.decode()
    assert "Filen har ändrats" in _fil(client, data + b"\n% mer\n%%EOF\n")
    assert "Filen är ingen PDF" in _fil(client, b"Webbversion")
    # The original itself is known by who has it.
    assert "Det här är det justerade protokollet" in _fil(client, bytes(publicering.protokollsversion.pdf))
    VersionFactory(protokoll=publicering.protokoll, nummer=2, slag="rattelse", pdf=b"%PDF-1.7\nny\n%%EOF\n")
    assert "webbversionen av en äldre version" in _fil(client, data)
    publicering.protokoll.paragraferna.get().maskeringarna.get().delete()
    publicera(publicering.protokoll, by=sekreterare)
    assert "Det här är en äldre webbversion" in _fil(client, data)


def test_a_signed_file_that_is_kept(client, version):
    data = bytes(version.pdf) + b"signatur"
    bilaga = ny_bilaga(namn="u.pdf", typ="application/pdf", innehall=data)
    Undertecknande.objects.create(version=version, satt="godkannande", bilaga=bilaga, tid=timezone.now())
    assert "Det här är en undertecknad fil av det justerade protokollet" in _fil(client, data)
    assert sha256(data).hexdigest() in _fil(client, data)


def test_a_file_that_was_signed_elsewhere_and_one_that_was_changed(client, organ):
    pdf = liten_pdf("Protokoll")
    publicerat_protokoll(organ, pdf=pdf)
    signerad = undertecknad(pdf, "Siv Provsson")

    sida = _fil(client, signerad)
    assert "Det här är en undertecknad fil av det justerade protokollet" in sida
    assert "Signaturen av Siv Provsson är hel" in sida
    assert "inte den fil som kommunen" in sida
    for andrad in (med_en_sida_till(signerad), med_en_sida_till(pdf), undertecknad(med_annan_text(pdf, "Annat"))):
        sida = _fil(client, andrad)
        assert "Filen har ändrats" in sida
        assert "Lita inte på den" in sida


def test_form_without_file_and_too_large(client, organ, settings):
    svar = client.post(URL, {})
    assert svar.status_code == 422
    assert "Välj den PDF-fil som ska kontrolleras." in svar.content.decode()
    assert client.put(URL).status_code == 405


def test_it_needs_no_token_and_keeps_nothing(version):
    strikt = Client(enforce_csrf_checks=True)
    fore = Bilaga.objects.count()
    assert "Okänd fil" in _fil(strikt, b"%PDF-1.5\n" + b"%%EOF\n" * 100)
    assert Bilaga.objects.count() == fore
