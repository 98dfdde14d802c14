"""A § with sekretess is walked around: every URL, as everybody who does not read it, and its words are nowhere."""

from types import SimpleNamespace

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from kommun.models import Tjanst
from protokoll.models import Paragraf, Protokoll
from tests import sekretessprov as prov
from tests.factories import AnslagFactory, TjanstFactory, UserFactory
from tests.sekretessprov import ORDET, lasbart, orden
from tests.test_permissions import PEOPLE, ROWS, _url, undone
from tests.test_permissions import things as things  # the fixture

pytestmark = pytest.mark.django_db
HAMTAS = [r for r in ROWS if r.method == "get"]
# Shows to each what he or she may see of it.
LOGGEN = {"kommun:granskningslogg", "kommun:granskningslogg-export"}
# Kinds whose own words the walk of the secretary does not meet: most have none, some stand where it does not go.
OSEDDA = {
    "Rapportbilaga", "Rost", "Undertecknande", "Anmalare", "Rattelse", "Godkannande", "Lasning", "Ajournering",
    "Expedieringsbilaga", "Importrad", "Bokning", "Narvarohandelse", "Narvarotecken", "Paminnelse", "Sandning",
    "AvvisatForslag", "Uppdragsled", "Inbjudansbilaga", "Yrkare", "Redovisning", "Underskrift", "Sattning",
}  # fmt: skip


@pytest.fixture
def hemlig(things, sekreterare):
    """The § of `things` with one of everything, the word in all its texts, marked and in a protokoll of its own."""
    paragraf = things.paragraf
    mer = prov.en_av_allt(paragraf, av=sekreterare)
    kallelse = prov.kallelse_med(paragraf)
    funna = prov.hanger_pa(paragraf, paragraf.protokoll, mer.resa)
    prov.plantera(funna)
    paragraf = Paragraf.objects.get(pk=paragraf.pk)
    mer.granne = prov.oppna_grannar(paragraf)
    mer.pa_vag = _marks_pa_dagordningen(things, paragraf)
    Protokoll._base_manager.filter(pk=paragraf.protokoll_id).update(slag=Protokoll.Slag.SEKRETESS)
    Paragraf._base_manager.filter(pk=paragraf.pk).update(sekretess=f"{ORDET}lagrum")
    paragraf = Paragraf.objects.get(pk=paragraf.pk)
    mer.kallelse, mer.paragraf, mer.protokoll = kallelse, paragraf, paragraf.protokoll
    mer.granne = SimpleNamespace(**vars(things) | vars(mer.granne))
    return SimpleNamespace(**vars(things) | vars(mer), funna=funna, oppna=things)


def _marks_pa_dagordningen(things, paragraf) -> Paragraf:
    """Another, marked before its meeting, which is running."""
    mote = things.kallelsens_mote
    ny = mote.paragraferna.create(
        organ=paragraf.organ, ar=2026, ordning=1, rubrik=ORDET, dnr=ORDET, foredragande=ORDET, sekretess=ORDET
    )
    mote.lage, mote.aktuell = "pagar", ny
    mote.save()
    return ny


def test_everything_that_can_hang_on_it_is_planted(hemlig):
    """A new kind of row that hangs on a § is to be made in sekretessprov, or named there."""
    assert {m.__name__ for m, nycklar in hemlig.funna.items() if not nycklar} == {m.__name__ for m in prov.ALDRIG}


def test_nobody_outside_meets_a_word_of_it(
    hemlig, client, lasare, ledamot, handlaggare, annan_sekreterare, administrator, sekreterare
):
    sagt, trasiga = set(), set()

    def ga(vem, rader, saker):
        for row in rader:
            with undone():
                svar = client.get(_url(row, saker), {"uppdrag": hemlig.uppdrag.pk, "paragraf": hemlig.paragraf.pk})
            if svar.status_code >= 500:
                trasiga.add((vem, row.name))
            for ordet in orden(lasbart(svar)):
                sagt.add((vem, row.name, row.pk, ordet))

    # Who reads it goes first: what he or she does stands in the granskningslogg, in drafts and in what is remembered.
    client.force_login(sekreterare)
    motta = ""
    for row in HAMTAS:
        if row.expected[PEOPLE.index("sekreterare")] == 200 and row.pk:
            motta += lasbart(client.get(_url(row, hemlig)))
    osedda = {m.__name__ for m, nycklar in hemlig.funna.items() if nycklar and prov.marke(m) not in motta}
    cache.clear()

    # One who reads everything else, without login what is public, and of the others what is theirs alone.
    registrator = UserFactory()
    TjanstFactory(person=registrator.person, roll=Tjanst.Roll.REGISTRATOR)
    vilka = {"lasare": lasare, "ledamot": ledamot, "handlaggare": handlaggare, "annan_sekreterare": annan_sekreterare}
    for vem, user in {**vilka, "administrator": administrator}.items():
        client.force_login(user)
        oppnas = [r for r in HAMTAS if r.expected[PEOPLE.index(vem)] == 200]
        egna = [r for r in oppnas if r.expected[PEOPLE.index("lasare")] != 200 or r.name in LOGGEN]
        ga(vem, oppnas if vem == "lasare" else egna, hemlig)
        if vem == "lasare":
            ga(vem, [r for r in oppnas if r.pk in ("kallelsens_mote", "sammantrade")], _motet(hemlig))
            ga(vem, [r for r in oppnas if r.pk and r.pk in vars(hemlig.granne)], hemlig.granne)
    client.force_login(registrator)
    ga("registrator", [r for r in HAMTAS if r.expected[PEOPLE.index("lasare")] != 200], hemlig)
    client.logout()
    ga("anonym", [r for r in HAMTAS if r.expected[0] == 200], hemlig)
    assert sorted(sagt, key=str) == []
    assert sorted(trasiga) == []
    assert osedda <= OSEDDA


