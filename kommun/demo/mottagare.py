"""Receivers of the demo's decisions, with addresses that lead nowhere; one of them has none."""

from kommun.editor import html_to_text
from kommun.models import Avsnittstyp
from protokoll.inbjudan.svarsord import ar_slutmening
from protokoll.models import Avsnitt, Mottagare, Sandlista, Sandlisterad

SANDLISTOR = {
    "Revisorerna": ("Rut Revisor", "Rolf Revision"),
    "Råden": ("Kommunala pensionärsrådet", "Ungdomsrådet", "Rådet för funktionshinderfrågor"),
}


def adress(namn: str) -> str:
    """ "HR-avdelningen" → "hr-avdelningen@example.invalid"."""
    slatt = namn.lower().replace("- ", " ").translate(str.maketrans("åäöéü", "aaoeu"))
    return f"{'.'.join(slatt.split())}@example.invalid"


def mottagarna(bygge) -> None:
    """A row for each line that the §§ of the year have below "Beslutet skickas till"."""
    for namn, personer in SANDLISTOR.items():
        lista = bygge.spara(Sandlista(namn=namn))
        bygge.spara_nya(
            [Sandlisterad(lista=lista, namn=p, epost=adress(p), ordning=n) for n, p in enumerate(personer, start=1)]
        )
    rader, organ = [], {o.namn: o for o in bygge.organ.values()}
    avsnitten = Avsnitt.objects.filter(typ=Avsnittstyp.MOTTAGARE, paragraf__protokoll__isnull=False)
    for avsnitt in avsnitten.exclude(paragraf__protokoll__lage="avskrift"):
        namnen = [rad for rad in html_to_text(avsnitt.text).split("\n") if rad and not ar_slutmening(rad)]
        for n, namn in enumerate(dict.fromkeys(namnen), start=1):
            vem = {"slag": "extern"}
            if namn in bygge.forvaltningar:
                vem = {"slag": "forvaltning", "forvaltning": bygge.forvaltningar[namn]}
            elif namn in bygge.personer:
                vem = {"slag": "person", "person": bygge.personer[namn]}
            elif namn in organ:
                vem = {"slag": "organ", "organ": organ[namn]}
            rader.append(Mottagare(paragraf_id=avsnitt.paragraf_id, namn=namn[:200], ordning=n, **vem))
    bygge.spara_nya(rader)
