"""The printed protokoll, from frozen values alone."""

import dataclasses
import logging
import re
import shutil
import subprocess
from collections import Counter
from datetime import date, time
from io import BytesIO

import pdfplumber
import pytest
from django.conf import settings
from django.template.loader import render_to_string

from protokoll.dokumentvarden import Deltagare, Dokument, Narvarogrupp, Signatur, Textdel, Tryckt
from protokoll.uppstallning import tid_i_ord, uppstallning
from protokoll.utskrift import protokoll_pdf
from tests.pdfprov import granska_pdf
from tests.protokoll.seed_dokument import KSAU, PARAGRAF_14, PARAGRAF_34, SEED, beslut, del_, tabell

SEED_TEXT = (settings.BASE_DIR / "kommun" / "demo" / "ksau-2020-02-25.txt").read_text(encoding="utf-8")


def utan(**falt) -> Dokument:
    return dataclasses.replace(SEED, **falt)


def sidor(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as document:
        return [sida.extract_text() for sida in document.pages]


def flat(text: str) -> str:
    """Words divided at a line end joined, and all white space one space."""
    return " ".join(re.sub(r"(\w)-\n(?=[a-zåäö])", r"\1", text).split())


def words(text: str, *, strict: bool) -> Counter:
    text = re.sub(r"(\w)-\n(?=[a-zåäö])", r"\1", text.replace("–", "-"))
    text = re.sub(r"_+|\.{3,}", " ", text)
    return Counter(text.split() if strict else re.findall(r"\w+", text))


def assert_both_profiles(data: bytes) -> None:
    granska_pdf(data)


@pytest.fixture(scope="module")
def seed_pdf() -> bytes:
    return protokoll_pdf(SEED)


@pytest.fixture(scope="module")
def seed_sidor(seed_pdf) -> list[str]:
    return sidor(seed_pdf)


@pytest.mark.usefixtures("nytryckt")
def test_seed_passes_both_profiles_without_a_complaint(caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        assert_both_profiles(protokoll_pdf(SEED))
    assert caplog.messages == []


@pytest.mark.parametrize("strict", [False, True], ids=["words", "between white space"])
def test_seed_words_are_all_printed(seed_sidor, strict):
    expected, printed = words(SEED_TEXT, strict=strict), words("\n".join(seed_sidor), strict=strict)
    missing = expected - printed
    # The record's "kl 13:00-17.00", "§18" and "§§ 16, 24" are printed in the one form of the house.
    assert set(missing) <= {"kl", "13:00-17.00", "§18", "16,"}
    assert sum(missing.values()) <= 4, missing


def test_seed_paragraphs_are_printed_in_order_letter_for_letter(seed_sidor):
    printed = flat("\n".join(re.sub(r"\AKommunst.*\n|\nJusterandes sign.*\Z", "", s) for s in seed_sidor[2:]))
    at = 0
    for paragraf in SEED.paragrafer:
        for textdel in paragraf.delar:
            if "<table>" in textdel.html:
                continue
            for stycke in [textdel.rubrik, *re.split(r"</?p>|<br>", textdel.html)]:
                at = printed.index(stycke, at) if stycke else at


def test_seed_pages(seed_sidor):
    assert len(seed_sidor) == 7
    for nummer, sida in enumerate(seed_sidor, start=1):
        assert sida.endswith(f"sida {nummer} (7)")
    assert seed_sidor[0].startswith("Vimmerby kommun\nSammanträdesprotokoll")
    assert "Justerandes sign" not in seed_sidor[0]
    for sida in seed_sidor[1:]:
        assert re.match(rf"{KSAU} (§ 34 forts\. )?2020-02-25\n", sida)
        assert "Justerandes sign" in sida
    assert seed_sidor[5].startswith(f"{KSAU} § 34 forts. 2020-02-25")


def test_seed_front_page_holds_officials_signatures_and_bevis(seed_sidor):
    printed = flat(seed_sidor[0])
    for text in [
        "Plats och tid Tunasalen, tisdagen den 25 februari 2020 kl. 13.00–17.00 Ajournering: 14.25–14.35",
        "Beslutande Ledamöter Jacob Käll (C), ordförande Niklas Gustafsson (M), 1:e vice ordförande",
        "Ersättare Ola Gustafsson (KD) Eva Berglund (S)",
        "§§ 14–35 Carolina Leijonram, kommundirektör; Michael Ekström, handläggare/sekreterare §§ 16; 24 Marie Halldén",
        "§§ 14–35, utom § 21 Vetle Skaate, adjungerad praktikant från gymnasiet",
        "Protokolljusterare Helen Nilsson (S) Justeringens plats och tid Stadshuset, Vimmerby",
        "Sekreterare Paragrafer §§ 14–35 Michael Ekström Ordförande Jacob Käll Protokolljusterare Helen Nilsson (S)",
        "Anslag/bevis Protokollet är justerat. Justeringen har tillkännagivits genom anslag. Organ Kommunstyrelsens",
        "Datum då anslaget sätts upp 2020-03-05 Datum då anslaget tas ned 2020-03-26 Sista dag att överklaga",
        "Förvaringsplats för protokollet Administrativa avdelningen, Stadshuset Underskrift Michael Ekström",
    ]:
        assert text in printed


def test_contents_give_the_page_where_each_paragraph_starts(seed_sidor):
    contents = re.findall(r"(§ \d+) (Dnr \S+ \d+)\n(.+) (\d+)", seed_sidor[1])
    assert [(nummer, dnr, rubrik) for nummer, dnr, rubrik, _ in contents] == [
        (p.beteckning, f"Dnr {p.dnr}", p.rubrik) for p in SEED.paragrafer
    ]
    for nummer, dnr, rubrik, sida in contents:
        assert f"{nummer}\n{dnr}\n{rubrik}" in seed_sidor[int(sida) - 1].replace(f"{nummer} Dnr", f"{nummer}\nDnr")


def test_contents_link_and_bookmarks(seed_pdf):
    with pdfplumber.open(BytesIO(seed_pdf)) as document:
        assert len(document.pages[1].annots) == 4
        outline = [(level, title) for level, title, *_ in document.doc.get_outlines()]
    assert [title for level, title in outline if level == 1] == [
        "Sammanträdesprotokoll",
        "Anslag/bevis",
        "Innehållsförteckning",
        *(f"{p.beteckning} {p.rubrik}" for p in SEED.paragrafer),
    ]
    assert (2, f"{KSAU}s beslut") in outline


@pytest.mark.usefixtures("nytryckt")
def test_same_dokument_gives_same_bytes(seed_pdf):
    assert protokoll_pdf(SEED) == seed_pdf
    assert protokoll_pdf(utan(plats="Rosensalen")) != seed_pdf


def test_only_packaged_fonts_by_pdffonts(seed_pdf, tmp_path):
    if not shutil.which("pdffonts"):
        pytest.skip("pdffonts (poppler-utils) finns inte på den här maskinen")
    (tmp_path / "p.pdf").write_bytes(seed_pdf)
    rows = subprocess.run(["pdffonts", tmp_path / "p.pdf"], capture_output=True, text=True, check=True).stdout
    fonts = rows.splitlines()[2:]
    assert fonts
    assert all(re.match(r"[A-Z]{6}\+Source-(Sans-3|Serif-4)-.* yes yes yes ", rad) for rad in fonts), rows


def test_status_stands_on_every_page():
    for sida in sidor(protokoll_pdf(utan(status="Utkast – protokollet är inte justerat"))):
        assert sida.count("Utkast – protokollet är inte justerat") == 1


def test_utkast_without_anslag_has_a_form_to_fill_in():
    data = protokoll_pdf(utan(status="Utkast – protokollet är inte justerat", bevis=None))
    forsta = flat(sidor(data)[0])
    assert "Anslag/bevis Fylls i när protokollet är justerat. Protokollet är justerat." in forsta
    assert "Datum då anslaget sätts upp Datum då anslaget tas ned Sista dag att överklaga Förvaringsplats" in forsta
    assert_both_profiles(data)


def test_avskrift_without_anslag_has_neither_form_nor_room_for_marks():
    text = "\n".join(sidor(protokoll_pdf(utan(status="Avskrift av ett justerat protokoll", avskrift=True, bevis=None))))
    assert "Anslag/bevis" not in text
    assert "Justerandes sign" not in text
    assert "Jacob Käll" in text


def test_empty_dokument_prints_what_there_is():
    data = protokoll_pdf(
        Dokument(
            kommun="Vimmerby kommun",
            organ=KSAU,
            kortnamn="KSAU",
            datum=date(2020, 2, 25),
            start=None,
            slut=None,
            plats="",
            ajourneringar=(),
            ledamoter=(),
            ersattare=(),
            ovriga=(),
            justerare=(),
            justeringens_plats_och_tid="",
            underskrifter=(),
            paragrafspann="",
            bevis=None,
            paragrafer=(),
            status="",
        )
    )
    [sida] = sidor(data)
    assert "Plats och tid Tisdagen den 25 februari 2020\n" in sida
    for rubrik in (
        "Ajournering",
        "Beslutande",
        "Övriga närvarande",
        "Protokolljusterare",
        "Underskrifter",
        "Paragrafer",
    ):
        assert rubrik not in sida
    assert_both_profiles(data)


@pytest.mark.parametrize(("undertecknas", "linjer"), [("", 3), ("papper", 3), ("godkannande", 0), ("uppladdat", 0)])
def test_only_what_is_signed_by_hand_has_lines_to_sign_on(undertecknas, linjer):
    dokument = utan(undertecknas=undertecknas, avskrift=False)
    blad = render_to_string("protokoll/pdf/_forsattsblad.html", uppstallning(dokument) | {"dokument": dokument})
    skarm = render_to_string("protokoll/_dokument_framsida.html", {"dokument": dokument, "u": uppstallning(dokument)})
    assert blad.count('class="linje"') == linjer
    for html in (blad, skarm):
        assert ("justeras digitalt" in html) == (linjer == 0)
        for rad in dokument.underskrifter:
            assert rad.namn in html


@pytest.mark.parametrize(
    ("start", "slut", "plats", "text"),
    [
        (time(13), time(17), "Tunasalen", "Tunasalen, tisdagen den 25 februari 2020 kl. 13.00–17.00"),
        (time(9, 5), None, "Tunasalen", "Tunasalen, tisdagen den 25 februari 2020 kl. 09.05"),
        (None, time(17), "Tunasalen", "Tunasalen, tisdagen den 25 februari 2020, avslutat kl. 17.00"),
        (None, None, "Tunasalen", "Tunasalen, tisdagen den 25 februari 2020"),
        (time(13), time(17), "", "Tisdagen den 25 februari 2020 kl. 13.00–17.00"),
        (time(0), time(0, 30), "", "Tisdagen den 25 februari 2020 kl. 00.00–00.30"),
    ],
)
def test_tid_i_ord(start, slut, plats, text):
    assert tid_i_ord(date(2020, 2, 25), start, slut, plats) == text


def test_many_present_run_on_to_the_next_page():
    ovriga = tuple(Narvarogrupp(f"§ {i}", (Deltagare(f"Namn{i} Efternamn", titel="chef"),)) for i in range(1, 46))
    helmote = Narvarogrupp("", tuple(Deltagare(f"Hela{i} Mötet", titel="handläggare") for i in range(1, 21)))
    data = protokoll_pdf(utan(ovriga=(helmote, *ovriga)))
    printed = sidor(data)
    assert len(printed) == 8
    text = flat("\n".join(printed[:2]))
    for i in range(1, 46):
        assert f"§ {i} Namn{i} Efternamn, chef" in text
    assert "Hela1 Mötet, handläggare; Hela2 Mötet, handläggare;" in text
    # Signatures and bevis each stay whole.
    assert "Underskrifter" in printed[1]
    assert "Protokolljusterare\nHelen Nilsson (S)" in printed[1]
    assert "Anslag/bevis" in printed[1]
    assert "Underskrift\nMichael Ekström" in printed[1]
    assert_both_profiles(data)


def test_long_paragraph_says_on_each_page_that_it_goes_on():
    stycken = tuple(f"Stycke{i} {PARAGRAF_34.delar[2].html[3:200]}" for i in range(90))
    lang = Tryckt(36, "KS-2024-00548", "Långt ärende", (beslut("Beslut."), del_("arendet", "Ärendet", *stycken)))
    printed = sidor(protokoll_pdf(utan(paragrafer=(lang, PARAGRAF_14))))
    forts = [sida for sida in printed if f"{KSAU} § 36 forts. 2020-02-25" in sida]
    assert len(forts) >= 5
    assert re.findall(r"Stycke(\d+)", "\n".join(printed)) == [str(i) for i in range(90)]
    assert f"Val av protokolljusterare {len(printed)}" in printed[1]
    assert f"{KSAU} 2020-02-25" in printed[-1]


def test_heading_of_500_characters():
    rubrik = ("Antagande av verksamhetsplan för räddningstjänstförbundets " * 9)[:500]
    data = protokoll_pdf(utan(paragrafer=(dataclasses.replace(PARAGRAF_14, rubrik=rubrik, dnr=""),)))
    printed = sidor(data)
    assert " ".join(rubrik.split()) in flat(printed[2])
    assert "Dnr" not in printed[2]
    with pdfplumber.open(BytesIO(data)) as document:
        for sida in document.pages:
            assert max(char["x1"] for char in sida.chars) < sida.width - 45
    assert_both_profiles(data)


def test_paragraph_without_number_or_parts():
    data = protokoll_pdf(
        utan(paragrafer=(Tryckt(None, "", "Ej numrerad", ()), Tryckt(None, "", "Ej heller", ())), paragrafspann="")
    )
    printed = sidor(data)
    assert re.findall(r"§ – (.+) (\d)", printed[1]) == [("Ej numrerad", "3"), ("Ej heller", "4")]
    assert "Paragrafer" not in printed[0]
    assert_both_profiles(data)


def test_heading_levels_are_not_jumped_over():
    delar = (
        del_("ovrigt", "", "Utan rubrik."),
        del_("bakgrund", "Underrubrik först", "Text.", niva=2),
        del_("bakgrund", "Underrubrik sedan", "Text.", niva=2),
        del_("ovrigt", "Huvudrubrik", "Text."),
    )
    data = protokoll_pdf(utan(paragrafer=(Tryckt(1, "", "Nivåer", delar),)))
    with pdfplumber.open(BytesIO(data)) as document:
        outline = [(level, title) for level, title, *_ in document.doc.get_outlines()]
    assert outline[-2:] == [(2, "Underrubrik först"), (2, "Huvudrubrik")]
    assert_both_profiles(data)


def test_no_heading_stands_alone_at_the_foot_of_a_page():
    def paragraf(lines):
        text = "<p>" + "<br>".join(f"rad {i}" for i in range(lines)) + "</p>"
        delar = (Textdel("arendet", "Ärendet", 1, text), del_("mottagare", "Beslutet skickas till", "Förvaltningen"))
        return Tryckt(lines, "", "x", delar)

    # Each § begins a page of its own, so one document tries them all.
    printed = sidor(protokoll_pdf(utan(paragrafer=tuple(paragraf(lines) for lines in range(18, 34)))))
    assert sum("Beslutet skickas till" in sida for sida in printed) == 16
    for sida in printed:
        assert not re.search(r"Beslutet skickas till\n(Justerandes|sida)", sida)


def test_long_table_repeats_its_header_and_keeps_every_row():
    html = tabell(("Ledamot", "Röst"), [(f"Ledamot {i}", "Ja") for i in range(80)])
    data = protokoll_pdf(
        utan(paragrafer=(Tryckt(1, "", "Omröstning", (Textdel("omrostning", "Omröstning", 1, html),)),))
    )
    printed = sidor(data)[2:]
    assert len(printed) >= 3
    assert all("Ledamot Röst" in sida for sida in printed)
    assert re.findall(r"Ledamot (\d+) Ja", "\n".join(printed)) == [str(i) for i in range(80)]
    assert_both_profiles(data)


def test_names_and_headings_are_text_not_markup():
    data = protokoll_pdf(
        utan(
            kommun="Å & Ö <kommun>",
            plats="<b>Salen</b>",
            ledamoter=(Deltagare("O’Brien <i>", "C"),),
            paragrafer=(dataclasses.replace(PARAGRAF_14, rubrik="A < B & C"),),
        )
    )
    printed = "\n".join(sidor(data))
    for text in ("Å & Ö <kommun>", "<b>Salen</b>, tisdagen", "O’Brien <i> (C)", "A < B & C"):
        assert text in printed
    assert_both_profiles(data)


@pytest.mark.parametrize("antal", [1, 3, 5])
def test_foot_has_room_for_everyone_who_signs_but_the_secretary(antal):
    signaturer = (
        Signatur("Sekreterare", "S"),
        *(Signatur("Protokolljusterare", f"J{i}") for i in range(antal)),
    )
    with pdfplumber.open(BytesIO(protokoll_pdf(utan(underskrifter=signaturer, paragrafer=(PARAGRAF_14,))))) as document:
        sida = document.pages[1]
        foot = [line for line in (*sida.lines, *sida.rects) if line["top"] > sida.height - 80]
        assert max(char["x1"] for char in sida.chars) <= sida.width - 50
    assert len(foot) == antal
