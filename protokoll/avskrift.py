"""From a read-in protokoll to rows: the transcript of minutes that were adjusted elsewhere."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from django.db import connection, transaction

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Kommun, Organ, Parti
from protokoll import inlasning as lasare
from protokoll.avskriftsskrivare import Avskriftsskrivare, nedtagandet, slutet
from protokoll.models import Inlasning, Inlasningsfil, Paragraf, Protokoll, Sammantrade
from protokoll.namnfragor import Namnfraga, kanda, namnen_i, namnfragor, namnmening, obesvarade
from protokoll.numrering import skriv_paragrafer
from protokoll.organnamn import hitta_organ, nytt_organ
from protokoll.paragrafserie import las_serien

# What went wrong on the way from paper to text may be mended in the transcript. What the minutes themselves say, also
# when it looks like a slip (an organ's name, a receiver left out), is only pointed out.
LASFEL = frozenset({"forvaxlingsbara_tecken", "brutet_ord"})
# The lock of the database that one who writes a transcript holds.
EN_I_TAGET = 0x4176736B72696674


def kan_rattas(varning: lasare.Varning) -> bool:
    return varning.kod in LASFEL and bool(varning.paragraf and varning.citat and varning.forslag)


@dataclass(frozen=True)
class Granskning:
    """What saving would do, for the preview."""

    organ: Organ | None
    finns: tuple[Paragraf, ...]
    nya_personer: tuple[str, ...]
    noteringar: tuple[str, ...]
    # Names that may be of somebody who is here already, or of each other: not saved until somebody has said.
    namnfragor: tuple[Namnfraga, ...] = ()
    nya_partier: tuple[str, ...] = ()


def _finns(inlast: lasare.Inlast, organ: Organ | None) -> tuple[Paragraf, ...]:
    if organ is None or inlast.datum is None:
        return ()
    return tuple(
        Paragraf.objects.filter(organ=organ, ar=inlast.datum.year, nummer__in=[p.nummer for p in inlast.paragrafer])
        # A § known only because another protokoll refers to it is filled, not doubled.
        .exclude(genom_hanvisning=True)
        .select_related("sammantrade", "organ", "protokoll")
        .order_by("nummer")
    )


def granska(inlast: lasare.Inlast, *, valt_organ: Organ | None = None) -> Granskning:
    organ = hitta_organ(inlast.organ) or valt_organ
    namnen = namnen_i(inlast)
    kant = kanda(namnen)
    fragor = namnfragor(inlast, kant)
    nya = tuple(n for n in namnen if n not in kant | {f.namn for f in fragor})
    return Granskning(
        organ, _finns(inlast, organ), nya, tuple(_noteringar(inlast, organ, fragor)), fragor, _nya_partier(inlast)
    )


def _nya_partier(inlast: lasare.Inlast) -> tuple[str, ...]:
    i_filen = dict.fromkeys(p.parti for p in (*inlast.ledamoter, *inlast.ersattare, *inlast.justerare) if p.parti)
    kanda_partier = {b.casefold() for b in Parti.objects.values_list("beteckning", flat=True)}
    return tuple(p for p in i_filen if p.casefold() not in kanda_partier)


def _noteringar(inlast: lasare.Inlast, organ: Organ | None, fragor: tuple[Namnfraga, ...]) -> Iterator[str]:
    """What the rows cannot hold of the document (the file keeps it), and what speaks against saving it here."""
    if fragor:
        yield namnmening([f.namn for f in fragor])
    kommun = Kommun.objects.first()
    if (filens := _kommunen_i_filen(inlast)) and kommun and filens.casefold() != kommun.namn.casefold():
        yield f"Filen är från {filens}, men det här är {kommun.namn}."
    mote = organ and Sammantrade.objects.filter(organ=organ, datum=inlast.datum, lage=Sammantrade.Lage.AVSLUTAT).first()
    if mote and (mote.slut, mote.plats) != (slutet(inlast), inlast.plats or ""):
        yield "Sammanträdet finns redan, med en annan tid eller plats. Det som står här om tid och plats sparas inte."
    if inlast.slut != slutet(inlast):
        yield f"Sluttiden {inlast.slut:%H.%M} ligger före starttiden {inlast.start:%H.%M} och sparas inte."
    if inlast.anslag and inlast.anslag.nedtaget != nedtagandet(inlast):
        yield "Anslaget tas enligt protokollet ned innan det sattes upp. I stället sparas den dag som lagen ger."
    for fran, till in inlast.ajournering:
        if till <= fran:
            yield f"Ajourneringen {fran:%H.%M}–{till:%H.%M} slutar innan den börjar och sparas inte."


def _kommunen_i_filen(inlast: lasare.Inlast) -> str | None:
    """The municipality that a page head names: "KUNGSBACKA KOMMUN"."""
    for stalle in inlast.bortvalt:
        if traff := re.search(r"\b([A-ZÅÄÖ][\w-]+)\s+kommun\b", stalle.text, re.IGNORECASE):
            return f"{traff[1].capitalize()} kommun"
    return None


def ta_emot(filnamn: str, innehall: bytes, *, by) -> Inlasning:
    """Keep an uploaded file until its preview is confirmed.

    The same bytes again from the same person give the same row; bytes that somebody has saved give that row.
    """
    sha256 = hashlib.sha256(innehall).hexdigest()
    if sparad := Inlasning.objects.filter(sha256=sha256, protokoll__isnull=False).first():
        return sparad
    inlasning, ny = Inlasning.objects.defer("innehall").get_or_create(
        sha256=sha256, av=by, defaults={"filnamn": filnamn[:255], "innehall": innehall}
    )
    if not ny and inlasning.text is not None:
        inlasning.text = None  # read anew: the reader may know more than it did
        Inlasning.objects.filter(pk=inlasning.pk).update(text=None)
    return inlasning


def tolkad(inlasning: Inlasning) -> lasare.Inlast:
    """What stands in the file. Raises Lasfel, every time, for one that cannot be read."""
    if inlasning.text is None:
        text = lasare.las_text(inlasning.filnamn, bytes(inlasning.innehall))
        # What the database cannot hold of a text, the readers leave out as well.
        inlasning.text = text.replace("\x00", "").encode(errors="ignore").decode()
        Inlasning.objects.filter(pk=inlasning.pk).update(text=inlasning.text)
    return lasare.tolka(inlasning.text)


@transaction.atomic
def slang(inlasning: Inlasning) -> None:
    """Throw away a file that was never confirmed. Raises DomanFel when it belongs to a saved protokoll."""
    nu = Inlasning.objects.select_for_update().defer("innehall").filter(pk=inlasning.pk).first()
    if nu is None:
        return
    if nu.protokoll_id:
        raise DomanFel("Protokollet är sparat, så filen hör till handlingen och tas inte bort.")
    nu.jobbfilerna.all().delete()
    nu.delete()


def hinder(inlast: lasare.Inlast, organ: Organ | None, finns: tuple[Paragraf, ...] | None = None) -> str | None:
    """Why the protokoll cannot be saved, as a sentence; None when it can. `finns` as a Granskning has found it."""
    if not inlast.organ:
        return "Det gick inte att läsa ut vilket organ protokollet gäller, så det kan inte sparas."
    if inlast.datum is None:
        return "Det gick inte att läsa ut sammanträdesdagen ur protokollet, så det kan inte sparas."
    if organ is None:
        return f"Organet ”{inlast.organ}” finns inte i registret. Be systemadministratören lägga upp det."
    dubbla = sorted(n for n, antal in Counter(p.nummer for p in inlast.paragrafer).items() if antal > 1)
    if dubbla:
        return (
            f"{skriv_paragrafer(dubbla, med_utom=False)} står mer än en gång i filen. Rätta numren i filen, "
            "eller dela upp den, och läs in den igen."
        )
    return redan_last(inlast, organ, finns)


def redan_last(inlast: lasare.Inlast, organ: Organ | None, finns: tuple[Paragraf, ...] | None = None) -> str | None:
    """The sentence that says it is here already, or None."""
    finns = _finns(inlast, organ) if finns is None else finns
    if not finns:
        return None
    nummer = skriv_paragrafer([p.nummer for p in finns], med_utom=False)
    dag = finns[0].sammantrade.datum
    return (
        f"{organ.namn} har redan {nummer} för {inlast.datum.year} (sammanträdet den {dag_i_ord(dag, veckodag=False)}). "
        "Protokollet läses inte in en gång till."
    )


@transaction.atomic
def spara_avskrift(
    inlast: lasare.Inlast,
    *,
    inlasning: Inlasning,
    by,
    skapa_organ: bool = False,
    valt_organ: Organ | None = None,
    rattelser: Iterable[lasare.Varning] = (),
    namnval: Mapping[str, str] = MappingProxyType({}),
    lika_namn_som_nya: bool = False,
) -> Protokoll:
    """Write a whole read-in protokoll, or nothing.

    `rattelser` are the warnings whose mend the person chose; the text is written as it stands and then mended, so
    that the history shows both. `namnval` says who the names of `namnfragor` are; one that is not answered stops it,
    unless `lika_namn_som_nya`, which takes each as a person of its own. `valt_organ` is the one meant where the
    document names none that is here. Reading in the same file again gives the protokoll already made. Raises
    DomanFel with the sentence of `hinder`, or when a mend finds nothing to mend.
    """
    inlasning = Inlasning.objects.select_for_update().defer("innehall").filter(pk=inlasning.pk).first()
    if inlasning is None:
        raise DomanFel("Filen har tagits bort under tiden. Läs in den igen.")
    if inlasning.protokoll_id:
        return inlasning.protokoll
    with connection.cursor() as cursor:
        # One at a time: two transcripts that name the same new person register one person.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [EN_I_TAGET])
    organ = hitta_organ(inlast.organ) or valt_organ
    if organ is None and skapa_organ and inlast.organ:
        forvaringsplats = (inlast.anslag and inlast.anslag.forvaringsplats) or ""
        organ = nytt_organ(inlast.organ, forvaringsplats=forvaringsplats, by=by)
    if organ is not None:
        # Two people who read in the same meeting wait for each other here.
        Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
        if inlast.datum:
            las_serien(organ, inlast.datum.year, by=by)  # and with a meeting that is being given its numbers
    if mening := hinder(inlast, organ):
        raise DomanFel(mening)
    if not lika_namn_som_nya and (oppna := obesvarade(namnfragor(inlast), namnval)):
        raise DomanFel(namnmening(oppna))
    protokoll = Avskriftsskrivare(inlast, organ, by, namnval).skriv()
    for varning in rattelser:
        _ratta(protokoll, varning, by)
    inlasning.protokoll = protokoll
    inlasning.save(update_fields=["protokoll"])
    inlasning.jobbfilerna.update(lage=Inlasningsfil.Lage.SPARAD)
    return protokoll


def _ratta(protokoll: Protokoll, varning: lasare.Varning, by) -> None:
    """Apply one mend where its quotation stands in the §: in the heading, or in a part."""
    orsak = f"Rättade läsfel: {varning.citat} → {varning.forslag}"
    # The quotation is plain text; in the HTML it stands escaped in the same way.
    citat, forslag = escape(varning.citat, quote=False), escape(varning.forslag, quote=False)
    gjort = False
    for paragraf in protokoll.paragraferna.filter(nummer=varning.paragraf):
        if varning.citat in paragraf.rubrik:
            paragraf.rubrik = paragraf.rubrik.replace(varning.citat, varning.forslag)
            spara(paragraf, by=by, reason=orsak)
            gjort = True
        for del_ in paragraf.delar():
            if citat in del_.text:
                del_.text = del_.text.replace(citat, forslag)
                spara(del_, by=by, reason=orsak)
                gjort = True
    if not gjort:
        raise DomanFel(f"Det gick inte att rätta ”{varning.citat}”. Ta bort krysset vid den rättelsen och spara igen.")
