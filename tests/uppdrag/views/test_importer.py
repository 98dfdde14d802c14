import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import ForvaltningFactory
from tests.uppdrag.listbygge import bok, rad, trettio_med_sex_fel
from uppdrag import inlasning
from uppdrag.inlasning.mall import RUBRIKER
from uppdrag.models import Uppdrag, Uppdragsimport
from uppdrag.uppdragsimport import ta_emot

pytestmark = pytest.mark.django_db
IMPORTER = reverse("uppdrag:importer")


@pytest.fixture
def tekniska(organ):
    return ForvaltningFactory(namn="Tekniska förvaltningen")


@pytest.fixture
def imp(organ, sekreterare, tekniska):
    return ta_emot("lista.xlsx", trettio_med_sex_fel(), organ=organ, by=sekreterare)


def url(namn, imp):
    return reverse(f"uppdrag:{namn}", args=[imp.pk])


def skicka(client, innehall, organ, namn="lista.xlsx"):
    return client.post(IMPORTER, {"fil": SimpleUploadedFile(namn, innehall), "organ": organ.pk}, follow=True)


def test_upload_shows_the_columns_then_the_rows_then_saves(inloggad, sekreterare, organ, tekniska):
    client = inloggad(sekreterare)

    sida = skicka(client, trettio_med_sex_fel(), organ)
    form = sida.context["form"]
    assert [f.initial for f in form if f.name.startswith("kolumn_")] == [
        "", "uppdrag", "beslut", "dnr", "forvaltning", "ansvarig", "frist", "status", "kommentar",
    ]  # fmt: skip
    assert "Utreda fråga nummer 1 och återkomma" in sida.content.decode()
    val = {f.html_name: f.initial or "" for f in form}
    sida = client.post(sida.redirect_chain[-1][0], val, follow=True)
    assert "<strong>6 av 30 rader har fel.</strong>" in sida.content.decode()
    assert not Uppdrag.objects.exists()
    imp = Uppdragsimport.objects.get()
    sida = client.post(url("import-spara", imp), {"utan_felaktiga": "on"}, follow=True)

    assert "24 uppdrag är inlästa. 6 rader med fel lämnades utanför." in sida.content.decode()
    assert sida.context["sida"].paginator.count == Uppdrag.objects.count() == 24


def test_save_with_faults_says_so_and_saves_nothing(inloggad, sekreterare, imp):
    svar = inloggad(sekreterare).post(url("import-spara", imp))

    assert svar.status_code == 422
    assert "6 rader har fel" in svar.content.decode()
    assert not Uppdrag.objects.exists()


def test_only_rows_with_faults(inloggad, sekreterare, imp):
    sida = inloggad(sekreterare).get(url("import", imp), {"visa": "fel"})

    assert [r.nummer for r in sida.context["sida"]] == [8, 12, 15, 20, 24, 29]
    assert "Menas Tekniska förvaltningen?" in sida.content.decode()


def test_name_answered_mends_its_row(inloggad, sekreterare, imp, tekniska):
    sida = inloggad(sekreterare).post(url("import-namn", imp), {"namn_0": f"forvaltning:{tekniska.pk}"}, follow=True)

    assert sida.context["summa"].med_fel == 5
    assert "Tekniska kontoret" in sida.content.decode()


def test_name_outside_the_registers_is_sent_back(inloggad, sekreterare, imp):
    svar = inloggad(sekreterare).post(url("import-namn", imp), {"namn_0": "forvaltning:999999"})

    assert svar.status_code == 422


def test_column_chosen_twice_or_missing_is_told_at_the_form(inloggad, sekreterare, imp, organ):
    svar = inloggad(sekreterare).post(
        url("import-kolumner", imp), {"kolumn_1": "dnr", "kolumn_3": "dnr", "organ": organ.pk}
    )

    assert svar.status_code == 422
    text = svar.content.decode()
    assert "läses redan som det" in text
    assert "Välj den kolumn som uppdragets text står i." in text
    assert "vilken paragraf som gav uppdraget" in text


