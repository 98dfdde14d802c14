"""A § with one of everything that can hang on one, and a word of its own in every text of it."""

import re
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from zipfile import BadZipFile, ZipFile

import pdfplumber
from django.db import connection, models
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from kommun.models import Bilaga
from kommun.utskick import ny_bilaga
from protokoll import models as p
from protokoll.inbjudan.deltagarlank import deltagarlank
from protokoll.kallelsedokument import Kallelsedokument, punkter
from tests.factories import (
    AjourneringFactory,
    AvsnittFactory,
    DeltagandeFactory,
    KalladFactory,
    KallelseFactory,
    MotesdeltagareFactory,
    NarvarohandelseFactory,
    ReserapportFactory,
    StandigtArendeFactory,
    UppdragFactory,
)
from uppdrag import models as u
from uppdrag.uppfoljningsdokument import Grupp, Rad, Uppfoljningsdokument, i_grupper

ORDET = "zqxhemligt"
# Holds no words of a §: the meeting whose running one it is, and the anslag, whose words the law puts on the board.
UTANFOR = {p.Sammantrade, p.Anslag}
# What a § in work with sekretess never has.
ALDRIG = {
    p.Publicering, p.Maskering, p.Inlasning, p.Inlasningsfil, p.Underskriftsbegaran, p.Vantandefil, p.Narvaro,
    u.Offentligrad,
}  # fmt: skip
# Rows that are only added: written with the triggers off, and so not in the index of the search.
LASTA = (
    p.Protokollsversion, p.Godkannande, p.Undertecknande, p.Rattelse, p.Expediering, p.Expedieringsbilaga, Bilaga,
)  # fmt: skip
# Addresses, hashes, names of parts; and who signs, who are the same as those of the meeting.
EJ_TEXT = {
    "underskrift.namn", "epost", "sha256", "kedja", "token", "installt_skal", "webbadress", "del_namn", "kontrollkod",
    "referens",
}  # fmt: skip
FRITEXT = {"rubrik", "html", "text", "dnr", "rapport", "rapporterat", "forslag", "mottagare", "meddelande", "namn"}


def _rad(modell, **falt):
    return modell._base_manager.create(**falt)


def en_av_allt(paragraf, *, av) -> SimpleNamespace:
    """What `things` does not give its §: the way of its decision, drafts, what was adjusted, who goes, a kallelse."""
    mote, beslut = paragraf.sammantrade, paragraf.besluten.get()
    deltagare = MotesdeltagareFactory(sammantrade=mote)
    yrkande = _rad(p.Yrkande, paragraf=paragraf, slag="bifall")
    _rad(p.Yrkare, yrkande=yrkande, deltagare=deltagare)
    proposition = _rad(p.Proposition, paragraf=paragraf, forslag=yrkande)
    omrostning = _rad(p.Omrostning, paragraf=paragraf, proposition=proposition)
    _rad(p.Rost, omrostning=omrostning, deltagare=deltagare, rost="ja")
    anmalan = _rad(p.Anmalan, paragraf=paragraf, slag="reservation")
    _rad(p.Anmalare, anmalan=anmalan, deltagare=deltagare)
    NarvarohandelseFactory(deltagare=deltagare, paragraf=paragraf, slag="gar")
    AjourneringFactory(sammantrade=mote, paragraf=paragraf)
    _rad(p.Utkast, av=av, paragraf=paragraf, del_namn=f"avsnitt-{paragraf.avsnitten.first().pk}")
    _rad(p.Narvarotecken, av=av, paragraf=paragraf)
    _rad(p.MakuleratNummer, organ=paragraf.organ, paragraf=paragraf, ar=paragraf.ar, nummer=990)
    version = paragraf.protokoll.versionerna.first()
    _rad(p.Lasning, version=version, person=av.person, paragraf=paragraf)
    _rad(p.Godkannande, version=version, person=av.person, roll="justerare", tid=timezone.now())
    _rad(p.Rattelse, version=version, paragraf=paragraf, fore="a", efter="b")
    inbjudan = paragraf.behandlingarna.get().inbjudan
    inbjudan.svar, inbjudan.titel = "deltar", "Hemlig resa"
    inbjudan.save()
    deltagande = DeltagandeFactory(inbjudan=inbjudan)
    _rad(p.Bokning, deltagande=deltagande)
    reserapport = ReserapportFactory(inbjudan=inbjudan, person=deltagande.person)
    uppdrag = u.Uppdrag.objects.get(beslut=beslut, lage="pagar")
    _rad(u.Fristandring, uppdrag=uppdrag, ny=mote.datum, beslut=beslut)
    _rad(u.Uppdragsled, uppdrag=uppdrag, beslut=beslut)
    _rad(u.AvvisatForslag, beslut=beslut, avtryck="x")
    fil = ny_bilaga(namn="lista.csv", typ="text/csv", innehall=b"Uppdrag")
    lista = _rad(u.Uppdragsimport, bilaga=fil, organ=paragraf.organ, av=av, sparad=timezone.now())
    _rad(u.Importrad, uppdragsimport=lista, rad=2, uppdrag=uppdrag)
    uppfoljning = paragraf.uppfoljning
    rad = Rad(id=uppdrag.pk, beteckning=uppdrag.beteckning, text="Uppdraget", givet="", mottagare="")
    dokument = Uppfoljningsdokument.fran_json(uppfoljning.innehall)
    uppfoljning.innehall = replace(dokument, delar=i_grupper([(Grupp.FORSENAT, rad)])).som_json()
    uppfoljning.save()
    p.Paragraf._base_manager.filter(pk=paragraf.pk).update(standigt=_uppfoljningens_arende(paragraf.organ))
    kallad = KalladFactory(sammantrade=mote)
    return SimpleNamespace(
        yrkande=yrkande,
        omrostning=omrostning,
        anmalan=anmalan,
        resa=inbjudan,
        deltagande=deltagande,
        reserapport=reserapport,
        deltartoken=SimpleNamespace(pk=deltagarlank(deltagande).split("/")[-2]),
        kallad=kallad,
        token=SimpleNamespace(pk=kallad.token),
        pagar=paragraf,
    )


