"""Adjusting: who counts, what an approval holds, objections, new versions, and two at the same moment."""

from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction

from kommun.fel import DomanFel
from kommun.models import Utskick
from protokoll import justering as akter
from protokoll import tillagg
from protokoll.frister import justeringsdag, justeringspaminnelse
from protokoll.frysning import frys, ta_tillbaka
from protokoll.justering import att_justera, saknade
from protokoll.justeringspaminnelser import forfallna, paminn
from protokoll.models import Godkannande, Invandning, Lasning, Protokoll
from tests.efter import Akter, efter_commit
from tests.factories import ParagrafFactory, UnderskriftFactory, frysbart
from tests.parallel import at_once
from tests.protokoll.justeringsprov import invandning, justeringsprov

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")
a = Akter(akter)


@pytest.fixture
def prov(organ, sekreterare):
    return justeringsprov(organ, sekreterare)


def godkann(version, user, **annat):
    return a.godkann(version, person=user.person, inloggning="Lokalt konto med lösenord", by=user, **annat)


def invand(version, paragraf, user, **annat):
    falt = invandning(version, paragraf, user, **annat)
    return a.invand(falt.pop("version"), falt.pop("paragraf"), **falt)


# The law


@pytest.mark.parametrize(
    ("dagar", "dag"),
    [
        ([date(2024, 11, 29), date(2024, 12, 2)], date(2024, 12, 2)),  # Kungsbacka KS 2024-11-26
        ([date(2024, 12, 2), date(2024, 11, 29)], date(2024, 12, 2)),
        ([date(2020, 3, 3)], date(2020, 3, 3)),
    ],
    ids=["KL 5:69 last of two", "KL 5:69 the order does not matter", "KL 5:69 one alone"],
)
def test_justeringsdag_is_the_day_of_the_last_approval(dagar, dag):
    assert justeringsdag(dagar) == dag


def test_last_approval_adjusts_it_that_local_day_and_not_before(prov):
    version = prov.frys()
    with time_machine.travel(datetime(2026, 3, 9, 12, tzinfo=STOCKHOLM)):
        godkann(version, prov.orvar)
    prov.protokoll.refresh_from_db()
    assert (prov.protokoll.lage, prov.protokoll.justeringsdag) == ("fryst", None)

    # 00.30 in Sweden is still the day before in UTC.
    with time_machine.travel(datetime(2026, 3, 11, 0, 30, tzinfo=STOCKHOLM)):
        godkann(version, prov.sixten)
    prov.protokoll.refresh_from_db()
    assert (prov.protokoll.lage, prov.protokoll.justeringsdag) == ("justerat", date(2026, 3, 11))
    assert prov.protokoll.justerat_genom == "godkannande"


def test_the_secretary_neither_counts_nor_approves(prov):
    version = prov.frys()
    assert [u.person for u in saknade(prov.protokoll, version)] == [prov.orvar.person, prov.sixten.person]
    with pytest.raises(DomanFel, match="inte bland dem som justerar"):
        godkann(version, prov.siv)


def test_every_chair_of_the_protokoll_counts(prov):
    vega = UnderskriftFactory(protokoll=prov.protokoll, roll="ordforande")
    version = prov.frys()
    godkann(version, prov.orvar)
    godkann(version, prov.sixten)
    assert [u.person for u in saknade(prov.protokoll, version)] == [vega.person]
    assert Protokoll.objects.get().lage == "fryst"


def test_approval_keeps_person_role_time_login_and_hash(prov):
    version = prov.frys()
    g = godkann(version, prov.sixten)
    assert (g.person, g.roll, g.namn) == (prov.sixten.person, "justerare", "Sixten Svarsson (S)")
    assert g.inloggning == "Lokalt konto med lösenord"
    assert g.sha256 == version.sha256
    with pytest.raises(IntegrityError), transaction.atomic():
        Godkannande.objects.filter(pk=g.pk).update(inloggning="annat")


def test_one_person_with_both_roles_approves_in_both_with_one_press(prov):
    UnderskriftFactory(protokoll=prov.protokoll, person=prov.orvar.person, roll="justerare", ordning=4)
    version = prov.frys()
    godkann(version, prov.orvar)
    assert set(Godkannande.objects.values_list("roll", flat=True)) == {"ordforande", "justerare"}
    assert Utskick.objects.filter(nyckel__startswith="justering:").count() == 2, "one mail to a person"
    godkann(version, prov.sixten)
    assert Protokoll.objects.get().lage == "justerat"


