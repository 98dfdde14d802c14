"""Invitations in the §§: that each is decided in time, that the table says so, and who is told of it."""

from kommun.kalender import dagen_i_ord
from protokoll import lankar
from protokoll.inbjudan.svarsord import Rad, gar_ut_fore, saknas_i
from protokoll.klarkoll import JUSTERING, KALLELSE, fel, varning
from protokoll.models import Behandling, Inbjudan

Svar = Behandling.Svar


def _med_inbjudningar(u):
    """(§, its rows): the §§ that are still written in."""
    if not u.sammantrade.organ.behandlar_inbjudningar:
        return
    for p in u.arenden:
        if p.utfall == "" and (rader := sorted(p.behandlingarna.all(), key=lambda b: (b.ordning, b.pk))):
            yield p, rader


def gar_ut_fore_motet(u):
    """The organ cannot decide in time; the chair may (KL 6:39)."""
    for p, rader in _med_inbjudningar(u) if u.forbereds else ():
        for b in rader:
            i = b.inbjudan
            if b.svar == Svar.OBESVARAD and gar_ut_fore(i.sista_anmalan, u.sammantrade.datum):
                text = f"Anmälan till ”{i}” ska göras senast {dagen_i_ord(i.sista_anmalan)}, före sammanträdet."
                url = lankar.avgorandet(i)
                yield varning("inbjudan_gar_ut", text, url, skede=KALLELSE, paragraf=p, nyckel=f"i{i.pk}")


def utan_beslut(u):
    for p, rader in _med_inbjudningar(u):
        for b in rader if p in u.behandlade else ():
            if b.svar == Svar.OBESVARAD:
                text = f"Det står inget beslut om ”{b.inbjudan}”. Bordlägg den, om den ska tas upp igen."
                url = lankar.inbjudningarna(p, b)
                yield fel("inbjudan_utan_beslut", text, url, skede=JUSTERING, paragraf=p, nyckel=f"b{b.pk}")


def tabellen(u):
    """Somebody's own words in the place of the table, or rows that it has not got."""
    for p, rader in _med_inbjudningar(u):
        if p not in u.behandlade:
            continue
        texten = "".join(b.text for b in p.besluten.all())
        saknas = saknas_i(texten, [Rad(b.inbjudan.inbjudan, b.svarstext) for b in rader if b.svar])
        if saknas:
            ovriga = f" och {len(saknas) - 1} till" if len(saknas) > 1 else ""
            text = f"Beslutet säger något annat än det som är antecknat om ”{saknas[0].inbjudan}”{ovriga}."
            yield varning("inbjudan_skiljer", text, lankar.inbjudningsrutan(p), skede=JUSTERING, paragraf=p)


def mottagarna(u):
    """Who goes, and who registers, is told; seed § 35 forgot two of three."""
    for p, rader in _med_inbjudningar(u):
        if p not in u.behandlade:
            continue
        har = {m.person_id for m in p.mottagarna.all()}
        for b in rader:
            i = b.inbjudan
            if b.svar not in (Svar.DELTAR, Svar.ANMALD) or i.svar != Inbjudan.Svar.DELTAR:
                continue
            for d in i.deltagandena.all():
                if d.person_id not in har:
                    har.add(d.person_id)
                    text = f"{d.namn} deltar i ”{i}” men står inte bland mottagarna."
                    url = lankar.mottagarna(p)
                    yield varning("deltagare_ej_mottagare", text, url, skede=JUSTERING, paragraf=p, nyckel=f"d{d.pk}")
            anmalare = i.anmals_av_id or u.sammantrade.organ.inbjudningar_anmals_av_id
            if anmalare and anmalare not in har:
                har.add(anmalare)
                text = f"Den som anmäler deltagarna till ”{i}” står inte bland mottagarna."
                url = lankar.mottagarna(p)
                yield varning("anmalare_ej_mottagare", text, url, skede=JUSTERING, paragraf=p, nyckel=f"a{i.pk}")
            if not anmalare:
                text = f"Det framgår inte vem som anmäler deltagarna till ”{i}”."
                url = lankar.inbjudan(i)
                yield varning("inbjudan_utan_anmalare", text, url, skede=JUSTERING, paragraf=p, nyckel=f"i{i.pk}")


KONTROLLER = (gar_ut_fore_motet, utan_beslut, tabellen, mottagarna)
