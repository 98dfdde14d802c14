"""The pages where a protokoll is published and masked."""

import pytest
from django.urls import reverse

from protokoll.models import Maskering, Publicering
from tests.factories import BeslutFactory, MaskeringFactory, ParagrafFactory, VersionFactory, justera

pytestmark = pytest.mark.django_db


@pytest.fixture
def protokoll(organ):
    beslut = BeslutFactory(
        paragraf__protokoll__sammantrade__organ=organ,
        paragraf__nummer=7,
        text="<p>Anna Andersson, 19811228-9874, beviljas dispens.</p>",
    )
    VersionFactory(protokoll=beslut.paragraf.protokoll)
    return justera(beslut.paragraf.protokoll)


def _url(namn, protokoll):
    return reverse(f"protokoll:{namn}", args=[protokoll.pk])


def test_from_what_is_pointed_out_to_what_is_on_the_web(inloggad, sekreterare, protokoll):
    client = inloggad(sekreterare)
    sida = client.get(_url("publicera", protokoll)).content.decode()
    assert "börjar med 1981…" in sida
    assert "Anna Andersson – § 7" in sida
    svar = client.post(_url("publicera", protokoll), {})
    assert svar.status_code == 422
    assert "Maskera numret, eller skriv varför det får stå kvar." in svar.content.decode()
    assert "kryssa för att du har gjort det" in svar.content.decode()

    fynd = _url("maskera-fynd", protokoll)
    svar = client.post(fynd, {"text": "19811228-9874"}, follow=True)
    assert "§ 7: döljs i webbversionen" in svar.content.decode()
    assert "Ser ut som personnummer" not in svar.content.decode()
    svar = client.post(_url("publicera", protokoll), {"bedomt": "on"}, follow=True)
    sida = svar.content.decode()
    assert "Protokollet är publicerat" in sida
    assert reverse("protokoll:offentligt", args=[protokoll.pk]) in sida
    assert "Publicera på nytt" not in sida

    client.post(fynd, {"text": "Anna Andersson"})
    client.post(fynd, {"text": "Anna Andersson"})
    assert Maskering.objects.count() == 2
    assert "finns inte" in client.post(fynd, {"text": "Bo Björk"}, follow=True).content.decode()
    assert "Webben visar en äldre version" in client.get(_url("publicera", protokoll)).content.decode()
    assert "Äldre version visas" in client.get(protokoll.get_absolute_url()).content.decode()

    svar = client.post(_url("avpublicera", protokoll), {"skal": "Ett namn"}, follow=True)
    assert "borttaget från webben" in svar.content.decode()
    assert Publicering.objects.get().borttagen


def test_a_rattelse_is_the_next_thing_to_publish(inloggad, sekreterare, protokoll):
    client = inloggad(sekreterare)
    client.post(_url("publicera", protokoll), {"bedomt": "on", "skal": "Ett exempel"})
    assert "Publicera rättelsen" not in client.get(protokoll.get_absolute_url()).content.decode()
    VersionFactory(protokoll=protokoll, nummer=2, slag="rattelse")
    assert "Publicera rättelsen på webben" in client.get(protokoll.get_absolute_url()).content.decode()


def test_what_was_typed_stays_when_it_is_not_there(inloggad, sekreterare, protokoll):
    client = inloggad(sekreterare)
    pk = protokoll.paragraferna.get().pk
    svar = client.post(_url("maskera", protokoll), {"paragraf": pk, "slag": "stycke", "text": "Bo Björk"})
    assert svar.status_code == 422
    assert "Texten finns inte i § 7" in svar.content.decode()
    assert "Bo Björk</textarea>" in svar.content.decode()
    frammande = ParagrafFactory().pk
    svar = client.post(_url("maskera", protokoll), {"paragraf": frammande, "slag": "paragraf"})
    assert "Välj en av protokollets paragrafer" in svar.content.decode()
    assert not Maskering.objects.exists()


def test_a_mask_is_shown_in_its_text_and_taken_off(inloggad, sekreterare, protokoll):
    client = inloggad(sekreterare)
    pk = protokoll.paragraferna.get().pk
    client.post(_url("maskera", protokoll), {"paragraf": pk, "slag": "stycke", "text": "Anna Andersson"})
    sida = client.get(_url("maskera", protokoll)).content.decode()
    assert "[uppgiften har tagits bort], 19811228-9874" in sida
    bort = reverse("protokoll:maskering-ta-bort", args=[Maskering.objects.get().pk])
    assert bort in sida
    svar = client.post(bort, follow=True)
    assert "visas igen" in svar.content.decode()
    assert "Anna Andersson, 19811228-9874" in svar.content.decode()


def test_what_is_not_justerat_says_why(inloggad, sekreterare, organ):
    utkast = ParagrafFactory(protokoll__sammantrade__organ=organ).protokoll
    client = inloggad(sekreterare)
    assert "inte justerat" in client.get(_url("publicera", utkast)).content.decode()
    svar = client.post(_url("publicera", utkast), {})
    assert svar.status_code == 422
    assert "inte justerat" in svar.content.decode()
    assert client.get(_url("maskera", utkast)).status_code == 302
    svar = client.post(_url("maskera", utkast), {"paragraf": utkast.paragraferna.get().pk, "slag": "rubrik"})
    assert "inte fryst än" in svar.content.decode()
    svar = client.post(_url("avpublicera", utkast), {"skal": "x"})
    assert "inget att ta bort" in svar.content.decode()


@pytest.mark.parametrize("namn", ["publicera", "maskera", "avpublicera"])
def test_for_the_secretary_alone(inloggad, utomstaende, ledamot, annan_sekreterare, protokoll, namn):
    assert inloggad(utomstaende).get(_url(namn, protokoll)).status_code == 404
    for vem in (ledamot, annan_sekreterare):
        assert inloggad(vem).get(_url(namn, protokoll)).status_code == 403
        assert inloggad(vem).post(_url(namn, protokoll), {"skal": "x"}).status_code == 403
    assert inloggad(vem).put(_url(namn, protokoll)).status_code == 405


@pytest.mark.parametrize("namn", ["publicera", "maskera"])
def test_queries_do_not_grow(inloggad, sekreterare, organ, count_queries, namn):
    def med(antal):
        protokoll = BeslutFactory(paragraf__protokoll__sammantrade__organ=organ).paragraf.protokoll
        for _ in range(antal - 1):
            BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll))
        VersionFactory(protokoll=protokoll)
        for paragraf in justera(protokoll).paragraferna.all():
            MaskeringFactory(paragraf=paragraf)
        return _url(namn, protokoll)

    client = inloggad(sekreterare)
    assert count_queries(client, med(1)) == count_queries(client, med(3))
