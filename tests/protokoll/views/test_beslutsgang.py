from datetime import date

import pytest
from django.urls import reverse

from protokoll.beslutsgang import Propositionsrad, lagg_yrkande, satt_beslutsgang
from protokoll.models import Proposition, Sammantrade, Yrkande
from protokoll.views.beslutsgangssida import vagen_tillbaka
from tests.protokoll.roll import motet

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    return motet(organ)


@pytest.fixture
def yrkande(mote, sekreterare):
    return lagg(mote, mote.ledamoter[1], sekreterare)


def lagg(mote, vem, by, slag="bifall", text="bifall till motionen"):
    return lagg_yrkande(paragraf=mote.paragraf, slag=slag, text=text, yrkare=[vem], by=by)


def url(name, rad):
    return reverse(f"protokoll:{name}", args=[rad.pk])


def test_yrkande_is_recorded_in_the_order_the_people_were_chosen(inloggad, sekreterare, mote):
    _, bo, cia, dan, *_ = mote.ledamoter

    response = inloggad(sekreterare).post(
        url("yrkande-nytt", mote.paragraf),
        {"yrkare": [cia.pk, bo.pk], "slag": "bifall", "text": "", "instammer": [dan.pk]},
    )

    assert response["Location"] == vagen_tillbaka(mote.paragraf)
    y = Yrkande.objects.get()
    assert y.text == "bifall till motionen"
    assert [(r.deltagare, r.instammer) for r in y.yrkarna.all()] == [(cia, False), (bo, False), (dan, True)]


def test_yrkande_page_offers_those_who_serve(inloggad, sekreterare, mote):
    page = inloggad(sekreterare).get(url("yrkande-nytt", mote.paragraf)).content.decode()

    assert "Hans Hall (C)" in page
    assert "Ida Idh" not in page
    assert "Gun Gran" not in page
    assert 'data-forval="avslag på motionen"' in page


@pytest.mark.parametrize(
    ("andra", "mening"),
    [
        ({"slag": "tillagg", "text": ""}, "Skriv vad som yrkas."),
        ({"slag": "andring", "text": "att"}, "Skriv vad som yrkas."),
        ({"slag": ""}, "Välj vad yrkandet går ut på."),
        ({"yrkare": []}, "Välj vem som yrkar."),
    ],
)
def test_bad_yrkande_comes_back_with_what_was_typed(inloggad, sekreterare, mote, andra, mening):
    data = {"yrkare": [mote.ledamoter[1].pk], "slag": "andring", "text": "att pröva", "egen_lydelse": "Egna ord."}

    response = inloggad(sekreterare).post(url("yrkande-nytt", mote.paragraf), data | andra)

    page = response.content.decode()
    assert response.status_code == 422
    assert mening in page
    assert "Egna ord." in page
    assert Yrkande.objects.count() == 0


