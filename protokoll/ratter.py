"""The words of this package's predicates (kommun.ratter), and what gives one person rights by name."""

from datetime import timedelta

from django.db.models import Q

from kommun.models import Organ
from kommun.ratter.register import Foremal, Ratt, Uppgift
from protokoll import permissions as p
from protokoll.models import (
    Anslag,
    Arkivpaket,
    Beslut,
    Deltagande,
    Expediering,
    Expedieringsbilaga,
    Fras,
    Inbjudan,
    Inbjudansbilaga,
    Inlasning,
    Inlasningsjobb,
    Invandning,
    Kallad,
    Maskering,
    Motesdeltagare,
    Paragraf,
    Paragrafbilaga,
    Protokoll,
    Protokollsversion,
    Reserapport,
    Sammantrade,
    Sandlista,
    Sandning,
    Sekretesslasare,
    StandigtArende,
    Underskrift,
)
from protokoll.models.sekretess import far_lasa
from protokoll.numrering import skriv_paragrafer

MOTEN = "Sammanträden och dagordning"
PARAGRAFER = "Paragrafer"
JUSTERING = "Protokoll och justering"
UT = "Anslag, webb och expediering"
INBJUDNINGAR = "Inbjudningar"
IN = "Inläsning och arkiv"

# An object of an organ, never saved: what the predicates read of it is there, and costs no question.


def _sammantrade(organ: Organ) -> Sammantrade:
    return Sammantrade(pk=0, organ=organ)


def _protokoll(organ: Organ) -> Protokoll:
    protokoll = Protokoll(pk=0, sammantrade=_sammantrade(organ))
    protokoll._prefetched_objects_cache = {"underskrifterna": []}
    return protokoll


def paragraf(organ: Organ, **falt) -> Paragraf:
    protokoll = _protokoll(organ)
    ny = Paragraf(pk=0, organ=organ, sammantrade=protokoll.sammantrade, protokoll=protokoll, **falt)
    ny._prefetched_objects_cache = {"sekretesslasarna": []}
    return ny


def _hemlig(organ: Organ) -> Paragraf:
    return paragraf(organ, sekretess="§")


def _version(organ: Organ) -> Protokollsversion:
    return Protokollsversion(pk=0, protokoll=_protokoll(organ))


def _expediering(organ: Organ) -> Expediering:
    return Expediering(pk=0, paragraf=paragraf(organ))


def _inbjudan(organ: Organ) -> Inbjudan:
    inbjudan = Inbjudan(pk=0, organ=organ)
    inbjudan._prefetched_objects_cache = {"deltagandena": []}
    return inbjudan


def _i_motet(modell):
    return lambda organ: modell(pk=0, sammantrade=_sammantrade(organ))


def _i_paragrafen(modell):
    return lambda organ: modell(pk=0, paragraf=paragraf(organ))


def _till_inbjudan(modell):
    return lambda organ: modell(pk=0, inbjudan=_inbjudan(organ))


def _gemensam(modell):
    return lambda _: modell(pk=0)


_TEXTEN = "Skriva paragraferna: beslut, avsnitt, yrkanden, omröstningar, anmälningar, mottagare och sekretess"
_EXPEDIERA = "Skicka besluten till mottagarna, göra utdrag och se vad som har skickats"
_BILAGOR = "Lägga till och ta bort paragrafernas bilagor"
_NARVARO = "Skriva närvaron: vilka som är i rummet, när de kommer och går, och pauser"
_KALLA = "Skicka kallelsen, kalla in ersättare och anteckna svar"
_INBJUDAN = "Ändra inbjudningar som har kommit till organet, och deras bilagor"
_BOKA = "Anmäla och boka för dem som ska åka"
_WEBBEN = "Lägga ut protokoll på webben, ta bort dem och maskera text"

