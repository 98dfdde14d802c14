import json

import pytest
from django.urls import reverse

from protokoll.beslutsgang import Propositionsrad, lagg_yrkande, satt_beslutsgang
from protokoll.models import Omrostning, Rost, Sammantrade
from protokoll.omrostning import spara_roster, starta_omrostning
from protokoll.views.beslutsgangssida import vagen_tillbaka
from tests.factories import MotesdeltagareFactory
from tests.protokoll.roll import motet

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    return motet(organ)


@pytest.fixture
def vote(mote, sekreterare):
    return starta_omrostning(
        paragraf=mote.paragraf, ja_innebar="avslag på motionen", nej_innebar="bifall till motionen", by=sekreterare
    )


@pytest.fixture
def closed(mote, sekreterare):
    return starta_omrostning(
        paragraf=mote.paragraf, ja_innebar="val av Bo", nej_innebar="val av Eva", sluten=True, by=sekreterare
    )


def url(name, rad):
    return reverse(f"protokoll:{name}", args=[rad.pk])


def grid(mote, vote, ord_, **mer):
    return {f"rost_{d}": rost for d, rost in mote.roster(ord_).items()} | {"version": vote.version} | mer


def test_grid_has_a_row_for_each_who_serves_the_chair_last(inloggad, sekreterare, mote, vote):
    response = inloggad(sekreterare).get(url("omrostning", vote))

    rader = response.context["form"].rader
    assert [r.deltagare for r in rader] == mote.rostande
    assert (rader[-1].ordforande, rader[-2].ersatter) == (True, "Gun Gran (C)")
    assert response.content.decode().count('type="radio"') == 7 * 3 + 2


def test_vote_is_saved_and_finished(inloggad, sekreterare, mote, vote):
    client = inloggad(sekreterare)

    response = client.post(url("omrostning", vote), grid(mote, vote, "jjjnnnj"))

    assert response["Location"] == vagen_tillbaka(mote.paragraf)
    vote.refresh_from_db()
    assert (vote.ja, vote.nej, vote.utfall) == (4, 3, "ja")
    # The same again (a double click) changes nothing.
    assert client.post(url("omrostning", vote), grid(mote, vote, "jjjnnnj")).status_code == 302
    assert Rost.objects.count() == 7
    assert client.get(url("omrostning", vote)).context["form"].initial["utfall"] == ""


def test_votes_are_saved_for_now(inloggad, sekreterare, mote, vote):
    client = inloggad(sekreterare)

    response = client.post(url("omrostning", vote), grid(mote, vote, "jj", akt="delvis"))

    assert response["Location"] == url("omrostning", vote) + "?sparat=ja"
    vote.refresh_from_db()
    assert (vote.utfall, Rost.objects.count()) == (None, 2)
    page = client.get(url("omrostning", vote)).content.decode()
    assert page.count(" checked") == 2


def test_missing_vote_is_pointed_out_and_what_was_filled_in_stays(inloggad, sekreterare, mote, vote):
    response = inloggad(sekreterare).post(url("omrostning", vote), grid(mote, vote, "jjjnnn"))

    page = response.content.decode()
    assert response.status_code == 422
    assert response.context["form"].errors[f"rost_{mote.ledamoter[0].pk}"] == [
        "Ada Alm (M) har ingen röst. Ange ja, nej eller avstår."
    ]
    assert page.count(" checked") == 6
    assert Rost.objects.count() == 0


def test_stated_result_that_differs_is_refused(inloggad, sekreterare, mote, vote):
    response = inloggad(sekreterare).post(
        url("omrostning", vote), grid(mote, vote, "jjjnnnj", angivet_ja=5, angivet_nej=2)
    )

    assert response.status_code == 422
    assert "stämmer inte med rösterna (4 ja, 3 nej)" in response.content.decode()
    assert Omrostning.objects.get().utfall is None


def test_stated_result_that_agrees_is_saved(inloggad, sekreterare, mote, vote):
    inloggad(sekreterare).post(
        url("omrostning", vote),
        grid(mote, vote, "jjjnnna", angivet_ja=3, angivet_nej=3, angivet_avstar=1, utfall="nej"),
    )

    vote.refresh_from_db()
    assert (vote.ja, vote.nej, vote.avstar, vote.utfall) == (3, 3, 1, "nej")
    form = inloggad(sekreterare).get(url("omrostning", vote)).context["form"]
    assert form.initial["utfall"] == "nej"


def test_tie_without_the_chairs_vote_asks_for_the_casting_vote(inloggad, sekreterare, mote, vote):
    response = inloggad(sekreterare).post(url("omrostning", vote), grid(mote, vote, "jjjnnna"))

    assert response.status_code == 422
    assert "Ordföranden är skyldig att rösta" in response.context["form"].errors["utfall"][0]


