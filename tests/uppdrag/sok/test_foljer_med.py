"""The rows of the search follow their tables, whatever is done to these and in whatever way."""

import random
from datetime import date
from importlib import import_module
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kommun.models import Namnform, Organ
from protokoll.anmalan import anmal
from protokoll.beslutsgang import lagg_yrkande
from protokoll.models import Avsnitt, Beslut, Reserapport
from protokoll.omrostning import starta_omrostning
from protokoll.publicering import avpublicera, maskera, publicera
from tests.factories import (
    AterrapportFactory,
    AvsnittFactory,
    BehandlingFactory,
    BeslutFactory,
    DeltagandeFactory,
    ForvaltningFactory,
    KommunFactory,
    OrganFactory,
    ParagrafFactory,
    PersonFactory,
    TjanstFactory,
    UppdragFactory,
    UserFactory,
    VersionFactory,
    justera,
    publicerat_protokoll,
)
from tests.protokoll.roll import motet
from uppdrag.models import Offentligrad, Sokrad

BEVAKADE = import_module("uppdrag.migrations.0011_sok_bland_en_miljon").BEVAKADE


def skiljer() -> list:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sok_skiljer()")
        return cursor.fetchall()


def _en_av_varje(organ) -> None:
    """Two of some, so that a key can be pointed elsewhere."""
    by = TjanstFactory(roll="sekreterare", organ=organ, person=UserFactory().person).person.user
    for n in (1, 2):
        m = motet(organ, datum=date(2025, 12, 9 + n), nummer=10 + n)
        bo = [m.ledamoter[1]]
        lagg_yrkande(paragraf=m.paragraf, slag="bifall", text="bifall till motionen", yrkare=bo, by=by)
        starta_omrostning(paragraf=m.paragraf, ja_innebar="bifall", nej_innebar="avslag", by=by)
        anmal(paragraf=m.paragraf, slag="reservation", anmalare=bo, by=by)
        beslut = BeslutFactory(paragraf=m.paragraf)
        AvsnittFactory(paragraf=m.paragraf)
        u = UppdragFactory(beslut=beslut, ansvarig=PersonFactory(), forvaltning=ForvaltningFactory())
        AterrapportFactory(uppdrag=u, slag="delrapport", text="Arbetet pågår.", inlamnad=timezone.now())
        deltar = DeltagandeFactory()
        BehandlingFactory(inbjudan=deltar.inbjudan, paragraf=m.paragraf)
        Namnform(person=deltar.person, namn=f"Ett annat namn {n}").save()
        Reserapport(inbjudan=deltar.inbjudan, person=deltar.person, text="Lärorikt.", inlamnad=timezone.now()).save()
        publicerat_protokoll(organ, by=by)


def _ny(typ: str) -> str | None:
    """What a column of that type is changed to."""
    return {
        "text": "{k} || ' ändrat'",
        "character varying": "left({k}, 15) || ' ny'",
        "date": "{k} + 1",
        "timestamp with time zone": "{k} + interval '3 days'",
        "integer": "{k} + 1",
        "smallint": "{k} + 1",
        "boolean": "NOT {k}",
        "ARRAY": "array_append({k}, 'Kalmar')",
        "jsonb": "jsonb_set({k}, '{{paragrafer,0,rubrik}}', '\"En ny rubrik\"')",
        "bigint": "(SELECT max(x.{k}) FROM {t} x)",
    }.get(typ)


@pytest.mark.django_db
@pytest.mark.parametrize("del_", range(3))
def test_rows_follow_every_column_of_their_tables(organ, del_):
    """Not of the columns that are watched alone: one that should be and is not shows here."""
    _en_av_varje(organ)
    assert skiljer() == []
    assert Sokrad.objects.filter(slag__in=Sokrad.Slag.values).values("slag").distinct().count() == len(Sokrad.Slag)
    andrade = set()
    for tabell in sorted(BEVAKADE)[del_::3]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name, data_type FROM information_schema.columns "
                "WHERE table_name = %s AND column_name <> 'id' AND is_generated = 'NEVER'",
                [tabell],
            )
            kolumner = cursor.fetchall()
            satser = [(k, f"UPDATE {tabell} SET {k} = {_ny(t).format(k=k, t=tabell)}") for k, t in kolumner if _ny(t)]
            for kolumn, sats in [*satser, ("*", f"DELETE FROM {tabell}")]:
                fore = transaction.savepoint()
                try:
                    cursor.execute(sats)
                except DatabaseError:  # a rule of its own forbids it
                    transaction.savepoint_rollback(fore)
                    continue
                assert skiljer() == [], sats
                andrade.add((tabell, kolumn))
                transaction.savepoint_rollback(fore)
    # It changed what it set out to change.
    assert len({t for t, k in andrade if k == "*"}) >= 5
    assert len(andrade) > 25


