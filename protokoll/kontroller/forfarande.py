"""Yrkanden and beslutsgång: what was moved, by whom, and in what order the chair put it (KL 5:67)."""

from kommun.models import Avsnittstyp
from protokoll import lankar
from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.kontroller.omrostning import forst_vann
from protokoll.models import Paragraf, Yrkande

_UPPSKOV = {
    Yrkande.Slag.ATERREMISS: (Paragraf.Utfall.ATERREMITTERAT, "återremiss"),
    Yrkande.Slag.BORDLAGGNING: (Paragraf.Utfall.BORDLAGT, "bordläggning"),
}


def _bifall(p: Paragraf, f) -> bool | None:
    """How a proposition fell out: by its vote, or as the chair found."""
    omrostning = next((o for o in p.omrostningarna.all() if o.proposition_id == f.pk), None)
    if omrostning is None:
        return f.bifall
    return None if omrostning.utfall is None else forst_vann(omrostning)


def yrkare_saknas(u):
    for p in u.med_forlopp:
        for y in p.yrkandena.all():
            if not y.aterkallat and not any(not v.instammer for v in y.yrkarna.all()):
                text = f"Det framgår inte vem som yrkade ”{y.text[:60]}”."
                url = lankar.yrkandet(p, y)
                yield fel("yrkare_saknas", text, url, skede=JUSTERING, paragraf=p, nyckel=f"y{y.pk}")


def yrkare_tjanstgor_inte(u):
    for p in u.med_forlopp:
        vid = u.vid(p)
        for y in p.yrkandena.all():
            for v in y.yrkarna.all():
                if not y.aterkallat and v.deltagare_id not in {*vid.tjanstgorande, *vid.javiga}:
                    text = f"{u.namn(v.deltagare_id)} har ett yrkande men tjänstgör inte vid paragrafen."
                    url, nyckel = lankar.yrkandet(p, y), f"y{v.pk}"
                    yield varning("yrkare_tjanstgor_inte", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


def beslutsgang_saknas(u):
    """A proposal against another is put by the chair; that everybody moved bifall needs no more words."""
    for p in u.behandlade_med_forlopp:
        stridande = [y for y in p.yrkandena.all() if not y.aterkallat and y.slag != Yrkande.Slag.BIFALL]
        skriven = any(a.typ == Avsnittstyp.BESLUTSGANG and u.ren(a) for a in p.avsnitten.all())
        if stridande and not skriven and not p.propositionerna.all() and not p.omrostningarna.all():
            text = "Det finns yrkanden mot förslaget, men inte vad ordföranden ställde mot vad (5 kap. 67 § KL)."
            yield fel("beslutsgang_saknas", text, lankar.beslutsgangen(p), skede=JUSTERING, paragraf=p)


def proposition_utan_utgang(u):
    for p in u.behandlade_med_forlopp:
        for n, f in enumerate(p.propositionerna.all(), start=1):
            omrostad = any(o.proposition_id == f.pk for o in p.omrostningarna.all())
            if f.bifall is None and not omrostad:
                text = f"Det framgår inte hur proposition {n} i beslutsgången gick."
                url = lankar.beslutsgangen(p)
                yield fel("proposition_utan_utgang", text, url, skede=JUSTERING, paragraf=p, nyckel=f"f{f.pk}")


def aterkallat_i_beslutsgangen(u):
    for p in u.med_forlopp:
        aterkallade = {y.pk: y for y in p.yrkandena.all() if y.aterkallat}
        for f in p.propositionerna.all():
            if traff := aterkallade.get(f.forslag_id) or aterkallade.get(f.mot_id):
                text = f"Beslutsgången ställer ett återkallat yrkande under proposition: ”{traff.text[:60]}”."
                url = lankar.beslutsgangen(p)
                yield varning("aterkallat_under_proposition", text, url, skede=JUSTERING, paragraf=p, nyckel=f"f{f.pk}")


def uppskov_utan_utfall(u):
    """What the proposition on återremiss or bordläggning came to, and how the § says that it left the meeting."""
    for p in u.behandlade_med_forlopp:
        slag = {y.pk: y.slag for y in p.yrkandena.all() if not y.aterkallat}
        for f in p.propositionerna.all():
            utfall, ord_ = _UPPSKOV.get(slag.get(f.forslag_id), (None, ""))
            bifall = _bifall(p, f)
            if utfall and bifall and p.utfall != utfall:
                text, kod = f"Yrkandet om {ord_} bifölls, men ärendet är inte markerat som det.", "uppskov_utan_utfall"
            elif utfall and bifall is False and p.utfall == utfall:
                text, kod = f"Yrkandet om {ord_} avslogs, men ärendet är markerat som det.", "uppskov_mot_beslut"
            else:
                continue
            yield fel(kod, text, lankar.utfallet(p), skede=JUSTERING, paragraf=p, nyckel=f"f{f.pk}")


KONTROLLER = (
    yrkare_saknas,
    yrkare_tjanstgor_inte,
    beslutsgang_saknas,
    proposition_utan_utgang,
    aterkallat_i_beslutsgangen,
    uppskov_utan_utfall,
)
