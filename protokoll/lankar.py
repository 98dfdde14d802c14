"""Where something is mended: the address of the very field, for the lines of klarkoll."""

from django.urls import NoReverseMatch, reverse


def _lank(namn: str, pk: int, *, annars: str, ankare: str = "") -> str:
    """The page by its name; `annars` where that page does not exist."""
    try:
        adress = reverse(f"protokoll:{namn}", args=[pk])
    except NoReverseMatch:
        return annars
    return f"{adress}#{ankare}" if ankare else adress


def sammantradet(s, ankare: str = "") -> str:
    return f"{s.get_absolute_url()}#{ankare}" if ankare else s.get_absolute_url()


def tid_och_plats(s) -> str:
    return _lank("sammantrade-andra", s.pk, annars=sammantradet(s))


def dagordningen(s, ankare: str = "") -> str:
    return _lank("dagordning", s.pk, annars=sammantradet(s, "dagordning"), ankare=ankare)


def arendet(p) -> str:
    """The line of the § on the dagordning."""
    return dagordningen(p.sammantrade, f"arende-{p.pk}")


def kallelsen(s) -> str:
    return _lank("kallelse", s.pk, annars=sammantradet(s))


def narvaron(s, ankare: str = "") -> str:
    return _lank("narvaro", s.pk, annars=sammantradet(s, "narvaro"), ankare=ankare)


def narvaron_vid(p) -> str:
    return narvaron(p.sammantrade, f"paragraf-{p.pk}")


def justerarna(s) -> str:
    return _lank("justerare", s.pk, annars=sammantradet(s))


def huvudet(p) -> str:
    """Heading and diarienummer of a §."""
    return reverse("protokoll:paragraf-andra", args=[p.pk])


def paragrafen(p, ankare: str = "") -> str:
    """The page where the § is written."""
    annars = f"{p.get_absolute_url()}#{ankare}" if ankare else p.get_absolute_url()
    return _lank("skriv", p.pk, annars=annars, ankare=ankare)


def delen(del_) -> str:
    """A beslut or avsnitt: where the § is written, or in a transcript where the part is mended with a reason."""
    p = del_.paragraf
    if p.protokoll and p.protokoll.lage == p.protokoll.Lage.AVSKRIFT:
        return del_.andra_url
    return _lank("skriv", p.pk, annars=del_.andra_url, ankare=del_.ankare)


def beslutet(p) -> str:
    """The first beslut of the §, or where one is written."""
    forsta = next(iter(p.besluten.all()), None)
    return delen(forsta) if forsta else paragrafen(p, "beslut")


def utfallet(p) -> str:
    return _lank("paragraf-utfall", p.pk, annars=arendet(p))


def yrkandet(p, yrkande) -> str:
    return _lank("yrkande-andra", yrkande.pk, annars=paragrafen(p, "yrkanden"))


def beslutsgangen(p) -> str:
    return _lank("beslutsgang", p.pk, annars=paragrafen(p, "beslutsgang"))


def omrostningen(o) -> str:
    return _lank("omrostning", o.pk, annars=beslutsgangen(o.paragraf))


def anmalan(p, a) -> str:
    return _lank("anmalan-andra", a.pk, annars=paragrafen(p, "anmalningar"))


def paragrafserien(s) -> str:
    serien = _lank("paragrafserie", s.organ_id, annars=sammantradet(s, "dagordning"))
    return f"{serien}?ar={s.ar}" if "#" not in serien else serien
