"""What the mail with a protokollsutdrag says: plain text, calm and short."""

from collections.abc import Sequence

from kommun.kalender import dag_i_ord
from kommun.models import Organ
from protokoll.utdragsvarden import Utdrag


def brev(utdrag: Utdrag, *, organ: Organ, av: str, rattad: bool, bilagor: Sequence[str] = ()) -> tuple[str, str]:
    """(amne, text)."""
    dag = dag_i_ord(utdrag.datum, veckodag=False)
    besluten = "\n".join(f"{p.beteckning} {p.rubrik}" for p in utdrag.paragrafer)
    en = len(utdrag.paragrafer) == 1
    stycken = [
        "Hej!",
        f"Här är protokollsutdraget från sammanträdet med {organ.i_mening} den {dag}. Det gäller:\n{besluten}",
        "Utdraget är rättat och ersätter det som skickades tidigare." if rattad else "",
        f"Protokollet justerades den {dag_i_ord(utdrag.justeringsdag, veckodag=False)}."
        if utdrag.justeringsdag
        else "",
        f"{'Paragrafen' if en else 'Paragraferna'} finns i den bifogade filen.",
        "\n".join(["Bilagor som följer med:", *bilagor]) if bilagor else "",
        f"Frågor om {'beslutet' if en else 'besluten'} besvaras av {organ.epost}." if organ.epost else "",
        "\n".join(filter(None, ["Vänliga hälsningar", av, utdrag.organ])),
    ]
    ord_ = "Rättat protokollsutdrag" if rattad else "Protokollsutdrag"
    return f"{ord_}: {utdrag.organ} {dag}, {utdrag.paragrafspann}", "\n\n".join(filter(None, stycken)) + "\n"
