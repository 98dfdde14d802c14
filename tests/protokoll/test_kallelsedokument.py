"""What a kallelse says, and what the next one says has changed."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.kallelsedokument import Kallelsedokument, Namn, Punkt, andringar

ETT = Punkt(11, 1, "arende", "Val av justerare")
TVA = Punkt(12, 2, "arende", "Budget", dnr="2026/2", foredragande="Ekonomichefen", tid="13.30")
TRE = Punkt(13, 3, "information", "Läget i skolan")
RUBRIK = Punkt(14, None, "rubrik", "Till kommunfullmäktige")
UPPSTALLNING = ("Dagordningens uppställning har ändrats.",)
KALLELSE = Kallelsedokument(
    kommun="Provkommun",
    organ="Provnämnden",
    kortnamn="PN",
    datum=date(2026, 3, 10),
    start=time(13),
    plats="Rosensalen",
    utfardad=date(2026, 3, 2),
    punkter=(ETT, TVA, TRE),
    ledamoter=(Namn(1, "Ada Provsson (C), ordförande"),),
    ersattare=(Namn(2, "Bo Provsson (S)"),),
)


@pytest.mark.parametrize(
    ("nu", "expected"),
    [
        ({}, ()),
        ({"nummer": 2, "utfardad": date(2026, 3, 5), "sekreterare": "Siv", "meddelande": "Hej"}, ()),
        ({"datum": date(2026, 3, 11)}, ("Ny dag: onsdag 11 mars 2026 (tidigare tisdag 10 mars 2026).",)),
        ({"start": time(9)}, ("Ny tid: kl. 09.00 (tidigare 13.00).",)),
        ({"plats": "Tunasalen"}, ("Ny plats: Tunasalen (tidigare Rosensalen).",)),
        (
            {"punkter": (ETT, TVA, TRE, Punkt(20, 4, "arende", "Akut inköp", dnr="2026/9", extra=True))},
            ("Extra ärende: 4. Akut inköp (dnr 2026/9).",),
        ),
        ({"punkter": (ETT, TVA, TRE, Punkt(20, 4, "arende", "Nytt"))}, ("Nytt ärende: 4. Nytt.",)),
        ({"punkter": (ETT, TVA, TRE, Punkt(20, 4, "information", "Nytt"))}, ("Ny information: 4. Nytt.",)),
        ({"punkter": (ETT, replace(TVA, utgar=True), TRE)}, ("Utgår: 2. Budget.",)),
        ({"punkter": (ETT, replace(TRE, nr=2))}, ("Utgår: Budget.",)),
        ({"punkter": (ETT, TVA, TRE, Punkt(20, 4, "arende", "Nytt", utgar=True))}, UPPSTALLNING),
        ({"punkter": (ETT, replace(TVA, rubrik="Plan"), TRE)}, ("Ny rubrik: 2. Plan (tidigare ”Budget”).",)),
        ({"punkter": (ETT, replace(TVA, dnr="2026/3"), TRE)}, ("Nytt diarienummer: 2. Budget, 2026/3.",)),
        ({"punkter": (ETT, replace(TVA, foredragande=""), TRE)}, ("Ny föredragande: 2. Budget, ingen.",)),
        ({"punkter": (ETT, replace(TVA, tid="14.00"), TRE)}, ("Ny tid för ärendet: 2. Budget, kl. 14.00.",)),
        ({"punkter": (ETT, replace(TRE, nr=2), replace(TVA, nr=3))}, ("Ärendena har fått en ny ordning.",)),
        ({"punkter": (ETT, TVA, RUBRIK, TRE)}, UPPSTALLNING),
        ({"punkter": (ETT, TVA, replace(TRE, slag="arende"))}, UPPSTALLNING),
        ({"ersattare": ()}, ("Kallas inte längre som ersättare: Bo Provsson (S).",)),
        (
            {"ledamoter": (*KALLELSE.ledamoter, Namn(2, "Bo Provsson (S)")), "ersattare": ()},
            ("Kallas också som ledamot: Bo Provsson (S).", "Kallas inte längre som ersättare: Bo Provsson (S)."),
        ),
    ],
)  # fmt: skip
def test_andringar(nu, expected):
    assert andringar(KALLELSE, replace(KALLELSE, **nu)) == expected


def test_arende_that_utgick_can_be_taken_up_after_all():
    fore = replace(KALLELSE, punkter=(ETT, replace(TVA, utgar=True), TRE))

    assert andringar(fore, KALLELSE) == ("Tas upp ändå: 2. Budget.",)


ORD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
PUNKTER = st.builds(
    Punkt,
    id=st.integers(1, 6),
    nr=st.none() | st.integers(1, 9),
    slag=st.sampled_from(["arende", "information", "rubrik"]),
    rubrik=ORD,
    dnr=ORD,
    foredragande=ORD,
    tid=st.sampled_from(["", "13.00"]),
    extra=st.booleans(),
    utgar=st.booleans(),
)
DOKUMENT = st.builds(
    Kallelsedokument,
    kommun=ORD,
    organ=ORD,
    kortnamn=ORD,
    datum=st.dates(),
    start=st.none() | st.times(),
    plats=ORD,
    utfardad=st.dates(),
    nummer=st.integers(1, 9),
    meddelande=ORD,
    andringar=st.lists(ORD, max_size=2).map(tuple),
    punkter=st.lists(PUNKTER, max_size=5, unique_by=lambda p: p.id).map(tuple),
    ledamoter=st.lists(st.builds(Namn, st.integers(1, 9), ORD), max_size=3, unique_by=lambda n: n.id).map(tuple),
)


@given(DOKUMENT)
def test_stored_and_read_back_it_is_the_same(dokument):
    assert Kallelsedokument.fran_json(dokument.som_json()) == dokument
    assert andringar(dokument, dokument) == ()


@given(DOKUMENT, DOKUMENT)
def test_any_other_dagordning_is_told(fore, nu):
    """Nothing that a reader of the list would see differs without a sentence about it."""

    def shown(dokument):
        return [(p.id, p.slag, p.rubrik, p.dnr, p.foredragande, p.tid, p.extra, p.utgar) for p in dokument.punkter]

    nu = replace(fore, punkter=nu.punkter)
    assert bool(andringar(fore, nu)) == (shown(fore) != shown(nu))
