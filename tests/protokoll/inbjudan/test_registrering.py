from datetime import date

import pytest

from kommun.fel import DomanFel
from protokoll import standiga
from protokoll.inbjudan.fakta import Fakta
from protokoll.inbjudan.ord import inbjudan_i_ord
from protokoll.inbjudan.placering import standande_paragraf
from protokoll.inbjudan.registrering import andra, fakta_av, lasta_delar, registrera, skrivdag, ta_bort_inbjudan
from protokoll.inbjudan.urval import att_besluta
from protokoll.models import Inbjudan
from tests.factories import BehandlingFactory, OrganFactory, SammantradeFactory, StandigtArendeFactory

MOTET = date(2020, 2, 25)


@pytest.mark.parametrize(
    "text",
    ["A" * 301, "A: B, 5 mars, " + "C" * 151, "X: Y, 5–6 mars, Malmö", "", "B" * 201 + ": titel"],
    ids=["lang", "lang-plats", "annat-streck", "tom", "lang-arrangor"],
)
def test_parts_that_do_not_give_the_string_again_are_left_open(text):
    assert lasta_delar(text, MOTET) == {}


def test_parts_of_a_read_in_string():
    delar = lasta_delar("SKR: Budgetdagen 2020, 27 maj, Stockholm, m fl orter (också som webbsändning)", MOTET)

    assert delar == {
        "arrangor": "SKR",
        "titel": "Budgetdagen 2020",
        "borjar": date(2020, 5, 27),
        "platser": ["Stockholm", "m fl orter"],
        "pa_natet": True,
    }


@pytest.mark.django_db
def test_read_in_one_is_printed_again_as_it_was(paragraf):
    text = "SKR: Budgetdagen, 27 maj, Stockholm"
    for delar in ({}, lasta_delar(text, paragraf.sammantrade.datum)):
        inbjudan = Inbjudan.objects.create(organ=paragraf.organ, inbjudan=text, **delar)
        BehandlingFactory(paragraf=paragraf, inbjudan=inbjudan)

        assert skrivdag(inbjudan) == paragraf.sammantrade.datum
        assert inbjudan_i_ord(fakta_av(inbjudan), skrivdag(inbjudan)) == text


def _mote(organ, by):
    StandigtArendeFactory(organ=organ, kod="inbjudningar", rubrik="Inbjudningar")
    mote = SammantradeFactory(organ=organ, datum=date(2999, 1, 8), lage="planerat")
    standiga.satt_upp(mote, by=by)
    return mote


@pytest.mark.django_db
def test_one_that_is_moved_leaves_one_table_for_the_other_and_back(organ, sekreterare):
    annat = OrganFactory()
    motena = [_mote(o, sekreterare) for o in (organ, annat)]
    inbjudan = registrera(organ=organ, fakta=Fakta(titel="Skogsdagen"), by=sekreterare)

    for till in (annat, organ):
        andra(inbjudan, fakta=fakta_av(inbjudan), organ=till, by=sekreterare)

        inbjudan.refresh_from_db()
        assert inbjudan.organ == till
        assert inbjudan.behandlingarna.get().paragraf.organ == till
        for mote in motena:
            beslut = standande_paragraf(mote).besluten.first()
            assert ("Skogsdagen" in (beslut.text if beslut else "")) == (mote.organ == till)


@pytest.mark.django_db
def test_one_that_is_cancelled_waits_for_no_meeting_until_it_is_held_after_all(organ, sekreterare):
    _mote(organ, sekreterare)
    inbjudan = registrera(organ=organ, fakta=Fakta(titel="Skogsdagen"), by=sekreterare)

    for installd in (True, False):
        andra(inbjudan, fakta=fakta_av(inbjudan), installd=installd, by=sekreterare)

        assert inbjudan.behandlingarna.exists() is not installd
        assert att_besluta(Inbjudan.objects.all()).exists() is not installd


@pytest.mark.django_db
def test_one_that_the_other_organ_has_by_the_same_letter_is_not_moved_there(organ, sekreterare):
    annat = OrganFactory()
    hos_oss, _ = (
        registrera(organ=o, fakta=Fakta(titel="Skogsdagen"), uid="skog", by=sekreterare) for o in (organ, annat)
    )

    with pytest.raises(DomanFel, match="redan registrerat i"):
        andra(hos_oss, fakta=fakta_av(hos_oss), organ=annat, by=sekreterare)


@pytest.mark.django_db
@pytest.mark.parametrize("svar", ["bordlagd", "avstar"])
def test_one_that_its_organ_has_said_something_of_is_not_moved(organ, sekreterare, svar):
    _mote(organ, sekreterare)
    inbjudan = registrera(organ=organ, fakta=Fakta(titel="Skogsdagen"), by=sekreterare)
    rad = inbjudan.behandlingarna.get()
    rad.svar = svar
    rad.save()

    with pytest.raises(DomanFel, match="organet går inte att byta"):
        andra(inbjudan, fakta=fakta_av(inbjudan), organ=OrganFactory(), by=sekreterare)


@pytest.mark.django_db
def test_one_that_is_taken_away_leaves_the_table_of_the_next_meeting(organ, sekreterare):
    mote = _mote(organ, sekreterare)
    kvar, bort = (
        registrera(organ=organ, fakta=Fakta(titel=t), by=sekreterare) for t in ("Skogsdagen", "Ingen inbjudan")
    )
    paragraf = standande_paragraf(mote)
    assert "Ingen inbjudan" in paragraf.besluten.get().text

    ta_bort_inbjudan(bort, by=sekreterare)

    assert [b.inbjudan for b in paragraf.behandlingarna.all()] == [kvar]
    assert "Ingen inbjudan" not in paragraf.besluten.get().text
    assert "Skogsdagen" in paragraf.besluten.get().text
