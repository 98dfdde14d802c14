from kommun.models.logg import Loggrad
from kommun.models.organ import STANDARDMALL, Avsnittsmall, Avsnittstyp, Forvaltning, Kommun, Organ
from kommun.models.personer import Franvaro, Mandat, Namnform, Parti, Person, Tjanst
from kommun.models.registerutdrag import Registerutdrag
from kommun.models.user import User
from kommun.models.utskick import Bilaga, Utskick
from kommun.models.utskrift import Utskriftsjobb, Utskriven

__all__ = [
    "STANDARDMALL",
    "Avsnittsmall",
    "Avsnittstyp",
    "Bilaga",
    "Forvaltning",
    "Franvaro",
    "Kommun",
    "Loggrad",
    "Mandat",
    "Namnform",
    "Organ",
    "Parti",
    "Person",
    "Registerutdrag",
    "Tjanst",
    "User",
    "Utskick",
    "Utskriftsjobb",
    "Utskriven",
]
