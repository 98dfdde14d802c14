"""What those who went have to tell: asked for afterwards, written once each, put on a dagordning and noted there.

What a rapport says in its § is written by the system, for as long as nobody has put a hand to the text.
"""

from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.html import escape

from kommun import utskick
from kommun.editor import text_to_html
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Avsnittstyp, Person, Utskick
from protokoll import dagordning
from protokoll.dagordningsrader import las_oppen
from protokoll.inbjudan import deltagarbrev, evenemang
from protokoll.inbjudan.overlamning import deltagarna, galler, las, overlamnade, sekreterarna
from protokoll.inbjudan.paragrafen import i_ord
from protokoll.inbjudan.urval import kommande_moten
from protokoll.kallelse import adress
from protokoll.models import Deltagande, Inbjudan, Paragraf, Protokoll, Reserapport, Sammantrade
from protokoll.skrivning import last_sentence
from protokoll.systemtext import ar_systemets, skriv_avsnitt, skriv_beslut

# A rapport that has not come so long after is not asked for any more.
RAPPORT_INOM = timedelta(days=90)
VAD = "rapporten från evenemanget"


def vantade(today: date) -> QuerySet[Deltagande]:
    """Those who went lately and have not told of it."""
    skriven = Reserapport.objects.filter(inbjudan=OuterRef("inbjudan"), person=OuterRef("person"))
    lange_sedan = today - RAPPORT_INOM
    return (
        Deltagande.objects.filter(inbjudan__in=overlamnade(), inbjudan__installd=None, bokningen__forhindrad=None)
        .filter(
            Q(inbjudan__slutar__lt=today, inbjudan__slutar__gte=lange_sedan)
            | Q(inbjudan__slutar=None, inbjudan__borjar__lt=today, inbjudan__borjar__gte=lange_sedan)
        )
        .exclude(Exists(skriven))
        .select_related("inbjudan__organ", "person__user")
        .order_by("inbjudan", "ordning", "pk")
    )


def att_be(today: date) -> list[Deltagande]:
    """Those of them who have not been asked by mail."""
    vilka = list(vantade(today))
    sagda = Utskick.objects.filter(nyckel__in=[_nyckel(d) for d in vilka]).values_list("nyckel", flat=True)
    redan = set(sagda)
    return [d for d in vilka if _nyckel(d) not in redan]


def be_om_rapporter(today: date) -> int:
    """Ask each of them, once; how many mails were written. Run once a day, a missed day is made up."""
    return sum(_be_om(d) for d in att_be(today))


def _nyckel(d: Deltagande) -> str:
    return f"reserapport-onskas:{d.pk}"


@transaction.atomic
def _be_om(d: Deltagande) -> bool:
    if not (till := adress(d.person)):
        return False
    amne, text = deltagarbrev.rapport_onskas(d)
    utskick.lagg(nyckel=_nyckel(d), till=till, amne=amne, text=text)
    return True


def stangd(rapport: Reserapport | None) -> str | None:
    """Why a rapport cannot be written anew, as a sentence; None while it can."""
    if rapport is None or rapport.paragraf is None or not last_sentence(rapport.paragraf):
        return None
    return f"Rapporten är upptagen i {i_ord(rapport.paragraf)}, och den texten ändras inte mer."


def skriven(inbjudan: Inbjudan, person_id: int | None) -> Reserapport | None:
    rader = inbjudan.reserapporterna.filter(person=person_id).select_related(
        "paragraf__organ", "paragraf__sammantrade__organ", "paragraf__protokoll"
    )
    return rader.first()


def for_tidigt(inbjudan: Inbjudan, *, today: date) -> str | None:
    if evenemang.har_borjat(inbjudan, today=today):
        return None
    return f"Rapporten skrivs efteråt. Det börjar {evenemang.nar(inbjudan)}."


