"""What the chair sees in ten seconds: the same on the page and on one A4."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from kommun import pdf
from kommun.kalender import dag_i_ord
from uppdrag.diagram import Bild, Serie, delade_staplar, staplar
from uppdrag.models import Uppdrag
from uppdrag.perioder import manadens_slut, manadsnamn
from uppdrag.statistik import Lagesbild, Mottagare, lagesbild

# So many bars a picture has; the rest are one together.
MEST_STAPLAR = 8
SENA, SENA_PDF, ALDSTA = 15, 7, 10


@dataclass(frozen=True)
class Sifferrad:
    """A row of a table beside a picture; the links lead to those that were counted."""

    namn: str
    tal: tuple[int, ...]
    url: str = ""
    url_sena: str = ""


@dataclass(frozen=True)
class Laget:
    vilka: str
    dag: date
    bild: Lagesbild
    sena: tuple[Uppdrag, ...]
    aldsta: tuple[Uppdrag, ...]
    mottagarna: tuple[Sifferrad, ...]
    aldrarna: tuple[Sifferrad, ...]
    kommande: tuple[Sifferrad, ...]
    aret: tuple[Sifferrad, ...]
    mottagarbild: Bild | None
    aldersbild: Bild | None
    kommandebild: Bild | None
    arsbild: Bild | None
    url_sena: str

    @property
    def bilder(self) -> list[Bild]:
        return [b for b in (self.mottagarbild, self.aldersbild, self.kommandebild, self.arsbild) if b]

    @property
    def antal_fler_sena(self) -> int:
        return self.bild.forsenade - len(self.sena)


def laget(urval: QuerySet, *, today: date, accent: str, vilka: str, fraga: dict[str, str]) -> Laget:
    """`fraga` is what the list is asked for the same organ."""
    bild = lagesbild(urval, today=today)
    visas = urval.select_related("serie", "forvaltning", "mottagande_organ", "ansvarig")

    def lank(**villkor) -> str:
        return f"{reverse('uppdrag:uppdragen')}?{urlencode(fraga | {k: str(v) for k, v in villkor.items() if v})}"

    return Laget(
        vilka=vilka,
        dag=today,
        bild=bild,
        sena=tuple(visas.forsenade(today).order_by("frist", "pk")[:SENA]),
        aldsta=tuple(visas.oppna().order_by("givet", "pk")[:ALDSTA]),
        mottagarna=tuple(_mottagarrad(m, lank) for m in bild.mottagarna),
        aldrarna=tuple(
            Sifferrad(
                a.namn,
                (a.forsenade, a.oppna),
                lank(lage="oppna", **_givet(a.fran, a.till)),
                lank(lage="forsenade", **_givet(a.fran, a.till)),
            )
            for a in bild.aldrarna
        ),
        kommande=tuple(
            Sifferrad(
                manadsnamn(m.forsta),
                (m.frister,),
                lank(lage="oppna", frist_fran=max(m.forsta, today), frist_till=manadens_slut(m.forsta)),
            )
            for m in bild.kommande
        ),
        aret=tuple(Sifferrad(manadsnamn(m.forsta), (m.givna, m.avslutade)) for m in bild.aret),
        mottagarbild=_mottagarbild(bild, accent),
        aldersbild=_aldersbild(bild, accent),
        kommandebild=_kommandebild(bild, accent),
        arsbild=_arsbild(bild, accent),
        url_sena=lank(lage="forsenade"),
    )


def _givet(efter: date | None, till: date | None) -> dict:
    return {"givet_fran": efter + timedelta(days=1) if efter else "", "givet_till": till or ""}


def _mottagarrad(m: Mottagare, lank) -> Sifferrad:
    if not m.forvaltning and not m.organ:
        return Sifferrad(m.namn, (m.forsenade, m.oppna))
    vem = {"forvaltning": m.forvaltning, "namnd": m.organ}
    return Sifferrad(
        m.namn, (m.forsenade, m.oppna), lank(lage="oppna", **vem), lank(lage="forsenade", **vem) if m.forsenade else ""
    )


def sammandragna(mottagarna: tuple[Mottagare, ...]) -> list[Mottagare]:
    """As many as a picture holds: the first of them, and the rest as one."""
    if len(mottagarna) <= MEST_STAPLAR:
        return list(mottagarna)
    synliga, resten = mottagarna[: MEST_STAPLAR - 1], mottagarna[MEST_STAPLAR - 1 :]
    namn = f"Övriga {len(resten)} mottagare"
    return [*synliga, Mottagare(namn, sum(m.oppna for m in resten), sum(m.forsenade for m in resten))]


def _mottagarbild(bild: Lagesbild, accent: str) -> Bild | None:
    if not bild.mottagarna:
        return None
    synliga = sammandragna(bild.mottagarna)
    varst = bild.mottagarna[0]
    alt = (
        f"Flest försenade har {varst.namn}: {varst.forsenade} av {varst.oppna} öppna uppdrag."
        if varst.forsenade
        else f"Inga försenade. Flest öppna uppdrag har {max(bild.mottagarna, key=lambda m: m.oppna).namn}."
    )
    return delade_staplar(
        [m.namn for m in synliga],
        [m.forsenade for m in synliga],
        [m.oppna for m in synliga],
        alt=alt,
        accent=accent,
        namn=("Försenade", "Övriga öppna"),
    )


def _aldersbild(bild: Lagesbild, accent: str) -> Bild | None:
    if not bild.oppna:
        return None
    gamla = bild.aldrarna[-1].oppna
    return delade_staplar(
        [a.namn for a in bild.aldrarna],
        [a.forsenade for a in bild.aldrarna],
        [a.oppna for a in bild.aldrarna],
        alt=f"{gamla or 'Inget'} av {bild.oppna} öppna uppdrag gavs för tre år sedan eller mer.",
        accent=accent,
        namn=("Försenade", "Övriga öppna"),
    )


def _kommandebild(bild: Lagesbild, accent: str) -> Bild | None:
    if not any(m.frister for m in bild.kommande):
        return None
    flest = max(bild.kommande, key=lambda m: m.frister)
    return staplar(
        [manadsnamn(m.forsta, ar=False) for m in bild.kommande],
        [Serie("Frister", tuple(m.frister for m in bild.kommande))],
        alt=f"Flest frister går ut i {manadsnamn(flest.forsta)}: {flest.frister}.",
        accent=accent,
    )


def _arsbild(bild: Lagesbild, accent: str) -> Bild | None:
    givna, avslutade = sum(m.givna for m in bild.aret), sum(m.avslutade for m in bild.aret)
    if not givna and not avslutade:
        return None
    return staplar(
        [manadsnamn(m.forsta, ar=False) for m in bild.aret],
        [
            Serie("Givna", tuple(m.givna for m in bild.aret)),
            Serie("Avslutade", tuple(m.avslutade for m in bild.aret)),
        ],
        alt=f"På tolv månader gavs {givna} uppdrag och {avslutade} avslutades.",
        accent=accent,
    )


def laget_pdf(laget: Laget, *, kommun: str) -> bytes:
    """PDF/A-2a and PDF/UA-1 on one A4. The same figures of the same day give the same bytes."""
    rader = [(u.pk, u.frist, u.text, u.mottagare) for u in laget.sena + laget.aldsta]
    return pdf.render(
        "uppdrag/pdf/laget.html",
        {
            "laget": laget,
            "kommun": kommun,
            "mottagarna": sammandragna(laget.bild.mottagarna),
            "sena": laget.sena[:SENA_PDF],
            "today": laget.dag,
        },
        css=("pdf.css", "pdf_oversikt.css"),
        pictures=[b.uri for b in laget.bilder],
        title=f"Läget för uppdragen {laget.dag:%Y-%m-%d}, {laget.vilka}",
        author=kommun,
        description=f"{laget.vilka}, {dag_i_ord(laget.dag, veckodag=False)}. {laget.bild.mening}",
        created=laget.dag,
        identifier=repr((laget.dag, laget.vilka, laget.bild, rader)),
    )
