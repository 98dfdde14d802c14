"""Which request this is: one id in the log, in X-Request-ID, on the error page and beside what the audit log tells.

It is always made here. One that came with the request would let whoever sends it write another's into the log.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Read aloud on the telephone: no letter or digit that is taken for another.
TECKEN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

_id: ContextVar[str] = ContextVar("begaran_id", default="")


def begaran_id() -> str:
    """Of the request, or the background work, that is done now; empty in a command."""
    return _id.get()


def nytt_id() -> str:
    tecken = "".join(TECKEN[byte & 31] for byte in secrets.token_bytes(12))
    return f"{tecken[:4]}-{tecken[4:8]}-{tecken[8:]}"


@contextmanager
def begaran(nummer: str | None = None) -> Iterator[str]:
    """All that is done in the block belongs to one request (or to the work of that number)."""
    forra = _id.set(nummer or nytt_id())
    try:
        yield _id.get()
    finally:
        _id.reset(forra)
