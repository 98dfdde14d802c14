from datetime import date, time
from uuid import uuid4

import pytest

from kommun.fel import DomanFel
from kommun.history import spara
from protokoll import dagordning, moteshallning, utfall
from protokoll.models import Protokoll
from protokoll.skrivning import andra_text
from protokoll.systemtext import eget_beslut
from tests.factories import OrganFactory
from tests.parallel import at_once
from tests.uppdrag.redovisningsfall import MOTE, mote_i, rapportera, redovisning_i, uppdrag_i
from uppdrag import redovisning as akter
from uppdrag.avslut import BehoverBekraftas, ateroppna, avsluta
from uppdrag.fristandring import andra_frist
from uppdrag.models import Redovisning, Uppdrag
from uppdrag.rapportering import lamna_rapport
from uppdrag.uppfoljning import sammanstall

pytestmark = pytest.mark.django_db

STAENDE = "<p>Provnämnden lägger redovisningen av uppdrag till handlingarna.</p>"
GODKANNER = (
    "<p>Provnämnden godkänner återrapporteringen och förklarar uppdraget som lämnades av PN den 4 mars 2026, § 7, "
    "för avslutat.</p>"
)


def text(redovisning):
    return eget_beslut(type(redovisning.paragraf).objects.get(pk=redovisning.paragraf_id)).text


@pytest.mark.django_db(transaction=True)
def test_each_step_pressed_twice_at_once_is_done_once(organ, sekreterare):
    uppdrag, nyckel = uppdrag_i(organ), uuid4()
    svar = {"slag": "slutrapport", "text": "Klart.", "av": uppdrag.ansvarig, "nyckel": nyckel}

    ena, andra = at_once(*[lambda: lamna_rapport(uppdrag, **svar)] * 2)
    assert ena == andra
    mote = mote_i(organ, by=sekreterare)
    [redovisning], [samma] = at_once(
        *[lambda: akter.satt_pa_dagordning([uppdrag], sammantrade=mote, by=sekreterare)] * 2
    )
    assert redovisning == samma
    moteshallning.oppna(mote, by=sekreterare, today=mote.datum)
    ena, andra = at_once(*[lambda: akter.besluta(redovisning, utfall="godkant", by=sekreterare)] * 2)
    assert ena == andra == redovisning
    at_once(*[lambda: akter.angra(redovisning, by=sekreterare, utfall="godkant")] * 2)

    assert Redovisning.objects.get().utfall == ""
    skal = [
        (h.history_change_reason or "").split(" i ")[0] for h in Uppdrag.objects.get().history.order_by("history_id")
    ]
    assert skal[-2:] == ["Godkänner och avslutar", "Ångrade: Godkänner och avslutar"]
    assert sum(s.startswith("Godkänner") for s in skal) == 1


# On the dagordning


def test_goes_into_the_standing_paragraf_with_its_latest_report(organ, sekreterare):
    uppdragen = [uppdrag_i(organ), uppdrag_i(organ, nummer=8)]
    rapport = rapportera(uppdragen[0])
    mote = mote_i(organ, by=sekreterare)

    uppsatta = akter.satt_pa_dagordning(uppdragen, sammantrade=mote, by=sekreterare)

    assert {r.paragraf.rubrik for r in uppsatta} == {"Uppföljning av uppdrag"}
    assert [r.rapport for r in uppsatta] == [rapport, None]
    assert akter.satt_pa_dagordning(uppdragen, sammantrade=mote, by=sekreterare) == uppsatta
    assert mote.paragraferna.count() == 2


@pytest.mark.parametrize("staende", [True, False])
def test_becomes_an_arende_of_its_own_with_the_dnr_of_the_original(organ, sekreterare, staende):
    uppdrag = uppdrag_i(organ)
    mote = mote_i(organ, by=sekreterare, staende=staende)

    for _ in range(2):
        [redovisning] = akter.satt_pa_dagordning([uppdrag], sammantrade=mote, by=sekreterare, eget_arende=staende)

    eget = redovisning.paragraf
    assert (eget.rubrik, eget.dnr) == ("Återrapportering: Plan för uppdrag", uppdrag.beslut.paragraf.dnr)
    assert eget.foredragande == uppdrag.ansvarig.namn
    assert mote.paragraferna.filter(rubrik__startswith="Återrapportering").count() == 1