def test_other_sheet_and_heading_row_are_guessed_anew(inloggad, sekreterare, organ):
    def andra(ark):
        blad = ark.parent.create_sheet("Gamla")
        for r in (["Lista"], ["Vad", "Datum och §", "Mottagare"], ["Utreda", "2020-01-21 § 11", "X"]):
            blad.append(r)

    imp = ta_emot("två.xlsx", bok([rad(1)], andra=andra), organ=organ, by=sekreterare)
    client = inloggad(sekreterare)
    assert imp.blad == "Uppdragslista"

    form = client.get(url("import-kolumner", imp), {"blad": "Gamla"}).context["form"]
    assert [f.initial for f in form if f.name.startswith("kolumn_")] == ["uppdrag", "beslut", "forvaltning"]
    tom = client.get(url("import-kolumner", imp), {"blad": "Gamla", "rubrikrad": "40"})
    assert "Rad 40 är tom" in tom.content.decode()


def test_saved_import_leads_to_what_came_of_it(inloggad, sekreterare, imp):
    client = inloggad(sekreterare)
    client.post(url("import-spara", imp), {"utan_felaktiga": "on"})

    assert client.get(url("import-kolumner", imp))["Location"] == url("import", imp)
    assert client.post(url("import-namn", imp))["Location"] == url("import", imp)
    assert "tas inte bort" in client.post(url("import-slang", imp), follow=True).content.decode()
    assert client.post(url("import-spara", imp), follow=True).status_code == 200
    assert Uppdrag.objects.count() == 24


@pytest.mark.parametrize(
    ("namn", "innehall", "mening"),
    [
        ("lista.pdf", b"%PDF-1.7", "varken en Excelarbetsbok eller en textfil"),
        ("lista.xlsx", b"PK\x03\x04skrap", "gick inte att läsa"),
        ("lista.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "gamla format"),
    ],
)
def test_file_that_is_no_list_is_told_at_the_field(inloggad, sekreterare, organ, namn, innehall, mening):
    svar = skicka(inloggad(sekreterare), innehall, organ, namn)

    assert svar.status_code == 422
    assert mening in svar.content.decode()
    assert not Uppdragsimport.objects.exists()


def test_file_comes_back_as_it_was(inloggad, sekreterare, imp):
    svar = inloggad(sekreterare).get(url("import-fil", imp))

    assert svar.content == bytes(imp.bilaga.innehall)
    assert svar["Content-Disposition"] == 'attachment; filename="lista.xlsx"'


def test_template_has_headings_that_are_recognised_and_an_example_that_is_not_read(inloggad, sekreterare):
    innehall = inloggad(sekreterare).get(reverse("uppdrag:import-mall")).content

    assert [c.value for c in load_workbook(io.BytesIO(innehall))["Uppdrag"][1]] == list(RUBRIKER)
    lista = inlasning.las_lista("mall.xlsx", innehall, blad=inlasning.valj_blad("mall.xlsx", innehall))
    assert list(inlasning.gissa(lista.rubriker).values()) != []
    assert set(inlasning.gissa(lista.rubriker).values()) == set(RUBRIKER)
    assert lista.rader == ()


def test_another_secretary_may_not(inloggad, annan_sekreterare, imp):
    client = inloggad(annan_sekreterare)

    assert client.get(url("import", imp)).status_code == 403
    assert client.post(url("import-spara", imp), {"utan_felaktiga": "on"}).status_code == 403
    assert imp.bilaga.namn not in client.get(IMPORTER).content.decode()


def test_outsider_knows_of_none(inloggad, utomstaende, imp):
    assert inloggad(utomstaende).get(url("import", imp)).status_code == 404


def test_save_is_post_only(inloggad, sekreterare, imp):
    assert inloggad(sekreterare).get(url("import-spara", imp)).status_code == 405


def test_list_of_imports_costs_the_same_with_one_and_three(inloggad, sekreterare, organ, count_queries):
    client = inloggad(sekreterare)
    antal = []
    for nya in (1, 2):
        for n in range(nya):
            ta_emot("l.xlsx", bok([rad(n, frist=date(2026, 1, nya))]), organ=organ, by=sekreterare)
        antal.append(count_queries(client, IMPORTER))

    assert antal[0] == antal[1]
