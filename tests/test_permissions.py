"""Every URL × every person → status. A view without a mark, or a URL that is not in the matrix, fails."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from kommun.models import Loggrad, Registerutdrag, Utskick
from kommun.utskick import ny_bilaga
from protokoll.anmalan import anmal
from protokoll.avskrift import ta_emot
from protokoll.beslutsgang import lagg_yrkande
from protokoll.inbjudan.deltagarlank import deltagarlank
from protokoll.inbjudan.mottagning import ta_emot_text
from protokoll.models import Arkivpaket, Inlasningsjobb
from protokoll.omrostning import starta_omrostning
from tests.factories import (
    AjourneringFactory,
    AnslagFactory,
    AvsnittsmallFactory,
    BehandlingFactory,
    ExpedieringFactory,
    FranvaroFactory,
    FrasFactory,
    InbjudansbilagaFactory,
    InvandningFactory,
    KalladFactory,
    KallelseFactory,
    MaskeringFactory,
    MottagareFactory,
    NarvarohandelseFactory,
    PaminnelseFactory,
    ParagrafbilagaFactory,
    ProtokollFactory,
    RapportbilagaFactory,
    RedovisningFactory,
    ReserapportFactory,
    SammantradeFactory,
    SandlistaFactory,
    SandningFactory,
    SattningFactory,
    SekretesslasareFactory,
    StandigtArendeFactory,
    TjanstFactory,
    UnderskriftFactory,
    UndertecknandeFactory,
    UppdragFactory,
    UppfoljningFactory,
    UtskriftsjobbFactory,
    VersionFactory,
    justera,
    publicerat_protokoll,
)
from tests.protokoll.inbjudansprov import den, konferensen
from tests.protokoll.provprotokoll import PROV
from tests.protokoll.roll import motet
from uppdrag.fristkalender import ny_adress
from uppdrag.svarslank import svarslank
from uppdrag.uppdragsimport import ta_emot as ta_emot_lista

# The columns of the matrix.
PEOPLE = (
    "anonym",
    "utomstaende",
    "lasare",
    "ledamot",
    "handlaggare",
    "annan_sekreterare",
    "sekreterare",
    "administrator",
)
OURS = ("uppdrag", "protokoll", "kommun")


@dataclass(frozen=True)
class Row:
    """One URL and method: the status for each of PEOPLE. 302 for anonym is the way to the login page."""

    name: str
    method: str
    pk: str | None
    expected: tuple[int, ...]


def row(name, method, pk, *expected):
    return pytest.param(Row(name, method, pk, expected), id=f"{method} {name}")


MATRIX = [
    # name, method, object, then a status for each of PEOPLE
    row("uppdrag:min-dag", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:sok", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:sok-forslag", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:uppdragen", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:uppdragen-export", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:paminnelser", "get", None, 302, 403, 403, 403, 403, 200, 200, 200),
    row("uppdrag:paminnelse-skicka-igen", "post", "paminnelse", 302, 404, 403, 403, 403, 403, 302, 302),
    row("uppdrag:lamna-over", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("uppdrag:lamna-over", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("uppdrag:franvaro", "get", None, 302, 403, 403, 403, 200, 200, 200, 200),
    row("uppdrag:franvaro", "post", None, 302, 403, 403, 403, 422, 422, 422, 422),
    # It is somebody else's absence, of whom only secretaries and the administrator know.
    row("uppdrag:franvaro-ater", "post", "franvaro", 302, 404, 404, 404, 404, 302, 404, 404),
    row("uppdrag:ordforande", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:ordforande-pdf", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:revision", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:revision-export", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:revision-pdf", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:frist-kalender", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:frist-kalender-ny", "post", None, 302, 403, 302, 302, 302, 302, 302, 302),
    row("uppdrag:frist-kalender-aterkalla", "post", None, 302, 403, 302, 302, 302, 302, 302, 302),
    row("uppdrag:kalenderfil", "get", "fristtoken", 200, 200, 200, 200, 200, 200, 200, 200),
    row("uppdrag:uppdrag", "get", "uppdrag", 302, 404, 200, 200, 200, 200, 200, 200),
    row("uppdrag:frist-andra", "get", "uppdrag", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:frist-andra", "post", "uppdrag", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:avsluta", "get", "uppdrag", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:avsluta", "post", "uppdrag", 302, 404, 403, 403, 403, 403, 422, 403),
    # Closed by none: the page says that there is nothing to open again.
    row("uppdrag:avskriv", "get", "uppdrag", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:avskriv", "post", "uppdrag", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:overfor", "get", "uppdrag", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:overfor", "post", "uppdrag", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:ateroppna", "get", "uppdrag", 302, 404, 403, 403, 403, 403, 302, 403),
    row("uppdrag:ateroppna", "post", "uppdrag", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:svara", "get", "uppdrag", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:svara", "post", "uppdrag", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:svara-lank", "get", "svarstoken", 200, 200, 200, 200, 200, 200, 200, 200),
    row("uppdrag:svara-lank", "post", "svarstoken", 422, 422, 422, 422, 422, 422, 422, 422),
    row("uppdrag:svara-lank", "get", "token", 404, 404, 404, 404, 404, 404, 404, 404),
    row("uppdrag:rapport-bilaga", "get", "rapportbilaga", 302, 404, 200, 200, 200, 200, 200, 200),
    row("uppdrag:pa-dagordning", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("uppdrag:pa-dagordning", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("uppdrag:redovisning-besluta", "get", "redovisning", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:redovisning-besluta", "post", "redovisning", 302, 404, 403, 403, 403, 403, 422, 403),
    # The secretary takes it off the §; the next one finds nothing.
    row("uppdrag:redovisning-angra", "post", "redovisning", 302, 404, 403, 403, 403, 403, 302, 404),
    row("uppdrag:logga", "get", "beslut", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:logga", "post", "beslut", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:arenden", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:arenden-export", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:arende", "get", "dnr", 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:arende-pdf", "get", "dnr", 302, 403, 200, 200, 200, 200, 200, 200),
    row("uppdrag:arende-sammanfor", "get", "dnr", 302, 403, 403, 403, 403, 200, 200, 403),
    row("uppdrag:arende-sammanfor", "post", "dnr", 302, 403, 403, 403, 403, 422, 422, 403),
    # It is joined with no other: the page says so.
    row("uppdrag:arende-los", "post", "dnr", 302, 403, 403, 403, 403, 302, 302, 403),
    row("uppdrag:offentligt-arende", "get", "publikt_dnr", 200, 200, 200, 200, 200, 200, 200, 200),
    # A draft is not there, for nobody.
    row("uppdrag:offentligt-arende", "get", "hemligt_dnr", 404, 404, 404, 404, 404, 404, 404, 404),
    row("uppdrag:nytt", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("uppdrag:nytt", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("uppdrag:foresla-vidare", "get", "forslag", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:foresla-vidare", "post", "forslag", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:besluta-forslag", "get", "forslag", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:besluta-forslag", "post", "forslag", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:avsla-forslag", "get", "forslag", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:avsla-forslag", "post", "forslag", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:forslag-avvisa", "post", "beslut", 302, 404, 403, 403, 403, 403, 302, 403),
    row("uppdrag:forslag-aterta", "post", "beslut", 302, 404, 403, 403, 403, 403, 302, 403),
    row("uppdrag:gamla-avslut", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("uppdrag:gamla-avslut-bekrafta", "post", "beslut", 302, 404, 403, 403, 403, 403, 302, 403),
    row("uppdrag:gamla-avslut-avvisa", "post", "beslut", 302, 404, 403, 403, 403, 403, 302, 403),
    row("uppdrag:gamla-avslut-aterta", "post", "beslut", 302, 404, 403, 403, 403, 403, 302, 403),
    row("uppdrag:registrera-givet", "get", "beslut", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:registrera-givet", "post", "beslut", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:uppfoljning", "get", "sammantrade", 302, 404, 200, 200, 200, 200, 200, 200),
    row("uppdrag:sammanstall", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("uppdrag:uppfoljning-lagg-till", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("uppdrag:uppfoljning-kallad", "get", "token", 404, 404, 404, 404, 404, 404, 404, 404),  # it has none
    row("uppdrag:uppfoljning-pdf", "get", "uppfoljning", 302, 404, 200, 200, 200, 200, 200, 200),
    row("uppdrag:importer", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("uppdrag:importer", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("uppdrag:import-mall", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("uppdrag:import", "get", "uppdragsimport", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:import-kolumner", "get", "uppdragsimport", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:import-kolumner", "post", "uppdragsimport", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:import-namn", "post", "uppdragsimport", 302, 404, 403, 403, 403, 403, 302, 403),
    row("uppdrag:import-spara", "post", "uppdragsimport", 302, 404, 403, 403, 403, 403, 422, 403),
    row("uppdrag:import-fil", "get", "uppdragsimport", 302, 404, 403, 403, 403, 403, 200, 403),
    row("uppdrag:import-slang", "post", "uppdragsimport", 302, 404, 403, 403, 403, 403, 302, 404),  # gone by then
    row("protokoll:sammantraden", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("protokoll:sammantrade", "get", "sammantrade", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:sammantradesplan", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("protokoll:planera", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:planera", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("protokoll:sammantrade-nytt", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:sammantrade-nytt", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("protokoll:sammantrade-andra", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:sammantrade-andra", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    # The meeting has been held: its page says why it can be neither moved nor cancelled.
    row("protokoll:sammantrade-flytta", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:sammantrade-flytta", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:stall-in", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:stall-in", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:hall-anda", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:sammantrade-ta-bort", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:kalendrar", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:kalender", "get", "organ", 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:dagordning", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:arende-nytt", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:standiga-satt-upp", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:arende-ta-upp-igen", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 404, 403),
    row("protokoll:arende-andra", "get", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:arende-andra", "post", "paragraf", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:paragraf-flytta", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:paragraf-utfall", "get", "paragraf", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:paragraf-utfall", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:paragraf-ta-bort", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:standiga-arenden", "get", "organ", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:standiga-arenden", "post", "organ", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:standiga-vanliga", "post", "organ", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:standigt-arende", "get", "standigt", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:standigt-arende", "post", "standigt", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:standigt-flytta", "post", "standigt", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:oppna", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:oppna", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:oppna-igen", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:oppna-igen", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:sammantrade-avsluta", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:sammantrade-avsluta", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:justerare", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:justerare", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:ta-upp", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:protokollen", "get", "sammantrade", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:protokoll-flytta", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:protokoll-upplos", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:sekretess", "get", "paragraf", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:sekretess", "post", "paragraf", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:sekretess-oppna", "post", "paragraf", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:sekretesslasare-ny", "post", "paragraf", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:sekretesslasare-avsluta", "post", "sekretesslasare", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:omedelbart", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:paragrafserie", "get", "organ", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:paragrafserie-borja", "post", "organ", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:nummer-makulera", "get", "paragraf", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:nummer-makulera", "post", "paragraf", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:protokollet", "get", "protokoll", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:frys", "get", "protokoll", 302, 404, 403, 403, 403, 403, 200, 403),
    # Klarkoll finds errors in it, which the page lists.
    row("protokoll:frys", "post", "protokoll", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:ta-tillbaka", "get", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:ta-tillbaka", "post", "protokoll", 302, 404, 403, 403, 403, 403, 422, 403),
    # It is not adjusted: the page says that its text can be changed as it is.
    row("protokoll:ratta", "get", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:ratta", "post", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:version", "get", "version", 302, 404, 200, 200, 200, 200, 200, 200),
    # There is no version before it.
    row("protokoll:version-skillnad", "get", "version", 302, 404, 404, 404, 404, 404, 404, 404),
    row("protokoll:version-pdf", "get", "version", 302, 404, 200, 200, 200, 200, 200, 200),
    # Who signs a protokoll adjusts it; none of these people does, so they only look.
    row("protokoll:justera", "get", "protokoll", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:justera-pdf", "get", "protokoll", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:justera-last", "post", "protokoll", 302, 404, 403, 403, 403, 403, 403, 403),
    row("protokoll:justera-invand", "post", "protokoll", 302, 404, 403, 403, 403, 403, 403, 403),
    row("protokoll:justera-godkann", "post", "protokoll", 302, 404, 403, 403, 403, 403, 403, 403),
    row("protokoll:invandning-svara", "get", "invandning", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:invandning-svara", "post", "invandning", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:invandning-aterta", "post", "invandning", 302, 404, 403, 403, 403, 403, 403, 403),
    row("protokoll:justering-igen", "post", "underskrift", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:stampla", "post", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    # It is not frozen: its page says so.
    row("protokoll:underteckna-ladda-upp", "get", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:underteckna-ladda-upp", "post", "protokoll", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:underteckna-omgjord", "get", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:underteckna-omgjord", "post", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:underteckna-omgjord-fil", "get", "protokoll", 302, 404, 403, 403, 403, 403, 404, 403),
    row("protokoll:underteckna-kasta", "post", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:underteckna-tjansten", "get", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:underteckna-tjansten", "post", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:underteckna-fraga", "post", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:underteckna-avbryt", "post", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:underteckna-papper", "get", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:underteckna-papper", "post", "protokoll", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:undertecknad-pdf", "get", "undertecknande", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:pdf", "get", "protokoll", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:utskrift", "get", "utskrift", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:oparl", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:oparl-system", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:oparl-lista", "get", "oparl_lista", 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:oparl-objekt", "get", "oparl_objekt", 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:oparl-arende", "get", "oparl_arende", 200, 200, 200, 200, 200, 200, 200, 200),
    # A secretary archives the own organ, the administrator all.
    row("protokoll:arkiv", "get", None, 302, 403, 403, 403, 403, 200, 200, 200),
    row("protokoll:arkiv", "post", None, 302, 403, 403, 403, 403, 422, 422, 422),
    row("protokoll:arkivpaket", "get", "arkivpaket", 302, 404, 403, 403, 403, 403, 200, 200),
    row("protokoll:arkivpaket-fil", "get", "arkivpaket", 302, 404, 403, 403, 403, 403, 200, 200),
    row("protokoll:arkivpaket-igen", "post", "arkivpaket", 302, 404, 403, 403, 403, 403, 302, 302),
    row("protokoll:utdrag", "get", "protokoll", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:utdrag-pdf", "get", "protokoll", 302, 404, 302, 302, 302, 302, 302, 302),
    row("protokoll:word-protokoll", "get", "protokoll", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:word-utdrag", "get", "protokoll", 302, 404, 302, 302, 302, 302, 302, 302),
    row("protokoll:paragraf-utdrag", "get", "paragraf", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:paragraf-bilagor", "get", "paragraf", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:paragraf-bilagor", "post", "paragraf", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:bilaga", "get", "bilaga", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:bilaga-ta-bort", "post", "bilaga", 302, 404, 403, 403, 403, 403, 302, 404),
    row("protokoll:expedieringsbilaga", "get", "expedieringsbilaga", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:mottagare", "get", "paragraf", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:mottagare", "post", "paragraf", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:mottagare-skriv", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:mottagare-andra", "get", "mottagare", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:mottagare-andra", "post", "mottagare", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:mottagare-flytta", "post", "mottagare", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:mottagare-ta-bort", "post", "mottagare", 302, 404, 403, 403, 403, 403, 302, 404),
    row("protokoll:expediera", "get", "protokoll", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:expediera-skicka", "post", "protokoll", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:expediera-anteckna", "post", "protokoll", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:expediera-adress", "post", "protokoll", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:sandning-fortsatt", "post", "sandning", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:expediering-igen", "get", "expediering", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:expediering-igen", "post", "expediering", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:expediering-utdrag", "get", "expediering", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:sandlistor", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:sandlista-ny", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:sandlista-ny", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("protokoll:sandlista", "get", "sandlista", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:sandlista", "post", "sandlista", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:rummet", "get", "sammantrade", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:kallelse", "get", "kallelsens_mote", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:kallelse-skicka", "post", "kallelsens_mote", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:kallelse-utkast", "get", "kallelsens_mote", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:kallelse-vantande", "post", "kallelsens_mote", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:kallelse-pdf", "get", "kallelse", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:kallad-svar", "get", "kallad", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:kallad-svar", "post", "kallad", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:kallelse-igen", "post", "kallad", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:kalla-in", "post", "kallad", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inkallelse-aterkalla", "post", "kallad", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:kallelse-svar", "get", "token", 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:kallelse-svar", "post", "token", 422, 422, 422, 422, 422, 422, 422, 422),
    row("protokoll:kallelse-svar-pdf", "get", "token", 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:kallelse-svar-ics", "get", "token", 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:paragraf", "get", "paragraf", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:paragraf-andra", "get", "paragraf", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:paragraf-andra", "post", "paragraf", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:avsnitt-nytt", "post", "paragraf", 302, 404, 403, 403, 403, 403, 404, 403),
    row("protokoll:avsnitt-andra", "get", "avsnitt", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:avsnitt-andra", "post", "avsnitt", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:beslut-andra", "get", "beslut", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:beslut-andra", "post", "beslut", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:klarkoll", "get", "sammantrade", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:godta-varning", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:varning-ta-tillbaka", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:brister", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("protokoll:skriv", "get", "paragraf", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:skriv", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:utkast", "post", "paragraf", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:utkast-kasta", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:vilka", "post", "paragraf", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:fraser", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:fras-ny", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:fras-ny", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("protokoll:fras-andra", "get", "fras", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:fras-andra", "post", "fras", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:yrkande-nytt", "get", "pagar", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:yrkande-nytt", "post", "pagar", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:yrkande-andra", "get", "yrkande", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:yrkande-andra", "post", "yrkande", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:yrkande-aterkalla", "post", "yrkande", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:yrkande-galler-igen", "post", "yrkande", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:yrkande-ta-bort", "post", "yrkande", 302, 404, 403, 403, 403, 403, 302, 404),  # gone by then
    row("protokoll:beslutsgang", "get", "pagar", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:beslutsgang", "post", "pagar", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:omrostning-ny", "get", "pagar", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:omrostning-ny", "post", "pagar", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:omrostning", "get", "omrostning", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:omrostning", "post", "omrostning", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:omrostning-andra", "get", "omrostning", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:omrostning-andra", "post", "omrostning", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:omrostning-oppna", "post", "omrostning", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:omrostning-ta-bort", "post", "omrostning", 302, 404, 403, 403, 403, 403, 302, 404),  # gone by then
    row("protokoll:anmalan-ny", "get", "pagar", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:anmalan-ny", "post", "pagar", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:anmalan-andra", "get", "anmalan", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:anmalan-andra", "post", "anmalan", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:anmalan-ta-bort", "post", "anmalan", 302, 404, 403, 403, 403, 403, 302, 404),  # gone by then
    row("protokoll:narvaro", "get", "sammantrade", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:upprop", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:handelse-ny", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:handelse-ta-bort", "post", "handelse", 302, 404, 403, 403, 403, 403, 302, 404),
    row("protokoll:narvaro-godta", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:deltagare-ny", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:deltagare-ny", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:deltagare-andra", "get", "deltagare", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:deltagare-andra", "post", "deltagare", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:deltagare-ta-bort", "post", "deltagare", 302, 404, 403, 403, 403, 403, 302, 404),
    row("protokoll:paus", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:paus-slut", "post", "ajournering", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:paus-ta-bort", "post", "ajournering", 302, 404, 403, 403, 403, 403, 302, 404),
    # It is not justerat: the pages say so. What is masked or published waits in `publicerat`.
    row("protokoll:publicera", "get", "protokoll", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:publicera", "post", "protokoll", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:maskera", "get", "publicerat", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:maskera", "post", "publicerat", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:maskera-fynd", "post", "publicerat", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:maskering-ta-bort", "post", "maskering", 302, 404, 403, 403, 403, 403, 302, 404),  # gone by then
    row("protokoll:avpublicera", "get", "publicerat", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:avpublicera", "post", "publicerat", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:offentliga", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:offentligt", "get", "publicerat", 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:offentlig-paragraf", "get", "publicerad_paragraf", 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:offentlig-pdf", "get", "publicerat", 200, 200, 200, 200, 200, 200, 200, 200),
    # A draft is not there, for nobody.
    row("protokoll:offentligt", "get", "protokoll", 404, 404, 404, 404, 404, 404, 404, 404),
    row("protokoll:offentlig-pdf", "get", "protokoll", 404, 404, 404, 404, 404, 404, 404, 404),
    row("protokoll:kontrollera", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:kontrollera", "post", None, 422, 422, 422, 422, 422, 422, 422, 422),
    # The protokoll is not adjusted yet, the anslag has been down for long, and the organ is no fullmäktige.
    row("protokoll:anslag-upp", "get", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:anslag-upp", "post", "protokoll", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:anslag-ned", "get", "anslag", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:anslag-ned", "post", "anslag", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:anslag-igen", "post", "anslag", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:anslag-bevis", "get", "anslag", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:kungor", "get", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:kungor", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:tider", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("protokoll:tider-kalender", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:anslagstavla", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:anslaget", "get", "anslag", 410, 410, 410, 410, 410, 410, 410, 410),
    row("protokoll:anslagstavla-atom", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:anslagstavla-json", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:datasets", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:inbjudningar", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("protokoll:inbjudningar-export", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("protokoll:inbjudan", "get", "inbjudan", 302, 404, 200, 200, 200, 200, 200, 200),
    row("protokoll:inbjudan-bilaga", "get", "inbjudansbilaga", 302, 404, 200, 200, 200, 200, 200, 200),
    # The next one finds nothing.
    row("protokoll:inbjudan-bilaga-ta-bort", "post", "inbjudansbilaga", 302, 404, 403, 403, 403, 403, 302, 404),
    row("protokoll:inbjudan-ny", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:inbjudan-ny", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("protokoll:inbjudan-las-in", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:inbjudan-las-in", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    # Somebody else's letter, until it is registered.
    row("protokoll:inbjudan-ur-brev", "get", "inbjudansbrev", 302, 403, 403, 403, 403, 404, 200, 403),
    row("protokoll:inbjudan-ur-brev", "post", "inbjudansbrev", 302, 403, 403, 403, 403, 404, 422, 403),
    row("protokoll:inbjudansbrev-kasta", "post", "inbjudansbrev", 302, 404, 404, 404, 404, 404, 302, 404),
    row("protokoll:inbjudan-andra", "get", "inbjudan", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:inbjudan-andra", "post", "inbjudan", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:inbjudan-ta-bort", "post", "inbjudan", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudningar-att-anmala", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:bokning", "get", "resa", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:bokning", "post", "resa", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:bokning-skicka", "post", "resa", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:deltagande-skicka-igen", "post", "deltagande", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:reserapport", "get", "resa", 302, 404, 403, 403, 403, 403, 200, 403),
    row("protokoll:reserapport", "post", "resa", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:reserapport-dagordning", "post", "resa", 302, 404, 403, 403, 403, 403, 422, 403),
    row("protokoll:eget-forhinder", "post", "resa", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:reserapport-ta-av", "post", "reserapport", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:deltar", "get", "deltartoken", 200, 200, 200, 200, 200, 200, 200, 200),
    row("protokoll:deltar", "post", "deltartoken", 422, 422, 422, 422, 422, 422, 422, 422),
    row("protokoll:deltar", "get", "token", 404, 404, 404, 404, 404, 404, 404, 404),
    row("protokoll:deltar-forhinder", "post", "token", 404, 404, 404, 404, 404, 404, 404, 404),
    row("protokoll:deltar-ics", "get", "deltartoken", 200, 200, 200, 200, 200, 200, 200, 200),
    # It is decided in a § of the organ's own words: each says why nothing is done there.
    row("protokoll:inbjudan-avgor", "get", "inbjudan", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudan-avgor", "post", "inbjudan", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudan-hav", "post", "inbjudan", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudan-ta-upp", "post", "inbjudan", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudan-besluta", "get", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudan-besluta", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudningar-skriv", "post", "paragraf", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudan-beslut", "post", "behandling", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudan-ta-ur", "post", "behandling", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:inbjudningar-satt-upp", "post", "sammantrade", 302, 404, 403, 403, 403, 403, 302, 403),
    row("protokoll:las-in", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:las-in", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("protokoll:inlasning", "get", "inlasning", 302, 404, 404, 404, 404, 404, 200, 404),
    row("protokoll:inlasning-spara", "post", "inlasning", 302, 404, 404, 404, 404, 404, 422, 404),
    row("protokoll:inlasning-slang", "post", "inlasning", 302, 404, 404, 404, 404, 404, 302, 404),
    row("protokoll:las-in-flera", "get", None, 302, 403, 403, 403, 403, 200, 200, 403),
    row("protokoll:las-in-flera", "post", None, 302, 403, 403, 403, 403, 422, 422, 403),
    row("protokoll:inlasningsjobb", "get", "inlasningsjobb", 302, 404, 404, 404, 404, 404, 200, 404),
    row("protokoll:inlasningsjobb-fortsatt", "post", "inlasningsjobb", 302, 404, 404, 404, 404, 404, 302, 404),
    row("protokoll:inlasningsjobb-stoppa", "post", "inlasningsjobb", 302, 404, 404, 404, 404, 404, 302, 404),
    row("protokoll:inlasningsjobb-spara", "post", "inlasningsjobb", 302, 404, 404, 404, 404, 404, 302, 404),
    row("protokoll:inlasningsjobb-om", "post", "inlasningsjobb", 302, 404, 404, 404, 404, 404, 302, 404),
    row("protokoll:inlasningsjobb-ta-bort", "post", "inlasningsjobb", 302, 404, 404, 404, 404, 404, 302, 404),
    # One's own: of the secretary.
    row("kommun:utskrift", "get", "utskriftsjobb", 302, 404, 404, 404, 404, 404, 200, 404),
    row("kommun:utskrift-pdf", "get", "utskriftsjobb", 302, 404, 404, 404, 404, 404, 302, 404),
    row("kommun:tillganglighet", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("kommun:tema", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("kommun:driftlage", "get", None, 302, 403, 403, 403, 403, 403, 403, 200),
    row("kommun:brev-igen", "post", "utskick", 302, 404, 404, 404, 404, 404, 404, 302),
    row("kommun:lever", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    row("kommun:redo", "get", None, 200, 200, 200, 200, 200, 200, 200, 200),
    # Without the key it is not there.
    row("kommun:matvarden", "get", None, 404, 404, 404, 404, 404, 404, 404, 404),
    row("kommun:granskningslogg", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("kommun:granskningslogg-export", "get", None, 302, 403, 200, 200, 200, 200, 200, 200),
    row("kommun:behorigheter", "get", None, 302, 403, 403, 403, 403, 403, 403, 200),
    # One's own, whoever one is; the administrator everybody's.
    row("kommun:behorighet", "get", "person", 302, 404, 404, 404, 404, 404, 200, 200),
    row("kommun:behorighet-organ", "get", "organ", 302, 404, 404, 404, 404, 404, 404, 200),
    row("kommun:session-avsluta", "post", "session", 302, 404, 404, 404, 404, 404, 302, 404),
    # One's own: here the administrator's.
    row("kommun:registerutdragen", "get", None, 302, 403, 403, 403, 403, 403, 403, 200),
    row("kommun:registerutdragen", "post", None, 302, 403, 403, 403, 403, 403, 403, 422),
    row("kommun:registerutdrag", "get", "registerutdrag", 302, 404, 404, 404, 404, 404, 404, 200),
    row("kommun:registerutdrag-fil", "get", "registerutdrag", 302, 404, 404, 404, 404, 404, 404, 200),
    row("kommun:pseudonymisera", "get", "registerutdrag", 302, 404, 404, 404, 404, 404, 404, 200),
    row("kommun:pseudonymisera", "post", "registerutdrag", 302, 404, 404, 404, 404, 404, 404, 422),
    row("kommun:registerutdrag-ta-bort", "post", "registerutdrag", 302, 404, 404, 404, 404, 404, 404, 302),
    row("kommun:byt-organ", "post", None, 302, 403, 302, 302, 302, 302, 302, 302),
]


def our_patterns():
    """(full name, pattern) of every URL of ours."""

    def walk(resolver, namespaces):
        for entry in resolver.url_patterns:
            if hasattr(entry, "url_patterns"):
                yield from walk(entry, [*namespaces, entry.namespace] if entry.namespace else namespaces)
            else:
                yield ":".join([*namespaces, entry.name or ""]), entry

    return {name: p for name, p in walk(get_resolver(), []) if name.split(":")[0] in OURS}


def test_every_url_of_ours_is_in_the_matrix():
    assert {p.values[0].name for p in MATRIX} == set(our_patterns())


def test_every_view_of_ours_is_marked():
    unmarked = [name for name, p in our_patterns().items() if not _permission(p.callback)]

    assert unmarked == []


def _permission(view):
    while view is not None:
        if hasattr(view, "permission"):
            return view.permission
        view = getattr(view, "__wrapped__", None)
    return None


@pytest.fixture
def things(paragraf, sekreterare, administrator):
    """One of everything, of `organ`."""
    SammantradeFactory.reset_sequence(1000)  # days that no meeting with a day of its own is on
    beslut = paragraf.besluten.get()
    zip_ = ny_bilaga(namn="paket.zip", typ="application/zip", innehall=b"PK")
    arkivpaket = Arkivpaket.objects.create(organ=paragraf.organ, ar=2026, lage="klart", bilaga=zip_)
    AvsnittsmallFactory(organ=paragraf.organ)
    inbjudan = BehandlingFactory(paragraf=paragraf).inbjudan
    kallelse = KallelseFactory(sammantrade__organ=paragraf.organ, sammantrade__datum=date(2026, 4, 2))
    kallad = KalladFactory(sammantrade=kallelse.sammantrade)
    pagar = motet(paragraf.organ)
    i_moten = {"paragraf": pagar.paragraf, "by": sekreterare}
    bo = [pagar.ledamoter[1]]
    handelse = NarvarohandelseFactory(deltagare__sammantrade=paragraf.sammantrade)
    publicerat = publicerat_protokoll(paragraf.organ)
    pa_webben = publicerat.protokoll.paragraferna.get()
    uppdrag = UppdragFactory(beslut=beslut, ansvarig=TjanstFactory().person)
    version = VersionFactory(protokoll=paragraf.protokoll)
    annat = SammantradeFactory(organ=paragraf.organ, datum=date(2019, 2, 5))
    expediering = ExpedieringFactory(paragraf=paragraf, version__nummer=3)
    ordforanden = {"avgjord": date(2026, 3, 1), "avgjord_av": sekreterare.person}
    deltagande = den(konferensen(paragraf.organ, borjar=date(2040, 5, 5), slutar=None, **ordforanden), "Ada Alm")
    return SimpleNamespace(
        organ=paragraf.organ,
        kallelse=kallelse,
        kallelsens_mote=kallelse.sammantrade,
        kallad=kallad,
        token=SimpleNamespace(pk=kallad.token),
        fristtoken=SimpleNamespace(pk=ny_adress(sekreterare.person, version=-1, by=sekreterare).token),
        paragraf=paragraf,
        pagar=pagar.paragraf,
        yrkande=lagg_yrkande(slag="bifall", text="bifall", yrkare=bo, **i_moten),
        omrostning=starta_omrostning(ja_innebar="bifall", nej_innebar="avslag", **i_moten),
        anmalan=anmal(slag="deltar_ej", anmalare=bo, **i_moten),
        beslut=beslut,
        avsnitt=paragraf.avsnitten.get(),
        sammantrade=paragraf.sammantrade,
        standigt=StandigtArendeFactory(organ=paragraf.organ),
        protokoll=paragraf.protokoll,
        version=SimpleNamespace(args=[paragraf.protokoll.pk, version.nummer]),
        utskrift=SimpleNamespace(args=[paragraf.protokoll.pk, SattningFactory(protokoll=paragraf.protokoll).pk]),
        undertecknande=UndertecknandeFactory(version=version),
        anslag=AnslagFactory(protokoll=justera(ProtokollFactory(sammantrade=annat))),
        arkivpaket=arkivpaket,
        oparl_lista=SimpleNamespace(args=["meetings"]),
        oparl_objekt=SimpleNamespace(args=["organizations", paragraf.organ_id]),
        dnr=SimpleNamespace(args=[paragraf.dnr]),
        publikt_dnr=SimpleNamespace(args=[pa_webben.dnr]),
        hemligt_dnr=SimpleNamespace(args=["2026/000999"]),
        oparl_arende=SimpleNamespace(args=[paragraf.dnr]),
        publicerat=publicerat.protokoll,
        publicerad_paragraf=SimpleNamespace(args=[publicerat.protokoll.pk, pa_webben.nummer]),
        maskering=MaskeringFactory(paragraf=pa_webben),
        invandning=InvandningFactory(paragraf=paragraf),
        underskrift=UnderskriftFactory(protokoll=paragraf.protokoll),
        deltagare=handelse.deltagare,
        handelse=handelse,
        ajournering=AjourneringFactory(sammantrade=paragraf.sammantrade),
        uppfoljning=UppfoljningFactory(paragraf=paragraf),
        uppdrag=uppdrag,
        paminnelse=PaminnelseFactory(uppdrag=uppdrag),
        franvaro=FranvaroFactory(person=TjanstFactory().person),
        svarstoken=SimpleNamespace(pk=svarslank(uppdrag, uppdrag.ansvarig).split("/")[-2]),
        redovisning=RedovisningFactory(uppdrag=uppdrag, paragraf=paragraf),
        rapportbilaga=RapportbilagaFactory(rapport__uppdrag=uppdrag),
        forslag=UppdragFactory(beslut=beslut, lage="foreslaget"),
        sekretesslasare=SekretesslasareFactory(paragraf=paragraf),
        mottagare=MottagareFactory(paragraf=paragraf),
        sandning=SandningFactory(version__protokoll=paragraf.protokoll, version__nummer=2),
        expediering=expediering,
        utskick=Utskick.objects.create(nyckel="matris", till="ada@exempel.se", amne="A", text="T"),
        bilaga=ParagrafbilagaFactory(paragraf=paragraf),
        resa=deltagande.inbjudan,
        deltagande=deltagande,
        deltartoken=SimpleNamespace(pk=deltagarlank(deltagande).split("/")[-2]),
        reserapport=ReserapportFactory(inbjudan=deltagande.inbjudan),
        expedieringsbilaga=expediering.bilagorna.create(bilaga=expediering.utdrag, namn="Bilaga"),
        inbjudan=inbjudan,
        inbjudansbrev=ta_emot_text("Tid: 5 maj", by=sekreterare, today=date(2026, 3, 4)),
        behandling=inbjudan.behandlingarna.get(),
        inbjudansbilaga=InbjudansbilagaFactory(inbjudan=inbjudan),
        sandlista=SandlistaFactory(organ=paragraf.organ),
        person=sekreterare.person,
        session=UserSession.objects.create(user=sekreterare, session_key="x", ip="127.0.0.1", user_agent="Firefox"),
        registerutdrag=Registerutdrag.objects.create(
            namn="Ada Alm", lage="klart", sokt=timezone.now(), av=administrator
        ),
        utskriftsjobb=UtskriftsjobbFactory(av=sekreterare),
        fras=FrasFactory(organ=paragraf.organ),
        inlasning=ta_emot("prov.txt", PROV.encode(), by=sekreterare),
        inlasningsjobb=Inlasningsjobb.objects.create(av=sekreterare),
        uppdragsimport=ta_emot_lista(
            "lista.csv", b"Uppdrag;Beslut\nUtreda;2024-01-16", organ=paragraf.organ, by=sekreterare
        ),
    )


@pytest.fixture
def people(utomstaende, lasare, ledamot, handlaggare, annan_sekreterare, sekreterare, administrator):
    return dict(
        zip(
            PEOPLE,
            [None, utomstaende, lasare, ledamot, handlaggare, annan_sekreterare, sekreterare, administrator],
            strict=True,
        )
    )


ROWS = [p.values[0] for p in MATRIX]
# One of everything takes a while to make, so some rows share it; what each does is undone before the next.
DELAR = [ROWS[n : n + 20] for n in range(0, len(ROWS), 20)]
BARA_POST = {r.name for r in ROWS} - {r.name for r in ROWS if r.method == "get"}


@contextmanager
def undone():
    # No block of its own: what an act wants to be outermost stays so.
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


def _url(row, things):
    obj = getattr(things, row.pk) if row.pk else None
    # What has no address of its own key says which arguments its address has.
    return reverse(row.name, args=getattr(obj, "args", None) or ([obj.pk] if row.pk else []))


@pytest.mark.django_db
@pytest.mark.parametrize("rows", DELAR, ids=[f"{rows[0].name} …" for rows in DELAR])
def test_matrix(rows, things, people, client):
    found, expected, sessions, ordlosa = {}, {}, {}, []
    for name, user in people.items():
        if user:
            client.force_login(user)
            sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
            client.cookies.clear()
    for row in rows:
        key = (row.method, row.name)
        expected[key] = dict(zip(PEOPLE, row.expected, strict=True))
        with undone():
            for name in PEOPLE:
                client.cookies.clear()
                if name in sessions:
                    client.cookies[settings.SESSION_COOKIE_NAME] = sessions[name]
                response = getattr(client, row.method)(_url(row, things))
                found.setdefault(key, {})[name] = response.status_code
                if name == "sekreterare" and row.pk and response.status_code == 200:
                    ordlosa += _ordlosa(key, people[name])
                if name == "anonym" and response.status_code == 302:
                    assert response["Location"].startswith(reverse("account_login")), key

    assert found == expected
    assert ordlosa == []


# What belongs to no organ.
UTAN_ORGAN = {"utskriftsjobb", "inlasning", "inlasningsjobb", "inbjudansbrev", "arende", "person"}


def _ordlosa(key, user):
    """The line of a page without words or organ. What it writes stands in the rows that the page has fetched anyway:
    let `get` fetch the organ too."""
    rad = Loggrad.objects.filter(konto=user).exclude(objekten=[]).order_by("pk").last()
    slag, _, pk = rad.objekten[0].partition(":") if rad else ("arende", "", "")
    if slag in UTAN_ORGAN or (rad.organ_id and not re.fullmatch(rf"[\wåäö ]+ {pk}", rad.objekt)):
        return []
    return [(key, rad.objekten, rad.objekt)]


@pytest.mark.django_db
def test_acts_are_post_only(things, inloggad, sekreterare):
    client = inloggad(sekreterare)
    acts = {r.name: _url(r, things) for r in ROWS if r.name in BARA_POST}

    assert {name: client.get(url).status_code for name, url in acts.items()} == dict.fromkeys(acts, 405)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/register/", "/register/kommun/person/", "/register/kommun/organ/add/", "/register/kommun/user/add/"]
)
def test_register_is_for_the_administrator(path, client, administrator, sekreterare):
    assert client.get(path).status_code == 302
    client.force_login(sekreterare)
    assert client.get(path).status_code in (302, 403)
    client.force_login(administrator)
    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_login_that_ran_out_in_an_act_comes_back_to_a_page(client, things):
    url = reverse("protokoll:inlasning-spara", args=[things.inlasning.pk])
    page = reverse("protokoll:inlasning", args=[things.inlasning.pk])

    response = client.post(url, headers={"referer": f"http://testserver{page}"})
    foreign = client.post(url, headers={"referer": "https://annan.example/"})

    assert response["Location"] == f"{reverse('account_login')}?next={page}"
    assert foreign["Location"] == f"{reverse('account_login')}?next=/"


@pytest.mark.django_db
def test_login_that_ran_out_under_htmx_leaves_the_page(client, organ):
    response = client.get(
        reverse("uppdrag:uppdragen"),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/uppdrag/?q=x"},
    )

    assert response["HX-Redirect"] == f"{reverse('account_login')}?next=/uppdrag/%3Fq%3Dx"


@pytest.mark.django_db
def test_own_addresses_are_the_administrators(inloggad, lasare):
    assert inloggad(lasare).get("/konto/email/").status_code == 404
