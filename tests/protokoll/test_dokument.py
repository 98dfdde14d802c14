"""From the rows of a meeting kept here to the printed protokoll."""

import dataclasses
import json
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from protokoll.dokument import fran_protokoll
from protokoll.dokumentvarden import Ajournering, Signatur
from protokoll.models import (
    Anmalan,
    Anmalare,
    Omrostning,
    Proposition,
    Protokoll,
    Rost,
    Yrkande,
    Yrkare,
)
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    MotesdeltagareFactory,
    NarvarohandelseFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UnderskriftFactory,
)

pytestmark = pytest.mark.django_db


class Motet:
    """Seven seats, §§ 1–8 in one protokoll."""

    def __init__(self, organ):
        self.sammantrade = SammantradeFactory(organ=organ, start=time(13), slut=time(16), plats="Rosensalen")
        self.protokoll = ProtokollFactory(sammantrade=self.sammantrade, justeringens_plats_och_tid="Digital justering")
        self.paragrafer = {n: self.paragraf(n) for n in range(1, 9)}
        roller = [("ordforande", "ordförande"), ("vice_1", "1:e vice ordförande"), ("vice_2", "2:e vice ordförande")]
        self.ledamoter = [
            MotesdeltagareFactory(
                sammantrade=self.sammantrade,
                namn=namn,
                parti=parti,
                roll=roller[n][0] if n < 3 else "ledamot",
                titel=roller[n][1] if n < 3 else "",
                ordning=n,
            )
            for n, (namn, parti) in enumerate(
                [("Anna", "M"), ("Bo", "L"), ("Cia", "S"), ("Dan", "M"), ("Eva", "S"), ("Finn", "SD"), ("Gun", "C")]
            )
        ]

    def paragraf(self, n, **falt):
        paragraf = ParagrafFactory(protokoll=falt.pop("protokoll", self.protokoll), nummer=n, **falt)
        BeslutFactory(paragraf=paragraf, text=f"<p>Beslut {n}.</p>")
        return paragraf

    def ovrig(self, namn, slag, *, titel="", vid=None, **falt):
        d = MotesdeltagareFactory(
            sammantrade=self.sammantrade, namn=namn, slag=slag, titel=titel, vid_upprop=vid is None, ordning=50, **falt
        )
        for n in vid or ():
            self.hander(d, "kommer", n, bara=True)
        return d

    def hander(self, deltagare, slag, n=None, *, bara=False, for_=None, klockslag=None):
        return NarvarohandelseFactory(
            deltagare=deltagare,
            slag=slag,
            paragraf=self.paragrafer[n] if n else None,
            bara_paragrafen=bara or slag == "jav",
            for_deltagare=for_,
            klockslag=klockslag,
        )

    def dokument(self, protokoll=None):
        rad = Protokoll.objects.select_related("sammantrade__organ").get(pk=(protokoll or self.protokoll).pk)
        return fran_protokoll(rad, kommun="Provkommun")


@pytest.fixture
def motet(organ):
    return Motet(organ)


def rader(personer):
    return [p.rad for p in personer]


def test_a_plain_meeting_lists_everybody_without_paragrafer(motet):
    dokument = motet.dokument()

    assert rader(dokument.ledamoter) == [
        "Anna (M), ordförande",
        "Bo (L), 1:e vice ordförande",
        "Cia (S), 2:e vice ordförande",
        "Dan (M)",
        "Eva (S)",
        "Finn (SD)",
        "Gun (C)",
    ]
    assert dokument.ersattare == ()
    assert dokument.ersattare_rubrik == "Tjänstgörande ersättare"
    assert dokument.paragrafspann == "§§ 1–8"
    assert [t.delar[0].html for t in dokument.paragrafer] == [f"<p>Beslut {n}.</p>" for n in range(1, 9)]


def test_ersattare_serve_for_somebody_at_some_paragrafer_and_are_present_at_the_rest(motet):
    dan = motet.ledamoter[3]
    hanna = motet.ovrig("Hanna", "ersattare", parti="M")
    ivar = motet.ovrig("Ivar", "ersattare", parti="C", vid=[5])
    motet.hander(dan, "gar", 3, klockslag=time(14, 20))
    motet.hander(hanna, "ersatter", 3, for_=dan)
    motet.hander(hanna, "jav", 5)
    motet.hander(ivar, "ersatter", 5, bara=True, for_=dan)

    dokument = motet.dokument()

    assert "Dan (M), §§ 1–2" in rader(dokument.ledamoter)
    assert rader(dokument.ersattare) == [
        "Hanna (M) tjänstgör §§ 3–4, 6–8 för Dan (M), närvarar ej § 5 p.g.a. jäv",
        "Ivar (C) tjänstgör § 5 för Dan (M)",
    ]
    assert [(g.rubrik, g.paragrafer, rader(g.personer)) for g in dokument.ovriga] == [
        ("Ersättare", "§§ 1–2", ["Hanna (M)"])
    ]
    hanna_i_listan = [r for r in dokument.narvarolista if r.namn == "Hanna (M)"]
    assert [(r.tjanstgor, r.tjanstgor_for, r.anmarkning) for r in hanna_i_listan] == [
        ("§§ 3–4, 6–8", "Dan (M)", "jäv § 5; närvarande §§ 1–2")
    ]
    [dan_i_listan] = [r for r in dokument.narvarolista if r.namn == "Dan (M)"]
    assert (dan_i_listan.tjanstgor, dan_i_listan.anmarkning) == ("§§ 1–2", "frånvarande §§ 3–8; gick kl. 14.20")


