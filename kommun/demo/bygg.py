"""The demo municipality: the seed's sammanträde as it was read in, and an invented year around today.

Deterministic for a given day, made in one transaction, and made once: a second call changes nothing.
"""

from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kommun.demo.arenden import MED_UPPDRAG, UTAN_UPPDRAG, Arende
from kommun.demo.fakta import FORVALTNINGAR, INBJUDNINGAR, KONTON, LEDAMOTER, ORGAN, PARTIER
from kommun.demo.justering import justera_alla
from kommun.demo.motesdag import aterremitterat, motesdagen, standiga_arenden
from kommun.demo.mottagare import adress, mottagarna
from kommun.demo.uppdrag import BESLUTAS_UPPAT, UPPFOLJNING, Uppdragsdel
from kommun.editor import text_to_html
from kommun.history import spara, spara_nya
from kommun.kalender import next_vardag
from kommun.models import (
    STANDARDMALL,
    Avsnittsmall,
    Avsnittstyp,
    Forvaltning,
    Kommun,
    Mandat,
    Organ,
    Parti,
    Person,
    Tjanst,
    User,
)
from protokoll import anslag, inlasning, sammantradesplan
from protokoll.avskrift import spara_avskrift, ta_emot
from protokoll.models import (
    Avsnitt,
    Beslut,
    Deltagande,
    Inbjudan,
    Motesdeltagare,
    Paragraf,
    Protokoll,
    Sammantrade,
    Underskrift,
)
from protokoll.standiga import satt_upp

PASSWORD = "fullgjort-demo"  # noqa: S105 - printed to whoever runs the demo, and the demo only
SEED = Path(__file__).with_name("ksau-2020-02-25.txt")
NAMESPACE = UUID("5d0c2d0e-0000-4000-8000-000000000020")
REASON = "Demodata"


def finns() -> bool:
    return User.objects.filter(username=KONTON[0].username).exists()


@transaction.atomic
def bygg(today: date) -> None:
    """Make it, or nothing. Call only where `finns()` is false."""
    _Bygge(today).allt()


