"""How far the layout of a PDF has come, as WeasyPrint tells it."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PROGRESS = logging.getLogger("weasyprint.progress")
_SIDA = "Step 5 - Creating layout - Page %d"
# No more often than this many seconds.
_GLEST = 1.0


class _Sidor(logging.Handler):
    def __init__(self, vid: Callable[[int], None]):
        super().__init__(logging.INFO)
        self.vid, self.sades, self.langst = vid, time.monotonic(), 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg != _SIDA or record.args[0] <= self.langst:
            return  # page numbers that refer to pages are settled in a second round
        self.langst, nu = record.args[0], time.monotonic()
        if nu - self.sades > _GLEST:
            self.sades = nu
            self.vid(self.langst)


@contextmanager
def sidorna(vid: Callable[[int], None]) -> Iterator[None]:
    """`vid` is told how many pages are laid out. For a process that makes one PDF at a time."""
    handler, forut = _Sidor(vid), (_PROGRESS.level, _PROGRESS.propagate)
    _PROGRESS.addHandler(handler)
    _PROGRESS.setLevel(logging.INFO)
    _PROGRESS.propagate = False
    try:
        yield
    finally:
        _PROGRESS.removeHandler(handler)
        _PROGRESS.setLevel(forut[0])
        _PROGRESS.propagate = forut[1]
