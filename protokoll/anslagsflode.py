"""The board as an Atom feed (RFC 4287), so that who subscribes learns of a new anslag and of nothing that came down."""

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, linebreaks

from kommun.kalender import dag_i_ord
from protokoll import tavlan
from protokoll.models import Anslag


def atom(rader, *, kommun: str, adress, sida: str, flode: str) -> bytes:
    """The feed. `adress` makes a path absolute, `sida` is the board and `flode` the feed itself."""
    feed = _Flode(
        title=f"Anslagstavla – {kommun}" if kommun else "Anslagstavla",
        link=sida,
        feed_url=flode,
        feed_guid=flode,
        description=None,
        subtitle="Justerade protokoll och kungörelser, så länge de är anslagna.",
        language="sv",
        author_name=kommun or "Kommunen",
    )
    for a in rader:
        url = adress(a.get_absolute_url())
        feed.add_item(
            title=("" if a.slag == Anslag.Slag.KUNGORELSE else "Justerat protokoll: ") + tavlan.rubrik(a),
            link=url,
            unique_id=url,
            description=sammanfattning(a),
            pubdate=a.synligt_fran,
            updateddate=tavlan.andrat(a),
            categories=(a.get_slag_display(), a.organ.namn),
        )
    return feed.writeString("utf-8").encode()


class _Flode(Atom1Feed):
    """An empty board is the same the whole day, so that its mark is true; not another for each who asks."""

    def latest_post_date(self):
        if self.items:
            return super().latest_post_date()
        return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def sammanfattning(anslag: Anslag) -> str:
    """In a sentence or two, as HTML: what it is about and until when one can appeal."""
    if anslag.slag == Anslag.Slag.KUNGORELSE:
        return linebreaks("\n\n".join(filter(None, [tavlan.andring(anslag), anslag.text])), autoescape=True)
    rader = [
        f"{anslag.organ.namn} sammanträdde {dag_i_ord(anslag.motet.datum)}.",
        f"Paragrafer: {tavlan.paragrafer(anslag)}.",
        f"Sista dag att överklaga: {dag_i_ord(anslag.sista_overklagandedag)}.",
        f"Protokollet förvaras: {anslag.forvaringsplats}.",
    ]
    return escape(" ".join(rader))
