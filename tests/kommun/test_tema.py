"""The accent colour of any municipality must leave every text readable (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.tema import GRUNDFARG, kontrast, parse, tema_css, text_pa

any_hex = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
LETTERS_ON_BUTTON = ("base-default", "base-hover", "base-active")
GROUNDS = ("background-default", "background-tinted", "surface-default", "surface-tinted", "surface-hover")


def palettes(css: str):
    """The light and the dark palette, read back from the text a browser gets."""
    light, dark = css.split("@media", 1)
    for part in (light, dark):
        yield {name: parse(value) for name, value in re.findall(r"--ds-color-accent-([a-z-]+):(#[0-9a-f]{6});", part)}


@given(any_hex)
def test_every_colour_gives_readable_text_in_light_and_dark(colour):
    for palette in palettes(tema_css(colour)):
        for button in LETTERS_ON_BUTTON:
            assert kontrast(palette["base-contrast-default"], palette[button]) >= 4.5
        for ground in GROUNDS:
            assert kontrast(palette["text-subtle"], palette[ground]) >= 4.5
            assert kontrast(palette["text-default"], palette[ground]) >= 4.5
        assert kontrast(palette["base-default"], palette["background-default"]) >= 3


@given(any_hex)
def test_text_on_a_colour_is_white_or_black_and_readable(colour):
    assert kontrast(text_pa(parse(colour)), parse(colour)) >= 4.5


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#1f4e79", "#fff", 8.66),
    ],
)
def test_kontrast_follows_the_formula_of_wcag(a, b, ratio):
    assert kontrast(parse(a), parse(b)) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("bad", ["", None, "red", "#12", "#12345g", "#1f4e79;}*{display:none", "#1f4e79\n"])
def test_a_colour_that_is_none_gives_the_products_own_and_nothing_else(bad):
    assert tema_css(bad) == tema_css(GRUNDFARG)


def test_a_dark_accent_is_used_as_it_is_on_white():
    light, _ = palettes(tema_css("#1f4e79"))
    assert light["base-default"] == parse("#1F4E79")
