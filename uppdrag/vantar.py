from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Vantar:
    """One line of *Väntar på dig*."""

    text: str
    url: str
    dag: date | None = None
    under: str = ""
    # (words, variant) of a chip of its own, for a day of the law; else the day says how late it is.
    chip: tuple[str, str] | None = None