def test_is_put_into_a_meeting_that_runs_as_an_extra_arende(organ, sekreterare):
    mote = mote_i(organ, by=sekreterare, pagar=True, staende=False)

    [redovisning] = akter.satt_pa_dagordning([uppdrag_i(organ)], sammantrade=mote, by=sekreterare)

    assert (redovisning.paragraf.extra, redovisning.paragraf.nummer is not None) == (True, True)


def test_one_that_cannot_stand_there_stops_all_with_a_sentence(organ, sekreterare):
    mote = mote_i(organ, by=sekreterare)
    annan = OrganFactory(namn="Grannämnden")
    gar = uppdrag_i(organ)
    fall = {
        "redovisas till Grannämnden, inte Provnämnden": uppdrag_i(organ, nummer=8, rapporteras_till=annan),
        "är föreslaget": uppdrag_i(organ, nummer=9, lage="foreslaget"),
    }
    for sager, uppdrag in fall.items():
        with pytest.raises(DomanFel, match=sager):
            akter.satt_pa_dagordning([gar, uppdrag], sammantrade=mote, by=sekreterare)
    assert not Redovisning.objects.exists()

    senare = mote_i(organ, by=sekreterare, staende=False, datum=date(2026, 5, 20))
    akter.satt_pa_dagordning([gar], sammantrade=mote, by=sekreterare)
    with pytest.raises(DomanFel, match="står redan på dagordningen för Provnämnden onsdag 15 april 2026"):
        akter.satt_pa_dagordning([gar], sammantrade=senare, by=sekreterare)
    moteshallning.oppna(mote, by=sekreterare, today=MOTE)
    moteshallning.avsluta(type(mote).objects.get(pk=mote.pk), slut=time(16, 0), by=sekreterare)
    with pytest.raises(DomanFel, match="avslutat"):
        akter.satt_pa_dagordning([fall["är föreslaget"]], sammantrade=mote, by=sekreterare)
    assert akter.satt_pa_dagordning([gar], sammantrade=senare, by=sekreterare), "nothing was decided in the first"


def test_taken_off_the_dagordning_leaves_an_arende_that_can_go_too(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, pagar=False)

    assert akter.angra(redovisning, by=sekreterare) is None
    assert akter.angra(redovisning, by=sekreterare) is None, "pressed twice"
    [igen] = akter.satt_pa_dagordning(
        [redovisning.uppdrag], sammantrade=redovisning.paragraf.sammantrade, by=sekreterare
    )
    assert igen.paragraf == redovisning.paragraf
    akter.angra(igen, by=sekreterare)
    dagordning.ta_bort(redovisning.paragraf, by=sekreterare)


# Decided


def test_godkant_closes_by_the_paragraf_and_writes_its_decision(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)

    for _ in range(2):
        nu = akter.besluta(redovisning, utfall="godkant", by=sekreterare, skriv=True)

    uppdrag = nu.uppdrag
    assert (uppdrag.lage, uppdrag.avslutat_den) == ("avslutat", MOTE)
    assert uppdrag.avslutat_i == uppdrag.aterrapporterat_i == nu.beslut
    assert text(nu) == GODKANNER


def test_komplettering_goes_on_and_says_what_is_wanted(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)

    nu = akter.besluta(redovisning, utfall="komplettering", anteckning="vad det kostar", by=sekreterare, skriv=True)

    assert (nu.uppdrag.lage, nu.anteckning) == ("pagar", "vad det kostar")
    assert text(nu).endswith("§ 7: vad det kostar.</p>")


def test_anstand_moves_the_frist_with_the_decision(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, frist=None, ingen_frist=True, nasta_rapport=date(2026, 5, 1))

    nu = akter.besluta(redovisning, utfall="anstand", ny_frist=date(2026, 9, 1), anteckning="Remiss.", by=sekreterare)

    andring = nu.uppdrag.fristandringarna.get()
    assert (andring.tidigare, andring.ny, andring.beslut, andring.skal) == (
        None,
        date(2026, 9, 1),
        nu.beslut,
        "Remiss.",
    )
    assert (nu.uppdrag.frist, nu.uppdrag.lage, nu.fristandring) == (date(2026, 9, 1), "pagar", andring)