def test_what_was_closed_when_it_was_locked_is_met_by_nobody_either(hemlig, client, lasare):
    """The same in an ordinary protokoll that was justerat before somebody knew."""
    protokoll = Protokoll._base_manager.filter(pk=hemlig.protokoll.pk)
    protokoll.update(slag="ordinarie", lage="justerat", justeringsdag=timezone.localdate())
    sagt, oppna = set(), set()
    for user, kolumn in ((lasare, "lasare"), (None, "anonym")):
        if user:
            client.force_login(user)
        else:
            client.logout()
        for row in [r for r in HAMTAS if r.expected[PEOPLE.index(kolumn)] == 200 and r.pk]:
            with undone():
                svar = client.get(_url(row, hemlig), {"uppdrag": hemlig.uppdrag.pk, "paragraf": hemlig.paragraf.pk})
            sagt |= {(kolumn, row.name, ordet) for ordet in orden(lasbart(svar))}
            if row.pk in ("protokoll", "paragraf") and svar.status_code != 404:
                oppna.add((row.name, svar.status_code))
    assert sorted(sagt) == []
    assert sorted(oppna) == []


def _motet(hemlig):
    return SimpleNamespace(**vars(hemlig.oppna) | {"sammantrade": hemlig.oppna.kallelsens_mote})


def test_nobody_outside_is_told_a_word_of_it_when_something_is_sent(hemlig, client, annan_sekreterare):
    """Each form, sent with the keys of it: none is found, and no message, error or way back says what it is."""
    registrator = UserFactory()
    TjanstFactory(person=registrator.person, roll=Tjanst.Roll.REGISTRATOR)
    varden = {
        "uppdrag": hemlig.uppdrag.pk, "paragraf": hemlig.paragraf.pk, "paragrafer": hemlig.paragraf.pk,
        "beslut": hemlig.beslut.pk, "inbjudan": hemlig.inbjudan.pk, "sammantrade": hemlig.sammantrade.pk,
        "protokoll": hemlig.protokoll.pk, "fran": hemlig.paragraf.pk, "till": hemlig.protokoll.pk,
        "skal": "Skäl", "text": "Text",
    }  # fmt: skip
    egna = {k for k, v in vars(hemlig).items() if v is not getattr(hemlig.oppna, k, None)}
    egna |= {"uppdrag", "beslut", "avsnitt", "inbjudan", "behandling", "mottagare", "bilaga", "rapportbilaga",
             "redovisning", "invandning", "underskrift", "expediering", "sandning", "sekretesslasare", "forslag",
             "inbjudansbilaga", "uppfoljning", "undertecknande", "paminnelse", "expedieringsbilaga"}  # fmt: skip
    egna -= {"kallelse", "kallad", "token", "deltartoken"}
    sagt, funna = set(), set()
    skickas = [r for r in ROWS if r.method == "post" and r.name != "kommun:byt-organ"]
    nekas = [r for r in skickas if r.expected[PEOPLE.index("annan_sekreterare")] == 403]
    for user, rader in ((annan_sekreterare, skickas), (registrator, nekas)):
        client.force_login(user)
        for row in rader:
            with undone():
                svar = client.post(_url(row, hemlig), varden)
                brev = [str(m) for m in get_messages(svar.wsgi_request)]
            for ordet in orden(lasbart(svar) + "".join(brev).lower()):
                sagt.add((row.name, row.pk, ordet))
            if row.pk in egna and svar.status_code != 404:
                funna.add((row.name, svar.status_code))
    assert sorted(sagt, key=str) == []
    assert sorted(funna) == []


def test_the_number_stands_in_the_row(hemlig, client, lasare, sekreterare):
    """The meeting shows that it is there, to one who does not read it without a way to it."""
    p = hemlig.paragraf
    client.force_login(lasare)
    sidan = client.get(p.sammantrade.get_absolute_url()).content.decode()
    assert "Sekretess" in sidan
    assert p.beteckning in sidan
    assert p.get_absolute_url() not in sidan
    assert client.get(p.get_absolute_url()).status_code == 404
    assert (
        f"{p.beteckning} Sekretess"
        in client.get(reverse("protokoll:protokollen", args=[p.sammantrade_id])).content.decode()
    )

    client.force_login(sekreterare)
    assert ORDET in client.get(p.sammantrade.get_absolute_url()).content.decode()


def test_the_board_says_what_the_law_asks_and_no_more(hemlig, client, lasare):
    """Organ, day, §§ and that it is justerat (KL 8:12)."""
    idag = timezone.localdate()
    anslag = AnslagFactory(
        protokoll=hemlig.protokoll,
        organ=hemlig.organ,
        uppsatt=idag,
        sista_overklagandedag=idag,
        tas_ned=idag + timezone.timedelta(days=1),
        synligt_till=idag,
    )
    for namn in ("anslagstavla", "anslagstavla-atom", "anslagstavla-json"):
        sidan = lasbart(client.get(reverse(f"protokoll:{namn}")))
        assert hemlig.paragraf.beteckning in sidan
        assert (ORDET in sidan, "ekretess" in sidan) == (False, False)
    svar = client.get(anslag.get_absolute_url())
    assert (svar.status_code, ORDET in lasbart(svar), "ekretess" in lasbart(svar)) == (200, False, False)
    client.force_login(lasare)
    assert client.get(reverse("protokoll:anslag-bevis", args=[anslag.pk])).status_code in (200, 404)
