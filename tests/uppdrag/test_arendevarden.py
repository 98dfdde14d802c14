"""What an organ did with an ärende, in words."""

from datetime import date

import pytest

from uppdrag.arendevarden import Arende, Skede, Steg, laget_nu, predikat

HALLET, KOMMANDE, PAGAR, INSTALLT = Skede.HALLET, Skede.KOMMANDE, Skede.PAGAR, Skede.INSTALLT


@pytest.mark.parametrize(
    ("fall", "vantat"),
    [
        ({"skede": HALLET, "eget": True}, "beslutade"),
        ({"skede": HALLET, "forslag": ["Kommunstyrelsen"]}, "lämnade förslag till kommunstyrelsen"),
        ({"skede": HALLET, "forslag": [""]}, "lämnade ett förslag vidare"),
        (
            {"skede": HALLET, "eget": True, "forslag": ["Kommunfullmäktige"]},
            "beslutade och lämnade förslag till kommunfullmäktige",
        ),
        ({"skede": HALLET, "eget": True, "utfall": "bordlagt"}, "bordlade ärendet"),
        ({"skede": HALLET, "eget": True, "utfall": "aterremitterat"}, "återremitterade ärendet"),
        ({"skede": HALLET, "utfall": "utgar"}, "lät ärendet utgå"),
        ({"skede": HALLET, "information": True}, "fick information"),
        ({"skede": HALLET}, "behandlade ärendet"),
        ({"skede": PAGAR}, "behandlar ärendet"),
        # What is written beforehand is nothing that anybody has decided.
        ({"skede": KOMMANDE, "eget": True}, "har ärendet på dagordningen"),
        (
            {"skede": INSTALLT, "eget": True},
            "hade ärendet på dagordningen, men sammanträdet ställdes in",
        ),
    ],
)
def test_predikat_says_what_was_done(fall, vantat):
    assert predikat(**fall) == vantat


def steg(dag, organ, skede, gjorde):
    return Steg(dag, organ, organ[:2], "§ 1", "Plan", "/", skede, gjorde)


AU = steg(date(2026, 1, 20), "Arbetsutskottet", HALLET, "lämnade förslag till kommunstyrelsen")
KS = steg(date(2026, 2, 3), "Kommunstyrelsen", HALLET, "beslutade")
KF = steg(date(2026, 3, 3), "Kommunfullmäktige", KOMMANDE, "har ärendet på dagordningen")


@pytest.mark.parametrize(
    ("stegen", "vantat"),
    [
        ([], ""),
        ([AU], "Arbetsutskottet lämnade förslag till kommunstyrelsen den 20 januari 2026."),
        ([AU, KS], "Kommunstyrelsen beslutade den 3 februari 2026."),
        (
            [AU, KS, KF],
            "Kommunstyrelsen beslutade den 3 februari 2026. Tas sedan upp av kommunfullmäktige den 3 mars 2026.",
        ),
        (
            [AU, steg(date(2026, 2, 3), "Kommunstyrelsen", PAGAR, "behandlar ärendet")],
            "Kommunstyrelsen behandlar ärendet den 3 februari 2026, och sammanträdet pågår.",
        ),
        ([KF], "Tas upp av kommunfullmäktige den 3 mars 2026."),
    ],
)
def test_where_it_is_now_is_the_latest_and_the_next(stegen, vantat):
    assert laget_nu(stegen) == vantat


@pytest.mark.parametrize(
    ("oppna", "forsenade", "vantat"),
    [
        (0, 0, ""),
        (1, 0, "1 öppet uppdrag"),
        (1, 1, "1 öppet uppdrag, försenat"),
        (3, 1, "3 öppna uppdrag, varav 1 försenat"),
        (3, 2, "3 öppna uppdrag, varav 2 försenade"),
        (3, 3, "3 öppna uppdrag, alla försenade"),
    ],
)
def test_open_uppdrag_are_counted_in_words(oppna, forsenade, vantat):
    assert Arende("A 1", "", date(2026, 1, 1), oppna=oppna, forsenade=forsenade).uppdragsord == vantat
