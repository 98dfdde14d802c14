from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from protokoll import lankar
from protokoll.models import GodtagenVarning, Sammantrade
from tests.factories import OrganFactory, ParagrafFactory, SammantradeFactory, UserFactory
from tests.protokoll.klarkoll.mote import andra, rent_mote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("idag")]

BRISTER = reverse("protokoll:brister")


@pytest.fixture
def idag():
    with time_machine.travel("2026-03-06 12:00 +0100"):
        yield


@pytest.fixture
def mote(organ):
    return rent_mote(organ)


def sida(m) -> str:
    return reverse("protokoll:klarkoll", args=[m.s.pk])


def godta(m) -> str:
    return reverse("protokoll:godta-varning", args=[m.s.pk])


@pytest.fixture
def utan_dnr(mote):
    """A warning at § 3, and the form that accepts it."""
    mote.paragraf(3, dnr="")
    return {"kod": "dnr_saknas", "nyckel": f"p{mote.p[2].pk}"}


def test_nothing_left_says_so(inloggad, lasare, mote):
    page = inloggad(lasare).get(sida(mote)).content.decode()

    assert "Allt är klart för justering" in page


def test_each_line_leads_to_the_field_that_mends_it(inloggad, lasare, mote):
    mote.beslut(3, text="")
    page = inloggad(lasare).get(sida(mote)).content.decode()

    assert f'href="{lankar.delen(mote.p[2].besluten.get())}"' in page
    for text in ("Före justeringen", "§ 3 Ny cykelväg", "Paragrafen har inget beslut.", "1 fel"):
        assert text in page


def test_a_warning_is_let_stand_with_a_reason(inloggad, sekreterare, mote, utan_dnr):
    client = inloggad(sekreterare)

    svar = client.post(godta(mote), utan_dnr | {"skal": "Ärendet diarieförs inte."}, follow=True)

    page = svar.content.decode()
    assert "Varningen är godtagen." in page
    assert "Allt är klart för justering" in page
    for text in ("Godtagna varningar", "”Ärendet diarieförs inte.”", str(sekreterare), "2026-03-06"):
        assert text in page
    rad = GodtagenVarning.objects.get()
    assert rad.history.get().history_user == sekreterare


def test_accepting_twice_is_once(inloggad, sekreterare, mote, utan_dnr):
    for skal in ("Första skälet.", "Andra skälet."):
        inloggad(sekreterare).post(godta(mote), utan_dnr | {"skal": skal})

    assert GodtagenVarning.objects.get().skal == "Första skälet."


def test_without_a_reason_the_form_comes_back_open(inloggad, sekreterare, mote, utan_dnr):
    svar = inloggad(sekreterare).post(godta(mote), utan_dnr | {"skal": "  "})

    assert svar.status_code == 422
    page = svar.content.decode()
    assert '<details class="godta" open>' in page
    assert "Skriv varför varningen godtas" in page
    assert not GodtagenVarning.objects.exists()


def test_an_error_cannot_be_accepted(inloggad, sekreterare, mote):
    mote.beslut(3, text="")
    form = {"kod": "beslut_saknas", "nyckel": f"p{mote.p[2].pk}", "skal": "Det går bra ändå."}

    svar = inloggad(sekreterare).post(godta(mote), form, follow=True)

    assert "Ett fel kan inte godtas, bara rättas." in svar.content.decode()
    assert not GodtagenVarning.objects.exists()
    assert "Godta med skäl" not in svar.content.decode()


def test_what_has_been_mended_meanwhile_is_not_accepted(inloggad, sekreterare, mote, utan_dnr):
    mote.paragraf(3, dnr="2026/3")

    svar = inloggad(sekreterare).post(godta(mote), utan_dnr | {"skal": "x"}, follow=True)

    assert "redan åtgärdat" in svar.content.decode()
    assert not GodtagenVarning.objects.exists()