@transaction.atomic
def lamna_rapport(inbjudan: Inbjudan, *, person: Person, text: str, by=None) -> Reserapport:
    """Hand in what there is to tell, or change it until its § is closed. The same again changes nothing."""
    redan = skriven(inbjudan, person.pk)
    if redan and redan.paragraf:
        # The meeting and its §§ are locked before what stands in them, as everywhere.
        las_motet(redan.paragraf.sammantrade_id)
    nu, text = las(inbjudan.pk), text.strip()
    if not galler(nu):
        raise DomanFel("Det finns inget beslut om deltagande som gäller, så det finns inget att rapportera om.")
    if mening := for_tidigt(nu, today=timezone.localdate()):
        raise DomanFel(mening)
    d = deltagarna(nu).filter(person=person).first()
    if d is None or (getattr(d, "bokningen", None) and d.bokningen.forhindrad):
        raise DomanFel(f"{person.namn} deltog inte, så det finns inget att rapportera om.")
    rapport = skriven(nu, person.pk)
    if rapport and rapport.text == text:
        return rapport
    if mening := stangd(rapport):
        raise DomanFel(mening)
    ny = rapport is None
    rapport = rapport or Reserapport(inbjudan=nu, person=person, inlamnad=timezone.now())
    rapport.text = text
    spara(rapport, by=by, reason="Lämnade rapporten" if ny else "Ändrade rapporten")
    if rapport.paragraf:
        skriv_texterna(rapport.paragraf, by=by)
    elif ny:
        _beratta(rapport, by=by)
    return rapport


def _beratta(rapport: Reserapport, *, by) -> None:
    for person in sekreterarna(rapport.inbjudan.organ, today=timezone.localdate()):
        if (till := adress(person)) and not (by and by.person_id == person.pk):
            amne, text = deltagarbrev.rapport_inlamnad(rapport, person)
            utskick.lagg(nyckel=f"reserapport:{rapport.pk}:{person.pk}", till=till, amne=amne, text=text)


def las_motet(pk: int) -> Sammantrade:
    return Sammantrade.objects.select_for_update(no_key=True, of=("self",)).select_related("organ").get(pk=pk)


def att_ta_upp(organ_ids=None) -> QuerySet[Reserapport]:
    """Handed in, and on no dagordning; those of a § that was taken off or of a meeting that was never held as well."""
    rader = Reserapport.objects.filter(
        Q(paragraf=None)
        | Q(paragraf__sammantrade__lage=Sammantrade.Lage.INSTALLT)
        | Q(paragraf__utfall=Paragraf.Utfall.UTGAR),
        inbjudan__organ__behandlar_inbjudningar=True,
    )
    return rader if organ_ids is None else rader.filter(inbjudan__organ__in=organ_ids)


def moten(organ_id: int, *, today: date) -> QuerySet[Sammantrade]:
    """Where they can be taken up: what runs now, and what comes."""
    return kommande_moten(today).filter(organ=organ_id)


@transaction.atomic
def satt_pa_dagordning(inbjudan: Inbjudan, *, sammantrade: Sammantrade, by) -> Paragraf:
    """Put all that waits of an event before the organ, in one § together. What stands there already stays."""
    mote, _ = las_oppen(sammantrade.pk)
    nu = las(inbjudan.pk)
    if mote.organ_id != nu.organ_id:
        raise DomanFel(f"Rapporterna tas upp i {nu.organ.i_mening}, inte i {mote.organ.i_mening}.")
    vantar = list(att_ta_upp().filter(inbjudan=nu).select_related("person"))
    har = _paragrafen(nu, mote)
    if not vantar:
        if har:
            return har
        raise DomanFel("Det finns ingen rapport som väntar på att tas upp.")
    paragraf = har or dagordning.lagg_till(
        mote, rubrik=f"Rapport från {evenemang.rubrik(nu)}", dnr=nu.dnr, sekretess=_lagrum(nu), by=by
    )
    for rapport in vantar:
        rapport.paragraf = paragraf
        spara(rapport, by=by, reason=f"Sattes upp på dagordningen för {mote}")
    skriv_texterna(paragraf, by=by)
    return paragraf


def _lagrum(inbjudan: Inbjudan) -> str:
    """Of the § with sekretess that dealt with it; empty of one that is open."""
    hemliga = Paragraf.objects.hemliga().filter(behandlingarna__inbjudan=inbjudan)
    forst = hemliga.select_related("organ", "sammantrade", "protokoll").order_by("sammantrade__datum").first()
    return forst.sekretess_vidare if forst else ""


