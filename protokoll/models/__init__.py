from protokoll.models.anslag import Anslag
from protokoll.models.arbete import GodtagenVarning, Narvarotecken, Utkast
from protokoll.models.arende import Dnrlikhet
from protokoll.models.beslutsgang import Anmalan, Anmalare, Omrostning, Proposition, Rost, Yrkande, Yrkare
from protokoll.models.dagordning import Fras, StandigtArende
from protokoll.models.expediering import (
    Expediering,
    Expedieringsbilaga,
    Mottagare,
    Paragrafbilaga,
    Sandlista,
    Sandlisterad,
    Sandning,
)
from protokoll.models.handling import Protokoll, Underskrift
from protokoll.models.inbjudan import Behandling, Bokning, Deltagande, Inbjudan, Inbjudansbilaga, Reserapport
from protokoll.models.inbjudansbrev import Inbjudansbrev
from protokoll.models.inlasning import (
    Inlasning,
    Inlasningsfil,
    Inlasningsjobb,
    Inlasningszip,
    Inlasningszipdel,
)
from protokoll.models.kallelse import Kallad, Kallelse
from protokoll.models.narvaro import Motesdeltagare, Narvarohandelse
from protokoll.models.nummer import MakuleratNummer, Paragrafserie
from protokoll.models.paragraf import Avsnitt, Beslut, Paragraf
from protokoll.models.publicering import Arkivpaket, Maskering, Publicering
from protokoll.models.sammantrade import Ajournering, Narvaro, Sammantrade
from protokoll.models.sattning import Sattning
from protokoll.models.sekretess import Sekretesslasare
from protokoll.models.underskriftsbegaran import Underskriftsbegaran, Vantandefil
from protokoll.models.version import (
    Godkannande,
    Invandning,
    Lasning,
    Protokollsversion,
    Rattelse,
    Undertecknande,
)

__all__ = [
    "Ajournering",
    "Anmalan",
    "Anmalare",
    "Anslag",
    "Arkivpaket",
    "Avsnitt",
    "Behandling",
    "Beslut",
    "Bokning",
    "Deltagande",
    "Dnrlikhet",
    "Expediering",
    "Expedieringsbilaga",
    "Fras",
    "Godkannande",
    "GodtagenVarning",
    "Inbjudan",
    "Inbjudansbilaga",
    "Inbjudansbrev",
    "Inlasning",
    "Inlasningsfil",
    "Inlasningsjobb",
    "Inlasningszip",
    "Inlasningszipdel",
    "Invandning",
    "Kallad",
    "Kallelse",
    "Lasning",
    "MakuleratNummer",
    "Maskering",
    "Motesdeltagare",
    "Mottagare",
    "Narvaro",
    "Narvarohandelse",
    "Narvarotecken",
    "Omrostning",
    "Paragraf",
    "Paragrafbilaga",
    "Paragrafserie",
    "Proposition",
    "Protokoll",
    "Protokollsversion",
    "Publicering",
    "Rattelse",
    "Reserapport",
    "Rost",
    "Sammantrade",
    "Sandlista",
    "Sandlisterad",
    "Sandning",
    "Sattning",
    "Sekretesslasare",
    "StandigtArende",
    "Underskrift",
    "Underskriftsbegaran",
    "Undertecknande",
    "Utkast",
    "Vantandefil",
    "Yrkande",
    "Yrkare",
]
