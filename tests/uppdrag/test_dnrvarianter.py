"""Which other ways of writing a dnr are offered as the same."""

import pytest

from protokoll.dnr import normalform
from uppdrag.dnrvarianter import varianter


@pytest.mark.parametrize(
    ("ett", "annat"),
    [
        ("KS 2018/14", "2018/14 KS"),
        ("KS 2018/14", "KS-2018-14"),
        ("KS-2024-00548", "KS 2024/548"),
        ("KS-2024-00548", "2024.548 KS"),
        ("2020/000053", "2020/53"),
        ("2020/53", "53/2020"),
        ("00123/2021", "2021/123"),
        ("ks 2018/14", "2018/14  KS"),
        ("KS 2018/14", "KS2018/14"),
        ("KS-2018-14", "KS–2018–14"),
        ("2018/14", "Dnr 2018-00014"),
    ],
)
def test_the_same_parts_written_otherwise_are_offered_both_ways(ett, annat):
    assert normalform(annat) in varianter(ett)
    assert normalform(ett) in varianter(annat)


@pytest.mark.parametrize(
    ("ett", "annat"),
    [
        ("KS 2018/14", "BN 2018/14"),
        ("KS 2018/14", "2018/14"),
        ("KS 2018/14", "KS 2018/15"),
        ("KS 2018/14", "KS 2018/140"),
        ("2020/000003", "2020/000003 004"),
    ],
)
def test_a_part_is_never_added_changed_or_left_out(ett, annat):
    assert normalform(annat) not in varianter(ett)


@pytest.mark.parametrize("dnr", ["", "KS", "2018", "Dnr saknas ännu", "2020/000018 101 KS 3", "KS BN AU"])
def test_what_is_no_number_of_a_diarium_gives_nothing(dnr):
    assert varianter(dnr) == set()


def test_the_dnr_itself_is_not_offered_and_they_stay_few():
    alla = varianter("KS 2018/14")

    assert "KS 2018/14" not in alla
    assert len(alla) < 2000
