"""A protokoll as a Word file: what the PDF says, read back by another program and by our own reader."""

import dataclasses
from datetime import date, time
from io import BytesIO
from itertools import pairwise
from types import SimpleNamespace

import pytest
from docx import Document
from docx.oxml.ns import qn

from kommun.editor import html_to_text
from protokoll import inlasning
from protokoll.dokumentvarden import Narvarorad, Rattad
from protokoll.utdragsvarden import utdrag_ur
from protokoll.wordfil import markning, protokoll_word, utdrag_word
from tests.protokoll.seed_dokument import KSAU, SEED
from tests.protokoll.test_utskrift import utan
from tests.protokoll.test_utskrift_av_motet import lista, med_tabell, tabell

KOPIA = "Kopia av det justerade protokollet; det undertecknade originalet gäller"
RATTAD = Rattad(date(2020, 3, 20), "Beslutsunderlag", "Gammalt", "Nytt", "Siv Skrivare", "Fel datum")


def oppna(data):
    return Document(BytesIO(data))


def word(dokument=SEED, marke=KOPIA):
    return oppna(protokoll_word(dokument, markning=marke))


def rubriker(dokument):
    """(level, text) of all headings: the outline that the navigation of Word shows."""
    funna = []
    for p in dokument.paragraphs:
        stil = p.style
        while stil is not None:
            if stil.name.startswith("Heading "):
                funna.append((int(stil.name[-1]), " ".join(p.text.split())))
                break
            stil = stil.base_style
    return funna


def allt(dokument):
    return " ".join("".join(t.text or "" for t in p._p.iter(qn("w:t"))) for p in _alla(dokument))


def _alla(dokument):
    yield from dokument.paragraphs
    for t in dokument.tables:
        for rad in t.rows:
            for cell in rad.cells:
                yield from cell.paragraphs


def test_outline_has_every_paragraf_and_jumps_over_no_level():
    funna = rubriker(word())

    assert funna[0] == (1, "Sammanträdesprotokoll")
    assert [text for niva, text in funna if niva == 2] == [
        "Underskrifter",
        "Anslag/bevis",
        "Innehållsförteckning",
        "§ 14 Dnr 2020/000003 004 Val av protokolljusterare",
        "§ 15 Dnr 2020/000008 101 Fastställande av dagordning",
        "§ 34 Dnr 2020/000053 000 Uppföljning av uppdrag från KS och dess utskott",
        "§ 35 Dnr 2020/000018 101 Inbjudningar",
    ]
    nivaer = [niva for niva, _ in funna]
    assert all(nasta <= nu + 1 for nu, nasta in pairwise(nivaer))


def test_front_page_and_anslag_say_what_the_pdf_says():
    dokument = word()
    framsida = {r.cells[0].text: r.cells[1].text for t in dokument.tables[:2] for r in t.rows}

    assert framsida["Plats och tid"] == (
        "Tunasalen, tisdagen den 25 februari 2020 kl. 13.00–17.00\nAjournering: 14.25–14.35"
    )
    assert "Niklas Gustafsson (M), 1:e vice ordförande" in framsida["Beslutande"]
    assert "§ 24: Anna Erlandsson Karlsson, administrativ chef" in framsida["Övriga närvarande"]
    assert framsida["Datum då anslaget tas ned"] == "2020-03-26"
    rader = [p.text for p in dokument.paragraphs if p.style.name.startswith("Underskrift")]
    assert rader[:2] == ["Sekreterare\t\t\tParagrafer §§ 14–35", "Michael Ekström"]


def test_contents_link_to_the_paragrafer_with_their_pages_as_fields():
    dokument = word()
    lankar = [h.get(qn("w:anchor")) for h in dokument.element.body.iter(qn("w:hyperlink"))]
    marken = {b.get(qn("w:name")) for b in dokument.element.body.iter(qn("w:bookmarkStart"))}
    falt = [f.text.split()[1] for f in dokument.element.body.iter(qn("w:instrText"))]

    assert lankar == falt == ["paragraf_14", "paragraf_15", "paragraf_34", "paragraf_35"]
    assert set(lankar) <= marken


def test_each_page_says_what_it_is_and_which_of_how_many():
    sektion = word(marke="Utkast – protokollet är inte justerat").sections[0]

    assert KSAU in sektion.header.paragraphs[0].text
    assert sektion.header.paragraphs[1].text == "Utkast – protokollet är inte justerat"
    for fot in (sektion.footer, sektion.first_page_footer):
        falt = [f.text.strip() for f in fot._element.iter(qn("w:instrText"))]
        assert falt == ["PAGE", "NUMPAGES"]
        assert fot.paragraphs[0].text.endswith("sida 1 (1)")


@pytest.mark.parametrize(
    ("lage", "version", "falt", "text"),
    [
        ("utkast", None, {"status": "Utkast – protokollet är inte justerat"}, "Utkast – protokollet är inte justerat"),
        ("fryst", 2, {}, "Fryst för justering, version 2 – protokollet är inte justerat"),
        ("justerat", 3, {}, "Kopia av det justerade protokollet, version 3; det undertecknade originalet gäller"),
        (
            "justerat",
            4,
            {"rattelser": (RATTAD,)},
            "Kopia av det justerade protokollet, version 4 med rättelse; det undertecknade originalet gäller",
        ),
        ("justerat", None, {}, KOPIA),
        ("avskrift", None, {"status": "Avskrift av ett justerat protokoll"}, "Avskrift av ett justerat protokoll"),
    ],
)
def test_marked_as_what_it_is(lage, version, falt, text):
    dokument = utan(**{"status": ""} | falt)
    nummer = version and SimpleNamespace(nummer=version)

    sagt = markning(dokument, SimpleNamespace(lage=lage), nummer)

    assert sagt == text
    assert word(dokument, sagt).paragraphs[0].text == text