class _Bygge:
    def __init__(self, today: date):
        self.today = today
        self.by = None
        self.personer: dict[str, Person] = {}
        self.nycklar = 0
        self.namnrymd = NAMESPACE
        self.nya = iter(MED_UPPDRAG)
        self.gamla = cycle(UTAN_UPPDRAG)
        self.inbjudna = cycle(INBJUDNINGAR)
        self.att_justera: list[tuple[Protokoll, date]] = []

    def spara(self, obj):
        return spara(obj, by=self.by, reason=REASON)

    def spara_nya(self, objekt: list) -> None:
        """Rows that nothing is asked about: most of the demo, and most of its time."""
        spara_nya(objekt, by=self.by, reason=REASON)

    def allt(self) -> None:
        self.spara(
            Kommun(
                pk=1,
                namn="Vimmerby kommun",
                epost="kommunen@vimmerby.example",
                forvaltningsratt="Förvaltningsrätten i Linköping",
                overklagas_hos="Förvaltningsrätten i Linköping\nBox 406\n581 04 Linköping",
            )
        )
        self.register()
        self.konton()
        self.uppdragen = Uppdragsdel(self)
        self.uppdragen.personal()
        self.seed()
        standiga_arenden([self.organ["KSAU"], self.organ["KS"]], by=self.by)
        self.aret()
        mote = motesdagen(self.organ["KSAU"], self.today, by=self.by)
        aterremitterat(self.organ["KSAU"], by=self.by)
        self.uppdragen.i_dag(mote)
        mottagarna(self)
        justera_alla(self.att_justera, today=self.today, by=self.by)
        self.kungor_fullmaktige()

    def kungor_fullmaktige(self) -> None:
        nu = timezone.make_aware(datetime.combine(self.today, time(8)))
        kommande = Sammantrade.objects.filter(
            organ=self.organ["KF"], lage=Sammantrade.Lage.PLANERAT, datum__gt=self.today
        )
        for mote in kommande.order_by("datum")[:1]:
            if anslag.kungorelsens_hinder(mote, today=self.today) is None:
                arenden = "Delårsrapport för kommunen\nSvar på motioner och medborgarförslag\nValärenden"
                anslag.kungor(mote, text=arenden, by=self.by, nu=nu)

    # The registers

    def register(self) -> None:
        start = date(self.today.year - 8, 1, 1)
        self.partier = {kort: self.spara(Parti(beteckning=kort, namn=namn, fran=start)) for kort, namn in PARTIER}
        self.forvaltningar: dict[str, Forvaltning] = {}
        for namn, over in FORVALTNINGAR:
            self.forvaltningar[namn] = self.spara(
                Forvaltning(namn=namn, overordnad=self.forvaltningar.get(over or ""), epost=adress(namn))
            )
        self.organ: dict[str, Organ] = {}
        for namn, kort, slag, over in ORGAN:
            organ = Organ(
                namn=namn,
                kortnamn=kort,
                slag=slag,
                overordnat=self.organ.get(over or ""),
                forvaringsplats="Administrativa avdelningen, Stadshuset",
                epost=adress(namn),
                antal_ledamoter=sum(roll != Mandat.Roll.ERSATTARE for _, _, roll in LEDAMOTER),
            )
            self.organ[kort] = self.spara(organ)
            self.spara_nya(
                [
                    Avsnittsmall(organ=organ, typ=typ, rubrik=rubrik, niva=niva, ordning=n)
                    for n, (typ, rubrik, niva) in enumerate(STANDARDMALL, start=1)
                ]
            )
        self.spara_nya(
            [
                Mandat(
                    person=self.person(namn),
                    organ=self.organ[kort],
                    roll=roll,
                    parti=self.partier[parti],
                    fran=start,
                    ordning=n,
                )
                for kort in ("KF", "KS", "KSAU", "MBN")
                for n, (namn, parti, roll) in enumerate(LEDAMOTER, start=1)
            ]
        )

    def person(self, namn: str) -> Person:
        if namn not in self.personer:
            # Only who is invented has an address, and one of them has none: that kallelse goes on paper.
            med_epost = namn in {n for n, *_ in LEDAMOTER} - {"Knut Kanslaby"}
            epost = f"{namn.lower().replace(' ', '.')}@example.invalid" if med_epost else ""
            self.personer[namn] = self.spara(Person(namn=namn, epost=epost))
        return self.personer[namn]

    def konton(self) -> None:
        roller = {
            "sekreterare": [(Tjanst.Roll.SEKRETERARE, kort, None) for kort in ("KSAU", "KS", "KF")],
            "sekreterare2": [(Tjanst.Roll.SEKRETERARE, "MBN", None)],
            "handlaggare": [(Tjanst.Roll.HANDLAGGARE, None, "Samhällsbyggnadsavdelningen")],
            "chef": [(Tjanst.Roll.FORVALTNINGSCHEF, None, "Samhällsbyggnadsavdelningen")],
            "revisor": [(Tjanst.Roll.LASARE, None, None)],
            "admin": [(Tjanst.Roll.SYSTEMADMINISTRATOR, None, None)],
        }
        for konto in KONTON:
            person = self.person(konto.namn)
            User.objects.create_user(
                konto.username, email=f"{konto.username}@example.invalid", password=PASSWORD, person=person
            )
            for roll, organ, forvaltning in roller.get(konto.username, []):
                self.spara(
                    Tjanst(
                        person=person,
                        roll=roll,
                        titel=roll.label,
                        organ=self.organ.get(organ or ""),
                        forvaltning=self.forvaltningar.get(forvaltning or ""),
                        fran=date(self.today.year - 8, 1, 1),
                    )
                )
        self.by = User.objects.get(username="sekreterare")

    # The seed

    def seed(self) -> None:
        innehall = SEED.read_bytes()
        inlast = inlasning.tolka(inlasning.las_text(SEED.name, innehall))
        spara_avskrift(inlast, inlasning=ta_emot(SEED.name, innehall, by=self.by), by=self.by)

    # The year

    def aret(self) -> None:
        nummer: dict[tuple[str, int], int] = {}
        self.uppdragen.aldre(nummer)
        for dag in (-48, -20, 13):
            self.mote(self.organ["MBN"], next_vardag(self.today + timedelta(days=dag)), nummer)
        # The last meeting of the arbetsutskott was some days ago, so that its protokoll waits to be adjusted.
        for dag in range(-369, 120, 28):
            for kort, forskjutning in (("KSAU", 0), ("KS", 9)):
                senaste = -28 < dag + forskjutning < 0
                arenden = [BESLUTAS_UPPAT if kort == "KS" else UPPFOLJNING] if senaste else None
                idag = next_vardag(self.today + timedelta(days=dag + forskjutning))
                mote = self.mote(self.organ[kort], idag, nummer, arenden)
                if senaste and kort == "KSAU":
                    hos_au = mote
        self.uppdragen.uppfoljning(hos_au)
        self.fullmaktige()

    def fullmaktige(self) -> None:
        """Planned and nothing more: one of its meetings has been moved, one cancelled."""
        dagar = [next_vardag(self.today + timedelta(days=n)) for n in (30, 65, 100)]
        utfall = sammantradesplan.planera(
            organ=self.organ["KF"],
            rader=[sammantradesplan.Planrad(dag, time(18, 0), time(21, 0)) for dag in dagar],
            plats="Plenisalen, Stadshuset",
            today=self.today,
            by=self.by,
        )
        forsta, _, sista = utfall.skapade
        sammantradesplan.flytta(
            forsta,
            datum=next_vardag(forsta.datum + timedelta(days=2)),
            start=forsta.start,
            slut=forsta.slut,
            plats=forsta.plats,
            rakna_om=True,
            skal="Salen är upptagen",
            today=self.today,
            by=self.by,
        )
        sammantradesplan.stall_in(sista, skal="för få ärenden", by=self.by)

    def mote(self, organ: Organ, dag: date, nummer: dict, forst: list[Arende] | None = None) -> Sammantrade:
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
        arenden = [*nya, *(next(self.gamla) for _ in range(2 if hallet else 1))]
        numren = range(1, 0)
        if hallet:
            forsta = nummer.get((organ.kortnamn, dag.year), 0) + 1
            numren = range(forsta, forsta + 3 + len(arenden))
            nummer[organ.kortnamn, dag.year] = numren[-1]
        protokoll = self.protokoll(sammantrade, numren) if hallet else None
        rad = iter(numren)
        justerare = "Sixten Svarsson (S)"
        standiga = (
            ("Val av protokolljusterare", f"{organ.namn} väljer {justerare} att jämte ordförande justera protokollet."),
            ("Fastställande av dagordning", f"{organ.namn} fastställer dagordningen."),
        )
        plats = 0
        # Of a meeting to come they are placed as the organ keeps them, last of all here.
        egna_standiga = not hallet and organ.standiga_arenden.exists()
        for rubrik, beslut in () if egna_standiga else standiga:
            plats += 1
            self.paragraf(sammantrade, protokoll, plats, next(rad, None), rubrik, beslut if hallet else "", "", "", "")
        for arende in arenden:
            plats += 1
            paragraf, beslut = self.arende(sammantrade, protokoll, plats, next(rad, None), arende, hallet)
            if hallet and arende.uppdrag:
                self.uppdragen.arets(paragraf, beslut, arende, dag)
        if egna_standiga:
            satt_upp(sammantrade, by=self.by)
        if hallet:
            self.inbjudningar(sammantrade, protokoll, plats + 1, next(rad))
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
        sekreterare = Motesdeltagare(
            sammantrade=sammantrade,
            person=self.person("Siv Skrivare"),
            slag=Motesdeltagare.Slag.TJANSTEPERSON,
            namn="Siv Skrivare",
            titel="sekreterare",
            ordning=20,
        )
        self.spara_nya([*narvarande, sekreterare])

    def protokoll(self, sammantrade: Sammantrade, numren: range) -> Protokoll:
        # The latest meeting still waits for its justering; older ones have been adjusted and announced.
        justerat = sammantrade.datum + timedelta(days=7)
        klart = justerat < self.today
        protokoll = self.spara(
            Protokoll(
                sammantrade=sammantrade,
                angivna_paragrafer=list(numren),
                justeringens_plats_och_tid="Stadshuset" + (f", {justerat:%Y-%m-%d}" if klart else ""),
            )
        )
        if klart:
            self.att_justera.append((protokoll, justerat))
        ordforande = "Orvar Ordberg" if sammantrade.organ.kortnamn != "MBN" else "Vega Vicedotter"
        skriver_under = (
            (Underskrift.Roll.SEKRETERARE, "Siv Skrivare", ""),
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

    def paragraf(self, sammantrade, protokoll, plats, nummer, rubrik, beslut, bakgrund, underlag, mottagare):
        organ = sammantrade.organ
        paragraf = Paragraf(
            sammantrade=sammantrade,
            protokoll=protokoll,
            organ=organ,
            ar=sammantrade.datum.year,
            nummer=nummer,
            ordning=plats,
            rubrik=rubrik,
            dnr=f"{sammantrade.datum.year}/{sammantrade.pk * 20 + plats:06d}",
        )
        self.spara_nya([paragraf])
        delar = (
            (Avsnittstyp.BAKGRUND, "Bakgrund", bakgrund),
            (Avsnittstyp.BESLUTSUNDERLAG, "Beslutsunderlag", underlag),
            (Avsnittstyp.MOTTAGARE, "Beslutet skickas till", mottagare),
        )
        text = text_to_html(beslut)
        uppat = organ.overordnat if beslut and not beslut.startswith(organ.namn) else None
        ny = Beslut(
            paragraf=paragraf,
            rubrik=f"{organ.genitiv} förslag till {uppat.namn.lower()}" if uppat else f"{organ.genitiv} beslut",
            text=text,
            ordning=100,
            beslutsniva=Beslut.Beslutsniva.FORSLAG if uppat else Beslut.Beslutsniva.EGET,
            till_organ=uppat,
        )
        self.spara_nya([ny])
        avsnitten = []
        if bakgrund:
            avsnitten.append(Avsnitt(paragraf=paragraf, typ="sammanfattning", rubrik="Sammanfattning", ordning=200))
        for n, (typ, rubriken, text) in enumerate(delar, start=3):
            if text:
                niva = 2 if typ == Avsnittstyp.BAKGRUND else 1
                html = text_to_html(text)
                avsnitten.append(
                    Avsnitt(paragraf=paragraf, typ=typ, rubrik=rubriken, niva=niva, text=html, ordning=n * 100)
                )
        self.spara_nya(avsnitten)
        return paragraf, ny

    def arende(self, sammantrade, protokoll, plats, nummer, arende: Arende, hallet: bool):
        namn = sammantrade.organ.namn
        beslut = arende.beslut.replace("{organet}", namn) if hallet else ""
        return self.paragraf(
            sammantrade,
            protokoll,
            plats,
            nummer,
            arende.rubrik,
            beslut,
            arende.bakgrund,
            arende.underlag,
            arende.mottagare if hallet else "",
        )

    def inbjudningar(self, sammantrade, protokoll, plats: int, nummer: int) -> None:
        organ = sammantrade.organ
        _, beslut = self.paragraf(sammantrade, protokoll, plats, nummer, "Inbjudningar", "", "", "", "")
        rader, inbjudningar = ["Inbjudan till\tBeslut"], []
        for n, (text, svar) in enumerate(islice(self.inbjudna, 3), start=1):
            deltar = svar == Inbjudan.Svar.DELTAR
            svarstext = "Orvar Ordberg (C) deltar" if deltar else "avstår"
            rader.append(f"{text}\t{svarstext}")
            inbjudningar.append(
                Inbjudan(organ=organ, beslut=beslut, inbjudan=text, svar=svar, svarstext=svarstext, ordning=n)
            )
        self.spara_nya(inbjudningar)
        ordforande = self.person("Orvar Ordberg")
        self.spara_nya(
            [
                Deltagande(inbjudan=i, person=ordforande, namn="Orvar Ordberg", titel_eller_parti="C", ordning=1)
                for i in inbjudningar
                if i.svar == Inbjudan.Svar.DELTAR
            ]
        )
        inledning = f"{organ.namn} beslutar följande med anledning av inkomna inbjudningar:"
        beslut.text = text_to_html(inledning + "\n\n" + "\n".join(rader))
        self.spara(beslut)
