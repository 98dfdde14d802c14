"""The rows of one transcript, written one after the other inside the act that saves it (protokoll.avskrift)."""

import re
from collections.abc import Mapping
from datetime import date, time

from django.db.models import Exists, Max, OuterRef

from kommun.editor import text_to_html
from kommun.fel import DomanFel
from kommun.history import spara, spara_nya
from kommun.models import Avsnittstyp, Kommun, Mandat, Organ, Person
from protokoll import inlasning as lasare
from protokoll.frister import anslag_tas_ned, overklagas_senast
from protokoll.inbjudan.registrering import lasta_delar
from protokoll.models import (
    Ajournering,
    Anslag,
    Avsnitt,
    Behandling,
    Beslut,
    Deltagande,
    Inbjudan,
    Narvaro,
    Paragraf,
    Protokoll,
    Sammantrade,
    Underskrift,
)
from protokoll.namnfragor import Personval, namnen_i
from protokoll.organnamn import hitta_organ
from protokoll.skrivning import STEG

ORSAK = "Inläst ur protokoll"


def slutet(inlast: lasare.Inlast) -> time | None:
    """The end of the meeting, unless it lies before its start: a slip that the file keeps and the row cannot hold."""
    if inlast.start and inlast.slut and inlast.slut <= inlast.start:
        return None
    return inlast.slut


def sista_underskriften(inlast: lasare.Inlast) -> date | None:
    """The day of justering is the day of the last signature, where the document has them with their times."""
    dagar = [s.tid[:10] for s in inlast.signaturer if s.tid and re.match(r"\d{4}-\d{2}-\d{2}", s.tid)]
    try:
        return date.fromisoformat(max(dagar)) if dagar else None
    except ValueError:
        return None


def nedtagandet(inlast: lasare.Inlast) -> date | None:
    """The day the anslag comes down, unless it lies before the day it went up."""
    anslag = inlast.anslag
    if anslag is None or (anslag.uppsatt and anslag.nedtaget and anslag.nedtaget <= anslag.uppsatt):
        return None
    return anslag.nedtaget


