"""What the worker does with a job of many files: unpacks, reads, and saves those that nothing is to be said about.

Each file is read, and saved, in a transaction of its own together with the word of it: a worker that is killed has
done a file or not begun it. A piece of work lasts a moment and puts the next one in the queue, so that other work is
not kept waiting by ten thousand protokoll.
"""

import logging
import time

from django.db import transaction
from django.utils import timezone

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.kalender import dag_i_ord
from kommun.models import Organ, User
from kommun.permissions import can_keep_minutes
from protokoll import inlasning as lasare
from protokoll.avskrift import Granskning, granska, hinder, kan_rattas, redan_last, spara_avskrift, tolkad
from protokoll.inlasningspackning import packa_upp_nasta
from protokoll.models import Inlasning, Inlasningsfil, Inlasningsjobb
from protokoll.numrering import skriv_paragrafer

log = logging.getLogger(__name__)
Lage, Fillage = Inlasningsjobb.Lage, Inlasningsfil.Lage

# Seconds of one piece of work.
STUND = 20
# A file that has taken so many workers with it is left alone.
FORSOK = 2
VARNINGAR_SOM_VISAS = 5

AVBROTS = "Läsningen av filen avbröts flera gånger, så den hoppades över. Läs in den för sig och se vad som händer."
OVANTAT = "Något gick fel på servern när filen lästes. Felet är skrivet i loggen; säg till den som sköter driften."


@bakgrund.arbete("Läsa in gamla protokoll", langt=True)
def arbeta(pk: int) -> None:
    """Go on with the job, whatever it is to do now. Done twice, or by two at once, it does each file once."""
    jobb = Inlasningsjobb.objects.select_related("av").filter(pk=pk).first()
    if jobb is None:
        return
    slut = time.monotonic() + STUND

    def bradskar() -> bool:
        return time.monotonic() >= slut

    with bakgrund.haller(jobb.nyckel):
        while (mer := packa_upp_nasta(pk, bradskar) or _nasta(pk, jobb.av)) and not bradskar():
            pass
    if mer:
        arbeta.enqueue(pk)


def _nasta(pk: int, by: User) -> bool:
    """One file further; False when there is nothing more to do."""
    with transaction.atomic():
        # Who stops the job, adds to it or throws it away waits for the file that is being read.
        jobb = Inlasningsjobb.objects.select_for_update().filter(pk=pk).first()
        if jobb is None or jobb.lage not in (Lage.LASES, Lage.SPARAS):
            return False
        vill = Fillage.VANTAR if jobb.lage == Lage.LASES else Fillage.LAST
        fil = jobb.filerna.filter(lage=vill).order_by("ordning").first()
        if fil is None:
            if jobb.lage == Lage.LASES and jobb.zipfilerna.exists():
                return True  # one that came this very moment
            # One that was stopped while it was read can be saved in part, and still has files to read.
            jobb.lage = Lage.AVBRUTET if jobb.att_lasa else Lage.LAST
            jobb.save(update_fields=["lage"])
            return False
    gor = _las if jobb.lage == Lage.LASES else _spara
    # Outside the transaction, and so counted also when the worker dies of the file.
    forsok = fil.rapport.get("forsok", 0) + 1
    Inlasningsfil.objects.filter(pk=fil.pk, lage=vill).update(rapport={**fil.rapport, "forsok": forsok})
    with transaction.atomic():
        jobb = Inlasningsjobb.objects.select_for_update().filter(pk=pk, lage=jobb.lage).first()
        # In the order in which one who saves it on its own page locks them.
        inlasning = Inlasning.objects.select_for_update().defer("innehall").filter(pk=fil.inlasning_id).first()
        nu = Inlasningsfil.objects.select_for_update().filter(pk=fil.pk, lage=vill).first()
        if jobb is None or nu is None:
            return jobb is not None
        nu.jobb, nu.inlasning = jobb, inlasning
        try:
            if forsok > FORSOK:
                raise DomanFel(AVBROTS)
            with transaction.atomic():
                gor(nu, by)
        except DomanFel as fel:
            _gick_inte(nu, str(fel))
        except Exception:
            log.exception("File %s of inlasningsjobb %s was not read", nu.pk, pk)
            _gick_inte(nu, OVANTAT)
        nu.rapport.pop("forsok", None)
        nu.last = timezone.now()
        nu.save(update_fields=["lage", "rapport", "last"])
    return True


def _gick_inte(fil: Inlasningsfil, mening: str) -> None:
    fil.lage = Fillage.OBEGRIPLIG if fil.lage == Fillage.VANTAR else Fillage.VARNINGAR
    fil.rapport = {**fil.rapport, "mening": mening}


