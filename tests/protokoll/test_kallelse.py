"""Calling a meeting, answering, calling in: the acts, against the real database and the mail box."""

import hashlib
import re
from datetime import time

import pytest
from django.core import mail

from kommun.fel import DomanFel
from kommun.models import Mandat, Person, Utskick
from protokoll import kallelse as akter
from protokoll import sammantradesplan
from protokoll.models import Kallad, Kallelse, Sammantrade
from tests.efter import Akter
from tests.factories import MandatFactory, OrganFactory
from tests.parallel import at_once
from tests.protokoll.kallelseprov import VALDA, arende, om, planerat, valj
from tests.protokoll.test_kallelsepdf import flat, sidor

pytestmark = pytest.mark.django_db
parallel = pytest.mark.django_db(transaction=True)

kallelse, plan = Akter(akter), Akter(sammantradesplan)

KOMMER, KOMMER_INTE = Kallad.Svar.NARVARO, Kallad.Svar.FRANVARO


@pytest.fixture
def mote(organ):
    valj(organ)
    return planerat(organ)


@pytest.fixture
def kallat(mote, sekreterare):
    """The same meeting, called; the mail box emptied."""
    kallelse.kalla(sammantrade=mote, by=sekreterare)
    mail.outbox.clear()
    return mote


def den(sammantrade, namn) -> Kallad:
    return Kallad.objects.get(sammantrade=sammantrade, person__namn__startswith=namn)


def till() -> list[str]:
    return sorted(brev.to[0].partition("@")[0] for brev in mail.outbox)


# Calling


def test_first_kallelse_goes_to_everybody_with_an_address(mote, sekreterare):
    sand = kallelse.kalla(sammantrade=mote, by=sekreterare, meddelande="  Ta med pärmen. ")

    assert (sand.nummer, sand.av, sand.meddelande) == (1, sekreterare, "Ta med pärmen.")
    assert till() == ["ebba", "elof", "elsa", "linnea", "orvar", "vega"]
    assert [(k.person.namn, k.som, k.parti) for k in mote.de_kallade.all()] == [
        ("Orvar Ordberg", "ledamot", "C"),
        ("Vega Vicedotter", "ledamot", "M"),
        ("Linnea Ledin", "ledamot", "S"),
        ("Knut Kanslaby", "ledamot", "KD"),
        ("Ebba Ersmark", "ersattare", "M"),
        ("Elof Ersund", "ersattare", "S"),
        ("Elsa Erslund", "ersattare", "S"),
    ]


def test_mail_says_when_where_and_how_to_answer(mote, sekreterare, settings):
    settings.WEBBADRESS = "https://kommun.example"
    kallelse.kalla(sammantrade=mote, by=sekreterare, meddelande="Ta med pärmen.")

    brev = next(b for b in mail.outbox if b.to == ["linnea@example.invalid"])
    assert brev.subject == f"Kallelse: Provnämnden {mote.dag}"
    for words in (
        "Hej Linnea Ledin!",
        "som ledamot",
        f"Dag: {mote.dag}",
        "Tid: kl. 13.00",
        "Plats: Tunasalen",
        "pärmen",
    ):
        assert words in brev.body
    assert f"https://kommun.example/kallelse/{den(mote, 'Linnea').token}/" in brev.body
    [bilaga] = brev.attachments
    assert bilaga[0] == f"kallelse-pn-{mote.datum}.pdf"
    assert bilaga[1] == bytes(Kallelse.objects.get().bilaga.innehall)
    ersattare = next(b for b in mail.outbox if b.to == ["ebba@example.invalid"])
    assert "som ersättare" in ersattare.body


def test_links_are_personal_and_long(kallat):
    tokens = set(kallat.de_kallade.values_list("token", flat=True))

    assert len(tokens) == len(VALDA)
    assert all(re.fullmatch(r"[\w-]{32,}", t) for t in tokens)


