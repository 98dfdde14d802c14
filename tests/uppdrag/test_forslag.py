"""Sentences that wait beside a §: logged, turned down, brought back, and what klarkoll says of those left lying."""

import pytest
from django.urls import reverse

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from tests.factories import BeslutFactory, OrganFactory, UppdragFactory
from tests.protokoll.klarkoll.mote import andra, rent_mote
from uppdrag import forslag
from uppdrag.igenkanning import avtryck
from uppdrag.models import AvvisatForslag, Uppdragsled

pytestmark = pytest.mark.django_db

MENING = "Provnämnden ger kontoret i uppdrag att utreda frågan."
TRYCK = avtryck(MENING)


def meningar(paragraf):
    f = forslag.forslagen_i(paragraf)
    return {namn: [x.mening for x in getattr(f, namn)] for namn in ("vantar", "mojliga", "avvisade", "loggade")}


def bara(**vad):
    return {"vantar": [], "mojliga": [], "avvisade": [], "loggade": [], **vad}


def test_a_sentence_waits_until_it_is_logged(paragraf, beslut):
    assert meningar(paragraf) == bara(vantar=[MENING])

    UppdragFactory(beslut=beslut, mening=" Provnämnden  ger kontoret i uppdrag att utreda frågan")

    assert meningar(paragraf) == bara(loggade=[MENING])


def test_an_uppdrag_that_has_gone_on_to_a_higher_organ_is_logged_here_too(paragraf, beslut):
    Uppdragsled.objects.create(uppdrag=UppdragFactory(beslut=BeslutFactory(), mening=MENING), beslut=beslut)

    assert meningar(paragraf) == bara(loggade=[MENING])


def test_a_higher_organ_may_say_it_in_other_words(paragraf, beslut, sekreterare):
    annat = "Fullmäktige ger kontoret i uppdrag att skyndsamt utreda frågan om lekplatsen."
    uppdrag = UppdragFactory(beslut=BeslutFactory(), text="Lekplatsen.", mening=annat)
    Uppdragsled.objects.create(uppdrag=uppdrag, beslut=beslut, mening=MENING)

    assert meningar(paragraf) == bara(loggade=[MENING])
    with pytest.raises(DomanFel, match=uppdrag.beteckning):
        forslag.avvisa(beslut, tryck=TRYCK, by=sekreterare)


def test_a_sentence_mended_after_it_was_logged_is_the_same_task(paragraf, beslut):
    UppdragFactory(beslut=beslut, text="Utreda frågan", mening=MENING)
    andra(beslut, text="<p>Provnämnden ger också kontoret i uppdrag att utreda frågan.</p>")

    assert meningar(paragraf)["vantar"] == []


@pytest.mark.parametrize("utfall", ["bordlagt", "aterremitterat", "utgar"])
def test_an_arende_that_was_put_off_gives_nothing(paragraf, utfall):
    andra(paragraf, utfall=utfall)

    assert meningar(paragraf) == bara()


def test_nothing_before_the_meeting_and_nothing_from_what_is_only_told_of(paragraf):
    andra(paragraf, genom_hanvisning=True)
    assert meningar(paragraf) == bara()

    andra(paragraf, genom_hanvisning=False)
    andra(paragraf.sammantrade, lage="planerat")
    assert meningar(paragraf) == bara()


def test_only_the_decision_is_read(paragraf, beslut):
    andra(paragraf.avsnitten.get(), text=f"<p>{MENING}</p>")
    andra(beslut, text="<p>Provnämnden godkänner redovisningen.</p>")

    assert meningar(paragraf) == bara()


def test_what_a_proposal_upward_says_is_proposed(paragraf, beslut):
    kf = OrganFactory(namn="Kommunfullmäktige", slag="fullmaktige")
    andra(beslut, beslutsniva="forslag", till_organ=kf, text="<p>Kontoret får i uppdrag att utreda.</p>")

    (f,) = forslag.forslagen_i(paragraf).vantar

    assert (f.uppat, f.givare) == (True, "kommunfullmäktige")