def test_one_ersattare_on_two_seats_has_a_line_for_each(motet):
    dan, eva = motet.ledamoter[3:5]
    hanna = motet.ovrig("Hanna", "ersattare", parti="M")
    motet.hander(dan, "gar", 2, bara=True)
    motet.hander(hanna, "ersatter", 2, bara=True, for_=dan)
    motet.hander(eva, "gar", 4, bara=True)
    motet.hander(hanna, "ersatter", 4, bara=True, for_=eva)

    listan = [(r.tjanstgor, r.tjanstgor_for) for r in motet.dokument().narvarolista if r.namn == "Hanna (M)"]

    assert listan == [("§ 2", "Dan (M)"), ("§ 4", "Eva (S)")]


def test_the_chair_with_jav_gives_the_vice_chair_a_line_to_sign_on_for_that_paragraf(motet):
    motet.hander(motet.ledamoter[0], "jav", 5)
    UnderskriftFactory(protokoll=motet.protokoll, roll="justerare", namn="Cia", parti="S")
    UnderskriftFactory(protokoll=motet.protokoll, roll="sekreterare", namn="Siv")

    dokument = motet.dokument()

    assert dokument.underskrifter == (
        Signatur("Sekreterare", "Siv"),
        Signatur("Ordförande", "Anna (M)", "§§ 1–4, 6–8"),
        Signatur("Ordförande", "Bo (L)", "§ 5"),
        Signatur("Protokolljusterare", "Cia (S)"),
    )
    assert dokument.justerare == ("Cia (S)",)
    assert "deltar ej § 5 p.g.a. jäv, utan ersättare" in dokument.ledamoter[0].rad
    assert "ordförande § 5" in dokument.ledamoter[1].rad
    [jav] = [d for d in dokument.paragrafer[4].delar if d.typ == "jav"]
    assert jav.html == "<p>Anna (M) deltar inte i handläggningen av ärendet på grund av jäv.</p>"


def test_one_who_presides_throughout_signs_without_paragrafer(motet):
    assert motet.dokument().underskrifter == (Signatur("Ordförande", "Anna (M)"),)


def test_before_the_roll_is_made_the_lines_to_sign_on_are_there(organ):
    protokoll = ProtokollFactory(sammantrade__organ=organ)
    UnderskriftFactory(protokoll=protokoll, roll="ordforande", namn="Anna", parti="M")

    dokument = fran_protokoll(protokoll, kommun="")

    assert dokument.underskrifter == (Signatur("Ordförande", "Anna (M)"),)
    assert dokument.ledamoter == dokument.narvarolista == ()


def test_others_present_stand_by_kind_and_by_paragrafer(motet):
    motet.ovrig("Jan Chef", "tjansteperson", titel="förvaltningschef")
    motet.ovrig("Kim Jurist", "tjansteperson", titel="jurist", vid=[2, 4])
    motet.ovrig("Lo Controller", "tjansteperson", titel="controller", vid=[2, 4])
    motet.ovrig("Mo Facklig", "personalforetradare", titel="Kommunal")
    motet.ovrig("Nils Gäst", "ovrig", vid=[8])
    motet.ovrig("Ej Här", "tjansteperson", vid=[])

    grupper = [(g.rubrik, g.paragrafer, rader(g.personer)) for g in motet.dokument().ovriga]

    assert grupper == [
        ("Tjänstepersoner", "", ["Jan Chef, förvaltningschef"]),
        ("Tjänstepersoner", "§§ 2; 4", ["Kim Jurist, jurist", "Lo Controller, controller"]),
        ("Personalföreträdare", "", ["Mo Facklig, Kommunal"]),
        ("Övriga", "§ 8", ["Nils Gäst"]),
    ]


