"""What the auditor sees, per organ and tertial: on the page, as PDF, and as a file to reckon on."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from itertools import groupby

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kommun import pdf
from kommun.kalender import dag_i_ord
from kommun.pdf import Tryck
from kommun.tabellfil import csvvarde
from uppdrag.diagram import Bild, Serie, staplar
from uppdrag.perioder import Tertial
from uppdrag.statistik import Matt, revision

SAMLAT = "Samtliga valda organ"
# More bars than that no longer fit side by side; the picture shows the latest.
MEST_STAPLAR = 9


@dataclass(frozen=True)
class Kolumn:
    rubrik: str
    varde: Callable[[Matt], object]
    format: str = "0"


KOLUMNER = (
    Kolumn("Givna", lambda m: m.givna),
    Kolumn("Avslutade", lambda m: m.avslutade),
    Kolumn("Avskrivna eller överförda", lambda m: m.ovriga),
    Kolumn("Dagar till avslut, median", lambda m: m.median, "0.0"),
    Kolumn("Dagar till avslut, medel", lambda m: m.medel, "0.0"),
    Kolumn("Dagar till avslut, 90 procent", lambda m: m.p90, "0.0"),
    Kolumn("Avslutade med gällande frist", lambda m: m.med_frist),
    Kolumn("varav i tid", lambda m: m.i_tid),
    Kolumn("Andel i tid, gällande frist", lambda m: m.andel_i_tid, "0 %"),
    Kolumn("Avslutade med första frist", lambda m: m.med_forsta),
    Kolumn("varav i tid mot den", lambda m: m.i_forsta),
    Kolumn("Andel i tid, första frist", lambda m: m.andel_i_forsta, "0 %"),
    Kolumn("Flyttade frister", lambda m: m.flyttade),
    Kolumn("varav anstånd genom beslut", lambda m: m.anstand),
    Kolumn("Öppna vid periodens slut", lambda m: m.oppna),
    Kolumn("Äldst, dagar", lambda m: m.aldst),
)


@dataclass(frozen=True)
class Revisionssida:
    vilka: str
    dag: date
    tertialer: tuple[Tertial, ...]
    # (organ or "Samtliga valda organ", a row for each tertial, the latest first)
    delar: tuple[tuple[str, tuple[Matt, ...]], ...]
    tidsbild: Bild | None
    andelsbild: Bild | None

    @property
    def period(self) -> str:
        if not self.tertialer:
            return ""
        forsta, sista = self.tertialer[0], self.tertialer[-1]
        return forsta.namn if forsta == sista else f"{forsta.namn} till {sista.namn}"

    @property
    def bilder(self) -> list[Bild]:
        return [b for b in (self.tidsbild, self.andelsbild) if b]


def sidan(urval: QuerySet, tertialerna: list[Tertial], *, today: date, accent: str, vilka: str) -> Revisionssida:
    r = revision(urval, tertialerna, today=today)
    per_organ = [(namn, tuple(rader)[::-1]) for namn, rader in groupby(r.per_organ, key=lambda m: m.organ)]
    samlat = [(SAMLAT, r.samlat[::-1])] if len(per_organ) != 1 and r.samlat else []
    visas = r.samlat[-MEST_STAPLAR:]
    return Revisionssida(
        vilka=vilka,
        dag=today,
        tertialer=r.tertialer,
        delar=(*samlat, *per_organ) if per_organ else (),
        tidsbild=_tidsbild(visas, accent),
        andelsbild=_andelsbild(visas, accent),
    )


def _tidsbild(rader: tuple[Matt, ...], accent: str) -> Bild | None:
    med = [m for m in rader if m.median is not None]
    if not med:
        return None
    sist = med[-1]
    return staplar(
        [m.tertial.kort for m in rader],
        [Serie("Dagar till avslut, median", tuple(m.median for m in rader))],
        alt=f"Mediantiden från beslut till avslut var {sist.median:.0f} dagar {sist.tertial.namn}.",
        accent=accent,
        matt=True,
    )


def _andelsbild(rader: tuple[Matt, ...], accent: str) -> Bild | None:
    med = [m for m in rader if m.med_forsta or m.med_frist]
    if not med:
        return None
    sist = med[-1]
    delar = [
        f"{100 * andel:.0f} procent i tid mot {mot}"
        for andel, mot in ((sist.andel_i_tid, "gällande frist"), (sist.andel_i_forsta, "första frist"))
        if andel is not None
    ]
    return staplar(
        [m.tertial.kort for m in rader],
        [
            Serie("Gällande frist", tuple(_procent(m.andel_i_tid) for m in rader)),
            Serie("Första frist", tuple(_procent(m.andel_i_forsta) for m in rader)),
        ],
        alt=f"Av dem som avslutades {sist.tertial.namn} var {' och '.join(delar)}.",
        accent=accent,
        matt=True,
    )


def _procent(andel: float | None) -> float | None:
    return None if andel is None else 100 * andel


# As files


def som_rader(sidan: Revisionssida) -> list[list]:
    """A heading and a row per organ and tertial, oldest first; the sums of all first of all."""
    return [
        ["Organ", "Tertial", "Från", "Till", *(k.rubrik for k in KOLUMNER)],
        *(
            [namn, m.tertial.namn, m.tertial.start, m.tertial.slut, *(k.varde(m) for k in KOLUMNER)]
            for namn, rader in sidan.delar
            for m in rader[::-1]
        ),
    ]


def som_csv(sidan: Revisionssida) -> bytes:
    """As a Swedish Excel opens it: semicolons, comma in numbers, and a byte order mark for å ä ö."""
    ut = StringIO()
    skrivare = csv.writer(ut, delimiter=";", lineterminator="\r\n")
    skrivare.writerows([_cell(v) for v in rad] for rad in som_rader(sidan))
    return b"\xef\xbb\xbf" + ut.getvalue().encode()


def _cell(varde) -> str:
    if isinstance(varde, float):
        return f"{varde:.3f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(csvvarde(varde))


def som_excel(sidan: Revisionssida) -> bytes:
    bok = Workbook()
    blad = bok.active
    blad.title = "Uppdrag per tertial"
    for rad in som_rader(sidan):
        blad.append(rad)
    for cell in blad[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for kolumn in range(1, blad.max_column + 1):
        blad.column_dimensions[get_column_letter(kolumn)].width = (36, 24, 12, 12)[kolumn - 1] if kolumn < 5 else 13
    for rad in blad.iter_rows(min_row=2):
        for cell in rad[:2]:
            cell.data_type = "s"  # a name that begins with = is no formula
        for cell, k in zip(rad[4:], KOLUMNER, strict=True):
            cell.number_format = k.format
    blad.freeze_panes = "C2"
    blad.auto_filter.ref = blad.dimensions
    om = bok.create_sheet("Om uppgifterna")
    for text in (f"Uppdrag givna av: {sidan.vilka}", f"Period: {sidan.period}", f"Uttaget: {sidan.dag}"):
        om.append([text])
    ut = BytesIO()
    bok.save(ut)
    return ut.getvalue()


def som_pdf(sidan: Revisionssida, *, kommun: str, tryck: Tryck | None = None) -> bytes:
    """PDF/A-2a and PDF/UA-1."""
    return pdf.render(
        "uppdrag/pdf/revision.html",
        {"sidan": sidan, "kommun": kommun},
        css=("pdf.css", "pdf_oversikt.css", "pdf_revision.css"),
        pictures=[b.uri for b in sidan.bilder],
        title=f"Uppdragen per tertial, {sidan.vilka}",
        author=kommun,
        description=f"{sidan.vilka}, {sidan.period}. Uttaget {dag_i_ord(sidan.dag, veckodag=False)}.",
        created=sidan.dag,
        identifier=repr((sidan.vilka, sidan.dag, sidan.delar)),
        tryck=tryck,
    )