def test_antecknat_changes_nothing_but_the_note(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, slag="delrapport")
    version = Uppdrag.objects.get().version

    nu = akter.besluta(redovisning, utfall="antecknat", by=sekreterare)

    assert (nu.utfall, Uppdrag.objects.get().version) == ("antecknat", version)


def test_several_in_one_paragraf_make_an_att_list_after_the_standing_sentence(organ, sekreterare):
    forsta = redovisning_i(organ, by=sekreterare, staende=True)
    mote = forsta.paragraf.sammantrade
    [andra] = akter.satt_pa_dagordning([uppdrag_i(organ, nummer=6)], sammantrade=mote, by=sekreterare)
    assert text(forsta) == STAENDE

    akter.besluta(forsta, utfall="godkant", by=sekreterare, skriv=True)
    assert text(forsta) == STAENDE + GODKANNER
    akter.besluta(andra, utfall="anstand", ny_frist=date(2026, 9, 1), by=sekreterare, skriv=True)
    dagordning.lagg_till(mote, rubrik="Ett till", by=sekreterare)  # writes the standing texts anew

    assert text(forsta).startswith(f"{STAENDE}<p>Provnämnden beslutar</p><ul>")
    assert (text(forsta).count("<li>"), akter.star_i_beslutet(forsta)) == (2, True)
    akter.angra(andra, by=sekreterare)
    assert text(forsta) == STAENDE + GODKANNER
    akter.angra(forsta, by=sekreterare)
    assert text(forsta) == STAENDE


def test_a_decision_of_ones_own_is_left_alone(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)
    beslut = akter.besluta(redovisning, utfall="antecknat", by=sekreterare).beslut
    akter.angra(redovisning, by=sekreterare)
    andra_text(beslut, text="<p>Mitt eget.</p>", version=beslut.version, by=sekreterare)

    nu = akter.besluta(redovisning, utfall="godkant", by=sekreterare, skriv=True)

    assert (text(nu), akter.star_i_beslutet(nu), nu.uppdrag.lage) == ("<p>Mitt eget.</p>", False, "avslutat")
    akter.angra(nu, by=sekreterare)
    assert text(nu) == "<p>Mitt eget.</p>"


def test_closing_what_a_higher_organ_gave_is_asked_twice_and_noted(organ, sekreterare):
    fullmaktige = OrganFactory(namn="Kommunfullmäktige", slag="fullmaktige")
    redovisning = redovisning_i(organ, by=sekreterare, givare=fullmaktige, rapporteras_till=organ)

    with pytest.raises(BehoverBekraftas, match="Uppdraget gavs av kommunfullmäktige"):
        akter.besluta(redovisning, utfall="godkant", by=sekreterare)
    assert Uppdrag.objects.get().lage == "aterrapporterat"

    nu = akter.besluta(redovisning, utfall="godkant", by=sekreterare, bekraftat=True)
    assert "Bekräftat: Uppdraget gavs av kommunfullmäktige" in nu.uppdrag.history.first().history_change_reason
    akter.angra(nu, by=sekreterare)
    assert Uppdrag.objects.get().lage == "aterrapporterat"


@pytest.mark.parametrize(
    ("utfall", "fore"), [("godkant", "aterrapporterat"), ("komplettering", "aterrapporterat"), ("anstand", "pagar")]
)
def test_undone_puts_everything_back(organ, sekreterare, utfall, fore):
    vid = mote_i(organ, by=sekreterare, staende=False, datum=date(2026, 5, 27))
    redovisning = redovisning_i(
        organ,
        by=sekreterare,
        slag="slutrapport" if fore == "aterrapporterat" else "delrapport",
        rapporteras_vid=vid,
    )
    falt = [f.attname for f in Uppdrag._meta.concrete_fields if f.name != "version"]
    innan = Uppdrag.objects.values(*falt).get()

    for _ in range(2):  # the second time it is the latest act that is undone, not the first
        akter.besluta(redovisning, utfall=utfall, anteckning="x", ny_frist=date(2026, 9, 1), by=sekreterare, skriv=True)
        nu = akter.angra(redovisning, by=sekreterare)

    assert Uppdrag.objects.values(*falt).get() == innan
    assert (nu.utfall, nu.beslut, nu.ny_frist, nu.anteckning, text(nu)) == ("", None, None, "", "")
    assert not Uppdrag.objects.get().fristandringarna.exists()