def test_what_follows_the_justering_is_done_in_its_transaction(prov):
    version, sett = prov.frys(), []

    def efter(protokoll, version, *, by):
        sett.append((Protokoll.objects.get(pk=protokoll.pk).lage, version.nummer, by))
        raise DomanFel("Anslaget kunde inte sättas upp.")

    godkann(version, prov.orvar)
    tillagg.EFTER_JUSTERING.append(efter)
    try:
        with pytest.raises(DomanFel, match="Anslaget"):
            godkann(version, prov.sixten)
    finally:
        tillagg.EFTER_JUSTERING.remove(efter)

    assert sett == [("justerat", 1, prov.sixten)]
    assert Protokoll.objects.get().lage == "fryst"
    assert Godkannande.objects.count() == 1, "nothing half-done"


def test_approved_twice_is_approved_once(prov):
    version = prov.frys()
    assert godkann(version, prov.orvar) == godkann(version, prov.orvar)
    sist = godkann(version, prov.sixten)
    assert godkann(version, prov.sixten) == sist, "also when it is justerat since"
    assert Godkannande.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_last_approvals_at_the_same_moment_adjust_it_once(prov):
    version, sett = prov.frys(), []
    tillagg.EFTER_JUSTERING.append(lambda protokoll, version, *, by: sett.append(by))
    try:
        ut = at_once(
            lambda: akter.godkann(version, person=prov.orvar.person, inloggning="x", by=prov.orvar),
            lambda: akter.godkann(version, person=prov.sixten.person, inloggning="x", by=prov.sixten),
        )
    finally:
        tillagg.EFTER_JUSTERING.pop()

    assert [type(g) for g in ut] == [Godkannande, Godkannande]
    assert len(sett) == 1
    assert Protokoll.objects.get().lage == "justerat"


@pytest.mark.django_db(transaction=True)
def test_a_last_approval_and_taking_back_never_both_happen(prov):
    version = prov.frys()
    akter.godkann(version, person=prov.orvar.person, inloggning="x")
    i = akter.invand(**invandning(version, prov.paragrafer[0], prov.sixten))
    akter.aterta_invandning(i, by=prov.sixten)
    approved, taken = at_once(
        lambda: akter.godkann(version, person=prov.sixten.person, inloggning="x"),
        lambda: ta_tillbaka(prov.protokoll, skal="Fel namn", by=prov.siv),
    )

    assert isinstance(approved, DomanFel) != isinstance(taken, DomanFel)
    assert Protokoll.objects.get().lage == ("utkast" if isinstance(approved, DomanFel) else "justerat")


def test_signed_elsewhere_nothing_is_approved_here(prov):
    version = prov.frys(satt="papper")
    with pytest.raises(DomanFel, match="på papper"):
        godkann(version, prov.orvar)
    assert "på papper" in mail.outbox[0].body


# Objections


def test_no_approving_with_an_open_objection_of_ones_own(prov):
    version = prov.frys()
    i = invand(version, prov.paragrafer[0], prov.sixten)
    with pytest.raises(DomanFel, match="invändning mot § 7 som inte är besvarad"):
        godkann(version, prov.sixten)
    godkann(version, prov.orvar)  # of another's objection nothing is asked

    a.svara_invandning(i, svar="kvarstar", text="Summan står i bilagan.", by=prov.siv)
    godkann(version, prov.sixten)
    assert Protokoll.objects.get().lage == "justerat"


def test_objection_tells_the_secretary_once_however_often_it_is_sent(prov):
    version = prov.frys()
    mail.outbox.clear()
    falt = invandning(version, prov.paragrafer[0], prov.sixten)
    forst = a.invand(**falt)

    assert a.invand(**falt) == forst
    assert [m.to for m in mail.outbox] == [[prov.siv.email]]
    assert "§ 7" in mail.outbox[0].body
    assert "Fel summa" not in mail.outbox[0].body
    assert forst.history.first().history_user == prov.sixten


def test_objection_can_be_withdrawn(prov):
    version = prov.frys()
    i = invand(version, prov.paragrafer[0], prov.sixten)
    a.aterta_invandning(i, by=prov.sixten)
    assert a.aterta_invandning(i, by=prov.sixten).svar == "tillbaka"
    with pytest.raises(DomanFel, match="redan besvarad"):
        a.svara_invandning(i, svar="kvarstar", text="Nej.", by=prov.siv)
    godkann(version, prov.sixten)


