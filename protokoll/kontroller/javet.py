"""Jäv: who has it takes no part in the ärende at all (KL 5:47–49, 6:28–32)."""

from kommun.models import Avsnittstyp
from protokoll import lankar
from protokoll.klarkoll import JUSTERING, fel, varning


def _spar(u, p, javig: int):
    """What somebody jävig is recorded as at the §: (as what, where)."""
    for y in p.yrkandena.all():
        if not y.aterkallat and any(v.deltagare_id == javig for v in y.yrkarna.all()):
            yield "yrkande", "har ett yrkande", lankar.yrkandet(p, y), y.pk
    for o in p.omrostningarna.all():
        if any(r.deltagare_id == javig for r in o.rosterna.all()):
            yield "rost", "har en röst i omröstningen", lankar.omrostningen(o), o.pk
    for a in p.anmalningarna.all():
        if any(v.deltagare_id == javig for v in a.anmalarna.all()):
            ord_ = f"har en anmälan ({a.get_slag_display().lower()})"
            yield "anmalan", ord_, lankar.anmalan(p, a), a.pk


def javig_deltar(u):
    for p in u.arenden:
        for javig in sorted(u.vid(p).javiga):
            for vad, ord_, url, pk in _spar(u, p, javig):
                text = f"{u.namn(javig)} är jävig men {ord_}."
                yield fel("javig_deltar", text, url, skede=JUSTERING, paragraf=p, nyckel=f"{javig}:{vad}{pk}")


def javig_leder(u):
    for h in u.lista.handelser:
        p = next((p for p in u.arenden if p.pk == h.paragraf_id), None)
        if p and h.slag == "ordforande" and h.deltagare_id in u.vid(p).javiga:
            text = f"{u.namn(h.deltagare_id)} är jävig men antecknad som den som leder sammanträdet."
            url = lankar.narvaron_vid(p)
            yield fel("javig_leder", text, url, skede=JUSTERING, paragraf=p, nyckel=f"d{h.deltagare_id}")


def jav_bara_i_texten(u):
    """The section Jäv says something, and nobody is recorded: front page and § would differ."""
    for p in u.arenden:
        for a in p.avsnitten.all():
            if a.typ == Avsnittstyp.JAV and u.ren(a) and not u.vid(p).javiga:
                text = "Avsnittet om jäv har text, men ingen är antecknad som jävig i närvaron."
                url = lankar.narvaron_vid(p)
                yield varning("jav_bara_i_texten", text, url, skede=JUSTERING, paragraf=p, nyckel=f"s{a.pk}")


KONTROLLER = (javig_deltar, javig_leder, jav_bara_i_texten)
