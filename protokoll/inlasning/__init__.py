"""Reading in the text of a protokoll: small recognisers, a named profile per layout, no Django.

`las_text(filnamn, innehall)` makes text of a file; `tolka(text)` makes an `Inlast` of the text. Both raise `Lasfel`
with a sentence for the person, and nothing else.
"""

from .fel import Lasfel
from .filer import STORSTA_FIL, las_text
from .lasare import TILLAGG, tolka
from .modell import (
    AVSNITTSTYPER,
    Anslag,
    Avsnitt,
    Deltagare,
    Fortroendevald,
    Inbjudan,
    Inlast,
    Justerare,
    Ovrig,
    Paragraf,
    Rost,
    Signatur,
    Stalle,
    Tillagg,
    Uppdragsfynd,
    Varning,
)

__all__ = [
    "AVSNITTSTYPER",
    "STORSTA_FIL",
    "TILLAGG",
    "Anslag",
    "Avsnitt",
    "Deltagare",
    "Fortroendevald",
    "Inbjudan",
    "Inlast",
    "Justerare",
    "Lasfel",
    "Ovrig",
    "Paragraf",
    "Rost",
    "Signatur",
    "Stalle",
    "Tillagg",
    "Uppdragsfynd",
    "Varning",
    "las_text",
    "tolka",
]
