"""What a meeting kept here adds to the printed protokoll: votes, bilaga, several who sign. From frozen values alone."""

import dataclasses
import re
from datetime import time
from io import BytesIO

import pdfplumber
import pytest

from protokoll.dokumentvarden import (
    Ajournering,
    Deltagare,
    Narvarogrupp,
    Narvarorad,
    Omrostningslista,
    Rostrad,
    Signatur,
    Textdel,
    Tryckt,
)
from protokoll.omrostningslista import tabell_over
from protokoll.uppstallning import ajournering_i_ord
from protokoll.utskrift import protokoll_pdf
from tests.protokoll.seed_dokument import PARAGRAF_14, SEED, beslut, del_
from tests.protokoll.test_utskrift import assert_both_profiles, flat, sidor, utan


def namn(antal):
    return [f"Ledamot{i:02d} Efternamn ({'SMCV'[i % 4]})" for i in range(1, antal)]


def tabell(antal):
    """The table of an open vote as it stands in the §: `antal` who vote, the chair last, and the sum."""
    return tabell_over(lista(antal))


def lista(antal, nummer=None, **falt):
    rader = [Rostrad(n, rost="ja" if i % 2 else "nej") for i, n in enumerate(namn(antal))]
    rader.append(Rostrad("Olle Ordförande (M)", titel="ordförande", rost="ja"))
    return Omrostningslista(
        **{
            "nummer": nummer,
            "paragraf": "§ 36",
            "rubrik": "Svar på motion",
            "ja_innebar": "bifall till motionen",
            "nej_innebar": "avslag på motionen",
            "ja": 31,
            "nej": 29,
            "avstar": 1,
            "rader": tuple(rader),
        }
        | falt
    )


def med_tabell(html):
    delar = (beslut("Beslut."), Textdel("omrostningsresultat", "Omröstningsresultat", 1, f"<p>Resultatet.</p>{html}"))
    return Tryckt(36, "KS-2024-00548", "Svar på motion", delar)


@pytest.fixture(scope="module")
def fullmaktige():
    """61 members, two open votes and a closed one."""
    dokument = dataclasses.replace(
        SEED,
        ledamoter=tuple(Deltagare(n[:-4], n[-2]) for n in namn(61)),
        ersattare_rubrik="Tjänstgörande ersättare",
        paragrafer=(med_tabell(tabell(61)), PARAGRAF_14),
        narvarolista=tuple(
            Narvarorad(n, "", "§§ 14–36", "", "" if i % 9 else "jäv § 20; gick kl. 15.10")
            for i, n in enumerate(namn(61))
        ),
        omrostningslistor=(
            lista(61, 1),
            lista(61, 2, resultat="Röstetalet är lika."),
            lista(0, paragraf="§ 37", rubrik="Val", sluten=True, rader=(), ja=30, nej=30, avstar=1),
        ),
    )
    return protokoll_pdf(dokument)


def test_long_tables_pass_both_profiles(fullmaktige):
    assert_both_profiles(fullmaktige)


def test_every_page_of_a_vote_has_the_header_and_every_member_once(fullmaktige):
    alla = sidor(fullmaktige)
    i_paragrafen = [s for s in alla if re.search(r"Ledamot\d\d .*\n", s) and "Ledamot/tjänstgörande ersättare" in s]
    text = "\n".join(i_paragrafen)

    assert len(i_paragrafen) >= 2
    assert all("Ledamot/tjänstgörande ersättare Ja Nej Avstår" in s for s in i_paragrafen)
    assert re.findall(r"Ledamot(\d\d) Efternamn \(.\) X", text) == [f"{i:02d}" for i in range(1, 61)]
    assert "Olle Ordförande (M), ordförande X\nSumma 31 29 1" in text


def test_bilaga_has_presence_and_every_vote(fullmaktige):
    alla = sidor(fullmaktige)
    bilaga = [s for s in alla if "Bilaga forts." in s or "Närvaro- och omröstningslista\n" in s.partition("\n")[2]]
    text = flat("\n".join(bilaga[1:] if "Innehållsförteckning" in bilaga[0] else bilaga))

    assert (
        "Närvaro Ledamot eller ersättare Tjänstgör För Anmärkning Ledamot01 Efternamn (M) §§ 14–36 jäv § 20; gick"
        in text
    )
    assert "Omröstningslista nr 1, § 36 Svar på motion Ja-röst: bifall till motionen Nej-röst: avslag på" in text
    assert "Omröstningslista nr 2, § 36 Svar" in text
    assert "Röstetalet är lika." in text
    assert "Omröstningslista, § 37 Val" in text
    assert "Sluten omröstning: 30 ja, 30 nej, 1 avstår." in text
    assert text.count("Ledamot60 Efternamn (S)") == 3
    innehall = next(s for s in alla if "Innehållsförteckning" in s)
    sida = int(re.search(r"Bilaga Närvaro- och omröstningslista (\d+)", innehall)[1])
    assert "Omröstningslista" in alla[sida] or "Närvaro\nLedamot" in alla[sida - 1]


def test_the_chair_and_the_sum_never_stand_alone_after_a_page_break():
    """Wherever the break falls, in the § and in the bilaga: a row before the chair's comes with them."""
    data = protokoll_pdf(
        utan(
            paragrafer=tuple(med_tabell(tabell(antal)) for antal in range(24, 34)),
            narvarolista=(Narvarorad("A"),),
            omrostningslistor=tuple(lista(antal) for antal in range(33, 43)),
        )
    )
    med_summa = [s for s in sidor(data) if "Summa 31 29 1" in s]

    assert len(med_summa) == 20
    for sida in med_summa:
        assert re.search(r"Ledamot\d\d Efternamn \(.\) X\nOlle Ordförande \(M\), ordförande X\nSumma", sida), sida