RATTER = [
    Ratt(p.can_plan, MOTEN, "Planera sammanträden för det organ som man är sekreterare i"),
    Ratt(p.can_change_sammantrade, MOTEN, "Ändra sammanträden och dagordningar, öppna och avsluta möten", _sammantrade),
    Ratt(p.can_keep_standigt, MOTEN, "Ändra organets stående ärenden", lambda o: StandigtArende(pk=0, organ=o)),
    Ratt(p.can_kalla, MOTEN, _KALLA, _sammantrade),
    Ratt(p.can_kalla_in, MOTEN, _KALLA, _i_motet(Kallad)),
    Ratt(p.can_keep_narvaro, MOTEN, _NARVARO, _sammantrade),
    Ratt(p.can_keep_narvarorad, MOTEN, _NARVARO, _i_motet(Motesdeltagare)),
    Ratt(p.can_edit_paragraf, PARAGRAFER, _TEXTEN, paragraf),
    Ratt(p.can_edit_del, PARAGRAFER, _TEXTEN, _i_paragrafen(Beslut)),
    Ratt(far_lasa, PARAGRAFER, "Läsa paragrafer med sekretess", _hemlig, om_ett="Läsa, fast den har sekretess"),
    Ratt(p.can_godta, PARAGRAFER, "Låta en varning i klarkollen stå kvar", _sammantrade),
    Ratt(p.can_keep_fraser, PARAGRAFER, "Se frasbanken och lägga till egna fraser"),
    Ratt(p.can_edit_fras, PARAGRAFER, "Ändra organets fraser", lambda o: Fras(pk=0, organ=o)),
    Ratt(p.can_edit_fras, PARAGRAFER, "Ändra de gemensamma fraserna", _gemensam(Fras), per_organ=False),
    Ratt(p.can_keep_protokoll, JUSTERING, "Frysa protokoll, ta tillbaka dem, rätta och underteckna", _protokoll),
    Ratt(p.can_read_frozen, JUSTERING, "Läsa protokoll som väntar på justering", _protokoll, om_ett="Läsa det fryst"),
    Ratt(
        p.can_justera,
        JUSTERING,
        "Justera organets protokoll",
        _protokoll,
        om_ett="Läsa det paragraf för paragraf, invända och godkänna",
    ),
    Ratt(
        p.can_withdraw_invandning,
        JUSTERING,
        "Ta tillbaka andras invändningar",
        lambda o: Invandning(pk=0, protokollsversion=_version(o), paragraf=paragraf(o), person_id=0),
        om_ett="Ta tillbaka den",
    ),
    Ratt(
        p.can_answer_this_invandning,
        JUSTERING,
        "Svara på invändningar mot protokollet",
        lambda o: Invandning(pk=0, protokollsversion=_version(o), paragraf=paragraf(o)),
    ),
    Ratt(
        p.can_keep_underskrift,
        JUSTERING,
        "Påminna dem som ska justera",
        lambda o: Underskrift(pk=0, protokoll=_protokoll(o)),
    ),
    Ratt(p.can_ansla, UT, "Sätta upp anslag om justerade protokoll", _protokoll),
    Ratt(p.can_keep_anslag, UT, "Ta ned anslag i förtid och sätta upp dem igen", lambda o: Anslag(pk=0, organ=o)),
    Ratt(p.can_publicera, UT, _WEBBEN, _protokoll),
    Ratt(p.can_publicera_maskering, UT, _WEBBEN, _i_paragrafen(Maskering)),
    Ratt(p.can_expediera, UT, _EXPEDIERA, _protokoll),
    Ratt(p.can_expediera_rad, UT, _EXPEDIERA, _expediering),
    Ratt(p.can_expediera_bilaga, UT, _EXPEDIERA, lambda o: Expedieringsbilaga(pk=0, expediering=_expediering(o))),
    Ratt(p.can_fortsatta, UT, _EXPEDIERA, lambda o: Sandning(pk=0, version=_version(o))),
    Ratt(p.can_keep_bilagor, UT, _BILAGOR, paragraf),
    Ratt(p.can_keep_bilaga, UT, _BILAGOR, _i_paragrafen(Paragrafbilaga)),
    Ratt(p.can_keep_sandlistor, UT, "Se sändlistorna och göra nya"),
    Ratt(p.can_edit_sandlista, UT, "Ändra organets sändlistor", lambda o: Sandlista(pk=0, organ=o)),
    Ratt(p.can_edit_sandlista, UT, "Ändra de gemensamma sändlistorna", _gemensam(Sandlista), per_organ=False),
    Ratt(p.can_register_inbjudan, INBJUDNINGAR, "Ta emot brev och registrera inbjudningar"),
    Ratt(p.can_keep_inbjudan, INBJUDNINGAR, _INBJUDAN, _inbjudan),
    Ratt(p.can_keep_inbjudansbilaga, INBJUDNINGAR, _INBJUDAN, _till_inbjudan(Inbjudansbilaga)),
    Ratt(p.can_behandla_inbjudan, INBJUDNINGAR, "Sätta upp inbjudningar på en dagordning", _inbjudan),
    Ratt(p.can_avgora_inbjudan, INBJUDNINGAR, "Anteckna vad ordföranden har beslutat mellan möten", _inbjudan),
    Ratt(p.can_boka_nagot, INBJUDNINGAR, "Se listan över dem som ska anmälas och bokas"),
    Ratt(p.can_boka, INBJUDNINGAR, _BOKA, _inbjudan),
    Ratt(p.can_boka_for, INBJUDNINGAR, _BOKA, _till_inbjudan(Deltagande)),
    Ratt(p.can_rapportera_resa, INBJUDNINGAR, "Lämna reserapport", _inbjudan),
    Ratt(p.can_ta_upp_resa, INBJUDNINGAR, "Sätta upp reserapporter på en dagordning", _inbjudan),
    Ratt(p.can_keep_reserapport, INBJUDNINGAR, "Ta reserapporter av dagordningen", _till_inbjudan(Reserapport)),
    Ratt(p.can_read_in, IN, "Läsa in protokoll ur filer; att spara kräver att man är sekreterare i organet"),
    Ratt(
        p.can_confirm_inlasning,
        IN,
        "Spara eller kasta filer som andra har lagt upp",
        lambda _: Inlasning(pk=0, av_id=-1),
        per_organ=False,
        om_ett="Granska, spara eller kasta",
    ),
    Ratt(
        p.can_keep_inlasningsjobb,
        IN,
        "Sköta inläsningar som andra har påbörjat",
        lambda _: Inlasningsjobb(pk=0, av_id=-1),
        per_organ=False,
        om_ett="Följa, stoppa och spara",
    ),
    Ratt(p.can_arkivera, IN, "Göra arkivpaket; sekreteraren för sitt organ, systemadministratören för alla"),
    Ratt(p.can_folja_arkivpaket, IN, "Följa organets arkivpaket och göra om dem", lambda o: Arkivpaket(pk=0, organ=o)),
    Ratt(p.can_hamta_arkivpaket, IN, "Hämta organets arkivpaket", lambda o: Arkivpaket(pk=0, organ=o)),
]


