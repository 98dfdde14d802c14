from protokoll.models.arbete import GodtagenVarning, Narvarotecken, Utkast
from protokoll.models.beslutsgang import Anmalan, Anmalare, Omrostning, Proposition, Rost, Yrkande, Yrkare
from protokoll.models.dagordning import Fras, StandigtArende
from protokoll.models.handling import Anslag, Inlasning, Protokoll, Underskrift
from protokoll.models.inbjudan import Deltagande, Inbjudan
from protokoll.models.kallelse import Kallad, Kallelse
from protokoll.models.narvaro import Motesdeltagare, Narvarohandelse
from protokoll.models.nummer import MakuleratNummer, Paragrafserie
from protokoll.models.paragraf import Avsnitt, Beslut, Paragraf
from protokoll.models.sammantrade import Ajournering, Narvaro, Sammantrade

__all__ = [
    "Ajournering",
    "Anmalan",
    "Anmalare",
    "Anslag",
    "Avsnitt",
    "Beslut",
    "Deltagande",
    "Fras",
    "GodtagenVarning",
    "Inbjudan",
    "Inlasning",
    "Kallad",
    "Kallelse",
    "MakuleratNummer",
    "Motesdeltagare",
    "Narvaro",
    "Narvarohandelse",
    "Narvarotecken",
    "Omrostning",
    "Paragraf",
    "Paragrafserie",
    "Proposition",
    "Protokoll",
    "Rost",
    "Sammantrade",
    "StandigtArende",
    "Underskrift",
    "Utkast",
    "Yrkande",
    "Yrkare",
]
