"""Reminders are ticked off: said once, whoever runs, dies or fails in between."""

import smtplib
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kommun import utskick
from kommun.fel import DomanFel
from kommun.models import Franvaro, Person, Utskick
from tests import provpost
from tests.efter import efter_commit
from tests.factories import (
    AterrapportFactory,
    BeslutFactory,
    ForvaltningFactory,
    OrganFactory,
    SammantradeFactory,
    TjanstFactory,
    UppdragFactory,
    UserFactory,
)
from tests.parallel import at_once, die, killed
from uppdrag import paminnelsebrev, paminnelser
from uppdrag.fristandring import andra_frist
from uppdrag.models import Paminnelse
from uppdrag.svarslank import svarslank

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)

# The frist of the factory is Monday 1 June 2026, its stoppdag so Monday 18 May (fourteen days before).
ASK, AGAIN, LAST, UNANSWERED = date(2026, 4, 27), date(2026, 5, 11), date(2026, 5, 15), date(2026, 5, 19)
LATE, ESCALATED = date(2026, 6, 2), date(2026, 6, 8)


@pytest.fixture(autouse=True)
def post(settings):
    settings.EMAIL_BACKEND = "tests.provpost.Backend"
    provpost.nollstall()
    yield provpost
    provpost.nollstall()


run = efter_commit(lambda today: paminnelser.skicka_paminnelser(today, skarpt=True))
skicka_igen = efter_commit(paminnelser.skicka_igen)


@pytest.fixture
def forvaltning():
    return ForvaltningFactory(namn="Provkontoret")


def tjanst(namn: str, **falt) -> Person:
    return TjanstFactory(
        person__namn=f"{namn} Provsson", person__epost=f"{namn.lower()}@example.invalid", **falt
    ).person


@pytest.fixture
def hanna(forvaltning):
    return tjanst("Hanna", forvaltning=forvaltning)


@pytest.fixture
def chefen(forvaltning):
    return tjanst("Cilla", roll="forvaltningschef", forvaltning=forvaltning)


@pytest.fixture
def uppdrag(hanna, forvaltning):
    return UppdragFactory(
        beslut=BeslutFactory(paragraf__protokoll__sammantrade__datum=date(2026, 3, 4)),
        ansvarig=hanna,
        forvaltning=forvaltning,
        text="Utreda lekplatsen.",
    )


def said() -> list[tuple]:
    return [(p.till.namn.split()[0], p.slag) for p in Paminnelse.objects.select_related("till").order_by("pk")]


def till(post) -> list[str]:
    return [b.to[0] for b in post.skickat]


# What is said, and to whom


def test_the_whole_way_from_the_ask_to_the_head(post, uppdrag, chefen):
    for day in (ASK, AGAIN, LAST, UNANSWERED, LATE, ESCALATED):
        run(day - timedelta(days=1))
        run(day)

    assert said() == [
        ("Hanna", "forfragan"),
        ("Hanna", "paminnelse"),
        ("Hanna", "sista"),
        ("Hanna", "ej_besvarat"),
        ("Hanna", "forsenat"),
        ("Cilla", "eskalering"),
    ]
    assert till(post) == ["hanna@example.invalid"] * 5 + ["cilla@example.invalid"]


def test_a_dry_run_finds_the_same_and_does_nothing(post, uppdrag):
    utfall = paminnelser.skicka_paminnelser(ASK, skarpt=False)

    assert [(p.namn, [f.steg.slag for f in rader]) for p, rader in utfall.per_person.items()] == [
        ("Hanna Provsson", ["forfragan"])
    ]
    assert not Paminnelse.objects.exists()
    assert post.skickat == []


