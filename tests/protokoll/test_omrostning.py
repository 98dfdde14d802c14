"""The acts on a vote, and how it is printed."""

import pytest

from kommun.fel import DomanFel
from protokoll.anmalan import anmal
from protokoll.beslutsgang import NyareRad, Propositionsrad, lagg_yrkande, satt_beslutsgang
from protokoll.bilaga import omrostningslistor
from protokoll.forlopp import forlopp
from protokoll.models import Omrostning, Rost
from protokoll.omrostning import (
    Rostfel,
    andra_omrostning,
    bristerna,
    oppna_igen,
    rostberattigade,
    spara_roster,
    spara_sluten,
    starta_omrostning,
    ta_bort_omrostning,
)
from protokoll.omrostningslista import kolumner, tabell_over
from protokoll.rostning import Rakning
from tests.parallel import at_once
from tests.protokoll.roll import motet

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    return motet(organ)


def starta(mote, by, **kwargs):
    kwargs = {"ja_innebar": "avslag på motionen", "nej_innebar": "bifall till motionen"} | kwargs
    return starta_omrostning(paragraf=mote.paragraf, by=by, **kwargs)


@pytest.fixture
def vote(mote, sekreterare):
    return starta(mote, sekreterare)


def rosta(vote, mote, ord_, by, **kwargs):
    return spara_roster(vote, roster=mote.roster(ord_), version=vote.version, by=by, **kwargs)


def test_those_who_serve_vote_and_the_chair_last(mote):
    assert [d.namn for d in rostberattigade(mote.paragraf, mote.lista)] == [
        "Bo Björk",
        "Cia Ceder",
        "Dan Dal",
        "Eva Ek",
        "Frej Fors",
        "Hans Hall",
        "Ada Alm",
    ]


def test_javig_and_who_takes_no_part_do_not_vote(mote, sekreterare):
    mote.javig(mote.ledamoter[0])
    anmal(paragraf=mote.paragraf, slag="deltar_ej", anmalare=[mote.ledamoter[1]], by=sekreterare)

    assert mote.ledamoter[0] not in rostberattigade(mote.paragraf, mote.lista)
    assert mote.ledamoter[1] not in rostberattigade(mote.paragraf, mote.lista)


def test_open_vote_is_counted_and_finished(mote, vote, sekreterare):
    nu = rosta(vote, mote, "jjjnnnj", sekreterare)

    assert (nu.ja, nu.nej, nu.avstar, nu.utfall) == (4, 3, 0, "ja")
    assert Rost.objects.count() == 7
    assert bristerna(nu, mote.paragraf, mote.lista) == ()


def test_vote_is_started_once(mote, vote, sekreterare):
    assert starta(mote, sekreterare) == vote
    with pytest.raises(DomanFel, match="kan inte innebära samma sak"):
        starta(mote, sekreterare, nej_innebar="Avslag på motionen")


@pytest.mark.django_db(transaction=True)
def test_vote_is_started_once_at_once(mote, sekreterare):
    ett, tva = at_once(lambda: starta(mote, sekreterare), lambda: starta(mote, sekreterare))

    assert ett == tva
    assert Omrostning.objects.count() == 1


def test_tie_is_decided_by_the_chair(mote, sekreterare):
    mote.javig(mote.gast)
    vote = starta(mote, sekreterare)
    roster = {
        d.pk: r
        for d, r in zip([*mote.ledamoter[1:6], mote.ledamoter[0]], ["ja", "ja", "ja", "nej", "nej", "nej"], strict=True)
    }

    nu = spara_roster(vote, roster=roster, version=vote.version, by=sekreterare)

    assert nu.utfall == "nej"
    assert forlopp(mote.paragraf, mote.lista)["omrostningsresultat"].startswith(
        "<p>Röstetalet är lika, 3 ja-röster mot 3 nej-röster. Vid lika röstetal avgör ordförandens röst, som är nej. "
        "Ordföranden finner därför att nämnden beslutar att bifalla motionen.</p>"
    )