def test_yrkande_of_somebody_who_does_not_serve_is_refused_at_the_field(inloggad, sekreterare, mote):
    response = inloggad(sekreterare).post(
        url("yrkande-nytt", mote.paragraf),
        {"yrkare": [mote.suppleant.pk], "slag": "andring", "text": "att pröva frågan igen"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Ida Idh (V) tjänstgör inte vid § 12" in response.context["form"].errors["yrkare"][0]
    assert "att pröva frågan igen" in page
    assert f'value="{mote.suppleant.pk}"' in page


def test_yrkande_word_that_the_sentence_has_already_is_not_doubled(inloggad, sekreterare, mote):
    inloggad(sekreterare).post(
        url("yrkande-nytt", mote.paragraf),
        {"yrkare": [mote.ledamoter[1].pk], "slag": "andring", "text": "Yrkar att pröva"},
    )

    assert Yrkande.objects.get().text == "att pröva"


def test_save_and_one_more(inloggad, sekreterare, mote):
    response = inloggad(sekreterare).post(
        url("yrkande-nytt", mote.paragraf),
        {"yrkare": [mote.ledamoter[1].pk], "slag": "avslag", "akt": "ett-till"},
    )

    assert response["Location"] == url("yrkande-nytt", mote.paragraf) + "?sparat=ja"


def test_andra_yrkande(inloggad, sekreterare, mote, yrkande):
    client = inloggad(sekreterare)
    form = client.get(url("yrkande-andra", yrkande)).context["form"]
    assert form.initial["yrkare"] == [mote.ledamoter[1].pk]

    data = {"yrkare": [mote.ledamoter[2].pk], "slag": "avslag", "text": "avslag", "version": yrkande.version}
    response = client.post(url("yrkande-andra", yrkande), data)

    assert response["Location"] == vagen_tillbaka(mote.paragraf)
    yrkande.refresh_from_db()
    assert yrkande.text == "avslag"
    # Another save from the old page is told, and goes through once it has been read.
    response = client.post(url("yrkande-andra", yrkande), data | {"text": "annat"})
    assert response.status_code == 422
    assert "medan du skrev" in response.content.decode()
    version = response.context["form"]["version"].value()
    client.post(url("yrkande-andra", yrkande), data | {"text": "annat", "version": version})
    yrkande.refresh_from_db()
    assert yrkande.text == "annat"


def test_yrkande_is_withdrawn_and_back(inloggad, sekreterare, yrkande):
    client = inloggad(sekreterare)

    client.post(url("yrkande-aterkalla", yrkande))
    yrkande.refresh_from_db()
    assert yrkande.aterkallat
    client.post(url("yrkande-galler-igen", yrkande))
    yrkande.refresh_from_db()
    assert not yrkande.aterkallat
    client.post(url("yrkande-ta-bort", yrkande))
    assert Yrkande.objects.count() == 0


def test_beslutsgang_proposes_the_ordinary_order(inloggad, sekreterare, mote, yrkande):
    avslag = lagg(mote, mote.ledamoter[0], sekreterare, "avslag", "avslag på motionen")
    aterremiss = lagg(mote, mote.ledamoter[3], sekreterare, "aterremiss", "att ärendet återremitteras")

    formular = inloggad(sekreterare).get(url("beslutsgang", mote.paragraf)).context["formular"]

    assert [(f.initial.get("forslag"), f.initial.get("mot")) for f in formular] == [
        (str(aterremiss.pk), "0"),
        (str(yrkande.pk), str(avslag.pk)),
        (None, None),
    ]


def rad(n, **varden):
    return {f"p-{n}-{falt}": varde for falt, varde in varden.items()}


def formset(*rader):
    return {"p-TOTAL_FORMS": len(rader), "p-INITIAL_FORMS": 0} | {k: v for r in rader for k, v in r.items()}


def test_beslutsgang_is_saved_in_order(inloggad, sekreterare, mote, yrkande):
    avslag = lagg(mote, mote.ledamoter[0], sekreterare, "avslag", "avslag på motionen")
    client = inloggad(sekreterare)

    response = client.post(
        url("beslutsgang", mote.paragraf),
        formset(
            rad(0, ordning=2, forslag=yrkande.pk, mot=0, bifall=""),
            rad(1, ordning=1, forslag=avslag.pk, mot=yrkande.pk, bifall="True"),
            rad(2, forslag="", mot=0),
        ),
    )

    assert response["Location"] == vagen_tillbaka(mote.paragraf)
    forsta, andra = mote.paragraf.propositionerna.all()
    assert (forsta.forslag, forsta.mot, forsta.bifall) == (avslag, yrkande, True)
    assert (andra.forslag, andra.mot, andra.bifall) == (yrkande, None, None)
    page = client.get(url("beslutsgang", mote.paragraf)).content.decode()
    assert "Ordföranden prövar Ada Alms (M) yrkande mot Bo Björks (SD) yrkande" in page


def test_beslutsgang_refused_keeps_what_was_typed(inloggad, sekreterare, mote, yrkande):
    response = inloggad(sekreterare).post(
        url("beslutsgang", mote.paragraf),
        formset(rad(0, forslag=yrkande.pk, mot=yrkande.pk, egen_lydelse="Egna ord.")),
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "kan inte ställas mot sig självt" in page
    assert "Egna ord." in page
    assert Proposition.objects.count() == 0


@pytest.mark.parametrize("name", ["yrkande-nytt", "beslutsgang", "omrostning-ny", "anmalan-ny"])
def test_meeting_that_has_not_begun_says_why(inloggad, sekreterare, organ, name):
    mote = motet(organ, lage=Sammantrade.Lage.PLANERAT)

    response = inloggad(sekreterare).get(url(name, mote.paragraf), follow=True)

    assert "Sammanträdet har inte öppnats än" in response.content.decode()
    assert response.redirect_chain[-1][0] == mote.paragraf.get_absolute_url()


def test_yrkande_in_the_wrong_state_says_why_and_changes_nothing(inloggad, sekreterare, organ):
    mote = motet(organ, lage=Sammantrade.Lage.PLANERAT)

    response = inloggad(sekreterare).post(
        url("yrkande-nytt", mote.paragraf), {"yrkare": [mote.ledamoter[1].pk], "slag": "bifall"}
    )

    assert response.status_code == 422
    assert "Sammanträdet har inte öppnats än" in response.content.decode()
    assert Yrkande.objects.count() == 0


def test_act_on_a_justerat_yrkande_says_why(inloggad, sekreterare, mote, yrkande):
    mote.paragraf.protokoll.lage = "justerat"
    mote.paragraf.protokoll.justeringsdag = "2026-03-20"
    mote.paragraf.protokoll.save()

    response = inloggad(sekreterare).post(url("yrkande-aterkalla", yrkande), follow=True)

    assert "det som är justerat ändras inte" in response.content.decode()
    yrkande.refresh_from_db()
    assert not yrkande.aterkallat


@pytest.mark.parametrize("name", ["yrkande-andra", "yrkande-aterkalla"])
def test_outsider_and_lacking_role(inloggad, utomstaende, ledamot, annan_sekreterare, yrkande, name):
    assert inloggad(utomstaende).post(url(name, yrkande)).status_code == 404
    assert inloggad(ledamot).post(url(name, yrkande)).status_code == 403
    assert inloggad(annan_sekreterare).post(url(name, yrkande)).status_code == 403


def test_wrong_method(inloggad, sekreterare, mote, yrkande):
    assert inloggad(sekreterare).get(url("yrkande-aterkalla", yrkande)).status_code == 405
    assert inloggad(sekreterare).put(url("yrkande-nytt", mote.paragraf)).status_code == 405


@pytest.mark.parametrize("antal", [1, 3])
def test_pages_cost_the_same_with_one_row_and_three(inloggad, sekreterare, mote, count_queries, antal):
    rader = [lagg(mote, mote.ledamoter[n], sekreterare, "andring", f"att göra {n}") for n in range(antal)]
    satt_beslutsgang(
        mote.paragraf, rader=[Propositionsrad(None, y, ordning=n) for n, y in enumerate(rader)], by=sekreterare
    )
    client = inloggad(sekreterare)

    found = [
        count_queries(client, url("yrkande-nytt", mote.paragraf)),
        count_queries(client, url("yrkande-andra", rader[0])),
        count_queries(client, url("beslutsgang", mote.paragraf)),
        count_queries(client, url("omrostning-ny", mote.paragraf)),
        count_queries(client, url("anmalan-ny", mote.paragraf)),
    ]

    assert found == [17, 18, 17, 17, 17]


# The box beside the §


def test_panel_lists_what_happened_with_the_way_to_mend_it(inloggad, sekreterare, mote, yrkande):
    aterkallat = lagg(mote, mote.ledamoter[2], sekreterare, "avslag", "avslag")
    aterkallat.aterkallat = True
    aterkallat.save()
    [p] = satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(None, yrkande, bifall=True)], by=sekreterare)

    page = inloggad(sekreterare).get(mote.paragraf.get_absolute_url()).content.decode()

    assert "Bo Björk (SD) yrkar bifall till motionen." in page
    assert "Återkallat" in page
    assert url("yrkande-andra", yrkande) in page
    assert f"{url('omrostning-ny', mote.paragraf)}?proposition={p.pk}" in page
    assert f"{url('anmalan-ny', mote.paragraf)}?slag=reservation" in page


def test_panel_is_for_the_secretary_of_a_meeting_that_has_begun(inloggad, sekreterare, ledamot, organ, yrkande, mote):
    assert (
        url("yrkande-nytt", mote.paragraf)
        not in inloggad(ledamot).get(mote.paragraf.get_absolute_url()).content.decode()
    )
    planerat = motet(organ, lage=Sammantrade.Lage.PLANERAT, datum=date(2025, 12, 17), nummer=13)
    page = inloggad(sekreterare).get(planerat.paragraf.get_absolute_url()).content.decode()
    assert url("yrkande-nytt", planerat.paragraf) not in page


def test_panel_points_to_the_outcome_of_an_aterremiss_that_won(mote, sekreterare):
    from protokoll.beslutsgangspanel import innehall

    y = lagg(mote, mote.ledamoter[1], sekreterare, "aterremiss", "att ärendet återremitteras")
    [p] = satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(y, None, bifall=True)], by=sekreterare)
    assert innehall(mote.paragraf, mote.lista)["utfall"] == "aterremitterat"

    satt_beslutsgang(
        mote.paragraf, rader=[Propositionsrad(y, None, bifall=False, pk=p.pk, version=p.version)], by=sekreterare
    )
    assert innehall(mote.paragraf, mote.lista)["utfall"] is None
