"""The meetings of the demo: those who were there, the §§ with their decisions, and a protokoll to be adjusted."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import cycle, islice

from kommun.demo.arenden import MED_UPPDRAG, UTAN_UPPDRAG, Arende
from kommun.demo.fakta import LEDAMOTER
from kommun.demo.inbjudna import ARETS
from kommun.demo.inbjudningar import behandlade, dnr
from kommun.demo.register import Register
from kommun.editor import text_to_html
from kommun.models import Avsnittstyp, Mandat, Organ
from protokoll import sammantradesplan
from protokoll.models import (
    Avsnitt,
    Beslut,
    Motesdeltagare,
    Paragraf,
    Protokoll,
    Sammantrade,
    StandigtArende,
    Underskrift,
)
from protokoll.standiga import satt_upp

SEKRETERARE = {"MBN": "Agnes Annansson"}
# How many days after the meeting its protokoll is adjusted.
JUSTERAS_EFTER = {"KS": 5}
# So long before a meeting its dagordning is made.
DAGORDNING_GORS = timedelta(days=28)


class Moten(Register):
    """`uppdragen` takes care of the uppdrag that the decisions give (kommun.demo.uppdrag)."""

    def __init__(self, today: date):
        super().__init__(today)
        self.nya = iter(MED_UPPDRAG)
        self.gamla = cycle(UTAN_UPPDRAG)
        self.inbjudna = cycle(ARETS)
        # The standing ärende of each organ that deals with invitations.
        self.inbjudningarnas: dict[str, StandigtArende] = {}
        # What was sent back, by organ and dnr, until the organ takes it up again.
        self.aterremitterade: dict[tuple[int, str], Paragraf] = {}
        self.att_justera: list[tuple[Protokoll, date]] = []

    def mote(
        self,
        organ: Organ,
        dag: date,
        nummer: dict,
        forst: list[Arende] | None = None,
        inbjudna: tuple | None = None,
        extra: tuple[Arende, ...] = (),
    ) -> Sammantrade:
        """`forst` are its own ärenden, before the ordinary ones; `inbjudna` the invitations it decides of."""
        hallet = dag < self.today
        kring = sammantradesplan.organets_dagar_kring(organ, dag)
        sammantrade = self.spara(
            Sammantrade(
                organ=organ,
                datum=dag,
                start=time(13, 0),
                slut=time(16, 30) if hallet else None,
                plats="Tunasalen, Stadshuset",
                lage=Sammantrade.Lage.AVSLUTAT if hallet else Sammantrade.Lage.PLANERAT,
                stoppdag=kring.stoppdag,
                kallelsedag=kring.kallelsedag,
                planerad_justering=kring.planerad_justering,
            )
        )
        ledamoter = LEDAMOTER if organ.kortnamn != "MBN" else LEDAMOTER[1:]
        if hallet:
            self.narvaro(sammantrade, ledamoter)
        nya = [next(self.nya, UTAN_UPPDRAG[0])] if forst is None else forst
        arenden = [*nya, *extra, *(next(self.gamla) for _ in range(2 if hallet else 1))]
        numren = range(1, 0)
        if hallet:
            forsta = nummer.get((organ.kortnamn, dag.year), 0) + 1
            numren = range(forsta, forsta + 2 + len(arenden) + organ.behandlar_inbjudningar)
            nummer[organ.kortnamn, dag.year] = numren[-1]
        protokoll = self.protokoll(sammantrade) if hallet else None
        rad = iter(numren)
        justerare = "Sixten Svarsson (S)"
        standiga = (
            ("Val av protokolljusterare", f"{organ.namn} väljer {justerare} att jämte ordförande justera protokollet."),
            ("Fastställande av dagordning", f"{organ.namn} fastställer dagordningen."),
        )
        plats = 0
        # Of a meeting to come they are placed as the organ keeps them, last of all here.
        egna_standiga = not hallet and organ.standiga_arenden.exists()
        skrivna, egna = [], []
        for rubrik, beslut in () if egna_standiga else standiga:
            plats += 1
            skrivna.append(
                self.paragraf(sammantrade, protokoll, plats, next(rad, None), rubrik, beslut if hallet else "")
            )
        for arende in arenden:
            plats += 1
            egna.append(self.arende(sammantrade, protokoll, plats, next(rad, None), arende, hallet))
        skrivna += egna
        if hallet and organ.behandlar_inbjudningar:
            sist = self.paragraf(sammantrade, protokoll, plats + 1, next(rad), "Inbjudningar", dnr=dnr(organ, dag))
            sist.paragraf.standigt = self.inbjudningarnas.get(organ.kortnamn)
            skrivna.append(sist)
        self.skriv(skrivna)
        for arende, skriven in zip(arenden, egna, strict=True):
            if hallet and arende.uppdrag:
                self.uppdragen.arets(skriven.paragraf, skriven.beslut, arende, dag)
        if hallet and organ.behandlar_inbjudningar:
            behandlade(self, sist.paragraf, sist.beslut, inbjudna or tuple(islice(self.inbjudna, 2)))
        if egna_standiga and dag - self.today < DAGORDNING_GORS:
            satt_upp(sammantrade, by=self.by)
        return sammantrade

    def narvaro(self, sammantrade: Sammantrade, ledamoter) -> None:
        narvarande = []
        for n, (namn, parti, roll) in enumerate(ledamoter, start=1):
            ersattare = roll == Mandat.Roll.ERSATTARE
            narvarande.append(
                Motesdeltagare(
                    sammantrade=sammantrade,
                    person=self.person(namn),
                    slag=Motesdeltagare.Slag.ERSATTARE if ersattare else Motesdeltagare.Slag.LEDAMOT,
                    roll="" if ersattare else roll,
                    namn=namn,
                    parti=parti,
                    titel="" if roll in (Mandat.Roll.LEDAMOT, Mandat.Roll.ERSATTARE) else roll.label.lower(),
                    ordning=n,
                )
            )
        namn = self.sekreterarens_namn(sammantrade.organ)
        sekreterare = Motesdeltagare(
            sammantrade=sammantrade,
            person=self.person(namn),
            slag=Motesdeltagare.Slag.TJANSTEPERSON,
            namn=namn,
            titel="sekreterare",
            ordning=20,
        )
        self.spara_nya([*narvarande, sekreterare])

    def sekreterarens_namn(self, organ: Organ) -> str:
        return SEKRETERARE.get(organ.kortnamn, "Siv Skrivare")

    def protokoll(self, sammantrade: Sammantrade) -> Protokoll:
        # The latest meeting still waits for its justering; older ones have been adjusted and announced.
        justerat = sammantrade.datum + timedelta(days=JUSTERAS_EFTER.get(sammantrade.organ.kortnamn, 7))
        klart = justerat < self.today
        protokoll = self.spara(
            Protokoll(
                sammantrade=sammantrade,
                justeringens_plats_och_tid="Stadshuset" + (f", {justerat:%Y-%m-%d}" if klart else ""),
            )
        )
        if klart:
            self.att_justera.append((protokoll, justerat))
        ordforande = "Orvar Ordberg" if sammantrade.organ.kortnamn != "MBN" else "Vega Vicedotter"
        skriver_under = (
            (Underskrift.Roll.SEKRETERARE, self.sekreterarens_namn(sammantrade.organ), ""),
            (Underskrift.Roll.ORDFORANDE, ordforande, "C" if ordforande == "Orvar Ordberg" else "M"),
            (Underskrift.Roll.JUSTERARE, "Sixten Svarsson", "S"),
        )
        self.spara_nya(
            [
                Underskrift(protokoll=protokoll, person=self.person(namn), roll=roll, namn=namn, parti=parti, ordning=n)
                for n, (roll, namn, parti) in zip((1, 101, 201), skriver_under, strict=True)
            ]
        )
        return protokoll

    def paragraf(self, sammantrade, protokoll, plats, nummer, rubrik, beslut="", delar=(), dnr="") -> "Skriven":
        """A § that is not saved yet; `skriv` saves all of a meeting together."""
        organ = sammantrade.organ
        paragraf = Paragraf(
            sammantrade=sammantrade,
            protokoll=protokoll,
            organ=organ,
            ar=sammantrade.datum.year,
            nummer=nummer,
            ordning=plats,
            rubrik=rubrik,
            dnr=dnr or f"{sammantrade.datum.year}/{sammantrade.pk * 20 + plats:06d}",
        )
        uppat = organ.overordnat if beslut and not beslut.startswith(organ.namn) else None
        ny = Beslut(
            paragraf=paragraf,
            rubrik=f"{organ.genitiv} förslag till {uppat.namn.lower()}" if uppat else f"{organ.genitiv} beslut",
            text=text_to_html(beslut),
            ordning=100,
            beslutsniva=Beslut.Beslutsniva.FORSLAG if uppat else Beslut.Beslutsniva.EGET,
            till_organ=uppat,
        )
        avsnitten = []
        for n, (typ, rubriken, text) in enumerate(delar, start=3):
            if not text:
                continue
            if typ == Avsnittstyp.BAKGRUND:
                forst = Avsnittstyp.SAMMANFATTNING
                avsnitten.append(Avsnitt(paragraf=paragraf, typ=forst, rubrik="Sammanfattning", ordning=200))
            niva, html = 2 if typ == Avsnittstyp.BAKGRUND else 1, text_to_html(text)
            avsnitten.append(
                Avsnitt(paragraf=paragraf, typ=typ, rubrik=rubriken, niva=niva, text=html, ordning=n * 100)
            )
        return Skriven(paragraf, ny, avsnitten)

    def skriv(self, skrivna: list["Skriven"]) -> None:
        self.spara_nya([s.paragraf for s in skrivna])
        self.spara_nya([s.beslut for s in skrivna])
        self.spara_nya([a for s in skrivna for a in s.avsnitten])

    def arende(self, sammantrade, protokoll, plats, nummer, arende: Arende, hallet: bool) -> "Skriven":
        delar = (
            (Avsnittstyp.BAKGRUND, "Bakgrund", arende.bakgrund),
            (Avsnittstyp.BESLUTSUNDERLAG, "Beslutsunderlag", arende.underlag),
            (Avsnittstyp.MOTTAGARE, "Beslutet skickas till", arende.mottagare if hallet else ""),
        )
        beslut = arende.beslut.replace("{organet}", sammantrade.organ.namn) if hallet else ""
        skriven = self.paragraf(sammantrade, protokoll, plats, nummer, arende.rubrik, beslut, delar, dnr=arende.dnr)
        skriven.paragraf.utfall = arende.utfall
        skriven.paragraf.fran = self.aterremitterade.pop((sammantrade.organ_id, arende.dnr), None)
        if arende.utfall:
            self.aterremitterade[sammantrade.organ_id, arende.dnr] = skriven.paragraf
        return skriven


@dataclass(frozen=True)
class Skriven:
    paragraf: Paragraf
    beslut: Beslut
    avsnitten: list[Avsnitt]