def test_pdf_is_frozen_with_its_hash(mote, sekreterare):
    bilaga = kallelse.kalla(sammantrade=mote, by=sekreterare).bilaga

    innehall = bytes(bilaga.innehall)
    assert bilaga.sha256 == hashlib.sha256(innehall).hexdigest()
    text = flat(sidor(innehall)[0])
    for words in ("Provnämnden", "Budget 2027", "Knut Kanslaby (KD)", "Kallas av Orvar Ordberg (C), ordförande"):
        assert words in text


def test_address_of_the_account_is_used_when_the_person_has_none(mote, sekreterare):
    from tests.factories import UserFactory

    UserFactory(person=Person.objects.get(namn="Knut Kanslaby"), email="knut@konto.invalid")

    kallelse.kalla(sammantrade=mote, by=sekreterare)

    assert "knut" in till()


def test_only_mandat_of_the_day_are_called(mote, sekreterare):
    ebba = Mandat.objects.get(person__namn="Ebba Ersmark")
    ebba.till = om(9)
    ebba.save()
    MandatFactory(organ=mote.organ, person__namn="Nils Ny", fran=om(11), roll="ersattare", ordning=99)
    MandatFactory(organ=OrganFactory(), person__namn="Gun Granne")

    kallelse.kalla(sammantrade=mote, by=sekreterare)

    assert {k.person.namn for k in mote.de_kallade.all()} == {n for n, *_ in VALDA} - {"Ebba Ersmark"}


@parallel
def test_pressed_twice_it_is_sent_once(mote, sekreterare):
    first, second = at_once(*[lambda: kallelse.kalla(sammantrade=mote, by=sekreterare, nummer=1, meddelande="Hej")] * 2)

    assert first == second
    assert Kallelse.objects.count() == 1
    assert len(mail.outbox) == 6


def test_page_that_is_out_of_date_sends_nothing(kallat, sekreterare):
    with pytest.raises(DomanFel, match="Kallelse 1 har skickats under tiden"):
        kallelse.kalla(sammantrade=kallat, by=sekreterare, nummer=1, meddelande="Något annat")

    assert mail.outbox == []


def test_nothing_has_changed_is_said(kallat, sekreterare):
    with pytest.raises(DomanFel, match="Inget har ändrats sedan kallelse 1"):
        kallelse.kalla(sammantrade=kallat, by=sekreterare, nummer=2)

    assert mail.outbox == []


def test_changed_kallelse_says_what_has_changed_and_keeps_answers(kallat, sekreterare):
    linnea = den(kallat, "Linnea")
    kallelse.svara(kallad=linnea, svar=KOMMER)
    budget = kallat.paragraferna.get(rubrik="Budget 2027")
    budget.utfall = "utgar"
    budget.save()
    arende(kallat, 3, "Akut inköp", extra=True)

    andra = kallelse.kalla(sammantrade=kallat, by=sekreterare, nummer=2)

    assert andra.nummer == 2
    assert list(andra.innehall["andringar"]) == ["Utgår: 2. Budget 2027.", "Extra ärende: 3. Akut inköp."]
    brev = next(b for b in mail.outbox if b.to == ["linnea@example.invalid"])
    assert brev.subject.startswith("Ändrad kallelse: ")
    for words in ("- Utgår: 2. Budget 2027.", "- Extra ärende: 3. Akut inköp.", "Du har svarat att du kommer."):
        assert words in brev.body
    text = flat(sidor(bytes(andra.bilaga.innehall))[0])
    assert "Kallelse 2 (ändrad)" in text
    assert "Extra ärende: 3. Akut inköp." in text
    linnea.refresh_from_db()
    assert linnea.svar == KOMMER
    assert "Kallelse 2" not in flat(sidor(bytes(Kallelse.objects.get(nummer=1).bilaga.innehall))[0])


def test_message_alone_can_be_sent(kallat, sekreterare):
    assert kallelse.kalla(sammantrade=kallat, by=sekreterare, nummer=2, meddelande="Obs ny parkering.").nummer == 2
    assert len(mail.outbox) == 6


