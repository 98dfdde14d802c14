"""The archive package of an organ and a year, written as a zip file: the same content gives the same bytes.

The protokoll are read, checked and written one at a time, so that a year of fullmäktige needs no more memory than
one of its protokoll. Nothing is compressed: PDF files do not shrink, and the bytes then depend on no library.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID, uuid5
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.models import Bilaga, Kommun, Organ
from kommun.pdf import PdfFel
from kommun.varden import fran_json
from protokoll import tillagg
from protokoll.arkiv import handelser, mets
from protokoll.arkiv.erms import erms
from protokoll.arkiv.las_mig import las_mig
from protokoll.arkiv.premis import premis
from protokoll.arkiv.schema import schema
from protokoll.arkiv.underlag import Underlag, underlag, versionerna
from protokoll.arkiv.varden import (
    JSON,
    PDF_A_2A,
    REPRESENTATION,
    UTGAVA,
    Agent,
    Arkivprotokoll,
    Fil,
    Handling,
    Paket,
)
from protokoll.bevis import bevis_for, bevis_pdf
from protokoll.dokumentvarden import Dokument
from protokoll.models import Anslag, Protokoll, Protokollsversion, Underskrift
from protokoll.numrering import skriv_paragrafer
from protokoll.versionskedja import kedjan

NAMNRYMD = UUID("5f0a3c0e-3a51-5e0d-9c7b-6c5a3a0b7d11")
DATA = f"{REPRESENTATION}/data"
_ROLLER = {
    Underskrift.Roll.SEKRETERARE: "editor",
    Underskrift.Roll.ORDFORANDE: "main_signatory",
    Underskrift.Roll.JUSTERARE: "other_signatory",
}
INGA = "Inget protokoll av {organ} från {ar} är justerat och undertecknat, så det finns inget att arkivera."
FEL_SUMMA = "Kontrollsumman stämmer inte för {vad}. Paketet görs inte; säg till den som sköter driften."


@dataclass
class Skrivare:
    """Writes the files of the package one after the other, and keeps what METS tells of each."""

    zip: ZipFile
    rot: str
    antal: int = 0

    def skriv(self, sokvag: str, innehall: bytes, typ: str, *, benamning: str, skapad: datetime, **om) -> Fil:
        self.antal += 1
        # The oldest moment that a zip file knows: when the file was written is no part of what it says.
        info = ZipInfo(f"{self.rot}/{sokvag}", (1980, 1, 1, 0, 0, 0))
        info.external_attr = 0o644 << 16
        info.create_system = 3
        self.zip.writestr(info, innehall, compress_type=ZIP_STORED)
        return Fil(
            id=f"fil-{self.antal:05}",
            sokvag=sokvag,
            benamning=benamning,
            typ=typ,
            storlek=len(innehall),
            sha256=sha256(innehall).hexdigest(),
            skapad=skapad,
            **om,
        )


def skriv(
    ut: BinaryIO,
    organ: Organ,
    ar: int,
    *,
    today: date,
    framsteg: Callable[[int, int], None] = lambda klara, alla: None,
) -> Paket:
    """Write the package to a file that can be wound back. Raises DomanFel when there is nothing to write, or when
    something in it is not what it was."""
    grund = underlag(organ, ar, today=today)
    if not grund.protokollen:
        raise DomanFel(INGA.format(organ=organ.i_mening, ar=ar))
    paket = _huvud(grund)
    uppdrag = _samlade(tillagg.ARKIVUPPDRAG, grund.protokollen)
    bilagor = _samlade(tillagg.ARKIVBILAGOR, grund.protokollen)
    paket = replace(paket, id=_paketets_id(paket, grund, uppdrag, bilagor))
    framsteg(0, len(grund.protokollen))
    with ZipFile(ut, "w", ZIP_STORED) as zip_:
        skrivare, klara = Skrivare(zip_, paket.id), []
        for nummer, protokoll in enumerate(grund.protokollen, start=1):
            klara.append(_protokoll(skrivare, protokoll, paket, uppdrag, bilagor.get(protokoll.pk, [])))
            framsteg(nummer, len(grund.protokollen))
        paket = replace(paket, protokollen=tuple(klara))
        _beskrivning(skrivare, paket, grund)
    return paket


def _huvud(grund: Underlag) -> Paket:
    kommun = Kommun.objects.first() or Kommun(namn="")
    return Paket(
        id="",
        kommun=kommun.namn,
        organisationsnummer=kommun.organisationsnummer,
        organ=grund.organ.namn,
        kortnamn=grund.organ.kortnamn,
        ar=grund.ar,
        skapad=max(h.tid for p in grund.protokollen for h in handelser.handelserna(p)),
        protokollen=(),
    )


def _samlade(lista: Iterable[Callable], protokollen: list[Protokoll]) -> dict[int, list]:
    svar: dict[int, list] = {}
    for tillagget in lista:
        for pk, rader in tillagget(protokollen).items():
            svar.setdefault(pk, []).extend(rader)
    return svar


def _paketets_id(paket: Paket, grund: Underlag, uppdrag: dict, bilagor: dict) -> str:
    """Of everything that goes in: another content is another package, and the same content the same package."""
    avtryck = [
        UTGAVA,
        repr(paket),
        repr(sorted(uppdrag.items())),
        [[(namn, b.sha256) for namn, b in bilagor.get(p.pk, [])] for p in grund.protokollen],
        [
            [
                repr(p.sammantrade),
                [p.slag, [s.nummer for s in p.stangda]] if p.stangda else p.slag,
                [v.kedja for v in versionerna(p)],
                repr(handelser.handelserna(p)),
                [u.bilaga.sha256 for v in versionerna(p) for u in v.undertecknandena.all()],
                [k.bilaga.sha256 for k in p.sammantrade.kallelserna.all()],
            ]
            for p in grund.protokollen
        ],
        [str(s) for s in grund.saknade],
    ]
    return f"uuid-{uuid5(NAMNRYMD, json.dumps(avtryck, ensure_ascii=False))}"


def _protokoll(skrivare: Skrivare, protokoll: Protokoll, paket: Paket, uppdrag: dict, bilagor: list) -> Arkivprotokoll:
    sammantrade = protokoll.sammantrade
    mapp = f"{DATA}/{sammantrade.datum:%Y-%m-%d}-protokoll-{protokoll.pk}"
    handelserna = handelser.handelserna(protokoll)
    filer: list[Fil] = []
    dokument = None
    for version in versionerna(protokoll):
        dokument = _version(skrivare, mapp, protokoll, version, filer)
    filer.append(
        skrivare.skriv(
            f"{mapp}/handelser.json",
            handelser.som_json_text(protokoll, handelserna),
            "application/json",
            benamning="Hur protokollet frystes, godkändes, undertecknades, rättades och anslogs",
            skapad=handelserna[-1].tid,
            format=JSON,
        )
    )
    for nummer, anslag in enumerate(protokoll.anslagen.all(), start=1):
        filer.append(_bevis(skrivare, f"{mapp}/anslagsbevis-{nummer}.pdf", anslag))
    kallelser = [(f"Kallelse {k.nummer}", k.bilaga) for k in sammantrade.kallelserna.all()]
    for nummer, (benamning, bilaga) in enumerate([*kallelser, *bilagor], start=1):
        filer.append(_bilaga(skrivare, f"{mapp}/bilaga-{nummer}", bilaga, benamning=benamning))
    paragrafer = {p.nummer: p for p in protokoll.paragraferna.all() if p.nummer}
    return Arkivprotokoll(
        id=uuid5(NAMNRYMD, f"protokoll/{paket.organisationsnummer}/{protokoll.pk}").urn,
        beteckning=f"{paket.kortnamn} {sammantrade.datum:%Y-%m-%d} {skriv_paragrafer(paragrafer)}".strip(),
        titel=f"Protokoll {paket.organ} {sammantrade.datum:%Y-%m-%d}, {dokument.paragrafspann}".strip(", "),
        datum=sammantrade.datum,
        justeringsdag=protokoll.justeringsdag,
        for_sig=protokoll.slag == Protokoll.Slag.SEKRETESS,
        sekretess=protokoll.slag == Protokoll.Slag.SEKRETESS or bool(protokoll.stangda),
        agenter=tuple(
            Agent(u.namn_med_parti, u.get_roll_display(), _ROLLER[u.roll]) for u in protokoll.underskrifterna.all()
        ),
        paragrafer=tuple(
            _paragraf(tryckt, paragrafer.get(tryckt.nummer), protokoll, paket, uppdrag)
            for tryckt in dokument.paragrafer
        ),
        handelser=handelserna,
        filer=tuple(filer),
    )


def _version(skrivare: Skrivare, mapp: str, protokoll: Protokoll, version: Protokollsversion, filer: list) -> Dokument:
    """The frozen PDF, its content and what was signed of it, each checked against what was kept of it."""
    hel = Protokollsversion.objects.get(pk=version.pk)
    pdf = bytes(hel.pdf)
    fore = next((v.kedja for v in protokoll.versionerna.all() if v.nummer == version.nummer - 1), "")
    if sha256(pdf).hexdigest() != hel.sha256 or kedjan(fore, hel.sha256, hel.innehall) != hel.kedja:
        raise DomanFel(FEL_SUMMA.format(vad=f"version {hel.nummer} av protokollet från {protokoll.sammantrade.dagen}"))
    namn, som = f"{mapp}/version-{hel.nummer}", f"version {hel.nummer}"
    if hel.slag == Protokollsversion.Slag.RATTELSE:
        som += ", rättelse"
    tid = {"skapad": hel.skapad}
    filer.append(
        skrivare.skriv(
            f"{namn}.pdf", pdf, "application/pdf", benamning=f"Protokollet så som det frystes, {som}",
            format=PDF_A_2A, **tid,
        )
    )  # fmt: skip
    filer.append(
        skrivare.skriv(
            f"{namn}.json", handelser.json_text(hel.innehall), "application/json",
            benamning=f"Protokollets innehåll, {som}", format=JSON, **tid,
        )
    )  # fmt: skip
    for undertecknande in version.undertecknandena.all():
        filer.append(
            _bilaga(
                skrivare,
                f"{namn}-{undertecknande.satt}",
                undertecknande.bilaga,
                benamning=f"{undertecknande.get_satt_display()}, {som}",
                undertecknad=undertecknande.satt != Protokoll.Satt.PAPPER,
            )
        )
    return fran_json(Dokument, hel.innehall)


def _bevis(skrivare: Skrivare, sokvag: str, anslag: Anslag) -> Fil:
    """Printed now, of what is told of the anslag: the same bytes each time."""
    try:
        pdf = bevis_pdf(bevis_for(anslag))
    except PdfFel as fel:
        raise DomanFel(f"Anslagsbeviset kunde inte skrivas ut. {fel}") from fel
    return skrivare.skriv(
        sokvag, pdf, "application/pdf", benamning="Anslagsbevis", skapad=handelser.uppe(anslag), format=PDF_A_2A
    )


def _bilaga(skrivare: Skrivare, namn: str, bilaga: Bilaga, *, benamning: str, undertecknad: bool = False) -> Fil:
    innehall = bytes(Bilaga.objects.values_list("innehall", flat=True).get(pk=bilaga.pk))
    if sha256(innehall).hexdigest() != bilaga.sha256:
        raise DomanFel(FEL_SUMMA.format(vad=f"filen {bilaga.namn}"))
    andelse = bilaga.namn.rpartition(".")[2].lower() if "." in bilaga.namn else "bin"
    return skrivare.skriv(
        f"{namn}.{''.join(t for t in andelse if t.isascii() and t.isalnum()) or 'bin'}",
        innehall,
        bilaga.typ or "application/octet-stream",
        benamning=benamning,
        skapad=bilaga.tid,
        undertecknad=undertecknad,
    )


def _paragraf(tryckt, paragraf, protokoll: Protokoll, paket: Paket, uppdrag: dict) -> Handling:
    vid = f"{paragraf.pk}" if paragraf else f"{protokoll.pk}/{tryckt.nummer}/{tryckt.rubrik}"
    return Handling(
        id=uuid5(NAMNRYMD, f"paragraf/{paket.organisationsnummer}/{vid}").urn,
        beteckning=f"{paket.kortnamn} {protokoll.sammantrade.datum:%Y-%m-%d} {tryckt.beteckning}",
        nummer=tryckt.nummer,
        rubrik=tryckt.rubrik,
        dnr=paragraf.dnr if paragraf else tryckt.dnr,
        klassificering=paragraf.klassificering if paragraf else "",
        sekretess=protokoll.slag == Protokoll.Slag.SEKRETESS or bool(paragraf and paragraf.sekretess),
        beslut=tuple(filter(None, (html_to_text(d.html) for d in tryckt.delar if d.typ == "beslut"))),
        uppdrag=tuple(uppdrag.get(paragraf.pk, ())) if paragraf else (),
    )


def _beskrivning(skrivare: Skrivare, paket: Paket, grund: Underlag) -> None:
    """The XML files, which tell of all the others; METS.xml at the root is written last and tells of them."""
    tid = {"skapad": paket.skapad}
    xml = "application/xml"
    metadata = mets.Metadata(
        skrivare.skriv("metadata/descriptive/erms.xml", erms(paket), xml, benamning="Ärenden och handlingar", **tid),
        skrivare.skriv("metadata/preservation/premis.xml", premis(paket), xml, benamning="Bevarande", **tid),
    )
    text = las_mig(paket, grund.saknade, prov=grund.prov).encode()
    dokumentation = skrivare.skriv("documentation/las-mig.txt", text, "text/plain", benamning="Läs mig", **tid)
    schemat = skrivare.skriv(
        "schemas/dokument.schema.json",
        handelser.json_text(schema(Dokument)),
        "application/schema+json",
        benamning="Vad JSON-filerna innehåller",
        **tid,
    )
    rep = skrivare.skriv(
        f"{REPRESENTATION}/METS.xml", mets.representationens(paket), xml, benamning="Representationen", **tid
    )
    rot = mets.paketets(paket, metadata, dokumentation=[dokumentation], scheman=[schemat], rep=rep)
    skrivare.skriv("METS.xml", rot, xml, benamning="Paketet", **tid)