@pytest.mark.parametrize("vem", ["suppleant", "annat_mote"])
def test_vote_of_somebody_else_is_refused(inloggad, sekreterare, mote, vote, vem):
    frammande = mote.suppleant if vem == "suppleant" else MotesdeltagareFactory()

    response = inloggad(sekreterare).post(
        url("omrostning", vote), grid(mote, vote, "jjjnnnj", **{f"rost_{frammande.pk}": "ja"})
    )

    if vem == "suppleant":
        page = response.content.decode()
        assert response.status_code == 422
        assert "Ida Idh (V) tjänstgör inte vid § 12 och kan inte rösta." in page
        assert "Ingen röst" in page
    assert not Rost.objects.filter(deltagare=frammande).exists()


def test_presence_that_changed_while_the_grid_was_open_is_told(inloggad, sekreterare, mote, vote):
    data = grid(mote, vote, "jjjnnnj")
    mote.javig(mote.ledamoter[3])

    response = inloggad(sekreterare).post(url("omrostning", vote), data)

    assert response.status_code == 422
    assert "Dan Dal (S) tjänstgör inte vid § 12 och kan inte rösta." in response.content.decode()
    # Without that röst it goes through.
    del data[f"rost_{mote.ledamoter[3].pk}"]
    assert inloggad(sekreterare).post(url("omrostning", vote), data).status_code == 302


def test_votes_over_a_newer_version_are_shown_and_not_written(inloggad, sekreterare, annan_sekreterare, mote, vote):
    old = grid(mote, vote, "nnnnnnn")
    spara_roster(vote, roster=mote.roster("jjjjjjj"), version=vote.version, by=annan_sekreterare)
    client = inloggad(sekreterare)

    response = client.post(url("omrostning", vote), old)

    assert response.status_code == 422
    assert f"{annan_sekreterare} har ändrat rösterna medan du skrev" in response.content.decode()
    assert Omrostning.objects.get().utfall == "ja"
    version = response.context["form"]["version"].value()
    client.post(url("omrostning", vote), old | {"version": version})
    assert Omrostning.objects.get().utfall == "nej"


def test_closed_vote(inloggad, sekreterare, mote, closed):
    client = inloggad(sekreterare)
    assert "Bo Björk" not in client.get(url("omrostning", closed)).content.decode()

    response = client.post(url("omrostning", closed), {"ja": 3, "nej": 3, "avstar": 1, "version": closed.version})
    assert response.status_code == 422
    assert "lottning" in response.context["form"].errors["utfall"][0]
    response = client.post(url("omrostning", closed), {"ja": 9, "nej": 3, "version": closed.version})
    assert "12 röster är fler än de 7" in response.content.decode()
    response = client.post(url("omrostning", closed), {"ja": "", "nej": "x", "version": closed.version})
    assert "Skriv antalet" in response.content.decode()
    response = client.post(
        url("omrostning", closed), {"ja": 3, "nej": 3, "avstar": 1, "utfall": "ja", "version": closed.version}
    )

    assert response["Location"] == vagen_tillbaka(mote.paragraf)
    closed.refresh_from_db()
    assert (closed.utfall, Rost.objects.count()) == ("ja", 0)


def test_sentences_of_the_page_are_those_that_are_printed(inloggad, sekreterare, mote, vote):
    meningar = inloggad(sekreterare).get(url("omrostning", vote)).context["meningar"]

    assert meningar["majoritet_ja"] == ("Ordföranden finner att nämnden, med {roster}, beslutar att avslå motionen.")
    assert meningar["ordforande_nej"].startswith("Röstetalet är lika, {roster}. Vid lika röstetal avgör ordförandens")
    assert json.dumps(meningar).count("{roster}") == 8


# The question


@pytest.fixture
def proposition(mote, sekreterare):
    def lagg(vem, slag, text):
        return lagg_yrkande(paragraf=mote.paragraf, slag=slag, text=text, yrkare=[vem], by=sekreterare)

    avslag = lagg(mote.ledamoter[0], "avslag", "avslag på motionen")
    bifall = lagg(mote.ledamoter[1], "bifall", "bifall till motionen")
    [p] = satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(bifall, avslag, bifall=False)], by=sekreterare)
    return p


def test_vote_about_a_proposition_is_for_what_the_chair_found(inloggad, sekreterare, mote, proposition):
    client = inloggad(sekreterare)
    page = f"{url('omrostning-ny', mote.paragraf)}?proposition={proposition.pk}"

    form = client.get(page).context["form"]

    assert (form.initial["ja_innebar"], form.initial["nej_innebar"]) == ("avslag på motionen", "bifall till motionen")
    response = client.post(url("omrostning-ny", mote.paragraf), {"proposition": proposition.pk, "ja_ar_mot": "1"})
    vote = Omrostning.objects.get()
    assert response["Location"] == url("omrostning", vote)
    assert (vote.proposition, vote.ja_ar_mot, vote.ja_innebar) == (proposition, True, "avslag på motionen")


