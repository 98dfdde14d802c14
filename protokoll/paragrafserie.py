"""The series of § numbers of an organ in a year: taken under lock, never given twice, and shown whole."""

from dataclasses import dataclass
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import Max

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Organ
from protokoll.models import MakuleratNummer, Paragraf, Paragrafserie, Protokoll, Sammantrade
from protokoll.skrivning import kraver_skal, last_sentence


def _hogsta(organ: Organ, ar: int) -> int:
    """The highest number that the organ has used in the year: given, read in, or void."""
    givna, makulerade = (
        modell.objects.filter(organ=organ, ar=ar).aggregate(n=Max("nummer"))["n"] or 0
        for modell in (Paragraf, MakuleratNummer)
    )
    return max(givna, makulerade)


def las_serien(organ: Organ, ar: int, *, by) -> Paragrafserie:
    """The series, locked until the transaction ends. Two who need its first number at once get one series."""
    serier = Paragrafserie.objects.select_for_update().filter(organ=organ, ar=ar)
    if serie := serier.first():
        return serie
    try:
        with transaction.atomic():
            return spara(Paragrafserie(organ=organ, ar=ar), by=by, reason="Årets serie togs i bruk")
    except (IntegrityError, DomanFel):
        return serier.get()


@transaction.atomic
def ta_nummer(organ: Organ, ar: int, antal: int, *, by) -> range:
    """The next `antal` numbers, which nobody else gets. The series is locked until the caller's transaction ends."""
    if antal < 1:
        return range(0)
    serie = las_serien(organ, ar, by=by)
    forsta = max(serie.nasta, serie.forsta, _hogsta(organ, ar) + 1)
    serie.nasta = forsta + antal
    vilka = f"§ {forsta}" if antal == 1 else f"§§ {forsta}–{forsta + antal - 1}"
    spara(serie, by=by, reason=f"Gav {vilka}")
    return range(forsta, forsta + antal)


@transaction.atomic
def borja_serien(organ: Organ, ar: int, *, forsta: int, skal: str, by) -> Paragrafserie:
    """Let the series go on from `forsta`: the earlier §§ of the year are kept elsewhere. It only moves forward."""
    if not skal.strip():
        raise DomanFel("Skriv varför serien inte börjar på § 1, till exempel ”§§ 1–41 finns i det gamla systemet”.")
    serie = las_serien(organ, ar, by=by)
    if (serie.forsta, serie.skal) == (forsta, skal.strip()):
        return serie
    nasta = max(serie.nasta, _hogsta(organ, ar) + 1)
    if forsta < nasta:
        raise DomanFel(f"Serien har redan kommit till § {nasta}. Ange § {nasta} eller ett högre nummer.")
    serie.forsta, serie.nasta, serie.skal = forsta, forsta, skal.strip()
    return spara(serie, by=by, reason=f"Serien går vidare från § {forsta}")


@transaction.atomic
def makulera(paragraf: Paragraf, *, skal: str, by) -> MakuleratNummer:
    """Take the number from a §: it is void, never given again, and the series says why."""
    # The meeting first, as every act on a dagordning, then the §.
    sammantrade = Sammantrade.objects.select_for_update(no_key=True, of=("self",)).get(pk=paragraf.sammantrade_id)
    nu = Paragraf.objects.select_for_update(of=("self",)).select_related("protokoll", "organ").get(pk=paragraf.pk)
    if nu.nummer is None:
        if redan := nu.makulerade_nummer.order_by("-pk").first():
            return redan
        raise DomanFel("Ärendet har inget paragrafnummer att makulera.")
    if mening := last_sentence(nu):
        raise DomanFel(mening)
    if kraver_skal(nu):
        raise DomanFel(f"{nu.beteckning} står i ett inläst protokoll, och dess nummer är givna där.")
    if not skal.strip():
        raise DomanFel("Skriv varför numret makuleras, till exempel ”ärendet stod två gånger”.")
    makulerat = spara(
        MakuleratNummer(organ=nu.organ, ar=nu.ar, nummer=nu.nummer, paragraf=nu, skal=skal.strip()),
        by=by,
        reason=f"Makulerade § {nu.nummer}",
    )
    # Without number it stands in no protokoll; once the meeting is over it has nothing more to wait for.
    nu.nummer, nu.protokoll = None, None
    if sammantrade.lage == Sammantrade.Lage.AVSLUTAT:
        nu.utfall = Paragraf.Utfall.UTGAR
    spara(nu, by=by, reason=f"Makulerade § {makulerat.nummer}: {makulerat.skal}")
    return makulerat


