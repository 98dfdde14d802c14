from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from protokoll.moteshallning import oppna
from protokoll.utfall import satt_utfall
from tests.factories import ArendeFactory, SammantradeFactory, StandigtArendeFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def mote(organ):
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 4), lage="planerat")
    for n, rubrik in enumerate(["Vägen", "Bron"], start=1):
        ArendeFactory(sammantrade=mote, ordning=n, rubrik=rubrik)
    return mote


@pytest.fixture
def hallet(organ):
    mote = SammantradeFactory(organ=organ, datum=date(2026, 2, 4))
    return ArendeFactory(sammantrade=mote, ordning=1, rubrik="Torget")


def url(name, obj):
    return reverse(f"protokoll:{name}", args=[obj.pk])


def row(mote, rubrik):
    return mote.paragraferna.get(rubrik=rubrik)


def order(mote):
    return list(mote.paragraferna.order_by("ordning").values_list("rubrik", flat=True))


def acts(mote):
    """(name, object, what is posted) of every act of the page."""
    arende = mote.paragraferna.first()
    return [
        ("arende-nytt", mote, {"rubrik": "Ny", "slag": "arende", "nyckel": uuid4()}),
        ("standiga-satt-upp", mote, {}),
        ("paragraf-flytta", arende, {"plats": 2}),
        ("paragraf-ta-bort", arende, {}),
        ("arende-andra", arende, {"rubrik": "Annat", "slag": "arende"}),
    ]


def test_page_shows_the_rows_and_a_form_for_the_next(inloggad, sekreterare, mote):
    page = inloggad(sekreterare).get(url("dagordning", mote)).content.decode()

    for words in ("Vägen", "Bron", "Nytt ärende", "Plats för Bron"):
        assert words in page


def test_queries_do_not_grow(inloggad, sekreterare, mote, organ, count_queries):
    client = inloggad(sekreterare)
    tidigare = oppna(SammantradeFactory(organ=organ, datum=date(2026, 2, 4), lage="planerat"), by=sekreterare)

    def add(n):
        ArendeFactory(sammantrade=mote, ordning=10 + n, fran=ArendeFactory())
        StandigtArendeFactory(organ=organ, rubrik=f"Stående {n}")
        p = ArendeFactory(sammantrade=tidigare, ordning=n, nummer=n)
        satt_utfall(p, utfall="bordlagt", by=sekreterare)

    add(1)
    with_one = count_queries(client, url("dagordning", mote))
    add(2), add(3)

    assert count_queries(client, url("dagordning", mote)) == with_one


