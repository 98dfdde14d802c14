"""From a read-in protokoll to rows: the transcript of minutes that were adjusted elsewhere."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from kommun.editor import text_to_html
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Avsnittstyp, Organ, Person
from protokoll import inlasning as lasare
from protokoll.frister import overklagas_senast
from protokoll.models import (
    Ajournering,
    Anslag,
    Avsnitt,
    Beslut,
    Deltagande,
    Inbjudan,
    Inlasning,
    Narvaro,
    Paragraf,
    Protokoll,
    Sammantrade,
    Underskrift,
)
from protokoll.numrering import skriv_paragrafer
from protokoll.skrivning import STEG

_SLAG = (
    ("fullmäktige", Organ.Slag.FULLMAKTIGE),
    ("utskott", Organ.Slag.UTSKOTT),
    ("beredning", Organ.Slag.BEREDNING),
    ("kommunstyrelse", Organ.Slag.STYRELSE),
)
_ORDDEL = re.compile("fullmäktige|styrelse|utskott|nämnd|beredning|arbets|kommun")
_SMAORD = {"och", "för", "i", "&", "med", "till", "av", "samt", "nämnden"}


def foreslaget_kortnamn(namn: str) -> str:
    """Initials as municipalities make them: "Kommunstyrelsens arbetsutskott" → KSAU, "Nämnden för Teknik" → T."""
    bokstaver = []
    for ordet in re.findall(r"\w+", namn.lower()):
        if ordet in _SMAORD and len(namn.split()) > 1:
            continue
        delar = [d[0] for d in _ORDDEL.findall(ordet)]
        bokstaver += delar if _ORDDEL.match(ordet) else [ordet[0], *delar]
    return "".join(bokstaver).upper()[:20]


def hitta_organ(namn: str | None) -> Organ | None:
    """By name or kortnamn, whatever the case and spacing."""
    if not namn:
        return None
    slatt = " ".join(namn.split())
    return Organ.objects.filter(Q(namn__iexact=slatt) | Q(kortnamn__iexact=slatt)).first()


# What went wrong on the way from paper to text may be mended in the transcript. What the minutes themselves say, also
# when it looks like a slip (an organ's name, a receiver left out), is only pointed out.
LASFEL = frozenset({"forvaxlingsbara_tecken", "brutet_ord"})


def kan_rattas(varning: lasare.Varning) -> bool:
    return varning.kod in LASFEL and bool(varning.citat and varning.forslag)


@dataclass(frozen=True)
class Granskning:
    """What saving would do, for the preview."""

    organ: Organ | None
    finns: tuple[Paragraf, ...]
    nya_personer: tuple[str, ...]


def _namn(inlast: lasare.Inlast) -> list[str]:
    grupper = (inlast.ledamoter, inlast.ersattare, inlast.ovriga, inlast.justerare)
    namn = [p.namn for grupp in grupper for p in grupp]
    namn += [d.namn for i in inlast.inbjudningar for d in i.deltagare]
    namn += [n for n in (inlast.ordforande, inlast.sekreterare) if n]
    return list(dict.fromkeys(namn))


def _finns(inlast: lasare.Inlast, organ: Organ | None) -> tuple[Paragraf, ...]:
    if organ is None or inlast.datum is None:
        return ()
    return tuple(
        Paragraf.objects.filter(organ=organ, ar=inlast.datum.year, nummer__in=[p.nummer for p in inlast.paragrafer])
        # A § known only because another protokoll refers to it is filled, not doubled.
        .exclude(sammantrade__lage=Sammantrade.Lage.HANVISNING)
        .select_related("sammantrade", "organ", "protokoll")
        .order_by("nummer")
    )


def granska(inlast: lasare.Inlast) -> Granskning:
    organ = hitta_organ(inlast.organ)
    kanda = set(Person.objects.filter(namn__in=_namn(inlast)).values_list("namn", flat=True))
    return Granskning(organ, _finns(inlast, organ), tuple(n for n in _namn(inlast) if n not in kanda))


def ta_emot(filnamn: str, innehall: bytes, *, by) -> Inlasning:
    """Keep an uploaded file until its preview is confirmed. The same bytes again give the same row."""
    sha256 = hashlib.sha256(innehall).hexdigest()
    inlasning, ny = Inlasning.objects.get_or_create(
        sha256=sha256, defaults={"filnamn": filnamn[:255], "innehall": innehall, "av": by}
    )
    if not ny and inlasning.protokoll_id is None and by is not None and inlasning.av_id != by.pk:
        # Somebody else left it unconfirmed; the one who reads it in now takes it over.
        inlasning.av = by
        inlasning.save(update_fields=["av"])
    return inlasning


def redan_last(inlast: lasare.Inlast, organ: Organ | None) -> str | None:
    """The sentence that says it is here already, or None."""
    finns = _finns(inlast, organ)
    if not finns:
        return None
    nummer = skriv_paragrafer([p.nummer for p in finns], med_utom=False)
    dag = finns[0].sammantrade.datum
    return (
        f"{organ.namn} har redan {nummer} för {inlast.datum.year} (sammanträdet {dag:%Y-%m-%d}). "
        "Protokollet läses inte in en gång till."
    )


@transaction.atomic
def spara_avskrift(
    inlast: lasare.Inlast,
    *,
    inlasning: Inlasning,
    by,
    skapa_organ: bool = False,
    rattelser: Iterable[lasare.Varning] = (),
) -> Protokoll:
    """Write a whole read-in protokoll, or nothing.

    `rattelser` are the warnings whose mend the person chose; the text is written as it stands and then mended, so
    that the history shows both. Reading in the same file again gives the protokoll already made. Raises DomanFel
    when organ or date could not be read, the organ is not registered, or a § is here already.
    """
    inlasning = Inlasning.objects.select_for_update().get(pk=inlasning.pk)
    if inlasning.protokoll_id:
        return inlasning.protokoll
    if inlast.datum is None or not inlast.organ:
        saknas = "sammanträdesdagen" if inlast.datum is None else "organets namn"
        raise DomanFel(f"Det gick inte att läsa ut {saknas} ur protokollet, så det kan inte sparas.")
    organ = hitta_organ(inlast.organ) or (_nytt_organ(inlast, by) if skapa_organ else None)
    if organ is None:
        raise DomanFel(f"Organet ”{inlast.organ}” finns inte i registret. Be systemadministratören lägga upp det.")
    # Two people who read in the same meeting wait for each other here.
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    if mening := redan_last(inlast, organ):
        raise DomanFel(mening)
    protokoll = _Skrivare(inlast, organ, by).skriv()
    for varning in rattelser:
        _ratta(protokoll, varning, by)
    inlasning.protokoll = protokoll
    inlasning.save(update_fields=["protokoll"])
    return protokoll


def _nytt_organ(inlast: lasare.Inlast, by) -> Organ:
    namn = " ".join(inlast.organ.split())
    slag = next((slag for slut, slag in _SLAG if slut in namn.lower()), Organ.Slag.NAMND)
    forvaring = inlast.anslag.forvaringsplats if inlast.anslag else ""
    organ = Organ(namn=namn, kortnamn=foreslaget_kortnamn(namn), slag=slag, forvaringsplats=forvaring or "")
    return spara(organ, by=by, reason="Lades upp vid inläsning av protokoll")


class _Skrivare:
    """Writes one Inlast; lives for one call of spara_avskrift."""

    def __init__(self, inlast: lasare.Inlast, organ: Organ, by):
        self.inlast, self.organ, self.by = inlast, organ, by
        self.personer: dict[str, Person] = {}

    def spara(self, obj):
        return spara(obj, by=self.by, reason="Inläst ur protokoll")

    def person(self, namn: str) -> Person:
        if namn not in self.personer:
            # Of two with the same name, the one with a mandat in the organ; else the one registered first.
            lika = Person.objects.filter(namn=namn).order_by("pk")
            self.personer[namn] = (
                lika.filter(mandaten__organ=self.organ).first() or lika.first() or self.spara(Person(namn=namn))
            )
        return self.personer[namn]

    def skriv(self) -> Protokoll:
        sammantrade = self.sammantradet()
        self.narvaron(sammantrade)
        protokoll = self.protokollet(sammantrade)
        for plats, last in enumerate(self.inlast.paragrafer, start=1):
            paragraf = self.paragrafen(last, plats, sammantrade, protokoll)
            self.inbjudningarna(last, paragraf)
        return protokoll

    def sammantradet(self) -> Sammantrade:
        inlast = self.inlast
        fanns = Sammantrade.objects.filter(organ=self.organ, datum=inlast.datum).order_by("start")
        sammantrade = fanns.filter(start=inlast.start).first() or fanns.first()
        if sammantrade and sammantrade.lage != Sammantrade.Lage.HANVISNING:
            return sammantrade
        sammantrade = sammantrade or Sammantrade(organ=self.organ, datum=inlast.datum)
        sammantrade.start, sammantrade.slut = inlast.start, inlast.slut
        sammantrade.plats = inlast.plats or ""
        sammantrade.lage = Sammantrade.Lage.AVSLUTAT
        self.spara(sammantrade)
        for fran, till in inlast.ajournering:
            self.spara(Ajournering(sammantrade=sammantrade, fran=fran, till=till))
        return sammantrade

    def narvaron(self, sammantrade: Sammantrade) -> None:
        if sammantrade.narvaron.exists():
            return  # a second protokoll of the same meeting repeats its front page
        ordning = 0
        sedda: set[tuple[int, str]] = set()

        def skriv(namn: str, slag: str, **falt) -> None:
            nonlocal ordning
            person = self.person(namn)
            if (person.pk, slag) in sedda:
                return
            sedda.add((person.pk, slag))
            ordning += 1
            self.spara(Narvaro(sammantrade=sammantrade, person=person, slag=slag, namn=namn, ordning=ordning, **falt))

        for slag, grupp in (
            (Narvaro.Slag.LEDAMOT, self.inlast.ledamoter),
            (Narvaro.Slag.ERSATTARE, self.inlast.ersattare),
        ):
            for f in grupp:
                skriv(
                    f.namn,
                    slag,
                    parti=f.parti or "",
                    titel=f.roll or "",
                    tjanstgor=f.tjanstgor,
                    tjanstgor_for=f.tjanstgor_for or "",
                    anmarkning=f.anmarkning or "",
                    paragrafer=sorted(f.paragrafer) if f.paragrafer else None,
                )
        for o in self.inlast.ovriga:
            skriv(
                o.namn,
                Narvaro.Slag.OVRIG,
                titel=o.titel or "",
                paragrafer=sorted(o.paragrafer) if o.paragrafer else None,
            )

    def protokollet(self, sammantrade: Sammantrade) -> Protokoll:
        inlast = self.inlast
        protokoll = self.spara(
            Protokoll(
                sammantrade=sammantrade,
                lage=Protokoll.Lage.AVSKRIFT,
                angivna_paragrafer=sorted(inlast.angivna_paragrafer or (p.nummer for p in inlast.paragrafer)),
                justeringens_plats_och_tid=inlast.justeringens_plats_och_tid or "",
            )
        )
        roller = [(Underskrift.Roll.SEKRETERARE, inlast.sekreterare, None)]
        roller.append((Underskrift.Roll.ORDFORANDE, inlast.ordforande, None))
        roller += [(Underskrift.Roll.JUSTERARE, j.namn, j.parti) for j in inlast.justerare]
        for ordning, (roll, namn, parti) in enumerate(roller, start=1):
            if namn:
                self.spara(
                    Underskrift(
                        protokoll=protokoll,
                        person=self.person(namn),
                        roll=roll,
                        namn=namn,
                        parti=parti or "",
                        ordning=ordning,
                    )
                )
        anslag = inlast.anslag
        if anslag and anslag.uppsatt:
            sista = overklagas_senast(anslag.uppsatt)
            self.spara(
                Anslag(
                    protokoll=protokoll,
                    uppsatt=anslag.uppsatt,
                    sista_overklagandedag=sista,
                    tas_ned=anslag.nedtaget or sista,
                    forvaringsplats=anslag.forvaringsplats or self.organ.forvaringsplats or "–",
                    undertecknare=anslag.underskrift or inlast.sekreterare or "–",
                )
            )
        return protokoll

    def paragrafen(self, last, plats: int, sammantrade: Sammantrade, protokoll: Protokoll) -> Paragraf:
        paragraf = Paragraf.objects.filter(
            organ=self.organ, ar=sammantrade.datum.year, nummer=last.nummer
        ).first() or Paragraf(nummer=last.nummer)
        # Of a § known by reference, the quoted beslut stays: an uppdrag hangs on it. Its text is what is now read.
        kant_beslut = paragraf.pk and paragraf.besluten.first()
        paragraf.sammantrade, paragraf.protokoll = sammantrade, protokoll
        paragraf.organ, paragraf.ar, paragraf.ordning = self.organ, sammantrade.datum.year, plats
        paragraf.rubrik, paragraf.dnr = last.rubrik, last.dnr or ""
        paragraf.klassificering = last.klassificering or ""
        self.spara(paragraf)
        for n, avsnitt in enumerate(last.avsnitt, start=1):
            rubrik = avsnitt.rubrik or Avsnittstyp(avsnitt.typ).label
            gemensamt = {"rubrik": rubrik, "text": text_to_html(avsnitt.text), "ordning": n * STEG}
            if avsnitt.typ == Beslut.typ:
                beslut = kant_beslut or Beslut(paragraf=paragraf)
                kant_beslut = None
                for falt, varde in gemensamt.items():
                    setattr(beslut, falt, varde)
                if avsnitt.beslutsniva == Beslut.Niva.FORSLAG:
                    beslut.niva, beslut.till_organ = Beslut.Niva.FORSLAG, hitta_organ(avsnitt.till_organ)
                self.spara(beslut)
            else:
                self.spara(Avsnitt(paragraf=paragraf, typ=avsnitt.typ, niva=avsnitt.niva, **gemensamt))
        return paragraf

    def inbjudningarna(self, last, paragraf: Paragraf) -> None:
        beslut = paragraf.besluten.first()
        for n, i in enumerate((i for i in self.inlast.inbjudningar if i.paragraf == last.nummer), start=1):
            inbjudan = self.spara(
                Inbjudan(
                    organ=self.organ,
                    beslut=beslut,
                    inbjudan=i.inbjudan,
                    svar=i.svar if beslut else Inbjudan.Svar.OBESVARAD,
                    svarstext=i.beslut,
                    ordning=n,
                )
            )
            for m, d in enumerate(i.deltagare, start=1):
                self.spara(
                    Deltagande(
                        inbjudan=inbjudan,
                        person=self.person(d.namn),
                        namn=d.namn,
                        titel_eller_parti=d.titel_eller_parti or "",
                        ordning=m,
                    )
                )


def _ratta(protokoll: Protokoll, varning: lasare.Varning, by) -> None:
    """Apply one mend where its quotation stands in the §."""
    if not kan_rattas(varning):
        return
    # The quotation is plain text; in the HTML it stands escaped in the same way.
    citat, forslag = (
        text_to_html(t).removeprefix("<p>").removesuffix("</p>") for t in (varning.citat, varning.forslag)
    )
    for paragraf in protokoll.paragraferna.filter(nummer=varning.paragraf):
        for del_ in paragraf.delar():
            if citat in del_.text:
                del_.text = del_.text.replace(citat, forslag)
                spara(del_, by=by, reason=f"Rättade läsfel: {varning.citat} → {varning.forslag}")
