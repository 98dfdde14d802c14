from datetime import date

import pytest
import time_machine
from django.urls import reverse

from protokoll.avskrift import ta_emot
from tests.factories import (
    BeslutFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UnderskriftFactory,
    UppdragFactory,
)
from tests.protokoll.provprotokoll import PROV

pytestmark = pytest.mark.django_db

URL = reverse("uppdrag:min-dag")


@time_machine.travel("2026-03-15")
def test_shows_what_the_law_wants_next_meetings_and_overdue(inloggad, sekreterare, organ, paragraf):
    SammantradeFactory(organ=organ, datum=date(2026, 4, 1))
    UppdragFactory(beslut=paragraf.besluten.get(), frist=date(2026, 3, 3))

    page = inloggad(sekreterare).get(URL).content.decode()

    assert "Justeras senast onsdag 18 mars 2026 (om 3 dagar)" in page
    assert "onsdag 1 april 2026 (om 17 dagar)" in page
    assert "Försenat 12 dagar" in page


@time_machine.travel("2026-03-11")
def test_justerat_but_not_announced_waits_for_anslag(inloggad, sekreterare, justerad):
    assert "Anslås senast torsdag 12 mars 2026" in inloggad(sekreterare).get(URL).content.decode()


@time_machine.travel("2026-03-15")
def test_a_protokoll_waits_for_those_who_sign_it_and_no_other_member(inloggad, ordforande, ledamot, paragraf):
    UnderskriftFactory(protokoll=paragraf.protokoll, person=ordforande.person, roll="ordforande")

    assert "Protokoll ska justeras" in inloggad(ordforande).get(URL).content.decode()
    assert "Protokoll ska justeras" not in inloggad(ledamot).get(URL).content.decode()


def test_an_uploaded_file_waits(inloggad, sekreterare):
    ta_emot("prov.txt", PROV.encode(), by=sekreterare)

    assert "prov.txt" in inloggad(sekreterare).get(URL).content.decode()


def test_nothing_waiting_says_so(inloggad, sekreterare):
    page = inloggad(sekreterare).get(URL).content.decode()

    assert "Inget väntar på dig" in page
    assert "Inga försenade uppdrag" in page


@time_machine.travel("2026-03-15")
def test_handlaggare_sees_own_open_uppdrag(inloggad, handlaggare, beslut):
    UppdragFactory(beslut=beslut, ansvarig=handlaggare.person, text="Utreda lekplatsen.")

    assert "Utreda lekplatsen." in inloggad(handlaggare).get(URL).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@time_machine.travel("2026-03-15")
def test_queries_do_not_grow(inloggad, sekreterare, organ, rows, count_queries):
    for n in range(rows):
        protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 3, 1 + n))
        beslut = BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll))
        UppdragFactory(beslut=beslut, frist=date(2026, 3, 10), ansvarig=sekreterare.person)
        SammantradeFactory(organ=organ, datum=date(2026, 5, 1 + n))

    assert count_queries(inloggad(sekreterare), URL) == 13
