"""What the checks of klarkoll read: a sammanträde with everything around it, read once, many at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from kommun.editor import html_to_text
from kommun.models import Avsnittsmall, Mandat, Organ
from protokoll import lankar, narvaro
from protokoll.models import MakuleratNummer, Motesdeltagare, Omrostning, Paragraf, Protokoll, Sammantrade
from protokoll.models.paragraf import Del
from protokoll.narvarolista import Narvarolista, narvarolista
from protokoll.organ_i_text import Organregister
from protokoll.tillagg import UNDERLAG

KALLELSE, JUSTERING, ANSLAG = "kallelse", "justering", "anslag"

_FORHAMTA = (
    "paragraferna__besluten",
    "paragraferna__avsnitten",
    "paragraferna__yrkandena__yrkarna",
    "paragraferna__propositionerna",
    "paragraferna__omrostningarna__rosterna",
    "paragraferna__anmalningarna__anmalarna",
    "paragraferna__fortsattningarna",
    "paragraferna__standigt",
    "paragraferna__behandlingarna__inbjudan__deltagandena",
    "paragraferna__mottagarna",
    "motesdeltagarna",
    "narvarohandelserna",
    "ajourneringarna",
    "protokollen__underskrifterna",
    "protokollen__anslagen",
    "kallelserna",
    "kungorelserna",
    "de_kallade",
    "godtagna_varningar",
    "organ__avsnittsmallarna",
)


class Textstycke(NamedTuple):
    """Words that will be printed: what they are, the words, their key within the §, and what they belong to."""

    namn: str
    text: str
    nyckel: str
    # The way to the address, which most texts are never asked for.
    lank: Callable[[], str]

    @property
    def url(self) -> str:
        return self.lank()


@dataclass(frozen=True)
class Underlag:
    """One sammanträde as the checks see it. Asking it anything costs no query."""

    sammantrade: Sammantrade
    today: date
    lista: Narvarolista
    mall: tuple[Avsnittsmall, ...]
    organregister: Organregister
    # Every number of the organ and year that is given, or void.
    tagna_nummer: frozenset[int]
    # How many hold a mandat in the organ on the day.
    antal_mandat: int

    # The meeting

    @property
    def forbereds(self) -> bool:
        return self.sammantrade.lage == Sammantrade.Lage.PLANERAT

    @property
    def avslutat(self) -> bool:
        return self.sammantrade.lage == Sammantrade.Lage.AVSLUTAT

    @property
    def skrivs(self) -> bool:
        """It has begun, and something of its minutes is not adjusted yet."""
        if self.sammantrade.lage not in (Sammantrade.Lage.PAGAR, Sammantrade.Lage.AVSLUTAT):
            return False
        return bool(self.arenden or not self.protokollen or self.utkasten)

    @property
    def skede(self) -> str:
        """What something about the meeting as a whole is mended before."""
        return KALLELSE if self.forbereds else JUSTERING

    # Its documents

    @cached_property
    def protokollen(self) -> tuple[Protokoll, ...]:
        return tuple(self.sammantrade.protokollen.all())

    @property
    def utkasten(self) -> tuple[Protokoll, ...]:
        return tuple(p for p in self.protokollen if p.lage == Protokoll.Lage.UTKAST)

    @property
    def ojusterade(self) -> tuple[Protokoll, ...]:
        """In work, or with those who adjust them."""
        return tuple(p for p in self.protokollen if p.lage in (Protokoll.Lage.UTKAST, Protokoll.Lage.FRYST))

    @property
    def bara_avskrift(self) -> bool:
        return bool(self.protokollen) and all(p.lage == Protokoll.Lage.AVSKRIFT for p in self.protokollen)

    # Its §§

    @cached_property
    def paragrafer(self) -> tuple[Paragraf, ...]:
        """All lines of the dagordning in order, headings too."""
        return tuple(sorted(self.sammantrade.paragraferna.all(), key=lambda p: p.ordning))

    @cached_property
    def arenden(self) -> tuple[Paragraf, ...]:
        """The §§ whose text is still being written."""
        if self.sammantrade.lage in (Sammantrade.Lage.INSTALLT, Sammantrade.Lage.HANVISNING):
            return ()
        oppna = {None, *(p.pk for p in self.utkasten)}
        return tuple(
            p
            for p in self.paragrafer
            if p.slag != Paragraf.Slag.RUBRIK and p.protokoll_id in oppna and not p.genom_hanvisning
        )

    @cached_property
    def avskrivna(self) -> tuple[Paragraf, ...]:
        """The §§ that were read in from adjusted minutes."""
        lasta = {p.pk for p in self.protokollen if p.lage == Protokoll.Lage.AVSKRIFT}
        return tuple(p for p in self.paragrafer if p.protokoll_id in lasta)

    @cached_property
    def behandlade(self) -> tuple[Paragraf, ...]:
        """Those that the meeting has left behind: nothing is missing from a § that has not been reached."""
        if self.avslutat:
            return self.arenden
        aktuell = next((p for p in self.paragrafer if p.pk == self.sammantrade.aktuell_id), None)
        # What is adjusted at once is done with, wherever the meeting is.
        genast = {p.pk for p in self.utkasten if p.slag == Protokoll.Slag.OMEDELBART}
        return tuple(p for p in self.arenden if p.protokoll_id in genast or (aktuell and p.ordning < aktuell.ordning))

    @property
    def avgjorda(self) -> tuple[Paragraf, ...]:
        """Those in which something was decided."""
        return tuple(p for p in self.behandlade if p.slag == Paragraf.Slag.ARENDE and p.utfall != Paragraf.Utfall.UTGAR)

    @cached_property
    def med_forlopp(self) -> tuple[Paragraf, ...]:
        """Those in which something was moved, voted on or announced: few, and the only ones such checks look at."""
        return tuple(
            p
            for p in self.arenden
            if p.yrkandena.all() or p.propositionerna.all() or p.omrostningarna.all() or p.anmalningarna.all()
        )

    @cached_property
    def behandlade_med_forlopp(self) -> tuple[Paragraf, ...]:
        return tuple(p for p in self.med_forlopp if p in self.behandlade)

    @cached_property
    def omrostningar(self) -> tuple[tuple[Paragraf, str, Omrostning], ...]:
        """Each vote with its §, and what it is called: "Omröstningen", or "Omröstning nr 2" where there are several."""
        ut = []
        for p in self.med_forlopp:
            alla = list(p.omrostningarna.all())
            for n, o in enumerate(alla, start=1):
                ut.append((p, "Omröstningen" if len(alla) == 1 else f"Omröstning nr {n}", o))
        return tuple(ut)

    def skede_for(self, paragraf: Paragraf) -> str:
        """A transcript is adjusted already: it is mended before others read it."""
        return ANSLAG if paragraf in self.avskrivna else self.skede

    # Who was there

    @cached_property
    def _vid(self) -> dict[int, narvaro.VidParagraf]:
        return {p.pk: v for p, v in zip(self.lista.paragrafer, self.lista.vid, strict=True)}

    def vid(self, paragraf: Paragraf) -> narvaro.VidParagraf:
        return self._vid[paragraf.pk]

    @cached_property
    def _deltagarna(self) -> dict[int, Motesdeltagare]:
        return {d.pk: d for d in self.lista.deltagare}

    def deltagaren(self, pk: int) -> Motesdeltagare:
        return self._deltagarna[pk]

    def namn(self, pk: int) -> str:
        return self._deltagarna[pk].namn_med_parti

    @cached_property
    def deltagare_av_person(self) -> dict[int, int]:
        return {d.person_id: d.pk for d in self.lista.deltagare if d.person_id}

    # What will be printed

    @cached_property
    def _rena(self) -> dict[Del, str]:
        return {}

    def ren(self, del_: Del) -> str:
        """The words of a beslut or avsnitt."""
        if del_ not in self._rena:
            self._rena[del_] = html_to_text(del_.text) if del_.text else ""
        return self._rena[del_]

    @cached_property
    def _texter(self) -> dict[int, tuple[Textstycke, ...]]:
        return {}

    def texter(self, paragraf: Paragraf) -> tuple[Textstycke, ...]:
        if paragraf.pk not in self._texter:
            self._texter[paragraf.pk] = tuple(t for t in self._alla_texter(paragraf) if t.text)
        return self._texter[paragraf.pk]

    def _alla_texter(self, p: Paragraf) -> Iterable[Textstycke]:
        yield Textstycke("rubriken", p.rubrik, "rubrik", partial(lankar.huvudet, p))
        yield Textstycke("föredragande", p.foredragande, "foredragande", partial(lankar.arendet, p))
        for del_ in p.delar():
            yield Textstycke(f"”{del_.rubrik}”", self.ren(del_), del_.ankare, partial(lankar.delen, del_))
        if p not in self.med_forlopp:
            return
        for y in p.yrkandena.all():
            ord_ = f"{y.text}\n{y.egen_lydelse}".strip()
            yield Textstycke("yrkandet", ord_, f"y{y.pk}", partial(lankar.yrkandet, p, y))
        for f in p.propositionerna.all():
            yield Textstycke("beslutsgången", f.egen_lydelse, f"f{f.pk}", partial(lankar.beslutsgangen, p))
        for o in p.omrostningarna.all():
            ord_ = f"{o.ja_innebar}\n{o.nej_innebar}\n{o.egen_lydelse}".strip()
            yield Textstycke("omröstningen", ord_, f"o{o.pk}", partial(lankar.omrostningen, o))
        for a in p.anmalningarna.all():
            ord_ = f"{a.till_forman_for}\n{html_to_text(a.motivering)}\n{html_to_text(a.egen_lydelse)}".strip()
            yield Textstycke(f"”{a.get_slag_display()}”", ord_, f"a{a.pk}", partial(lankar.anmalan, p, a))


def _antal_mandat(mandaten: Sequence, sammantrade: Sammantrade) -> int:
    dag = sammantrade.datum
    return sum(
        organ == sammantrade.organ_id and fran <= dag and (till is None or till >= dag)
        for organ, fran, till in mandaten
    )


def underlag_for(sammantraden: Iterable[Sammantrade], *, today: date) -> list[Underlag]:
    """One Underlag for each, with the same number of queries whatever they hold."""
    pks = [s.pk for s in sammantraden]
    alla = Sammantrade.objects.select_related("organ").prefetch_related(*_FORHAMTA, *UNDERLAG).in_bulk(pks)
    organ_ids = {s.organ_id for s in alla.values()}
    ar = {s.ar for s in alla.values()}
    register = Organregister.av(Organ.objects.values_list("pk", "namn", "kortnamn", "overordnat"))
    mandaten = list(Mandat.objects.filter(organ__in=organ_ids).values_list("organ", "fran", "till"))
    tagna: dict[tuple[int, int], set[int]] = {}
    for modell in (Paragraf, MakuleratNummer):
        rader = modell.objects.filter(organ__in=organ_ids, ar__in=ar, nummer__isnull=False)
        for organ, aret, nummer in rader.order_by().values_list("organ", "ar", "nummer"):
            tagna.setdefault((organ, aret), set()).add(nummer)
    ut = []
    for pk in pks:
        s = alla[pk]
        paragrafer = sorted(s.paragraferna.all(), key=lambda p: p.ordning)
        protokollen = {p.pk: p for p in s.protokollen.all()}
        for p in paragrafer:
            # The very objects that are here already: asking a § for them costs nothing.
            p.sammantrade, p.organ, p.protokoll = s, s.organ, protokollen.get(p.protokoll_id)
        ut.append(
            Underlag(
                sammantrade=s,
                today=today,
                lista=narvarolista(
                    s,
                    paragrafer=paragrafer,
                    deltagare=s.motesdeltagarna.all(),
                    handelser=s.narvarohandelserna.all(),
                ),
                mall=tuple(s.organ.mall()),
                organregister=register,
                tagna_nummer=frozenset(tagna.get((s.organ_id, s.ar), ())),
                antal_mandat=_antal_mandat(mandaten, s),
            )
        )
    return ut
