"""What klarkoll says of uppdrag that were put before the organ."""

import pytest
import time_machine

from protokoll.klarkoll import FEL, VARNING, kontrollera
from protokoll.models import Sammantrade
from protokoll.moteshallning import ta_upp
from protokoll.underlag import underlag_for
from protokoll.utfall import satt_utfall
from tests.uppdrag.redovisningsfall import MOTE, redovisning_i
from uppdrag.avslut import ateroppna, avsluta
from uppdrag.redovisning import angra, besluta

pytestmark = pytest.mark.django_db


def funna(redovisning):
    mote = Sammantrade.objects.get(pk=redovisning.paragraf.sammantrade_id)
    [underlag] = underlag_for([mote], today=MOTE)
    return [(a.kod, a.allvar) for a in kontrollera(underlag) if a.kod.startswith("redovisning_")]


@time_machine.travel("2026-04-15 12:00+02:00")
def test_handled_without_outcome_and_closed_without_a_decision(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, staende=True)
    paragraf = redovisning.paragraf
    ta_upp(paragraf, by=sekreterare)
    assert funna(redovisning) == [], "not left behind yet"

    mote = Sammantrade.objects.get(pk=paragraf.sammantrade_id)
    mote.lage = "avslutat"
    mote.save()
    assert funna(redovisning) == [("redovisning_utan_utfall", VARNING)]

    nu = besluta(redovisning, utfall="godkant", by=sekreterare, skriv=True)
    assert funna(redovisning) == []
    nu.beslut.refresh_from_db()
    nu.beslut.text = ""
    nu.beslut.save()
    assert funna(redovisning) == [("redovisning_utan_beslut", FEL)]


@time_machine.travel("2026-04-15 12:00+02:00")
def test_noted_and_put_off_afterwards(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, staende=True)
    nu = besluta(redovisning, utfall="godkant", by=sekreterare, skriv=True)
    satt_utfall(nu.paragraf, utfall="bordlagt", by=sekreterare)
    assert funna(redovisning) == [("redovisning_i_uppskjutet", FEL)]

    angra(nu, by=sekreterare)
    assert funna(redovisning) == []


@time_machine.travel("2026-04-15 12:00+02:00")
def test_closed_here_and_opened_again(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, staende=True)
    nu = besluta(redovisning, utfall="godkant", by=sekreterare, skriv=True)
    assert funna(redovisning) == []

    ateroppna(nu.uppdrag, skal="Bron saknas.", by=sekreterare)
    assert funna(redovisning) == [("redovisning_men_oppet", VARNING)]
    avsluta(nu.uppdrag, avslutat_i=nu.beslut, den=MOTE, by=sekreterare)
    assert funna(redovisning) == []
