"""Functions run at the same moment, or in a process that is killed, each on a database connection of its own."""

import faulthandler
import os
import signal
import threading
import warnings

from django.db import connection, connections


def at_once(*functions) -> list:
    """What they returned, in their order; an exception is returned in its place."""
    barrier = threading.Barrier(len(functions))
    results: list = [None] * len(functions)

    def run(n, function):
        try:
            barrier.wait()
            results[n] = function()
        except Exception as error:
            results[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def killed(function) -> None:
    """Run in a process of its own, on a connection of its own, which is killed (SIGKILL) before it is done."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork beside threads: the child only dies
        pid = os.fork()
    if pid == 0:
        # A lock that another thread of the parent held at the fork is held for ever: better told than waited for.
        faulthandler.dump_traceback_later(60, exit=True)
        _inherited, connection.connection = connection.connection, None  # the parent's: neither used nor closed
        try:
            function()
        finally:
            os._exit(0)  # not killed: the test sees it by the status
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
