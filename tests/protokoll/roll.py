"""A meeting under way with a roll: who serves, an ersättare who does, one who only sits there, and an official."""

from dataclasses import dataclass
from datetime import date

from protokoll.models import Motesdeltagare, Narvarohandelse, Paragraf, Sammantrade
from protokoll.narvarolista import Narvarolista, narvarolista
from tests.factories import (
    MotesdeltagareFactory,
    NarvarohandelseFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
)

LEDAMOTER = ("Ada Alm", "Bo Björk", "Cia Ceder", "Dan Dal", "Eva Ek", "Frej Fors", "Gun Gran")
PARTIER = ("M", "SD", "SD", "S", "S", "M", "C")


@dataclass
class Motet:
    """`ledamoter[0]` is the chair; `gast` serves for the last ledamot, who is away; `suppleant` only sits there."""

    paragraf: Paragraf
    ledamoter: list[Motesdeltagare]
    gast: Motesdeltagare
    suppleant: Motesdeltagare
    tjansteperson: Motesdeltagare

    @property
    def lista(self) -> Narvarolista:
        return narvarolista(self.paragraf.sammantrade)

    @property
    def rostande(self) -> list[Motesdeltagare]:
        """In the order they are called: the chair last."""
        return [*self.ledamoter[1:-1], self.gast, self.ledamoter[0]]

    def roster(self, ord_: str) -> dict[int, str]:
        """ "jjnnna": a letter for each of `rostande`."""
        varden = {"j": "ja", "n": "nej", "a": "avstar"}
        return {d.pk: varden[o] for d, o in zip(self.rostande, ord_, strict=False)}

    def javig(self, deltagare: Motesdeltagare) -> None:
        NarvarohandelseFactory(
            deltagare=deltagare, paragraf=self.paragraf, slag=Narvarohandelse.Slag.JAV, bara_paragrafen=True
        )


def motet(organ, *, ledamoter: int = 7, lage=Sammantrade.Lage.PAGAR, datum=date(2025, 12, 10), **paragraf) -> Motet:
    sammantrade = SammantradeFactory(organ=organ, datum=datum, lage=lage)
    protokoll = ProtokollFactory(sammantrade=sammantrade)
    p = ParagrafFactory(**{"protokoll": protokoll, "nummer": 12, "rubrik": "Svar på motion om blocktider"} | paragraf)
    rad = {"sammantrade": sammantrade}
    seats = [
        MotesdeltagareFactory(
            **rad,
            namn=namn,
            parti=parti,
            roll="ledamot" if n else "ordforande",
            vid_upprop=n < ledamoter - 1,
            ordning=n,
        )
        for n, (namn, parti) in enumerate(list(zip(LEDAMOTER, PARTIER, strict=True))[:ledamoter])
    ]
    gast = MotesdeltagareFactory(**rad, namn="Hans Hall", parti="C", slag="ersattare", ordning=20)
    NarvarohandelseFactory(deltagare=gast, slag="ersatter", for_deltagare=seats[-1])
    return Motet(
        paragraf=p,
        ledamoter=seats,
        gast=gast,
        suppleant=MotesdeltagareFactory(**rad, namn="Ida Idh", parti="V", slag="ersattare", ordning=21),
        tjansteperson=MotesdeltagareFactory(**rad, namn="Jon Jonsson", slag="tjansteperson", titel="chef", ordning=30),
    )