def test_new_member_is_called_by_the_next_kallelse(kallat, sekreterare):
    MandatFactory(organ=kallat.organ, person__namn="Nils Ny", person__epost="nils@example.invalid", ordning=9)

    andra = kallelse.kalla(sammantrade=kallat, by=sekreterare)

    assert list(andra.innehall["andringar"]) == ["Kallas också som ledamot: Nils Ny."]
    assert "nils" in till()


def test_ersattare_who_becomes_ledamot_is_no_longer_called_in(kallat, sekreterare):
    linnea, elof = den(kallat, "Linnea"), den(kallat, "Elof")
    kallelse.svara(kallad=linnea, svar=KOMMER_INTE)
    kallelse.kalla_in(franvarande=linnea, ersattare=elof, by=sekreterare)
    mandat = Mandat.objects.get(person=elof.person)
    mandat.roll = "ledamot"
    mandat.save()

    kallelse.kalla(sammantrade=kallat, by=sekreterare)

    elof.refresh_from_db()
    assert (elof.som, elof.inkallad_for) == ("ledamot", None)


@pytest.mark.parametrize(
    ("falt", "expected"),
    [
        ({"start": None}, "har ingen tid"),
        ({"plats": " "}, "har ingen plats"),
        ({"lage": "installt"}, "är inställt"),
        ({"lage": "pagar"}, "har börjat"),
        ({"lage": "avslutat"}, "är avslutat"),
        ({"datum": om(-1)}, "har passerat"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(mote, sekreterare, falt, expected):
    for namn, varde in falt.items():
        setattr(mote, namn, varde)
    mote.save()

    with pytest.raises(DomanFel, match=expected):
        kallelse.kalla(sammantrade=mote, by=sekreterare)

    assert not Kallelse.objects.exists()
    assert not Utskick.objects.exists()
    assert mail.outbox == []


def test_empty_dagordning_and_organ_without_members_are_said(organ, sekreterare):
    tomt = Sammantrade.objects.create(organ=organ, datum=om(5), start=time(9), plats="Salen")

    with pytest.raises(DomanFel, match=r"Dagordningen är tom.*mandat som ledamot i Provnämnden"):
        kallelse.kalla(sammantrade=tomt, by=sekreterare)


def test_history_says_who_sent_it(kallat, sekreterare):
    rad = Kallelse.objects.get().history.get()

    assert (rad.history_user, rad.history_change_reason) == (sekreterare, "Skickade kallelse")


# Sending again


def test_somebody_who_got_an_address_is_sent_the_kallelse(kallat, sekreterare):
    knut = den(kallat, "Knut")
    with pytest.raises(DomanFel, match="Knut Kanslaby saknar e-postadress"):
        kallelse.skicka_igen(kallad=knut, by=sekreterare)
    knut.person.epost = "knut@example.invalid"
    knut.person.save()

    kallelse.skicka_igen(kallad=knut, by=sekreterare)

    assert till() == ["knut"]
    assert knut.token in mail.outbox[0].body


def test_uncertain_mail_goes_again_to_the_address_of_today(kallat, sekreterare):
    linnea = den(kallat, "Linnea")
    rad = Utskick.objects.get(till="linnea@example.invalid")
    rad.skickat, rad.fel = None, "E-postservern tog inte emot adressen. Rätta den på personen och skicka igen."
    rad.save()
    linnea.person.epost = "linnea.ledin@example.invalid"
    linnea.person.save()

    kallelse.skicka_igen(kallad=linnea, by=sekreterare)

    assert till() == ["linnea.ledin"]


# Answering


def test_answer_can_be_changed_and_says_who_noted_it(kallat, sekreterare):
    linnea = den(kallat, "Linnea")

    kallelse.svara(kallad=linnea, svar=KOMMER_INTE, skal="  bortrest \n hela veckan ")
    linnea.refresh_from_db()
    assert (linnea.svar, linnea.skal) == (KOMMER_INTE, "bortrest hela veckan")
    assert linnea.svarat is not None

    kallelse.svara(kallad=linnea, svar=KOMMER, by=sekreterare)
    linnea.refresh_from_db()
    assert (linnea.svar, linnea.skal) == (KOMMER, "")
    senast, forst = linnea.history.all()[:2]
    assert forst.history_change_reason == "Svarade: kommer inte, med den personliga länken"
    assert (senast.history_user, senast.history_change_reason) == (
        sekreterare,
        "Svarade: kommer, antecknat av sekreteraren",
    )


def test_same_answer_twice_is_one_change(kallat):
    linnea = den(kallat, "Linnea")
    kallelse.svara(kallad=linnea, svar=KOMMER)
    kallelse.svara(kallad=linnea, svar=KOMMER)

    assert linnea.history.count() == 2


@pytest.mark.parametrize(
    ("lage", "expected"), [("pagar", "har börjat"), ("installt", "inställt"), ("avslutat", "avslutat")]
)
def test_answer_is_closed_when_the_meeting_starts(kallat, lage, expected):
    kallat.lage = lage
    kallat.save()

    with pytest.raises(DomanFel, match=expected):
        kallelse.svara(kallad=den(kallat, "Linnea"), svar=KOMMER)

    assert den(kallat, "Linnea").svar is None


# Calling in


@pytest.fixture
def franvarande(kallat):
    linnea = den(kallat, "Linnea")
    return kallelse.svara(kallad=linnea, svar=KOMMER_INTE)


def test_ersattare_is_called_in_with_her_own_link(kallat, franvarande, sekreterare):
    elof = den(kallat, "Elof")

    kallelse.kalla_in(franvarande=franvarande, ersattare=elof, by=sekreterare)

    elof.refresh_from_db()
    assert elof.inkallad_for == franvarande
    [brev] = mail.outbox
    assert brev.to == ["elof@example.invalid"]
    assert brev.subject == f"Du kallas in som ersättare: Provnämnden {kallat.dag}"
    assert "Linnea Ledin kan inte komma" in brev.body
    assert elof.token in brev.body
    assert franvarande.token not in brev.body


@parallel
def test_called_in_twice_is_once(kallat, franvarande, sekreterare):
    elof = den(kallat, "Elof")

    at_once(*[lambda: kallelse.kalla_in(franvarande=franvarande, ersattare=elof, by=sekreterare)] * 2)

    assert len(mail.outbox) == 1
    assert elof.history.count() == 2


@parallel
def test_two_secretaries_at_once_call_in_one(kallat, franvarande, sekreterare):
    elof, elsa = den(kallat, "Elof"), den(kallat, "Elsa")

    results = at_once(
        *[lambda e=e: kallelse.kalla_in(franvarande=franvarande, ersattare=e, by=sekreterare) for e in (elof, elsa)]
    )

    assert [type(r) for r in results].count(DomanFel) == 1
    assert Kallad.objects.filter(inkallad_for=franvarande).count() == 1
    assert len(mail.outbox) == 1


@parallel
def test_one_ersattare_is_called_in_for_one_seat(kallat, franvarande, sekreterare):
    vega, elof = den(kallat, "Vega"), den(kallat, "Elof")
    kallelse.svara(kallad=vega, svar=KOMMER_INTE)

    results = at_once(
        *[lambda f=f: kallelse.kalla_in(franvarande=f, ersattare=elof, by=sekreterare) for f in (franvarande, vega)]
    )

    [fel] = [r for r in results if isinstance(r, Exception)]
    assert "Elof Ersund är redan inkallad för" in str(fel)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("vem", "ersattare", "expected"),
    [
        ("Vega", "Elof", "Vega Vicedotter har inte anmält förhinder"),
        ("Linnea", "Orvar", "Orvar Ordberg är inte kallad som ersättare"),
        ("Linnea", "Ebba", "Ebba Ersmark har svarat att hon eller han inte kommer"),
    ],
)
def test_who_cannot_be_called_in(kallat, franvarande, sekreterare, vem, ersattare, expected):
    kallelse.svara(kallad=den(kallat, "Ebba"), svar=KOMMER_INTE)

    with pytest.raises(DomanFel, match=expected):
        kallelse.kalla_in(franvarande=den(kallat, vem), ersattare=den(kallat, ersattare), by=sekreterare)

    assert not Kallad.objects.exclude(inkallad_for=None).exists()
    assert mail.outbox == []


def test_ersattare_of_another_meeting_is_refused(kallat, franvarande, sekreterare):
    annat = planerat(kallat.organ, datum=om(20))
    kallelse.kalla(sammantrade=annat, by=sekreterare)

    with pytest.raises(DomanFel, match="inte kallad som ersättare till sammanträdet"):
        kallelse.kalla_in(franvarande=franvarande, ersattare=den(annat, "Elof"), by=sekreterare)


def test_absent_ledamot_who_comes_after_all_is_told_to_the_secretary(kallat, franvarande, sekreterare):
    kallelse.kalla_in(franvarande=franvarande, ersattare=den(kallat, "Elof"), by=sekreterare)
    mail.outbox.clear()

    kallelse.svara(kallad=franvarande, svar=KOMMER)

    [brev] = mail.outbox
    assert brev.to == [sekreterare.email]
    assert "Linnea Ledin kommer ändå. Elof Ersund är inkallad" in brev.body
    assert f"/sammantraden/{kallat.pk}/kallelse/" in brev.body
    assert den(kallat, "Elof").inkallad_for == franvarande, "the secretary decides"


def test_inkallad_who_says_no_is_told_to_the_secretary_and_frees_the_seat(kallat, franvarande, sekreterare):
    elof = den(kallat, "Elof")
    kallelse.kalla_in(franvarande=franvarande, ersattare=elof, by=sekreterare)
    mail.outbox.clear()

    kallelse.svara(kallad=elof, svar=KOMMER_INTE)

    [brev] = mail.outbox
    assert "Elof Ersund, som var inkallad för Linnea Ledin, kommer inte" in brev.body
    assert den(kallat, "Elof").inkallad_for is None
    kallelse.kalla_in(franvarande=franvarande, ersattare=den(kallat, "Elsa"), by=sekreterare)
    assert den(kallat, "Elsa").inkallad_for == franvarande


def test_recalled_ersattare_is_told_and_can_be_called_in_again(kallat, franvarande, sekreterare):
    elof = den(kallat, "Elof")
    kallelse.kalla_in(franvarande=franvarande, ersattare=elof, by=sekreterare)
    kallelse.aterkalla(ersattare=elof, by=sekreterare)
    kallelse.aterkalla(ersattare=elof, by=sekreterare)
    kallelse.kalla_in(franvarande=franvarande, ersattare=elof, by=sekreterare)

    assert [b.subject.partition(":")[0] for b in mail.outbox] == [
        "Du kallas in som ersättare",
        "Du behöver inte tjänstgöra",
        "Du kallas in som ersättare",
    ]


# Cancelled


def test_cancelling_tells_everybody_called_once(kallat, sekreterare):
    for _ in range(2):
        plan.stall_in(kallat, skal="för få ärenden", by=sekreterare)

    assert till() == ["ebba", "elof", "elsa", "linnea", "orvar", "vega"]
    assert {b.subject for b in mail.outbox} == {f"Inställt: Provnämnden {kallat.dag}"}
    assert "Skäl: för få ärenden" in mail.outbox[0].body


def test_stall_in_tells_those_called_each_time(kallat, sekreterare):
    plan = Akter(sammantradesplan)

    for _ in range(2):
        plan.stall_in(kallat, skal="för få ärenden", by=sekreterare)
    assert len(mail.outbox) == 6
    plan.hav_installandet(kallat, by=sekreterare)
    plan.stall_in(kallat, skal="storm", by=sekreterare)

    assert len(mail.outbox) == 12
    assert "Skäl: storm" in mail.outbox[-1].body


def test_cancelled_meeting_that_was_never_called_tells_nobody(mote, sekreterare):
    plan.stall_in(mote, skal="för få ärenden", by=sekreterare)

    assert mail.outbox == []
