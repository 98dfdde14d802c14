"""One uppdrag on its way up: AU proposes, KS proposes, KF decides."""

from datetime import date

import pytest

from kommun.fel import DomanFel
from protokoll.klarkoll import klarkoll
from tests.factories import (
    BeslutFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    TjanstFactory,
    UppdragFactory,
    UserFactory,
)
from uppdrag import kedja
from uppdrag.models import Fristandring, Uppdrag
from uppdrag.organvag import kan_ta_upp

pytestmark = pytest.mark.django_db
MENING = "<p>Fullmäktige ger tekniska nämnden i uppdrag att rusta upp lekplatsen i Storparken.</p>"


class Vagen:
    """KSAU under KS under KF, a nämnd beside, and a proposal by the AU of 2026-03-02 in the ärende 2026/7."""

    def __init__(self):
        self.kf = OrganFactory(namn="Provfullmäktige", kortnamn="KF", slag="fullmaktige")
        self.ks = OrganFactory(namn="Provstyrelsen", kortnamn="KS", slag="styrelse", overordnat=self.kf)
        self.au = OrganFactory(namn="Provstyrelsens arbetsutskott", kortnamn="KSAU", slag="utskott", overordnat=self.ks)
        self.mbn = OrganFactory(namn="Miljönämnden", kortnamn="MN", overordnat=self.kf)
        self.i_au = self.beslut(self.au, 3, 2, till=self.kf)
        self.uppdrag = UppdragFactory(
            beslut=self.i_au, givare=self.kf, lage="foreslaget", frist=None, ingen_frist=True, mening="Lekplatsen.",
            text="Rusta upp lekplatsen i Storparken.",
        )  # fmt: skip

    def beslut(self, organ, manad, dag, *, till=None, dnr="2026/7", text=MENING, lage="avslutat"):
        protokoll = ProtokollFactory(
            sammantrade__organ=organ, sammantrade__datum=date(2026, manad, dag), sammantrade__lage=lage
        )
        niva = {"beslutsniva": "forslag", "till_organ": till} if till else {}
        return BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll, dnr=dnr), text=text, **niva)


@pytest.fixture
def vagen(db):
    return Vagen()


def test_au_ks_kf_is_one_uppdrag_with_its_chain(vagen, sekreterare):
    i_ks, i_kf = vagen.beslut(vagen.ks, 3, 16, till=vagen.kf), vagen.beslut(vagen.kf, 4, 1)
    beteckning = vagen.uppdrag.beteckning

    kedja.foresla_vidare(vagen.uppdrag, beslut=i_ks, mening="Styrelsens mening.", by=sekreterare)
    nu = kedja.besluta_forslag(vagen.uppdrag, beslut=i_kf, frist=date(2026, 11, 1), by=sekreterare)

    assert Uppdrag.objects.get() == nu
    assert (nu.beteckning, nu.lage, nu.givare, nu.beslut) == (beteckning, "pagar", vagen.kf, i_kf)
    assert [(led.beslut, led.mening) for led in nu.leden.all()] == [
        (vagen.i_au, "Lekplatsen."),
        (i_ks, "Styrelsens mening."),
    ]
    assert (nu.frist, nu.ingen_frist, nu.rapporteras_till) == (date(2026, 11, 1), False, vagen.kf)
    assert Fristandring.objects.count() == 0, "the first day is no moved day"
    assert nu.history.first().history_change_reason.startswith("Gavs genom KF 2026-04-01")


def test_each_step_twice_is_once(vagen, sekreterare):
    i_ks, i_kf = vagen.beslut(vagen.ks, 3, 16, till=vagen.kf), vagen.beslut(vagen.kf, 4, 1)
    for _ in range(2):
        kedja.foresla_vidare(vagen.uppdrag, beslut=i_ks, by=sekreterare)
    for _ in range(2):
        kedja.besluta_forslag(vagen.uppdrag, beslut=i_kf, frist=date(2026, 11, 1), by=sekreterare)

    assert vagen.uppdrag.leden.count() == 2
    assert vagen.uppdrag.history.count() == 3


def test_a_frist_that_the_proposal_named_moves_with_the_decision_behind_it(vagen, sekreterare):
    vagen.uppdrag.frist, vagen.uppdrag.ingen_frist = date(2026, 9, 1), False
    vagen.uppdrag.save()
    i_kf = vagen.beslut(vagen.kf, 4, 1)

    nu = kedja.besluta_forslag(
        vagen.uppdrag, beslut=i_kf, ingen_frist=True, nasta_rapport=date(2026, 10, 1), by=sekreterare
    )

    assert (nu.frist, nu.nasta_rapport) == (None, date(2026, 10, 1))
    [andring] = nu.fristandringarna.all()
    assert (andring.tidigare, andring.ny, andring.beslut) == (date(2026, 9, 1), None, i_kf)


def test_refused_is_written_off_with_the_decision(vagen, sekreterare):
    i_kf = vagen.beslut(vagen.kf, 4, 1)

    nu = kedja.avsla_forslag(vagen.uppdrag, beslut=i_kf, skal="Motionen avslogs.", by=sekreterare)

    assert (nu.lage, nu.avslutat_i, nu.avslutat_den) == ("avskrivet", i_kf, date(2026, 4, 1))
    with pytest.raises(DomanFel, match="är avskrivet"):
        kedja.besluta_forslag(vagen.uppdrag, beslut=vagen.beslut(vagen.kf, 4, 20), by=sekreterare)