@dataclass(frozen=True)
class Serierad:
    """One number of the series, or a run of numbers that no § has."""

    fran: int
    till: int
    lage: str
    paragraf: Paragraf | None = None
    skal: str = ""

    GIVET, MAKULERAT, SAKNAS, DUBBLETT = "givet", "makulerat", "saknas", "dubblett"

    @property
    def beteckning(self) -> str:
        return f"§ {self.fran}" if self.fran == self.till else f"§§ {self.fran}–{self.till}"

    @property
    def antal(self) -> int:
        return self.till - self.fran + 1


@dataclass(frozen=True)
class Serie:
    organ: Organ
    ar: int
    forsta: int
    nasta: int
    skal: str
    rader: tuple[Serierad, ...]

    def av(self, lage: str) -> tuple[Serierad, ...]:
        return tuple(r for r in self.rader if r.lage == lage)

    @property
    def antal_givna(self) -> int:
        return len({r.fran for r in self.av(Serierad.GIVET)})

    @property
    def luckor(self) -> tuple[Serierad, ...]:
        """Numbers that nobody has, and that nothing explains."""
        return tuple(r for r in self.av(Serierad.SAKNAS) if not r.skal)

    @property
    def antal_luckor(self) -> int:
        return sum(r.antal for r in self.luckor)

    @property
    def dubbletter(self) -> tuple[Serierad, ...]:
        return self.av(Serierad.DUBBLETT)


def serien(organ: Organ, ar: int) -> Serie:
    """The year's series in order: what was given, void numbers with reason, gaps, doubles. Constant queries."""
    rad = Paragrafserie.objects.filter(organ=organ, ar=ar).first()
    paragrafer = list(
        Paragraf.objects.filter(organ=organ, ar=ar, nummer__isnull=False)
        .select_related("sammantrade", "protokoll")
        .order_by("nummer", "pk")
    )
    makulerade = list(MakuleratNummer.objects.filter(organ=organ, ar=ar).select_related("paragraf__sammantrade"))
    angivna = _angivna(organ, ar)
    forsta = rad.forsta if rad else 1
    nasta = max([rad.nasta if rad else 1, *(p.nummer + 1 for p in paragrafer), *(m.nummer + 1 for m in makulerade)])
    vid: dict[int, list[Serierad]] = {}
    for p in paragrafer:
        vid.setdefault(p.nummer, []).append(Serierad(p.nummer, p.nummer, Serierad.GIVET, p))
    for m in makulerade:
        vid.setdefault(m.nummer, []).append(Serierad(m.nummer, m.nummer, Serierad.MAKULERAT, m.paragraf, m.skal))
    rader: list[Serierad] = []
    for nummer, har in sorted(vid.items()):
        dubbelt = len(har) > 1
        rader += [Serierad(nummer, nummer, Serierad.DUBBLETT, r.paragraf, r.skal) for r in har] if dubbelt else har
    skalen = angivna | dict.fromkeys(range(1, forsta), rad.skal if rad else "")
    saknas = [n for n in range(1, nasta) if n not in vid]
    # A run breaks where a number is given, and where the reason changes.
    for (_, skal), foljd in groupby(enumerate(saknas), key=lambda par: (par[1] - par[0], skalen.get(par[1], ""))):
        tal = [n for _, n in foljd]
        rader.append(Serierad(tal[0], tal[-1], Serierad.SAKNAS, skal=skal))
    rader.sort(key=lambda r: (r.fran, r.lage))
    return Serie(organ, ar, forsta, nasta, rad.skal if rad else "", tuple(rader))


def _angivna(organ: Organ, ar: int) -> dict[int, str]:
    """Numbers that a protokoll names on its front page without holding them: read in only in part."""
    ut: dict[int, str] = {}
    protokollen = Protokoll.objects.filter(sammantrade__organ=organ, sammantrade__ar=ar, lage=Protokoll.Lage.AVSKRIFT)
    for protokoll in protokollen.select_related("sammantrade"):
        dag = dag_i_ord(protokoll.sammantrade.datum, veckodag=False)
        mening = f"Ingår i protokollet från den {dag}, som är inläst i delar"
        ut |= dict.fromkeys(protokoll.angivna_paragrafer, mening)
    return ut
