"""Votes: the sum, who voted, and what it came to (KL 4:25, 5:54–57)."""

from kommun.models import Organ
from protokoll import lankar
from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.models import Omrostning, Paragraf, Yrkande
from protokoll.omrostning import bristerna, rakning, rostberattigade, utgangen


def forst_vann(o) -> bool:
    """Whether what the proposition puts first won the vote."""
    return (o.utfall == Omrostning.Utfall.JA) != o.ja_ar_mot


def _alla(u):
    """(§, what the vote is called, vote, address, end of the key)."""
    for p, namn, o in u.omrostningar:
        yield p, namn, o, lankar.omrostningen(o), f"o{o.pk}"


def utfall_saknas(u):
    for p, namn, o, url, nyckel in _alla(u):
        if p in u.behandlade and o.utfall is None:
            yield fel("utfall_saknas", f"{namn} har inget utfall.", url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def roster_mot_narvaron(u):
    """Presence may have been changed after the vote. A röst of somebody jävig is another check's."""
    for p, namn, o, url, nyckel in _alla(u):
        if p in u.behandlade or not o.sluten:
            for b in bristerna(o, p, u.lista):
                if b.person not in u.vid(p).javiga:
                    text, vilken = f"{namn}: {b.text}", f"{nyckel}:{b.person or ''}"
                    yield fel(b.kod, text, url, skede=JUSTERING, paragraf=p, nyckel=vilken)


def sluten_summa(u):
    """Fewer may have voted than serve, if somebody handed in no ballot: to be looked at."""
    for p, namn, o, url, nyckel in _alla(u):
        if not o.sluten or p not in u.behandlade:
            continue
        antal, summa = len(rostberattigade(p, u.lista)), rakning(o).summa
        if o.ja is None or o.nej is None:
            text = f"{namn} är sluten och saknar röstetal."
            yield fel("rostetal_saknas", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)
        elif summa < antal:
            text = f"{namn}: bara {summa} röster är räknade, men {antal} tjänstgör vid paragrafen."
            yield varning("sluten_summa", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def _minoritet_racker(u, p: Paragraf, o) -> bool:
    """In fullmäktige a third is enough for återremiss or bordläggning (KL 5:50)."""
    if u.sammantrade.organ.slag != Organ.Slag.FULLMAKTIGE or not o.proposition_id:
        return False
    forslag = {f.pk: f.forslag_id for f in p.propositionerna.all()}.get(o.proposition_id)
    slag = {y.pk: y.slag for y in p.yrkandena.all()}.get(forslag)
    return slag in (Yrkande.Slag.ATERREMISS, Yrkande.Slag.BORDLAGGNING)


def utfall_mot_rosterna(u):
    """The most votes win; of a tie in an open vote the chair's röst does, in a closed one the lot."""
    for p, namn, o, url, nyckel in _alla(u):
        if o.utfall is None or not rakning(o).summa or _minoritet_racker(u, p, o):
            continue
        if mening := utgangen(o, u.vid(p).ordforande).fel:
            text = f"{namn}: {mening}"
            yield fel("utfall_mot_rosterna", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def utfall_mot_beslutsgangen(u):
    """A ja-röst is for what the proposition puts first, unless the vote says otherwise."""
    for p, namn, o, url, nyckel in _alla(u):
        bifall = {f.pk: f.bifall for f in p.propositionerna.all()}.get(o.proposition_id)
        if o.utfall is not None and bifall is not None and bifall != forst_vann(o):
            text = f"{namn} fick utfallet {o.utfall}, men beslutsgången säger att det andra förslaget antogs."
            yield fel("utfall_mot_beslutsgangen", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


KONTROLLER = (utfall_saknas, roster_mot_narvaron, sluten_summa, utfall_mot_rosterna, utfall_mot_beslutsgangen)
