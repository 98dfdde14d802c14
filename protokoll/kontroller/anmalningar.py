"""What somebody had noted: only one who took part may reserve himself (KL 4:27)."""

from protokoll import lankar
from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.models import Anmalan

_KRAVER_TJANSTGORING = (Anmalan.Slag.RESERVATION, Anmalan.Slag.DELTAR_EJ)


def _alla(u):
    for p in u.med_forlopp:
        for a in p.anmalningarna.all():
            yield p, a, a.get_slag_display(), lankar.anmalan(p, a)


def anmalare_saknas(u):
    for p, a, ord_, url in _alla(u):
        if not a.anmalarna.all():
            text = f"Det framgår inte vem anmälan gäller: {ord_.lower()}."
            yield fel("anmalare_saknas", text, url, skede=JUSTERING, paragraf=p, nyckel=f"a{a.pk}")


def anmalare_tjanstgor_inte(u):
    """Somebody jävig is another check's."""
    for p, a, ord_, url in _alla(u):
        vid = u.vid(p)
        for vem in a.anmalarna.all():
            d = vem.deltagare_id
            if a.slag in _KRAVER_TJANSTGORING and d not in vid.tjanstgorande and d not in vid.javiga:
                text = f"{u.namn(d)} tjänstgör inte vid paragrafen, men är antecknad under ”{ord_}”."
                yield fel("anmalare_tjanstgor_inte", text, url, skede=JUSTERING, paragraf=p, nyckel=f"a{vem.pk}")


def innehall_saknas(u):
    """A protokollsanteckning or särskilt yttrande says something; a reservation need not."""
    for p, a, ord_, url in _alla(u):
        skriven = a.motivering.strip() or a.egen_lydelse.strip()
        if a.slag in (Anmalan.Slag.SARSKILT_YTTRANDE, Anmalan.Slag.PROTOKOLLSANTECKNING) and not skriven:
            text = f"Texten saknas: {ord_.lower()}."
            yield fel("anmalan_utan_text", text, url, skede=JUSTERING, paragraf=p, nyckel=f"a{a.pk}")


def reserverar_sig_mot_sin_egen_rost(u):
    """With one open vote in the §: who voted for what won has nothing to reserve himself against."""
    for p, a, _, url in _alla(u):
        roster = list(p.omrostningarna.all())
        if a.slag != Anmalan.Slag.RESERVATION or len(roster) != 1 or roster[0].sluten:
            continue
        vunnit = {r.deltagare_id for r in roster[0].rosterna.all() if r.rost == roster[0].utfall}
        for vem in a.anmalarna.all():
            if vem.deltagare_id in vunnit:
                text = f"{u.namn(vem.deltagare_id)} reserverar sig men röstade för det förslag som vann."
                nyckel = f"a{vem.pk}"
                yield varning("reservation_mot_egen_rost", text, url, skede=JUSTERING, paragraf=p, nyckel=nyckel)


KONTROLLER = (anmalare_saknas, anmalare_tjanstgor_inte, innehall_saknas, reserverar_sig_mot_sin_egen_rost)
