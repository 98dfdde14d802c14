"""Writing in a §."""

import pytest

from kommun.fel import DomanFel
from protokoll.models import Avsnitt, Beslut
from protokoll.skrivning import (
    STEG,
    NyareVersion,
    andra_huvud,
    andra_text,
    avsnitt_att_lagga_till,
    lagg_till_avsnitt,
)
from tests.factories import AvsnittsmallFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db


def test_andra_text_saves_with_who_and_why(beslut, sekreterare):
    nytt = andra_text(beslut, text="<p>Ny text.</p>", version=beslut.version, by=sekreterare)

    assert nytt.text == "<p>Ny text.</p>"
    assert nytt.version == beslut.version + 1
    rad = nytt.history.first()
    assert (rad.history_user, rad.history_change_reason) == (sekreterare, "Ändrade Provnämndens beslut")
    assert rad.prev_record.text == beslut.text


def test_andra_text_over_a_newer_version_shows_it_and_writes_nothing(beslut, sekreterare, annan_sekreterare):
    andra_text(beslut, text="<p>Annans text.</p>", version=beslut.version, by=annan_sekreterare)

    with pytest.raises(NyareVersion, match=r"har sparat en nyare text medan du skrev") as fel:
        andra_text(beslut, text="<p>Min text.</p>", version=beslut.version, by=sekreterare)

    assert fel.value.nuvarande.text == "<p>Annans text.</p>"
    assert str(annan_sekreterare) in str(fel.value)
    assert Beslut.objects.get(pk=beslut.pk).text == "<p>Annans text.</p>"


def test_andra_text_twice_with_the_same_text_is_one_change(beslut, sekreterare):
    for _ in range(2):
        andra_text(beslut, text="<p>Ny text.</p>", version=beslut.version, by=sekreterare)

    assert beslut.history.count() == 2


def test_beslut_cannot_change_after_justering(justerad, sekreterare):
    beslut = justerad.besluten.get()

    with pytest.raises(DomanFel, match="är justerat, och det som är justerat ändras inte"):
        andra_text(beslut, text="<p>Ny text.</p>", version=beslut.version, by=sekreterare, skal="Fel")

    assert Beslut.objects.get(pk=beslut.pk).text == beslut.text


def test_avskrift_is_mended_only_with_a_reason(avskrift, sekreterare):
    beslut = avskrift.besluten.get()

    with pytest.raises(DomanFel, match="Skriv varför avskriften rättas"):
        andra_text(beslut, text="<p>Ny text.</p>", version=beslut.version, by=sekreterare, skal="  ")
    andra_text(beslut, text="<p>Ny text.</p>", version=beslut.version, by=sekreterare, skal="fel läst bokstav")

    assert beslut.history.first().history_change_reason == "Ändrade Provnämndens beslut: fel läst bokstav"


def test_andra_huvud_keeps_the_old_heading_in_history(paragraf, sekreterare):
    andra_huvud(
        paragraf, rubrik="Ny rubrik", dnr="2026.147 PN", klassificering="", version=paragraf.version, by=sekreterare
    )

    paragraf.refresh_from_db()
    assert (paragraf.rubrik, paragraf.dnr) == ("Ny rubrik", "2026.147 PN")
    assert paragraf.history.first().prev_record.rubrik == "Ett ärende"


def test_andra_huvud_over_a_newer_version_writes_nothing(paragraf, sekreterare):
    arguments = {"dnr": "", "klassificering": "", "version": paragraf.version, "by": sekreterare}
    andra_huvud(paragraf, rubrik="Första", **arguments)

    with pytest.raises(NyareVersion):
        andra_huvud(paragraf, rubrik="Andra", **arguments)

    paragraf.refresh_from_db()
    assert paragraf.rubrik == "Första"


@pytest.fixture
def mall(organ):
    typer = [("beslut", "{organets} beslut"), ("jav", "Jäv"), ("bakgrund", "Bakgrund"), ("mottagare", "Skickas till")]
    return [
        AvsnittsmallFactory(organ=organ, typ=typ, rubrik=rubrik, ordning=n)
        for n, (typ, rubrik) in enumerate(typer, start=1)
    ]


def test_lagg_till_avsnitt_puts_it_where_the_mall_has_it(paragraf, mall, sekreterare):
    assert [m.typ for m in avsnitt_att_lagga_till(paragraf)] == ["jav", "mottagare"]

    for m in avsnitt_att_lagga_till(paragraf):
        lagg_till_avsnitt(paragraf, mall=m, by=sekreterare)

    paragraf = type(paragraf).objects.get(pk=paragraf.pk)
    assert [d.typ for d in paragraf.delar()] == ["beslut", "jav", "bakgrund", "mottagare"]
    assert avsnitt_att_lagga_till(paragraf) == []


def test_lagg_till_avsnitt_twice_gives_one(paragraf, mall, sekreterare):
    first = lagg_till_avsnitt(paragraf, mall=mall[1], by=sekreterare)
    second = lagg_till_avsnitt(paragraf, mall=mall[1], by=sekreterare)

    assert first.pk == second.pk


def test_lagg_till_avsnitt_makes_room_where_there_is_none(paragraf, mall, sekreterare):
    bakgrund = paragraf.avsnitten.get()
    bakgrund.ordning = 101
    bakgrund.save()

    lagg_till_avsnitt(paragraf, mall=mall[1], by=sekreterare)

    paragraf = type(paragraf).objects.get(pk=paragraf.pk)
    assert [d.typ for d in paragraf.delar()] == ["beslut", "jav", "bakgrund"]
    assert paragraf.delar()[-1].ordning == 2 * STEG


def test_lagg_till_avsnitt_in_a_justerat_protokoll_is_refused(justerad, mall, sekreterare):
    with pytest.raises(DomanFel, match="är justerat"):
        lagg_till_avsnitt(justerad, mall=mall[1], by=sekreterare)

    assert Avsnitt.objects.filter(typ="jav").count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_people_saving_at_once_lose_no_text(beslut, sekreterare, annan_sekreterare):
    """Real parallel connections: one wins, the other is shown the winner's text."""

    def write(text, user):
        return lambda: andra_text(beslut, text=text, version=beslut.version, by=user)

    results = at_once(write("<p>ett</p>", sekreterare), write("<p>två</p>", annan_sekreterare))

    [winner] = [r for r in results if isinstance(r, Beslut)]
    [loser] = [r for r in results if isinstance(r, NyareVersion)]
    assert loser.nuvarande.text == winner.text == Beslut.objects.get(pk=beslut.pk).text
