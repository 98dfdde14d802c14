"""The two real protokoll of Kungsbacka: another layout, another kind of faults."""

import pytest

from protokoll.inlasning import tolka

from .hjalp import KSAU, VO, avsnitt, delad, koder


@pytest.fixture(scope="module")
def vo():
    return tolka(delad(VO), ())


@pytest.fixture(scope="module")
def ksau():
    return tolka(delad(KSAU), ())


def test_two_columns_are_told_apart(vo):
    assert (vo.layout, vo.organ, vo.plats) == ("Kungsbacka", "Nämnden för Vård & Omsorg", "Hotell Halland, Kungsbacka")
    assert [p.namn for p in vo.ledamoter] == [
        "Hravn Forsne",
        "Monica Neptun",
        "Ermin Skoric",
        "Barbro Hjelström",
        "Astrid Börjesson",
        "Eva Tingström",
        "Per Hoel",
        "Göran Ottosson",
        "Bengt Alderin",
        "Ulrika Högstrand",
    ]
    assert [(p.namn, p.tjanstgor, p.tjanstgor_for) for p in vo.ersattare] == [
        ("Marcus Andersson", True, "Annika Carlsson"),
        ("Ingela Hansson", False, None),
        ("Hans Ädel", False, None),
        ("Kristina Gellingskog", False, None),
    ]


def test_officials_over_wrapped_lines(vo):
    titlar = {o.namn: o.titel for o in vo.ovriga}
    assert len(vo.ovriga) == 14
    assert titlar["Emelie Sandberg"] == "biträdande förvaltningschef"
    assert titlar["Ann-Helen Svensson"] == "verksamhetschef"
    assert (titlar["Henrik Hansson"], titlar["Nathaniel Lindén"]) == ("kommunal", "kommunal")
    assert {o.namn: o.paragrafer for o in vo.ovriga}["Emma Renström"] == (179,)


def test_head_with_wrapped_title(vo):
    (paragraf,) = vo.paragrafer
    assert (paragraf.nummer, paragraf.dnr) == (179, "VO-2025-00378")
    assert paragraf.rubrik == "Svar på motion från Carita Boulwén (SD) - Införande av blocktider inom hemtjänsten"
    assert paragraf.omedelbart_justerad


def test_every_section_in_its_order(vo):
    assert [a.typ for a in vo.paragrafer[0].avsnitt] == [
        "beslut",
        "reservation",
        "sammanfattning",
        "beslutsunderlag",
        "yrkanden",
        "beslutsgang",
        "omrostning",
        "omrostningsresultat",
        "protokollsanteckning",
        "mottagare",
    ]


def test_proposal_upwards_is_told_as_one(vo):
    beslut = avsnitt(vo, 179, "beslut")
    assert (beslut.beslutsniva, beslut.till_organ) == ("forslag", "kommunfullmäktige")
    assert beslut.text.endswith("Nämnden för Vård & Omsorg förklarar paragrafen omedelbart justerad.")


def test_sentences_are_joined_over_lines_and_false_blank_lines(vo):
    reservation = avsnitt(vo, 179, "reservation").text
    assert "till förmån för eget förslag med följande motivering: Vi Sverigedemokrater" in reservation
    assert len(reservation.split("\n\n")) == 3
    assert "Ermin Škorićs (S) m.fl. bifallsyrkande." in avsnitt(vo, 179, "beslutsgang").text
    assert "Det här dokumentet" not in "".join(a.text for a in vo.paragrafer[0].avsnitt)


def test_points_one_to_a_line(vo):
    rader = avsnitt(vo, 179, "sammanfattning").text.split("\n")
    assert len([r for r in rader if r.startswith("• ")]) == 12
    assert "Motionären föreslår att Kommunfullmäktige beslutar:" in rader


def test_yrkanden_and_underlag(vo):
    assert len(avsnitt(vo, 179, "yrkanden").text.split("\n\n")) == 3
    assert len(avsnitt(vo, 179, "beslutsunderlag").text.split("\n")) == 5


def test_eleven_votes_with_the_row_that_was_spilt(vo):
    resultat = avsnitt(vo, 179, "omrostningsresultat")
    assert [(r.namn, r.rost) for r in resultat.roster if r.rost == "nej"] == [
        ("Ermin Škorić", "nej"),
        ("Astrid Börjesson", "nej"),
        ("Eva Tingström", "nej"),
        ("Per Hoel", "nej"),
        ("Göran Ottosson", "nej"),
    ]
    assert len(resultat.roster) == 11
    sist = resultat.roster[-1]
    assert (sist.namn, sist.roll, sist.rost, sist.harledd) == ("Hravn Forsne", "ordförande", "ja", True)
    assert resultat.text.endswith("\nHravn Forsne (M), ordförande\tX\t\t")
    assert koder(vo) == ["rost_harledd", "namn_stavas_olika"]
    assert not vo.oplacerat


def test_jav_that_contradicts_itself(ksau):
    assert [(p.namn, p.javig) for p in ksau.ledamoter][:3] == [
        ("Lisa Andersson", False),
        ("Fredrik Hansson", True),
        ("Emanuel Forsell", False),
    ]
    assert ksau.ledamoter[1].anmarkning == "deltar ej p.g.a. jäv, utan ersättare"
    assert koder(ksau) == ["jav_motsagelse", "jav_motsagelse"]
    assert [v.text.split()[0] for v in ksau.varningar] == ["Lisa", "Fredrik"]


def test_one_paragraph_and_no_anslag(ksau):
    assert [(p.nummer, p.dnr, p.rubrik) for p in ksau.paragrafer] == [
        (368, "KS-2024-00720", "Information om vindkraft i Kungsbacka")
    ]
    assert [a.typ for a in ksau.paragrafer[0].avsnitt] == ["beslut", "jav", "sammanfattning", "beslutsgang"]
    assert ksau.anslag is None
    assert (ksau.paragrafer_fran, ksau.paragrafer_till) == (368, 368)


def test_signatures_are_kept_as_facts(ksau):
    assert [(s.namn, s.tid) for s in ksau.signaturer] == [
        ("FREDRIK HANSSON", "2024-12-04 14:46:06"),
        ("EMANUEL FORSELL", "2024-12-05 08:43:07"),
    ]
    assert ksau.underskriftstjanst == "Visma Underskriftstjänst"
