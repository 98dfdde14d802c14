"""A § with sekretess is walked around: every URL, as everybody who does not read it, and its words are nowhere."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pdfplumber
import pytest
from django.db import models
from django.urls import reverse

from kommun.models import Tjanst
from protokoll import models as protokollsmodeller
from protokoll.models import Paragraf, Protokoll
from tests.factories import TjanstFactory, UserFactory
from tests.test_permissions import PEOPLE, ROWS, _url, undone
from tests.test_permissions import things as things  # the fixture
from uppdrag import models as uppdragsmodeller

ORDET = "zqxhemligt"
# From each kind of row the way to the § that it hangs on.
VAGAR = {
    protokollsmodeller.Beslut: "paragraf",
    protokollsmodeller.Avsnitt: "paragraf",
    protokollsmodeller.Mottagare: "paragraf",
    protokollsmodeller.Paragrafbilaga: "paragraf",
    protokollsmodeller.Behandling: "paragraf",
    protokollsmodeller.Inbjudan: "behandlingarna__paragraf",
    protokollsmodeller.Inbjudansbilaga: "inbjudan__behandlingarna__paragraf",
    protokollsmodeller.Sekretesslasare: "paragraf",
    uppdragsmodeller.Uppdrag: "beslut__paragraf",
    uppdragsmodeller.Aterrapport: "uppdrag__beslut__paragraf",
    uppdragsmodeller.Redovisning: "uppdrag__beslut__paragraf",
}
# What is no free text: addresses, hashes, words of a list.
_EJ_TEXT = {"epost", "sha256", "kedja", "token", "installt_skal", "webbadress"}


def _textfalt(modell) -> list[str]:
    return [
        f.name
        for f in modell._meta.fields
        if isinstance(f, models.CharField | models.TextField)
        and not f.choices
        and not f.unique
        and f.name not in _EJ_TEXT
        and (f.max_length or 999) >= len(ORDET)
    ]


def _skriv_overallt(paragraf) -> None:
    for modell, vag in {Paragraf: "pk", **VAGAR}.items():
        if falt := _textfalt(modell):
            rader = modell._base_manager.filter(**{vag: paragraf.pk})
            modell._base_manager.filter(pk__in=list(rader.values_list("pk", flat=True))).update(
                **dict.fromkeys(falt, ORDET)
            )


def _lasbart(svar) -> str:
    """All that can be read of an answer: its headers, its text, the text of a PDF and the parts of a package."""
    innehall = b"".join(svar.streaming_content) if svar.streaming else svar.content
    delar = [str(svar.headers), innehall.decode("utf-8", "replace")]
    if innehall.startswith(b"PK"):
        try:
            with ZipFile(BytesIO(innehall)) as paket:
                delar += [paket.read(namn).decode("utf-8", "replace") for namn in paket.namelist()]
        except BadZipFile:
            pass
    elif innehall.startswith(b"%PDF") and len(innehall) > 500:
        with pdfplumber.open(BytesIO(innehall)) as pdf:
            delar += [str(pdf.metadata), *(sida.extract_text() or "" for sida in pdf.pages)]
    return "\n".join(delar).lower()


@pytest.fixture
def hemlig(things):
    """The § of `things`, with the word in all its texts, marked and in a protokoll of its own."""
    paragraf = things.paragraf
    _skriv_overallt(paragraf)
    paragraf = Paragraf.objects.get(pk=paragraf.pk)
    paragraf.protokoll.slag = Protokoll.Slag.SEKRETESS
    paragraf.protokoll.save()
    return paragraf


@pytest.mark.django_db
def test_nobody_outside_meets_a_word_of_it(
    things,
    hemlig,
    client,
    lasare,
    ledamot,
    handlaggare,
    annan_sekreterare,
    administrator,
    sekreterare,
):
    registrator = UserFactory()
    TjanstFactory(person=registrator.person, roll=Tjanst.Roll.REGISTRATOR)
    vilka = dict(zip(PEOPLE, (None, None, lasare, ledamot, handlaggare, annan_sekreterare, sekreterare), strict=False))
    vilka = {n: u for n, u in vilka.items() if u and n != "sekreterare"} | {"administrator": administrator}
    hamtas = [r for r in ROWS if r.method == "get"]
    sagt, trasiga, sedda = set(), set(), set()

    def ga(vem, rader):
        for row in rader:
            with undone():
                svar = client.get(_url(row, things))
            if svar.status_code >= 500:
                trasiga.add((vem, row.name))
            if ORDET in _lasbart(svar):
                sagt.add((vem, row.name, row.pk))
            sedda.add((row.name, row.pk))

    # One who reads everything else, without login what is public, and of the others what is theirs alone.
    for vem, user in vilka.items():
        client.force_login(user)
        oppnas = [r for r in hamtas if r.expected[PEOPLE.index(vem)] == 200]
        ga(vem, oppnas if vem == "lasare" else [r for r in oppnas if r.expected[PEOPLE.index("lasare")] != 200])
    client.force_login(registrator)
    ga("registrator", [r for r in hamtas if r.expected[PEOPLE.index("lasare")] != 200])
    client.logout()
    ga("anonym", [r for r in hamtas if r.expected[0] == 200])
    assert sagt == set()
    assert trasiga == set()

    client.force_login(sekreterare)
    lasta = {row.name for row in hamtas if row.pk == "paragraf" and ORDET in _lasbart(client.get(_url(row, things)))}
    assert "protokoll:paragraf" in lasta


@pytest.mark.django_db
def test_marked_on_the_dagordning_nobody_outside_meets_a_word_of_it(things, paragraf, client, lasare):
    """Before it has a protokoll of its own: on the pages of its meeting, in lists, on the screen, in the kallelse."""
    from protokoll.kallelsedokument import punkter

    paragraf = things.kallelsens_mote.paragraferna.create(
        organ=paragraf.organ, ar=2026, ordning=1, rubrik=ORDET, dnr=ORDET, foredragande=ORDET, sekretess=ORDET
    )
    for lage in ("planerat", "pagar"):
        things.kallelsens_mote.lage, things.kallelsens_mote.aktuell = lage, paragraf if lage == "pagar" else None
        things.kallelsens_mote.save()
        client.force_login(lasare)
        sagt = set()
        for row in (r for r in ROWS if r.method == "get" and r.pk in (None, "sammantrade", "organ")):
            if row.expected[PEOPLE.index("lasare")] == 200:
                obj = things.kallelsens_mote if row.pk == "sammantrade" else paragraf.organ
                if ORDET in _lasbart(client.get(reverse(row.name, args=[obj.pk] if row.pk else []))):
                    sagt.add((lage, row.name))
        assert sagt == set()
        sidan = client.get(things.kallelsens_mote.get_absolute_url()).content.decode()
        assert "Sekretess" in sidan
        assert paragraf.get_absolute_url() not in sidan
    [punkt] = punkter(things.kallelsens_mote.paragraferna.all())
    assert (punkt.nr, punkt.rubrik, punkt.dnr, punkt.foredragande) == (1, "Sekretess", "", "")


@pytest.mark.django_db
def test_the_number_stands_in_the_row(hemlig, client, lasare, sekreterare):
    """The meeting shows that it is there, to one who does not read it without a way to it."""
    client.force_login(lasare)
    sidan = client.get(hemlig.sammantrade.get_absolute_url()).content.decode()
    assert "Sekretess" in sidan
    assert hemlig.beteckning in sidan
    assert hemlig.get_absolute_url() not in sidan
    assert client.get(hemlig.get_absolute_url()).status_code == 404
    assert (
        f"{hemlig.beteckning} Sekretess"
        in client.get(reverse("protokoll:protokollen", args=[hemlig.sammantrade_id])).content.decode()
    )

    client.force_login(sekreterare)
    assert ORDET in client.get(hemlig.sammantrade.get_absolute_url()).content.decode()
