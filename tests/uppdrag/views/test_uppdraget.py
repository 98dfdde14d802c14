"""The page of one uppdrag: its timeline and its acts."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from kommun.history import spara
from kommun.utskick import ny_bilaga
from protokoll.moteshallning import oppna
from tests.factories import (
    AterrapportFactory,
    BeslutFactory,
    OrganFactory,
    ParagrafFactory,
    PersonFactory,
    ProtokollFactory,
    SammantradeFactory,
    UppdragFactory,
)
from tests.uppdrag.redovisningsfall import mote_i, rapportera, uppdrag_i
from uppdrag.avslut import avsluta
from uppdrag.fristandring import andra_frist
from uppdrag.handelser import handelser
from uppdrag.models import Importrad, Paminnelse, Rapportbilaga, Redovisning, Uppdrag, Uppdragsimport, Uppdragsled
from uppdrag.uppfoljning import sammanstall

pytestmark = pytest.mark.django_db


def paragraf_on(day, organ, nummer):
    sammantrade = SammantradeFactory(datum=day, organ=organ)
    return BeslutFactory(paragraf=ParagrafFactory(protokoll=ProtokollFactory(sammantrade=sammantrade), nummer=nummer))


@pytest.fixture
def levt(organ, sekreterare, handlaggare):
    """An uppdrag with one of all that can happen to it, through the acts and rows of the product."""
    ks = OrganFactory(namn="Kommunstyrelsen", kortnamn="KS", slag="styrelse")
    gav = paragraf_on(date(2026, 1, 20), organ, 3)
    with time_machine.travel("2026-01-21 08:00"):
        uppdrag = UppdragFactory(beslut=gav, givare=organ, serie=organ, frist=date(2026, 4, 1))
        uppdrag._history_user = sekreterare
        Uppdragsled(uppdrag=uppdrag, beslut=paragraf_on(date(2026, 1, 5), ks, 1)).save()
    with time_machine.travel("2026-02-02 08:00"):
        uppdrag.ansvarig = handlaggare.person
        spara(uppdrag, by=sekreterare, reason="Lämnade över: ny på enheten")
    with time_machine.travel("2026-03-01 08:00"):
        Paminnelse.objects.create(
            uppdrag=uppdrag, slag="paminnelse", avser=date(2026, 4, 1), dag=date(2026, 3, 1), till=handlaggare.person
        )
        rapport = AterrapportFactory(
            uppdrag=uppdrag, av=handlaggare.person, slag="forlangning", onskad_frist=date(2026, 6, 1), text="Dröjer."
        )
        fil = ny_bilaga(namn="underlag.pdf", typ="application/pdf", innehall=b"%PDF")
        Rapportbilaga.objects.create(rapport=rapport, bilaga=fil)
    svar = paragraf_on(date(2026, 3, 10), organ, 9)
    with time_machine.travel("2026-03-02 08:00"):
        redovisning = spara(
            Redovisning(uppdrag=uppdrag, paragraf=svar.paragraf, rapport=rapport), by=sekreterare, reason="Satte upp"
        )
    with time_machine.travel("2026-03-11 08:00"):
        andring = andra_frist(uppdrag, ny=date(2026, 6, 1), skal="Anstånd gavs.", by=sekreterare, beslut=svar)
        redovisning.utfall, redovisning.beslut, redovisning.ny_frist = "anstand", svar, date(2026, 6, 1)
        redovisning.fristandring = andring
        spara(redovisning, by=sekreterare, reason="Beslutade")
    slut = paragraf_on(date(2026, 5, 12), organ, 20)
    with time_machine.travel("2026-05-13 08:00"):
        avsluta(uppdrag, den=date(2026, 5, 12), avslutat_i=slut, by=sekreterare)
    return Uppdrag.objects.get(pk=uppdrag.pk)


def test_timeline_tells_all_from_the_decision_to_the_close(levt, sekreterare, handlaggare):
    leden = [led.beslut for led in levt.leden.all()]

    rader = handelser(levt, leden, user=sekreterare)[0]

    assert [h.rubrik for h in rader] == [
        "Föreslaget av kommunstyrelsen",
        "Givet av provnämnden",
        f"Infört som {levt.beteckning}",
        f"Lämnat över till {levt.forvaltning}, {handlaggare.person}",
        f"Påminnelse till {handlaggare.person}",
        "Begär förlängd tid till 1 juni 2026",
        "Satt på dagordningen",
        "Anstånd från 1 april 2026 till 1 juni 2026",
        "Avslutat av provnämnden",
    ]
    anstand = rader[-2]
    assert anstand.text == "Anstånd gavs."
    assert anstand.av == str(sekreterare)
    assert anstand.lankar[0][0] == "PN 10 mars 2026, § 9"


def test_page_shows_chain_reports_and_same_dnr(inloggad, lasare, levt):
    other = UppdragFactory(beslut=paragraf_on(date(2026, 4, 4), levt.givare, 15), text="Ett annat i samma akt.")

    page = inloggad(lasare).get(levt.get_absolute_url()).content.decode()

    for text in ("Dröjer.", "underlag.pdf", "Allt med samma diarienummer", other.text, "Beslutets väg", "§ 20"):
        assert text in page, text
    assert "Provnämnden 4 april 2026" in page
    assert "&lt;time" not in page


def test_page_tells_the_row_it_was_read_from(inloggad, lasare, sekreterare, beslut):
    uppdrag = UppdragFactory(beslut=beslut)
    fil = ny_bilaga(namn="balanslista.xlsx", typ="application/vnd.ms-excel", innehall=b"x")
    lista = Uppdragsimport(bilaga=fil, organ=uppdrag.givare, av=sekreterare)
    lista.save()
    Importrad(uppdragsimport=lista, rad=14, uppdrag=uppdrag).save()

    page = inloggad(lasare).get(uppdrag.get_absolute_url()).content.decode()

    assert "Från filen balanslista.xlsx, rad 14" in page


@time_machine.travel("2026-03-10")
def test_page_says_when_the_report_is_due_in_words(inloggad, lasare, beslut):
    SammantradeFactory(organ=beslut.paragraf.organ, datum=date(2026, 5, 20), stoppdag=date(2026, 5, 6), lage="planerat")
    uppdrag = UppdragFactory(beslut=beslut, frist=date(2026, 6, 1))

    page = inloggad(lasare).get(uppdrag.get_absolute_url()).content.decode()

    assert "onsdag 20 maj 2026 (om 71 dagar)" in page
    assert "onsdag 6 maj 2026 (om 57 dagar)" in page


def primary(page):
    return [a.text for a in page.context["akter"] if a.variant == "primar"]


def test_reader_has_no_acts(inloggad, lasare, beslut):
    assert inloggad(lasare).get(UppdragFactory(beslut=beslut).get_absolute_url()).context["akter"] == []


def test_at_most_one_act_is_prominent(inloggad, sekreterare, beslut, paragraf):
    uppdrag = UppdragFactory(beslut=beslut, ansvarig=PersonFactory())
    client = inloggad(sekreterare)

    assert len(primary(client.get(uppdrag.get_absolute_url()))) <= 1
    vantar = ParagrafFactory(protokoll=paragraf.protokoll, nummer=8)
    Redovisning(uppdrag=uppdrag, paragraf=vantar).save()
    page = client.get(uppdrag.get_absolute_url())
    assert primary(page) == ["Gå till paragrafen"]
    assert page.context["akter"][0].url == vantar.get_absolute_url()


def test_closed_has_neither_frist_nor_close(inloggad, sekreterare, levt):
    texts = {a.text for a in inloggad(sekreterare).get(levt.get_absolute_url()).context["akter"]}

    assert texts <= {"Återöppna"}


def test_uppdrag_queries_are_the_same_for_more_reports(inloggad, sekreterare, levt, count_queries):
    client = inloggad(sekreterare)
    before = count_queries(client, levt.get_absolute_url())
    for _ in range(2):
        rapport = AterrapportFactory(uppdrag=levt)
        fil = ny_bilaga(namn="mer.pdf", typ="application/pdf", innehall=b"%PDF")
        Rapportbilaga.objects.create(rapport=rapport, bilaga=fil)
        UppdragFactory(beslut=levt.beslut)

    assert count_queries(client, reverse("uppdrag:uppdrag", args=[levt.pk])) == before


def test_the_timeline_says_in_which_paragraf_a_delrapport_was_noted(organ, sekreterare):
    uppdrag = uppdrag_i(organ, frist=date(2026, 12, 1))
    mote = mote_i(organ, by=sekreterare)
    standig = mote.paragraferna.get(standigt__isnull=False)
    with time_machine.travel("2026-04-10 08:00"):
        rapportera(uppdrag, "delrapport")
        sammanstall(standig, by=sekreterare)
        assert not [h for h in handelser(uppdrag, [], user=sekreterare)[0] if h.rubrik.startswith("Redovisat")], (
            "not held yet"
        )
    with time_machine.travel("2026-04-15 10:00"):
        oppna(mote, by=sekreterare, today=mote.datum)
        [rad] = [h for h in handelser(uppdrag, [], user=sekreterare)[0] if h.rubrik.startswith("Redovisat")]

    assert (rad.nar, rad.rubrik) == (mote.datum, "Redovisat för provnämnden")
    assert rad.text == f"Delrapport 10 april 2026, {uppdrag.ansvarig.namn}. Delrapporten antecknas."
    assert rad.lankar[0][1] == standig.get_absolute_url()
