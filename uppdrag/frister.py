"""When an uppdrag is late. Pure: dates in, dates out."""

from datetime import date


def ar_forsenat(frist: date | None, *, oppet: bool, today: date) -> bool:
    """Late is an open uppdrag whose frist has passed; on the day of the frist it is still in time."""
    return oppet and frist is not None and frist < today


def dagar_forsenat(frist: date | None, *, oppet: bool, today: date) -> int:
    """Whole days past the frist, 0 when not late."""
    return (today - frist).days if frist is not None and ar_forsenat(frist, oppet=oppet, today=today) else 0
