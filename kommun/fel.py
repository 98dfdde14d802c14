"""The one error that a rule of the field raises."""


class DomanFel(Exception):
    """A rule said no. The message is a Swedish sentence for the person: what is wrong and how to mend it."""