def test_a_header_is_never_alone_at_the_foot_of_a_page():
    stycken = ["<p>" + "<br>".join(f"rad {i}" for i in range(rader)) + "</p>" for rader in range(24, 32)]
    med_huvud = [
        sida
        for sida in sidor(protokoll_pdf(utan(paragrafer=tuple(med_tabell(s + tabell(12)) for s in stycken))))
        if "Ja Nej Avstår" in sida
    ]
    assert len(med_huvud) >= len(stycken)
    for sida in med_huvud:
        assert sida.count("Efternamn") >= 2, sida


def test_those_who_presided_have_a_line_each_with_their_paragrafer():
    data = protokoll_pdf(
        utan(
            underskrifter=(
                Signatur("Sekreterare", "Siv Skrivare"),
                Signatur("Ordförande", "Anna Alm (M)", "§§ 14–20, 22–35"),
                Signatur("Ordförande", "Bo Berg (L)", "§ 21"),
                Signatur("Protokolljusterare", "Cia Cronholm (S)"),
            )
        )
    )
    forsta = flat(sidor(data)[0])

    assert "Sekreterare Paragrafer §§ 14–35 Siv Skrivare Ordförande §§ 14–20, 22–35 Anna Alm (M)" in forsta
    assert "Ordförande § 21 Bo Berg (L) Protokolljusterare Cia Cronholm (S)" in forsta
    assert_both_profiles(data)


def test_kinds_of_others_present_have_their_headings():
    ovriga = (
        Narvarogrupp("", (Deltagare("Hanna", "M"), Deltagare("Ivar", "S")), "Ersättare"),
        Narvarogrupp("", (Deltagare("Jan Chef", titel="chef"),), "Tjänstepersoner"),
        Narvarogrupp("§§ 20; 24", (Deltagare("Kim Jurist", titel="jurist"),), "Tjänstepersoner"),
    )
    forsta = flat(sidor(protokoll_pdf(utan(ovriga=ovriga, ersattare_rubrik="Tjänstgörande ersättare")))[0])

    assert "Ersättare Hanna (M); Ivar (S) Tjänstepersoner Jan Chef, chef §§ 20; 24 Kim Jurist, jurist" in forsta
    assert forsta.count("Tjänstepersoner") == 1
    assert "Tjänstgörande ersättare Ola Gustafsson (KD)" in forsta


@pytest.mark.parametrize(
    ("ajournering", "text"),
    [
        (Ajournering(time(14, 25), time(14, 35)), "14.25–14.35"),
        (Ajournering(time(14, 25), time(14, 35), "§ 17"), "14.25–14.35 (§ 17)"),
        (Ajournering(time(9, 5)), "från 09.05"),
    ],
)
def test_ajournering_i_ord(ajournering, text):
    assert ajournering_i_ord(ajournering) == text


def test_a_full_front_page_shares_the_second_with_the_contents():
    ledamoter = tuple(Deltagare(f"Namn{i} Efternamn", "S") for i in range(24))
    full, vanlig = (sidor(protokoll_pdf(utan(ledamoter=antal, bevis=None))) for antal in (ledamoter, SEED.ledamoter))

    assert "Anslag/bevis" not in full[0]
    assert full[1].index("Anslag/bevis") < full[1].index("Innehållsförteckning")
    assert "Anslag/bevis" in vanlig[0]
    assert "Innehållsförteckning" not in vanlig[0]


def test_a_protokoll_without_votes_has_a_narvarolista_alone():
    data = protokoll_pdf(
        utan(paragrafer=(PARAGRAF_14,), narvarolista=(Narvarorad("Anna Alm (M)", "ordförande", "§ 14"),))
    )
    sista = flat(sidor(data)[-1])

    assert "Närvarolista Ledamot eller ersättare Tjänstgör För Anmärkning Anna Alm (M), ordförande § 14" in sista
    with pdfplumber.open(BytesIO(data)) as document:
        outline = [(level, title) for level, title, *_ in document.doc.get_outlines()]
    assert outline[-1] == (1, "Närvarolista")


def test_marks_stand_in_narrow_columns_beside_the_text():
    rader = (Rostrad("Anna Alm (M)", ersatter="Bo Berg (M)", rost="ja"), Rostrad("O (M)", rost="nej"))
    html = tabell_over(lista(2, rader=rader, ja=1, nej=1, avstar=0))
    with pdfplumber.open(BytesIO(protokoll_pdf(utan(paragrafer=(med_tabell(html),))))) as document:
        ord_ = document.pages[2].extract_words()

    def mitten(text):
        return [(w["x0"] + w["x1"]) / 2 for w in ord_ if w["text"] == text]

    [text_vid] = [w["x0"] for w in ord_ if w["text"] == "Resultatet."]
    [ersatter] = [w["x0"] for w in ord_ if w["text"] == "Ersätter"]
    assert text_vid + 100 < ersatter  # the table is as wide as the text, not the page
    assert mitten("X") == pytest.approx(mitten("Ja") + mitten("Nej"), abs=1)


def test_an_arende_that_utgar_prints_under_its_heading():
    paragraf = Tryckt(3, "", "Ett ärende", (del_("ovrigt", "", "Ärendet utgår."),))

    assert "§ 3 Ett ärende Ärendet utgår." in flat(sidor(protokoll_pdf(utan(paragrafer=(paragraf,))))[2])
