"""Functions run at the same moment, each on a database connection of its own."""

import threading

from django.db import connections


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
