from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from time_machine import travel

from protokoll.klarkoll import klarkoll
from protokoll.models import GodtagenVarning, Narvarohandelse
from protokoll.narvaroandring import anteckna
from protokoll.narvarobild import kort
from protokoll.narvarolista import narvarolista, undertecknare
from protokoll.paus import paus
from tests.factories import (
    MandatFactory,
    MotesdeltagareFactory,
    NarvarohandelseFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UnderskriftFactory,
)
from tests.protokoll.views.narvaroprov import nytt_mote, p, post, text, url, vem

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    return nytt_mote(organ)


# The page ----------------------------------------------------------------------------------------------------------


def test_narvaro_shows_the_picture_the_words_and_the_front_page(inloggad, sekreterare, mote):
    NarvarohandelseFactory(deltagare=vem(mote, "Cia Ceder"), slag="jav", paragraf=p(mote, 2), bara_paragrafen=True)

    page = text(inloggad(sekreterare).get(url(mote)))

    assert "Cia Ceder (A), § 2: jävig" in page
    assert "Asta Alm (A), § 2: tjänstgör och leder sammanträdet" in page
    assert "Cia Ceder (A) är jävig vid § 2" in page
    assert "Cia Ceder (A), deltar ej § 2 p.g.a. jäv, utan ersättare" in page


def test_narvaro_is_read_without_forms(inloggad, lasare, mote):
    page = text(inloggad(lasare).get(url(mote)))

    assert "tjänstgör" in page
    assert url(mote, "handelse-ny") not in page
    assert 'class="ruta" id=' not in page


def test_narvaro_of_somebody_elses_meeting_offers_nothing(inloggad, annan_sekreterare, mote):
    client = inloggad(annan_sekreterare)

    assert url(mote, "handelse-ny") not in text(client.get(url(mote)))
    assert post(client, mote, "Cia Ceder", "gar", 2).status_code == 403


def test_narvaro_without_a_roll_offers_the_upprop(inloggad, sekreterare, organ):
    MandatFactory(organ=organ, roll="ordforande")
    mote = SammantradeFactory(organ=organ)
    client = inloggad(sekreterare)

    assert "Gör uppropet" in text(client.get(url(mote)))
    page = text(client.post(url(mote, "upprop"), follow=True))

    assert "2 sattes upp på närvarolistan." in page
    assert "Närvarolistan är redan hel." in text(client.post(url(mote, "upprop"), follow=True))


@pytest.mark.parametrize("rows", [1, 3])
def test_narvaro_queries_do_not_grow(inloggad, sekreterare, mote, rows, count_queries):
    for n in range(rows):
        d = MotesdeltagareFactory(sammantrade=mote)
        anteckna(mote, deltagare=d, slag="jav", paragraf=p(mote, n + 1), by=sekreterare)
        paus(mote, fran=time(14 + n), till=time(14 + n, 10), paragraf=p(mote, n + 1), by=sekreterare)
        protokoll = ProtokollFactory(sammantrade=mote)
        ParagrafFactory(protokoll=protokoll, nummer=20 + n)
        UnderskriftFactory(protokoll=protokoll, person=d.person)

    assert count_queries(inloggad(sekreterare), url(mote)) == 18


def test_the_front_page_is_shown_for_each_protokoll(inloggad, sekreterare, mote):
    ParagrafFactory(protokoll=ProtokollFactory(sammantrade=mote), nummer=9)

    page = text(inloggad(sekreterare).get(url(mote)))

    assert "Protokollet med §§ 1–4" in page
    assert "Protokollet med § 9" in page