def _las(fil: Inlasningsfil, by: User) -> None:
    """Read one file, and tell of it. Raises DomanFel when it cannot be read."""
    inlasning = fil.inlasning
    if inlasning.protokoll_id:
        fil.lage, fil.rapport = Fillage.REDAN, {"mening": _redan_sparad(inlasning)}
        return
    samma = fil.jobb.filerna.filter(inlasning=inlasning, ordning__lt=fil.ordning).first()
    if samma:
        fil.lage, fil.rapport = Fillage.REDAN, {"mening": f"Filen är likadan som {samma.namn}, som redan är med här."}
        return
    inlast = tolkad(inlasning)
    fil.lage, fil.rapport = _laget(fil, inlast, by)


def _redan_sparad(inlasning: Inlasning) -> str:
    dag = dag_i_ord(inlasning.protokoll.sammantrade.datum, veckodag=False)
    return f"Filen är redan inläst och sparad, som protokollet från den {dag}."


def _laget(fil: Inlasningsfil, inlast: lasare.Inlast, by: User) -> tuple[str, dict]:
    granskning, valt = granska(inlast), None
    if granskning.organ is None and (valt := _valt_organ(fil, inlast)):
        granskning = granska(inlast, valt_organ=valt)
    nummer = [p.nummer for p in inlast.paragrafer]
    rapport = {
        "organ": granskning.organ.namn if granskning.organ else inlast.organ or "",
        "organ_saknas": bool(inlast.organ and not granskning.organ),
        "organ_i_filen": inlast.organ if valt else "",
        "datum": inlast.datum.isoformat() if inlast.datum else "",
        "paragrafer": skriv_paragrafer(nummer, med_utom=False) if nummer else "",
        "nummer": nummer,
        "layout": inlast.layout,
        "nya_personer": list(granskning.nya_personer),
    }
    if mening := redan_last(inlast, granskning.organ, granskning.finns):
        return Fillage.REDAN, {**rapport, "mening": mening}
    att_se = [*_hinder(inlast, granskning, by), *_samma_i_jobbet(fil, rapport), *granskning.noteringar]
    att_se += [f"§ {v.paragraf}: {v.text}" if v.paragraf else v.text for v in inlast.varningar]
    rapport |= {
        "antal": len(att_se),
        "att_se": att_se[:VARNINGAR_SOM_VISAS],
        "kan_rattas": sum(kan_rattas(v) for v in inlast.varningar),
    }
    return (Fillage.VARNINGAR if att_se else Fillage.LAST), rapport


def _valt_organ(fil: Inlasningsfil, inlast: lasare.Inlast) -> Organ | None:
    """The organ that somebody chose, and saved, for another file of the job that calls it so."""
    if not inlast.organ:
        return None
    sparade = fil.jobb.filerna.filter(lage=Fillage.SPARAD, inlasning__protokoll__isnull=False)
    forr = sparade.filter(rapport__organ=inlast.organ, rapport__organ_saknas=True).order_by("last").last()
    return forr and Organ.objects.get(sammantradena__protokollen__inlasningen=forr.inlasning_id)


def _hinder(inlast: lasare.Inlast, granskning: Granskning, by: User) -> list[str]:
    organ = granskning.organ
    if organ is not None and not can_keep_minutes(by, organ):
        return [f"Du är inte sekreterare i {organ} och kan därför inte spara protokollet."]
    mening = hinder(inlast, organ, granskning.finns)
    return [mening] if mening else []


def _samma_i_jobbet(fil: Inlasningsfil, rapport: dict) -> list[str]:
    """The same meeting twice, as text and as PDF for example: which one is right is for a person to say."""
    if not (rapport["organ"] and rapport["datum"]):
        return []
    lika = fil.jobb.filerna.filter(
        rapport__organ=rapport["organ"],
        rapport__datum__startswith=rapport["datum"][:4],
        ordning__lt=fil.ordning,
        lage__in=[Fillage.LAST, Fillage.VARNINGAR],
    )
    for annan in lika:
        gemensamma = set(annan.rapport.get("nummer", ())) & set(rapport["nummer"])
        if gemensamma:
            return [f"{skriv_paragrafer(gemensamma, med_utom=False)} står också i {annan.namn}. Spara en av filerna."]
    return []


def _spara(fil: Inlasningsfil, by: User) -> None:
    """Save one that nothing was said about. What has happened since it was read is looked at again."""
    inlasning = fil.inlasning
    if inlasning.protokoll_id:
        fil.lage = Fillage.SPARAD
        return
    inlast = tolkad(inlasning)
    lage, rapport = _laget(fil, inlast, by)
    if lage != Fillage.LAST:
        fil.lage, fil.rapport = lage, rapport
        return
    valt = _valt_organ(fil, inlast) if rapport["organ_i_filen"] else None
    spara_avskrift(inlast, inlasning=inlasning, by=by, valt_organ=valt)
    fil.lage = Fillage.SPARAD
