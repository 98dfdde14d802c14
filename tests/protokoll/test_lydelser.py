"""The sentences, against the wording of real minutes and of common practice. The names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.lydelser import (
    Beslutsgang,
    Fraga,
    Person,
    Votering,
    Yrkande,
    anmalan,
    foremal,
    foreslagen_ordning,
    forval,
    genitiv,
    organord,
    som_beslut,
    yrkande,
)
from protokoll.narvaroord import upprakning
from protokoll.rostning import LOTT, UTSLAGSROST, Rakning

ADA, BO, CIA, DAN, EVA = (Person("Ada Alm", "M"), Person("Bo Björk", "SD"), Person("Cia Ceder", "SD"),
                          Person("Dan Frans", "S"), Person("Eva Ek", "S"))  # fmt: skip

AVSLAG = Yrkande(1, "avslag", "avslag på motionen", (ADA,))
BIFALL_SD = Yrkande(2, "bifall", "bifall till motionen", (BO, CIA))
BIFALL_S = Yrkande(3, "bifall", "Bifall till motionen.", (DAN,), (EVA,))
ATERREMISS = Yrkande(4, "aterremiss", "att ärendet återremitteras för att kostnaderna ska redovisas", (BO,))
TILLAGG = Yrkande(5, "tillagg", "att en pilotstudie genomförs", (DAN,))
ANDRING = Yrkande(6, "andring", "att motionen anses besvarad", (EVA,))


def gang(*yrkanden):
    return Beslutsgang(yrkanden, "nämnden")


@pytest.mark.parametrize(
    ("namn", "vantat"),
    [("Hanna Ek", "Hanna Eks"), ("Dan Frans", "Dan Frans"), ("Max Dax", "Max Dax"), ("Liz Schulz", "Liz Schulz")],
)
def test_genitiv(namn, vantat):
    assert genitiv(namn) == vantat


def test_party_stands_after_the_genitive():
    assert ADA.genitiv == "Ada Alms (M)"
    assert Person("Utan Parti").genitiv == "Utan Partis"


def test_upprakning():
    assert [upprakning(x) for x in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A och B", "A, B och C"]


@pytest.mark.parametrize(
    ("namn", "slag", "ord_"),
    [
        ("Nämnden för Vård & Omsorg", "namnd", "nämnden"),
        ("Kommunstyrelsens arbetsutskott", "utskott", "arbetsutskottet"),
        ("Personalutskottet", "utskott", "utskottet"),
        ("Kommunstyrelsen", "styrelse", "kommunstyrelsen"),
        ("Kommunfullmäktige", "fullmaktige", "kommunfullmäktige"),
        ("Regionfullmäktige", "fullmaktige", "regionfullmäktige"),
        ("Fullmäktige i Provstad", "fullmaktige", "fullmäktige"),
        ("Valberedningen", "beredning", "beredningen"),
    ],
)
def test_organord(namn, slag, ord_):
    assert organord(namn, slag) == ord_


# Yrkanden


@pytest.mark.parametrize(
    ("y", "mening"),
    [
        pytest.param(BIFALL_SD, "Bo Björk (SD) och Cia Ceder (SD) yrkar bifall till motionen.", id="two"),
        pytest.param(
            BIFALL_S, "Dan Frans (S) yrkar bifall till motionen. Eva Ek (S) instämmer i yrkandet.", id="one joins"
        ),
        pytest.param(
            ATERREMISS,
            "Bo Björk (SD) yrkar att ärendet återremitteras för att kostnaderna ska redovisas.",
            id="KL 5:50 återremiss with its reason",
        ),
        pytest.param(
            Yrkande(9, "andring", "att avslå punkt 1\n• att bifalla punkt 2", (ADA, BO, DAN), (EVA,)),
            "Ada Alm (M), Bo Björk (SD) och Dan Frans (S) yrkar\n• att avslå punkt 1\n• att bifalla punkt 2\n"
            "Eva Ek (S) instämmer i yrkandet.",
            id="several att-satser",
        ),
        pytest.param(Yrkande(9, "bifall", "x", (ADA,), egen="Ada yrkar annat."), "Ada yrkar annat.", id="own words"),
    ],
)
def test_yrkande(y, mening):
    assert yrkande(y) == mening


@pytest.mark.parametrize(
    ("rubrik", "sak"),
    [
        ("Svar på motion från Bo Björk (SD) – blocktider", "motionen"),
        ("Medborgarförslag om motion i skolan", "medborgarförslaget"),
        ("Emotionell hälsa i förskolan", "förslaget"),
        ("Detaljplan för Höjden", "förslaget"),
    ],
)
def test_foremal(rubrik, sak):
    assert foremal(rubrik) == sak
    assert forval("avslag", sak) == f"avslag på {sak}"


# The chair's questions


def test_two_proposals_are_told_with_all_who_put_them():
    text = gang(AVSLAG, BIFALL_SD, BIFALL_S).forslagen([Fraga(AVSLAG, BIFALL_SD)])

    assert text == (
        "Ordföranden finner att det finns två förslag till beslut, dels Ada Alms (M) avslagsyrkande, "
        "dels Bo Björks (SD) m.fl. och Dan Frans (S) m.fl. bifallsyrkande."
    )


def test_three_proposals():
    text = gang(AVSLAG, BIFALL_SD, ANDRING).forslagen([Fraga(BIFALL_SD, ANDRING), Fraga(AVSLAG, BIFALL_SD)])

    assert text == (
        "Ordföranden finner att det finns tre förslag till beslut, dels Bo Björks (SD) m.fl. bifallsyrkande, "
        "dels Eva Eks (S) ändringsyrkande och dels Ada Alms (M) avslagsyrkande."
    )


@pytest.mark.parametrize(
    ("yrkanden", "fragor"),
    [
        pytest.param([AVSLAG, BIFALL_SD], [], id="nothing put yet"),
        pytest.param([BIFALL_SD, BIFALL_S], [Fraga(BIFALL_SD, None)], id="the same proposal twice"),
        pytest.param([ATERREMISS, BIFALL_SD, TILLAGG], [Fraga(ATERREMISS, None)], id="one main proposal"),
    ],
)
def test_one_proposal_is_not_told(yrkanden, fragor):
    assert gang(*yrkanden).forslagen(fragor) == ""


def test_liggande_forslag_is_one_of_the_proposals():
    assert gang(ANDRING).forslagen([Fraga(None, ANDRING)]) == (
        "Ordföranden finner att det finns två förslag till beslut, dels liggande förslag, "
        "dels Eva Eks (S) ändringsyrkande."
    )


MENINGAR = [
    pytest.param(
        Fraga(AVSLAG, BIFALL_SD, True),
        "Ordföranden prövar Ada Alms (M) yrkande mot Bo Björks (SD) m.fl. och Dan Frans (S) m.fl. yrkande och finner "
        "att nämnden beslutar enligt Ada Alms (M) yrkande.",
        id="KL 5:67 main against main",
    ),
    pytest.param(
        Fraga(AVSLAG, BIFALL_SD),
        "Ordföranden prövar Ada Alms (M) yrkande mot Bo Björks (SD) m.fl. och Dan Frans (S) m.fl. yrkande.",
        id="not found yet",
    ),
    pytest.param(
        Fraga(None, ANDRING, True),
        "Ordföranden prövar liggande förslag mot Eva Eks (S) yrkande och finner att nämnden beslutar enligt liggande "
        "förslag.",
        id="what lay before the organ wins",
    ),
    pytest.param(
        Fraga(ANDRING, None, False),
        "Ordföranden prövar Eva Eks (S) yrkande mot avslag och finner att nämnden beslutar att avslå Eva Eks (S) "
        "yrkande.",
        id="alone, refused",
    ),
    pytest.param(
        Fraga(None, None, True),
        "Ordföranden frågar om nämnden beslutar enligt liggande förslag och finner att så sker.",
        id="no yrkande",
    ),
    pytest.param(
        Fraga(None, None, False),
        "Ordföranden frågar om nämnden beslutar enligt liggande förslag och finner att nämnden avslår det.",
        id="no yrkande, refused",
    ),
    pytest.param(Fraga(None, None), "Ordföranden frågar om nämnden beslutar enligt liggande förslag.", id="asked"),
    pytest.param(Fraga(AVSLAG, BIFALL_SD, True, "Egna ord."), "Egna ord.", id="own words"),
]


@pytest.mark.parametrize(("fraga", "mening"), MENINGAR)
def test_proposition(fraga, mening):
    assert gang(AVSLAG, BIFALL_SD, BIFALL_S, ANDRING).proposition(fraga) == mening


@pytest.mark.parametrize(
    ("fraga", "slut"),
    [
        (Fraga(ATERREMISS, None, False), "att ärendet ska avgöras i dag."),
        (Fraga(ATERREMISS, None, True), "att återremittera ärendet."),
        (Fraga(None, ATERREMISS, True), "att ärendet ska avgöras i dag."),
    ],
)
def test_aterremiss_is_put_against_settling_today(fraga, slut):
    assert gang(ATERREMISS).proposition(fraga, forst=True) == (
        "Ordföranden prövar först Bo Björks (SD) yrkande om återremiss mot att ärendet ska avgöras i dag och finner "
        f"att nämnden beslutar {slut}"
    )


@pytest.mark.parametrize(("bifall", "slut"), [(True, "bifalla"), (False, "avslå")])
def test_tillagg_is_put_against_avslag(bifall, slut):
    assert gang(BIFALL_SD, TILLAGG).proposition(Fraga(TILLAGG, None, bifall), nummer=2) == (
        "Ordföranden prövar Dan Frans (S) tilläggsyrkande mot avslag och finner att nämnden beslutar att "
        f"{slut} Dan Frans (S) tilläggsyrkande. Omröstning begärs (omröstning 2)."
    )


def test_two_yrkanden_of_one_person_are_told_apart():
    forst = Yrkande(1, "tillagg", "att a", (BO,))
    sedan = Yrkande(2, "tillagg", "att b", (BO,))
    avslag = Yrkande(3, "avslag", "avslag", (BO,))
    andra = gang(forst, sedan, avslag)

    assert [andra.namn(y) for y in (forst, sedan, avslag)] == [
        "Bo Björks (SD) första tilläggsyrkande",
        "Bo Björks (SD) andra tilläggsyrkande",
        "Bo Björks (SD) avslagsyrkande",
    ]


@pytest.mark.parametrize(
    ("yrkanden", "ordning"),
    [
        ([], [(None, None)]),
        ([BIFALL_SD, BIFALL_S], [(BIFALL_SD, None)]),
        ([ANDRING], [(None, ANDRING)]),
        (
            [TILLAGG, AVSLAG, ATERREMISS, BIFALL_SD, BIFALL_S],
            [(ATERREMISS, None), (AVSLAG, BIFALL_SD), (TILLAGG, None)],
        ),
        ([AVSLAG, BIFALL_SD, ANDRING], [(BIFALL_SD, ANDRING), (AVSLAG, BIFALL_SD)]),
    ],
)
def test_foreslagen_ordning(yrkanden, ordning):
    assert foreslagen_ordning(yrkanden) == ordning


# Votes


def votering(ja, nej, avstar=0, **kwargs):
    kwargs = {"ja_innebar": "avslag på motionen", "nej_innebar": "bifall till motionen."} | kwargs
    return Votering(rakning=Rakning(ja, nej, avstar), **kwargs)


def test_propositionsordning():
    assert gang().propositionsordning(votering(0, 0)) == (
        "Omröstning begärs och verkställs.\n\n"
        "Ordföranden redovisar följande propositionsordning som nämnden godkänner:\n\n"
        "Ja-röst innebär avslag på motionen.\nNej-röst innebär bifall till motionen."
    )
    assert gang().propositionsordning(votering(0, 0, sluten=True)).startswith("Sluten omröstning begärs och verkställs")


MOT_MOTION = Fraga(AVSLAG, BIFALL_SD, True)


@pytest.mark.parametrize(
    ("v", "mening"),
    [
        pytest.param(
            votering(6, 5, utfall="ja", fraga=MOT_MOTION),
            "Ordföranden finner att nämnden, med 6 ja-röster mot 5 nej-röster, beslutar att bifalla Ada Alms (M) "
            "yrkande, avslag på motionen.",
            id="KL 5:56 ja, of a question",
        ),
        pytest.param(
            votering(3, 7, 1, utfall="nej", fraga=MOT_MOTION),
            "Ordföranden finner att nämnden, med 7 nej-röster mot 3 ja-röster och 1 som avstår, beslutar att bifalla "
            "Bo Björks (SD) m.fl. yrkande, bifall till motionen.",
            id="KL 5:56 nej, of a question",
        ),
        pytest.param(
            votering(6, 5, utfall="ja", fraga=MOT_MOTION, ja_ar_mot=True, ja_innebar="bifall till motionen"),
            "Ordföranden finner att nämnden, med 6 ja-röster mot 5 nej-röster, beslutar att bifalla Bo Björks (SD) "
            "m.fl. yrkande, bifall till motionen.",
            id="KL 5:56 ja is for what was put second",
        ),
        pytest.param(
            votering(6, 5, utfall="ja"),
            "Ordföranden finner att nämnden, med 6 ja-röster mot 5 nej-röster, beslutar att avslå motionen.",
            id="KL 5:56 without a question",
        ),
        pytest.param(
            votering(3, 3, utfall="nej", avgors=UTSLAGSROST),
            "Röstetalet är lika, 3 ja-röster mot 3 nej-röster. Vid lika röstetal avgör ordförandens röst, som är nej. "
            "Ordföranden finner därför att nämnden beslutar att bifalla motionen.",
            id="KL 5:56 casting vote",
        ),
        pytest.param(
            votering(3, 3, 1, utfall="ja", avgors=UTSLAGSROST, ordforanden_rostade=False),
            "Röstetalet är lika, 3 ja-röster mot 3 nej-röster och 1 som avstår. Vid lika röstetal har ordföranden "
            "utslagsröst, och ordföranden röstar ja. Ordföranden finner därför att nämnden beslutar att avslå "
            "motionen.",
            id="KL 4:26 the chair had abstained",
        ),
        pytest.param(
            votering(4, 4, utfall="ja", avgors=LOTT, sluten=True, ja_innebar="val av Eva Ek (S)"),
            "Röstetalet är lika, 4 ja-röster mot 4 nej-röster. Saken avgörs genom lottning, som utfaller till förmån "
            "för val av Eva Ek (S). Ordföranden finner därför att nämnden väljer Eva Ek (S).",
            id="KL 5:56 the lot in a val",
        ),
        pytest.param(
            votering(2, 9, utfall="nej", fraga=Fraga(ATERREMISS, None), nej_innebar="att ärendet avgörs i dag"),
            "Ordföranden finner att nämnden, med 9 nej-röster mot 2 ja-röster, beslutar att ärendet ska avgöras i dag.",
            id="KL 5:50 no återremiss",
        ),
        pytest.param(votering(1, 0), "", id="while it goes on"),
        pytest.param(votering(1, 0, utfall="ja", egen="Egna ord."), "Egna ord.", id="own words"),
    ],
)
def test_resultat(v, mening):
    assert gang(AVSLAG, BIFALL_SD).resultat(v) == mening


@pytest.mark.parametrize(
    ("innebar", "beslut"),
    [
        ("bifall till motionen", "beslutar att bifalla motionen"),
        ("Avslag till motionen", "beslutar att avslå motionen"),
        ("återremiss", "beslutar att återremittera ärendet"),
        ("återremiss av ärendet", "beslutar att återremittera ärendet"),
        ("val av Eva Ek (S)", "väljer Eva Ek (S)"),
        ("att ärendet avgörs i dag", "beslutar att ärendet avgörs i dag"),
        ("arbetsutskottets förslag", "beslutar enligt ja-propositionen, arbetsutskottets förslag"),
    ],
)
def test_som_beslut(innebar, beslut):
    assert som_beslut(innebar, "ja") == beslut


def test_betydelse_of_each_side():
    andra = gang(AVSLAG, BIFALL_SD, ANDRING)
    par = [
        (Fraga(AVSLAG, BIFALL_SD), "avslag på motionen", "bifall till motionen"),
        (Fraga(ATERREMISS, None), "att ärendet återremitteras", "att ärendet avgörs i dag"),
        (
            Fraga(TILLAGG, None),
            "bifall till Dan Frans (S) tilläggsyrkande",
            "avslag på Dan Frans (S) tilläggsyrkande",
        ),
        (Fraga(None, ANDRING), "bifall till liggande förslag", "bifall till Eva Eks (S) yrkande"),
        (Fraga(None, None), "bifall till liggande förslag", "avslag på liggande förslag"),
    ]
    for fraga, ja, nej in par:
        assert (andra.betydelse(fraga, True), andra.betydelse(fraga, False)) == (ja, nej)


# What is noted


@pytest.mark.parametrize(
    ("slag", "vilka", "kwargs", "mening"),
    [
        pytest.param(
            "reservation",
            [BO, CIA],
            {"till_forman_for": "eget förslag", "motiverad": True},
            "Bo Björk (SD) och Cia Ceder (SD) reserverar sig mot beslutet till förmån för eget förslag med följande "
            "motivering:",
            id="KL 4:27 with its reasons",
        ),
        pytest.param("reservation", [BO], {}, "Bo Björk (SD) reserverar sig mot beslutet.", id="KL 4:27 bare"),
        pytest.param("sarskilt_yttrande", [EVA], {}, "Eva Ek (S) lämnar ett särskilt yttrande.", id="bare yttrande"),
        pytest.param(
            "sarskilt_yttrande", [EVA], {"motiverad": True}, "Eva Ek (S) lämnar följande särskilda yttrande:", id="text"
        ),
        pytest.param(
            "protokollsanteckning",
            [EVA],
            {"motiverad": True},
            "Eva Ek (S) lämnar följande protokollsanteckning:",
            id="anteckning",
        ),
        pytest.param("deltar_ej", [DAN, EVA], {}, "Dan Frans (S) och Eva Ek (S) deltar inte i beslutet.", id="KL 4:25"),
    ],
)
def test_anmalan(slag, vilka, kwargs, mening):
    assert anmalan(slag, vilka, **kwargs) == mening


NAMN = st.builds(
    Person, st.sampled_from(["Ada Alm", "Bo Björk", "Cia Frans", "Dan Ek"]), st.sampled_from(["S", "M", ""])
)
YRKANDEN = st.lists(
    st.builds(
        Yrkande,
        st.integers(1, 99),
        st.sampled_from(["bifall", "avslag", "andring", "tillagg", "aterremiss", "bordlaggning"]),
        st.sampled_from(["att a", "att b", "bifall till motionen"]),
        st.lists(NAMN, min_size=1, max_size=3, unique=True).map(tuple),
    ),
    max_size=6,
    unique_by=lambda y: y.id,
)


@given(YRKANDEN, st.sampled_from([None, True, False]))
def test_every_proposal_is_put_once_or_more_and_each_sentence_ends(yrkanden, bifall):
    ordning = foreslagen_ordning(yrkanden)
    satta = {y.forslag for par in ordning for y in par if y}

    assert satta == {y.forslag for y in yrkanden}
    for fraga in (Fraga(a, b, bifall) for a, b in ordning):
        mening = Beslutsgang(yrkanden, "nämnden").proposition(fraga)
        assert mening.endswith(".")
        assert ".." not in mening
        assert "  " not in mening


@given(YRKANDEN)
def test_each_proposal_has_a_name_of_its_own(yrkanden):
    andra = Beslutsgang(yrkanden, "nämnden")
    namn = {y.forslag: andra.namn(y, precis=True) for y in yrkanden}

    assert len(set(namn.values())) == len(namn)
