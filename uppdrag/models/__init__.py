from uppdrag.models.forslag import AvvisatForslag
from uppdrag.models.import_ import LASTE_IN, Importrad, Uppdragsimport
from uppdrag.models.kalender import Fristkalender
from uppdrag.models.paminnelse import Paminnelse
from uppdrag.models.rapport import Aterrapport, Rapportbilaga
from uppdrag.models.redovisning import Redovisning, Uppfoljning
from uppdrag.models.sok import Offentligrad, Sokord, Sokrad
from uppdrag.models.uppdrag import Fristandring, Uppdrag, Uppdragsled

__all__ = [
    "LASTE_IN",
    "Aterrapport",
    "AvvisatForslag",
    "Fristandring",
    "Fristkalender",
    "Importrad",
    "Offentligrad",
    "Paminnelse",
    "Rapportbilaga",
    "Redovisning",
    "Sokord",
    "Sokrad",
    "Uppdrag",
    "Uppdragsimport",
    "Uppdragsled",
    "Uppfoljning",
]
