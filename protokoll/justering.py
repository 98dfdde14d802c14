"""Adjusting a protokoll: those who sign it read what was frozen, object, and approve. The last approval adjusts it.

Who they are is said by the lines to sign on (Underskrift), never by a mandat: whoever presided or was chosen to adjust
answers for that meeting also when the mandat has ended since. The secretary's line is no approval (KL 5:69).

Every act locks the meeting, its §§ and the protokoll, in the order that freezing does: two last approvals come one
after the other, and none meets a version that is being taken back.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kommun import utskick
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Person, Utskick
from protokoll import dagordningsrader, justeringsbrev
from protokoll.frister import justeringsdag
from protokoll.frysning import senaste, ta_tillbaka
from protokoll.kallelse import adress
from protokoll.models import (
    Godkannande,
    Invandning,
    Lasning,
    Paragraf,
    Protokoll,
    Protokollsversion,
    Underskrift,
)
from protokoll.tillagg import EFTER_JUSTERING

Lage = Protokoll.Lage
Svar = Invandning.Svar

TILLBAKA = "Protokollet är tillbaka hos sekreteraren, som ändrar i det. Du får ett brev när det är klart att läsa igen."


class NyareVersion(DomanFel):
    """Another version was frozen since the page was read."""

    def __init__(self, version: Protokollsversion):
        super().__init__(
            f"Protokollet frystes på nytt medan du läste. Nu visas version {version.nummer}: "
            "titta på det som har ändrats och försök igen."
        )


def undertecknarna(protokoll: Protokoll) -> QuerySet[Underskrift]:
    """The lines of those who adjust it."""
    return protokoll.underskrifterna.filter(roll__in=Underskrift.JUSTERAR).select_related("person__user")


def att_justera(person_id: int) -> QuerySet[Protokoll]:
    """Frozen, and waiting for the approval of the person."""
    mina = Underskrift.objects.filter(person=person_id, roll__in=Underskrift.JUSTERAR).values("protokoll")
    frysta = Protokoll.objects.filter(pk__in=mina, lage=Lage.FRYST, justerat_genom=Protokoll.Satt.GODKANNANDE)
    nyast = Protokollsversion.objects.order_by("protokoll_id", "-nummer").distinct("protokoll_id").values("pk")
    godkanda = Godkannande.objects.filter(person=person_id, version__in=nyast).values("version__protokoll")
    return frysta.exclude(pk__in=godkanda)


def oppna_invandningar(protokoll: Protokoll) -> QuerySet[Invandning]:
    return Invandning.objects.filter(protokollsversion__protokoll=protokoll, svar="")


# What is asked


def skicka_till_justering(version: Protokollsversion, *, by) -> None:
    """A mail with the link to each who adjusts it; after the first version it says what has changed. Inside the act
    that freezes. Whoever has approved this very version already is asked nothing."""
    protokoll = version.protokoll
    klara = set(version.godkannandena.values_list("person_id", flat=True))
    for person in {u.person_id: u.person for u in undertecknarna(protokoll)}.values():
        if person.pk not in klara:
            _lagg(brevnyckel(version, person, protokoll.version), person, _brev(version, person, by))


def efter_frysning(protokoll: Protokoll, version: Protokollsversion, *, by) -> None:
    skicka_till_justering(version, by=by)


def brevnyckel(version: Protokollsversion, person: Person, gang: int | str = "") -> str:
    """The same version frozen again, with nothing changed, is asked about again (`gang`)."""
    return f"justering:{version.pk}:{person.pk}:{gang}"


def brevet(version: Protokollsversion, person: Person) -> Utskick | None:
    """The latest mail that asked the person to read the version."""
    return Utskick.objects.filter(nyckel__startswith=brevnyckel(version, person)).order_by("-pk").first()


def _brev(version: Protokollsversion, person: Person, by) -> justeringsbrev.Brev:
    roller = [u.roll for u in undertecknarna(version.protokoll).filter(person=person)]
    forra = version.protokoll.versionerna.filter(nummer__lt=version.nummer).order_by("-nummer").first()
    godkant = bool(forra and forra.godkannandena.filter(person=person).exists())
    svar = Invandning.objects.filter(protokollsversion=forra, person=person).exclude(svar="") if forra else ()
    return justeringsbrev.att_lasa(version, person, roller=roller, forra=forra, godkant=godkant, svar=svar, av=str(by))


@transaction.atomic
def skicka_igen(underskrift: Underskrift, *, by) -> None:
    """Send the mail to one who adjusts once more, or for the first time when the address has come since."""
    protokoll = _las(underskrift.protokoll_id)
    version = _fryst(protokoll)
    person = Person.objects.select_related("user").get(pk=underskrift.person_id)
    if not undertecknarna(protokoll).filter(person=person).exists():
        raise DomanFel(f"{person.namn} justerar inte protokollet.")
    if not (till := adress(person)):
        raise DomanFel(f"{person.namn} saknar e-postadress. Lägg in den på personen i registret först.")
    if brev := brevet(version, person):
        utskick.skicka_igen(brev, till=till)
    else:
        _lagg(brevnyckel(version, person, protokoll.version), person, _brev(version, person, by))


# What those who adjust it do


@transaction.atomic
def las(version: Protokollsversion, paragraf: Paragraf, *, person: Person) -> Lasning:
    """Mark a § as read."""
    protokoll = _las_som(version.protokoll_id, person)
    _kontrollera(protokoll, version)
    _hor_hit(protokoll, paragraf)
    return Lasning.objects.get_or_create(version=version, person=person, paragraf=paragraf)[0]


@transaction.atomic
def angra_lasning(version: Protokollsversion, paragraf: Paragraf, *, person: Person) -> None:
    """Take the mark away, also one that came along from an earlier version."""
    protokoll = _las_som(version.protokoll_id, person)
    _kontrollera(protokoll, version)
    Lasning.objects.filter(version__protokoll=protokoll, person=person, paragraf=paragraf).delete()


@transaction.atomic
def invand(
    version: Protokollsversion, paragraf: Paragraf, *, person: Person, text: str, nyckel: UUID, by=None
) -> Invandning:
    """Write what is wrong in a §. The secretary is told by mail. While the text is being mended another remark is
    welcome too; of an older version than the frozen one nothing is taken."""
    protokoll = _las_som(version.protokoll_id, person)
    if finns := Invandning.objects.filter(nyckel=nyckel, person=person).first():
        return finns
    _kontrollera(protokoll, version, tillbaka_gar_bra=True)
    _hor_hit(protokoll, paragraf)
    if not text.strip():
        raise DomanFel("Skriv vad som inte stämmer, och gärna vad som ska stå i stället.")
    if version.godkannandena.filter(person=person).exists():
        raise DomanFel(
            "Du har redan godkänt den här versionen. Hör av dig till sekreteraren, som kan ta tillbaka protokollet."
        )
    invandning = spara(
        Invandning(protokollsversion=version, person=person, paragraf=paragraf, text=text.strip(), nyckel=nyckel),
        by=by,
        reason=f"Invände mot {paragraf.beteckning}",
    )
    Lasning.objects.get_or_create(version=version, person=person, paragraf=paragraf)
    till_sekreteraren(version, f"invandning:{invandning.pk}", justeringsbrev.invandning(invandning))
    return invandning


@transaction.atomic
def aterta_invandning(invandning: Invandning, *, by) -> Invandning:
    """Whoever objected is content after all."""
    _las(invandning.protokollsversion.protokoll_id)
    nu = _las_invandning(invandning)
    if nu.svar == Svar.TILLBAKA:
        return nu
    if nu.svar:
        raise DomanFel(f"Invändningen är redan besvarad: {nu.get_svar_display().lower()}.")
    nu.svar = Svar.TILLBAKA
    return spara(nu, by=by, reason="Tog tillbaka invändningen")


@transaction.atomic
def godkann(version: Protokollsversion, *, person: Person, inloggning: str, by=None) -> Godkannande:
    """Stand behind the version, in each role one signs in. The last one adjusts the protokoll, the same day.

    Pressed twice it is the same approval. The §§ not marked are read too: that is what the button says.
    """
    protokoll = _las_som(version.protokoll_id, person)
    nyast = senaste(protokoll)
    redan = version.godkannandena.filter(person=person).first()
    if redan and protokoll.lage in Protokoll.LAST and nyast == version:
        return redan
    _kontrollera(protokoll, version)
    if protokoll.justerat_genom != Protokoll.Satt.GODKANNANDE:
        raise DomanFel(hur_det_undertecknas(protokoll))
    if oppen := oppna_invandningar(protokoll).filter(person=person).select_related("paragraf").first():
        raise DomanFel(
            f"Du har en invändning mot {oppen.paragraf.beteckning} som inte är besvarad. "
            "Vänta på svaret, eller ta tillbaka invändningen."
        )
    nu = timezone.now()
    godkanda = [
        Godkannande.objects.create(
            version=version,
            person=person,
            roll=rad.roll,
            namn=rad.namn_med_parti,
            tid=nu,
            inloggning=inloggning,
            sha256=version.sha256,
        )
        for rad in undertecknarna(protokoll).filter(person=person)
    ]
    lasta = [Lasning(version=version, person=person, paragraf=p) for p in paragraferna(protokoll)]
    Lasning.objects.bulk_create(lasta, ignore_conflicts=True)
    if not saknade(protokoll, version):
        _justera(protokoll, version, by=by)
    return godkanda[0]


def saknade(protokoll: Protokoll, version: Protokollsversion) -> list[Underskrift]:
    """The lines whose approval of the version is still wanted. Those of an older version never count."""
    finns = set(version.godkannandena.values_list("person_id", "roll"))
    return [u for u in undertecknarna(protokoll) if (u.person_id, u.roll) not in finns]


def _justera(protokoll: Protokoll, version: Protokollsversion, *, by) -> None:
    tider = version.godkannandena.values_list("tid", flat=True)
    protokoll.justeringsdag = justeringsdag(timezone.localdate(tid) for tid in tider)
    protokoll.lage = Lage.JUSTERAT
    spara(protokoll, by=by, reason=f"Justerat: alla har godkänt version {version.nummer}")
    for akt in EFTER_JUSTERING:
        akt(protokoll, version, by=by)
    till_sekreteraren(version, f"justerat:{protokoll.pk}", justeringsbrev.justerat(protokoll))


# What the secretary does


@transaction.atomic
def svara_invandning(invandning: Invandning, *, svar: str, text: str = "", by) -> Invandning:
    """Answer an objection. The text stands, with the reason; or it is changed, and the protokoll is taken back."""
    protokoll = _las(invandning.protokollsversion.protokoll_id)
    nu, text = _las_invandning(invandning), text.strip()
    if (nu.svar, nu.svarstext) == (svar, text):
        return nu
    if nu.svar:
        raise DomanFel(f"Invändningen är redan besvarad: {nu.get_svar_display().lower()}.")
    if protokoll.lage == Lage.JUSTERAT:
        raise DomanFel("Protokollet är justerat. Gör en rättelse om något i det är fel.")
    if svar == Svar.KVARSTAR and not text:
        raise DomanFel("Skriv varför texten står kvar, så att den som invände förstår.")
    nu.svar, nu.svarstext = svar, text
    spara(nu, by=by, reason=f"Svarade på invändningen: {nu.get_svar_display().lower()}")
    if svar == Svar.RATTAD and protokoll.lage == Lage.FRYST:
        ta_tillbaka(protokoll, skal=f"Invändning mot {nu.paragraf.beteckning} från {nu.person.namn}", by=by)
    elif svar == Svar.KVARSTAR and protokoll.lage == Lage.FRYST:
        _lagg(f"invandningssvar:{nu.pk}", nu.person, justeringsbrev.star_kvar(nu, av=str(by)))
    return nu


# Locks and states


def _las(protokoll_id: int) -> Protokoll:
    sammantrade_id = Protokoll.objects.values_list("sammantrade_id", flat=True).get(pk=protokoll_id)
    dagordningsrader.las(sammantrade_id)
    return Protokoll.objects.select_for_update(of=("self",)).select_related("sammantrade__organ").get(pk=protokoll_id)


def _las_som(protokoll_id: int, person: Person) -> Protokoll:
    protokoll = _las(protokoll_id)
    if not undertecknarna(protokoll).filter(person=person).exists():
        raise DomanFel("Du står inte bland dem som justerar protokollet.")
    return protokoll


def _las_invandning(invandning: Invandning) -> Invandning:
    rader = Invandning.objects.select_for_update(of=("self",))
    return rader.select_related("paragraf", "person__user", "protokollsversion__protokoll").get(pk=invandning.pk)


def _fryst(protokoll: Protokoll) -> Protokollsversion:
    """The version that those who adjust it have before them; a sentence when there is none."""
    match protokoll.lage:
        case Lage.JUSTERAT:
            raise DomanFel("Protokollet är redan justerat.")
        case Lage.AVSKRIFT:
            raise DomanFel("Protokollet är en inläst avskrift. Det justerades i sin tid och justeras inte igen.")
    version = senaste(protokoll)
    if version is None:
        raise DomanFel("Protokollet är inte fryst än. Du får ett brev när det är klart att läsa.")
    if protokoll.lage != Lage.FRYST:
        raise DomanFel(TILLBAKA)
    return version


def _kontrollera(protokoll: Protokoll, version: Protokollsversion, *, tillbaka_gar_bra: bool = False) -> None:
    if tillbaka_gar_bra and protokoll.lage == Lage.UTKAST and senaste(protokoll) == version:
        return
    fryst = _fryst(protokoll)
    if fryst != version:
        raise NyareVersion(fryst)


def _hor_hit(protokoll: Protokoll, paragraf: Paragraf) -> None:
    if paragraf.protokoll_id != protokoll.pk:
        raise DomanFel("Paragrafen står inte i det här protokollet.")


def paragraferna(protokoll: Protokoll) -> QuerySet[Paragraf]:
    """The §§ of its document, in order."""
    return protokoll.paragraferna.exclude(slag=Paragraf.Slag.RUBRIK).order_by("ordning")


def hur_det_undertecknas(protokoll: Protokoll) -> str:
    """What those who adjust it do after reading, as a sentence; empty when they approve here."""
    match protokoll.justerat_genom:
        case Protokoll.Satt.PAPPER:
            return "Protokollet undertecknas på papper. Sekreteraren säger när och var."
        case Protokoll.Satt.UPPLADDAT:
            return "Protokollet undertecknas i en annan tjänst. Du får en inbjudan därifrån."
        case Protokoll.Satt.FJARR:
            return "Protokollet undertecknas i underskriftstjänsten. Du får en inbjudan därifrån."
    return ""


# Mail


def _lagg(nyckel: str, person: Person, brev: justeringsbrev.Brev) -> None:
    """Nothing for somebody without an address; the page of the secretary says so."""
    if till := adress(person):
        utskick.lagg(nyckel=nyckel, till=till, amne=brev[0], text=brev[1])


def till_sekreteraren(version: Protokollsversion, nyckel: str, brev: justeringsbrev.Brev) -> None:
    """To whoever froze it; else to who signs as secretary, or to the organ."""
    protokoll = version.protokoll
    adresser = [version.av.email] if version.av and version.av.is_active else []
    rader = protokoll.underskrifterna.filter(roll=Underskrift.Roll.SEKRETERARE).select_related("person__user")
    adresser += [adress(u.person) for u in rader] + [protokoll.sammantrade.organ.epost]
    if till := next(filter(None, adresser), ""):
        utskick.lagg(nyckel=nyckel, till=till, amne=brev[0], text=brev[1])