def _uppfoljningens_arende(organ):
    return StandigtArendeFactory(organ=organ, kod="uppfoljning")


def kallelse_med(paragraf):
    """One that was sent before anybody marked it."""
    mote = paragraf.sammantrade
    dokument = Kallelsedokument(
        kommun="K", organ=mote.organ.namn, kortnamn=mote.organ.kortnamn, datum=mote.datum, start=None, plats="",
        utfardad=mote.datum, punkter=tuple(punkter([paragraf])),
    )  # fmt: skip
    fil = ny_bilaga(namn="kallelse.pdf", typ="application/pdf", innehall=f"%PDF {ORDET}kallelse".encode())
    return KallelseFactory(sammantrade=mote, innehall=dokument.som_json(), bilaga=fil)


def oppna_grannar(paragraf) -> SimpleNamespace:
    """What is open itself, and has met the §: an uppdrag given elsewhere that was moved, reported and closed in it, the
    § that took the ärende up again, and an open § where an uppdrag of the secret one is reported."""
    beslut, dag = paragraf.besluten.get(), paragraf.sammantrade.datum
    hemligt = u.Uppdrag.objects.get(beslut=beslut, lage="pagar")
    oppet = UppdragFactory(
        beslut__paragraf__protokoll__sammantrade__organ=paragraf.organ,
        lage="avslutat",
        avslutat_den=dag,
        avslutat_i=beslut,
        aterrapporterat_i=beslut,
        avslutsskal=f"{ORDET}skal",
        rapporteras_till=paragraf.organ,
    )
    utfall = {"utfall": "antecknat", "anteckning": f"{ORDET}anteckning", "beslut": beslut}
    redovisning = _rad(u.Redovisning, uppdrag=oppet, paragraf=paragraf, **utfall)
    _rad(u.Fristandring, uppdrag=oppet, ny=dag, beslut=beslut, skal=f"{ORDET}frist")
    oppet.avslutsskal = f"{ORDET}skal igen"
    oppet._change_reason = f"{ORDET}orsak"
    oppet.save()
    granne = oppet.beslut.paragraf
    p.Paragraf._base_manager.filter(pk=granne.pk).update(fran=paragraf)
    AvsnittFactory(paragraf=granne)
    _rad(u.Redovisning, uppdrag=hemligt, paragraf=granne)
    granne.refresh_from_db()
    return SimpleNamespace(
        uppdrag=oppet, paragraf=granne, beslut=oppet.beslut, sammantrade=granne.sammantrade,
        protokoll=granne.protokoll, redovisning=redovisning,
    )  # fmt: skip


