"""Each check of a held meeting: what makes it fire, and the nearest thing that does not."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, time

import pytest

from kommun.models import Organ
from protokoll.models import Ajournering, MakuleratNummer, Omrostning, Proposition, Rost, Yrkare
from protokoll.narvaroandring import godta_varning
from protokoll.narvarolista import narvarolista
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    ParagrafFactory,
    StandigtArendeFactory,
    UnderskriftFactory,
    UppdragFactory,
    UppfoljningFactory,
)
from tests.protokoll.klarkoll.mote import Mote, andra, anmal, rent_mote, rosta, yrka

pytestmark = pytest.mark.django_db


def test_a_complete_meeting_has_nothing_to_remark(m):
    assert m.koll().alla == ()


def test_a_complete_meeting_of_an_organ_with_nothing_above_it(organ):
    assert rent_mote(organ).koll().alla == ()


def text_i(n, text, **falt):
    """Write in the background of § n."""
    return lambda m: andra(m.p[n - 1].avsnitten.get(typ="bakgrund"), text=f"<p>{text}</p>", **falt)


def flera(*akter):
    def gor(m):
        for akt in akter:
            akt(m)

    return gor


def inget(m):
    pass


@dataclass(frozen=True)
class Fall:
    kod: str
    utan: Callable[[Mote], object]
    med: Callable[[Mote], object]


FALL = [
    # the meeting and its dagordning
    Fall("tid_saknas", inget, lambda m: m.mote(start=None, slut=None)),
    Fall("plats_saknas", lambda m: m.mote(plats="T"), lambda m: m.mote(plats=" ")),
    Fall("sluttid_saknas", lambda m: m.mote(lage="pagar", slut=None), lambda m: m.mote(lage="avslutat")),
    Fall("rubrik_saknas", lambda m: m.paragraf(3, rubrik="A"), lambda m: m.paragraf(3, rubrik="")),
    Fall(
        "dnr_saknas",
        lambda m: m.paragraf(3, dnr="", standigt=StandigtArendeFactory(organ=m.s.organ, kod="inbjudningar")),
        lambda m: andra(m.p[2].standigt, dnr="2026/000018"),
    ),
    Fall("dnr_saknas", lambda m: m.paragraf(6, dnr=""), lambda m: m.paragraf(3, dnr=" ")),
    Fall(
        "ingen_fortsattning",
        lambda m: m.paragraf(3, utfall="utgar"),
        lambda m: m.paragraf(3, utfall="bordlagt"),
    ),
    # the decision
    Fall("beslut_saknas", lambda m: m.beslut(7, text=""), lambda m: m.beslut(3, text="<p> </p>")),
    Fall("beslut_saknas", lambda m: m.paragraf(6, slag="information"), lambda m: m.paragraf(6, slag="arende")),
    Fall("mottagare_saknas", inget, lambda m: andra(m.p[2].avsnitten.get(typ="mottagare"), text="<p></p>")),
    Fall(
        "fel_organ",
        lambda m: m.beslut(3, text="<p>Provstyrelsens arbetsutskott föreslår:</p><p>Provstyrelsen godkänner den.</p>"),
        lambda m: m.beslut(3, text="<p>Provstyrelsen beslutar följande:</p>"),
    ),
    Fall("fel_organ", inget, lambda m: m.beslut(3, rubrik="Provstyrelsens beslut")),
    Fall(
        "forslag_utan_organ",
        lambda m: m.beslut(5, till_organ=None),
        lambda m: andra(m.s.organ, overordnat=None),
    ),
    # yrkanden and beslutsgång
    Fall("yrkare_saknas", lambda m: yrka(m.p[2], None, aterkallat=True), lambda m: yrka(m.p[2], None)),
    Fall("yrkare_tjanstgor_inte", lambda m: yrka(m.p[2], m.d[1]), lambda m: yrka(m.p[2], m.d[5])),
    Fall(
        "beslutsgang_saknas",
        lambda m: yrka(m.p[2], m.d[1]),
        lambda m: yrka(m.p[2], m.d[1], slag="tillagg"),
    ),
    Fall(
        "beslutsgang_saknas",
        lambda m: (
            yrka(m.p[2], m.d[1], slag="tillagg"),
            AvsnittFactory(paragraf=m.p[2], typ="beslutsgang", rubrik="Beslutsgång", ordning=500),
        ),
        lambda m: andra(m.p[2].avsnitten.get(typ="beslutsgang"), text=""),
    ),
    Fall(
        "proposition_utan_utgang",
        lambda m: andra(m.p[3].propositionerna.get(), bifall=None),
        lambda m: andra(m.omrostning, proposition=None),
    ),
    Fall("proposition_utan_utgang", inget, lambda m: Proposition.objects.create(paragraf=m.p[2])),
    Fall(
        "aterkallat_under_proposition",
        lambda m: yrka(m.p[3], m.d[1], aterkallat=True),
        lambda m: andra(m.p[3].yrkandena.get(slag="avslag"), aterkallat=True),
    ),
    Fall(
        "uppskov_utan_utfall",
        lambda m: Proposition.objects.create(
            paragraf=m.p[6], forslag=yrka(m.p[6], m.d[1], slag="aterremiss"), bifall=True
        ),
        lambda m: Proposition.objects.create(
            paragraf=m.p[2], forslag=yrka(m.p[2], m.d[1], slag="aterremiss"), bifall=True
        ),
    ),
    Fall(
        "uppskov_mot_beslut",
        lambda m: Proposition.objects.create(
            paragraf=m.p[2], forslag=yrka(m.p[2], m.d[1], slag="aterremiss"), bifall=False
        ),
        lambda m: Proposition.objects.create(
            paragraf=m.p[6], forslag=yrka(m.p[6], m.d[1], slag="aterremiss"), bifall=False
        ),
    ),
    # votes
    Fall("utfall_saknas", inget, lambda m: andra(m.omrostning, utfall=None)),
    Fall(
        "rost_saknas",
        lambda m: m.rost(4, "avstar"),
        lambda m: Rost.objects.get(omrostning=m.omrostning, deltagare=m.d[4]).delete(),
    ),
    Fall(
        "rost_saknas",
        lambda m: (
            Rost.objects.get(omrostning=m.omrostning, deltagare=m.d[3]).delete(),
            anmal(m.p[3], m.d[3], "deltar_ej"),
        ),
        lambda m: Rost.objects.get(omrostning=m.omrostning, deltagare=m.d[2]).delete(),
    ),
    Fall("rostar_ej", lambda m: m.hander(4, "gar", 5), lambda m: m.hander(4, "gar", 4)),
    Fall("rostar_ej", inget, lambda m: anmal(m.p[3], m.d[3], "deltar_ej")),
    Fall("summan", inget, lambda m: andra(m.omrostning, ja=4)),
    Fall(
        "rostetal_saknas",
        lambda m: rosta(m.p[4], (), sluten=True, ja=5, nej=0, utfall="ja"),
        lambda m: rosta(m.p[2], (), sluten=True, utfall="ja"),
    ),
    Fall(
        "sluten_summa",
        lambda m: rosta(m.p[4], (), sluten=True, ja=3, nej=1, avstar=1, utfall="ja"),
        lambda m: rosta(m.p[2], (), sluten=True, ja=3, nej=1, utfall="ja"),
    ),
    Fall(
        "summan",
        lambda m: rosta(m.p[4], (), sluten=True, ja=3, nej=1, utfall="ja"),
        lambda m: rosta(m.p[2], (), sluten=True, ja=5, nej=1, utfall="ja"),
    ),
    Fall("utfall_mot_rosterna", lambda m: m.rost(3, "ja"), lambda m: andra(m.omrostning, utfall="nej")),
    Fall(
        # A tie: the chair voted ja.
        "utfall_mot_rosterna",
        lambda m: m.rost(2, "avstar"),
        lambda m: andra(m.omrostning, utfall="nej"),
    ),
    Fall(
        # In fullmäktige a third is enough for återremiss (KL 5:50).
        "utfall_mot_rosterna",
        flera(
            lambda m: andra(m.s.organ, slag=Organ.Slag.FULLMAKTIGE),
            lambda m: andra(
                m.p[3].propositionerna.get(), forslag=yrka(m.p[3], m.d[3], slag="aterremiss"), mot=None, bifall=False
            ),
            lambda m: andra(m.omrostning, utfall="nej"),
        ),
        lambda m: andra(m.s.organ, slag=Organ.Slag.NAMND),
    ),
    Fall(
        "utfall_mot_beslutsgangen",
        flera(
            lambda m: andra(m.p[3].propositionerna.get(), bifall=False),
            lambda m: andra(m.omrostning, ja_ar_mot=True),
        ),
        lambda m: andra(m.omrostning, ja_ar_mot=False),
    ),
    Fall("utfall_mot_beslutsgangen", inget, lambda m: andra(m.p[3].propositionerna.get(), bifall=False)),
    # what was announced
    Fall("anmalare_saknas", lambda m: anmal(m.p[2], m.d[1]), lambda m: anmal(m.p[2], None)),
    Fall(
        "anmalare_tjanstgor_inte",
        lambda m: anmal(m.p[2], m.d[5], "protokollsanteckning", motivering="<p>Tänk om.</p>"),
        lambda m: anmal(m.p[2], m.d[5]),
    ),
    Fall(
        "anmalan_utan_text",
        lambda m: anmal(m.p[2], m.d[1]),
        lambda m: anmal(m.p[2], m.d[1], "sarskilt_yttrande"),
    ),
    Fall("reservation_mot_egen_rost", lambda m: anmal(m.p[3], m.d[3]), lambda m: anmal(m.p[3], m.d[0])),
    # presence
    Fall(
        "narvaro_saknas",
        lambda m: m.hander(1, "gar", 2),
        lambda m: [andra(d, vid_upprop=False) for d in m.d],
    ),
    Fall(
        "ej_beslutfor",
        lambda m: [m.hander(n, "gar", 6) for n in (3, 4)],
        lambda m: m.hander(1, "gar", 6),
    ),
    Fall(
        "ingen_ordforande",
        lambda m: m.hander(0, "gar", 6),
        lambda m: m.hander(1, "gar", 6),
    ),
    Fall(
        "vaxeltjanstgoring",
        lambda m: m.javig(4, 2),
        lambda m: [m.hander(3, "gar", 2), m.hander(3, "kommer", 3)],
    ),
    Fall(
        "mitt_i",
        lambda m: [m.hander(3, "gar", 3), m.hander(5, "ersatter", 3, for_deltagare=m.d[3])],
        lambda m: [m.hander(4, "gar", 6, mitt_i=True), m.hander(5, "ersatter", 6, for_deltagare=m.d[4], mitt_i=True)],
    ),
    Fall("undertecknare_borta", lambda m: m.hander(1, "gar", 3), lambda m: m.hander(2, "gar", 7)),
    Fall(
        "undertecknare_bredvid",
        lambda m: m.hander(5, "kommer", 1),
        lambda m: UnderskriftFactory(protokoll=m.protokoll, person=m.d[5].person, roll="justerare"),
    ),
    Fall("undertecknare_javig", lambda m: m.javig(1, 3), lambda m: m.javig(2, 3)),
    Fall(
        "tom_plats",
        lambda m: m.hander(3, "gar", 6),
        lambda m: m.hander(5, "kommer", 6),
    ),
    Fall(
        # Jäv at § 3 with an ersättare in the room; not when the ersättare is called in for it.
        "tom_plats",
        lambda m: [m.javig(3, 3), m.hander(5, "ersatter", 3, for_deltagare=m.d[3], bara_paragrafen=True)],
        lambda m: [m.hander(5, "kommer", 5), m.javig(3, 5)],
    ),
    Fall(
        "ajournering_pagar",
        lambda m: Ajournering.objects.create(sammantrade=m.s, fran=time(14, 0), till=time(14, 10)),
        lambda m: Ajournering.objects.create(sammantrade=m.s, fran=time(14, 30)),
    ),
    # jäv
    Fall("javig_deltar", lambda m: m.javig(1, 3), lambda m: m.javig(3, 4)),
    Fall("javig_deltar", lambda m: yrka(m.p[2], m.d[1]), lambda m: m.javig(1, 3)),
    Fall(
        "javig_leder",
        lambda m: m.hander(1, "ordforande", 3, bara_paragrafen=True),
        lambda m: m.javig(1, 3),
    ),
    Fall(
        "jav_bara_i_texten",
        lambda m: (m.javig(1, 5), AvsnittFactory(paragraf=m.p[4], typ="jav", rubrik="Jäv", ordning=300)),
        lambda m: AvsnittFactory(paragraf=m.p[2], typ="jav", rubrik="Jäv", ordning=300),
    ),
    # who signs
    Fall("justerare_saknas", inget, lambda m: m.protokoll.underskrifterna.get(roll="justerare").delete()),
    Fall("ordforande_saknas", inget, lambda m: m.protokoll.underskrifterna.get(roll="ordforande").delete()),
    Fall("sekreterare_saknas", inget, lambda m: m.protokoll.underskrifterna.get(roll="sekreterare").delete()),
    Fall(
        "ordforande_skriver_ej",
        lambda m: (
            m.javig(0, 3),
            UnderskriftFactory(protokoll=m.protokoll, person=m.d[1].person, namn=m.d[1].namn, roll="ordforande"),
        ),
        lambda m: m.protokoll.underskrifterna.get(person=m.d[1].person).delete(),
    ),
    Fall(
        "justerare_ar_ordforande",
        inget,
        lambda m: UnderskriftFactory(protokoll=m.protokoll, person=m.d[0].person, roll="justerare"),
    ),
    Fall(
        "undertecknare_okand",
        lambda m: UnderskriftFactory(protokoll=m.protokoll, roll="sekreterare"),
        lambda m: UnderskriftFactory(protokoll=m.protokoll, roll="justerare"),
    ),
    Fall(
        "justerare_i_valet",
        lambda m: m.beslut(1, text="<p>Provstyrelsens arbetsutskott väljer Cia  Próvsson (P).</p>"),
        lambda m: m.beslut(1, text="<p>Provstyrelsens arbetsutskott väljer Dan Provsson (P).</p>"),
    ),
    Fall("justeringens_plats_saknas", inget, lambda m: andra(m.protokoll, justeringens_plats_och_tid="")),
    # numbers
    Fall(
        "nummer_saknas",
        lambda m: m.paragraf(7, nummer=None, utfall="utgar"),
        lambda m: m.paragraf(7, utfall="aterremitterat"),
    ),
    Fall("nummerordning", lambda m: m.paragraf(7, nummer=8), lambda m: m.paragraf(3, nummer=9)),
    Fall(
        "nummerlucka",
        lambda m: (
            m.paragraf(7, nummer=8),
            MakuleratNummer.objects.create(organ=m.s.organ, ar=2026, nummer=7, skal="Dubbelt upplagt."),
        ),
        lambda m: m.paragraf(7, nummer=9),
    ),
    Fall(
        # Another meeting of the organ took the number in between.
        "nummerlucka",
        lambda m: (
            m.paragraf(7, nummer=8),
            ParagrafFactory(
                protokoll__sammantrade__organ=m.s.organ, protokoll__sammantrade__datum=date(2026, 6, 3), nummer=7
            ),
        ),
        lambda m: m.paragraf(7, nummer=10),
    ),
    Fall("utan_protokoll", lambda m: m.paragraf(7, nummer=None, protokoll=None), lambda m: m.paragraf(7, nummer=7)),
    # the words
    Fall("frammande_tecken", text_i(3, "Rapporten utarbeta med mått µ och α."), text_i(3, "utarb\u0435\u0442\u0430")),
    Fall("frammande_tecken", text_i(3, "Москва"), lambda m: m.paragraf(3, rubrik="Ny \u0441ykelväg")),
    Fall("personnummer", text_i(3, "Dnr 2020/000053 000 och 811228-9875"), text_i(3, "Sökande 811228-9874")),
    Fall("variabel_kvar", text_i(3, "Mängden {1, 2}"), text_i(3, "Väljer {justerare}.")),
    Fall("platshallare", text_i(3, "Enligt [...] och Xavier, SOU 2020:2"), text_i(3, "Kostnaden är XX kronor")),
    Fall("platshallare", text_i(3, "en lucka … och [sic]"), text_i(3, "[namn] väljs")),
    Fall("dubbla_mellanslag", text_i(3, "Ett mellanslag."), text_i(3, "Två  mellanslag.")),
    Fall(
        "hanvisning_framat",
        text_i(3, "Enligt beslut 2026-03-04, § 2, och senast 2027-01-01"),
        text_i(3, "Enligt beslut 2027-02-04, § 2"),
    ),
    Fall(
        "tom_rubrik",
        lambda m: (
            AvsnittFactory(paragraf=m.p[2], typ="sammanfattning", rubrik="Sammanfattning", text="", ordning=150),
            andra(m.p[2].avsnitten.get(typ="bakgrund"), niva=2),
        ),
        lambda m: AvsnittFactory(paragraf=m.p[2], typ="upplysning", rubrik="Upplysning", text="", ordning=300),
    ),
    # uppdrag
    Fall(
        "uppdrag_utan_ansvarig",
        lambda m: UppdragFactory(beslut=m.p[2].besluten.get(), ansvarig=m.d[6].person),
        lambda m: UppdragFactory(beslut=m.p[2].besluten.get()),
    ),
    Fall(
        "uppdrag_utan_beslut",
        lambda m: UppdragFactory(beslut=m.p[2].besluten.get()),
        lambda m: UppdragFactory(beslut=m.p[6].besluten.get()),
    ),
    Fall(
        "uppdrag_besvarat_utan_beslut",
        lambda m: UppdragFactory(
            beslut=BeslutFactory(), aterrapporterat_i=m.p[2].besluten.get(), lage="aterrapporterat"
        ),
        lambda m: m.paragraf(3, utfall="bordlagt"),
    ),
    Fall(
        "uppfoljning_inte_sammanstalld",
        lambda m: m.paragraf(3, standigt=StandigtArendeFactory(organ=m.s.organ, kod="uppfoljning")),
        lambda m: m.p[2].avsnitten.all().delete(),
    ),
    Fall(
        "uppfoljning_utan_nummer",
        lambda m: (
            m.paragraf(3, standigt=StandigtArendeFactory(organ=m.s.organ, kod="uppfoljning")),
            UppfoljningFactory(paragraf=m.p[2]),
        ),
        lambda m: andra(m.p[2].uppfoljning, innehall=m.p[2].uppfoljning.innehall | {"paragraf": None}),
    ),
]


@pytest.fixture(scope="module")
def rent(en_gang):
    return en_gang(rent_mote)


@pytest.fixture
def m(rent):
    return deepcopy(rent)


@pytest.mark.parametrize("fall", [pytest.param(f, id=f"{f.kod}-{n}") for n, f in enumerate(FALL)])
def test_check_fires_and_its_neighbour_does_not(fall, m):
    fall.utan(m)
    assert fall.kod not in m.koder()

    fall.med(m)
    assert fall.kod in m.koder()


def test_every_remark_has_a_key_of_its_own_and_leads_somewhere(client, m):
    for fall in FALL:
        if fall.kod in {"platshallare", "variabel_kvar", "frammande_tecken", "justerare_saknas"}:
            fall.med(m)
    andra(m.p[3].avsnitten.get(typ="bakgrund"), text="<p>XX utarb\u0435\u0442\u0430 [namn] {datum}</p>")

    alla = m.koll().alla

    assert len({a.id for a in alla}) == len(alla) > 6
    assert all(a.url.startswith("/") and len(a.nyckel) <= 120 and a.text.endswith(".") for a in alla)


def test_personnummer_is_neither_shown_nor_kept(m):
    text_i(3, "Sökande 811228-9874 och 198112289874")(m)

    funna = [a for a in m.koll().alla if a.kod == "personnummer"]

    assert len(funna) == 2
    for a in funna:
        assert "9874" not in a.text + a.nyckel
        assert "1228" not in a.text + a.nyckel


def test_what_is_let_stand_on_the_page_of_narvaro_is_let_stand_here(sekreterare):
    m = rent_mote(sekreterare.person.tjansterna.get().organ)
    m.hander(3, "gar", 2)
    m.hander(3, "kommer", 3)
    (v,) = [v for v in narvarolista(m.s).varningar() if v.kod == "vaxeltjanstgoring"]

    godta_varning(m.s, kod=v.kod, nyckel=v.nyckel, skal="Kom tillbaka efter ett samtal.", by=sekreterare)

    assert "vaxeltjanstgoring" in [a.kod for a in m.koll().godtagna]
    assert "vaxeltjanstgoring" not in m.koder()


def test_what_has_not_been_reached_is_not_missing(m):
    m.mote(lage="pagar", slut=None, aktuell=m.p[3])
    for n in (3, 5):
        m.beslut(n, text="")

    assert [a.paragraf for a in m.koll().alla if a.kod == "beslut_saknas"] == [m.p[2]]


def test_contradictions_are_told_at_once_while_the_meeting_runs(m):
    m.mote(lage="pagar", slut=None, aktuell=m.p[2])
    text_i(5, "Sökande 811228-9874")(m)

    assert m.koder() == ["personnummer"]


def test_a_vote_in_two_rounds_names_the_one_that_is_wrong(m):
    rosta(m.p[3], [(d, "ja") for d in m.d[:5]], utfall="nej", ordning=2)

    (a,) = [a for a in m.koll().alla if a.kod == "utfall_mot_rosterna"]

    assert a.text.startswith("Omröstning nr 2")
    assert str(Omrostning.objects.get(ordning=2).pk) in a.nyckel


def test_one_who_joins_is_no_mover(m):
    y = yrka(m.p[2], None)
    Yrkare.objects.create(yrkande=y, deltagare=m.d[1], instammer=True)

    assert m.koder() == ["yrkare_saknas"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 14), []),
        (date(2026, 3, 15), ["justeras_snart"]),
        (date(2026, 3, 18), ["justeras_snart"]),
        (date(2026, 3, 19), ["justeras_senast"]),
    ],
)
def test_justering_within_14_days_kl_5_69(today, expected, m):
    assert m.koder(today) == expected


@pytest.mark.parametrize(
    ("today", "allvar"),
    [(date(2026, 3, 22), "varning"), (date(2026, 3, 23), "varning"), (date(2026, 3, 24), "fel")],
)
def test_a_day_that_is_no_vardag_is_an_error_only_after_the_next_one(today, allvar, organ):
    # 7 March 2026 is a Saturday, and so is 21 March.
    (a,) = rent_mote(organ, dag=date(2026, 3, 7)).koll(today).alla

    assert (a.kod, a.allvar) == ("justeras_senast", allvar)