def test_text_that_stands_needs_a_reason_which_is_sent(prov):
    i = invand(prov.frys(), prov.paragrafer[0], prov.sixten)
    mail.outbox.clear()
    with pytest.raises(DomanFel, match="varför texten står kvar"):
        a.svara_invandning(i, svar="kvarstar", text=" ", by=prov.siv)
    for _ in range(2):
        a.svara_invandning(i, svar="kvarstar", text="Så löd beslutet.", by=prov.siv)

    assert [m.to for m in mail.outbox] == [[prov.sixten.email]]
    assert "Så löd beslutet." in mail.outbox[0].body


def test_text_that_is_changed_takes_the_protokoll_back(prov):
    i = invand(prov.frys(), prov.paragrafer[0], prov.sixten)
    a.svara_invandning(i, svar="rattad", by=prov.siv)

    prov.protokoll.refresh_from_db()
    assert prov.protokoll.lage == "utkast"
    assert "Invändning mot § 7 från Sixten Svarsson" in prov.protokoll.history.first().history_change_reason


def test_while_it_is_mended_another_objection_is_welcome(prov):
    version = prov.frys()
    prov.ta_tillbaka()
    assert invand(version, prov.paragrafer[1], prov.sixten).paragraf == prov.paragrafer[1]
    with pytest.raises(DomanFel, match="tillbaka hos sekreteraren"):
        godkann(version, prov.sixten)


def test_whoever_has_approved_turns_to_the_secretary(prov):
    version = prov.frys()
    godkann(version, prov.orvar)
    with pytest.raises(DomanFel, match="redan godkänt"):
        invand(version, prov.paragrafer[0], prov.orvar)
    assert not Invandning.objects.exists()


def test_empty_remark_and_paragraf_of_another_protokoll_are_refused(prov):
    version, paragraf = prov.frys(), ParagrafFactory()
    with pytest.raises(DomanFel, match="Skriv vad"):
        invand(version, prov.paragrafer[0], prov.sixten, text="  ")
    with pytest.raises(DomanFel, match="inte i det här protokollet"):
        invand(version, paragraf, prov.sixten)
    with pytest.raises(DomanFel, match="inte i det här protokollet"):
        a.las(version, paragraf, person=prov.sixten.person)


# New versions


def test_approval_of_an_old_version_never_counts(prov):
    gammal = prov.frys()
    godkann(gammal, prov.orvar)
    ny = prov.ny_version("Nytt beslut.", skal="Fel summa")

    assert [u.person for u in saknade(prov.protokoll, ny)] == [prov.orvar.person, prov.sixten.person]
    with pytest.raises(DomanFel, match="frystes på nytt"):
        godkann(gammal, prov.orvar)
    godkann(ny, prov.sixten)
    assert Protokoll.objects.get().lage == "fryst"
    godkann(ny, prov.orvar)
    assert Protokoll.objects.get().lage == "justerat"


def test_mail_of_a_changed_version_says_what_changed_and_why(prov):
    godkann(prov.frys(), prov.orvar)
    mail.outbox.clear()
    prov.ny_version("Nytt beslut.", skal="Fel summa")

    brev = {m.to[0]: m.body for m in mail.outbox}
    for text in brev.values():
        assert "- § 7 är ändrad" in text
        assert "§ 8" not in text
        assert "Skäl: Fel summa." in text
    assert "Ditt godkännande av den förra versionen gäller inte" in brev[prov.orvar.email]
    assert "Ditt godkännande" not in brev[prov.sixten.email]


def test_each_is_asked_once_with_the_link_and_the_last_day(prov):
    version = prov.frys()
    with transaction.atomic():
        akter.skicka_till_justering(version, by=prov.siv)

    assert sorted(m.to[0] for m in mail.outbox) == sorted([prov.orvar.email, prov.sixten.email])
    text = next(m.body for m in mail.outbox if m.to == [prov.sixten.email])
    assert f"/protokoll/{prov.protokoll.pk}/justera/" in text
    assert "senast onsdagen den 18 mars 2026" in text
    assert "som protokolljusterare" in text
    assert "Taxa" not in text, "a mail does not tell what the §§ are about"


def test_the_same_version_frozen_again_asks_those_who_have_not_approved(prov):
    version = prov.frys()
    godkann(version, prov.orvar)
    mail.outbox.clear()
    prov.ta_tillbaka()
    prov.protokoll.lage, prov.protokoll.justerat_genom = "fryst", "godkannande"
    prov.protokoll.save()
    version.refresh_from_db()
    efter_commit(transaction.atomic(akter.efter_frysning))(version.protokoll, version, by=prov.siv)

    assert [m.to for m in mail.outbox] == [[prov.sixten.email]]