def _paragrafen(inbjudan: Inbjudan, sammantrade: Sammantrade) -> Paragraf | None:
    """The § of the meeting that takes up the event already, and can still be written in."""
    rader = sammantrade.paragraferna.filter(reserapporterna__inbjudan=inbjudan, utfall="").select_related("protokoll")
    return next((p for p in rader.order_by("ordning") if not last_sentence(p)), None)


@transaction.atomic
def ta_av(rapport: Reserapport, *, by) -> None:
    """Take a rapport off the dagordning again. A § that nothing is left in goes with it, while it has no number."""
    if rapport.paragraf is None:
        return
    las_oppen(rapport.paragraf.sammantrade_id)
    las(rapport.inbjudan_id)
    nu = Reserapport.objects.select_for_update(of=("self",)).select_related("person").get(pk=rapport.pk)
    if nu.paragraf_id is None:
        return
    paragraf = Paragraf.objects.select_related("protokoll", "organ", "sammantrade__organ").get(pk=nu.paragraf_id)
    if mening := last_sentence(paragraf):
        raise DomanFel(mening)
    nu.paragraf = None
    spara(nu, by=by, reason=f"Togs av dagordningen för {paragraf.sammantrade}")
    kvar = paragraf.reserapporterna.exists()
    orord = all(ar_systemets(del_) for del_ in paragraf.delar())
    skriv_texterna(paragraf, by=by)
    if not kvar and orord and paragraf.nummer is None:
        # Something else may be noted at it by now; then it stays.
        with suppress(DomanFel):
            dagordning.ta_bort(paragraf, by=by)


def folj_med(fran: Paragraf, ny: Paragraf, *, by) -> None:
    """For protokoll.tillagg.FORTSATTNINGAR: a § that was bordlagd comes back with its rapporter."""
    rader = list(fran.reserapporterna.all())
    for rapport in rader:
        rapport.paragraf = ny
        spara(rapport, by=by, reason=f"Följde med från {fran}")
    if rader:
        skriv_texterna(ny, by=by)


def skriv_texterna(paragraf: Paragraf, *, by) -> None:
    """The decision, what is told, and what the decision builds on; what somebody has edited is left alone."""
    rader = list(paragraf.reserapporterna.select_related("person", "inbjudan").order_by("inlamnad", "pk"))
    namnen = {
        (d.inbjudan_id, d.person_id): evenemang.namn(d)
        for d in Deltagande.objects.filter(inbjudan__in={r.inbjudan_id for r in rader})
    }
    vad = "rapporten" if len(rader) == 1 else "rapporterna"
    beslut = f"<p>{escape(paragraf.organ.namn)} noterar {vad}.</p>" if rader else ""
    skriv_beslut(paragraf, beslut, by=by, vad=VAD)
    text = "".join(
        f"<p>{escape(namnen.get((r.inbjudan_id, r.person_id), r.person.namn))} rapporterar"
        f" från {escape(_fran(r.inbjudan))}:</p>{text_to_html(r.text.replace(chr(9), ' '))}"
        for r in rader
    )
    skriv_avsnitt(paragraf, Avsnittstyp.SAMMANFATTNING, text, by=by, vad=VAD)
    underlag = "".join(
        f"<p>Rapport från {escape(namnen.get((r.inbjudan_id, r.person_id), r.person.namn))},"
        f" {dag_i_ord(timezone.localdate(r.inlamnad), veckodag=False)}</p>"
        for r in rader
    )
    skriv_avsnitt(paragraf, Avsnittstyp.BESLUTSUNDERLAG, underlag, by=by, vad=VAD)


def _fran(inbjudan: Inbjudan) -> str:
    dag = inbjudan.slutar or inbjudan.borjar
    return evenemang.rubrik(inbjudan) + (f", {dag_i_ord(dag, veckodag=False)}" if dag else "")


def lage(rapport: Reserapport) -> tuple[str, str]:
    """(word, colour): handed in, on a dagordning, or noted."""
    p = rapport.paragraf
    if p is None or p.utfall == Paragraf.Utfall.UTGAR or p.sammantrade.lage == Sammantrade.Lage.INSTALLT:
        return "Inlämnad", "info"
    if p.protokoll and p.protokoll.lage == Protokoll.Lage.JUSTERAT and not p.utfall:
        return "Noterad", "lyckad"
    return "På dagordningen", "info"
