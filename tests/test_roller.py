"""The roles that are no column of the matrix, and the page that says what somebody may do: both from the predicates.

What stands before a view is its `get` and its predicate (kommun.permissions.require). Where both answer as they do for
a column of the matrix, the matrix holds for that role too; where they do not, the row stands here and is asked for.
"""

import pytest
from allauth.usersessions.models import UserSession
from django.urls import resolve

from kommun.models import Person, User
from kommun.ratter.fragan import bilden
from kommun.ratter.register import RATTER, ordlosa, vyerna
from tests.factories import ForvaltningFactory, MandatFactory, TjanstFactory, UnderskriftFactory, UserFactory
from tests.test_permissions import PEOPLE, ROWS, _url, people, things, undone  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

# Each as the column beside it, but for the rows below.
ROLLER = {
    "registrator": "handlaggare",
    "forvaltningschef": "handlaggare",
    "ordforande": "ledamot",
    "vice_1": "ledamot",
    "ersattare": "ledamot",
    # Of one protokoll, and nothing else: the mandat has ended.
    "justerare": "utomstaende",
}
SKILLER: dict[str, dict[tuple[str, str], int]] = {
    # Sends the decisions, keeps the invitations and joins dnr; a letter that somebody else handed in is theirs.
    "registrator": {
        ("get", "kommun:registerutdragen"): 200,
        ("post", "kommun:registerutdragen"): 422,
        ("get", "protokoll:bokning"): 200,
        ("get", "protokoll:expediera"): 200,
        ("get", "protokoll:expediering-igen"): 200,
        ("get", "protokoll:expediering-utdrag"): 200,
        ("get", "protokoll:expedieringsbilaga"): 200,
        ("get", "protokoll:inbjudan-andra"): 200,
        ("get", "protokoll:inbjudan-las-in"): 200,
        ("get", "protokoll:inbjudan-ny"): 200,
        ("get", "protokoll:inbjudan-ur-brev"): 404,
        ("get", "protokoll:inbjudningar-att-anmala"): 200,
        ("get", "protokoll:paragraf-bilagor"): 200,
        ("get", "uppdrag:arende-sammanfor"): 200,
        ("post", "protokoll:bilaga-ta-bort"): 302,
        ("post", "protokoll:bokning"): 422,
        ("post", "protokoll:bokning-skicka"): 422,
        ("post", "protokoll:deltagande-skicka-igen"): 302,
        ("post", "protokoll:expediera-adress"): 422,
        ("post", "protokoll:expediera-anteckna"): 422,
        ("post", "protokoll:expediera-skicka"): 422,
        ("post", "protokoll:expediering-igen"): 422,
        ("post", "protokoll:inbjudan-andra"): 422,
        ("post", "protokoll:inbjudan-bilaga-ta-bort"): 302,
        ("post", "protokoll:inbjudan-las-in"): 422,
        ("post", "protokoll:inbjudan-ny"): 422,
        ("post", "protokoll:inbjudan-ta-bort"): 302,
        ("post", "protokoll:inbjudan-ur-brev"): 404,
        ("post", "protokoll:paragraf-bilagor"): 422,
        ("post", "protokoll:sandning-fortsatt"): 302,
        ("post", "uppdrag:arende-los"): 302,
        ("post", "uppdrag:arende-sammanfor"): 422,
    },
    "forvaltningschef": {
        ("get", "uppdrag:lamna-over"): 200,
        ("post", "uppdrag:lamna-over"): 422,
    },
    # What was decided between meetings. The invitation is decided in a §, so the page says why nothing is done.
    "ordforande": {
        ("get", "protokoll:inbjudan-avgor"): 302,
        ("post", "protokoll:inbjudan-avgor"): 302,
        ("post", "protokoll:inbjudan-hav"): 302,
    },
    # Of objections only one's own are taken back, and the secretary answers them.
    "justerare": {
        ("get", "protokoll:invandning-svara"): 403,
        ("get", "protokoll:justera"): 200,
        ("get", "protokoll:justera-pdf"): 200,
        ("post", "protokoll:invandning-aterta"): 403,
        ("post", "protokoll:invandning-svara"): 403,
        ("post", "protokoll:justera-godkann"): 422,
        ("post", "protokoll:justera-invand"): 422,
        ("post", "protokoll:justera-last"): 422,
    },
    "vice_1": {},
    "ersattare": {},
}