def test_the_real_freezing_asks_and_the_real_version_is_approved(prov):
    efter_commit(frys)(frysbart(prov.protokoll), satt="godkannande", by=prov.siv)
    version = prov.protokoll.versionerna.get()
    assert len(mail.outbox) == 2
    godkann(version, prov.orvar)
    godkann(version, prov.sixten)
    assert Protokoll.objects.get().lage == "justerat"
    assert [m.subject for m in mail.outbox if m.to == [prov.siv.email]] == ["Justerat: Provnämnden onsdag 4 mars 2026"]


def test_reading_is_marked_once_and_can_be_undone(prov):
    version, p = prov.frys(), prov.paragrafer[0]
    assert a.las(version, p, person=prov.sixten.person) == a.las(version, p, person=prov.sixten.person)
    a.angra_lasning(version, p, person=prov.sixten.person)
    assert not Lasning.objects.exists()


def test_who_waits_for_whom(prov):
    assert not att_justera(prov.orvar.person_id).exists()
    version = prov.frys()
    godkann(version, prov.orvar)
    assert not att_justera(prov.orvar.person_id).exists()
    assert att_justera(prov.sixten.person_id).get() == prov.protokoll
    assert not att_justera(prov.siv.person_id).exists()
    prov.ny_version("Nytt beslut.")
    assert att_justera(prov.orvar.person_id).get() == prov.protokoll


# Mail that did not arrive, and reminders


def test_mail_is_sent_again_to_the_address_that_has_come(prov):
    person = prov.sixten.person
    prov.sixten.email = ""
    prov.sixten.save()
    prov.frys()
    rad = prov.protokoll.underskrifterna.get(person=person)
    assert len(mail.outbox) == 1
    with pytest.raises(DomanFel, match="saknar e-postadress"):
        a.skicka_igen(rad, by=prov.siv)

    person.epost = "sixten@example.invalid"
    person.save()
    a.skicka_igen(rad, by=prov.siv)
    assert mail.outbox[-1].to == ["sixten@example.invalid"]
    with pytest.raises(DomanFel, match="redan skickat"):
        a.skicka_igen(rad, by=prov.siv)


@pytest.mark.parametrize(
    ("skickad", "today", "steg"),
    [
        ((2026, 3, 6), (2026, 3, 13), None),
        ((2026, 3, 6), (2026, 3, 14), None),  # three days before the last day is 15 March, a Sunday
        ((2026, 3, 6), (2026, 3, 15), None),
        ((2026, 3, 6), (2026, 3, 16), "snart"),
        ((2026, 3, 6), (2026, 3, 18), "snart"),
        ((2026, 3, 6), (2026, 3, 19), "sen"),
        ((2026, 3, 16), (2026, 3, 18), None),  # the letter of the day before said so
        ((2026, 3, 18), (2026, 3, 20), None),
        ((2026, 3, 18), (2026, 3, 23), "sen"),
    ],
)
def test_reminder_of_a_protokoll_to_adjust_by_18_march(skickad, today, steg):
    assert justeringspaminnelse(date(2026, 3, 18), skickad=date(*skickad), today=date(*today)) == steg


def test_reminders_go_once_to_those_who_have_not_approved(prov):
    with time_machine.travel("2026-03-06"):
        godkann(prov.frys(), prov.orvar)
    mail.outbox.clear()
    assert forfallna(date(2026, 3, 13)) == []
    ran = [efter_commit(paminn)(date(2026, 3, d)) for d in (16, 16, 17, 19, 20)]

    assert ran == [1, 0, 0, 1, 0]
    assert {m.to[0] for m in mail.outbox} == {prov.sixten.email}
    assert "Det ska vara justerat senast onsdagen den 18 mars 2026." in mail.outbox[0].body
    assert "skulle ha varit justerat" in mail.outbox[1].body


def test_the_daily_run_reminds_them_too_and_without_skarpt_only_tells(prov):
    with time_machine.travel("2026-03-06"):
        prov.frys()
    mail.outbox.clear()
    visat, skickat = StringIO(), StringIO()
    with time_machine.travel(datetime(2026, 3, 16, 6, 30, tzinfo=STOCKHOLM)):
        call_command("skicka_paminnelser", stdout=visat)
        assert mail.outbox == []
        efter_commit(call_command)("skicka_paminnelser", skarpt=True, stdout=skickat)

    assert "Sixten Svarsson <" in visat.getvalue()
    assert "påminns om att justera PN 2026-03-04" in visat.getvalue()
    assert "2 brev till dem som justerar protokoll." in skickat.getvalue()
    assert len(mail.outbox) == 2
