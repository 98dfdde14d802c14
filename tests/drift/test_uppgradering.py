"""From the first version that landed to this one, with rows of that day: nothing is lost, and the database becomes the
one that a new installation gets."""

from copy import deepcopy
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field
from django.utils import timezone

from kommun.kopia.aterstallning import tillfallig_databas
from protokoll.models import Behandling, Motesdeltagare, Paragraf
from tests.schemat import schemat
from uppdrag.models import Sokrad, Uppdrag

FORSTA = [("kommun", "0001_register"), ("protokoll", "0002_paragraf_follows_sammantrade"), ("uppdrag", "0001_uppdrag")]


@pytest.fixture
def snabb_avbildning(monkeypatch):
    """Each migration builds models anew from the fields of those before, which Django takes apart and puts together
    again: half of the time. A copy is the same, as the schema tells."""

    def clone(self):
        ny = deepcopy(self)
        ny.creation_counter = Field.creation_counter
        Field.creation_counter += 1
        return ny

    monkeypatch.setattr(Field, "clone", clone)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("snabb_avbildning")
def test_the_first_version_becomes_this_one():
    ny = schemat()
    with tillfallig_databas():
        modell = forsta_versionen()
        with transaction.atomic():
            rader_av_den_dagen(modell)
        call_command("migrate", verbosity=0, interactive=False)

        assert schemat() == ny
        paragraf = Paragraf.objects.get(nummer=7)
        assert paragraf.besluten.get(beslutsniva="eget").text == "<p>Kommunstyrelsen godkänner planen.</p>"
        assert [rad.history_change_reason for rad in paragraf.history.all()] == ["Lades upp"]
        assert [(d.namn, d.roll) for d in Motesdeltagare.objects.order_by("ordning")] == [
            ("Prov Ordförandesson", "ordforande"),
            ("Prov Ledamotsson", "ledamot"),
        ]
        assert Behandling.objects.get().svarstext == "Kommunstyrelsen avstår."
        givet, foreslaget = Uppdrag.objects.order_by("nummer")
        assert (givet.givare.kortnamn, givet.serie.kortnamn) == ("KS", "KS")
        assert (foreslaget.givare.kortnamn, foreslaget.serie.kortnamn) == ("KF", "KS")
        assert givet.givet == givet.beslut.paragraf.sammantrade.datum
        assert Sokrad.objects.filter(slag="paragraf", objekt=paragraf.pk, titel="Planen").exists()
        with connection.cursor() as cursor, pytest.raises(IntegrityError, match="fryst eller justerat"):
            cursor.execute("UPDATE protokoll_protokoll SET justeringens_plats_och_tid = 'sen' WHERE lage = 'justerat'")
    connection.close()


def forsta_versionen():
    """The models of that day, on a database of that day; migrations that stand for several are left out of it."""
    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False
    executor.loader.build_graph()
    executor.migrate(FORSTA)
    return executor.loader.project_state(FORSTA).apps.get_model


def rader_av_den_dagen(modell):
    def ny(namn, /, **falt):
        return modell(*namn.split(".")).objects.create(**falt)

    ny("kommun.Kommun", pk=1, namn="Provkommun")
    kf = ny("kommun.Organ", namn="Kommunfullmäktige", kortnamn="KF", slag="fullmaktige")
    ks = ny("kommun.Organ", namn="Kommunstyrelsen", kortnamn="KS", slag="styrelse", overordnat=kf)
    ordf = ny("kommun.Person", namn="Prov Ordförandesson")
    ledamot = ny("kommun.Person", namn="Prov Ledamotsson")
    ny("kommun.Mandat", person=ordf, organ=ks, roll="ordforande", fran=date(2023, 1, 1))
    kontor = ny("kommun.Forvaltning", namn="Provkontoret")

    planerat = ny("protokoll.Sammantrade", organ=ks, datum=date(2026, 3, 3))
    for n, (person, titel) in enumerate(((ordf, "Ordförande"), (ledamot, ""))):
        ny(
            "protokoll.Narvaro",
            sammantrade=planerat,
            person=person,
            slag="ledamot",
            namn=person.namn,
            titel=titel,
            ordning=n,
        )

    hallet = ny("protokoll.Sammantrade", organ=ks, datum=date(2026, 2, 3), lage="avslutat")
    protokoll = ny(
        "protokoll.Protokoll",
        sammantrade=hallet,
        lage="justerat",
        justeringsdag=date(2026, 2, 9),
        angivna_paragrafer=[7],
    )
    ny("protokoll.Underskrift", protokoll=protokoll, person=ordf, roll="ordforande", namn=ordf.namn)
    ny(
        "protokoll.Anslag",
        protokoll=protokoll,
        uppsatt=date(2026, 2, 10),
        sista_overklagandedag=date(2026, 3, 3),
        tas_ned=date(2026, 3, 4),
    )
    paragraf = ny(
        "protokoll.Paragraf",
        sammantrade=hallet,
        organ=ks,
        ar=2026,
        protokoll=protokoll,
        nummer=7,
        ordning=1,
        rubrik="Planen",
    )
    historik = {f.attname: getattr(paragraf, f.attname) for f in paragraf._meta.concrete_fields}
    nu = {"history_date": timezone.now(), "history_type": "+", "history_change_reason": "Lades upp"}
    ny("protokoll.HistoricalParagraf", **historik, **nu)
    beslut = ny("protokoll.Beslut", paragraf=paragraf, ordning=1, text="<p>Kommunstyrelsen godkänner planen.</p>")
    forslag = ny(
        "protokoll.Beslut",
        paragraf=paragraf,
        ordning=2,
        text="<p>Att anta den.</p>",
        beslutsniva="forslag",
        till_organ=kf,
    )
    ny(
        "protokoll.Avsnitt",
        paragraf=paragraf,
        ordning=1,
        typ="bakgrund",
        rubrik="Bakgrund",
        text="<p>Planen är ny.</p>",
    )
    ny(
        "protokoll.Inbjudan",
        organ=ks,
        inbjudan="En konferens",
        svar="avstar",
        svarstext="Kommunstyrelsen avstår.",
        beslut=beslut,
    )
    for n, (b, lage) in enumerate(((beslut, "pagar"), (forslag, "foreslaget")), start=1):
        ny(
            "uppdrag.Uppdrag",
            organ=ks,
            rapporteras_till=ks,
            ar=2026,
            nummer=n,
            text="Se över planen",
            ingen_frist=True,
            lage=lage,
            beslut=b,
            forvaltning=kontor,
        )
