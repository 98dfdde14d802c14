"""Drafts: kept while one writes, back when one returns, gone when saved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kommun.fel import DomanFel
from protokoll.models import Narvarotecken, Utkast
from protokoll.paragraftext import Deltext, spara_paragraf
from protokoll.skrivning import andra_text
from protokoll.utkast import BORTA_EFTER, andra_vid, anmal, ga, kasta_utkast, spara_utkast, utkast_till
from tests.parallel import at_once

pytestmark = pytest.mark.django_db


def keep(paragraf, by, **texter):
    spara_utkast(paragraf, delar=[Deltext(namn, text) for namn, text in texter.items()], by=by)


def test_a_draft_is_kept_and_written_over(paragraf, sekreterare):
    keep(paragraf, sekreterare, jav="<p>A</p><script>x</script>")
    keep(paragraf, sekreterare, jav="<p>AB</p>", bakgrund2="")

    assert {n: u.text for n, u in utkast_till(paragraf, sekreterare).items()} == {"jav": "<p>AB</p>"}


def test_a_draft_is_ones_own(paragraf, sekreterare, annan_sekreterare):
    keep(paragraf, sekreterare, jav="<p>A</p>")

    assert utkast_till(paragraf, annan_sekreterare) == {}


def test_a_draft_that_says_what_stands_there_is_none(paragraf, beslut, sekreterare):
    delar = [Deltext(beslut.ankare, "<p>Ny.</p>", beslut.version)]
    spara_utkast(paragraf, delar=delar, by=sekreterare)
    spara_utkast(paragraf, delar=[Deltext(beslut.ankare, beslut.text, beslut.version)], by=sekreterare)

    assert not Utkast.objects.exists()


def test_a_draft_of_a_new_part_finds_the_row_that_somebody_else_made(paragraf, sekreterare, annan_sekreterare):
    keep(paragraf, sekreterare, jav="<p>Mitt.</p>")
    rad = spara_paragraf(paragraf, delar=[Deltext("jav", "<p>Den andras.</p>")], by=annan_sekreterare)["jav"]

    utkast = utkast_till(paragraf, sekreterare)[rad.ankare]
    assert (utkast.text, utkast.fran_version) == ("<p>Mitt.</p>", 0)


def test_a_draft_that_comes_after_its_save_is_dropped(paragraf, beslut, sekreterare):
    version = beslut.version
    spara_paragraf(paragraf, delar=[Deltext(beslut.ankare, "<p>Hela.</p>", version)], by=sekreterare)

    spara_utkast(paragraf, delar=[Deltext(beslut.ankare, "<p>Hel</p>", version)], by=sekreterare)

    assert not Utkast.objects.exists()


def test_a_draft_over_a_colleagues_save_is_kept(paragraf, beslut, sekreterare, annan_sekreterare):
    version = beslut.version
    andra_text(beslut, text="<p>Den andras.</p>", version=version, by=annan_sekreterare)

    spara_utkast(paragraf, delar=[Deltext(beslut.ankare, "<p>Mitt.</p>", version)], by=sekreterare)

    assert Utkast.objects.get().fran_version == version


def test_drafts_can_be_thrown_away(paragraf, sekreterare, annan_sekreterare):
    keep(paragraf, sekreterare, jav="<p>A</p>")
    keep(paragraf, annan_sekreterare, jav="<p>B</p>")

    kasta_utkast(paragraf, by=sekreterare)

    assert Utkast.objects.get().av == annan_sekreterare


def test_locked_takes_no_draft(paragraf, justerad, sekreterare):
    with pytest.raises(DomanFel, match="justerat"):
        keep(justerad, sekreterare, jav="<p>A</p>")


@pytest.mark.django_db(transaction=True)
def test_drafts_sent_at_once_are_one(paragraf, sekreterare):
    svar = at_once(*(lambda t=t: keep(paragraf, sekreterare, jav=t) for t in ("<p>A</p>", "<p>B</p>", "<p>C</p>")))

    assert svar == [None, None, None]
    assert Utkast.objects.count() == 1


def test_who_is_here_until_they_have_been_silent(paragraf, sekreterare, annan_sekreterare):
    anmal(paragraf, by=annan_sekreterare, skriver=True)
    anmal(paragraf, by=sekreterare, skriver=False)
    now = timezone.now()

    assert [(t.av, t.skriver) for t in andra_vid(paragraf, user=sekreterare, now=now)] == [(annan_sekreterare, True)]
    assert andra_vid(paragraf, user=sekreterare, now=now + BORTA_EFTER + timedelta(seconds=1)) == []


def test_who_leaves_is_gone(paragraf, sekreterare):
    anmal(paragraf, by=sekreterare, skriver=True)
    ga(paragraf, by=sekreterare)

    assert not Narvarotecken.objects.exists()
