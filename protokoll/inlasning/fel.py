"""What the reader says when it cannot read."""

from kommun.fel import DomanFel


class Lasfel(DomanFel):
    """The input cannot be read as a protokoll. The message is a Swedish sentence for the person."""