def test_chair_who_abstains_in_a_tie_has_to_decide(mote, vote, sekreterare):
    with pytest.raises(Rostfel, match="Ordföranden är skyldig att rösta") as fel:
        rosta(vote, mote, "jjjnnna", sekreterare)
    assert fel.value.i_utfallet
    assert Rost.objects.count() == 0

    nu = rosta(vote, mote, "jjjnnna", sekreterare, utfall="ja")

    assert nu.utfall == "ja"
    assert (
        "har ordföranden utslagsröst, och ordföranden röstar ja"
        in forlopp(mote.paragraf, mote.lista)["omrostningsresultat"]
    )


@pytest.mark.parametrize(
    ("ord_", "kwargs", "mening"),
    [
        ("jjj", {}, "Eva Ek (S) har ingen röst"),
        ("jjjnnnj", {"angivet": Rakning(5, 2)}, "(5 ja, 2 nej) stämmer inte med rösterna (4 ja, 3 nej)"),
        ("jjjnnnj", {"utfall": "nej"}, "Utfallet kan inte vara nej"),
    ],
)
def test_vote_that_does_not_add_up_is_not_saved(mote, vote, sekreterare, ord_, kwargs, mening):
    with pytest.raises(Rostfel) as fel:
        rosta(vote, mote, ord_, sekreterare, **kwargs)

    assert mening in str(fel.value)
    assert Rost.objects.count() == 0
    vote.refresh_from_db()
    assert vote.utfall is None


@pytest.mark.parametrize("vem", ["suppleant", "tjansteperson"])
def test_vote_of_somebody_who_does_not_serve_is_refused(mote, vote, sekreterare, vem):
    person = getattr(mote, vem)

    with pytest.raises(Rostfel, match="tjänstgör inte vid § 12 och kan inte rösta") as fel:
        spara_roster(vote, roster=mote.roster("jjjnnnj") | {person.pk: "ja"}, version=vote.version, by=sekreterare)

    assert [b.person for b in fel.value.brister] == [person.pk]


def test_votes_can_be_saved_as_they_come(mote, vote, sekreterare):
    nu = rosta(vote, mote, "jj", sekreterare, avsluta=False)
    assert (nu.utfall, nu.ja, Rost.objects.count()) == (None, None, 2)
    assert "omrostningsresultat" not in forlopp(mote.paragraf, mote.lista)

    nu = rosta(nu, mote, "njjnnnj", sekreterare)

    assert (nu.utfall, nu.ja, nu.nej) == ("nej", 3, 4)
    assert Rost.objects.count() == 7


def test_same_votes_again_change_nothing(mote, vote, sekreterare):
    nu = rosta(vote, mote, "jjjnnnj", sekreterare)

    igen = rosta(vote, mote, "jjjnnnj", sekreterare)

    assert igen.version == nu.version
    assert Rost.objects.count() == 7


def test_other_votes_over_a_newer_version_write_nothing(mote, vote, sekreterare, annan_sekreterare):
    rosta(vote, mote, "jjjnnnj", annan_sekreterare)

    with pytest.raises(NyareRad, match="har ändrat rösterna medan du skrev"):
        rosta(vote, mote, "jjjjjjj", sekreterare)

    assert Omrostning.objects.get().ja == 4


@pytest.mark.django_db(transaction=True)
def test_concurrent_saves_of_a_vote_leave_one_whole_vote(mote, sekreterare, annan_sekreterare):
    vote = starta(mote, sekreterare)

    svar = at_once(
        lambda: rosta(vote, mote, "jjjjjjj", sekreterare), lambda: rosta(vote, mote, "nnnnnnn", annan_sekreterare)
    )

    assert sum(isinstance(s, NyareRad) for s in svar) == 1
    nu = Omrostning.objects.get()
    assert {r.rost for r in nu.rosterna.all()} == {nu.utfall}
    assert nu.rosterna.count() == 7


@pytest.mark.django_db(transaction=True)
def test_double_click_on_a_vote_saves_it_once(mote, sekreterare):
    vote = starta(mote, sekreterare)

    svar = at_once(*[lambda: rosta(vote, mote, "jjjnnnj", sekreterare)] * 2)

    assert not [s for s in svar if isinstance(s, Exception)]
    assert Rost.objects.count() == 7
    assert Rost.history.count() == 7


