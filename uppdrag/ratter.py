"""The words of this package's predicates (kommun.ratter), and what gives one person rights by name."""

from django.db.models import Q

from kommun.forvaltningstrad import Forvaltningstrad
from kommun.models import Franvaro, Organ, Tjanst
from kommun.ratter.register import Foremal, Ratt, Uppgift
from protokoll.models import Beslut
from protokoll.ratter import paragraf
from uppdrag import ansvar
from uppdrag import permissions as p
from uppdrag.models import Aterrapport, Paminnelse, Rapportbilaga, Redovisning, Uppdrag, Uppdragsimport

UPPDRAG = "Uppdrag"


def _beslut(organ: Organ) -> Beslut:
    return Beslut(pk=0, paragraf=paragraf(organ))


def _uppdrag(organ: Organ) -> Uppdrag:
    return Uppdrag(pk=0, beslut=_beslut(organ), givare=organ, rapporteras_till=organ)


RATTER = [
    Ratt(p.can_see_min_dag, "Läsa", "Se Min dag"),
    Ratt(p.can_log_uppdrag, UPPDRAG, "Logga uppdrag ur organets beslut och registrera dem som redan är givna", _beslut),
    Ratt(p.can_register_uppdrag, UPPDRAG, "Registrera uppdrag för hand och gå igenom gamla avslut"),
    Ratt(p.can_take_forslag, UPPDRAG, "Föra förslag till uppdrag vidare, besluta om dem eller avslå dem", _uppdrag),
    Ratt(
        p.can_handle_uppdrag,
        UPPDRAG,
        "Ändra frister, avsluta, avskriva, överföra och återöppna uppdrag som organet har gett eller får rapport om",
        _uppdrag,
    ),
    Ratt(p.can_report, UPPDRAG, "Skriva in rapporter åt andra", _uppdrag, om_ett="Rapportera"),
    Ratt(
        p.can_read_report,
        UPPDRAG,
        "Hämta bilagor till rapporter",
        lambda o: Rapportbilaga(pk=0, rapport=Aterrapport(pk=0, uppdrag=_uppdrag(o))),
    ),
    Ratt(p.can_redovisa, UPPDRAG, "Sätta upp uppdrag på en dagordning"),
    Ratt(
        p.can_decide_redovisning,
        UPPDRAG,
        "Anteckna vad organet beslutar om ett uppdrag som redovisas",
        lambda o: Redovisning(pk=0, paragraf=paragraf(o)),
    ),
    Ratt(p.can_follow_paminnelser, UPPDRAG, "Se vilka påminnelser som har skickats, och till vem"),
    Ratt(
        p.can_resend_paminnelse,
        UPPDRAG,
        "Skicka om påminnelser",
        lambda o: Paminnelse(pk=0, uppdrag=_uppdrag(o)),
    ),
    Ratt(p.can_hand_over, UPPDRAG, "Lämna över uppdrag till någon annan"),
    Ratt(p.can_register_franvaro, UPPDRAG, "Anmäla frånvaro: sin egen, och chef och sekreterare även andras"),
    Ratt(p.can_import, UPPDRAG, "Läsa in listor med gamla uppdrag"),
    Ratt(
        p.can_handle_import,
        UPPDRAG,
        "Sköta organets inlästa uppdragslistor",
        lambda o: Uppdragsimport(pk=0, organ=o),
    ),
    Ratt(p.can_join_dnr, "Ärenden", "Säga att två diarienummer är samma ärende"),
]


def _svarar_for(person, konto, dag):
    """Those named for the person, for somebody the person stands in for, and those of the förvaltningar that the
    person leads: wherever the predicate may say yes."""
    tjanster = Tjanst.objects.gallande(dag)
    ersatta = list(Franvaro.objects.gallande(dag).filter(ersattare=person).values_list("person", flat=True))
    chefer = tjanster.filter(roll=Tjanst.Roll.FORVALTNINGSCHEF, person__in=[person.pk, *ersatta])
    ledda = Forvaltningstrad().under(chefer.values_list("forvaltning", flat=True))
    anstallda = Tjanst.objects.filter(forvaltning__in=ledda).values("person")
    egna = Q(ansvarig=person) | Q(ansvarig__in=ersatta)
    deras = Q(forvaltning__in=ledda) | Q(forvaltning=None, ansvarig__in=anstallda) if ledda else Q()
    oppna = Uppdrag.objects.oppna().filter(egna | deras)
    return oppna.select_related("serie", "beslut__paragraf").order_by("frist", "pk")


def _uppdraget(uppdrag: Uppdrag, synligt: bool) -> Foremal:
    if synligt:
        return Foremal(uppdrag, str(uppdrag), uppdrag.get_absolute_url())
    return Foremal(uppdrag, f"Uppdrag {uppdrag.beteckning}, med sekretess")


def _forbered(uppdragen, dag):
    ansvar.forbered(uppdragen, today=dag)


UPPGIFTER = [Uppgift("Svarar för uppdrag", _svarar_for, _uppdraget, Uppdrag.objects.visible_to, _forbered)]