def test_same_dokument_gives_the_same_bytes():
    assert protokoll_word(SEED, markning=KOPIA) == protokoll_word(SEED, markning=KOPIA)
    assert protokoll_word(SEED, markning=KOPIA) != protokoll_word(utan(plats="Annan sal"), markning=KOPIA)


def test_what_was_mended_shows_what_it_read_and_what_it_reads():
    paragraf = dataclasses.replace(SEED.paragrafer[0], rattelser=(RATTAD,))
    text = allt(word(utan(paragrafer=(paragraf,), rattelser=(RATTAD,))))

    assert text.count("Beslutsunderlag löd: Gammalt") == 2
    assert text.count("Ska lyda: Nytt") == 2
    assert "§ 14, Beslutsunderlag: rättat den 20 mars 2020 av Siv Skrivare. Fel datum" in text


def test_votes_and_narvaro_are_tables_with_headings():
    dokument = word(
        utan(
            paragrafer=(med_tabell(tabell(5)),),
            narvarolista=(Narvarorad("Eva Ek (S)", "ledamot", "§ 36", "", "jäv § 20"),),
            omrostningslistor=(lista(3, 1), lista(0, paragraf="§ 37", sluten=True, rader=(), ja=30, nej=30, avstar=1)),
        )
    )
    rosterna, narvaro, omrostning = dokument.tables[-3:]

    assert [c.text for c in narvaro.rows[1].cells] == ["Eva Ek (S), ledamot", "§ 36", "", "jäv § 20"]
    assert [c.text for c in omrostning.rows[-1].cells] == ["Summa", "", "31", "29", "1", ""]
    for tabellen in (rosterna, narvaro, omrostning):
        assert tabellen.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "Sluten omröstning: 30 ja, 30 nej, 1 avstår." in allt(dokument)
    assert (2, "Närvaro- och omröstningslista") in rubriker(dokument)


@pytest.mark.parametrize(("undertecknas", "linjer"), [("", 4), ("papper", 4), ("godkannande", 1), ("uppladdat", 1)])
def test_only_what_is_signed_by_hand_has_lines_to_sign_on(undertecknas, linjer):
    dokument = word(utan(undertecknas=undertecknas, avskrift=False))

    # The line of the anslag is one of them.
    assert sum(p.style.name == "Underskriftsrad" for p in dokument.paragraphs) == linjer
    assert ("justeras digitalt" in allt(dokument)) == (linjer == 1)
    assert ("Justerandes sign" in dokument.sections[0].footer.paragraphs[0].text) == (linjer == 4)


def test_read_in_again_it_has_the_same_paragrafer():
    inlast = inlasning.tolka(inlasning.las_text("protokoll.docx", protokoll_word(SEED, markning=KOPIA)))

    slatt = lambda text: "\n".join(r for r in text.split("\n") if r.strip())  # noqa: E731
    assert [(p.nummer, p.rubrik, [(a.typ, a.rubrik, slatt(a.text)) for a in p.avsnitt]) for p in inlast.paragrafer] == [
        (p.nummer, p.rubrik, [(d.typ, d.rubrik, slatt(html_to_text(d.html))) for d in p.delar]) for p in SEED.paragrafer
    ]
    assert (inlast.organ, inlast.datum, inlast.start, inlast.slut) == (KSAU, SEED.datum, time(13), time(17))
    assert [i.beslut for i in inlast.inbjudningar].count("avstår") == 4
    assert inlast.anslag.uppsatt == SEED.bevis.uppsatt


# Utdrag


def test_utdrag_holds_its_paragrafer_and_who_vouches_for_them():
    utdrag = utdrag_ur(
        SEED, [34], dag=date(2020, 3, 27), intygas_av="Siv Skrivare", justerat=True, version=2, tillagda=("Eva Ek",)
    )
    data = utdrag_word(dataclasses.replace(utdrag, avskrift=""))
    dokument = oppna(data)

    assert data == utdrag_word(dataclasses.replace(utdrag, avskrift=""))
    assert dokument.paragraphs[0].text == (
        "Ur version 2 av det justerade protokollet; det undertecknade originalet gäller"
    )
    assert [r for r in rubriker(dokument) if r[0] <= 2] == [
        (1, "Protokollsutdrag"),
        (2, "§ 34 Dnr 2020/000053 000 Uppföljning av uppdrag från KS och dess utskott"),
        (2, "Rätt utdraget intygas"),
    ]
    assert "Utdraget skickas också till Eva Ek." in allt(dokument)
    assert "Siv Skrivare" in allt(dokument)


def test_utdrag_of_what_is_not_justerat_says_so_on_each_page():
    utdrag = utdrag_ur(utan(avskrift=False, status=""), [14, 15], dag=date(2020, 3, 27))
    dokument = oppna(utdrag_word(utdrag))

    assert dokument.paragraphs[0].text == dokument.sections[0].header.paragraphs[1].text == "Ej justerat"
    assert "Utdraget är hämtat 2020-03-27 och är inte bestyrkt." in allt(dokument)
