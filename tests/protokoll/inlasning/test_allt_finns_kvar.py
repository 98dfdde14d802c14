"""Nothing is dropped in silence, and nothing makes the reader fall."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protokoll.inlasning import Lasfel, tolka
from uppdrag.igenkanning import hitta_besvarade

from .hjalp import EGNA, KSAU, SEED, VO, delad, egen, forlorade

VERKLIGA = (SEED, KSAU, VO)
_LUGN = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("namn", EGNA)
def test_every_word_of_own_texts_is_found_again(namn):
    text = egen(namn)
    assert not forlorade(text, tolka(text, ()))


@pytest.mark.parametrize("namn", VERKLIGA)
def test_every_word_of_real_protokoll_is_found_again(namn):
    text = delad(namn)
    assert not forlorade(text, tolka(text, ()))


@_LUGN
@given(st.text(max_size=2000))
def test_any_text_gives_lasfel_or_a_reading(text):
    _las(text)


_RADER = st.sampled_from(
    [rad for namn in EGNA for rad in egen(namn).split("\n")]
    + [
        "\f",
        "§",
        "§ 0",
        "§§ 1–99999",
        "§ 12 ",
        "Beslut",
        "Jäv",
        "\t\t",
        "| a | b |",
        "<!-- sida 3 -->",
        "(S)",
        "X",
        "a-",
    ]
)
_SVANSAR = st.sampled_from([" § 3", "\tX", " (S)", ", chef", ":", " och", " Dnr 5", "..... 3"])


@st.composite
def skadade_protokoll(draw):
    """A protokoll with lines taken out, put in, swapped and lengthened."""
    rader = egen(draw(st.sampled_from(EGNA))).split("\n")
    for _ in range(draw(st.integers(1, 12))):
        i = draw(st.integers(0, len(rader) - 1))
        match draw(st.sampled_from("tisl")):
            case "t":
                del rader[i]
            case "i":
                rader.insert(i, draw(_RADER))
            case "s":
                j = draw(st.integers(0, len(rader) - 1))
                rader[i], rader[j] = rader[j], rader[i]
            case "l":
                rader[i] += draw(_SVANSAR)
    return draw(st.sampled_from(["\n", "\r\n"])).join(rader)


@_LUGN
@given(skadade_protokoll())
def test_damaged_protokoll_loses_no_word(text):
    inlast = _las(text)
    if inlast is not None:
        assert not forlorade(text, inlast)


@_LUGN
@given(st.lists(_RADER, max_size=60), st.sampled_from(["\n", "\n\n", " ", "\t"]))
def test_shuffled_lines_give_lasfel_or_a_reading(rader, fog):
    _las(fog.join(rader))


def _las(text):
    try:
        inlast = tolka(text, (hitta_besvarade,))
    except Lasfel:
        return None
    inlast.som_json()
    return inlast


_HUVUD = "§ 1\nDnr KS-2024-1\nTitel\n\nBeslut\n\n"
_MILJON = 1_000_000
_ELAKA = {
    "letters": "a" * _MILJON,
    "blank lines": _HUVUD + "\n" * 150_000,
    "short lines": _HUVUD + "a\n" * 150_000,
    "section signs": "§" * _MILJON,
    "spaces": _HUVUD + " " * _MILJON,
    "tabs": _HUVUD + "\t" * _MILJON,
    "form feeds": "\f" * _MILJON + _HUVUD,
    "numbers": "".join(f"§ {i % 2000}\n\n" for i in range(100_000)),
    "people": "Beslutande\n" + "Anna Ek (S) " * 80_000 + "\n" + _HUVUD,
    "hyphens": _HUVUD + "ab- cd " * 140_000,
    "look-alikes": _HUVUD + "utarbета " * 110_000,
    "retold": _HUVUD.replace("Beslut", "Bakgrund") + "Nämnden gav 2020-01-01 i uppdrag till a att b. " * 20_000,
    "almost retold": _HUVUD.replace("Beslut", "Bakgrund") + ("a" * 900 + " gav 2020-01-01 i uppdrag. A ") * 1000,
    "votes": _HUVUD.replace("Beslut", "Omröstningsresultat") + "Ledamot\tJa\tNej\n" + "A Ek (S)\tX\t\n" * 70_000,
    "combining": _HUVUD + "a" + "\u0301" * 300_000,
    "dots": _HUVUD + "." * _MILJON,
    "markdown": "|" + "--|" * 300_000 + "\n" + _HUVUD,
}


@pytest.mark.parametrize("namn", _ELAKA)
def test_a_megabyte_of_anything_is_answered_soon(namn):
    start = time.process_time()
    _las(_ELAKA[namn])
    # About a second on a machine of its own; the suite shares it.
    assert time.process_time() - start < 10
