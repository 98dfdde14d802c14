"""The demo municipality: the seed's sammanträde as it was read in, and an invented year around today.

Deterministic for a given day, made in one transaction, and made once: a second call changes nothing.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kommun.demo import inbjudningar
from kommun.demo.arendevagar import ARETS_VAG, arets_vagar
from kommun.demo.fakta import KONTON
from kommun.demo.inbjudna import SENASTE
from kommun.demo.justering import justera_alla
from kommun.demo.moten import Moten
from kommun.demo.motesdag import aterremitterat, motesdagen, standiga_arenden
from kommun.demo.mottagare import mottagarna
from kommun.demo.register import PASSWORD
from kommun.demo.sekretess import KOPET, koper_i_tysthet
from kommun.demo.uppdrag import BESLUTAS_UPPAT, UPPFOLJNING, Uppdragsdel
from kommun.kalender import next_vardag
from kommun.models import User
from protokoll import anslag, dagordning, inlasning, sammantradesplan
from protokoll.avskrift import spara_avskrift, ta_emot
from protokoll.models import Sammantrade

__all__ = ["PASSWORD", "bygg", "finns"]

SEED = Path(__file__).with_name("ksau-2020-02-25.txt")
NAMESPACE = UUID("5d0c2d0e-0000-4000-8000-000000000020")


def _analysera() -> None:
    """What one transaction has filled, no autovacuum has seen: the planner would take the tables for empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def finns() -> bool:
    return User.objects.filter(username=KONTON[0].username).exists()


@transaction.atomic
def bygg(today: date) -> None:
    """Make it, or nothing. Call only where `finns()` is false."""
    _Bygge(today).allt()


class _Bygge(Moten):
    def __init__(self, today: date):
        super().__init__(today)
        self.nycklar = 0
        self.namnrymd = NAMESPACE

    def allt(self) -> None:
        self.kommunen()
        self.register()
        self.konton()
        self.uppdragen = Uppdragsdel(self)
        self.uppdragen.personal()
        self.seed()
        _analysera()
        standiga_arenden([self.organ["KSAU"], self.organ["KS"]], by=self.by)
        inbjudningar.den_som_anmaler(self)
        self.aret()
        _analysera()
        inbjudningar.overlamnade(self, self.today)
        inbjudningar.vantar(self, self.today)
        mote = motesdagen(self.organ["KSAU"], self.today, by=self.by)
        inbjudningar.rapporter_i_dag(self, mote)
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
                extra = arets_vagar(kort, dag + forskjutning, ar=self.today.year)
                extra += (KOPET,) if senaste and kort == "KSAU" else ()
                inbjudna = SENASTE.get(dag) if kort == "KSAU" else None
                mote = self.mote(self.organ[kort], idag, nummer, arenden, inbjudna, extra)
                if senaste and kort == "KSAU":
                    hos_au = mote
        self.uppdragen.uppfoljning(hos_au)
        koper_i_tysthet(self, hos_au)
        self.fullmaktige()

    def fullmaktige(self) -> None:
        """Planned: one of its meetings has been moved, one cancelled, and the first has an ärende from the styrelse."""
        dagar = [next_vardag(self.today + timedelta(days=n)) for n in (30, 65, 100)]
        utfall = sammantradesplan.planera(
            organ=self.organ["KF"],
            rader=[sammantradesplan.Planrad(dag, time(18, 0), time(21, 0)) for dag in dagar],
            plats="Plenisalen, Stadshuset",
            today=self.today,
            by=self.by,
        )
        forsta, _, sista = utfall.skapade
        vag = ARETS_VAG["KS", -24]
        dagordning.lagg_till(forsta, rubrik=vag.rubrik, dnr=vag.dnr.format(ar=self.today.year), by=self.by)
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
