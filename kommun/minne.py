"""The memory of the machine, and processes that end with their parent: what Linux tells, and is told."""

import ctypes
import os
import signal
from collections.abc import Iterable
from pathlib import Path

# What a long piece of work may need before it is done (a protokoll of 500 §§ as PDF).
ETT_LANGT = 800 * 2**20
_PR_SET_PDEATHSIG = 1


def racker_till_en_till(langa: Iterable[int]) -> bool:
    """Whether one more can be begun beside these processes: what each of them may still grow by is theirs. One alone
    is always begun."""
    langa = list(langa)
    if not langa:
        return True
    return ledigt() - sum(max(0, ETT_LANGT - tar(pid)) for pid in langa) >= ETT_LANGT


def ledigt() -> int:
    """Bytes that new work can have without anything being moved to disk."""
    rader = dict(rad.split(":") for rad in Path("/proc/meminfo").read_text().splitlines())
    return int(rader["MemAvailable"].split()[0]) * 1024


def tar(pid: int) -> int:
    """Bytes that a process has in memory; 0 when it is gone."""
    try:
        sidor = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(sidor) * os.sysconf("SC_PAGE_SIZE")


def do_med(foralder: int) -> None:
    """A process whose parent is killed is killed too, so that its work is taken up and not done by nobody's worker."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != foralder:
        os._exit(1)