def hanger_pa(*rader) -> dict[type[models.Model], set[int]]:
    """Every row that hangs on these, by whatever keys there are between them; and the kinds that have none."""
    funna: dict[type[models.Model], set[int]] = {}
    kvar = [(type(r), {r.pk}) for r in rader]
    while kvar:
        modell, nycklar = kvar.pop()
        nya = nycklar - funna.setdefault(modell, set())
        if not nya and nycklar:
            continue
        funna[modell] |= nya
        for rel in modell._meta.get_fields(include_hidden=True):
            barn = rel.related_model if rel.auto_created and not rel.concrete and not rel.many_to_many else None
            if barn in UTANFOR | {modell, None} or barn._meta.model_name.startswith("historical"):
                continue
            dess = barn._base_manager.filter(**{f"{rel.field.name}__in": funna[modell]})
            dess = set(dess.values_list("pk", flat=True))
            if dess - funna.get(barn, set()) or barn not in funna:
                kvar.append((barn, dess))
    return funna


def _textfalt(modell) -> list[str]:
    return [
        f.name
        for f in modell._meta.fields
        if isinstance(f, models.CharField | models.TextField)
        and not f.choices
        and not f.unique
        and not {f.name, f"{modell._meta.model_name}.{f.name}"} & EJ_TEXT
        and (f.max_length or 999) >= 60
    ]


def marke(modell) -> str:
    return f"{ORDET}{modell._meta.model_name}"


def plantera(funna: dict[type[models.Model], set[int]]) -> None:
    """The word, with the name of its table, in every text, file and stored document of them, and in their history."""
    filer: set[int] = set()
    for modell, nycklar in funna.items():
        _skriv(modell, nycklar, last=modell in LASTA)
        for f in modell._meta.fields:
            if f.related_model is Bilaga:
                filer |= set(modell._base_manager.filter(pk__in=nycklar).values_list(f.attname, flat=True))
        if hasattr(modell, "history"):
            historik = modell.history.model._base_manager.filter(id__in=nycklar)
            historik.update(history_change_reason=f"{marke(modell)}historia")
    _skriv(Bilaga, filer - {None}, last=True)


def _skriv(modell, nycklar: set[int], *, last: bool) -> None:
    def ordet(falt: str) -> Concat:
        """No two fields say the same, which some rows may not."""
        return Concat(Value(f"{marke(modell)}{falt}"), Cast(F("pk"), TextField()), output_field=TextField())

    rader = modell._base_manager.filter(pk__in=nycklar)
    falten = ["namn"] if modell is Bilaga else _textfalt(modell)
    varden: dict = {falt: ordet(falt) for falt in falten}
    varden |= {f.name: marke(modell).encode() for f in modell._meta.fields if isinstance(f, models.BinaryField)}
    with _utan_triggrar() if last else nullcontext():
        if varden:
            rader.update(**varden)
        for falt in [f.name for f in modell._meta.fields if isinstance(f, models.JSONField)]:
            for rad in rader:
                nytt = _i_json(getattr(rad, falt), marke(modell))
                modell._base_manager.filter(pk=rad.pk).update(**{falt: nytt})


@contextmanager
def _utan_triggrar():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _i_json(varde, ordet: str, nyckel: str = ""):
    if isinstance(varde, dict):
        return {k: _i_json(v, ordet, k) for k, v in varde.items()}
    if isinstance(varde, list):
        return [_i_json(v, ordet, nyckel) for v in varde]
    return ordet if isinstance(varde, str) and nyckel in FRITEXT else varde


def lasbart(svar) -> str:
    """All that can be read of an answer: its headers, its text, the text of a PDF and the parts of a package."""
    innehall = b"".join(svar.streaming_content) if svar.streaming else svar.content
    delar = [str(svar.headers), str(svar.cookies), innehall.decode("utf-8", "replace")]
    if innehall.startswith(b"PK"):
        try:
            with ZipFile(BytesIO(innehall)) as paket:
                delar += [paket.read(namn).decode("utf-8", "replace") for namn in paket.namelist()]
        except BadZipFile:
            pass
    elif innehall.startswith(b"%PDF") and len(innehall) > 500:
        with pdfplumber.open(BytesIO(innehall)) as pdf:
            delar += [str(pdf.metadata), *(sida.extract_text() or "" for sida in pdf.pages)]
    return "\n".join(delar).lower()


def orden(text: str) -> set[str]:
    """Of the planted words, those that stand there: the table and the field that each is from."""
    return set(re.findall(rf"{ORDET}[a-z_]*", text))
