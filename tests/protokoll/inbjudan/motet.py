"""Invitations in the § of a meeting, by the acts."""

from datetime import date, timedelta

from django.utils import timezone

from kommun.editor import html_to_text
from protokoll import mottagare, standiga
from protokoll.inbjudan import behandling as akter
from protokoll.inbjudan import placering
from protokoll.inbjudan.behandling import Beslut
from protokoll.moteshallning import oppna
from tests.factories import InbjudanFactory


def om(dagar: int) -> date:
    return timezone.localdate() + timedelta(days=dagar)


def inbjudan(organ, **falt):
    return InbjudanFactory(organ=organ, **{"ankom": om(-3)} | falt)


def satt_upp(mote, by):
    standiga.satt_upp(mote, by=by)
    return placering.standande_paragraf(mote)


def pa_gang(mote, by):
    """The meeting under way: its § of the invitations."""
    satt_upp(mote, by)
    oppna(mote, by=by)
    mote.refresh_from_db()
    return placering.standande_paragraf(mote)


def besluta(paragraf, inbjudan, svar, by, **mer):
    rad = paragraf.behandlingarna.get(inbjudan=inbjudan)
    akter.besluta(paragraf, besluten=[Beslut(rad.pk, svar, **mer)], by=by)
    rad.refresh_from_db()
    inbjudan.refresh_from_db()
    return rad


def tabellen(paragraf):
    return html_to_text(paragraf.besluten.get().text).split("\n")[1:]


def mottagarna(paragraf):
    return html_to_text(mottagare.avsnittet(paragraf).text).split("\n")