# What somebody is by name


def _skriver_under(person, konto, dag):
    rader = Underskrift.objects.filter(person=person, roll__in=Underskrift.JUSTERAR)
    oklara = (Protokoll.Lage.UTKAST, Protokoll.Lage.FRYST)
    rader = rader.filter(protokoll__lage__in=oklara).select_related("protokoll__sammantrade__organ")
    med = ("protokoll__underskrifterna", "protokoll__paragraferna")
    return rader.prefetch_related(*med).order_by("-protokoll__sammantrade__datum", "pk")


def _laser_hemliga(person, konto, dag):
    rader = Sekretesslasare.objects.gallande(dag).filter(person=person)
    med = ("paragraf__organ", "paragraf__sammantrade", "paragraf__protokoll")
    med_rader = ("paragraf__sekretesslasarna", "paragraf__protokoll__underskrifterna")
    return rader.select_related(*med).prefetch_related(*med_rader).order_by("-paragraf", "pk")


def _ska_aka(person, konto, dag):
    # A trip that is long over has no report to wait for.
    nyliga = Q(borjar=None) | Q(borjar__gte=dag - timedelta(days=365))
    rader = Inbjudan.objects.filter(nyliga, deltagandena__person=person)
    return rader.select_related("organ").prefetch_related("deltagandena").order_by("-borjar", "-pk")


