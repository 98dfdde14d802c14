"""The uppdrag of the demo: three years of them in every state, made by the acts that people use."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid5

from kommun.demo.arenden import ADM, EKONOMI, FASTIGHET, HR, TEKNIK, UTVECKLING, Arende, _u
from kommun.demo.arendevagar import aldre_vag
from kommun.history import spara
from kommun.kalender import dag_i_ord, next_vardag
from kommun.models import Tjanst, User
from protokoll.models import Avsnitt, Beslut, Paragraf, Sammantrade, StandigtArende
from uppdrag import franvaro
from uppdrag.avslut import avskriv, avsluta, overfor
from uppdrag.fristandring import andra_frist
from uppdrag.kedja import besluta_forslag, foresla_vidare
from uppdrag.models import Uppdrag
from uppdrag.rapportering import lamna_rapport
from uppdrag.redovisning import satt_pa_dagordning
from uppdrag.registrering import logga_uppdrag
from uppdrag.uppfoljning import sammanstall

REASON = "Demodata"
# Who answers for what each förvaltning gets. One is away, one has left.
ANSVARIGA = {
    TEKNIK: "Hanna Handlund",
    FASTIGHET: "Frida Frånvall",
    EKONOMI: "Gunnar Gångsten",
    UTVECKLING: "Ulla Utterberg",
}
ERSATTARE = "Eskil Ersättarsson"

GAMLA: tuple[Arende, ...] = (
    _u("Trygghetsvandringar i centrum", ADM, "ordna trygghetsvandringar i centrum varje höst",
       "Polisen och föreningarna har föreslagit gemensamma vandringar.", 180),
    _u("Bredband till de sista hushållen", TEKNIK, "bevaka utbyggnaden av bredband och redovisa läget en gång om året",
       "Omkring 240 hushåll saknar fiber.", None),
    _u("Naturvårdsplan", TEKNIK, "ta fram ett förslag till naturvårdsplan",
       "Den gällande planen är från 1994.", 240),
    _u("Lokalbehov för kulturskolan", FASTIGHET, "utreda kulturskolans behov av lokaler",
       "Kulturskolan är i dag spridd på fem adresser.", 170),
    _u("Tomträttsavgälder", EKONOMI, "se över tomträttsavgälderna",
       "Frågan har förlorat sin betydelse sedan de sista tomträtterna friköpts.", 200),
    _u("Jämställda löner", HR, "redovisa en plan för jämställda löner",
       "Lönekartläggningen visar oförklarade skillnader i två yrkesgrupper.", 260),
    _u("Enskilda avlopp vid sjöarna", TEKNIK, "kartlägga de enskilda avloppen vid kommunens sjöar",
       "Vattenprover visar stigande halter av fosfor.", 300),
    _u("Arkivets lokaler", ADM, "föreslå nya lokaler för kommunarkivet",
       "Arkivet beräknas vara fullt inom två år.", 150),
    _u("Strandpromenaden", TEKNIK, "projektera en tillgänglig strandpromenad mellan hamnen och badplatsen",
       "Sträckan är 1,4 kilometer och saknar i dag hårdgjord yta.", 365),
    _u("Besöksnäringens strategi", UTVECKLING, "ta fram en strategi för besöksnäringen",
       "Antalet gästnätter har ökat med en tredjedel på fem år.", 210),
    _u("Elevhälsans bemanning", HR, "redovisa hur elevhälsans vakanser kan fyllas",
       "Fyra av elva tjänster är vakanta.", 400),
)  # fmt: skip
BESLUTAS_UPPAT = replace(
    _u("Klimatanpassning av centrum", TEKNIK, "ta fram en plan för klimatanpassning av centrum",
       "Vid skyfallet i somras stod tre källare i centrum under vatten.", 270),
    beslut="Kommunfullmäktige ger samhällsbyggnadsavdelningen i uppdrag att ta fram en plan för klimatanpassning av "
    "centrum.",
)  # fmt: skip

UPPFOLJNING = Arende(
    rubrik="Uppföljning av uppdrag",
    beslut="{organet} lägger redovisningen av uppdrag till handlingarna.",
    bakgrund="",
    underlag="Bilaga: uppföljning av uppdrag",
    mottagare="Samtliga förvaltningar",
)
KEDJAN = replace(
    _u("Idrottshall i Storebro", FASTIGHET, "utreda en ny idrottshall i Storebro tillsammans med föreningarna",
       "Hallen från 1968 har dömts ut. Föreningarna har lämnat in en gemensam skrivelse.", None),
    beslut="Kommunfullmäktige ger fastighetsavdelningen i uppdrag att utreda en ny idrottshall i Storebro tillsammans "
    "med föreningarna.",
)  # fmt: skip


@dataclass(frozen=True)
class Mote:
    """A meeting so many days ago: which of GAMLA it gave and closed, and of which it moved the frist, to which day.

    `kedja`: it took up KEDJAN, which the arbetsutskott and the styrelse proposed and fullmäktige decided.
    """

    dagar: int
    organ: str
    gav: tuple[int, ...] = ()
    avslutade: tuple[int, ...] = ()
    anstand: tuple[tuple[int, int], ...] = ()
    kedja: bool = False


MOTEN = (
    Mote(1090, "KS", gav=(0, 1)),
    Mote(930, "MBN", gav=(2,)),
    Mote(800, "KS", gav=(3, 4), avslutade=(0,)),
    Mote(700, "KF", gav=(5, 6)),
    Mote(610, "KS", gav=(7,), avslutade=(3,)),
    Mote(520, "MBN", gav=(8,), avslutade=(2,)),
    Mote(480, "KSAU", kedja=True),
    Mote(450, "KS", gav=(9,), avslutade=(7,), kedja=True),
    Mote(395, "KF", gav=(10,), avslutade=(5,), anstand=((6, 60),), kedja=True),
)


class Uppdragsdel:
    """What the demo does with uppdrag; `bygge` makes the meetings and the §§."""

    def __init__(self, bygge):
        self.bygge, self.today, self.by = bygge, bygge.today, bygge.by
        self.gamla: dict[int, Uppdrag] = {}
        self.kedjan: Uppdrag | None = None
        self.arets_antal = len(GAMLA)

    def personal(self) -> None:
        """The officials, before anything is given to them."""
        start = date(self.today.year - 8, 1, 1)
        for forvaltning, namn in (*ANSVARIGA.items(), (FASTIGHET, ERSATTARE)):
            if namn == "Hanna Handlund":
                continue
            slutat = self.today - timedelta(days=12) if namn == ANSVARIGA[EKONOMI] else None
            self._tjanst(namn, Tjanst.Roll.HANDLAGGARE, forvaltning, start, slutat)

    def _tjanst(self, namn: str, roll: str, forvaltning: str, fran: date, till: date | None) -> None:
        tjanst = Tjanst(
            person=self.bygge.person(namn),
            roll=roll,
            titel=Tjanst.Roll(roll).label,
            forvaltning=self.bygge.forvaltningar[forvaltning],
            fran=fran,
            till=till,
        )
        spara(tjanst, by=self.by, reason=REASON)

    def logga(self, paragraf: Paragraf, beslut: Beslut, arende: Arende, dag: date) -> Uppdrag:
        mottagare, text, dagar = arende.uppdrag
        frist = next_vardag(dag + timedelta(days=dagar)) if dagar else None
        namn = ANSVARIGA.get(mottagare)
        self.bygge.nycklar += 1
        return logga_uppdrag(
            beslut=beslut,
            text=text,
            mening=arende.beslut.replace("{organet}", paragraf.organ.namn),
            rapporteras_till=beslut.till_organ or paragraf.organ,
            by=self.by,
            nyckel=self._nyckel(f"uppdrag {self.bygge.nycklar}"),
            forvaltning=self.bygge.forvaltningar[mottagare],
            ansvarig=self.bygge.person(namn) if namn else None,
            frist=frist,
            ingen_frist=frist is None,
            nasta_rapport=None if frist else next_vardag(max(dag, self.today) + timedelta(days=40)),
        )

    def _nyckel(self, vad: str):
        return uuid5(self.bygge.namnrymd, vad)

    # The years before

    def aldre(self, nummer: dict) -> None:
        for mote in MOTEN:
            dag = next_vardag(self.today - timedelta(days=mote.dagar))
            rapporter = [self._rapport(n) for n in mote.avslutade]
            langre = [self._mer_tid(n, dagar) for n, dagar in mote.anstand]
            arenden = [*(replace(GAMLA[n], uppdrag=None) for n in mote.gav), *rapporter, *langre]
            if mote.kedja:
                arenden += [replace(KEDJAN, uppdrag=None), aldre_vag(mote.organ, ar=self.today.year - 1)]
            sammantrade = self.bygge.mote(self.bygge.organ[mote.organ], dag, nummer, arenden)
            for n in mote.gav:
                beslut = self._beslut(sammantrade, GAMLA[n].rubrik)
                self.gamla[n] = self.logga(beslut.paragraf, beslut, GAMLA[n], dag)
            for n, arende in zip(mote.avslutade, rapporter, strict=True):
                self._avsluta(self.gamla[n], self._beslut(sammantrade, arende.rubrik), dag)
            for (n, dagar), arende in zip(mote.anstand, langre, strict=True):
                ny = self._om(dagar)
                beslut = self._beslut(sammantrade, arende.rubrik)
                skal = "Provtagningen behöver pågå ett helt år."
                andring = andra_frist(self.gamla[n], ny=ny, skal=skal, by=self.by, beslut=beslut)
                self._for_lange_sedan(andring, "tid", dag)
            if mote.kedja:
                self._vidare(self._beslut(sammantrade, KEDJAN.rubrik), dag)
        klart = self.today - timedelta(days=200)
        avskriv(self.gamla[4], skal="De sista tomträtterna är friköpta.", den=klart, by=self.by)
        overfor(
            self.gamla[10],
            till=self.bygge.organ["KS"],
            skal="Kommunstyrelsen har personalfrågorna sedan årsskiftet.",
            den=klart + timedelta(days=90),
            by=self.by,
        )
        for u in self.gamla.values():
            self.datera(u, u.beslut.paragraf.sammantrade.datum)

    def _vidare(self, beslut: Beslut, dag: date) -> None:
        """The next step of KEDJAN, in an ärende of the same dnr: proposed, proposed further, decided."""
        if self.kedjan is None:
            self.kedjan = self.logga(beslut.paragraf, beslut, KEDJAN, dag)
            return
        beslut.paragraf.dnr = self.kedjan.beslut.paragraf.dnr
        spara(beslut.paragraf, by=self.by, reason=REASON)
        if beslut.beslutsniva == Beslut.Beslutsniva.FORSLAG:
            self.kedjan = foresla_vidare(self.kedjan, beslut=beslut, by=self.by)
        else:
            self.kedjan = besluta_forslag(self.kedjan, beslut=beslut, frist=self._om(120), by=self.by)
            self.datera(self.kedjan, dag - timedelta(days=70))

    def _om(self, dagar: int) -> date:
        return next_vardag(self.today + timedelta(days=dagar))

    def _rapport(self, n: int) -> Arende:
        gammalt = GAMLA[n]
        return Arende(
            rubrik=f"Återrapportering: {gammalt.rubrik[0].lower()}{gammalt.rubrik[1:]}",
            beslut="{organet} godkänner återrapporteringen och förklarar uppdraget för avslutat.",
            bakgrund=f"{gammalt.uppdrag[0]} har redovisat uppdraget.",
            underlag=f"Rapport – {gammalt.rubrik}",
            mottagare=gammalt.uppdrag[0],
        )

    def _mer_tid(self, n: int, dagar: int) -> Arende:
        dag = dag_i_ord(self._om(dagar), veckodag=False)
        return Arende(
            rubrik=f"Förlängd tid: {GAMLA[n].rubrik[0].lower()}{GAMLA[n].rubrik[1:]}",
            beslut=f"{{organet}} förlänger tiden för återrapporteringen till den {dag}.",
            bakgrund=f"{GAMLA[n].uppdrag[0]} har begärt förlängd tid.",
            underlag="Begäran om förlängd tid",
            mottagare=GAMLA[n].uppdrag[0],
        )

    def _beslut(self, sammantrade: Sammantrade, rubrik: str) -> Beslut:
        return Beslut.objects.select_related("paragraf__organ", "paragraf__sammantrade").get(
            paragraf__sammantrade=sammantrade, paragraf__rubrik=rubrik
        )

    def _avsluta(self, uppdrag: Uppdrag, beslut: Beslut, dag: date) -> None:
        if uppdrag.ansvarig:
            rapport = self.rapportera(uppdrag, "slutrapport", "Uppdraget är utfört. Rapporten följer med.")
            self._for_lange_sedan(rapport, "inlamnad", dag - timedelta(days=20))
        avsluta(uppdrag, avslutat_i=beslut, den=dag, by=self.by)

    # The year

    def arets(self, paragraf: Paragraf, beslut: Beslut, arende: Arende, dag: date) -> None:
        """One of an ordinary meeting: some are closed, of some the frist has moved."""
        uppdrag = self.logga(paragraf, beslut, arende, dag)
        n, frist = self.arets_antal, uppdrag.frist
        self.arets_antal += 1
        fardigt = dag + timedelta(days=50 + n * 7 % 60)
        if n % 5 == 2 and frist and frist + timedelta(days=45) > self.today and uppdrag.oppet:
            ny = next_vardag(frist + timedelta(days=45))
            andring = andra_frist(uppdrag, ny=ny, skal="Underlaget från konsulten har dröjt.", by=self.by)
            self._for_lange_sedan(andring, "tid", min(frist - timedelta(days=10), self.today))
        if frist and fardigt < self.today and n % 3:
            avsluta(uppdrag, den=fardigt, skal="Redovisat för organet vid information.", by=self.by)
        self.datera(uppdrag, dag)

    def uppfoljning(self, mote: Sammantrade) -> None:
        """What the arbetsutskott was told at its latest meeting stands as it was, whatever happens later."""
        kod = StandigtArende.Kod.UPPFOLJNING
        paragraf = mote.paragraferna.get(rubrik=UPPFOLJNING.rubrik)
        paragraf.standigt = mote.organ.standiga_arenden.get(kod=kod)
        spara(paragraf, by=self.by, reason=REASON)
        rad = sammanstall(paragraf, by=self.by)
        self._for_lange_sedan(rad, "sammanstalld", mote.datum)
        Avsnitt.history.filter(paragraf_id=paragraf.pk).update(history_date=rad.sammanstalld)

    # Today

    def i_dag(self, mote: Sammantrade) -> None:
        """What has come in lately: reports on the dagordning and beside it, a wish for more time, somebody away."""
        oppna = Uppdrag.objects.oppna().filter(lage="pagar", ansvarig__isnull=False).order_by("pk")
        hos_au = [u for u in oppna.filter(rapporteras_till=mote.organ) if u.ansvarig.namn != ANSVARIGA[EKONOMI]]
        ovriga = list(oppna.exclude(rapporteras_till=mote.organ).filter(frist__gt=self.today))
        if hos_au:
            self.rapportera(hos_au[0], "slutrapport", "Kartläggningen är klar. Förslaget kostar 1,2 miljoner kronor.")
            satt_pa_dagordning([hos_au[0]], sammantrade=mote, by=self.by)
        if ovriga:
            text = "Avtalet med grannkommunerna är inte klart. Vi behöver tre månader till."
            self.rapportera(ovriga[0], "forlangning", text, onskad=ovriga[0].frist + timedelta(days=90))
            for u in ovriga[1:2]:
                self.rapportera(
                    u, "slutrapport", "Uppdraget är utfört, och resultatet beskrivs i den bilagda rapporten."
                )
            for u in ovriga[2:3]:
                self.rapportera(u, "delrapport", "Inventeringen är gjord. Förslaget skrivs under våren.")
        franvaro.anmal(
            person=self.bygge.person(ANSVARIGA[FASTIGHET]),
            fran=self.today - timedelta(days=5),
            till=self.today + timedelta(days=21),
            ersattare=self.bygge.person(ERSATTARE),
            by=self.by,
            today=self.today,
        )

    def rapportera(self, uppdrag: Uppdrag, slag: str, text: str, onskad: date | None = None):
        return lamna_rapport(
            uppdrag,
            slag=slag,
            text=text,
            av=uppdrag.ansvarig,
            nyckel=self._nyckel(f"rapport {uppdrag.pk} {slag}"),
            onskad_frist=onskad,
            # The organ's own secretary enters it, who then needs no mail about it.
            by=User.objects.filter(
                person__tjansterna__organ=uppdrag.rapporteras_till, person__tjansterna__roll=Tjanst.Roll.SEKRETERARE
            ).first(),
        )

    # The demo is made in a moment; it should read as if it had happened when it did.

    def _for_lange_sedan(self, rad, falt: str, dag: date) -> None:
        setattr(rad, falt, datetime.combine(dag, time(15, 30), tzinfo=UTC))
        spara(rad, by=self.by, reason=REASON)

    def datera(self, uppdrag: Uppdrag, dag: date) -> None:
        loggat, nu = datetime.combine(dag, time(15, 30), tzinfo=UTC), datetime.now(UTC)
        for n, rad in enumerate(uppdrag.history.order_by("history_date", "history_id")):
            hande = loggat + timedelta(days=35 * n)
            if rad.avslutat_den:
                hande = datetime.combine(rad.avslutat_den, time(15, 30), tzinfo=UTC)
            uppdrag.history.filter(pk=rad.pk).update(history_date=min(hande, nu))
