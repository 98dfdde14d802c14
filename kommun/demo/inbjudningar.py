"""What the demo does with invitations: what the §§ of the year decided, what came of it, and what waits today."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from django.utils import timezone

from kommun.demo.inbjudna import DIGITALA_DAGARNA, KOMMUNDAGARNA, LANDSBYGDSTINGET, VANTAR, Inbjuden
from kommun.demo.klocka import klockan
from kommun.editor import text_to_html
from kommun.models import Avsnittstyp
from protokoll.inbjudan.behandling import Deltar, avgor
from protokoll.inbjudan.ord import inbjudan_i_ord
from protokoll.inbjudan.paragrafen import slutmening_i
from protokoll.inbjudan.registrering import registrera
from protokoll.inbjudan.reserapport import satt_pa_dagordning
from protokoll.inbjudan.svarsord import INLEDNING, UNDERLAG, Namngiven, Rad, svar_i_ord, tabell_html
from protokoll.models import (
    Avsnitt,
    Behandling,
    Bokning,
    Deltagande,
    Inbjudan,
    Paragraf,
    Reserapport,
    Sammantrade,
    StandigtArende,
)

NAMNRYMD = UUID("5d0c2d0e-0000-4000-8000-000000000022")
ANMALAREN = "Siv Skrivare"
PARTIER = frozenset(("C", "KD", "L", "M", "S"))
SLUTLIGA = {Behandling.Svar.BORDLAGD: Inbjudan.Svar.OBESVARAD}
# The standing dnr of the year, of each organ that deals with them.
DNR = {"KSAU": "{ar}/000018", "KS": "{ar}/000019"}
RAPPORTERNA = (
    (
        "Vega Vicedotter",
        (
            "Det mesta handlade om hur små kommuner kan dela på system och kunnande. Tre kommuner av vår storlek har "
            "gemensam e-tjänstplattform sedan ett år, och deras kostnad har sjunkit med en femtedel."
        ),
    ),
    (
        "Alva Admind",
        "Jag följde spåret om e-arkiv. Den som börjar med diariet får bäst ordning, sade alla som har gjort det.",
    ),
)
LINNEAS = "Samlingslokalerna var den stora frågan. Två kommuner betalar drift mot att lokalen är krisplats."


def den_som_anmaler(bygge) -> None:
    """The arbetsutskott and the styrelse deal with invitations, the others do not."""
    for kort, organ in bygge.organ.items():
        organ.behandlar_inbjudningar = kort in ("KSAU", "KS")
        organ.inbjudningar_anmals_av = bygge.person(ANMALAREN) if organ.behandlar_inbjudningar else None
        bygge.spara(organ)
    for s in StandigtArende.objects.filter(kod=StandigtArende.Kod.INBJUDNINGAR).select_related("organ"):
        s.dnr = dnr(s.organ, bygge.today)
        bygge.inbjudningarnas[s.organ.kortnamn] = bygge.spara(s)


def behandlade(bygge, paragraf: Paragraf, beslut, inbjudna: tuple[Inbjuden, ...]) -> None:
    """The § of a meeting that has been held: its rows, and the table that they make."""
    dag = paragraf.sammantrade.datum
    inbjudningar, rader = [], []
    for n, i in enumerate(inbjudna, start=1):
        fakta = i.fakta(dag, ankom=dag - timedelta(days=11 + n))
        svar = SLUTLIGA.get(i.svar, i.svar)
        text = svar_i_ord(
            i.svar,
            deltagare=[Namngiven(*vem) for vem in i.deltar],
            personlig=fakta.personlig,
            tillagg=i.egna_ord,
            partier=PARTIER,
        )
        ny = _inbjudan(paragraf.organ, fakta, svar)
        inbjudningar.append(ny)
        rader.append(Behandling(inbjudan=ny, paragraf=paragraf, svar=i.svar, svarstext=text, ordning=n))
    bygge.spara_nya(inbjudningar)
    bygge.spara_nya(rader)
    bygge.spara_nya(
        [
            Deltagande(inbjudan=ny, person=bygge.person(namn), namn=namn, titel_eller_parti=vad, ordning=n)
            for ny, i in zip(inbjudningar, inbjudna, strict=True)
            for n, (namn, vad) in enumerate(i.deltar, start=1)
        ]
    )
    inledning = text_to_html(INLEDNING.replace("{organet}", paragraf.organ.namn))
    beslut.text = inledning + tabell_html([Rad(r.inbjudan.inbjudan, r.svarstext) for r in rader])
    bygge.spara(beslut)
    delar = [(Avsnittstyp.BESLUTSUNDERLAG, "Beslutsunderlag", UNDERLAG)]
    if vilka := dict.fromkeys(namn for i in inbjudna for namn, _ in i.deltar):
        delar.append(
            (Avsnittstyp.MOTTAGARE, "Beslutet skickas till", "\n\n".join([*vilka, ANMALAREN, slutmening_i(paragraf)]))
        )
    bygge.spara_nya(
        [
            Avsnitt(paragraf=paragraf, typ=typ, rubrik=rubrik, text=text_to_html(text), ordning=n * 100)
            for n, (typ, rubrik, text) in enumerate(delar, start=4)
        ]
    )


def _inbjudan(organ, fakta, svar: str) -> Inbjudan:
    falt = {namn: getattr(fakta, namn) for namn in type(fakta).__dataclass_fields__}
    falt |= {"platser": list(fakta.platser), "dnr": dnr(organ, fakta.ankom)}
    return Inbjudan(organ=organ, svar=svar, inbjudan=inbjudan_i_ord(fakta, fakta.ankom), **falt)


def dnr(organ, dag: date) -> str:
    return DNR[organ.kortnamn].format(ar=dag.year)


def overlamnade(bygge, today: date) -> None:
    """What the one who registers has done so far, and what those who went have told."""
    rader = {(d.inbjudan.titel, d.namn): d for d in Deltagande.objects.select_related("inbjudan")}
    behov = Bokning.Behov

    def bokning(i: Inbjuden, namn: str, dagar: int | None, **falt) -> Bokning:
        d = rader[i.titel, namn]
        anmald = None if dagar is None else _klockan(today - timedelta(days=dagar), 10)
        return Bokning(deltagande=d, anmald=anmald, anmald_av=bygge.by if anmald else None, **falt)

    klart = {"resa": behov.BOKAD, "boende": behov.BOKAD, "kostnad": Decimal(5890)}
    bygge.spara_nya(
        [
            bokning(DIGITALA_DAGARNA, "Vega Vicedotter", 55, **klart),
            bokning(DIGITALA_DAGARNA, "Alva Admind", 55, **klart),
            bokning(LANDSBYGDSTINGET, "Linnea Ledin", 24, resa=behov.NEJ, boende=behov.NEJ, kostnad=Decimal(0)),
            bokning(LANDSBYGDSTINGET, "Sixten Svarsson", 24, resa=behov.NEJ, boende=behov.NEJ),
            bokning(KOMMUNDAGARNA, "Orvar Ordberg", 20, resa=behov.BOKAD, boende=behov.BOKAS, kostnad=Decimal(3450)),
            bokning(
                KOMMUNDAGARNA,
                "Gun Gästgivar",
                20,
                forhindrad=today - timedelta(days=4),
                anteckning="Avanmäld, avgiften betalas inte tillbaka",
            ),
        ]
    )
    digitala = rader[DIGITALA_DAGARNA.titel, "Vega Vicedotter"].inbjudan
    # The first is taken up already, the second waits to be put on today's dagordning, and Linnea's on any.
    i_paragraf = Paragraf.objects.filter(rubrik=f"Rapport från {digitala.titel}").first()
    tidigare = today - timedelta(days=38)
    rapporter = [
        Reserapport(
            inbjudan=digitala,
            person=bygge.person(namn),
            text=text,
            inlamnad=_klockan(tidigare + timedelta(days=33 * n), 19),
            paragraf=i_paragraf if n == 0 else None,
        )
        for n, (namn, text) in enumerate(RAPPORTERNA)
    ]
    rapporter.append(
        Reserapport(
            inbjudan=rader[LANDSBYGDSTINGET.titel, "Linnea Ledin"].inbjudan,
            person=bygge.person("Linnea Ledin"),
            text=LINNEAS,
            inlamnad=_klockan(today - timedelta(days=2), 20),
        )
    )
    bygge.spara_nya(rapporter)


def _klockan(dag: date, timme: int) -> datetime:
    return timezone.make_aware(datetime.combine(dag, time(timme, 20)))


def vantar(bygge, today: date) -> None:
    """What has come in lately, by the acts: under the § of the next meeting by itself, or decided by the chair."""
    for n, (kort, dagar, i, avgjord) in enumerate(VANTAR):
        kom = today - timedelta(days=dagar)
        with klockan(kom, time(9, 5)):
            inbjudan = registrera(
                organ=bygge.organ[kort],
                fakta=i.fakta(today, ankom=kom),
                by=bygge.by,
                nyckel=uuid5(NAMNRYMD, f"inbjudan {n}"),
                dnr=dnr(bygge.organ[kort], kom),
            )
        if avgjord is not None:
            dag = today - timedelta(days=avgjord)
            with klockan(dag, time(11, 30)):
                avgor(
                    inbjudan,
                    svar=i.svar,
                    av=bygge.person("Orvar Ordberg"),
                    dag=dag,
                    deltagare=[Deltar(bygge.person(namn), namn, vad) for namn, vad in i.deltar],
                    by=bygge.by,
                )


def rapporter_i_dag(bygge, mote: Sammantrade) -> None:
    """The report that has come since the last meeting is on the dagordning of today's."""
    rapport = Reserapport.objects.get(paragraf=None, person__namn="Alva Admind")
    satt_pa_dagordning(rapport.inbjudan, sammantrade=mote, by=bygge.by)
