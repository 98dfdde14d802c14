"""The invitations of the demo: what comes to a municipality in a year, and what is decided of it."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from kommun.kalender import next_vardag
from protokoll.inbjudan.fakta import Fakta
from protokoll.models import Behandling

Svar = Behandling.Svar
ORDFORANDEN = ("Orvar Ordberg", "C")
VICE = ("Vega Vicedotter", "M")
KANSLICHEFEN = ("Alva Admind", "kanslichef")
RESIDENSET = "residensstaden"


@dataclass(frozen=True)
class Inbjuden:
    """`om`: so many days after the meeting that decides of it (or after today) the event is held, for `langd` days."""

    arrangor: str
    titel: str
    om: int
    platser: tuple[str, ...] = ()
    svar: str = Svar.AVSTAR
    deltar: tuple[tuple[str, str], ...] = ()
    langd: int = 1
    pa_natet: bool = False
    personligt_till: str = ""
    kostnad: str = ""
    # The last day to register, so many days before it.
    sista: int = 14
    egna_ord: str = ""

    def fakta(self, dag: date, *, ankom: date) -> Fakta:
        borjar = next_vardag(dag + timedelta(days=self.om))
        return Fakta(
            arrangor=self.arrangor,
            titel=self.titel,
            borjar=borjar,
            borjar_tid=time(9, 30),
            slutar=borjar + timedelta(days=self.langd - 1) if self.langd > 1 else None,
            platser=self.platser,
            pa_natet=self.pa_natet,
            sista_anmalan=borjar - timedelta(days=self.sista),
            kostnad=self.kostnad,
            personlig=bool(self.personligt_till),
            personligt_till=self.personligt_till,
            ankom=ankom,
        )


def _deltar(*vilka: tuple[str, str], **falt) -> dict:
    return {"svar": Svar.DELTAR, "deltar": vilka} | falt


# Each meeting takes the next ones.
ARETS = (
    Inbjuden("Länsstyrelsen", "Klimatriksdag för kommuner", 40, (RESIDENSET,), **_deltar(ORDFORANDEN)),
    Inbjuden("SKR", "Budgetdagen", 55, ("Stockholm",), pa_natet=True, kostnad="2 900 kronor"),
    Inbjuden("Regionen", "Frukostmöte om kompetensförsörjning, webinarium", 24),
    Inbjuden("Hembygdsförbundet", "Årsmöte", 30, ("bygdegården",), **_deltar(ORDFORANDEN, VICE)),
    Inbjuden("Energimyndigheten", "Elberedskap i mindre kommuner, webinarium", 33, svar=Svar.KANNEDOM),
    Inbjuden("Företagarna", "Näringslivsgala", 45, ("Folkets hus",), **_deltar(ORDFORANDEN, kostnad="650 kronor")),
    Inbjuden("Länsbiblioteket", "Läsning i hela länet", 38, (RESIDENSET,)),
    Inbjuden("Trafikverket", "Samråd om länsvägen", 26, ("Stadshuset",), **_deltar(VICE)),
    Inbjuden("Räddningstjänsten", "Studiebesök", 29, ("övningsfältet",)),
    Inbjuden("Universitetet", "Forskning om små orter, webinarium", 50),
    Inbjuden("Ungdomsrådet", "Samtal om mötesplatser", 25, ("biblioteket",), **_deltar(("Linnea Ledin", "S"))),
)

DIGITALA_DAGARNA = Inbjuden(
    "SKR", "Digitala dagarna", 20, ("Jönköping",), **_deltar(VICE, KANSLICHEFEN), langd=2, kostnad="4 200 kronor"
)
LANDSBYGDSTINGET = Inbjuden(
    "Landsbygdsnätverket",
    "Landsbygdsting",
    24,
    ("Folkets park",),
    **_deltar(("Linnea Ledin", "S"), ("Sixten Svarsson", "S")),
)
KOMMUNDAGARNA = Inbjuden(
    "Länets kommunförbund",
    "Kommundagarna",
    50,
    (RESIDENSET,),
    # One of them comes from outside the organ, one is an official.
    **_deltar(ORDFORANDEN, ("Gun Gästgivar", "L"), KANSLICHEFEN),
    langd=2,
    kostnad="3 450 kronor per person",
)
MIDDAGEN = Inbjuden(
    "Landshövdingen",
    "Middag för länets förtroendevalda",
    48,
    ("Residenset",),
    **_deltar(ORDFORANDEN, personligt_till="Orvar Ordberg"),
)
BORDLAGD = Inbjuden("Statskontoret", "Tillit i styrningen", 60, ("Stockholm",), pa_natet=True, svar=Svar.BORDLAGD)
VATTENRADET = Inbjuden(
    "Vattenrådet", "Årsstämma", 35, ("hembygdsgården",), svar=Svar.ANNAT, egna_ord="lämnas till tekniska rådgivaren"
)

# What the latest meetings of the arbetsutskott decided of, by how many days ago they were planned.
SENASTE = {
    -61: (DIGITALA_DAGARNA, ARETS[1], ARETS[4]),
    -33: (KOMMUNDAGARNA, LANDSBYGDSTINGET, MIDDAGEN, VATTENRADET),
    -5: (BORDLAGD, replace(ARETS[0], titel="Vattenkonferens", om=45), replace(ARETS[2], titel="Skogens dag")),
}

# What has come in since: (organ, days since it came, the invitation, days since the chair decided of it). `om` is from
# today. The one of the styrelse must be answered before its next meeting.
VANTAR = (
    ("KSAU", 9, Inbjuden("Myndigheten för civilt försvar", "Beredskapsdag", 44, ("Karlstad",), pa_natet=True), None),
    ("KSAU", 6, Inbjuden("Biskopen", "Samtal om gravvården", 26, personligt_till="Orvar Ordberg"), None),
    ("KSAU", 4, replace(MIDDAGEN, arrangor="Riksdagsbänken", titel="Länsträff", om=13, sista=14), 2),
    ("KS", 3, Inbjuden("Regionen", "Samråd om kollektivtrafiken", 12, (RESIDENSET,), sista=12), None),
)