@pytest.mark.django_db
def test_a_random_series_of_acts_and_a_rebuild_give_the_same(organ):
    slump = random.Random(20200225)
    OrganFactory(namn="Grannämnden", kortnamn="GN")
    paragrafer = [ParagrafFactory(protokoll__sammantrade__organ=organ) for _ in range(3)]
    for _ in range(40):
        p = slump.choice(paragrafer)
        match slump.randrange(6):
            case 0:
                BeslutFactory(paragraf=p, ordning=slump.randrange(1, 9_999))
            case 1:
                AvsnittFactory(paragraf=p, ordning=slump.randrange(10_000, 30_000))
            case 2 if rader := list(Beslut.objects.order_by("pk")):
                rad = slump.choice(rader)
                rad.text = f"<p>Ordet {slump.randrange(99)} står här.</p>"
                rad.save()
            case 3 if rader := list(Avsnitt.objects.order_by("pk")):
                slump.choice(rader).delete()
            case 4:
                p.rubrik, p.dnr = f"Rubrik {slump.randrange(99)}", f"2026/{slump.randrange(99)}"
                p.save()
            case 5:
                o = slump.choice(list(Organ.objects.order_by("pk")))
                o.namn = f"Nämnden {slump.random()}"
                o.save()
    assert skiljer() == []
    falt = [f.attname for f in Sokrad._meta.concrete_fields if not f.primary_key]
    hallna = list(Sokrad.objects.order_by("slag", "objekt").values(*falt))
    call_command("sokindex", verbosity=0)
    assert list(Sokrad.objects.order_by("slag", "objekt").values(*falt)) == hallna


@pytest.mark.django_db
def test_the_command_tells_what_differs_and_mends_it(organ, capsys):
    ParagrafFactory(protokoll__sammantrade__organ=organ, rubrik="Lekplats")
    Sokrad.objects.filter(slag="paragraf").update(titel="Något annat")
    with pytest.raises(CommandError, match="stämmer inte"):
        call_command("sokindex", "--kontrollera")
    call_command("sokindex")
    call_command("sokindex", "--kontrollera")
    assert Sokrad.objects.get(slag="paragraf").titel == "Lekplats"


@pytest.mark.django_db
def test_public_rows_are_what_is_on_the_web(organ, sekreterare):
    def titlar():
        return set(Offentligrad.objects.filter(plats__gte=0).values_list("titel", flat=True))

    protokoll = BeslutFactory(
        paragraf__protokoll__sammantrade__organ=organ, paragraf__rubrik="Dispens"
    ).paragraf.protokoll
    hemlig = ParagrafFactory(protokoll=protokoll, rubrik="Vite mot Anna Andersson")
    BeslutFactory(paragraf=hemlig, text="<p>Anna Andersson ska betala.</p>")
    VersionFactory(protokoll=protokoll)
    justera(protokoll)
    assert titlar() == set()
    maskera(hemlig, slag="paragraf", by=sekreterare)
    publicera(protokoll, by=sekreterare, bedomt=True)
    assert titlar() == {"Dispens"}
    assert "Andersson" not in "".join(Offentligrad.objects.values_list("text", flat=True))
    avpublicera(protokoll, skal="Ett namn ska maskeras", by=sekreterare)
    assert not Offentligrad.objects.exists()
    assert skiljer() == []


@pytest.mark.django_db(transaction=True)
def test_two_who_write_in_one_paragraf_at_once_are_both_found():
    KommunFactory()
    paragraf = ParagrafFactory()
    beslut, avsnitt = BeslutFactory(paragraf=paragraf), AvsnittFactory(paragraf=paragraf)

    def annan():
        try:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE protokoll_avsnitt SET text = 'badplats' WHERE id = %s", [avsnitt.pk])
        finally:
            connection.close()

    trad = Thread(target=annan)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE protokoll_beslut SET text = 'lekplats' WHERE id = %s", [beslut.pk])
        trad.start()
        trad.join(0.3)  # waits for this row
        assert trad.is_alive()
    trad.join()

    text = Sokrad.objects.get(slag="paragraf").text
    assert "lekplats" in text
    assert "badplats" in text
    assert skiljer() == []
