"""Two ways to write a dnr are joined, and taken apart again."""

import pytest
from django.db import connection

from kommun.fel import DomanFel
from protokoll.dnr import normaldnr, normalform
from protokoll.models import Dnrlikhet, Paragraf
from tests.factories import InbjudanFactory, ParagrafFactory
from uppdrag.dnrlikhet import finns, foreslagna, gruppen, sammanfor, ta_isar

pytestmark = pytest.mark.django_db


@pytest.fixture
def skrivna(db):
    """§§ of the same ärende written in four ways."""
    for dnr in ("KS 2018/14", "2018/14 KS", "KS-2018-14", "KS.2018.0014"):
        ParagrafFactory(dnr=dnr)


@pytest.mark.parametrize(
    "dnr",
    [
        "KS 2018/14",
        "ks  2018/14 ",
        "Ks\u00a02018/14",
        "2020/000053",
        "åäö 2018/1",
        "É 1",
        "a\tb",
        "\u202fKS\u2003\u00a01\u00a0",
    ],
)
def test_the_database_compares_as_python_does(dnr):
    ParagrafFactory(dnr=dnr)

    assert Paragraf.objects.annotate(n=normaldnr()).values_list("n", flat=True).get() == normalform(dnr)
    assert finns(dnr)


def test_joined_ones_are_one_group_from_either_side(skrivna, sekreterare):
    sammanfor("KS 2018/14", annat="2018/14 ks", skal="Nytt diarium 2018", by=sekreterare)

    assert gruppen("ks 2018/14").former == gruppen("2018/14 KS").former == ("KS 2018/14", "2018/14 KS")
    rad = Dnrlikhet.objects.get()
    assert (rad.dnr, rad.huvud, rad.skal, rad.av) == ("2018/14 KS", "KS 2018/14", "Nytt diarium 2018", sekreterare)
    assert rad.history.get().history_user == sekreterare


def test_a_group_comes_along_and_goes_back(skrivna, sekreterare):
    sammanfor("2018/14 KS", annat="KS-2018-14", by=sekreterare)
    sammanfor("KS 2018/14", annat="KS-2018-14", by=sekreterare)

    assert set(gruppen("KS-2018-14").former) == {"KS 2018/14", "2018/14 KS", "KS-2018-14"}

    ta_isar("2018/14 KS", by=sekreterare)

    assert gruppen("KS 2018/14").former == ("KS 2018/14",)
    assert gruppen("KS-2018-14").former == ("2018/14 KS", "KS-2018-14")


def test_one_that_was_joined_by_itself_stays_when_another_leaves(skrivna, sekreterare):
    sammanfor("KS 2018/14", annat="2018/14 KS", by=sekreterare)
    sammanfor("KS 2018/14", annat="KS-2018-14", by=sekreterare)

    ta_isar("2018/14 KS", by=sekreterare)

    assert gruppen("KS 2018/14").former == ("KS 2018/14", "KS-2018-14")


def test_the_same_again_changes_nothing(skrivna, sekreterare):
    for _ in range(2):
        sammanfor("KS 2018/14", annat="2018/14 KS", by=sekreterare)
        sammanfor("2018/14 KS", annat="KS 2018/14", by=sekreterare)

    assert Dnrlikhet.objects.count() == 1
    assert Dnrlikhet.history.count() == 1


@pytest.mark.parametrize(
    ("annat", "mening"),
    [
        ("ks 2018/14", "samma diarienummer"),
        ("KS 2018/99", "Ingen paragraf och ingen inbjudan har diarienumret KS 2018/99"),
        ("  ", "Skriv det andra"),
    ],
)
def test_what_cannot_be_joined_says_why(annat, mening, skrivna, sekreterare):
    with pytest.raises(DomanFel, match=mening):
        sammanfor("KS 2018/14", annat=annat, by=sekreterare)

    assert not Dnrlikhet.objects.exists()


def test_one_that_is_not_joined_cannot_be_taken_apart(skrivna, sekreterare):
    with pytest.raises(DomanFel, match="ett ärende för sig"):
        ta_isar("KS 2018/14", by=sekreterare)


def test_an_inbjudan_bears_a_dnr_too(sekreterare):
    InbjudanFactory(dnr="2020/18")
    ParagrafFactory(dnr="2020/000018")

    sammanfor("2020/000018", annat="2020/18", by=sekreterare)

    assert gruppen("2020/18").huvud == "2020/000018"


def test_what_may_be_the_same_is_offered_until_it_is_joined(skrivna, sekreterare):
    ParagrafFactory(dnr="BN 2018/14")

    assert foreslagna(gruppen("KS 2018/14")) == ["2018/14 KS", "KS-2018-14", "KS.2018.0014"]
    sammanfor("KS 2018/14", annat="2018/14 KS", by=sekreterare)
    assert foreslagna(gruppen("KS 2018/14")) == ["KS-2018-14", "KS.2018.0014"]


def test_a_dnr_is_found_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # Alone in its table: beside the sort and the join of the default order the planner has other ways.
        urval = Paragraf.objects.order_by().exclude(dnr="").alias(n=normaldnr()).filter(n__in=["A", "B"])
        assert "paragraf_dnr_lika" in urval.explain()