def test_changed_presence_after_a_vote_is_found_and_nothing_is_changed(mote, vote, sekreterare):
    nu = rosta(vote, mote, "jjjnnnj", sekreterare)
    mote.javig(mote.ledamoter[3])

    [brist] = bristerna(nu, mote.paragraf, mote.lista)

    assert brist.text == "Dan Dal (S) tjänstgör inte vid § 12 och kan inte rösta."
    assert Rost.objects.count() == 7
    assert "Dan Dal (S)" in forlopp(mote.paragraf, mote.lista)["omrostningsresultat"]


def test_closed_vote_has_totals_only(mote, sekreterare):
    vote = starta(mote, sekreterare, sluten=True, ja_innebar="val av Bo Björk (SD)", nej_innebar="val av Eva Ek (S)")

    with pytest.raises(DomanFel, match="är sluten"):
        rosta(vote, mote, "jjjnnnj", sekreterare)
    with pytest.raises(Rostfel, match="8 röster är fler än de 7"):
        spara_sluten(vote, raknat=Rakning(4, 4), version=vote.version, by=sekreterare)
    with pytest.raises(Rostfel, match="lottning"):
        spara_sluten(vote, raknat=Rakning(3, 3, 1), version=vote.version, by=sekreterare)
    nu = spara_sluten(vote, raknat=Rakning(3, 3, 1), utfall="nej", version=vote.version, by=sekreterare)

    assert (nu.ja, nu.nej, nu.avstar, nu.utfall) == (3, 3, 1, "nej")
    assert Rost.objects.count() == 0
    text = forlopp(mote.paragraf, mote.lista)
    assert text["omrostning"].startswith("<p>Sluten omröstning begärs och verkställs.</p>")
    assert text["omrostningsresultat"] == (
        "<p>Röstetalet är lika, 3 ja-röster mot 3 nej-röster och 1 som avstår. Saken avgörs genom lottning, som "
        "utfaller till förmån för val av Eva Ek (S). Ordföranden finner därför att nämnden väljer Eva Ek (S).</p>"
    )
    [lista] = omrostningslistor(mote.lista, [mote.paragraf])
    assert (lista.sluten, lista.rader, lista.ja, lista.nej, lista.avstar) == (True, (), 3, 3, 1)


def test_open_vote_takes_no_totals_only(mote, vote, sekreterare):
    with pytest.raises(DomanFel, match="är öppen"):
        spara_sluten(vote, raknat=Rakning(4, 3), version=vote.version, by=sekreterare)


def test_vote_is_taken_up_again_with_its_votes(mote, vote, sekreterare):
    nu = oppna_igen(rosta(vote, mote, "jjjnnnj", sekreterare), by=sekreterare)

    assert (nu.utfall, nu.ja, Rost.objects.count()) == (None, None, 7)
    assert oppna_igen(nu, by=sekreterare).version == nu.version


def test_vote_is_removed_and_its_history_stays(mote, vote, sekreterare):
    rosta(vote, mote, "jjjnnnj", sekreterare)

    for _ in range(2):
        ta_bort_omrostning(vote, by=sekreterare)

    assert (Omrostning.objects.count(), Rost.objects.count()) == (0, 0)
    assert Rost.history.filter(history_type="-", history_user=sekreterare).count() == 7


def test_andra_omrostning(mote, vote, sekreterare):
    nu = andra_omrostning(
        vote, ja_innebar="a", nej_innebar="b", egen_lydelse="Egna ord.", version=vote.version, by=sekreterare
    )
    assert (nu.ja_innebar, nu.egen_lydelse) == ("a", "Egna ord.")
    with pytest.raises(NyareRad):
        andra_omrostning(vote, ja_innebar="c", nej_innebar="d", version=vote.version, by=sekreterare)
    rosta(nu, mote, "jjjnnnj", sekreterare)
    nu.refresh_from_db()
    with pytest.raises(DomanFel, match="har redan röster"):
        andra_omrostning(nu, ja_innebar="a", nej_innebar="b", sluten=True, version=nu.version, by=sekreterare)


def test_question_is_voted_on_once(mote, sekreterare):
    y = lagg_yrkande(
        paragraf=mote.paragraf, slag="aterremiss", text="att ärendet återremitteras", yrkare=[mote.gast], by=sekreterare
    )
    [p] = satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(y, None, bifall=False)], by=sekreterare)
    starta(mote, sekreterare, proposition=p)

    with pytest.raises(DomanFel, match="redan en omröstning om propositionen"):
        starta(mote, sekreterare, proposition=p, ja_innebar="annat")