def test_places_are_in_the_text_that_logga_reads(paragraf, beslut):
    andra(beslut, text=f"<p>Planen antas.</p><ul><li><p>{MENING}</p></li></ul>")

    (f,) = forslag.forslagen_i(paragraf).vantar

    assert html_to_text(beslut.text)[f.forslag.start : f.forslag.slut] == MENING
    assert f.logga_url.endswith(f"?start={f.forslag.start}&slut={f.forslag.slut}")


# avvisa, aterta


def test_turned_down_once_however_often(paragraf, beslut, sekreterare):
    forslag.avvisa(beslut, tryck=TRYCK, by=sekreterare)
    rad = forslag.avvisa(beslut, tryck=TRYCK, by=sekreterare)

    assert AvvisatForslag.objects.get() == rad
    assert rad.mening == MENING
    assert rad.history.get().history_user == sekreterare
    assert meningar(paragraf) == bara(avvisade=[MENING])


def test_another_wording_is_another_proposal(paragraf, beslut, sekreterare):
    forslag.avvisa(beslut, tryck=TRYCK, by=sekreterare)
    andra(beslut, text="<p>Provnämnden ger kontoret i uppdrag att avgöra frågan.</p>")

    assert len(meningar(paragraf)["vantar"]) == 1
    assert meningar(paragraf)["avvisade"] == []


def test_brought_back_once_however_often(paragraf, beslut, sekreterare):
    forslag.avvisa(beslut, tryck=TRYCK, by=sekreterare)

    forslag.aterta(beslut, tryck=TRYCK, by=sekreterare)
    forslag.aterta(beslut, tryck=TRYCK, by=sekreterare)

    assert meningar(paragraf) == bara(vantar=[MENING])
    assert AvvisatForslag.history.first().history_user == sekreterare


def test_what_is_logged_or_gone_is_not_turned_down(beslut, sekreterare):
    uppdrag = UppdragFactory(beslut=beslut, mening=MENING)
    with pytest.raises(DomanFel, match=uppdrag.beteckning):
        forslag.avvisa(beslut, tryck=TRYCK, by=sekreterare)

    with pytest.raises(DomanFel, match="står inte längre"):
        forslag.avvisa(beslut, tryck=avtryck("En annan mening."), by=sekreterare)

    assert not AvvisatForslag.objects.exists()


# The panel and its two buttons


@pytest.mark.parametrize("sida", ["protokoll:paragraf", "protokoll:skriv"])
def test_the_panel_quotes_what_was_found(inloggad, sekreterare, paragraf, beslut, sida):
    andra(beslut, text=f"<p>{MENING}</p><p>Provnämnden bifaller motionen om lekplatser.</p>")
    page = inloggad(sekreterare).get(reverse(sida, args=[paragraf.pk])).content.decode()

    assert f'<blockquote class="citat">{MENING}</blockquote>' in page
    assert "Är det här ett uppdrag?" in page
    assert f"{reverse('uppdrag:logga', args=[beslut.pk])}?start=0&amp;slut={len(MENING)}" in page
    assert f'value="{TRYCK}"' in page


def test_the_panel_leads_to_the_sentence_in_the_text(inloggad, sekreterare, paragraf, beslut):
    page = inloggad(sekreterare).get(paragraf.get_absolute_url()).content.decode()

    assert (
        f'href="#{beslut.ankare}:~:text=Provn%C3%A4mnden%20ger%20kontoret%20i%20uppdrag%20att%20utreda%20fr%C3%A5gan."'
        in page
    )
    assert f'id="{beslut.ankare}"' in page


def test_the_panel_shows_as_many_as_somebody_deals_with(inloggad, sekreterare, paragraf, beslut):
    beslut.text = "".join(f"<p>Nämnden ger kontoret i uppdrag att utreda fråga {n}.</p>" for n in range(53))
    beslut.save()
    text = inloggad(sekreterare).get(paragraf.get_absolute_url()).content.decode()

    assert text.count('class="forslag-punkt"') == 50
    assert "Beslutet ger 3 förslag till" in text