def test_a_vacant_seat_is_said(motet):
    MotesdeltagareFactory(
        sammantrade=motet.sammantrade, person=None, namn="Vakant", parti="V", vid_upprop=False, ordning=8
    )

    dokument = motet.dokument()

    assert dokument.ledamoter[-1].rad == "Vakant (V)"
    assert (dokument.narvarolista[-1].namn, dokument.narvarolista[-1].anmarkning) == ("Vakant (V)", "vakant plats")


def test_a_protokoll_of_one_paragraf_speaks_of_that_paragraf_alone(motet):
    egen = ProtokollFactory(sammantrade=motet.sammantrade)
    paragraf = motet.paragrafer[5]
    paragraf.protokoll = egen
    paragraf.save()
    motet.hander(motet.ledamoter[0], "jav", 5)
    motet.hander(motet.ledamoter[6], "gar", 6)
    motet.ovrig("Kim Jurist", "tjansteperson", titel="jurist", vid=[5])
    motet.ovrig("Jan Chef", "tjansteperson", vid=[4])

    dokument = motet.dokument(egen)

    assert dokument.paragrafspann == "§ 5"
    assert "Gun (C)" in rader(dokument.ledamoter)
    assert [(g.paragrafer, rader(g.personer)) for g in dokument.ovriga] == [("§ 5", ["Kim Jurist, jurist"])]
    assert dokument.underskrifter == (Signatur("Ordförande", "Bo (L)"),)
    assert motet.dokument().paragrafspann == "§§ 1–4, 6–8"


def test_breaks_stand_with_the_paragraf_they_fell_in(motet):
    from protokoll.models import Ajournering as Rad

    Rad(sammantrade=motet.sammantrade, fran=time(14, 25), till=time(14, 35), paragraf=motet.paragrafer[3]).save()
    Rad(sammantrade=motet.sammantrade, fran=time(15)).save()

    assert motet.dokument().ajourneringar == (
        Ajournering(time(14, 25), time(14, 35), "§ 3"),
        Ajournering(time(15), None, ""),
    )


def test_headings_of_the_dagordning_are_no_paragrafer(motet):
    ParagrafFactory(protokoll=motet.protokoll, nummer=None, ordning=50, slag="rubrik", rubrik="Beslutsärenden")

    assert len(motet.dokument().paragrafer) == 8


def test_names_are_those_of_the_day(motet):
    person = motet.ledamoter[0].person
    person.namn = "Anna Nygift"
    person.save()

    assert motet.dokument().ledamoter[0].namn == "Anna"


def test_a_dokument_can_be_written_as_json(motet):
    motet.hander(motet.ledamoter[0], "jav", 5)
    dokument = motet.dokument()

    text = json.dumps(dataclasses.asdict(dokument), default=lambda v: v.isoformat(), ensure_ascii=False)

    last = json.loads(text)
    assert last["paragrafer"][0]["delar"][0]["html"] == "<p>Beslut 1.</p>"
    assert last["datum"] == dokument.datum.isoformat()
    assert last["underskrifter"][1] == {"roll": "Ordförande", "namn": "Bo (L)", "paragrafer": "§ 5"}


def spara_rad(rad):
    rad.save()
    return rad


@pytest.mark.parametrize("antal", [3, 50])
def test_queries_are_as_many_however_many_paragrafer(organ, antal):
    def cost(n):
        protokoll = ProtokollFactory(sammantrade__organ=organ)
        for i in range(n):
            paragraf = ParagrafFactory(protokoll=protokoll)
            BeslutFactory(paragraf=paragraf)
            AvsnittFactory(paragraf=paragraf)
            vem = MotesdeltagareFactory(sammantrade=protokoll.sammantrade, ordning=i)
            NarvarohandelseFactory(deltagare=vem, slag="jav", paragraf=paragraf, bara_paragrafen=True)
            yrkande = spara_rad(Yrkande(paragraf=paragraf, slag="bifall", text="bifall"))
            spara_rad(Yrkare(yrkande=yrkande, deltagare=vem))
            fraga = spara_rad(Proposition(paragraf=paragraf, forslag=yrkande, bifall=True))
            omrostning = Omrostning(paragraf=paragraf, proposition=fraga, ja_innebar="a", nej_innebar="b", utfall="ja")
            spara_rad(Rost(omrostning=spara_rad(omrostning), deltagare=vem, rost="ja"))
            spara_rad(Anmalare(anmalan=spara_rad(Anmalan(paragraf=paragraf, slag="reservation")), deltagare=vem))
        rad = Protokoll.objects.select_related("sammantrade__organ").get(pk=protokoll.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            dokument = fran_protokoll(rad, kommun="")
        assert len(dokument.paragrafer) == len(dokument.omrostningslistor) == n
        return len(queries)

    assert cost(antal) == cost(1)