def test_several_votes_in_one_paragraf_are_numbered(mote, sekreterare):
    ada, bo, _, dan, *_ = mote.ledamoter

    def lagg(slag, text, vem):
        return lagg_yrkande(paragraf=mote.paragraf, slag=slag, text=text, yrkare=[vem], by=sekreterare)

    avslag, bifall = lagg("avslag", "avslag på motionen", ada), lagg("bifall", "bifall till motionen", bo)
    tillagg = lagg("tillagg", "att en utvärdering görs", dan)
    forsta, andra = satt_beslutsgang(
        mote.paragraf,
        rader=[
            Propositionsrad(avslag, bifall, ordning=1, bifall=True),
            Propositionsrad(tillagg, None, ordning=2, bifall=False),
        ],
        by=sekreterare,
    )
    rosta(starta(mote, sekreterare, proposition=forsta), mote, "jjjjnnj", sekreterare)
    rosta(
        starta(mote, sekreterare, proposition=andra, ja_innebar="bifall till tillägget", nej_innebar="avslag på det"),
        mote,
        "jannnnj",
        sekreterare,
    )

    text = forlopp(mote.paragraf, mote.lista)
    assert "Ada Alms (M) yrkande. Omröstning begärs (omröstning 1).</p>" in text["beslutsgang"]
    assert "Omröstning begärs (omröstning 2).</p>" in text["beslutsgang"]
    assert text["omrostning"].count("<strong>Omröstning ") == 2
    assert (
        "<p><strong>Omröstning 2</strong></p><p>Ordföranden finner att nämnden, med 4 nej-röster mot 2 ja-röster och "
        "1 som avstår, beslutar att avslå Dan Dals (S) tilläggsyrkande.</p>"
    ) in text["omrostningsresultat"]
    # In the bilaga by the same numbers as in the §.
    listor = omrostningslistor(mote.lista, [mote.paragraf])
    assert [(lista.paragraf, lista.nummer) for lista in listor] == [("§ 12", 1), ("§ 12", 2)]


def test_the_list_of_a_vote(mote, vote, sekreterare):
    rosta(vote, mote, "jajnnnj", sekreterare)

    [lista] = omrostningslistor(mote.lista, [mote.paragraf])

    assert lista.nummer is None
    assert kolumner(lista) == ("Ledamot/tjänstgörande ersättare", "Ersätter", "Ja", "Nej", "Avstår")
    assert [(r.namn, r.titel, r.ersatter, r.rost) for r in lista.rader] == [
        ("Bo Björk (SD)", "", "", "ja"),
        ("Cia Ceder (SD)", "", "", "avstar"),
        ("Dan Dal (S)", "", "", "ja"),
        ("Eva Ek (S)", "", "", "nej"),
        ("Frej Fors (M)", "", "", "nej"),
        ("Hans Hall (C)", "", "Gun Gran (C)", "nej"),
        ("Ada Alm (M)", "ordförande", "", "ja"),
    ]
    assert (lista.ja, lista.nej, lista.avstar) == (3, 3, 1)
    tabell = forlopp(mote.paragraf, mote.lista)["omrostningsresultat"]
    assert '<th scope="row">Summa</th><td></td><td>3</td><td>3</td><td>1</td></tr></tbody></table>' in tabell


def test_list_without_ersattare_has_no_such_column(organ, sekreterare):
    mote = motet(organ)
    mote.javig(mote.gast)
    vote = starta(mote, sekreterare)
    roster = {d.pk: "ja" for d in rostberattigade(mote.paragraf, mote.lista)}
    spara_roster(vote, roster=roster, version=vote.version, by=sekreterare)

    [lista] = omrostningslistor(mote.lista, [mote.paragraf])

    assert kolumner(lista) == ("Ledamot/tjänstgörande ersättare", "Ja", "Nej", "Avstår")
    # The empty seat stands in the bilaga with the reason, and not among the röster of the §.
    assert [(r.namn, r.franvaro) for r in lista.rader if not r.rost] == [("Gun Gran (C)", "frånvarande")]
    assert "Gun Gran" not in tabell_over(lista)
