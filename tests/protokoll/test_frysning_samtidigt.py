"""Freezing with others at work, and with a process that dies in the middle of it."""

import pytest

from kommun.fel import DomanFel
from kommun.varden import fran_json
from protokoll.dokument import fran_protokoll
from protokoll.dokumentvarden import Dokument
from protokoll.frysning import frys, ta_tillbaka
from protokoll.models import Beslut, Protokoll, Protokollsversion
from protokoll.skrivning import andra_text
from protokoll.tillagg import EFTER_FRYSNING
from protokoll.utskrift import protokoll_pdf
from tests.factories import frysbart
from tests.parallel import at_once, die, killed

pytestmark = pytest.mark.django_db(transaction=True)
NYTT = "<p>Provnämnden avslår motionen.</p>"


@pytest.fixture
def protokoll(paragraf):
    return frysbart(paragraf.protokoll)


def _frys(protokoll, by, **tryck):
    return frys(protokoll, satt="godkannande", by=by, **tryck)


def test_two_who_freeze_at_once_freeze_one_version(protokoll, sekreterare):
    versioner = at_once(*[lambda: _frys(protokoll, sekreterare)] * 2)

    assert versioner == [Protokollsversion.objects.get()] * 2
    assert Protokoll.history.filter(lage="fryst").count() == 1


def test_frozen_and_taken_back_at_once_it_is_the_one_or_the_other(protokoll, sekreterare):
    _frys(protokoll, sekreterare)
    at_once(lambda: ta_tillbaka(protokoll, skal="Fel", by=sekreterare), lambda: _frys(protokoll, sekreterare))

    protokoll.refresh_from_db()
    assert protokoll.lage in ("utkast", "fryst")
    assert bool(protokoll.justerat_genom) == (protokoll.lage == "fryst")
    assert Protokollsversion.objects.count() == 1


def test_what_is_saved_while_the_pdf_is_made_is_in_it(protokoll, sekreterare):
    beslut, gjorda = Beslut.objects.get(), []

    def och_nagon_sparar(dokument):
        gjorda.append(dokument)
        if len(gjorda) == 1:
            andra_text(beslut, text=NYTT, version=beslut.version, by=sekreterare)
        return protokoll_pdf(dokument)

    version = _frys(protokoll, sekreterare, tryck=och_nagon_sparar)

    assert len(gjorda) == 2
    assert fran_json(Dokument, version.innehall) == gjorda[1]
    assert any(d.html == NYTT for d in gjorda[1].paragrafer[0].delar)


def test_who_writes_all_the_time_is_told_to_the_one_who_freezes(protokoll, sekreterare):
    antal = []

    def och_nagon_sparar(dokument):
        antal.append(1)
        beslut = Beslut.objects.get()
        andra_text(beslut, text=f"<p>Försök {len(antal)}.</p>", version=beslut.version, by=sekreterare)
        return b"%PDF"

    with pytest.raises(DomanFel, match="Någon skriver i protokollet just nu"):
        _frys(protokoll, sekreterare, tryck=och_nagon_sparar)
    assert (len(antal), Protokollsversion.objects.count(), Protokoll.objects.get().lage) == (3, 0, "utkast")


def test_text_saved_at_the_moment_of_freezing_is_in_the_version_or_refused(protokoll, sekreterare):
    beslut = Beslut.objects.get()
    sparat, version = at_once(
        lambda: andra_text(beslut, text=NYTT, version=beslut.version, by=sekreterare),
        lambda: _frys(protokoll, sekreterare),
    )

    assert isinstance(sparat, (Beslut, DomanFel)), sparat
    nu = Protokoll.objects.select_related("sammantrade__organ").get()
    assert fran_protokoll(nu, kommun="Provkommun", undertecknas="godkannande") == fran_json(Dokument, version.innehall)
    assert any(d.html == NYTT for d in fran_json(Dokument, version.innehall).paragrafer[0].delar) == isinstance(
        sparat, Beslut
    )


def test_a_process_killed_in_the_middle_leaves_nothing_half_done(protokoll, sekreterare):
    """Really killed, when the version is written and the state is changed, and nothing is committed."""

    def dor(protokoll, version, *, by):
        # Only a process that came this far dies of it.
        if version.pk and Protokoll.objects.get(pk=protokoll.pk).lage == "fryst":
            die()

    def freeze():
        EFTER_FRYSNING.append(dor)
        _frys(protokoll, sekreterare)

    killed(freeze)

    assert not Protokollsversion.objects.exists()
    assert Protokoll.objects.get().lage == "utkast"
    assert not Protokoll.history.filter(lage="fryst").exists()
    assert _frys(protokoll, sekreterare).nummer == 1
