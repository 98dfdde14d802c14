import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.numrering import skriv_paragrafer, tolka_paragrafer

NUMBERS = st.sets(st.integers(1, 600), max_size=60)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([], ""),
        ([14], "§ 14"),
        ([19, 20], "§§ 19–20"),
        ([20, 24], "§§ 20; 24"),
        ([16, 24], "§§ 16; 24"),
        ([153, *range(155, 161)], "§§ 153, 155–160"),
        ([n for n in range(14, 36) if n != 21], "§§ 14–35, utom § 21"),
        ([n for n in range(1, 41) if n not in (7, 9, 20)], "§§ 1–40, utom §§ 7; 9; 20"),
    ],
)
def test_skriv_paragrafer_prints_as_minutes_do(numbers, text):
    assert skriv_paragrafer(numbers) == text
    assert tolka_paragrafer(text) == frozenset(numbers)


def test_skriv_paragrafer_without_utom():
    # Kungsbacka 2024-12-03: one meeting, two protokoll.
    numbers = [*range(357, 368), *range(369, 373)]

    assert skriv_paragrafer(numbers, med_utom=False) == "§§ 357–367, 369–372"


@given(NUMBERS, st.booleans())
def test_what_is_printed_reads_back_to_the_same_set(numbers, med_utom):
    assert tolka_paragrafer(skriv_paragrafer(numbers, med_utom=med_utom)) == frozenset(numbers)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("§18", {18}),
        ("§ 19-20", {19, 20}),
        ("§§ 16, 24", {16, 24}),
        ("§§ 137, 163-164", {137, 163, 164}),
        ("§§ 14–35, utom § 21", set(range(14, 36)) - {21}),
        ("§§ 20-14", set(range(14, 21))),
        ("hela sammanträdet", set()),
    ],
)
def test_tolka_paragrafer_reads_real_forms(text, numbers):
    assert tolka_paragrafer(text) == numbers


def test_tolka_paragrafer_refuses_a_span_no_meeting_has():
    with pytest.raises(ValueError, match="för stort för ett sammanträde"):
        tolka_paragrafer("§§ 1-99999")
