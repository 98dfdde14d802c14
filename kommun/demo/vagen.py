"""The way of a protokoll after the meeting, by the acts that people use, each on its day: frozen, objected to, mended,
approved, announced, corrected, published and sent."""

from datetime import date, time, timedelta
from uuid import UUID, uuid5

from kommun import utskick
from kommun.demo.klocka import klockan
from kommun.editor import text_to_html
from kommun.history import spara
from kommun.models import User, Utskick
from kommun.varden import fran_json
from protokoll import expediering, indelning, publicering
from protokoll.dokumentvarden import Dokument
from protokoll.expedieringslage import laget
from protokoll.frysning import frys, senaste
from protokoll.justering import godkann, invand, svara_invandning, undertecknarna
from protokoll.models import Avsnitt, Invandning, Paragraf, Protokoll, Protokollsversion
from protokoll.rattelse import Andring, ratta
from protokoll.signering import stampla
from protokoll.signering.stampling import ostamplade

NAMNRYMD = UUID("5d0c2d0e-0000-4000-8000-000000000021")
LOKALT = "Lokalt konto med lösenord"
GODKANNANDE = Protokoll.Satt.GODKANNANDE
# What the justerare objected to, and what it says since. Nobody of that name has an office: it is masked on the web.
TRE, FEM = "stod tre källare", "stod fem källare"
PRIVATPERSON = "Kim Källarsson"
TILLAGG = f" En av husägarna, {PRIVATPERSON}, har skrivit till kommunen."
UNDERLAGET = "Tjänsteskrivelse – Klimatanpassning av centrum"


def justera(protokoll: Protokoll, *, dag: date, by, samma_dag: bool = False) -> Protokollsversion:
    """Frozen some days before, approved on the day by all who sign it; the anslag goes up by itself."""
    with klockan(dag - timedelta(days=0 if samma_dag else 3), time(15, 10)):
        version = frys(protokoll, satt=GODKANNANDE, by=by)
    godkann_alla(version, dag=dag)
    return version


def godkann_alla(version: Protokollsversion, *, dag: date) -> None:
    for n, rad in enumerate(undertecknarna(version.protokoll).order_by("ordning")):
        with klockan(dag, time(16 + 3 * n, 12)):
            konto = User.objects.filter(person=rad.person).first()
            godkann(version, person=rad.person, inloggning=LOKALT, by=konto)


def stampla_nu() -> None:
    """The seal of the demo is made today: its certificate is of today, and a signature says when it was made."""
    for protokoll in Protokoll.objects.filter(lage=Protokoll.Lage.JUSTERAT, versionerna__isnull=False).distinct():
        for version in ostamplade(protokoll):
            stampla(version)


def delat(protokoll: Protokoll, *, dag: date, by) -> None:
    """One § was adjusted at once, the same day; the others in the ordinary protokoll."""
    sammantrade = protokoll.sammantrade
    bradskande = protokoll.paragraferna.filter(besluten__uppdragen__isnull=False).order_by("ordning").first()
    with klockan(sammantrade.datum, time(14, 50)):
        omedelbart = indelning.nytt_protokoll(
            sammantrade, paragrafer=[bradskande], slag=Protokoll.Slag.OMEDELBART, by=by
        )
    justera(omedelbart, dag=sammantrade.datum, samma_dag=True, by=by)
    justera(protokoll, dag=dag, by=by)


def hela_vagen(protokoll: Protokoll, *, dag: date, by) -> None:
    """With all that can happen to one on its way."""
    paragraf = protokoll.paragraferna.get(besluten__uppdragen__isnull=False)
    version = _med_invandning(protokoll, paragraf, dag=dag, by=by)
    godkann_alla(version, dag=dag)
    _rattad(protokoll, paragraf, dag=dag + timedelta(days=2), by=by)
    _publicerad(protokoll, paragraf, dag=dag + timedelta(days=3), by=by)
    _expedierad(protokoll, dag=dag + timedelta(days=3), by=by)


def _med_invandning(protokoll: Protokoll, paragraf: Paragraf, *, dag: date, by) -> Protokollsversion:
    """The justerare objects to a §, the secretary mends it, and it is frozen anew."""
    with klockan(dag - timedelta(days=2), time(9, 40)):
        version = frys(protokoll, satt=GODKANNANDE, by=by)
    justerare = undertecknarna(protokoll).order_by("ordning").last().person
    with klockan(dag - timedelta(days=2), time(20, 15)):
        invandning = invand(
            version,
            paragraf,
            person=justerare,
            text="Det var fem källare som stod under vatten, inte tre. Husägarens skrivelse nämndes också.",
            nyckel=uuid5(NAMNRYMD, "invandning"),
            by=User.objects.filter(person=justerare).first(),
        )
    with klockan(dag - timedelta(days=1), time(8, 25)):
        svara_invandning(invandning, svar=Invandning.Svar.RATTAD, by=by)
        avsnitt = Avsnitt.objects.get(paragraf=paragraf, text__contains=TRE)
        avsnitt.text = avsnitt.text.replace(TRE, FEM).replace(" under vatten.", f" under vatten.{TILLAGG}")
        spara(avsnitt, by=by, reason="Ändrade texten efter en invändning")
    with klockan(dag - timedelta(days=1), time(8, 50)):
        return frys(protokoll, satt=GODKANNANDE, skal="Invändning mot antalet källare", by=by)


def _rattad(protokoll: Protokoll, paragraf: Paragraf, *, dag: date, by) -> None:
    version = senaste(protokoll)
    platser = {p.nummer: (n, p) for n, p in enumerate(fran_json(Dokument, version.innehall).paragrafer)}
    plats, tryckt = platser[paragraf.nummer]
    del_ = next(n for n, d in enumerate(tryckt.delar) if UNDERLAGET in d.html)
    daterat = f"{UNDERLAGET}, {protokoll.sammantrade.datum - timedelta(days=16):%Y-%m-%d}"
    with klockan(dag, time(13, 5)):
        ratta(
            protokoll,
            andringar=[Andring(plats, del_, text_to_html(daterat))],
            skal="Tjänsteskrivelsens datum hade fallit bort",
            fran=version.nummer,
            by=by,
            today=dag,
        )


def _publicerad(protokoll: Protokoll, paragraf: Paragraf, *, dag: date, by) -> None:
    with klockan(dag, time(9, 30)):
        publicering.maskera(paragraf, slag="stycke", text=PRIVATPERSON, skal="Namnet på en privatperson", by=by)
        publicering.publicera(protokoll, bedomt=True, by=by)


def _expedierad(protokoll: Protokoll, *, dag: date, by) -> None:
    """Sent to some, refused for one of them; the others are left for whoever tries the demo."""
    nu = laget(protokoll)
    valda = [rad for rad in nu.kvar if rad.till][:2]
    with klockan(dag, time(10, 10)) as tid:
        sandning = expediering.bestall(
            protokoll,
            mottagare=[rad.nyckel for rad in valda],
            version=nu.version.nummer,
            nyckel=uuid5(NAMNRYMD, "sandning"),
            by=by,
        )
        expediering.utfor(sandning)
        nekad = Utskick.objects.filter(expedieringarna__version=nu.version).order_by("pk").last()
        nekad.paborjat, nekad.fel = tid, utskick.NEKAD_ADRESS
        nekad.save()
