"""What stands in a protokoll with sekretess is gathered for those who work with its organ, and nobody else."""

from django.db.models import Q

from protokoll.models import Paragraf, Protokoll


def hos_andra(user, till_paragrafen: str = "") -> Q:
    """Such §§ of organ that the user does not work with; of something else the way to its §: "beslut__paragraf__"."""
    hemlig = Q(**{f"{till_paragrafen}protokoll__slag": Protokoll.Slag.SEKRETESS})
    return hemlig & ~Q(**{f"{till_paragrafen}organ__in": user.behorighet.organ})


def ar_hos_andra(user, paragraf: Paragraf) -> bool:
    """The same of one §."""
    hemlig = bool(paragraf.protokoll_id) and paragraf.protokoll.slag == Protokoll.Slag.SEKRETESS
    return hemlig and paragraf.organ_id not in user.behorighet.organ