def _anmaler(person, konto, dag):
    kommande = Inbjudan.objects.filter(anmals_av=person, borjar__gte=dag)
    return kommande.select_related("organ").prefetch_related("deltagandena").order_by("borjar", "pk")


def _anmaler_for(person, konto, dag):
    return Organ.objects.filter(inbjudningar_anmals_av=person).order_by("namn")


def _har_invant(person, konto, dag):
    rader = Invandning.objects.filter(person=person, svar="").order_by("-pk")
    return rader.select_related(
        "paragraf__organ", "paragraf__sammantrade", "protokollsversion__protokoll__sammantrade__organ"
    )


def _laser_in(person, konto, dag):
    vantar = Inlasning.objects.filter(protokoll=None).defer("innehall", "text")
    return vantar.filter(av=konto) if konto else vantar.none()


def _laser_in_flera(person, konto, dag):
    return Inlasningsjobb.objects.filter(av=konto) if konto else Inlasningsjobb.objects.none()


def _protokollet(u: Underskrift, synligt: bool) -> Foremal:
    """By its §§: a meeting can have several. Their numbers are known to all, the way there is for who reads them."""
    nummer = skriv_paragrafer([p.nummer for p in u.protokoll.paragraferna.all() if p.nummer], med_utom=False)
    namn = ", ".join(
        filter(None, [f"Protokoll {u.protokoll.sammantrade}", nummer, f"som {u.get_roll_display().lower()}"])
    )
    return Foremal(u.protokoll, namn, u.protokoll.get_absolute_url() if synligt else "")


def _synliga_underskrifter(user):
    return Underskrift.objects.filter(protokoll__in=Protokoll.objects.visible_to(user))


def _resa(inbjudan: Inbjudan, synlig: bool) -> Foremal:
    namn = (inbjudan.titel or inbjudan.inbjudan)[:120] if synlig else "En inbjudan som du inte läser"
    return Foremal(inbjudan, namn, inbjudan.get_absolute_url() if synlig else "")


def _fil(inlast: Inlasning | Inlasningsjobb, egen: bool) -> Foremal:
    """What a file is called says what it holds."""
    return Foremal(inlast, str(inlast) if egen else f"{inlast._meta.verbose_name} {inlast.pk}".capitalize())


UPPGIFTER = [
    Uppgift(
        "Skriver under och justerar",
        _skriver_under,
        _protokollet,
        _synliga_underskrifter,
    ),
    Uppgift(
        "Läser en paragraf med sekretess",
        _laser_hemliga,
        lambda s, _: Foremal(s.paragraf, str(s.paragraf)),
    ),
    Uppgift("Har invänt", _har_invant, lambda i, _: Foremal(i, str(i))),
    Uppgift("Åker på evenemang", _ska_aka, _resa, Inbjudan.objects.visible_to),
    Uppgift("Anmäler till evenemang", _anmaler, _resa, Inbjudan.objects.visible_to),
    Uppgift(
        "Anmäler till evenemang som organet har fått inbjudan till",
        _anmaler_for,
        lambda organ, _: Foremal(_inbjudan(organ), organ.namn),
    ),
    Uppgift("Har lagt upp filer att läsa in", _laser_in, _fil, lambda user: Inlasning.objects.filter(av=user.pk)),
    Uppgift("Har påbörjat en inläsning", _laser_in_flera, _fil, lambda user: Inlasningsjobb.objects.filter(av=user.pk)),
]
