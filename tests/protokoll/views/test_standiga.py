import pytest
from django.urls import reverse

from protokoll.models import StandigtArende
from tests.factories import StandigtArendeFactory

pytestmark = pytest.mark.django_db

NYTT = {"rubrik": "Information från förvaltningen", "kod": "annat", "beslut": "{organet} noterar.", "aktivt": "on"}


def url(name, obj):
    return reverse(f"protokoll:{name}", args=[obj.pk])


def test_the_usual_ones_then_one_of_ones_own(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    assert "Lägg upp de vanliga" in client.get(url("standiga-arenden", organ)).content.decode()
    for _ in range(2):
        client.post(url("standiga-vanliga", organ))
    for _ in range(2):
        client.post(url("standiga-arenden", organ), NYTT)

    assert StandigtArende.objects.count() == 7
    page = client.get(url("standiga-arenden", organ)).content.decode()
    for words in ("Information från förvaltningen", "{organet} noterar.", "{justerare}"):
        assert words in page


def test_of_invitations_in_an_organ_that_does_not_deal_with_them(inloggad, sekreterare, organ):
    StandigtArendeFactory(organ=organ, kod="inbjudningar", rubrik="Inbjudningar")
    organ.behandlar_inbjudningar = False
    organ.save()
    page = inloggad(sekreterare).get(url("standiga-arenden", organ)).content.decode()
    assert f"{organ.kortnamn} behandlar inte inbjudningar" in page


def test_changed_put_to_rest_and_moved(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    a, b = (StandigtArendeFactory(organ=organ, rubrik=r, ordning=n) for n, r in enumerate("AB"))
    client.post(url("standigt-flytta", b), {"riktning": "upp"})
    assert list(organ.standiga_arenden.order_by("ordning")) == [b, a]

    a.refresh_from_db()
    client.post(url("standigt-arende", a), {**NYTT, "version": a.version, "aktivt": "", "sist": "on"})
    a.refresh_from_db()
    assert (a.rubrik, a.aktivt, a.sist) == ("Information från förvaltningen", False, True)


def test_somebody_elses_change_is_not_overwritten(inloggad, sekreterare, organ):
    a = StandigtArendeFactory(organ=organ)
    response = inloggad(sekreterare).post(url("standigt-arende", a), {**NYTT, "version": a.version - 1})

    assert response.status_code == 422
    assert "Någon annan har ändrat" in response.content.decode()


def test_information_has_no_text_of_a_decision(inloggad, sekreterare, organ):
    response = inloggad(sekreterare).post(url("standiga-arenden", organ), {**NYTT, "utan_beslut": "on"})

    assert response.status_code == 422
    assert "Ett ärende utan beslut har ingen beslutstext" in response.content.decode()
    assert not StandigtArende.objects.exists()


def test_queries_do_not_grow(inloggad, sekreterare, organ, count_queries):
    client = inloggad(sekreterare)
    StandigtArendeFactory(organ=organ, rubrik="A")
    with_one = count_queries(client, url("standiga-arenden", organ))
    for rubrik in "BC":
        StandigtArendeFactory(organ=organ, rubrik=rubrik)

    assert count_queries(client, url("standiga-arenden", organ)) == with_one


def test_outsider_lacking_role_and_wrong_method(inloggad, utomstaende, annan_sekreterare, sekreterare, organ):
    a = StandigtArendeFactory(organ=organ)
    for user, status in ((utomstaende, 404), (annan_sekreterare, 403)):
        assert inloggad(user).post(url("standiga-arenden", organ), NYTT).status_code == status
        assert inloggad(user).post(url("standigt-arende", a), NYTT).status_code == status
        assert inloggad(user).post(url("standigt-flytta", a)).status_code == status
    assert inloggad(sekreterare).get(url("standiga-vanliga", organ)).status_code == 405
