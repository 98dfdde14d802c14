import pytest
from hypothesis import given
from hypothesis import strategies as st

from uppdrag.sok.stavning import avstand, narmast
from uppdrag.sok.utdrag import SLUT, START, Bit, hela, markerad, platser, utdrag


def test_marks_are_places_in_the_text_without_them():
    assert platser(f"en {START}lekplats{SLUT} och {START}väg{SLUT}") == [(3, 11), (16, 19)]


def test_hits_beside_each_other_are_one():
    assert markerad("en ny lekplats", [(3, 5), (6, 14)]) == (Bit("en "), Bit("ny lekplats", traff=True))


def test_a_phrase_is_marked_whole_or_not_at_all():
    text = "2020-01-21 § 11 och 2020"
    assert hela(text, [(0, 4), (5, 7), (8, 10), (13, 15), (20, 24)], 4) == [(0, 4), (5, 7), (8, 10), (13, 15)]


def test_the_piece_shows_where_the_words_meet():
    text = "lekplats " + "fyllnad " * 100 + "en lekplats med belysning vid skolan"
    traffar = [(0, 8), (text.rindex("lekplats"), text.rindex("lekplats") + 8)]
    traffar.append((text.index("belysning"), text.index("belysning") + 9))
    stycke = utdrag(text, traffar)
    assert [b.text for b in stycke if b.traff] == ["lekplats", "belysning"]
    assert stycke[0].text == "… "
    assert stycke[-1].text.endswith("vid skolan")


def test_without_hits_it_is_the_beginning():
    assert "".join(b.text for b in utdrag("ord " * 100, [])).startswith("ord ord")
    assert utdrag("", []) == ()


@given(st.text(alphabet="ab \n", max_size=600), st.data())
def test_the_piece_is_of_the_text(text, data):
    traffar = []
    for _ in range(data.draw(st.integers(0, 4)) if text else 0):
        fran = data.draw(st.integers(0, len(text) - 1))
        traffar.append((fran, data.draw(st.integers(fran + 1, len(text)))))
    stycke = utdrag(text, sorted(traffar), langd=50)
    mitten = "".join(b.text for b in stycke if b.text not in ("… ", " …"))
    assert mitten in text.replace("\n", " ")
    assert len(mitten) <= 50


@pytest.mark.parametrize(
    ("ordet", "kandidater", "ratt"),
    [
        ("lekplast", ["lekplats", "plast", "leksak"], "lekplats"),
        ("niklsson", ["nilsson", "svensson"], "nilsson"),
        ("vag", ["väg", "var", "lag"], "var"),
        ("xyzzy", ["lekplats"], None),
        ("lekplats", ["lekplats"], None),
    ],
)
def test_the_nearest_word(ordet, kandidater, ratt):
    assert narmast(ordet, kandidater) == ratt


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_a_distance_is_the_same_both_ways(a, b):
    assert avstand(a, b) == avstand(b, a)
    assert (avstand(a, b) == 0) == (a == b)
