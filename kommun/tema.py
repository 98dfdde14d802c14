"""The municipality's accent colour as a style sheet. Pure: a hex colour in, css text out.

Every pair that carries text keeps 4.5:1 and every mark 3:1 (WCAG 2.2, 1.4.3 and 1.4.11), whatever colour comes in.
"""

import colorsys
import re

GRUNDFARG = "#1f4e79"
VIT, SVART = (255, 255, 255), (0, 0, 0)
# The design system's own grounds, light and dark, that text in the accent colour has to stand on.
LJUS_GRUND = VIT
MORK_GRUND = (0x17, 0x18, 0x1A)
MORK_TON = (0x26, 0x28, 0x2B)
TEXT, MARKE = 4.5, 3.0

Farg = tuple[int, int, int]


def parse(hexfarg: str) -> Farg:
    """#1f4e79 or #abc. Anything else gives the product's own colour: a style sheet must never fail."""
    text = (hexfarg or "").strip().lower()
    if not re.fullmatch(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", text):
        text = GRUNDFARG
    siffror = text[1:]
    if len(siffror) == 3:
        siffror = "".join(s * 2 for s in siffror)
    return tuple(int(siffror[i : i + 2], 16) for i in (0, 2, 4))


def som_hex(farg: Farg) -> str:
    return "#{:02x}{:02x}{:02x}".format(*farg)


def luminans(farg: Farg) -> float:
    def linear(kanal: int) -> float:
        v = kanal / 255
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    r, g, b = (linear(k) for k in farg)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def kontrast(a: Farg, b: Farg) -> float:
    ljus, mork = sorted((luminans(a), luminans(b)), reverse=True)
    return (ljus + 0.05) / (mork + 0.05)


def blanda(farg: Farg, mot: Farg, andel: float) -> Farg:
    """`farg` with `andel` (0–1) of `mot` in it."""
    return tuple(round(a + (b - a) * andel) for a, b in zip(farg, mot, strict=True))


def tills(farg: Farg, mot: Farg, *grunder: Farg, krav: float) -> Farg:
    """`farg` made lighter or darker, hue and saturation kept, until it stands out from every ground by `krav`."""
    hue, ljushet, mattnad = colorsys.rgb_to_hls(*(k / 255 for k in farg))
    slut = 1.0 if mot == VIT else 0.0
    for steg in range(51):
        rgb = colorsys.hls_to_rgb(hue, ljushet + (slut - ljushet) * steg / 50, mattnad)
        kandidat = tuple(round(k * 255) for k in rgb)
        if all(kontrast(kandidat, grund) >= krav for grund in grunder):
            return kandidat
    return mot


def text_pa(farg: Farg) -> Farg:
    """White or black, whichever reads best; one of them always reaches 4.5:1."""
    return VIT if kontrast(VIT, farg) >= TEXT else SVART


def _palett(accent: Farg, *, grund: Farg, yta: Farg, mot: Farg) -> dict[str, Farg]:
    """`mot` is the end the colour moves towards to stand out: black on white paper, white on dark."""
    ton = [blanda(yta, accent, andel) for andel in (0.08, 0.14, 0.22, 0.30)]
    knapp = tills(accent, mot, grund, krav=MARKE)
    bokstav = text_pa(knapp)
    # Hover and press move away from the letters, so their contrast only grows.
    bort = SVART if bokstav == VIT else VIT
    lank = tills(accent, mot, grund, yta, *ton[:3], krav=TEXT)
    return {
        "background-default": grund,
        "background-tinted": ton[0],
        "surface-default": yta,
        "surface-tinted": ton[1],
        "surface-hover": ton[2],
        "surface-active": ton[3],
        "border-subtle": blanda(yta, accent, 0.4),
        "border-default": knapp,
        "border-strong": lank,
        "text-subtle": lank,
        "text-default": tills(blanda(accent, mot, 0.6), mot, ton[3], krav=TEXT),
        "base-default": knapp,
        "base-hover": blanda(knapp, bort, 0.16),
        "base-active": blanda(knapp, bort, 0.30),
        "base-contrast-subtle": bokstav,
        "base-contrast-default": bokstav,
    }


def _variabler(palett: dict[str, Farg]) -> str:
    return "".join(f"--ds-color-accent-{namn}:{som_hex(farg)};" for namn, farg in palett.items())


def tema_css(accentfarg: str) -> str:
    """The text of `kommun:tema` (text/css), in a layer of its own between the design system and our own rules."""
    accent = parse(accentfarg)
    ljus = _palett(accent, grund=LJUS_GRUND, yta=LJUS_GRUND, mot=SVART)
    mork = _palett(accent, grund=MORK_GRUND, yta=MORK_TON, mot=VIT)
    return (
        "@layer tema{"
        f":root{{--accent-vald:{som_hex(accent)};{_variabler(ljus)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_variabler(mork)}}}}}"
        "}"
    )