@time_machine.travel("2026-05-26 04:00 +0200", tick=False)
def test_one_mail_with_all_that_waits_what_is_late_first(post, uppdrag, hanna):
    mote = SammantradeFactory(organ=uppdrag.rapporteras_till, datum=date(2026, 6, 16), lage="planerat")
    sent = UppdragFactory(
        beslut=uppdrag.beslut,
        ansvarig=hanna,
        frist=date(2026, 5, 20),
        text="Bygga bron.",
        mening="Nämnden ger uppdraget.",
    )
    uppdrag.rapporteras_vid = mote
    uppdrag.save()

    run(date(2026, 5, 26))

    [brev] = post.skickat
    assert brev.subject == "2 uppdrag att rapportera, 1 är försenat"
    assert brev.body.index("FÖRSENADE") < brev.body.index("Bygga bron.") < brev.body.index("DAGS ATT RAPPORTERA")
    assert "”Nämnden ger uppdraget.”" in brev.body
    assert "Fristen var onsdag 20 maj 2026. Uppdraget är försenat 6 dagar." in brev.body
    assert f"till {mote.organ.genitiv} sammanträde tisdag 16 juni 2026 lämnas senast tisdag 2 juni 2026" in brev.body
    assert svarslank(sent, hanna) in brev.body
    assert {p.utskick for p in Paminnelse.objects.all()} == {Utskick.objects.get()}


@pytest.mark.parametrize(
    ("lage", "inlamnad", "expected"),
    [
        ("pagar", "2026-05-10T09:00:00+02:00", []),
        ("pagar", "2026-04-20T09:00:00+02:00", [("Hanna", "paminnelse")]),
        ("pagar", None, [("Hanna", "paminnelse")]),
        ("aterrapporterat", None, []),
        ("foreslaget", None, []),
    ],
)
def test_an_answer_silences_its_round(uppdrag, lage, inlamnad, expected):
    AterrapportFactory(uppdrag=uppdrag, inlamnad=inlamnad)
    uppdrag.lage = lage
    uppdrag.save()

    run(AGAIN)

    assert said() == expected


def test_who_is_away_is_reminded_and_so_is_the_ersattare(post, uppdrag, hanna, forvaltning):
    elin = tjanst("Elin")
    Franvaro.objects.create(person=hanna, fran=ASK, till=AGAIN, ersattare=elin)

    run(ASK)

    assert sorted(said()) == [("Elin", "forfragan"), ("Hanna", "forfragan")]
    [brev] = [b for b in post.skickat if b.to == ["elin@example.invalid"]]
    assert "Ansvarig: Hanna Provsson, som är frånvarande. Du ersätter." in brev.body


def test_away_without_ersattare_gives_the_head(uppdrag, hanna, chefen):
    Franvaro.objects.create(person=hanna, fran=ASK)

    run(ASK)

    assert sorted(said()) == [("Cilla", "forfragan"), ("Hanna", "forfragan")]


def test_the_head_above_when_nobody_in_the_forvaltning_can(uppdrag, hanna, chefen, forvaltning):
    hanna.tjansterna.get().delete()
    under = ForvaltningFactory(overordnad=forvaltning)
    uppdrag.forvaltning = under
    uppdrag.save()

    run(ASK)

    assert said() == [("Cilla", "forfragan")]


def test_a_head_who_is_late_goes_to_the_head_above(uppdrag, chefen, forvaltning):
    over = ForvaltningFactory()
    forvaltning.overordnad = over
    forvaltning.save()
    tjanst("Dora", roll="forvaltningschef", forvaltning=over)
    uppdrag.ansvarig = chefen
    uppdrag.save()

    run(ESCALATED)

    assert sorted(said()) == [("Cilla", "forsenat"), ("Dora", "eskalering")]


def test_a_namnd_is_reminded_through_its_secretaries(uppdrag):
    namnd = OrganFactory()
    tjanst("Siv", roll="sekreterare", organ=namnd)
    uppdrag.ansvarig, uppdrag.forvaltning, uppdrag.mottagande_organ = None, None, namnd
    uppdrag.save()

    run(ASK)

    assert said() == [("Siv", "forfragan")]


def test_nobody_to_remind_is_said_and_comes_when_somebody_is(uppdrag, hanna):
    uppdrag.ansvarig = None
    uppdrag.save()

    assert [f.uppdrag for f in run(ASK).utan_mottagare] == [uppdrag.pk]
    assert said() == []

    uppdrag.ansvarig = hanna
    uppdrag.save()
    run(ASK + timedelta(days=1))
    assert said() == [("Hanna", "forfragan")]


