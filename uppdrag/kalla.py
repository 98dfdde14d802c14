"""The beslut that gave an uppdrag of before: found where its § is here, else made as far as somebody tells of it."""

from datetime import date

from django.db.models import Max

from kommun.editor import text_to_html
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Organ
from protokoll.models import Beslut, Paragraf, Protokoll, Sammantrade
from protokoll.skrivning import STEG


class FleraBeslut(DomanFel):
    """The § is here and has several beslut: which of them gave it must be said."""


def paragrafen(organ: Organ, datum: date, nummer: int) -> Paragraf | None:
    """The § of that number and year, when it is here. Raises DomanFel when it is of another day."""
    paragraf = (
        Paragraf.objects.filter(organ=organ, ar=datum.year, nummer=nummer)
        .select_related("organ", "sammantrade__organ")
        .first()
    )
    if paragraf and paragraf.sammantrade.datum != datum:
        raise DomanFel(
            f"{organ.kortnamn} § {nummer} är från {dag_i_ord(paragraf.sammantrade.datum, veckodag=False)}, "
            f"inte {dag_i_ord(datum, veckodag=False)}. Kontrollera dagen och paragrafen."
        )
    return paragraf


def beslut_som_gav(
    organ: Organ, datum: date, nummer: int, *, text: str, rubrik: str, orsak: str, by, dnr: str = ""
) -> Beslut:
    """The single beslut of the §. A § that is not here is made, marked "känd genom hänvisning", with `text` and
    `rubrik`; when its protokoll is read in, it is filled. The caller holds the lock of the organ."""
    paragraf = paragrafen(organ, datum, nummer)
    if paragraf:
        besluten = list(paragraf.besluten.all())
        if len(besluten) != 1:
            raise FleraBeslut(
                f"{paragraf} har {len(besluten) or 'inget'} beslut. Logga uppdraget från den paragrafen i stället."
            )
        return besluten[0]
    sammantrade = _sammantrade_for_hanvisning(organ, datum, nummer, orsak, by)
    hogst = sammantrade.paragraferna.aggregate(n=Max("ordning"))["n"] or 0
    paragraf = spara(
        Paragraf(
            sammantrade=sammantrade,
            organ=organ,
            ar=datum.year,
            nummer=nummer,
            ordning=hogst + 1,
            rubrik=rubrik,
            dnr=dnr,
            genom_hanvisning=True,
        ),
        by=by,
        reason=orsak,
    )
    return spara(
        Beslut(paragraf=paragraf, rubrik=f"{organ.genitiv} beslut", text=text_to_html(text), ordning=STEG),
        by=by,
        reason=orsak,
    )


def _sammantrade_for_hanvisning(organ: Organ, datum: date, nummer: int, orsak: str, by) -> Sammantrade:
    """The meeting a reference § may stand in: one known by reference too, or one that is here as a transcript."""
    sammantrade = Sammantrade.objects.filter(organ=organ, datum=datum).first()
    if sammantrade is None:
        return spara(Sammantrade(organ=organ, datum=datum, lage=Sammantrade.Lage.HANVISNING), by=by, reason=orsak)
    eget = sammantrade.protokollen.exclude(lage=Protokoll.Lage.AVSKRIFT).exists()
    if sammantrade.lage not in (Sammantrade.Lage.HANVISNING, Sammantrade.Lage.AVSLUTAT) or eget:
        raise DomanFel(f"{sammantrade} har ingen § {nummer}. Kontrollera dagen och paragrafen.")
    return sammantrade
