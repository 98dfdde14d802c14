from protokoll.models.handling import Anslag, Inlasning, Protokoll, Underskrift
from protokoll.models.inbjudan import Deltagande, Inbjudan
from protokoll.models.paragraf import Avsnitt, Beslut, Paragraf
from protokoll.models.sammantrade import Ajournering, Narvaro, Sammantrade

__all__ = [
    "Ajournering",
    "Anslag",
    "Avsnitt",
    "Beslut",
    "Deltagande",
    "Inbjudan",
    "Inlasning",
    "Narvaro",
    "Paragraf",
    "Protokoll",
    "Sammantrade",
    "Underskrift",
]
