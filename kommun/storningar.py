"""Faults outside the product that pass: a database that restarts, is full, or has more to do than it can."""

import psycopg
from django.db import InterfaceError, OperationalError

# Seconds until it is worth the while to try again.
IGEN_OM = 10
FULL_DISK = "Disken på servern är full. Säg till den som sköter driften och försök sedan igen."


def storning(fel: BaseException | None) -> str:
    """Which one an exception tells of; nothing for an error of ours."""
    if not isinstance(fel, OperationalError | InterfaceError):
        return ""
    return "full" if isinstance(fel.__cause__, psycopg.errors.DiskFull) else "borta"
