"""A file that is there whole or not at all: written beside its place, on the disk before it gets its name."""

import contextlib
import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kommun.kopia import KopiaFel

_ANDELSE = ".delvis"


@contextlib.contextmanager
def hel(fil: Path) -> Iterator[BinaryIO]:
    """Write to what this gives; it becomes `fil` when the block ends well, readable by its owner alone."""
    try:
        stada(fil.parent)
        nummer, namn = tempfile.mkstemp(dir=fil.parent, prefix=".kopia-", suffix=_ANDELSE)
        with open(nummer, "w+b") as del_:
            with contextlib.suppress(OSError):  # a share over the network may have no locks
                fcntl.flock(nummer, fcntl.LOCK_EX)
            try:
                yield del_
                del_.flush()
                os.fsync(nummer)
                if fil.exists():
                    raise FileExistsError(errno.EEXIST, "finns redan", str(fil))
                os.rename(namn, fil)
            except BaseException:
                os.unlink(namn)
                raise
        _spara_mappen(fil.parent)
    except OSError as fel:
        raise KopiaFel(_mening(fel, fil)) from None


def stada(mapp: Path) -> None:
    """What a killed run left: nobody holds its lock."""
    for rest in mapp.glob(f".kopia-*{_ANDELSE}"):
        with contextlib.suppress(OSError), rest.open("rb") as del_:
            fcntl.flock(del_, fcntl.LOCK_EX | fcntl.LOCK_NB)
            rest.unlink()


def _spara_mappen(mapp: Path) -> None:
    nummer = os.open(mapp, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):  # not every share can
            os.fsync(nummer)
    finally:
        os.close(nummer)


def _mening(fel: OSError, fil: Path) -> str:
    match fel.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return f"Katalogen {fil.parent} finns inte."
        case errno.EEXIST:
            return f"{fil} finns redan."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Katalogen {fil.parent} går inte att skriva i."
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"Disken med katalogen {fil.parent} är full. Ingen kopia är skriven."
    return f"Kopian kunde inte skrivas i {fil.parent}: {fel.strerror}."