def test_vote_turned_round_without_javascript_turns_its_words(inloggad, sekreterare, mote, proposition):
    inloggad(sekreterare).post(
        url("omrostning-ny", mote.paragraf),
        {
            "proposition": proposition.pk,
            "ja_ar_mot": "0",
            "ja_innebar": "avslag på motionen",
            "nej_innebar": "bifall till motionen",
        },
    )

    vote = Omrostning.objects.get()
    assert (vote.ja_ar_mot, vote.ja_innebar, vote.nej_innebar) == (False, "bifall till motionen", "avslag på motionen")


def test_vote_about_nothing_in_particular_needs_its_words(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)

    response = client.post(url("omrostning-ny", mote.paragraf), {"ja_innebar": "bifall", "nej_innebar": ""})

    assert response.status_code == 422
    assert response.context["form"].errors["nej_innebar"]
    assert 'value="bifall"' in response.content.decode()
    client.post(url("omrostning-ny", mote.paragraf), {"ja_innebar": "bifall.", "nej_innebar": "avslag"})
    assert Omrostning.objects.get().ja_innebar == "bifall"


@pytest.mark.parametrize("proposition", ["999999999", "x", "", "1" * 40])
def test_vote_about_an_unknown_proposition_is_about_nothing_in_particular(inloggad, sekreterare, mote, proposition):
    response = inloggad(sekreterare).get(f"{url('omrostning-ny', mote.paragraf)}?proposition={proposition}")

    assert response.status_code == 200
    assert "ja_ar_mot" not in response.context["form"].fields


def test_andra_omrostning(inloggad, sekreterare, mote, vote):
    client = inloggad(sekreterare)

    response = client.post(
        url("omrostning-andra", vote),
        {"ja_innebar": "bifall", "nej_innebar": "avslag", "egen_lydelse": "Egna ord.", "version": vote.version},
    )

    assert response["Location"] == url("omrostning", vote)
    vote.refresh_from_db()
    assert (vote.ja_innebar, vote.egen_lydelse) == ("bifall", "Egna ord.")


def test_vote_is_opened_again_and_removed(inloggad, sekreterare, mote, vote):
    client = inloggad(sekreterare)
    client.post(url("omrostning", vote), grid(mote, vote, "jjjnnnj"))

    client.post(url("omrostning-oppna", vote))
    vote.refresh_from_db()
    assert vote.utfall is None
    client.post(url("omrostning-ta-bort", vote))
    assert Omrostning.objects.count() == 0


# The same five


def test_outsider_and_lacking_role(inloggad, utomstaende, ledamot, annan_sekreterare, vote):
    for name in ("omrostning", "omrostning-andra"):
        assert inloggad(utomstaende).get(url(name, vote)).status_code == 404
        assert inloggad(ledamot).get(url(name, vote)).status_code == 403
        assert inloggad(annan_sekreterare).post(url(name, vote)).status_code == 403


def test_wrong_state_says_why_and_changes_nothing(inloggad, sekreterare, mote, vote):
    mote.paragraf.protokoll.lage = "justerat"
    mote.paragraf.protokoll.justeringsdag = "2026-03-20"
    mote.paragraf.protokoll.save()
    client = inloggad(sekreterare)

    response = client.post(url("omrostning", vote), grid(mote, vote, "jjjnnnj"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "det som är justerat ändras inte" in page
    assert page.count(" checked") == 7
    assert Rost.objects.count() == 0
    assert client.get(url("omrostning", vote)).status_code == 302


def test_wrong_method(inloggad, sekreterare, vote):
    assert inloggad(sekreterare).get(url("omrostning-ta-bort", vote)).status_code == 405
    assert inloggad(sekreterare).put(url("omrostning", vote)).status_code == 405


@pytest.mark.parametrize("antal", [1, 3])
def test_grid_costs_the_same_with_one_vote_and_three(inloggad, sekreterare, mote, count_queries, antal):
    votes = [
        starta_omrostning(paragraf=mote.paragraf, ja_innebar=f"ja {n}", nej_innebar="nej", by=sekreterare)
        for n in range(antal)
    ]
    for vote in votes:
        spara_roster(vote, roster=mote.roster("jjjnnnj"), version=vote.version, by=sekreterare)

    assert count_queries(inloggad(sekreterare), url("omrostning", votes[0])) == 17


def test_meeting_without_a_roll_says_what_is_missing(inloggad, sekreterare, paragraf):
    paragraf.sammantrade.lage = Sammantrade.Lage.PAGAR
    paragraf.sammantrade.save()
    vote = starta_omrostning(paragraf=paragraf, ja_innebar="a", nej_innebar="b", by=sekreterare)
    client = inloggad(sekreterare)

    assert "Gör uppropet först" in client.get(url("omrostning", vote)).content.decode()
    assert client.post(url("omrostning", vote), {"version": vote.version}).status_code == 422
