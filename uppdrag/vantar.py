from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Vantar:
    """One line of *Väntar på dig*."""

    text: str
    url: str
    dag: date | None = None
    under: str = ""