def test_what_came_after_is_not_undone(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)
    nu = akter.besluta(redovisning, utfall="godkant", by=sekreterare)
    ateroppna(nu.uppdrag, skal="Fel", by=sekreterare)

    with pytest.raises(DomanFel, match="har ändrats sedan dess"):
        akter.angra(nu, by=sekreterare)
    assert Redovisning.objects.get().utfall == "godkant"


@pytest.mark.parametrize(
    ("falt", "sager"),
    [
        ({"utfall": "komplettering"}, "kompletteras med"),
        ({"utfall": "anstand"}, "till vilken dag"),
        ({"utfall": "anstand", "ny_frist": MOTE}, "efter sammanträdet"),
        ({"utfall": "anstand", "ny_frist": date(2026, 6, 1)}, "Fristen är redan 1 juni 2026"),
        ({"utfall": "nonsens"}, "Välj vad som beslutades"),
    ],
)
def test_refused_with_a_sentence(organ, sekreterare, falt, sager):
    redovisning = redovisning_i(organ, by=sekreterare, frist=date(2026, 6, 1))

    with pytest.raises(DomanFel, match=sager):
        akter.besluta(redovisning, **falt, by=sekreterare)
    assert (Redovisning.objects.get().utfall, Uppdrag.objects.get().lage) == ("", "aterrapporterat")


def test_nothing_is_decided_before_the_meeting_nor_where_it_was_put_off(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, pagar=False)
    with pytest.raises(DomanFel, match="har inte öppnats"):
        akter.besluta(redovisning, utfall="godkant", by=sekreterare)

    moteshallning.oppna(redovisning.paragraf.sammantrade, by=sekreterare, today=MOTE)
    utfall.satt_utfall(redovisning.paragraf, utfall="bordlagt", by=sekreterare)
    with pytest.raises(DomanFel, match="Ärendet är bordlagt"):
        akter.besluta(redovisning, utfall="godkant", by=sekreterare)


def test_another_outcome_is_chosen_after_undoing_the_first(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)
    akter.besluta(redovisning, utfall="antecknat", by=sekreterare)

    with pytest.raises(DomanFel, match="Ångra det först"):
        akter.besluta(redovisning, utfall="godkant", by=sekreterare)


def test_what_is_adjusted_stays(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)
    nu = akter.besluta(redovisning, utfall="godkant", by=sekreterare)
    protokoll = nu.paragraf.protokoll
    protokoll.lage, protokoll.justeringsdag = Protokoll.Lage.JUSTERAT, date(2026, 4, 20)
    spara(protokoll, by=None, reason="Justerades")

    with pytest.raises(DomanFel, match="är justerat"):
        akter.angra(nu, by=sekreterare)


# Put off


def test_bordlagd_it_comes_back_with_its_arende(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)
    paragraf = redovisning.paragraf
    senare = mote_i(organ, by=sekreterare, staende=False, datum=date(2026, 5, 20))

    utfall.satt_utfall(paragraf, utfall="bordlagt", by=sekreterare)
    assert list(akter.att_satta_upp([organ.pk])) == [redovisning.uppdrag], "no meeting said: it waits again"
    for _ in range(2):
        ny = utfall.ta_upp_igen(paragraf, till=senare, by=sekreterare)

    igen = akter.vantande(redovisning.uppdrag)
    assert (igen.paragraf, igen.rapport, igen.utfall) == (ny, redovisning.rapport, "")
    assert list(akter.att_satta_upp([organ.pk])) == []
    with pytest.raises(DomanFel, match="ett uppdrag som redovisas"):
        dagordning.ta_bort(ny, by=sekreterare)


def test_bordlagd_and_put_up_elsewhere_or_closed_it_does_not_come_along(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)
    mote = redovisning.paragraf.sammantrade
    akter.satt_pa_dagordning([stangt := uppdrag_i(organ, nummer=6)], sammantrade=mote, by=sekreterare)
    utfall.satt_utfall(redovisning.paragraf, utfall="bordlagt", by=sekreterare)
    avsluta(stangt, den=MOTE, skal="Klart ändå.", by=sekreterare)
    senare = mote_i(organ, by=sekreterare, datum=date(2026, 5, 20))
    [annan] = akter.satt_pa_dagordning([redovisning.uppdrag], sammantrade=senare, by=sekreterare)

    ny = utfall.ta_upp_igen(redovisning.paragraf, till=senare, by=sekreterare)

    assert (akter.vantande(redovisning.uppdrag), list(ny.redovisningarna.all())) == (annan, [])