def test_the_panel_is_the_secretarys(inloggad, lasare, paragraf):
    page = inloggad(lasare).get(paragraf.get_absolute_url()).content.decode()

    assert "Hittat i beslutet" not in page


def test_turning_down_and_bringing_back_from_the_page(inloggad, sekreterare, paragraf, beslut):
    client = inloggad(sekreterare)

    svar = client.post(reverse("uppdrag:forslag-avvisa", args=[beslut.pk]), {"avtryck": TRYCK})
    assert svar["Location"] == f"{paragraf.get_absolute_url()}#uppdragspanel"
    page = client.get(paragraf.get_absolute_url()).content.decode()
    assert "Hittat i beslutet" not in page
    assert "1 mening som inte är ett uppdrag" in page

    svar = client.post(reverse("uppdrag:forslag-aterta", args=[beslut.pk]) + "?fran=skriv", {"avtryck": TRYCK})
    assert svar["Location"] == f"{reverse('protokoll:skriv', args=[paragraf.pk])}#uppdragspanel"
    assert "Hittat i beslutet" in client.get(paragraf.get_absolute_url()).content.decode()


def test_a_sentence_that_has_changed_meanwhile_says_so(inloggad, sekreterare, paragraf, beslut):
    andra(beslut, text="<p>Provnämnden godkänner redovisningen.</p>")

    page = inloggad(sekreterare).post(
        reverse("uppdrag:forslag-avvisa", args=[beslut.pk]), {"avtryck": TRYCK}, follow=True
    )

    assert "Meningen står inte längre så i beslutet" in page.content.decode()
    assert not AvvisatForslag.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_panel_queries_do_not_grow(inloggad, sekreterare, paragraf, beslut, rows, count_queries):
    text = "".join(f"<p>Provnämnden ger kontoret i uppdrag att utreda fråga {n}.</p>" for n in range(3 * rows))
    andra(beslut, text=text)
    for n in range(rows):
        UppdragFactory(beslut=beslut, mening=f"Provnämnden ger kontoret i uppdrag att utreda fråga {n}.")
        tryck = avtryck(f"Provnämnden ger kontoret i uppdrag att utreda fråga {rows + n}.")
        forslag.avvisa(beslut, tryck=tryck, by=sekreterare)

    antal = count_queries(inloggad(sekreterare), paragraf.get_absolute_url())

    assert [len(x) for x in meningar(paragraf).values()] == [rows, 0, rows, rows]
    assert antal == PANEL


PANEL = 42


# Klarkoll


def klarkoll(mote):
    return [a for a in mote.koll().kvar if a.kod == "uppdrag_inte_loggat"]


def test_klarkoll_warns_of_a_task_left_lying(sekreterare):
    mote = rent_mote()
    b = mote.p[3].besluten.get()
    andra(b, text=f"<p>{mote.s.organ.namn} ger kontoret i uppdrag att utreda frågan.</p>")

    (anm,) = klarkoll(mote)
    assert anm.text == f"Beslutet ger ett uppdrag som inte är loggat: ”{html_to_text(b.text)}”"
    assert (anm.allvar, anm.skede) == ("varning", "justering")

    forslag.avvisa(b, tryck=avtryck(html_to_text(b.text)), by=sekreterare)
    assert klarkoll(mote) == []


def test_klarkoll_is_quiet_about_what_is_logged_or_unsure():
    mote = rent_mote()
    mening = f"{mote.s.organ.namn} ger kontoret i uppdrag att utreda frågan."
    mote.beslut(4, text=f"<p>{mening}</p><p>{mote.s.organ.namn} bifaller motionen om lekplatser.</p>")
    UppdragFactory(beslut=mote.p[3].besluten.get(), mening=mening, ansvarig=mote.d[0].person)
    mote.beslut(7, text=f"<p>{mening}</p>")  # återremitterat

    assert klarkoll(mote) == []