def test_taken_back_it_counts_again(inloggad, sekreterare, mote, utan_dnr):
    client = inloggad(sekreterare)
    client.post(godta(mote), utan_dnr | {"skal": "x"})
    rad = GodtagenVarning.objects.get()

    url, form = reverse("protokoll:varning-ta-tillbaka", args=[mote.s.pk]), {"godtagen": rad.pk}
    svar = client.post(url, form, follow=True)

    assert "Varningen räknas igen." in svar.content.decode()
    assert "Diarienummer saknas." in svar.content.decode()
    assert [h.history_type for h in GodtagenVarning.history.all()] == ["-", "+"]
    assert client.post(url, form).status_code == 302, "pressed twice"
    assert client.post(url, {"godtagen": "nonsens"}).status_code == 302


def test_a_warning_of_another_meeting_is_not_taken_back(inloggad, sekreterare, mote):
    rad = GodtagenVarning.objects.create(sammantrade=rent_mote().s, kod="dnr_saknas", skal="x")

    inloggad(sekreterare).post(reverse("protokoll:varning-ta-tillbaka", args=[mote.s.pk]), {"godtagen": rad.pk})

    assert GodtagenVarning.objects.filter(pk=rad.pk).exists()


def test_another_person_may_look_but_not_accept(inloggad, lasare, annan_sekreterare, mote, utan_dnr):
    for user in (lasare, annan_sekreterare):
        client = inloggad(user)
        assert "Godta med skäl" not in client.get(sida(mote)).content.decode()
        assert client.post(godta(mote), utan_dnr | {"skal": "x"}).status_code == 403
    assert not GodtagenVarning.objects.exists()


def test_outsider_finds_nothing(inloggad, utomstaende, mote, utan_dnr):
    client = inloggad(utomstaende)

    assert client.get(sida(mote)).status_code == 404
    assert client.post(godta(mote), utan_dnr).status_code == 404
    assert client.get(BRISTER).status_code == 403


def test_wrong_method(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)

    assert client.post(sida(mote)).status_code == 405
    assert client.get(godta(mote)).status_code == 405
    assert client.post(BRISTER).status_code == 405


def test_reloading_gives_the_list_alone(inloggad, lasare, mote, utan_dnr):
    svar = inloggad(lasare).get(sida(mote), headers={"HX-Request": "true"})

    page = svar.content.decode()
    assert "Diarienummer saknas." in page
    assert "<html" not in page
    assert "HX-Request" in svar["Vary"]


def test_the_rail_of_a_paragraf_has_its_own_lines_only(inloggad, lasare, mote, utan_dnr):
    mote.paragraf(4, rubrik="Ny taxa {datum}")
    client = inloggad(lasare)

    fyra = client.get(f"{sida(mote)}?paragraf={mote.p[3].pk}", headers={"HX-Request": "true"}).content.decode()
    fem = client.get(f"{sida(mote)}?paragraf={mote.p[4].pk}", headers={"HX-Request": "true"}).content.decode()

    assert "Variabeln {datum}" in fyra
    assert "Diarienummer" not in fyra
    assert "Inget att anmärka på paragrafen." in fem


def test_the_pages_that_tell_of_it_do_not_wait_for_it(inloggad, sekreterare, mote, utan_dnr):
    client = inloggad(sekreterare)
    motet, skriv = mote.s.get_absolute_url(), reverse("protokoll:skriv", args=[mote.p[2].pk])

    assert f'href="{sida(mote)}" hx-get="{sida(mote)}?chip=1" hx-trigger="load"' in client.get(motet).content.decode()
    hamtar = f'hx-get="{sida(mote)}?paragraf={mote.p[2].pk}" hx-trigger="load, uppdatera"'
    assert hamtar in client.get(skriv).content.decode()
    chip = client.get(f"{sida(mote)}?chip=1", headers={"HX-Request": "true"}).content.decode()
    assert "1 varning" in chip
    assert "<html" not in chip


@pytest.mark.parametrize("rows", [1, 3])
def test_klarkoll_queries_do_not_grow(inloggad, sekreterare, mote, rows, count_queries):
    for n in range(rows):
        mote.paragraf(3 + n, dnr="")
        GodtagenVarning.objects.create(sammantrade=mote.s, kod="dnr_saknas", nyckel=f"p{mote.p[2 + n].pk}", skal="x")
        mote.beslut(3 + n, text="")

    assert count_queries(inloggad(sekreterare), sida(mote)) == 48


# Brister