def test_a_wish_for_more_time_that_nobody_decided_of_waits_again(organ, sekreterare):
    uppdrag = uppdrag_i(organ, frist=date(2026, 12, 1))
    rapportera(uppdrag, "forlangning", onskad_frist=date(2027, 5, 1))
    mote = mote_i(organ, by=sekreterare, staende=False)
    [redovisning] = akter.satt_pa_dagordning([uppdrag], sammantrade=mote, by=sekreterare)
    assert not akter.att_satta_upp([organ.pk])

    moteshallning.oppna(mote, by=sekreterare, today=MOTE)
    utfall.satt_utfall(redovisning.paragraf, utfall="bordlagt", by=sekreterare)

    assert list(akter.att_satta_upp([organ.pk])) == [uppdrag]


# What happened meanwhile


def test_closed_meanwhile_is_said_with_what_to_do(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)
    avsluta(redovisning.uppdrag, den=MOTE, skal="Inte längre aktuellt.", by=sekreterare)

    with pytest.raises(DomanFel, match=r"är avslutat redan\. Ta bort det ur paragrafen, eller öppna det igen"):
        akter.besluta(redovisning, utfall="godkant", by=sekreterare)
    akter.angra(redovisning, by=sekreterare)
    with pytest.raises(DomanFel, match="står inte längre i paragrafen"):
        akter.besluta(redovisning, utfall="godkant", by=sekreterare)


def test_an_anstand_is_not_undone_under_a_frist_that_was_moved_there_and_back(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, slag=None, frist=date(2026, 6, 1))
    nu = akter.besluta(redovisning, utfall="anstand", ny_frist=date(2026, 9, 1), by=sekreterare)
    for dag in (date(2026, 10, 1), date(2026, 9, 1)):
        andra_frist(nu.uppdrag, ny=dag, skal="Omprövat", by=sekreterare)

    with pytest.raises(DomanFel, match="har ändrats sedan dess"):
        akter.angra(nu, by=sekreterare)


def test_one_paragraf_is_not_taken_for_another_that_begins_with_its_number(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare)
    ettan = redovisning.paragraf
    nu = akter.besluta(redovisning, utfall="komplettering", anteckning="kostnaden", by=sekreterare)
    uppdrag = Uppdrag.objects.get()
    spara(uppdrag, by=sekreterare, reason=f"{akter.markning('komplettering', ettan)}9: från en annan paragraf")

    akter.angra(nu, by=sekreterare)

    assert Uppdrag.objects.get().lage == "aterrapporterat"


@pytest.mark.django_db(transaction=True)
def test_acts_on_the_same_rows_at_once_never_lock_each_other_out(organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, staende=True)
    mote, paragraf, uppdrag = redovisning.paragraf.sammantrade, redovisning.paragraf, redovisning.uppdrag
    andra = [uppdrag_i(organ, nummer=n) for n in (4, 5)]
    for u in andra:
        rapportera(u)

    svar = at_once(
        lambda: akter.besluta(redovisning, utfall="godkant", by=sekreterare, skriv=True),
        lambda: akter.satt_pa_dagordning(andra, sammantrade=mote, by=sekreterare),
        lambda: akter.satt_pa_dagordning(andra[::-1], sammantrade=mote, by=sekreterare, eget_arende=True),
        lambda: sammanstall(paragraf, by=sekreterare),
        lambda: avsluta(uppdrag, den=MOTE, skal="Klart.", by=sekreterare),
        lambda: avsluta(andra[0], den=MOTE, skal="Klart.", by=sekreterare),
        lambda: utfall.satt_utfall(mote.paragraferna.get(ordning=1), utfall="utgar", by=sekreterare),
    )

    assert [s for s in svar if isinstance(s, Exception) and not isinstance(s, DomanFel)] == []
    assert not Redovisning.objects.filter(uppdrag=andra[0], utfall="godkant").exists()
    assert Uppdrag.objects.get(pk=uppdrag.pk).lage == "avslutat"
