import pytest
from django.urls import reverse

from protokoll.models import MakuleratNummer, Paragrafserie
from tests.factories import ParagrafFactory

pytestmark = pytest.mark.django_db


def url(name, obj, query=""):
    return reverse(f"protokoll:{name}", args=[obj.pk]) + query


def test_page_shows_given_gaps_and_void(inloggad, lasare, paragraf, organ):
    MakuleratNummer.objects.create(organ=organ, ar=2026, nummer=6, skal="stod två gånger", paragraf=paragraf)
    page = inloggad(lasare).get(url("paragrafserie", organ, "?ar=2026")).content.decode()

    for words in (
        "§ 7",
        "Ett ärende",
        "§§ 1–5",
        "Lucka",
        "Makulerat",
        "stod två gånger",
        "5 nummer har ingen paragraf",
    ):
        assert words in page
    assert "Gå vidare från ett annat nummer" not in page


@pytest.mark.parametrize("query", ["", "?ar=nonsens", "?ar=99999", "?ar=1999"])
def test_a_year_without_numbers_says_so(inloggad, lasare, organ, query):
    assert "Inga nummer är givna än" in inloggad(lasare).get(url("paragrafserie", organ, query)).content.decode()


def test_queries_do_not_grow(inloggad, sekreterare, paragraf, organ, count_queries):
    client, page = inloggad(sekreterare), url("paragrafserie", organ, "?ar=2026")
    with_one = count_queries(client, page)
    for n in (8, 9):
        ParagrafFactory(protokoll=paragraf.protokoll, nummer=n)

    assert count_queries(client, page) == with_one


def test_series_goes_on_from_a_number(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    client.post(url("paragrafserie-borja", organ, "?ar=2024"), {"forsta": 368, "skal": "finns i det gamla systemet"})
    assert Paragrafserie.objects.get(ar=2024).nasta == 368

    back = client.post(url("paragrafserie-borja", organ, "?ar=2024"), {"forsta": 12, "skal": "fel"})
    assert back.status_code == 422
    assert "Serien har redan kommit till § 368" in back.content.decode()


def test_makulerat_with_reason(inloggad, sekreterare, paragraf):
    client = inloggad(sekreterare)
    assert client.get(url("nummer-makulera", paragraf)).status_code == 200
    assert client.post(url("nummer-makulera", paragraf), {"skal": ""}).status_code == 422
    page = client.post(url("nummer-makulera", paragraf), {"skal": "stod två gånger"}, follow=True).content.decode()

    assert "§ 7 är makulerat." in page
    assert MakuleratNummer.objects.get().nummer == 7


@pytest.mark.parametrize(("which", "words"), [("justerad", "är justerat"), ("avskrift", "inläst protokoll")])
def test_wrong_state_says_why_and_changes_nothing(request, inloggad, sekreterare, which, words):
    paragraf = request.getfixturevalue(which)
    client = inloggad(sekreterare)

    assert words in client.get(url("nummer-makulera", paragraf), follow=True).content.decode()
    assert words in client.post(url("nummer-makulera", paragraf), {"skal": "fel"}).content.decode()
    assert not MakuleratNummer.objects.exists()


def test_outsider_lacking_role_and_wrong_method(inloggad, utomstaende, lasare, sekreterare, paragraf, organ):
    assert inloggad(utomstaende).get(url("paragrafserie", organ)).status_code == 404
    assert inloggad(lasare).post(url("nummer-makulera", paragraf)).status_code == 403
    assert inloggad(lasare).post(url("paragrafserie-borja", organ)).status_code == 403
    assert inloggad(sekreterare).post(url("paragrafserie", organ)).status_code == 405
