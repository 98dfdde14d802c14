"""Handing over, being away, and seeing what nobody answers for."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from kommun.fel import DomanFel
from kommun.models import Franvaro, Utskick
from tests.factories import (
    BeslutFactory,
    ForvaltningFactory,
    FranvaroFactory,
    MandatFactory,
    OrganFactory,
    PersonFactory,
    TjanstFactory,
    UppdragFactory,
    UserFactory,
)
from uppdrag import franvaro
from uppdrag.models import Uppdrag
from uppdrag.overlamning import lamna_over
from uppdrag.overlamningslage import slutar_snart
from uppdrag.paminnelselage import utan_mottagare
from uppdrag.paminnelsemottagare import Mottagarkarta
from uppdrag.permissions import franvarande_att_anmala, uppdrag_att_lamna_over

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)
YESTERDAY, SOON = TODAY - timedelta(days=1), TODAY + timedelta(days=30)


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def hanna():
    return TjanstFactory(person__namn="Hanna Provsson", person__epost="hanna@example.invalid").person


@pytest.fixture
def uppdragen():
    gammal = TjanstFactory(person__namn="Olle Provsson", till=YESTERDAY).person
    beslut = BeslutFactory()
    return [UppdragFactory(beslut=beslut, ansvarig=gammal, text=f"Uppdrag {n}.") for n in (1, 2)]


def over(uppdragen, by, **falt):
    return lamna_over(
        [u.pk for u in uppdragen], **{"skal": "Olle har slutat", "by": by, "nyckel": uuid4(), "today": TODAY} | falt
    )


def test_all_get_the_new_person_with_the_reason_in_their_history_and_one_mail(uppdragen, hanna, by):
    nyckel = uuid4()

    flyttade = over(uppdragen, by, ansvarig=hanna, nyckel=nyckel)
    again = over(uppdragen, by, ansvarig=hanna, nyckel=nyckel)

    assert (len(flyttade), again) == (2, [])
    for u in uppdragen:
        u.refresh_from_db()
        rad = u.history.first()
        assert u.ansvarig == hanna
        assert rad.history_change_reason == (
            f"Lämnade över från {u.forvaltning}, Olle Provsson till {u.forvaltning}, Hanna Provsson: Olle har slutat"
        )
        assert rad.history_user == by
    [brev] = Utskick.objects.all()
    assert (brev.till, brev.amne) == ("hanna@example.invalid", "Du svarar nu för 2 uppdrag")
    assert f"{by} har lämnat över 2 uppdrag till dig.\n\nSkäl: Olle har slutat" in brev.text
    assert "Uppdrag 1." in brev.text
    assert "Uppdrag 2." in brev.text


def test_a_forvaltning_alone_gets_them_without_ansvarig_and_its_head_is_told(uppdragen, by):
    ny = ForvaltningFactory(namn="Nya kontoret")
    TjanstFactory(person__epost="cilla@example.invalid", roll="forvaltningschef", forvaltning=ny)

    over(uppdragen, by, forvaltning=ny)

    assert set(Uppdrag.objects.values_list("ansvarig", "forvaltning")) == {(None, ny.pk)}
    [brev] = Utskick.objects.all()
    assert (brev.till, brev.amne) == ("cilla@example.invalid", "2 uppdrag till Nya kontoret, utan ansvarig")


def test_whoever_stands_in_is_told_too(uppdragen, hanna, by):
    elin = TjanstFactory(person__epost="elin@example.invalid").person
    FranvaroFactory(person=hanna, ersattare=elin)

    over(uppdragen, by, ansvarig=hanna)

    assert set(Utskick.objects.values_list("till", "amne")) == {
        ("hanna@example.invalid", "Du svarar nu för 2 uppdrag"),
        ("elin@example.invalid", "2 uppdrag till Hanna Provsson, som du ersätter"),
    }


@pytest.mark.parametrize(
    ("falt", "sentence"),
    [
        ({"skal": "  "}, "Skriv varför"),
        ({"ansvarig": None}, "Välj vem som tar över"),
        ({"left": True}, "har ingen tjänst i dag"),
        ({"gone": True}, "har upphört"),
        ({"none": True}, "Välj minst ett"),
        ({"closed": True}, "är stängt"),
    ],
    ids=lambda v: next(iter(v)) if isinstance(v, dict) else None,
)
def test_what_is_wrong_is_said_and_nothing_changes(uppdragen, hanna, by, falt, sentence):
    falt = {"ansvarig": hanna} | falt
    if falt.pop("left", False):
        falt["ansvarig"] = TjanstFactory(till=YESTERDAY).person
    if falt.pop("gone", False):
        falt["forvaltning"] = ForvaltningFactory(upphord=TODAY)
    if falt.pop("closed", False):
        u = uppdragen[1]
        u.lage, u.avslutat_den, u.avslutsskal = "avslutat", TODAY, "Klart"
        u.save()

    with pytest.raises(DomanFel, match=sentence):
        over([] if falt.pop("none", False) else uppdragen, by, **falt)

    assert not Uppdrag.objects.filter(ansvarig=hanna).exists()
    assert not Utskick.objects.exists()


def test_who_may_hand_over_what():
    organ, grannen = OrganFactory(), OrganFactory()
    kontoret = ForvaltningFactory()
    enheten = ForvaltningFactory(overordnad=kontoret)
    i_organet = UppdragFactory(rapporteras_till=organ)
    i_enheten = UppdragFactory(forvaltning=enheten)
    utan_forvaltning = UppdragFactory(forvaltning=None, ansvarig=TjanstFactory(forvaltning=enheten).person)
    sekreteraren, chefen, grannens, handlaggaren = (UserFactory() for _ in range(4))
    TjanstFactory(person=sekreteraren.person, roll="sekreterare", organ=organ)
    TjanstFactory(person=grannens.person, roll="sekreterare", organ=grannen)
    TjanstFactory(person=chefen.person, roll="forvaltningschef", forvaltning=kontoret)
    TjanstFactory(person=handlaggaren.person, forvaltning=enheten)

    assert set(uppdrag_att_lamna_over(sekreteraren)) == {i_organet}
    assert set(uppdrag_att_lamna_over(chefen)) == {i_enheten, utan_forvaltning}
    assert set(uppdrag_att_lamna_over(grannens)) == set(uppdrag_att_lamna_over(handlaggaren)) == set()
    today = date.today()  # noqa: DTZ011 - roles are those of the real day
    assert set(franvarande_att_anmala(handlaggaren, today)) == {handlaggaren.person}
    assert set(franvarande_att_anmala(chefen, today)) >= {chefen.person, handlaggaren.person}
    assert sekreteraren.person not in franvarande_att_anmala(chefen, today)
    assert sekreteraren.person in franvarande_att_anmala(grannens, today)


def test_nobody_in_service_is_seen():
    vald = MandatFactory().person
    i_tjanst = TjanstFactory(till=TODAY).person
    kvar = [UppdragFactory(ansvarig=vald), UppdragFactory(ansvarig=i_tjanst)]
    utan = [
        UppdragFactory(ansvarig=None),
        UppdragFactory(ansvarig=PersonFactory()),
        UppdragFactory(ansvarig=TjanstFactory(till=YESTERDAY).person),
        UppdragFactory(ansvarig=TjanstFactory(fran=TODAY + timedelta(days=1)).person),
    ]
    UppdragFactory(ansvarig=None, lage="avslutat", avslutat_den=TODAY, avslutsskal="Klart")

    assert set(Uppdrag.objects.utan_ansvarig_i_tjanst(TODAY)) == set(utan)
    assert not set(kvar) & set(Uppdrag.objects.utan_ansvarig_i_tjanst(TODAY))


def test_nobody_to_remind_is_the_same_rule_in_python_and_in_sql(hanna):
    med_chef, utan_chef = ForvaltningFactory(), ForvaltningFactory()
    under = ForvaltningFactory(overordnad=med_chef)
    TjanstFactory(roll="forvaltningschef", forvaltning=med_chef)
    med_sekreterare, utan_sekreterare = OrganFactory(), OrganFactory()
    TjanstFactory(roll="sekreterare", organ=med_sekreterare)
    personer = [
        None,
        hanna,
        PersonFactory(),
        TjanstFactory(till=YESTERDAY, forvaltning=under).person,
        TjanstFactory(till=YESTERDAY, forvaltning=utan_chef).person,
    ]
    beslut = BeslutFactory()
    for person in personer:
        for forvaltning in (None, under, utan_chef):
            for organ in (None, med_sekreterare, utan_sekreterare):
                if person or forvaltning or organ:
                    UppdragFactory(beslut=beslut, ansvarig=person, forvaltning=forvaltning, mottagande_organ=organ)
    karta = Mottagarkarta(TODAY)

    found = set(utan_mottagare(Uppdrag.objects.all(), karta=karta, today=TODAY))

    alla = set(Uppdrag.objects.all())
    assert found == {u for u in alla if not karta.ansvariga(u.ansvarig_id, u.forvaltning_id, u.mottagande_organ_id)}
    assert found
    assert found != alla


def test_who_leaves_with_open_uppdrag():
    def med_uppdrag(antal, *tjanster):
        person = PersonFactory()
        for till in tjanster:
            TjanstFactory(person=person, till=till)
        for _ in range(antal):
            UppdragFactory(ansvarig=person)
        return person

    borta = med_uppdrag(1, YESTERDAY)
    snart = med_uppdrag(2, YESTERDAY - timedelta(days=90), SOON)
    med_uppdrag(1, SOON + timedelta(days=1))
    med_uppdrag(1, SOON, None)
    med_uppdrag(0, SOON)
    utan_tjanst = med_uppdrag(1)

    rader = slutar_snart(Uppdrag.objects.all(), today=TODAY)

    assert [(s.person, s.antal, s.har_slutat) for s in rader] == [
        (borta.pk, 1, True),
        (snart.pk, 2, False),
        (utan_tjanst.pk, 1, True),
    ]
    assert [s.mening for s in rader] == [
        "Slutade söndag 3 maj 2026 och har 1 öppet uppdrag.",
        "Slutar onsdag 3 juni 2026 och har 2 öppna uppdrag.",
        "Har ingen tjänst och 1 öppet uppdrag.",
    ]


# Being away


def borta(person, by, **falt):
    return franvaro.anmal(**{"person": person, "fran": TODAY, "till": None, "by": by, "today": TODAY} | falt)


def test_whoever_stands_in_gets_the_uppdrag_once(hanna, by):
    elin = TjanstFactory(person__epost="elin@example.invalid").person
    UppdragFactory(ansvarig=hanna, text="Utreda lekplatsen.")

    first = borta(hanna, by, till=SOON, ersattare=elin)
    again = borta(hanna, by, till=SOON, ersattare=elin)

    assert first == again
    [brev] = Utskick.objects.all()
    assert (brev.till, brev.amne) == ("elin@example.invalid", "Du ersätter Hanna Provsson")
    assert "från måndag 4 maj 2026 till och med onsdag 3 juni 2026" in brev.text
    assert "Utreda lekplatsen." in brev.text


@pytest.mark.parametrize(
    ("falt", "sentence"),
    [
        ({"till": YESTERDAY, "fran": YESTERDAY}, "redan slut"),
        ({"till": TODAY + timedelta(days=3), "ersattare": "left"}, "har ingen tjänst då"),
        ({"fran": TODAY - timedelta(days=10), "till": SOON}, "redan frånvarande"),
    ],
)
def test_an_absence_that_cannot_be_is_explained(hanna, by, falt, sentence):
    borta(hanna, by, fran=TODAY + timedelta(days=20))
    if "ersattare" in falt:
        falt = falt | {"ersattare": TjanstFactory(till=YESTERDAY).person}

    with pytest.raises(DomanFel, match=sentence):
        borta(hanna, by, **falt)

    assert Franvaro.objects.count() == 1


def test_back_again(hanna, by):
    began, coming = borta(hanna, by, fran=YESTERDAY, till=TODAY), borta(hanna, by, fran=SOON)

    for _ in range(2):
        franvaro.ater(began, by=by, today=TODAY)
        franvaro.ater(coming, by=by, today=TODAY)

    [kvar] = Franvaro.objects.all()
    assert (kvar.fran, kvar.till) == (YESTERDAY, YESTERDAY)
