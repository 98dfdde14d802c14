"""Acts with what they ask for after their commit, in tests that never commit."""

from functools import wraps

from django.test import TestCase


def efter_commit(function):
    """The function, and then what it asked for on commit; in a test that does commit, just the function."""

    @wraps(function)
    def run(*args, **kwargs):
        with TestCase.captureOnCommitCallbacks(execute=True):
            return function(*args, **kwargs)

    return run


class Akter:
    """A module of acts, each run so."""

    def __init__(self, module):
        self._module = module

    def __getattr__(self, name):
        return efter_commit(getattr(self._module, name))
