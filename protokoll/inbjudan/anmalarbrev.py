"""What whoever registers has been told of an event, and is told when it holds no longer.

Each mail's key says whom it was about and the version of the invitation that it told of; the latest is what is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from kommun import utskick
from kommun.models import Person, Utskick
from protokoll.inbjudan import deltagarbrev, evenemang
from protokoll.kallelse import adress
from protokoll.models import Deltagande, Inbjudan

_INGEN = "ingen"


@dataclass(frozen=True)
class Sagt:
    de: str
    version: int | None


def beratta_for_anmalarna(inbjudan: Inbjudan, vilka: Sequence[Deltagande], personer: Sequence[Person], *, by) -> None:
    """Tell those who register (`personer`) what is new to them, and those who were to and are not any more."""
    sagt = _sagt(inbjudan)
    for person in personer:
        _beratta(inbjudan, vilka, person, sagt.get(person.pk), by=by)
    borta = [pk for pk, s in sagt.items() if s.de != _INGEN and pk not in {p.pk for p in personer}]
    for person in Person.objects.filter(pk__in=borta).select_related("user").order_by("pk"):
        _lagg(inbjudan, person, _INGEN, deltagarbrev.anmals_inte(inbjudan, person, av=[p.namn for p in personer]))


def _sagt(inbjudan: Inbjudan) -> dict[int, Sagt]:
    """By person, what was told last."""
    ut = {}
    nycklar = Utskick.objects.filter(nyckel__startswith=f"anmalan:{inbjudan.pk}:").order_by("pk")
    for nyckel in nycklar.values_list("nyckel", flat=True):
        _, _, person, de, *version = nyckel.split(":")
        ut[int(person)] = Sagt(de, int(version[0]) if version else None)
    return ut


def _beratta(inbjudan: Inbjudan, vilka: Sequence[Deltagande], person: Person, sagt: Sagt | None, *, by) -> None:
    de = sha256("-".join(str(pk) for pk in sorted(d.pk for d in vilka)).encode()).hexdigest()[:16]
    if sagt is None or sagt.de != de:
        inte_langre = _inte_langre(inbjudan, vilka) if sagt else []
        _lagg(inbjudan, person, de, deltagarbrev.att_anmala(inbjudan, vilka, person, inte_langre=inte_langre))
        return
    # Who has changed it knows.
    if sagt.version is None or (by and by.person_id == person.pk):
        return
    var = inbjudan.history.filter(version=sagt.version).first()
    if var and (andringar := evenemang.andrat(var, inbjudan, av=evenemang.fakta_for_anmalan)):
        _lagg(inbjudan, person, de, deltagarbrev.andrat_att_anmala(inbjudan, andringar, vilka, person))


def _inte_langre(inbjudan: Inbjudan, vilka: Sequence[Deltagande]) -> list[str]:
    kvar = {d.person_id for d in vilka}
    borta = Deltagande.history.filter(inbjudan=inbjudan.pk, history_type="-").order_by("history_id")
    return list({rad.person_id: rad.namn for rad in borta if rad.person_id not in kvar}.values())


def _lagg(inbjudan: Inbjudan, person: Person, de: str, brev: deltagarbrev.Brev) -> None:
    if till := adress(person):
        amne, text = brev
        nyckel = f"anmalan:{inbjudan.pk}:{person.pk}:{de}:{inbjudan.version}"
        utskick.lagg(nyckel=nyckel, till=till, amne=amne, text=text)