def test_a_new_person_is_asked_and_the_old_one_not_again(uppdrag):
    run(ASK)
    uppdrag.ansvarig = tjanst("Nils")
    uppdrag.save()

    run(ASK + timedelta(days=1))

    assert said() == [("Hanna", "forfragan"), ("Nils", "forfragan")]


# Once, and never less


def test_a_missed_month_is_made_up_with_the_latest(uppdrag, chefen):
    run(date(2026, 7, 1))

    assert said() == [("Hanna", "forsenat"), ("Cilla", "eskalering")]
    assert {p.dag for p in Paminnelse.objects.all()} == {LATE, ESCALATED}


def test_a_second_run_sends_nothing(post, uppdrag, chefen):
    first = run(ESCALATED)
    second = run(ESCALATED)

    assert (first.avbockade, second.avbockade, second.antal) == (2, 0, 0)
    assert len(post.skickat) == 2


@real
def test_two_runs_at_the_same_moment_send_once(post, uppdrag, chefen, hanna, forvaltning):
    for n in range(4):
        UppdragFactory(beslut=uppdrag.beslut, ansvarig=hanna, forvaltning=forvaltning, frist=date(2026, 5, 20 + n))

    at_once(*[lambda: paminnelser.skicka_paminnelser(ESCALATED, skarpt=True)] * 3)

    assert sorted(till(post)) == ["cilla@example.invalid", "hanna@example.invalid"]
    assert Paminnelse.objects.count() == 10
    assert Utskick.objects.count() == 2


def on_the_second(function, instead):
    """The function, and on the second call something else."""
    calls = iter([function])
    return lambda *args, **kwargs: next(calls, instead)(*args, **kwargs)


@real
def test_a_run_killed_while_it_ticks_off_is_made_up_by_the_next(post, uppdrag, monkeypatch):
    monkeypatch.setattr(paminnelser, "PERSONER_AT_GANGEN", 1)
    for namn in ("Nils", "Olle"):
        UppdragFactory(beslut=uppdrag.beslut, ansvarig=tjanst(namn), forvaltning=None)
    with monkeypatch.context() as m:
        brevet = on_the_second(paminnelsebrev.paminnelser, die)
        m.setattr(paminnelsebrev, "paminnelser", brevet)
        killed(lambda: run(ASK))
    assert Paminnelse.objects.count() == Utskick.objects.exclude(skickat=None).count() == 1

    run(ASK)
    run(ASK)
    assert sorted(said()) == [("Hanna", "forfragan"), ("Nils", "forfragan"), ("Olle", "forfragan")]
    assert Utskick.objects.exclude(skickat=None).count() == 3
    assert len(till(post)) == 2


@real
def test_a_run_killed_with_a_mail_in_its_hand_sends_the_rest_and_says_which_is_uncertain(post, uppdrag):
    for namn in ("Nils", "Olle"):
        UppdragFactory(beslut=uppdrag.beslut, ansvarig=tjanst(namn), forvaltning=None)
    post.vid_sandning = on_the_second(lambda brev: None, die)
    killed(lambda: run(ASK))
    post.vid_sandning = None

    run(ASK)
    utskick.skicka()
    assert len(till(post)) == 1
    [osaker] = Utskick.objects.filter(skickat=None)
    assert osaker.till not in till(post)
    assert utskick.lage(osaker, nu=osaker.paborjat + utskick.LANGST_PAGAENDE) == utskick.Lage.OSAKERT
    assert Paminnelse.objects.count() == Utskick.objects.count() == 3


def test_a_moved_frist_gives_its_own(uppdrag, sekreterare):
    run(ASK)
    andra_frist(uppdrag, ny=date(2026, 9, 1), skal="Sommaren", by=sekreterare)

    run(AGAIN)
    assert said() == [("Hanna", "forfragan")]
    run(date(2026, 7, 28))
    assert [(p.slag, p.avser) for p in Paminnelse.objects.order_by("pk")] == [
        ("forfragan", date(2026, 5, 18)),
        ("forfragan", date(2026, 8, 18)),
    ]


def test_a_moved_meeting_gives_its_own(uppdrag):
    mote = SammantradeFactory(organ=uppdrag.rapporteras_till, datum=date(2026, 5, 27), stoppdag=date(2026, 5, 18))
    run(ASK)
    mote.stoppdag = date(2026, 5, 20)
    mote.save()

    run(AGAIN)

    assert Paminnelse.objects.order_by("-pk")[0].avser == date(2026, 5, 20)


