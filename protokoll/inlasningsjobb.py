"""Whole years of protokoll are handed over as one job: its files come in, are read, and are saved by a worker.

The work itself is in protokoll.inlasningsarbete.
"""

import os.path
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from kommun import bakgrund
from kommun.fel import DomanFel
from protokoll.inlasningsarbete import arbeta
from protokoll.inlasningsfiler import Fil, Mottagare, mapp_av
from protokoll.models import Inlasning, Inlasningsfil, Inlasningsjobb, Inlasningszip

Lage, Fillage = Inlasningsjobb.Lage, Inlasningsfil.Lage

STORST_AT_GANGEN = 100 * 1024 * 1024  # bytes that come in with one sending, a zip file for example


@transaction.atomic
def lamna_in(filer: Iterable[Fil], *, nyckel: UUID, by, fler: bool = False) -> Inlasningsjobb:
    """Take in files, into the job of this showing of the form; the reading begins when there is no more to come.

    The same file again under the same name changes nothing, so that a sending that was cut off can be done again.
    Raises DomanFel when there is nothing to read in it.
    """
    jobb = Inlasningsjobb.objects.get_or_create(nyckel=nyckel, defaults={"av": by})[0]
    if jobb.av_id != by.pk:
        raise DomanFel("Ladda om sidan och lämna in filerna på nytt.")
    jobb = Inlasningsjobb.objects.select_for_update().get(pk=jobb.pk)
    if jobb.lage == Lage.SPARAS:
        raise DomanFel("Protokollen sparas just nu. Vänta tills det är klart och lägg sedan till filerna.")
    mottagare = Mottagare(jobb)
    for fil in filer:
        mottagare.ta(fil)
    zipfiler = list(jobb.zipfilerna.all())
    if not (fler or zipfiler or jobb.filerna.exclude(inlasning=None).exists()):
        raise DomanFel(_inget_att_lasa(mottagare.nekade))
    if not fler:
        namnen = [*jobb.filerna.values_list("namn", flat=True), *(f"{mapp_av(z)}/" for z in zipfiler)]
        jobb.namn = jobb.namn or _jobbnamn(namnen)[:200]
        jobb.save(update_fields=["namn"])
        _satt_i_gang(jobb)
    return jobb


def _inget_att_lasa(nekade: list[tuple[str, str]]) -> str:
    if not nekade:
        return "Välj filer, en mapp eller en zip-fil med protokoll."
    namn, mening = nekade[0]
    fler = f" Detsamma gäller {len(nekade) - 1} till." if len(nekade) > 1 else ""
    return f"{namn}: {mening}{fler}"


def _jobbnamn(namn: list[str]) -> str:
    """What to call it: the folder, the zip file, or the first file and how many more there are."""
    mappar = {n.split("/")[0] for n in namn if "/" in n}
    if len(mappar) == 1 and all("/" in n for n in namn):
        return mappar.pop()
    forsta = os.path.splitext(namn[0].rstrip("/"))[0]
    return forsta if len(namn) == 1 else f"{forsta} och {len(namn) - 1} till"


def _satt_i_gang(jobb: Inlasningsjobb, lage: str = Lage.LASES) -> None:
    jobb.lage = lage
    jobb.save(update_fields=["lage"])
    arbeta.enqueue(jobb.pk)
    jobb.refresh_from_db()


def _last(jobb: Inlasningsjobb) -> Inlasningsjobb:
    nu = Inlasningsjobb.objects.select_for_update().filter(pk=jobb.pk).first()
    if nu is None:
        raise DomanFel("Inläsningen har tagits bort under tiden.")
    return nu


@transaction.atomic
def fortsatt(jobb: Inlasningsjobb) -> None:
    """Read what waits: after a stop, after a worker that died, or when no more files are to come."""
    nu = _last(jobb)
    if nu.lage in (Lage.LASES, Lage.SPARAS):
        if nu.pk not in bakgrund.pa_gang(arbeta):
            _satt_i_gang(nu, nu.lage)
    elif nu.att_lasa:
        _satt_i_gang(nu)
    else:
        raise DomanFel("Alla filer är redan lästa.")


@transaction.atomic
def stoppa(jobb: Inlasningsjobb) -> None:
    """Stop after the file that is being done. What is read stays read, and what is saved saved."""
    nu = _last(jobb)
    if nu.lage not in (Lage.LASES, Lage.SPARAS):
        raise DomanFel("Inget läses just nu.")
    nu.lage = Lage.AVBRUTET if nu.att_lasa else Lage.LAST
    nu.save(update_fields=["lage"])


@transaction.atomic
def spara_alla(jobb: Inlasningsjobb) -> None:
    """Have the worker save every file that was read without warnings."""
    nu = _last(jobb)
    if nu.lage == Lage.SPARAS:
        return
    if nu.lage == Lage.LASES:
        raise DomanFel("Vänta tills alla filer är lästa, eller stoppa läsningen.")
    if not nu.filerna.filter(lage=Fillage.LAST).exists():
        raise DomanFel("Det finns inga filer utan varningar att spara.")
    _satt_i_gang(nu, Lage.SPARAS)


