"""pyHanko runs an event loop of its own, which a thread that already runs one may not do."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from inspect import iscoroutinefunction
from typing import TypeVar

T = TypeVar("T")


def i_egen_trad(gor: Callable[[], T] | Callable[[], Coroutine[None, None, T]]) -> T:
    """What `gor` gives or raises, run in a thread of its own. It does not touch the database."""
    arbete = (lambda: asyncio.run(gor())) if iscoroutinefunction(gor) else gor
    with ThreadPoolExecutor(max_workers=1) as trad:
        return trad.submit(arbete).result()
