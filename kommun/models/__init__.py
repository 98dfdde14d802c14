from kommun.models.organ import Avsnittsmall, Avsnittstyp, Forvaltning, Kommun, Organ
from kommun.models.personer import Mandat, Parti, Person, Tjanst
from kommun.models.user import User

__all__ = [
    "Avsnittsmall",
    "Avsnittstyp",
    "Forvaltning",
    "Kommun",
    "Mandat",
    "Organ",
    "Parti",
    "Person",
    "Tjanst",
    "User",
]