@transaction.atomic
def las_om(jobb: Inlasningsjobb) -> None:
    """Read those again that something was said about: the register may have got the organ or the person since."""
    nu = _last(jobb)
    if nu.lage in (Lage.LASES, Lage.SPARAS):
        raise DomanFel("Vänta tills arbetet är klart, eller stoppa det.")
    om = nu.filerna.filter(lage__in=[Fillage.VARNINGAR, Fillage.OBEGRIPLIG, Fillage.REDAN]).exclude(inlasning=None)
    # The reader may know more than it did.
    Inlasning.objects.filter(jobbfilerna__in=om, protokoll=None).update(text=None)
    if not om.update(lage=Fillage.VANTAR, rapport={}):
        raise DomanFel("Det finns inget att läsa om.")
    _satt_i_gang(nu)


@transaction.atomic
def ta_bort(jobb: Inlasningsjobb) -> bool:
    """Throw away what was not saved; True when nothing of it was saved, and the job itself is gone as well."""
    nu = Inlasningsjobb.objects.select_for_update().filter(pk=jobb.pk).first()
    if nu is None:
        return True
    if nu.lage in (Lage.LASES, Lage.SPARAS):
        raise DomanFel("Stoppa arbetet först. Sedan kan du ta bort filerna.")
    osparade = Inlasning.objects.filter(jobbfilerna__jobb=nu, protokoll=None)
    nycklar = list(osparade.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    nu.zipfilerna.all().delete()
    nu.filerna.exclude(inlasning__protokoll__isnull=False).delete()
    # A file of another job as well stays with that one.
    Inlasning.objects.filter(pk__in=nycklar, protokoll=None, jobbfilerna=None).delete()
    if nu.filerna.filter(lage=Fillage.SPARAD).exists():
        nu.lage = Lage.LAST
        nu.save(update_fields=["lage"])
        return False
    nu.delete()
    return True


def jobbet(inlasning: Inlasning) -> Inlasningsjobb | None:
    """The job that the file came with; the latest, if there were several."""
    fil = inlasning.jobbfilerna.select_related("jobb").order_by("-jobb").first()
    return fil and fil.jobb


def forst_att_laga(jobb: Inlasningsjobb | None, *, utom: Inlasning | None = None) -> Inlasning | None:
    """The first one to look at in the job."""
    kvar = Inlasningsfil.objects.filter(jobb=jobb, lage=Fillage.VARNINGAR, inlasning__protokoll=None)
    fil = (
        kvar.exclude(inlasning=utom)
        .select_related("inlasning")
        .defer("inlasning__innehall", "inlasning__text")
        .order_by("ordning")
        .first()
    )
    return fil and fil.inlasning


def nasta_att_laga(inlasning: Inlasning) -> Inlasning | None:
    """The next one to look at in the same job, after this one was dealt with."""
    return forst_att_laga(jobbet(inlasning), utom=inlasning)


@dataclass(frozen=True, slots=True)
class Sammanfattning:
    """How far a job is, and what would come of saving it."""

    antal: dict[str, int]
    okanda_organ: tuple[tuple[str, int], ...]
    nya_personer: tuple[str, ...]
    zipfiler: tuple[Inlasningszip, ...] = ()  # not unpacked yet, or half

    @property
    def alla(self) -> int:
        return sum(self.antal.values())

    @property
    def inlamnade(self) -> int:
        return self.alla + len(self.zipfiler)

    @property
    def lasta(self) -> int:
        return self.alla - self.antal.get(Fillage.VANTAR, 0)

    @property
    def packas(self) -> Inlasningszip | None:
        """The zip file that is unpacked now."""
        return self.zipfiler[0] if self.zipfiler else None

    @property
    def att_spara(self) -> int:
        return self.antal.get(Fillage.LAST, 0)

    @property
    def att_laga(self) -> int:
        return self.antal.get(Fillage.VARNINGAR, 0)

    @property
    def sparade(self) -> int:
        return self.antal.get(Fillage.SPARAD, 0)

    @property
    def ska_sparas(self) -> int:
        return self.att_spara + self.sparade

    @property
    def att_lasa_om(self) -> int:
        return sum(self.antal.get(lage, 0) for lage in (Fillage.VARNINGAR, Fillage.OBEGRIPLIG, Fillage.REDAN))

    @property
    def osparade(self) -> int:
        return self.inlamnade - self.sparade


def sammanfatta(jobb: Inlasningsjobb) -> Sammanfattning:
    """Three queries, whatever it holds."""
    antal = dict(jobb.filerna.order_by().values_list("lage").annotate(n=Count("pk")))
    organ, personer = Counter(), {}
    rapporter = jobb.filerna.filter(lage__in=[Fillage.LAST, Fillage.VARNINGAR]).order_by("ordning")
    rader = rapporter.values_list("lage", "rapport__organ", "rapport__organ_saknas", "rapport__nya_personer")
    for lage, namn, saknas, nya in rader:
        if saknas:
            organ[namn] += 1
        if lage == Fillage.LAST:
            personer.update(dict.fromkeys(nya or ()))
    return Sammanfattning(
        antal, tuple(organ.most_common()), tuple(sorted(personer)), tuple(jobb.zipfilerna.order_by("pk"))
    )