def brister(client, fraga="") -> list[tuple[str, str]]:
    sidan = client.get(f"{BRISTER}?{fraga}")
    return [(r.sammantrade.organ.kortnamn, r.a.kod) for r in sidan.context["rader"]]


@pytest.fixture
def tre(mote, utan_dnr):
    """A held meeting with an error and a warning, a planned one of another organ with two errors, a done one."""
    mote.beslut(4, text="")
    annat = SammantradeFactory(organ=OrganFactory(kortnamn="ANN"), datum=date(2026, 3, 20), lage="planerat", start=None)
    ParagrafFactory(protokoll=None, sammantrade=annat, nummer=None, ordning=1)
    far_bort = SammantradeFactory(organ=annat.organ, datum=date(2026, 8, 1), lage="planerat", start=None)
    andra(far_bort, plats="")
    return mote


HALLET, PLANERAT = ["beslut_saknas", "dnr_saknas"], ["ingen_att_kalla", "plats_saknas", "tid_saknas"]


@pytest.mark.parametrize(
    ("fraga", "expected"),
    [
        ("", [*HALLET, *PLANERAT]),
        ("organ=nonsens", [*HALLET, *PLANERAT]),
        ("skede=kallelse", PLANERAT),
        ("skede=justering", HALLET),
        ("skede=anslag", []),
        ("allvar=varning", ["dnr_saknas"]),
        ("allvar=fel&skede=justering", ["beslut_saknas"]),
        ("sida=99&sortera=nonsens", [*HALLET, *PLANERAT]),
    ],
)
def test_brister_is_filtered_by_the_url(inloggad, lasare, tre, fraga, expected):
    assert sorted(kod for _, kod in brister(inloggad(lasare), fraga)) == sorted(expected)


def test_brister_says_over_how_many_meetings(inloggad, lasare, tre):
    assert '<span class="dampad">i 2 sammanträden</span>' in inloggad(lasare).get(BRISTER).content.decode()


def test_brister_of_one_organ(inloggad, lasare, tre):
    client = inloggad(lasare)

    assert {o for o, _ in brister(client, f"organ={tre.s.organ_id}")} == {"PN"}
    assert {o for o, _ in brister(client)} == {"PN", "ANN"}


def test_brister_shows_errors_first_and_sorts(inloggad, lasare, tre):
    client = inloggad(lasare)

    assert brister(client)[-1] == ("PN", "dnr_saknas")
    assert [o for o, _ in brister(client, "sortera=-datum")] == ["ANN"] * 3 + ["PN"] * 2
    assert next(o for o, _ in brister(client, "sortera=organ")) == "PN"


def test_accepted_warnings_are_no_brister(inloggad, sekreterare, tre, utan_dnr):
    client = inloggad(sekreterare)
    client.post(godta(tre), utan_dnr | {"skal": "x"})

    assert "dnr_saknas" not in [kod for _, kod in brister(client)]


def test_brister_without_any_says_so(inloggad, lasare):
    assert "Inga brister" in inloggad(lasare).get(BRISTER).content.decode()


def test_brister_is_paged(inloggad, lasare, organ):
    for n in range(32):
        dag = date(2026, 3, 8) + timedelta(days=n // 2)
        SammantradeFactory(organ=organ, datum=dag, start=time(8 + n % 2), plats="", lage=Sammantrade.Lage.PLANERAT)

    sidan = inloggad(lasare).get(f"{BRISTER}?sida=2")

    assert sidan.context["sida"].paginator.count == 32
    assert len({r.sammantrade.pk for r in sidan.context["rader"]}) == 2
    assert "31–32 av 32" in sidan.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_brister_queries_do_not_grow(inloggad, lasare, organ, rows, count_queries):
    for n in range(rows):
        mote = rent_mote(organ if not n else None, dag=date(2026, 2, 1 + n)) if n < 2 else None
        if mote:
            mote.paragraf(3, dnr="")
            mote.beslut(4, text="")
        SammantradeFactory(organ=organ, datum=date(2026, 3, 9 + n), start=time(8, 0), lage="planerat")

    assert count_queries(inloggad(lasare), BRISTER) == 48


def test_an_account_that_lost_its_roles_sees_nothing(inloggad, mote):
    assert inloggad(UserFactory()).get(sida(mote)).status_code == 404