class Avskriftsskrivare:
    """Writes one Inlast; lives for one call of spara_avskrift."""

    def __init__(self, inlast: lasare.Inlast, organ: Organ, by, namnval: Mapping[str, str]):
        self.inlast, self.organ, self.by = inlast, organ, by
        self.personer = self._kanda()
        self.personval = Personval(namnval, by=by, orsak=ORSAK)
        # Of each § that was known by reference: the beslut that was quoted.
        self.citerade: dict[int, Beslut] = {}

    def spara(self, obj):
        return spara(obj, by=self.by, reason=ORSAK)

    def spara_nya(self, objekt: list) -> None:
        spara_nya(objekt, by=self.by, reason=ORSAK, validate=True)

    def _kanda(self) -> dict[str, Person]:
        """Of two with the same name, the one with a mandat in the organ; else the one registered first."""
        sitter = Exists(Mandat.objects.filter(organ=self.organ, person=OuterRef("pk")))
        lika = Person.objects.filter(namn__in=namnen_i(self.inlast)).order_by(sitter.asc(), "-pk")
        return {person.namn: person for person in lika}

    def person(self, namn: str) -> Person:
        if namn not in self.personer:
            self.personer[namn] = self.personval.valt(namn, self.person) or self.spara(Person(namn=namn))
        return self.personer[namn]

    def skriv(self) -> Protokoll:
        sammantrade = self.sammantradet()
        protokoll = self.protokollet(sammantrade)
        self.narvaron(sammantrade, protokoll)
        paragraferna = self.paragraferna(sammantrade, protokoll)
        self.delarna(paragraferna)
        for last, paragraf in zip(self.inlast.paragrafer, paragraferna, strict=True):
            self.inbjudningarna(last, paragraf)
        return protokoll

    def sammantradet(self) -> Sammantrade:
        inlast = self.inlast
        fanns = Sammantrade.objects.filter(organ=self.organ, datum=inlast.datum).order_by("start")
        sammantrade = fanns.filter(start=inlast.start).first() or fanns.first()
        if sammantrade and sammantrade.lage not in (Sammantrade.Lage.HANVISNING, Sammantrade.Lage.PLANERAT):
            return sammantrade
        sammantrade = sammantrade or Sammantrade(organ=self.organ, datum=inlast.datum)
        sammantrade.start, sammantrade.slut = inlast.start, slutet(inlast)
        sammantrade.plats = inlast.plats or ""
        sammantrade.lage = Sammantrade.Lage.AVSLUTAT
        self.spara(sammantrade)
        for fran, till in inlast.ajournering:
            if till > fran:
                self.spara(Ajournering(sammantrade=sammantrade, fran=fran, till=till))
        return sammantrade

    def narvaron(self, sammantrade: Sammantrade, protokoll: Protokoll) -> None:
        rader: list[Narvaro] = []

        def lagg_till(namn: str, slag: str, paragrafer, **falt) -> None:
            ny = Narvaro(
                sammantrade=sammantrade,
                protokoll=protokoll,
                person=self.person(namn),
                slag=slag,
                namn=namn,
                paragrafer=sorted(paragrafer) if paragrafer else None,
                **falt,
            )
            for rad in rader:
                samma = all(getattr(rad, f) == getattr(ny, f) for f in ("person", "slag", *falt))
                if samma and rad.paragrafer and ny.paragrafer:
                    # "§ 1 Dan Demo" and "§ 3 Dan Demo" are one presence at two §§.
                    rad.paragrafer = sorted({*rad.paragrafer, *ny.paragrafer})
                    return
            rader.append(ny)

        for slag, grupp in (
            (Narvaro.Slag.LEDAMOT, self.inlast.ledamoter),
            (Narvaro.Slag.ERSATTARE, self.inlast.ersattare),
        ):
            for f in grupp:
                lagg_till(
                    f.namn,
                    slag,
                    f.paragrafer,
                    parti=f.parti or "",
                    titel=f.roll or "",
                    tjanstgor=f.tjanstgor,
                    tjanstgor_for=f.tjanstgor_for or "",
                    javig=f.javig,
                    anmarkning=f.anmarkning or "",
                )
        for o in self.inlast.ovriga:
            lagg_till(o.namn, Narvaro.Slag.OVRIG, o.paragrafer, titel=o.titel or "", anmarkning=o.grupp or "")
        for ordning, rad in enumerate(rader, start=1):
            rad.ordning = ordning
        self.spara_nya(rader)

    def protokollet(self, sammantrade: Sammantrade) -> Protokoll:
        inlast = self.inlast
        protokoll = Protokoll(
            sammantrade=sammantrade,
            lage=Protokoll.Lage.AVSKRIFT,
            angivna_paragrafer=sorted(inlast.angivna_paragrafer or (p.nummer for p in inlast.paragrafer)),
            justeringens_plats_och_tid=inlast.justeringens_plats_och_tid or "",
            justeringsdag=sista_underskriften(inlast),
        )
        self.spara_nya([protokoll])
        roller = [(Underskrift.Roll.SEKRETERARE, inlast.sekreterare, None)]
        roller.append((Underskrift.Roll.ORDFORANDE, inlast.ordforande, None))
        roller += [(Underskrift.Roll.JUSTERARE, j.namn, j.parti) for j in inlast.justerare]
        rader: dict[tuple, Underskrift] = {}
        for ordning, (roll, namn, parti) in enumerate(roller, start=1):
            if not namn:
                continue
            person = self.person(namn)
            if (roll, person) in rader:
                raise DomanFel(f"{namn} står två gånger som {Underskrift.Roll(roll).label.lower()}. Rätta filen.")
            rader[roll, person] = Underskrift(
                protokoll=protokoll, person=person, roll=roll, namn=namn, parti=parti or "", ordning=ordning
            )
        self.spara_nya(list(rader.values()))
        anslag = inlast.anslag
        if anslag and anslag.uppsatt:
            kommun = Kommun.objects.first()
            vanan = anslag_tas_ned(anslag.uppsatt, dagen_efter=bool(kommun and kommun.anslag_dagen_efter))
            sista = anslag.sista_overklagandedag or overklagas_senast(anslag.uppsatt)
            tas_ned = nedtagandet(inlast) or vanan
            self.spara(
                Anslag(
                    protokoll=protokoll,
                    organ=self.organ,
                    uppsatt=anslag.uppsatt,
                    sista_overklagandedag=sista,
                    tas_ned=tas_ned,
                    synligt_till=max(sista, tas_ned),
                    forvaringsplats=anslag.forvaringsplats or self.organ.forvaringsplats or "–",
                    undertecknare=anslag.underskrift or inlast.sekreterare or "–",
                )
            )
        return protokoll

    def paragraferna(self, sammantrade: Sammantrade, protokoll: Protokoll) -> list[Paragraf]:
        """Those of the document, new or known by reference: a few statements, however many they are."""
        nummer = [last.nummer for last in self.inlast.paragrafer]
        ar = sammantrade.datum.year
        kanda = Paragraf.objects.filter(organ=self.organ, ar=ar, nummer__in=nummer, genom_hanvisning=True)
        per_nummer = {p.nummer: p for p in kanda}
        # A second protokoll of the same meeting goes on where the first one ended.
        redan = sammantrade.paragraferna.aggregate(n=Max("ordning"))["n"] or 0
        ut, nya = [], []
        for plats, last in enumerate(self.inlast.paragrafer, start=redan + 1):
            paragraf = per_nummer.get(last.nummer) or Paragraf(nummer=last.nummer)
            paragraf.sammantrade, paragraf.protokoll = sammantrade, protokoll
            paragraf.organ, paragraf.ar, paragraf.ordning = self.organ, ar, plats
            paragraf.rubrik, paragraf.dnr = last.rubrik, last.dnr or ""
            paragraf.klassificering, paragraf.genom_hanvisning = last.klassificering or "", False
            ut.append(paragraf)
            if paragraf.pk:
                if citerat := paragraf.besluten.first():
                    self.citerade[paragraf.pk] = citerat
                self.spara(paragraf)
            else:
                nya.append(paragraf)
        self.spara_nya(nya)
        return ut

    def delarna(self, paragraferna: list[Paragraf]) -> None:
        besluten: list[Beslut] = []
        avsnitten: list[Avsnitt] = []
        for last, paragraf in zip(self.inlast.paragrafer, paragraferna, strict=True):
            # Of a § known by reference, the quoted beslut stays: an uppdrag hangs on it. Its text is what is now read.
            kant_beslut = self.citerade.get(paragraf.pk)
            for n, avsnitt in enumerate(last.avsnitt, start=1):
                rubrik = avsnitt.rubrik or Avsnittstyp(avsnitt.typ).label
                gemensamt = {"rubrik": rubrik, "text": text_to_html(avsnitt.text), "ordning": n * STEG}
                if avsnitt.typ != Beslut.typ:
                    avsnitten.append(Avsnitt(paragraf=paragraf, typ=avsnitt.typ, niva=avsnitt.niva, **gemensamt))
                    continue
                beslut, kant_beslut = kant_beslut or Beslut(paragraf=paragraf), None
                for falt, varde in gemensamt.items():
                    setattr(beslut, falt, varde)
                if avsnitt.beslutsniva == Beslut.Beslutsniva.FORSLAG:
                    beslut.beslutsniva, beslut.till_organ = Beslut.Beslutsniva.FORSLAG, hitta_organ(avsnitt.till_organ)
                if beslut.pk:
                    self.spara(beslut)
                else:
                    besluten.append(beslut)
        self.spara_nya(besluten)
        self.spara_nya(avsnitten)

    def inbjudningarna(self, last, paragraf: Paragraf) -> None:
        beslutat = any(a.typ == Beslut.typ for a in last.avsnitt)
        for n, i in enumerate((i for i in self.inlast.inbjudningar if i.paragraf == last.nummer), start=1):
            svar = i.svar if beslutat else Inbjudan.Svar.OBESVARAD
            delar = lasta_delar(i.inbjudan, self.inlast.datum)
            inbjudan = self.spara(Inbjudan(organ=self.organ, inbjudan=i.inbjudan, svar=svar, **delar))
            behandling = Behandling(inbjudan=inbjudan, paragraf=paragraf, svarstext=i.beslut, ordning=n)
            if beslutat:
                behandling.svar = i.svar
            self.spara(behandling)
            for m, d in enumerate({d.namn: d for d in i.deltagare}.values(), start=1):
                self.spara(
                    Deltagande(
                        inbjudan=inbjudan,
                        person=self.person(d.namn),
                        namn=d.namn,
                        titel_eller_parti=d.titel_eller_parti or "",
                        ordning=m,
                    )
                )
