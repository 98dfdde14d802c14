"""Where something is mended: the address of the very field, for the lines of klarkoll."""

from django.urls import reverse


def _lank(namn: str, pk: int, ankare: str = "") -> str:
    adress = reverse(f"protokoll:{namn}", args=[pk])
    return f"{adress}#{ankare}" if ankare else adress


def sammantradet(s, ankare: str = "") -> str:
    return f"{s.get_absolute_url()}#{ankare}" if ankare else s.get_absolute_url()


def tid_och_plats(s) -> str:
    return _lank("sammantrade-andra", s.pk)


def dagordningen(s, ankare: str = "") -> str:
    return _lank("dagordning", s.pk, ankare)


def arendet(p) -> str:
    """The line of the § on the dagordning."""
    return dagordningen(p.sammantrade, f"arende-{p.pk}")


def kallelsen(s) -> str:
    return _lank("kallelse", s.pk)


def kungorelsen(s) -> str:
    return _lank("kungor", s.pk)


def narvaron(s, ankare: str = "") -> str:
    return _lank("narvaro", s.pk, ankare)


def narvaron_vid(p) -> str:
    return narvaron(p.sammantrade, f"paragraf-{p.pk}")


def justerarna(s, protokoll=None) -> str:
    """Where the justerare are chosen: of the meeting, or of a protokoll beside the ordinary one."""
    adress = _lank("justerare", s.pk)
    eget = protokoll and protokoll.slag != protokoll.Slag.ORDINARIE
    return f"{adress}?protokoll={protokoll.pk}" if eget else adress


def protokollen(s, ankare: str = "") -> str:
    """How its §§ are divided into protokoll."""
    return _lank("protokollen", s.pk, ankare)


def sekretessen(p) -> str:
    return reverse("protokoll:sekretess", args=[p.pk])


def huvudet(p) -> str:
    """Heading and diarienummer of a §."""
    return reverse("protokoll:paragraf-andra", args=[p.pk])


def paragrafen(p, ankare: str = "") -> str:
    """The page where the § is written."""
    return _lank("skriv", p.pk, ankare)


def delen(del_) -> str:
    """A beslut or avsnitt: where the § is written, or in a transcript where the part is mended with a reason."""
    p = del_.paragraf
    if p.protokoll and p.protokoll.lage == p.protokoll.Lage.AVSKRIFT:
        return del_.andra_url
    return _lank("skriv", p.pk, del_.ankare)


def beslutet(p) -> str:
    """The first beslut of the §, or where one is written."""
    forsta = next(iter(p.besluten.all()), None)
    return delen(forsta) if forsta else paragrafen(p, "beslut")


def utfallet(p) -> str:
    return _lank("paragraf-utfall", p.pk)


def yrkandet(p, yrkande) -> str:
    return _lank("yrkande-andra", yrkande.pk)


def beslutsgangen(p) -> str:
    return _lank("beslutsgang", p.pk)


def omrostningen(o) -> str:
    return _lank("omrostning", o.pk)


def anmalan(p, a) -> str:
    return _lank("anmalan-andra", a.pk)


def paragrafserien(s) -> str:
    return f"{_lank('paragrafserie', s.organ_id)}?ar={s.ar}"


def inbjudan(i) -> str:
    return _lank("inbjudan", i.pk)


def avgorandet(i) -> str:
    return _lank("inbjudan-avgor", i.pk)


def inbjudningarna(p, rad=None) -> str:
    """Where the invitations of a § are decided."""
    return _lank("inbjudan-besluta", p.pk, f"inbjudan-{rad.pk}" if rad else "")


def inbjudningsrutan(p) -> str:
    """The box beside the § that tells what its text says differently."""
    return _lank("paragraf", p.pk, "inbjudningarna")


def mottagarna(p) -> str:
    return _lank("mottagare", p.pk)
