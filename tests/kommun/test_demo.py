"""The demo municipality: made once, the same for the same day, and only where it may be."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from kommun.demo import bygg
from kommun.demo.fakta import KONTON
from kommun.models import Franvaro, User
from protokoll.dnr import normalform
from protokoll.expedieringslage import laget
from protokoll.frister import overklagas_senast
from protokoll.inbjudan.bokning import att_gora
from protokoll.inbjudan.reserapport import lage, vantade
from protokoll.justering import undertecknarna
from protokoll.klarkoll import klarkoll
from protokoll.models import (
    Anslag,
    Behandling,
    Bokning,
    Inbjudan,
    Invandning,
    Paragraf,
    Protokoll,
    Publicering,
    Reserapport,
    Sammantrade,
)
from tests.uppdrag.sok.demofragor import FRAGOR
from uppdrag.models import Aterrapport, Fristandring, Redovisning, Uppdrag
from uppdrag.sok.intern import Filter, Intern

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def run() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def ratt_svar() -> list[list[str]]:
    """The kind and the title of what the search puts first; the title as it is expected, where it holds that."""
    sokning, ut = Intern(today=TODAY), []
    for fraga, _, titel in FRAGOR:
        resultat, sok = sokning.sok(fraga, Filter())
        forst = sok.rader(resultat, resultat.nycklar[:1])
        funnen = "".join(bit.text for bit in forst[0].titel) if forst else ""
        ut.append([forst[0].falt["slag"] if forst else "", titel if titel in funnen else funnen])
    return ut


@time_machine.travel("2026-11-22 12:00 +0100")
def test_demo_fills_every_list_keeps_the_law_and_is_made_once():
    first = run()

    assert "Lägger upp demokommunen" in first
    assert all(konto.username in first for konto in KONTON)
    # Every list has something to show.
    assert Sammantrade.objects.kommande(TODAY).exists()
    assert Uppdrag.objects.forsenade(TODAY).count() >= 3
    assert Uppdrag.objects.filter(lage="avslutat").exists()
    assert Uppdrag.objects.oppna().filter(frist=None).exists()
    assert set(Uppdrag.objects.values_list("lage", flat=True)) == set(Uppdrag.Lage.values)
    assert Uppdrag.objects.utan_ansvarig_i_tjanst(TODAY).filter(ansvarig__isnull=False).exists()
    assert Fristandring.objects.filter(beslut__isnull=False).exists()
    assert {r.slag for r in Aterrapport.objects.all()} == set(Aterrapport.Slag.values)
    assert Redovisning.objects.filter(utfall="", paragraf__sammantrade__datum=TODAY).exists()
    assert Franvaro.objects.gallande(TODAY).filter(ersattare__isnull=False).exists()
    oldest = Uppdrag.objects.oppna().order_by("beslut__paragraf__sammantrade__datum").first()
    assert oldest.beslut.paragraf.sammantrade.datum.year == TODAY.year - 3
    _visar_inbjudningarna()
    _visar_arendets_vag()
    vantar = Protokoll.objects.get(lage="fryst", slag="ordinarie")
    assert {u.person.user.username for u in undertecknarna(vantar)} == {"ordforande", "justerare"}
    _visar_vagen_till_arkivet()
    # The seed stands in it as a transcript.
    seed = Protokoll.objects.get(sammantrade__datum=date(2020, 2, 25))
    assert seed.lage == "avskrift"
    assert [p.nummer for p in seed.paragraferna.order_by("nummer")] == [14, 15, 34, 35]
    # Dates and numbers are right.
    for anslag in Anslag.objects.filter(slag=Anslag.Slag.PROTOKOLL):
        assert anslag.sista_overklagandedag == overklagas_senast(anslag.uppsatt)
    numbers = Paragraf.objects.filter(organ__kortnamn="KSAU", ar=TODAY.year, nummer__isnull=False)
    found = sorted(numbers.values_list("nummer", flat=True))
    assert found == list(range(1, len(found) + 1))

    assert_only_true_remarks()

    assert ratt_svar() == [forst for _, *forst in FRAGOR]

    before = (User.objects.count(), Paragraf.objects.count(), Uppdrag.objects.count())
    second = run()

    assert "Lägger upp" not in second
    assert bygg.PASSWORD in second
    assert (User.objects.count(), Paragraf.objects.count(), Uppdrag.objects.count()) == before


def _visar_inbjudningarna():
    """In every state, each on the page where it is to be seen."""
    assert set(Inbjudan.objects.values_list("svar", flat=True)) == set(Inbjudan.Svar.values)
    i_dag = Behandling.objects.filter(paragraf__sammantrade__datum=TODAY)
    assert sorted(b.svar for b in i_dag) == ["", "", "", "anmald"]
    # One of those was put off at the meeting before.
    assert i_dag.filter(inbjudan__behandlingarna__svar="bordlagd").exists()
    # The styrelse must answer one before it meets; it deals with them, the nämnd does not.
    nasta = Sammantrade.objects.kommande(TODAY).filter(organ__kortnamn="KS").order_by("datum").first()
    assert Inbjudan.objects.filter(organ=nasta.organ, svar="obesvarad", sista_anmalan__lt=nasta.datum).exists()
    assert not Paragraf.objects.filter(organ__kortnamn="MBN", rubrik="Inbjudningar").exists()
    assert {"Kommundagarna", "Länsträff"} <= {i.titel for i in att_gora(TODAY)}
    assert Bokning.objects.filter(forhindrad__isnull=False).exists()
    assert set(Bokning.objects.values_list("boende", flat=True)) >= {"bokas", "bokad", "nej"}
    assert {lage(r)[0] for r in Reserapport.objects.all()} == {"Inlämnad", "På dagordningen", "Noterad"}
    assert vantade(TODAY)
    # What is printed of those who go is in the words of the § itself.
    kommundagarna = Behandling.objects.get(inbjudan__titel="Kommundagarna")
    assert kommundagarna.svarstext == "Orvar Ordberg (C), Gun Gästgivar (L) och Alva Admind, kanslichef deltar"
    assert kommundagarna.svarstext in kommundagarna.paragraf.besluten.get().text
    assert "Anmälan görs av Siv Skrivare. Om" in kommundagarna.paragraf.avsnitten.get(typ="mottagare").text


def _visar_arendets_vag():
    """One ärende through three organ, whose dnr was written in two ways, and one that waits for fullmäktige."""
    taxan = Paragraf.objects.filter(rubrik="Taxa för vatten och avlopp").order_by("sammantrade__datum")
    assert [p.organ.kortnamn for p in taxan] == ["KSAU", "KS", "KF"]
    assert len({normalform(p.dnr) for p in taxan}) == 2
    hundarna = Paragraf.objects.filter(rubrik="Medborgarförslag om hundrastgård").order_by("sammantrade__datum")
    assert [p.organ.kortnamn for p in hundarna] == ["KSAU", "KS", "KSAU", "KS", "KF"]
    assert len({p.dnr for p in hundarna}) == 1


def _visar_vagen_till_arkivet():
    """Every page of what comes after the meeting has something true to show, and the stored versions are whole."""
    call_command("kontrollera_protokoll", stdout=StringIO())
    ks = Publicering.objects.get(borttagen=None).protokoll
    assert [v.slag for v in ks.versionerna.order_by("nummer")] == ["frysning", "frysning", "rattelse"]
    assert Invandning.objects.get().svar == "rattad"
    assert ks.versionerna.last().undertecknandena.exists()
    assert "Kim Källarsson" in str(ks.versionerna.last().innehall)
    assert "Kim Källarsson" not in str(ks.publiceringarna.get().innehall)
    uppe = Anslag.objects.uppe(TODAY)
    assert TODAY < uppe.get(protokoll=ks).sista_overklagandedag <= TODAY + timedelta(days=7)
    assert Anslag.objects.filter(nedtaget__isnull=False, nasta__isnull=False).exists()
    lage = laget(ks)
    assert lage.fel
    assert lage.kvar
    assert any(e.utskick.skickat for e in lage.expedieringar)
    assert not Protokoll.objects.filter(lage="utkast", sammantrade__lage="avslutat").exists()
    for p in Protokoll.objects.all():
        tider = list(p.history.order_by("history_id").values_list("history_date", flat=True))
        assert tider == sorted(tider), p
    assert Protokoll.objects.get(slag="omedelbart").lage == "justerat"


def assert_only_true_remarks():
    alla = klarkoll(Sammantrade.objects.all(), today=TODAY)
    koder = {(f"{k.sammantrade}", a.kod, a.paragraf and a.paragraf.nummer) for k in alla for a in k.kvar}

    assert {k for k in koder if "2020" in k[0]} == {
        ("KSAU 2020-02-25", "frammande_tecken", 34),
        ("KSAU 2020-02-25", "fel_organ", 35),
    }
    assert {kod for namn, kod, _ in koder if "2020" not in namn} <= {
        "mottagare_saknas",
        "uppdrag_utan_ansvarig",
        "ingen_fortsattning",
        "inbjudan_gar_ut",
        # Of the meetings to come.
        "dagordning_tom",
        "kallelsedag_passerad",
    }


def test_command_refuses_outside_the_demo(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="aldrig i drift"):
        call_command("demo")

    assert User.objects.count() == 0
