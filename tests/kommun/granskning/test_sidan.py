"""Who has read § 36 of KSAU? The page that answers, and what each may see of it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from kommun.models import Loggrad
from tests.factories import TjanstFactory, UserFactory

pytestmark = pytest.mark.django_db
Slag, Utfall = Loggrad.Slag, Loggrad.Utfall

URL = reverse("kommun:granskningslogg")
FIL = reverse("kommun:granskningslogg-export")


def rad(konto=None, *, objekt="KSAU 2020-02-25 § 36", nycklar=("paragraf:36", "protokoll:9"), **falt) -> Loggrad:
    varden = {
        "tid": timezone.now(),
        "slag": Slag.LASTE,
        "utfall": Utfall.GENOMFORT,
        "konto": konto,
        "kontonamn": konto.username if konto else "",
        "namn": konto.person.namn if konto else "Systemet",
        "objekt": objekt,
        "objekten": list(nycklar),
    }
    return Loggrad.objects.create(**varden | falt)


def funna(client, **fraga) -> set[int]:
    return {r.pk for r in client.get(URL, fraga).context["sida"].object_list}


@pytest.fixture
def granskaren(organ):
    """An auditor who has been given the log."""
    user = UserFactory()
    TjanstFactory(person=user.person, roll="lasare", granskar_logg=True)
    return user


# What one may see


def test_an_auditor_sees_all_and_a_reader_what_is_said_of_the_own_account(inloggad, granskaren, lasare, sekreterare):
    mitt, annans = rad(lasare), rad(sekreterare)

    assert funna(inloggad(lasare)) == {mitt.pk}
    assert {mitt.pk, annans.pk} <= funna(inloggad(granskaren))


def test_a_right_to_the_log_ends_with_the_day(inloggad, granskaren, sekreterare):
    annans = rad(sekreterare)
    tjanst = granskaren.person.tjansterna.get()
    tjanst.till = timezone.localdate() - timedelta(days=1)
    tjanst.save()
    TjanstFactory(person=granskaren.person, roll="lasare")

    assert annans.pk not in funna(inloggad(granskaren))


def test_the_name_of_an_object_is_not_told_to_who_may_not_see_its_lines(inloggad, lasare, sekreterare):
    rad(sekreterare, objekt="Hemligt ärende")

    assert "Hemligt" not in inloggad(lasare).get(URL, {"objekt": "paragraf:36"}).content.decode()


def test_who_looks_in_the_log_stands_in_it(inloggad, granskaren):
    inloggad(granskaren).get(URL, {"q": "KSAU § 36"})

    [rad_] = Loggrad.objects.all()
    assert (rad_.konto, rad_.objekt) == (granskaren, "Granskningsloggen")
    assert "KSAU § 36" in rad_.vad


@pytest.mark.parametrize("url", [URL, FIL])
def test_the_log_is_only_looked_at(url, inloggad, granskaren):
    assert inloggad(granskaren).post(url).status_code == 405


# Finding


def test_who_has_read_a_paragraf_and_where_else_it_stands(inloggad, granskaren, sekreterare, lasare):
    for _ in range(2):
        rad(sekreterare)
    rad(lasare, objekt="Avsnitt", nycklar=["avsnitt:5", "paragraf:36"], slag=Slag.HAMTADE)
    rad(sekreterare, nycklar=["paragraf:36", "protokoll:9", "sammantrade:4"])  # which nobody has opened
    rad(lasare, slag=Slag.ANDRADE)
    rad(granskaren, utfall=Utfall.NEKAT)
    rad(lasare, objekt="Protokoll KSAU 2020-02-25", nycklar=["protokoll:9"])
    rad(lasare, objekt="KSAU 2020-02-25 § 35", nycklar=["paragraf:35", "protokoll:9"])

    svar = inloggad(granskaren).get(URL, {"objekt": "paragraf:36"})

    assert {(r["namn"], r["antal"]) for r in svar.context["lasarna"]} == {
        (sekreterare.person.namn, 3),
        (lasare.person.namn, 1),
    }
    assert svar.context["star_i"] == [("protokoll:9", "Protokoll KSAU 2020-02-25")]
    assert "?objekt=protokoll%3A9" in svar.content.decode()


@pytest.mark.parametrize(
    ("fraga", "traffar"),
    [
        ({"q": "KSAU § 36"}, {"ratt"}),
        ({"q": "ksau §36"}, {"ratt"}),
        ({"q": "§ 36"}, {"ratt"}),
        ({"q": "2020-02-25"}, {"ratt", "langre"}),
        ({"q": "justering"}, {"mail"}),
        ({"vem": "ada"}, {"ratt"}),
        ({"vem": "ingen"}, set()),
        ({"slag": "skickade"}, {"mail"}),
        ({"utfall": "nekat"}, {"langre"}),
        ({"objekt": "protokoll:9"}, {"ratt", "langre"}),
        ({"fran": "2026-03-05"}, {"mail"}),
        ({"till": "2026-03-04"}, {"ratt", "langre"}),
        ({"fran": "2026-03-04", "till": "2026-03-04", "q": "§"}, {"ratt", "langre"}),
        ({"begaran": "abc"}, {"mail"}),
        ({"organ": "pn"}, {"ratt"}),
    ],
)
def test_lines_are_found_by(fraga, traffar, inloggad, granskaren, organ):
    dag = datetime(2026, 3, 4, 23, 59, tzinfo=ZoneInfo("Europe/Stockholm"))
    alla = {
        "ratt": rad(UserFactory(username="ada"), tid=dag, organ=organ),
        "langre": rad(objekt="KSAU 2020-02-25 § 360", tid=dag, utfall=Utfall.NEKAT),
        "mail": rad(
            objekt="Brev", nycklar=["utskick:1"], slag=Slag.SKICKADE, vad="Påminnelse om justering", begaran="abc",
            tid=dag + timedelta(minutes=2),
        ),
    }  # fmt: skip
    if "organ" in fraga:
        fraga = {"organ": organ.pk}
    egna = {p.pk: namn for namn, p in alla.items()}

    assert {egna[pk] for pk in funna(inloggad(granskaren), **fraga) if pk in egna} == traffar


def test_days_the_wrong_way_round_are_said_at_the_field(inloggad, granskaren):
    svar = inloggad(granskaren).get(URL, {"fran": "2026-03-05", "till": "2026-03-04"})

    assert "Slutdagen ligger före startdagen." in svar.content.decode()


def test_the_page_costs_the_same_with_one_line_and_with_many(inloggad, granskaren, sekreterare, organ, count_queries):
    client = inloggad(granskaren)
    rad(sekreterare, organ=organ)
    en = [count_queries(client, URL), count_queries(client, f"{URL}?objekt=paragraf:36")]
    for _ in range(3):
        rad(UserFactory(), organ=organ)

    assert [count_queries(client, URL), count_queries(client, f"{URL}?objekt=paragraf:36")] == en


# Taking it along


def test_a_file_has_what_the_list_has_and_runs_no_formula(inloggad, granskaren, sekreterare):
    rad(sekreterare, vad="=cmd()")
    rad(sekreterare, objekt="Annat")

    svar = inloggad(granskaren).get(FIL, {"q": "§ 36", "format": "csv"})
    text = b"".join(svar.streaming_content).decode("utf-8-sig")

    assert text.count("\r\n") == 2
    assert "'=cmd()" in text
    assert "Paragraf 36; Protokoll 9" in text
    assert Loggrad.objects.filter(slag=Slag.HAMTADE, konto=granskaren).count() == 1


def test_a_file_holds_what_one_may_see(inloggad, lasare, sekreterare):
    rad(sekreterare, objekt="Hemligt")

    svar = inloggad(lasare).get(FIL, {"format": "csv"})

    assert "Hemligt" not in b"".join(svar.streaming_content).decode()


def test_a_file_that_excel_cannot_hold_is_refused_in_words(inloggad, granskaren, sekreterare, monkeypatch):
    monkeypatch.setattr("kommun.tabellfil.MEST_I_EXCEL", 1)
    rad(sekreterare), rad(sekreterare)

    svar = inloggad(granskaren).get(FIL, follow=True)

    assert "Hämta det som CSV, som Excel kan öppna." in svar.content.decode()


def test_the_way_from_a_page_to_its_readers_is_shown_to_the_auditor_alone(inloggad, granskaren, lasare, paragraf):
    lank = f"{URL}?objekt=paragraf%3A{paragraf.pk}"

    assert lank in inloggad(granskaren).get(paragraf.get_absolute_url()).content.decode()
    assert lank not in inloggad(lasare).get(paragraf.get_absolute_url()).content.decode()


# Words, not keys


def test_what_nobody_has_opened_is_called_what_it_is_called(inloggad, granskaren, organ, lasare):
    client = inloggad(granskaren)
    sidan = client.get(URL, {"objekt": f"organ:{organ.pk}"}).content.decode()
    assert f"Här visas det som gäller {organ.namn}." in sidan
    assert "Här visas det som gäller Organ 999999." in client.get(URL, {"objekt": "organ:999999"}).content.decode()
    assert "Här visas det som gäller Objekt 5." in client.get(URL, {"objekt": "session:5"}).content.decode()
    assert f"gäller Organ {organ.pk}." in inloggad(lasare).get(URL, {"objekt": f"organ:{organ.pk}"}).content.decode()
    senast = Loggrad.objects.filter(objekt="Granskningsloggen").order_by("pk").first()
    assert senast.vad == f"Objekt: Organ {organ.pk}"


def test_no_key_and_no_name_of_a_view_stands_on_the_page_or_in_the_file(inloggad, granskaren, lasare):
    rad(lasare, objekt="", nycklar=["sammantrade:4"], utfall=Utfall.NEKAT, sida="protokoll:sammantrade")
    rad(lasare, sida="manage.py gallra_logg", nycklar=["paragraf:36", "protokoll:9"])
    client = inloggad(granskaren)
    sidan = client.get(URL).content.decode()
    assert ">Sammanträde 4</a>" in sidan
    assert ">sammantrade:4<" not in sidan
    fil = b"".join(client.get(FIL, {"format": "csv", "objekt": "sammantrade:4"}).streaming_content).decode()
    assert "Sammanträde 4" in fil
    assert "/sammantraden/…/" in fil
    assert not {"sammantrade:4", "protokoll:sammantrade"} & set(fil.replace(";", " ").replace('"', " ").split())
    fil = b"".join(client.get(FIL, {"format": "csv"}).streaming_content).decode()
    assert "Paragraf 36; Protokoll 9" in fil
    assert "manage.py gallra_logg" in fil