def test_ten_arenden_one_after_the_other(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    for n in range(10):
        data = {"rubrik": f"Nytt {n}", "slag": "arende", "nyckel": uuid4(), "planerad_tid": "13:30"}
        response = client.post(url("arende-nytt", mote), data)

    assert response["Location"].endswith("?ny=1#nytt-arende")
    assert "autofocus" in client.get(f"{url('dagordning', mote)}?ny=1").content.decode()
    assert order(mote)[2:] == [f"Nytt {n}" for n in range(10)]


def test_added_by_script_gets_the_list_back(inloggad, sekreterare, mote):
    data = {"rubrik": "Torget", "slag": "arende", "nyckel": uuid4()}
    client = inloggad(sekreterare)
    page = client.post(url("arende-nytt", mote), data, headers=HTMX)
    client.post(url("arende-nytt", mote), data, headers=HTMX)

    assert "<html" not in page.content.decode()
    assert "Torget" in page.content.decode()
    assert order(mote) == ["Vägen", "Bron", "Torget"]


def test_the_notice_of_standing_ones_leaves_with_the_first_arende_added_by_script(inloggad, sekreterare, organ):
    StandigtArendeFactory(organ=organ, rubrik="Val av justerare")
    tomt = SammantradeFactory(organ=organ, datum=date(2026, 5, 6), lage="planerat")
    client = inloggad(sekreterare)
    assert "Sätt upp dem" in client.get(url("dagordning", tomt), headers=HTMX).content.decode()

    data = {"rubrik": "Torget", "slag": "arende", "nyckel": uuid4()}
    page = client.post(url("arende-nytt", tomt), data, headers=HTMX).content.decode()

    assert "Val av justerare" in page
    assert "Sätt upp dem" not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_bad_input_comes_back_with_what_was_typed(inloggad, sekreterare, mote, headers):
    data = {"rubrik": "", "dnr": "2026/17", "slag": "arende", "nyckel": uuid4(), "planerad_tid": "halv två"}
    response = inloggad(sekreterare).post(url("arende-nytt", mote), data, headers=headers)
    page = response.content.decode()

    assert response.status_code == 422
    for words in ("Skriv vad ärendet handlar om", "Skriv tiden som timme och minut", "2026/17", "halv två"):
        assert words in page


def test_moved_by_number_and_by_script(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    response = client.post(url("paragraf-flytta", row(mote, "Bron")), {"plats": 1}, follow=True)
    assert "Bron står nu på plats 1." in response.content.decode()

    page = client.post(url("paragraf-flytta", row(mote, "Bron")), {"plats": 2}, headers=HTMX)
    assert page.status_code == 200
    assert order(mote) == ["Vägen", "Bron"]

    wrong = client.post(url("paragraf-flytta", row(mote, "Bron")), {"plats": "först"}, headers=HTMX)
    assert (wrong.status_code, order(mote)) == (422, ["Vägen", "Bron"])
    assert "Ange platsen med en siffra" in wrong.content.decode()


def test_changed_and_taken_away(inloggad, sekreterare, mote):
    client, bron = inloggad(sekreterare), row(mote, "Bron")
    data = {"rubrik": "Bron över ån", "dnr": "2026/9", "foredragande": "Eva Ek", "slag": "information"}
    client.post(url("arende-andra", bron), data)
    bron.refresh_from_db()
    assert (bron.rubrik, bron.dnr, bron.foredragande, bron.slag) == ("Bron över ån", "2026/9", "Eva Ek", "information")

    page = client.post(url("paragraf-ta-bort", bron), follow=True).content.decode()
    assert "Borttaget från dagordningen: Bron över ån." in page
    assert order(mote) == ["Vägen"]


def test_standing_ones_are_set_up_with_one_press(inloggad, sekreterare, mote, organ):
    StandigtArendeFactory(organ=organ)
    client = inloggad(sekreterare)
    assert "Sätt upp dem" in client.get(url("dagordning", mote)).content.decode()
    for words in ("Ett stående ärende är uppsatt", "står redan på dagordningen"):
        assert words in client.post(url("standiga-satt-upp", mote), follow=True).content.decode()


def test_what_was_bordlagt_is_offered_and_taken_up(inloggad, sekreterare, mote, organ):
    client = inloggad(sekreterare)
    oppna(mote, by=sekreterare)
    nasta = SammantradeFactory(organ=organ, datum=date(2026, 4, 1), lage="planerat")
    bron = row(mote, "Bron")
    client.post(url("paragraf-utfall", bron), {"utfall": "aterremitterat", "skal": "för att kostnaden ska utredas"})
    assert "återremitterar ärendet för att kostnaden ska utredas." in bron.besluten.get().text

    assert "Ta upp här" in client.get(url("dagordning", nasta)).content.decode()
    for _ in range(2):
        client.post(url("arende-ta-upp-igen", nasta), {"paragraf": bron.pk})
    assert nasta.paragraferna.get().fran == bron
    assert "Från" in client.get(url("dagordning", nasta)).content.decode()


@pytest.mark.parametrize("sent", ["", "x", "999999"])
def test_taking_up_what_is_not_there_is_404(inloggad, sekreterare, mote, sent):
    assert inloggad(sekreterare).post(url("arende-ta-upp-igen", mote), {"paragraf": sent}).status_code == 404


def test_outcome_to_a_chosen_meeting(inloggad, sekreterare, mote, organ):
    oppna(mote, by=sekreterare)
    nasta = SammantradeFactory(organ=organ, datum=date(2026, 4, 1), lage="planerat")
    client, bron = inloggad(sekreterare), row(mote, "Bron")
    assert "onsdagen den 1 april 2026" in client.get(url("paragraf-utfall", bron)).content.decode()

    client.post(url("paragraf-utfall", bron), {"utfall": "bordlagt", "till": nasta.pk})

    assert nasta.paragraferna.get().rubrik == "Bron"
    page = client.get(url("paragraf-utfall", bron)).content.decode()
    assert "Ärendet är uppsatt" in page
    again = client.post(url("paragraf-utfall", bron), {"utfall": ""})
    assert again.status_code == 422
    assert "Ta bort det från den dagordningen först" in again.content.decode()


def test_outcome_says_what_happens_before_and_after_the_numbers(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    before = client.get(url("paragraf-utfall", row(mote, "Bron"))).content.decode()
    oppna(mote, by=sekreterare, today=mote.datum)
    after = client.get(url("paragraf-utfall", row(mote, "Bron"))).content.decode()

    assert ("utan nummer" in before, "behåller sitt nummer" in before) == (False, False)
    assert "behåller sitt nummer" in after


def test_the_link_is_shown_both_ways_beside_the_paragraf(inloggad, sekreterare, mote, organ):
    client, bron = inloggad(sekreterare), row(mote, "Bron")
    assert "Ärendets gång" not in client.get(bron.get_absolute_url()).content.decode()
    oppna(mote, by=sekreterare)
    satt_utfall(bron, utfall="bordlagt", by=sekreterare)
    assert "Inte uppsatt igen än" in client.get(bron.get_absolute_url()).content.decode()

    nasta = SammantradeFactory(organ=organ, datum=date(2026, 4, 1), lage="planerat")
    client.post(url("arende-ta-upp-igen", nasta), {"paragraf": bron.pk})

    ny = nasta.paragraferna.get()
    page = client.get(bron.get_absolute_url()).content.decode()
    assert f'<a href="{ny.get_absolute_url()}">onsdag 1 april 2026</a>' in page
    assert "§ 2 onsdagen den 4 mars 2026" in client.get(ny.get_absolute_url()).content.decode()


def test_outsider_and_lacking_role(inloggad, utomstaende, annan_sekreterare, mote):
    for user, status in ((utomstaende, 404), (annan_sekreterare, 403)):
        client = inloggad(user)
        assert client.get(url("dagordning", mote)).status_code == status
        for name, obj, data in acts(mote):
            assert client.post(url(name, obj), data).status_code == status
    assert order(mote) == ["Vägen", "Bron"]


def test_wrong_state_says_why_and_changes_nothing(inloggad, sekreterare, hallet):
    client = inloggad(sekreterare)
    for name, obj, data in acts(hallet.sammantrade):
        page = client.post(url(name, obj), data, follow=True).content.decode()
        assert "Öppna det igen" in page, name
    assert order(hallet.sammantrade) == ["Torget"]
    assert "Nytt ärende" not in client.get(url("dagordning", hallet.sammantrade)).content.decode()
    assert client.get(url("arende-andra", hallet)).status_code == 302


def test_wrong_method(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    assert client.post(url("dagordning", mote)).status_code == 405
    assert client.get(url("arende-nytt", mote)).status_code == 405
