"""A justerat protokoll is put on the web, with what is to be withheld masked, and taken away again."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Kommun, Person
from kommun.pdf import PdfFel
from kommun.utskick import ny_bilaga
from kommun.varden import fran_json, som_json
from protokoll.dokumentvarden import Dokument
from protokoll.frysning import senaste
from protokoll.kontrollkod import kontrollkod
from protokoll.maskering import FORVALT, SEKRETESS, Mask, Maskerat, finns, finns_i_paragrafen, utan_i_text
from protokoll.maskering import maskera as maskera_dokument
from protokoll.models import Maskering, Paragraf, Protokoll, Protokollsversion, Publicering
from protokoll.publiceringskoll import Publiceringskoll, granska
from protokoll.utskrift import protokoll_pdf

Lage = Protokoll.Lage
Slag = Maskering.Slag
ERSATT = "Ersatt av en ny publicering"


@dataclass(frozen=True)
class Underlag:
    """What would be published now."""

    protokoll: Protokoll
    version: Protokollsversion
    dokument: Dokument
    maskeringar: tuple[Maskering, ...]
    # The §§ in the order in which the document prints them.
    paragrafer: tuple[Paragraf, ...]
    webb: Maskerat
    koll: Publiceringskoll

    @property
    def ar_maskerat(self) -> bool:
        return bool(self.maskeringar or self.hemliga)

    @property
    def hemliga(self) -> tuple[Paragraf, ...]:
        """Those that were closed after it was frozen: of them the web version says the number."""
        return tuple(p for p in self.paragrafer if p.sekretess)


def hinder(protokoll: Protokoll) -> str | None:
    """Why it cannot be published, as a sentence; None when it can."""
    if protokoll.slag == Protokoll.Slag.SEKRETESS:
        return "Protokollet har paragrafer med sekretess och publiceras inte på webben."
    match protokoll.lage:
        case Lage.AVSKRIFT:
            return "Protokollet är en inläst avskrift. Bara det som har justerats i Fullgjort publiceras härifrån."
        case Lage.UTKAST | Lage.FRYST:
            return "Protokollet är inte justerat. Det blir en allmän handling först då, och kan publiceras."
    if not protokoll.versionerna.exists():
        return "Protokollet har ingen fryst version, så det finns ingen PDF att publicera."
    return None


def hinder_att_maskera(protokoll: Protokoll) -> str | None:
    if protokoll.slag == Protokoll.Slag.SEKRETESS:
        return hinder(protokoll)
    if protokoll.lage not in Protokoll.LAST or not protokoll.versionerna.exists():
        return "Protokollet är inte fryst än. Texten kan fortfarande ändras, så det går inte att maskera i den."
    return None


def gallande(protokoll: Protokoll) -> Publicering | None:
    """What is on the web now."""
    return protokoll.publiceringarna.filter(borttagen=None).select_related("protokollsversion", "av__person").first()


def maskeringarna(protokoll: Protokoll) -> list[Maskering]:
    return list(
        Maskering.objects.filter(paragraf__protokoll=protokoll)
        .select_related("paragraf")
        .order_by("paragraf__ordning", "pk")
    )


def masker(maskeringar, paragrafer) -> tuple[Mask, ...]:
    platser = {p.pk: n for n, p in enumerate(paragrafer)}
    return tuple(Mask(platser[m.paragraf_id], m.slag, m.text, m.ersattning) for m in maskeringar)


def hemliga_masker(paragrafer) -> tuple[Mask, ...]:
    return tuple(Mask(n, SEKRETESS) for n, p in enumerate(paragrafer) if p.sekretess)


def _paragraferna(protokoll: Protokoll) -> tuple[Paragraf, ...]:
    return tuple(protokoll.paragraferna.exclude(slag=Paragraf.Slag.RUBRIK).order_by("ordning"))


def kanda_namn() -> frozenset[str]:
    """Förtroendevalda and officials, now or before: their names may stand in a protokoll on the web."""
    rader = Person.objects.filter(mandaten__isnull=False) | Person.objects.filter(tjansterna__isnull=False)
    return frozenset(rader.order_by().values_list("namn", flat=True).distinct())


def egna_domaner() -> frozenset[str]:
    """The municipality's own, of its address and its site: what is written with them is no private person's."""
    kommun = Kommun.objects.first()
    namn = (kommun.epost.rpartition("@")[2], urlsplit(kommun.webbplats).hostname or "") if kommun else ()
    return frozenset(n.lower().removeprefix("www.") for n in namn if n)


def underlag(protokoll: Protokoll) -> Underlag:
    """Of a protokoll that has a version."""
    version = senaste(protokoll)
    dokument = fran_json(Dokument, version.innehall)
    paragrafer, rader = _paragraferna(protokoll), maskeringarna(protokoll)
    maskade = masker(rader, paragrafer) + hemliga_masker(paragrafer)
    webb = maskera_dokument(dokument, maskade)
    return Underlag(
        protokoll=protokoll,
        version=version,
        dokument=dokument,
        maskeringar=tuple(rader),
        paragrafer=paragrafer,
        webb=webb,
        koll=granska(webb, maskade, kanda=kanda_namn(), egna=egna_domaner()),
    )


def _las(protokoll_id: int) -> Protokoll:
    return (
        Protokoll.objects.select_for_update(of=("self",), no_key=True)
        .select_related("sammantrade__organ")
        .get(pk=protokoll_id)
    )


@transaction.atomic
def maskera(paragraf: Paragraf, *, slag: str, text: str = "", ersattning: str = "", skal: str = "", by) -> Maskering:
    """Withhold a § of the web version, its heading, or each place where it says `text`. The same twice is once."""
    if paragraf.protokoll_id is None:
        raise DomanFel("Paragrafen ligger inte i något protokoll.")
    protokoll = _las(paragraf.protokoll_id)
    if mening := hinder_att_maskera(protokoll):
        raise DomanFel(mening)
    text = text.strip() if slag == Slag.STYCKE else ""
    ersattning = ersattning.strip() or FORVALT[slag]
    redan = paragraf.maskeringarna.filter(slag=slag, text=text).first()
    if redan and redan.ersattning == ersattning:
        return redan
    if slag == Slag.STYCKE:
        _kontrollera_passage(protokoll, paragraf, text, ersattning)
    ny = redan or Maskering(paragraf=paragraf, slag=slag, text=text)
    ny.ersattning, ny.skal = ersattning, skal.strip() or ny.skal
    return spara(
        ny, by=by, reason=f"Maskerade i webbversionen: {ny.get_slag_display().lower()} i {paragraf.beteckning}"
    )


def _kontrollera_passage(protokoll: Protokoll, paragraf: Paragraf, text: str, ersattning: str) -> None:
    if not text:
        raise DomanFel("Markera eller klistra in den text som ska tas bort.")
    paragrafer = _paragraferna(protokoll)
    plats = next((n for n, p in enumerate(paragrafer) if p.pk == paragraf.pk), -1)
    dokument = fran_json(Dokument, senaste(protokoll).innehall)
    if not finns(dokument, Mask(plats, Slag.STYCKE, text, ersattning)):
        raise DomanFel(
            f"Texten finns inte i {paragraf.beteckning}. Klistra in den precis som den står där, med hela ord."
        )
    if utan_i_text(ersattning, Mask(0, Slag.STYCKE, text)) != ersattning:
        raise DomanFel("Det som ska stå i stället innehåller det som ska tas bort.")


@transaction.atomic
def maskera_overallt(protokoll: Protokoll, *, text: str, by) -> list[Maskering]:
    """Withhold it in every § that says it; what stands on the front page alone goes with the first §. What stands
    instead is what somebody has chosen for it already."""
    protokoll = _las(protokoll.pk)
    if mening := hinder_att_maskera(protokoll):
        raise DomanFel(mening)
    webb = underlag(protokoll).webb.dokument
    paragrafer = _paragraferna(protokoll)
    har = [p for n, p in enumerate(paragrafer) if finns_i_paragrafen(webb, Mask(n, Slag.STYCKE, text))]
    gjorda = list(Maskering.objects.filter(paragraf__protokoll=protokoll, slag=Slag.STYCKE, text=text.strip()))
    if gjorda and not har:
        return gjorda
    redan = gjorda[0] if gjorda else None
    som = {"ersattning": redan.ersattning, "skal": redan.skal} if redan else {}
    return [maskera(p, slag=Slag.STYCKE, text=text, by=by, **som) for p in har or paragrafer[:1]]


@transaction.atomic
def ta_bort_maskering(maskering: Maskering, *, by) -> None:
    """Show it again, from the next publication. Doing it twice is no error."""
    _las(maskering.paragraf.protokoll_id)
    nu = Maskering.objects.filter(pk=maskering.pk).first()
    if nu:
        ta_bort(nu, by=by, reason=f"Tog bort en maskering i {nu.paragraf.beteckning}")


def publicera(
    protokoll: Protokoll,
    *,
    skal: str = "",
    bedomt: bool = False,
    by,
    tryck: Callable[[Dokument], bytes] = protokoll_pdf,
) -> Publicering:
    """Put the last version on the web, less what is masked. The same content as is there already is that publication.

    `skal` is why a personnummer that was found may stand; `bedomt` that somebody has looked at the names pointed out.
    The PDF of a web version is made before anything is locked; when a mask comes meanwhile it is made anew.
    """
    for _ in range(3):
        nu = Protokoll.objects.select_related("sammantrade__organ").get(pk=protokoll.pk)
        if mening := hinder(nu):
            raise DomanFel(mening)
        att_publicera = underlag(nu)
        _krav(att_publicera.koll, skal=skal.strip(), bedomt=bedomt)
        try:
            pdf = tryck(att_publicera.webb.dokument) if att_publicera.ar_maskerat else None
        except PdfFel as fel:
            raise DomanFel(f"Webbversionen kunde inte skrivas ut. {fel}") from fel
        if publicering := _publicera(att_publicera, pdf, skal=skal.strip(), by=by):
            return publicering
    raise DomanFel("Någon ändrar maskeringarna just nu. Vänta en stund och försök igen.")


def _krav(koll: Publiceringskoll, *, skal: str, bedomt: bool) -> None:
    if koll.ej_funna:
        raise DomanFel("En maskering hittar inte sin text längre. Ta bort den, eller gör en ny, innan du publicerar.")
    if koll.personnummer and not skal:
        raise DomanFel(
            "Det som ska publiceras innehåller det som ser ut som ett personnummer. "
            "Maskera det, eller skriv varför det får stå kvar."
        )
    if koll.att_bedoma and not bedomt:
        raise DomanFel("Gå igenom namnen som pekas ut och kryssa för att du har gjort det.")


@transaction.atomic
def _publicera(u: Underlag, pdf: bytes | None, *, skal: str, by) -> Publicering | None:
    nu = _las(u.protokoll.pk)
    if mening := hinder(nu):
        raise DomanFel(mening)
    if senaste(nu) != u.version or maskeringarna_som_varden(nu) != [_varde(m) for m in u.maskeringar]:
        return None
    if [p.sekretess for p in _paragraferna(nu)] != [p.sekretess for p in u.paragrafer]:
        return None
    innehall = som_json(u.webb.dokument)
    fore = gallande(nu)
    if fore and not skiljer(u, fore):
        return fore
    if fore:
        fore.borttagen, fore.borttagen_skal = timezone.now(), ERSATT
        spara(fore, by=by, reason=ERSATT)
    datum, organ = u.dokument.datum, nu.sammantrade.organ
    bilaga = pdf and ny_bilaga(
        namn=f"{organ.kortnamn.lower()}-{datum:%Y-%m-%d}-webbversion.pdf", typ="application/pdf", innehall=pdf
    )
    ny = Publicering(
        protokoll=nu,
        protokollsversion=u.version,
        innehall=innehall,
        bilaga=bilaga,
        kontrollkod=kontrollkod(u.webb.dokument) if pdf else "",
        publicerad=timezone.now(),
        av=by,
    )
    handelse = f"Publicerade version {u.version.nummer} på webben"
    if u.koll.personnummer:
        handelse += f". Ett personnummer fick stå kvar: {skal}"
    return spara(ny, by=by, reason=handelse)


def _varde(m: Maskering) -> tuple:
    return m.paragraf_id, m.slag, m.text, m.ersattning


def maskeringarna_som_varden(protokoll: Protokoll) -> list[tuple]:
    return [_varde(m) for m in maskeringarna(protokoll)]


def skiljer(u: Underlag, publicering: Publicering) -> bool:
    """Whether publishing now would show something else than is shown."""
    return publicering.protokollsversion_id != u.version.pk or publicering.innehall != som_json(u.webb.dokument)


@transaction.atomic
def avpublicera(protokoll: Protokoll, *, skal: str, by) -> Publicering:
    """Take it away from the web; its addresses say that it was there. Doing it twice is no error."""
    nu = _las(protokoll.pk)
    publicering = gallande(nu)
    if publicering is None:
        sista = nu.publiceringarna.order_by("-borttagen").first()
        if sista is None:
            raise DomanFel("Protokollet är inte publicerat, så det finns inget att ta bort.")
        return sista
    if not skal.strip():
        raise DomanFel("Skriv varför protokollet tas bort från webben, till exempel ”ett namn ska maskeras”.")
    publicering.borttagen, publicering.borttagen_skal = timezone.now(), skal.strip()
    return spara(publicering, by=by, reason=f"Tog bort från webben: {skal.strip()}")
