"""Sentences that give, retell or close an uppdrag. Pure: text in, values out; nothing is created here."""

from uppdrag.igenkanning.avtryck import avtryck
from uppdrag.igenkanning.besvarade import hitta_besvarade, hitta_besvarade_i
from uppdrag.igenkanning.forslag import FORSLAG_UPPAT, MOJLIGT, UPPDRAG, Forslag, hitta_uppdrag

__all__ = [
    "FORSLAG_UPPAT",
    "MOJLIGT",
    "UPPDRAG",
    "Forslag",
    "avtryck",
    "hitta_besvarade",
    "hitta_besvarade_i",
    "hitta_uppdrag",
]
