import pytest
from django.urls import reverse

from protokoll.models import Protokollsversion, Rattelse
from tests.factories import VersionFactory, frysbart, justera

pytestmark = pytest.mark.django_db


@pytest.fixture
def protokoll(paragraf):
    VersionFactory(protokoll=frysbart(paragraf.protokoll))
    return justera(paragraf.protokoll)


@pytest.fixture
def url(protokoll):
    return reverse("protokoll:ratta", args=[protokoll.pk])


def _data(**annat):
    data = {
        "fran": "1",
        "rubrik": "Ett ärende",
        "dnr": "2026/000001",
        "del0": "<p>Provnämnden beslutar.</p>",
        "del1": "<p>Frågan har väckts.</p>",
    }
    return data | {"skal": "Skrivfel"} | annat


def test_choose_the_paragraf_see_the_difference_and_do_it(inloggad, sekreterare, lasare, protokoll, url):
    client = inloggad(sekreterare)
    assert f'href="{url}"' in client.get(protokoll.get_absolute_url()).content.decode()
    assert 'href="?paragraf=0"' in client.get(url).content.decode()
    page = client.get(url, {"paragraf": 0}).content.decode()
    assert "ger kontoret i uppdrag" in page

    seen = client.post(f"{url}?paragraf=0", _data())
    page = seen.content.decode()
    assert seen.status_code == 200
    assert "<ins>" in page
    assert "Gör rättelsen" in page
    # Or the script would put back the form as it was sent, without the fingerprint of what is confirmed.
    assert " data-svar" in page
    assert not Rattelse.objects.exists()
    confirmed = _data(granskad=seen.context["form"].data["granskad"])
    # Without the button, or with another text than the one that was shown, it is shown again.
    assert client.post(f"{url}?paragraf=0", confirmed).status_code == 200
    assert client.post(f"{url}?paragraf=0", confirmed | {"ratta": "1", "skal": "Annat"}).status_code == 200
    assert not Rattelse.objects.exists()

    done = client.post(f"{url}?paragraf=0", confirmed | {"ratta": "1"}, follow=True)
    assert done.redirect_chain == [(protokoll.get_absolute_url(), 302)]
    assert "Version 2 visar" in done.content.decode()
    page = inloggad(lasare).get(reverse("protokoll:version", args=[protokoll.pk, 2])).content.decode()
    assert "Rättelse den " in page
    assert "Provnämnden beslutar." in page
    page = client.get(protokoll.paragraferna.get().get_absolute_url()).content.decode()
    assert "Den är rättad sedan dess." in page
    assert "Provnämnden beslutar." in page


def test_the_front_page_is_corrected_too(inloggad, sekreterare, protokoll, url):
    client = inloggad(sekreterare)
    assert 'href="?framsidan"' in client.get(url).content.decode()
    form = client.get(url, {"framsidan": ""}).context["form"]
    data = {f.html_name: f.value() or "" for f in form} | {"skal": "Fel lokal", "plats": "Rosensalen"}

    wrong = client.post(f"{url}?framsidan", data | {"slut": "sent"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["slut"] == ["Skriv tiden som timme och minut, till exempel 13.00."]
    seen = client.post(f"{url}?framsidan", data)
    assert "Rosensalen" in seen.content.decode()
    assert not Rattelse.objects.exists()
    done = data | {"granskad": seen.context["form"].data["granskad"], "ratta": "1"}
    assert client.post(f"{url}?framsidan", done).status_code == 302
    page = client.get(reverse("protokoll:version", args=[protokoll.pk, 2])).content.decode()
    assert "Rosensalen" in page
    assert "Fel lokal" in page


def test_nothing_changed_or_no_reason_comes_back_with_all_that_was_typed(inloggad, sekreterare, protokoll, url):
    client = inloggad(sekreterare)
    same = Protokollsversion.objects.get().innehall["paragrafer"][0]["delar"][0]["html"]
    answer = client.post(f"{url}?paragraf=0", _data(del0=same))
    assert answer.status_code == 422
    assert "Ingenting är ändrat" in answer.content.decode()
    answer = client.post(f"{url}?paragraf=0", _data(skal=""))
    assert answer.status_code == 422
    assert "Skriv varför protokollet rättas" in answer.content.decode()
    assert "Provnämnden beslutar." in answer.content.decode()


@pytest.mark.parametrize("plats", ["1", "-1", "x", "99999999999"])
def test_a_paragraf_that_is_not_there(inloggad, sekreterare, url, plats):
    assert inloggad(sekreterare).get(url, {"paragraf": plats}).status_code == 404


def test_what_is_not_adjusted_says_why(inloggad, sekreterare, paragraf):
    url = reverse("protokoll:ratta", args=[paragraf.protokoll.pk])
    for method in ("get", "post"):
        answer = getattr(inloggad(sekreterare), method)(url, _data(), follow=True)
        assert "går att ändra som den är" in answer.content.decode()
    assert not Protokollsversion.objects.exists()


def test_the_list_costs_the_same_with_one_and_three(inloggad, sekreterare, protokoll, url, count_queries):
    client = inloggad(sekreterare)
    one = count_queries(client, f"{url}?paragraf=0")
    for n in (2, 3):
        VersionFactory(protokoll=protokoll, nummer=n)
    assert count_queries(client, f"{url}?paragraf=0") == one