@pytest.mark.parametrize(
    ("act", "beslut", "mer", "sentence"),
    [
        ("foresla_vidare", {}, {}, "är ett eget beslut och föreslår inget"),
        ("besluta_forslag", {"till": True}, {"frist": date(2026, 9, 1)}, "är ett förslag till ett högre organ"),
        ("besluta_forslag", {}, {}, "Ange en frist"),
        ("besluta_forslag", {}, {"ingen_frist": True}, "rapporteras första gången"),
        ("besluta_forslag", {}, {"frist": date(2026, 3, 1)}, "ligger före sammanträdet"),
        ("avsla_forslag", {}, {"skal": " "}, "Skriv varför"),
        ("avsla_forslag", {"manad": 2}, {"skal": "Nej."}, "ligger före den dag då uppdraget föreslogs"),
        ("avsla_forslag", {"text": ""}, {"skal": "Nej."}, "har inte beslutat något än"),
        ("avsla_forslag", {"lage": "planerat"}, {"skal": "Nej."}, "har inte beslutat något än"),
        ("avsla_forslag", {"organ": "mbn"}, {"skal": "Nej."}, "avgör inte förslag från"),
    ],
)
def test_a_step_that_does_not_fit_says_why_and_changes_nothing(vagen, sekreterare, act, beslut, mer, sentence):
    beslut = dict(beslut)
    organ = getattr(vagen, beslut.pop("organ", "ks"))
    till = vagen.kf if beslut.pop("till", False) else None
    if organ == vagen.mbn:
        # An organ that neither prepares nor decides it.
        vagen.uppdrag.givare = vagen.ks
        vagen.uppdrag.save()
    steg = vagen.beslut(organ, beslut.pop("manad", 3), 16, till=till, **beslut)

    with pytest.raises(DomanFel, match=sentence):
        getattr(kedja, act)(vagen.uppdrag, beslut=steg, by=sekreterare, **mer)

    nu = Uppdrag.objects.get()
    assert (nu.lage, nu.beslut, nu.leden.count()) == ("foreslaget", vagen.i_au, 0)


def vantande(beslut):
    lasare = UserFactory()
    TjanstFactory(person=lasare.person)
    return kedja.vantande_i([beslut], user=lasare).get(beslut.pk, [])


TRAD = {"kf": None, "ks": "kf", "au": "ks", "mbn": "kf", "mau": "mbn"}


@pytest.mark.parametrize(
    ("organ", "foreslog", "avgor", "kan"),
    [
        ("ks", "au", "kf", True),
        ("kf", "au", "kf", True),
        ("kf", "au", "ks", True),  # KS was passed over
        ("au", "au", "kf", True),  # it came back
        ("ks", "mbn", "kf", True),  # the board prepares for fullmäktige
        ("au", "mbn", "kf", True),
        ("mbn", "au", "ks", False),
        ("au", "ks", "kf", False),  # downwards
        ("mau", "mbn", "kf", False),
        ("mbn", "ks", "ks", False),
    ],
)
def test_which_organ_a_proposal_passes(organ, foreslog, avgor, kan):
    assert kan_ta_upp(organ, foreslog=foreslog, avgor=avgor, trad=TRAD) is kan


@pytest.mark.parametrize(
    ("falt", "vantar"),
    [
        ({}, True),
        ({"dnr": "2026/8"}, True),  # nearly the same words
        ({"dnr": "2026/8", "text": "<p>Fullmäktige godkänner årsredovisningen.</p>"}, False),
        ({"text": "<p>Fullmäktige avslår förslaget.</p>"}, True),  # the same ärende
        ({"dnr": "", "text": "<p>Fullmäktige godkänner årsredovisningen.</p>"}, False),
        ({"text": ""}, False),
    ],
)
def test_what_waits_is_found_by_dnr_or_by_words(vagen, falt, vantar):
    vagen.uppdrag.mening = ""
    vagen.uppdrag.save()

    assert vantande(vagen.beslut(vagen.kf, 4, 1, **falt)) == ([vagen.uppdrag] if vantar else [])


def test_what_waits_is_neither_its_own_paragraf_nor_an_earlier_one(vagen, sekreterare):
    assert vantande(vagen.i_au) == []
    assert vantande(vagen.beslut(vagen.kf, 2, 1)) == []
    i_ks = vagen.beslut(vagen.ks, 3, 16, till=vagen.kf)
    kedja.foresla_vidare(vagen.uppdrag, beslut=i_ks, by=sekreterare)
    assert vantande(i_ks) == vantande(vagen.i_au) == []
    assert vantande(vagen.beslut(vagen.kf, 4, 1)) == [vagen.uppdrag]


def test_klarkoll_warns_when_the_deciding_organ_leaves_it(vagen, sekreterare):
    def koder(beslut):
        (koll,) = klarkoll([beslut.paragraf.sammantrade], today=date(2026, 4, 2))
        return [a.kod for a in koll.kvar if a.kod == "uppdrag_foreslaget_kvar"]

    i_kf = vagen.beslut(vagen.kf, 4, 1)
    assert koder(i_kf) == ["uppdrag_foreslaget_kvar"]
    assert koder(vagen.beslut(vagen.kf, 4, 20, dnr="2026/8")) == []
    assert koder(vagen.beslut(vagen.ks, 3, 16)) == [], "it is not the board's to decide"
    kedja.avsla_forslag(vagen.uppdrag, beslut=i_kf, skal="Nej.", by=sekreterare)
    assert koder(i_kf) == []


def test_klarkoll_asks_once_about_a_sentence_that_may_be_the_proposal(vagen):
    (koll,) = klarkoll([vagen.beslut(vagen.kf, 4, 1).paragraf.sammantrade], today=date(2026, 4, 2))
    assert [a.kod for a in koll.kvar if a.kod.startswith("uppdrag_")] == ["uppdrag_foreslaget_kvar"]
