"""From decision to deed: whoever registers those who go is told, and so are they, each thing once.

It begins when the § of the decision is adjusted, or when the chair has decided between meetings.
"""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kommun import utskick
from kommun.history import TrackedQuerySet
from kommun.models import Person, Tjanst, Utskick
from protokoll.inbjudan import deltagarbrev, evenemang
from protokoll.inbjudan.anmalarbrev import beratta_for_anmalarna
from protokoll.inbjudan.deltagarkalender import filen
from protokoll.inbjudan.deltagarlank import deltagarlank
from protokoll.kallelse import adress
from protokoll.models import Behandling, Deltagande, Inbjudan, Protokoll

_JUSTERAD = Behandling.objects.filter(
    inbjudan=OuterRef("pk"), svar=Behandling.Svar.DELTAR, paragraf__protokoll__lage=Protokoll.Lage.JUSTERAT
)


def beslutade() -> TrackedQuerySet:
    """Those somebody goes to, in an organ that deals with invitations. What was read in is history, not work."""
    inlasta = Behandling.objects.filter(inbjudan=OuterRef("pk"), paragraf__protokoll__lage=Protokoll.Lage.AVSKRIFT)
    return Inbjudan.objects.filter(~Exists(inlasta), svar=Inbjudan.Svar.DELTAR, organ__behandlar_inbjudningar=True)


def overlamnade() -> TrackedQuerySet:
    """Those whose decision holds: what is to be done can be done."""
    return beslutade().filter(Q(avgjord__isnull=False) | Exists(_JUSTERAD))


def pa_vag() -> TrackedQuerySet:
    """Decided in a § that is not adjusted yet."""
    return beslutade().filter(~Exists(_JUSTERAD), avgjord=None)


def galler(inbjudan: Inbjudan) -> bool:
    return overlamnade().filter(pk=inbjudan.pk).exists()


def anmalare(inbjudan: Inbjudan, *, today: date) -> list[Person]:
    """Who registers those who go: the one the invitation names, else the one of the organ, else its secretaries."""
    for pk in (inbjudan.anmals_av_id, inbjudan.organ.inbjudningar_anmals_av_id):
        if pk:
            return [Person.objects.select_related("user").get(pk=pk)]
    return sekreterarna(inbjudan.organ, today=today)


def sekreterarna(organ, *, today: date) -> list[Person]:
    rollen = Tjanst.objects.gallande(today).filter(roll=Tjanst.Roll.SEKRETERARE, organ=organ)
    return list(Person.objects.filter(pk__in=rollen.values("person")).select_related("user").order_by("pk"))


def las(pk: int) -> Inbjudan:
    """Locked until the transaction ends: what is said of those who go is said by one at a time."""
    return Inbjudan.objects.select_for_update(no_key=True, of=("self",)).select_related("organ", "anmals_av").get(pk=pk)


def deltagarna(inbjudan: Inbjudan) -> QuerySet[Deltagande]:
    rader = Deltagande.objects.filter(inbjudan=inbjudan).select_related("person__user", "bokningen", "inbjudan__organ")
    return rader.order_by("ordning", "pk")


def efter_justering(protokoll: Protokoll, version, *, by) -> None:
    """For protokoll.tillagg.EFTER_JUSTERING."""
    beslut = Behandling.objects.filter(paragraf__protokoll=protokoll, svar=Behandling.Svar.DELTAR)
    for pk in sorted(set(beslut.values_list("inbjudan", flat=True))):
        lamna_over(pk, by=by)


def efter_avgjord(inbjudan: Inbjudan, *, by) -> None:
    """For protokoll.tillagg.EFTER_INBJUDANSBESLUT: the chair has decided between meetings, or taken it back."""
    lamna_over(inbjudan.pk, by=by)


def efter_andring(inbjudan: Inbjudan, *, by, ny: bool = False) -> None:
    """For protokoll.tillagg.EFTER_INBJUDAN: those who have been told are told what has become another."""
    if not ny:
        lamna_over(inbjudan.pk, by=by)


@transaction.atomic
def lamna_over(pk: int, *, by) -> None:
    """Tell whoever registers, and those who go, what they have not been told. Again, it says nothing."""
    inbjudan, today = las(pk), timezone.localdate()
    if evenemang.ar_over(inbjudan, today=today):
        return
    _beratta_for_borttagna(inbjudan)
    vilka = list(deltagarna(inbjudan)) if galler(inbjudan) else []
    personer = anmalare(inbjudan, today=today) if vilka else []
    beratta_for_anmalarna(inbjudan, vilka, personer, by=by)
    for d in vilka:
        beratta(d, anmalare=personer)


def _beratta_for_borttagna(inbjudan: Inbjudan) -> None:
    """Whoever was told, and is not among them any more by what the chair decided since, is told that too."""
    kvar = set(Deltagande.objects.filter(inbjudan=inbjudan).values_list("person", flat=True))
    for rad in Deltagande.history.filter(inbjudan=inbjudan.pk, history_type="-").order_by("history_id"):
        d = rad.instance
        if d.person_id not in kvar and senast_sagt(d):
            d.inbjudan = inbjudan
            skicka(d, f"struken:{d.pk}:borttagen", deltagarbrev.struken(d), borttagen=True)


def senast_sagt(d: Deltagande) -> Utskick | None:
    """The latest mail that told what it is; its key ends with the version of the invitation that it told of."""
    return Utskick.objects.filter(nyckel__startswith=f"deltar:{d.pk}:").order_by("-pk").first()


def beratta(d: Deltagande, *, anmalare: list[Person]) -> Utskick | None:
    """Tell somebody that he or she goes, and once more when what was told of it holds no longer."""
    till, bokning = adress(d.person), getattr(d, "bokningen", None)
    if not till or (bokning and bokning.forhindrad):
        return None
    sagt = senast_sagt(d)
    if sagt is None:
        return skicka(d, f"deltar:{d.pk}:{d.inbjudan.version}", deltagarbrev.utsedd(d, anmalare=anmalare))
    var = d.inbjudan.history.filter(version=int(sagt.nyckel.split(":")[2])).first()
    andringar = evenemang.andrat(var, d.inbjudan) if var else []
    if not andringar:
        return None
    return skicka(d, f"deltar:{d.pk}:{d.inbjudan.version}", deltagarbrev.andrat(d, andringar))


def skicka(d: Deltagande, nyckel: str, brev: deltagarbrev.Brev, *, borttagen: bool = False) -> Utskick | None:
    """Put a mail with the calendar entry in the outbox; None when there is nowhere to send it."""
    if not (till := adress(d.person)):
        return None
    if redan := Utskick.objects.filter(nyckel=nyckel).first():
        return redan
    hemlig = d.inbjudan.hemlig
    kalendern = None if hemlig else filen(d, nu=timezone.now(), lank=deltagarlank(d), borttagen=borttagen)
    bilaga = kalendern and utskick.ny_bilaga(namn="kalender.ics", typ="text/calendar", innehall=kalendern)
    amne, text = brev
    return utskick.lagg(nyckel=nyckel, till=till, amne=amne, text=text, bilaga=bilaga)