@pytest.fixture
def roller(things):  # noqa: F811
    def konto(fabrik, **falt):
        user = UserFactory()
        fabrik(person=user.person, **falt)
        return user

    return {
        "registrator": konto(TjanstFactory, roll="registrator"),
        "forvaltningschef": konto(TjanstFactory, roll="forvaltningschef", forvaltning=ForvaltningFactory()),
        "ordforande": konto(MandatFactory, organ=things.organ, roll="ordforande"),
        "vice_1": konto(MandatFactory, organ=things.organ, roll="vice_1"),
        "ersattare": konto(MandatFactory, organ=things.organ, roll="ersattare"),
        "justerare": konto(UnderskriftFactory, protokoll=things.protokoll),
    }


def _fore_vyn(row, things, user, minne):  # noqa: F811
    """404, 403 or "in": what stands before the view, without going there."""
    vy = resolve(_url(row, things)).func
    if not callable(vy.permission):
        return "alla"
    obj = None
    if vy.hamtar:
        # The key as the view gets it; a row of the matrix may name its address another way.
        pk = resolve(_url(row, things)).kwargs.get("pk")
        nyckel = (user.pk, vy.hamtar, pk)
        if nyckel not in minne:
            minne[nyckel] = vy.hamtar(user).filter(pk=pk).first()
        if (obj := minne[nyckel]) is None:
            return 404
    nyckel = (user.pk, vy.permission, type(obj), obj and obj.pk)
    if nyckel not in minne:
        minne[nyckel] = vy.permission(user, obj) if vy.hamtar else vy.permission(user)
    return "in" if minne[nyckel] else 403


def test_every_other_role_is_as_a_column_of_the_matrix(things, people, roller, client):  # noqa: F811
    minne, skiljer = {}, {roll: {} for roll in ROLLER}
    for row in ROWS:
        kolumner = {n: _fore_vyn(row, things, u, minne) for n, u in people.items() if u}
        for namn, svar in kolumner.items():
            status = row.expected[PEOPLE.index(namn)]
            # The same as the real answers of the matrix, so that what is said of the others holds. A view may answer
            # 404 itself, and what somebody before has taken away is gone.
            assert status != 403 or svar == 403, (row.name, namn)
            assert svar == "in" or status in (svar, 404) or svar == "alla", (row.name, namn)
        for roll, kolumn in ROLLER.items():
            if _fore_vyn(row, things, roller[roll], minne) != kolumner[kolumn]:
                client.force_login(roller[roll])
                with undone():
                    skiljer[roll][row.method, row.name] = getattr(client, row.method)(_url(row, things)).status_code

    assert skiljer == SKILLER


def test_every_predicate_has_words():
    assert ordlosa() == set()
    assert len({r.far for r in RATTER}) >= len({v.far for v in vyerna()})


def test_the_page_says_what_the_predicates_answer(things, people, roller):  # noqa: F811
    """Of every person, predicate and object of the matrix: on the page if and only if the predicate says yes."""
    dolj(things.paragraf), dolj(things.pagar)
    for vem, konto in {**people, **roller}.items():
        if konto is None:
            continue
        user = User.objects.get(pk=konto.pk)
        bild = bilden(user.person, dag=user.behorighet.dag, tittare=people["administrator"])
        sagt, sant = _jamfor(user, bild, things)
        assert sagt == sant, vem
        assert bild.rest is None, vem
        assert len(sant) > 60 or vem != "sekreterare"


def dolj(paragraf):
    """What the predicate of sekretess is asked about; the rest do not mind."""
    paragraf.sekretess = "19 kap. 3 § OSL"


# One's own page and one's own login are no rights among others.
EGET = (Person, UserSession)


def _jamfor(user, bild, things):  # noqa: F811
    i_organet = {(ratt.far, ratt.ord) for ratt, pk in bild.svar if pk in (None, things.organ.pk)}
    vid_namn = {
        (type(sak.foremal.objekt), sak.foremal.objekt.pk, ord_)
        for u in bild.uppgifter
        for sak in u.saker
        for ord_ in sak.ord
    }
    sagt, sant = set(), set()
    for ratt in RATTER:
        objekten = [None]
        if ratt.foremal:
            modell = type(ratt.foremal(things.organ))
            objekten = [t for t in vars(things).values() if type(t) is modell and modell not in EGET]
            if not ratt.per_organ:
                objekten = [*(t for t in objekten if not hasattr(t, "organ")), ratt.foremal(None)]
        for obj in objekten:
            vad = (type(obj), obj and obj.pk)
            if (ratt.far, ratt.ord) in i_organet or (*vad, ratt.om_ett or ratt.ord) in vid_namn:
                sagt.add((ratt.ord, *vad))
            if ratt.far(user, *([obj] if obj else [])):
                sant.add((ratt.ord, *vad))
    return sagt, sant
