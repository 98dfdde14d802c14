"""The way of a proposal through the organ: who prepares it, who decides it."""

from collections.abc import Mapping

from kommun.models import Organ


def organtrad() -> dict[int, int | None]:
    return dict(Organ.objects.values_list("pk", "overordnat_id"))


def overordnade(organ: int, trad: Mapping[int, int | None]) -> set[int]:
    """The organ above it, and those above them."""
    funna: set[int] = set()
    nasta = trad.get(organ)
    while nasta and nasta not in funna:
        funna.add(nasta)
        nasta = trad.get(nasta)
    return funna


def kan_ta_upp(organ: int, *, foreslog: int, avgor: int, trad: Mapping[int, int | None]) -> bool:
    """Whether a proposal by `foreslog` to `avgor` passes `organ`.

    It does at the organ that is to decide, at one above the one that proposed, at one that prepares for who is to
    decide, and at the one that proposed when it comes back there.
    """
    return organ in {foreslog, avgor, *overordnade(foreslog, trad)} or (
        avgor in overordnade(organ, trad) and organ not in _under(foreslog, trad)
    )


def _under(organ: int, trad: Mapping[int, int | None]) -> set[int]:
    return {pk for pk in trad if organ in overordnade(pk, trad)}