# Mail that does not go


def test_a_mail_server_out_of_reach_loses_nothing_and_is_retried(post, uppdrag):
    def nobody():
        raise ConnectionRefusedError

    post.vid_oppning = nobody
    with time_machine.travel(ASK), pytest.raises(CommandError, match="1 brev"):
        efter_commit(call_command)("skicka_paminnelser", skarpt=True, stdout=StringIO())
    [brev] = Utskick.objects.all()
    assert (brev.skickat, brev.fel) == (None, utskick.EJ_NATT)

    post.vid_oppning = None
    assert run(ASK).avbockade == 0
    call_command("skicka_utskick", stdout=StringIO())

    assert till(post) == ["hanna@example.invalid"]


def test_a_refused_address_is_mended_and_sent_again(post, uppdrag, hanna):
    def refuse(_):
        raise smtplib.SMTPRecipientsRefused({"hanna@example.invalid": (550, b"No such user")})

    post.vid_sandning = refuse
    run(ASK)
    [rad] = Paminnelse.objects.all()
    assert rad.utskick.fel == utskick.NEKAD_ADRESS

    post.vid_sandning = None
    hanna.epost = "ratt@example.invalid"
    hanna.save()
    skicka_igen(rad, today=ASK)

    assert till(post) == ["ratt@example.invalid"]
    with pytest.raises(DomanFel, match="redan skickat"):
        skicka_igen(rad, today=ASK)


def test_without_address_it_stands_and_is_sent_when_there_is_one(post, uppdrag, hanna):
    hanna.epost = ""
    hanna.save()
    assert [p.namn for p in run(ASK).utan_adress] == ["Hanna Provsson"]
    run(AGAIN)
    first, again = Paminnelse.objects.order_by("pk")
    assert (first.utskick, again.utskick, post.skickat) == (None, None, [])
    with pytest.raises(DomanFel, match="saknar e-postadress"):
        skicka_igen(first, today=AGAIN)

    UserFactory(person=Person.objects.get(pk=hanna.pk), email="konto@example.invalid")
    skicka_igen(first, today=AGAIN)
    assert till(post) == ["konto@example.invalid"]
    assert Paminnelse.objects.filter(utskick=None).count() == 0


def test_what_needs_no_answer_any_more_is_not_sent_later(uppdrag, hanna):
    hanna.epost = ""
    hanna.save()
    run(ASK)
    uppdrag.lage = "aterrapporterat"
    uppdrag.save()
    hanna.epost = "hanna@example.invalid"
    hanna.save()

    with pytest.raises(DomanFel, match="inget att påminna om"):
        skicka_igen(Paminnelse.objects.get(), today=AGAIN)


# The command


def test_the_command_shows_who_would_get_what(uppdrag, hanna):
    out = StringIO()
    call_command("skicka_paminnelser", dag=ASK, stdout=out)

    assert "Hanna Provsson <hanna@example.invalid>\n  Dags att rapportera\n" in out.getvalue()
    assert f"    {uppdrag.beteckning}  Utreda lekplatsen.  (2026-05-18)" in out.getvalue()
    assert "1 påminnelse till 1 person skulle skickas." in out.getvalue()
    assert not Paminnelse.objects.exists()


@time_machine.travel("2026-04-27")
def test_the_command_never_sends_for_a_day_to_come(uppdrag):
    with pytest.raises(CommandError, match="har inte kommit än"):
        call_command("skicka_paminnelser", dag=AGAIN, skarpt=True)

    assert not Paminnelse.objects.exists()


def test_the_number_of_queries_does_not_follow_the_number_of_uppdrag(uppdrag, hanna, forvaltning):
    def queries(antal):
        for n in range(antal):
            UppdragFactory(beslut=uppdrag.beslut, ansvarig=hanna, forvaltning=forvaltning, frist=date(2026, 5, 1 + n))
        Paminnelse.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            paminnelser.skicka_paminnelser(LATE, skarpt=True)
        return len(captured)

    assert queries(1) == queries(8)