def test_a_chosen_square_fills_the_form(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    cia, elsa = vem(mote, "Cia Ceder"), vem(mote, "Elsa Ek")

    def start(**query):
        return client.get(url(mote), query).context["form"].initial

    two = p(mote, 2).pk
    assert start(d=cia.pk, p=two) == {"deltagare": cia.pk, "paragraf": two, "vad": "gar"}
    assert start(d=elsa.pk, p=two)["vad"] == "kommer"
    post(client, mote, "Cia Ceder", "gar", 2)
    assert start(d=cia.pk, p=two)["vad"] == "kommer"
    ersatter = {"deltagare": elsa.pk, "paragraf": two, "vad": "ersatter", "for_deltagare": cia.pk}
    assert start(d=cia.pk, p=two, vad="ersatter") == ersatter
    assert start(d=elsa.pk, p=two) == ersatter
    assert start(d="x", p="y")["paragraf"] is None


def test_htmx_gets_the_part_alone(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)

    part = text(
        client.post(
            url(mote, "handelse-ny"),
            {"deltagare": vem(mote, "Cia Ceder").pk, "vad": "gar", "paragraf": p(mote, 2).pk},
            headers={"HX-Request": "true"},
            follow=True,
        )
    )

    assert part.lstrip().startswith('<div id="narvaro"')
    assert "data-besked>Cia Ceder (A) går före § 2." in part


# Händelser ---------------------------------------------------------------------------------------------------------


def test_handelse_ny_records_and_goes_back_to_the_square(inloggad, sekreterare, mote):
    response = post(inloggad(sekreterare), mote, "Cia Ceder", "jav", 2, ersattare=vem(mote, "Elsa Ek").pk)

    cia, two = vem(mote, "Cia Ceder").pk, p(mote, 2).pk
    assert response["Location"] == f"{url(mote)}?d={cia}&p={two}#r-{cia}-{two}"
    assert [d.namn for d in narvarolista(mote).tjanstgorande(p(mote, 2))] == ["Asta Alm", "Bo Bok", "Elsa Ek"]


def test_at_the_opening_coming_and_going_is_the_answer_at_the_upprop(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)

    post(client, mote, "Cia Ceder", "gar", ersattare=vem(mote, "Elsa Ek").pk)
    assert not vem(mote, "Cia Ceder").vid_upprop
    assert mote.narvarohandelserna.get().slag == "ersatter"
    post(client, mote, "Cia Ceder", "kommer")
    assert vem(mote, "Cia Ceder").vid_upprop
    assert not mote.narvarohandelserna.exists()


def test_coming_at_the_paragraf_one_left_takes_the_leaving_back(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    post(client, mote, "Cia Ceder", "gar", 2, ersattare=vem(mote, "Elsa Ek").pk)

    post(client, mote, "Cia Ceder", "kommer", 2)

    assert not Narvarohandelse.objects.exists()


@pytest.mark.parametrize(
    ("namn", "vad", "nummer", "mening"),
    [
        ("Cia Ceder", "kommer", 2, "Cia Ceder (A) är redan där vid § 2."),
        ("Elsa Ek", "ersatter", 2, "Välj vem Elsa Ek (A) tjänstgör för."),
        ("Cia Ceder", "jav", None, "Jäv gäller alltid en paragraf."),
        ("Cia Ceder", "nonsens", 2, "Välj vad som händer."),
    ],
)
def test_handelse_ny_says_why_not_and_keeps_what_was_chosen(inloggad, sekreterare, mote, namn, vad, nummer, mening):
    response = post(inloggad(sekreterare), mote, namn, vad, nummer, klockslag="14:05")

    assert response.status_code == 422
    page = text(response)
    assert mening in page
    assert 'value="14:05"' in page
    assert not Narvarohandelse.objects.exists()


def test_vaxeltjanstgoring_asks_for_a_reason_in_the_same_form(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    post(client, mote, "Cia Ceder", "gar", 2)

    response = post(client, mote, "Cia Ceder", "kommer", 4)
    page = text(response)
    assert response.status_code == 422
    assert "annat skäl än jäv" in page
    assert 'name="skal"' in page

    assert post(client, mote, "Cia Ceder", "kommer", 4, skal="styrkebalansen").status_code == 302
    assert GodtagenVarning.objects.get().skal == "styrkebalansen"
    assert "1 godtagen varning" in text(client.get(url(mote)))


def test_a_justerad_meeting_says_why_nothing_is_changed(inloggad, sekreterare, mote):
    protokoll = mote.protokollen.get()
    protokoll.lage, protokoll.justeringsdag = protokoll.Lage.JUSTERAT, date(2026, 3, 9)
    protokoll.save()
    client = inloggad(sekreterare)

    response = post(client, mote, "Cia Ceder", "gar", 2)

    assert response.status_code == 422
    assert "Protokollet är justerat, och närvaron ändras inte mer." in text(response)
    assert not Narvarohandelse.objects.exists()
    page = text(client.get(url(mote)))
    assert "närvaron ändras inte mer" in page
    assert url(mote, "handelse-ny") not in page
    for name in ("upprop", "deltagare-ny"):
        assert "ändras inte mer" in text(
            client.get(url(mote, name), follow=True)
            if name == "deltagare-ny"
            else client.post(url(mote, name), follow=True)
        )


def test_the_clock_is_noted_while_the_paragraf_is_handled(inloggad, sekreterare, mote):
    mote.lage, mote.aktuell = mote.Lage.PAGAR, p(mote, 2)
    mote.save()
    client = inloggad(sekreterare)

    with travel(datetime(2026, 3, 4, 13, 5, tzinfo=UTC), tick=False):
        post(client, mote, "Cia Ceder", "gar", 2)
        post(client, mote, "Bo Bok", "gar", 3)

    assert [h.klockslag for h in mote.narvarohandelserna.order_by("pk")] == [time(14, 5), None]


def test_handelse_is_taken_back(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    post(client, mote, "Cia Ceder", "jav", 2, ersattare=vem(mote, "Elsa Ek").pk)
    handelse = mote.narvarohandelserna.get(slag="jav")
    bort = reverse("protokoll:handelse-ta-bort", args=[handelse.pk])

    page = text(client.post(bort, follow=True))

    assert "Borttaget: Cia Ceder (A) är jävig vid § 2, Elsa Ek (A) tjänstgör för Cia Ceder (A) vid § 2." in page
    assert not Narvarohandelse.objects.exists()
    assert client.post(bort).status_code == 404


def test_a_warning_is_accepted_with_a_reason_and_is_so_in_klarkoll_too(inloggad, sekreterare, mote):
    UnderskriftFactory(protokoll=mote.protokollen.get(), person=vem(mote, "Elsa Ek").person)
    client = inloggad(sekreterare)
    post(client, mote, "Elsa Ek", "kommer", 1)
    varning = next(v for v in client.get(url(mote)).context["varningar"] if v.kod == "undertecknare_bredvid")
    data = {"kod": varning.kod, "nyckel": varning.nyckel}

    tom = client.post(url(mote, "narvaro-godta"), {**data, "skal": ""})
    assert tom.status_code == 422
    assert "Skriv varför varningen godtas" in text(tom)
    assert 'href="#id_skal"' in text(tom)
    assert 'id="id_skal" name="skal" maxlength="300" required value="" aria-invalid="true"' in text(tom)
    okand = client.post(url(mote, "narvaro-godta"), {"kod": "x", "nyckel": "y", "skal": "z"})
    assert "redan åtgärdat" in text(okand)
    client.post(url(mote, "narvaro-godta"), {**data, "skal": "satt med hela tiden"})

    assert "Skäl: satt med hela tiden" in text(client.get(url(mote)))
    (koll,) = klarkoll([mote], today=date(2026, 3, 5))
    assert "undertecknare_bredvid" in {a.kod for a in koll.godtagna}


def test_what_no_reason_makes_right_is_not_accepted(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    for namn in ("Asta Alm", "Bo Bok"):
        post(client, mote, namn, "jav", 2)
    varning = next(v for v in narvarolista(mote).varningar() if v.kod == "ingen_ordforande")

    response = client.post(
        url(mote, "narvaro-godta"), {"kod": varning.kod, "nyckel": varning.nyckel, "skal": "det gick bra"}
    )

    assert response.status_code == 422
    assert "Det kan inte godtas, bara rättas." in text(response)
    assert not GodtagenVarning.objects.exists()


def test_two_who_presided_sign_each_for_their_own(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    post(client, mote, "Asta Alm", "jav", 2)

    rader = mote.protokollen.get().underskrifterna.filter(roll="ordforande")
    assert [u.namn for u in rader] == ["Asta Alm", "Bo Bok"]
    assert "ska skriva under" not in text(client.get(url(mote)))
    (varning,) = undertecknare(narvarolista(mote), mote.protokollen.all())[1:]
    assert (varning.deltagare, varning.vid) == (vem(mote, "Bo Bok").pk, {1})


def test_who_signs_without_having_been_there_is_warned_of(inloggad, sekreterare, mote):
    UnderskriftFactory(protokoll=mote.protokollen.get(), person=vem(mote, "Cia Ceder").person)
    client = inloggad(sekreterare)
    post(client, mote, "Cia Ceder", "jav", 2)

    assert "ska skriva under som protokolljusterare men är jävig vid § 2" in text(client.get(url(mote)))


# The summary -------------------------------------------------------------------------------------------------------


def test_the_summary_tells_how_it_stands_at_the_paragraf_in_hand(mote, sekreterare):
    for slag, nummer, namn in (("gar", 2, "Cia Ceder"), ("jav", 3, "Asta Alm")):
        anteckna(mote, deltagare=vem(mote, namn), slag=slag, paragraf=p(mote, nummer), by=sekreterare)
    lista = narvarolista(mote)

    first, third = kort(lista), kort(lista, aktuell=p(mote, 3).pk)

    assert (first["vid"], first["antal"], first["platser"], first["leder"].namn) == ("§ 1", 3, 3, "Asta Alm")
    assert (third["vid"], third["antal"], third["beslutfor"], third["leder"].namn) == ("§ 3", 1, False, "Bo Bok")
    assert [d.namn for d in third["borta"]] == ["Cia Ceder"]
    assert [d.namn for d in third["javiga"]] == ["Asta Alm"]


def test_the_summary_stands_on_the_page_of_a_meeting_under_way(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    assert "I rummet nu" not in text(client.get(mote.get_absolute_url()))
    mote.lage = mote.Lage.PAGAR
    mote.save()

    assert "3 av 3 tjänstgör" in text(client.get(mote.get_absolute_url()))


def test_the_summary_before_the_upprop_and_without_paragrafer(organ):
    tomt = SammantradeFactory(organ=organ)
    assert kort(narvarolista(tomt)) == {"lista": narvarolista(tomt)}
    MotesdeltagareFactory(sammantrade=tomt, namn="Cia Ceder", vid_upprop=False)

    assert [d.namn for d in kort(narvarolista(tomt))["borta"]] == ["Cia Ceder"]
