"""The decisions: that there is one, whose it is, and who is told of it."""

from kommun.models import Avsnittstyp
from protokoll import lankar
from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.kontroller.dagordning import ar_formell
from protokoll.models import Beslut, Paragraf
from protokoll.organ_i_text import fel_organ


def _har_beslut(u, p: Paragraf) -> bool:
    return any(u.ren(b) for b in p.besluten.all())


def beslut_saknas(u):
    for p in u.avgjorda:
        if not p.utfall and not _har_beslut(u, p):
            url = lankar.beslutet(p)
            yield fel("beslut_saknas", "Paragrafen har inget beslut.", url, skede=JUSTERING, paragraf=p)


def mottagare_saknas(u):
    if not any(m.typ == Avsnittstyp.MOTTAGARE for m in u.mall):
        return
    for p in u.avgjorda:
        mottagare = [a for a in p.avsnitten.all() if a.typ == Avsnittstyp.MOTTAGARE]
        if ar_formell(p) or p.utfall == Paragraf.Utfall.BORDLAGT or not _har_beslut(u, p):
            continue
        if not any(u.ren(a) for a in mottagare):
            url = lankar.delen(mottagare[0]) if mottagare else lankar.paragrafen(p, "mottagare")
            text = "Det står inte vem beslutet skickas till."
            yield varning("mottagare_saknas", text, url, skede=JUSTERING, paragraf=p)


def organ_i_beslutet(u):
    """Also in a transcript, where it may be a misreading; if it stands so in the original it is let stand."""
    for p in (*u.arenden, *u.avskrivna):
        for b in p.besluten.all():
            organ = fel_organ(
                u.organregister,
                eget=u.sammantrade.organ_id,
                till=b.till_organ_id,
                forslag=b.beslutsniva == Beslut.Beslutsniva.FORSLAG,
                rubrik=b.rubrik,
                text=u.ren(b),
            )
            if organ:
                vems = "förslaget" if b.beslutsniva == Beslut.Beslutsniva.FORSLAG else "beslutet"
                eget, annat = u.sammantrade.organ.genitiv, u.organregister.namn(organ)
                text = f"Sammanträdet är {eget}, men {vems} talar om {annat} som beslutande."
                yield varning("fel_organ", text, lankar.delen(b), skede=u.skede_for(p), paragraf=p, nyckel=f"b{b.pk}")


def forslag_utan_organ(u):
    """With an organ above it, that is where a proposal goes."""
    if u.sammantrade.organ.overordnat_id:
        return
    for p in u.arenden:
        for b in p.besluten.all():
            if b.beslutsniva == Beslut.Beslutsniva.FORSLAG and not b.till_organ_id:
                text = "Förslaget går till ett högre organ, men det framgår inte vilket."
                yield varning("forslag_utan_organ", text, lankar.delen(b), skede=u.skede, paragraf=p, nyckel=f"b{b.pk}")


KONTROLLER = (beslut_saknas, mottagare_saknas, organ_i_beslutet, forslag_utan_organ)
