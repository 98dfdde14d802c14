from kommun.fel import DomanFel


class StampelFel(DomanFel):
    """A signature could not be made. Nothing was changed, and it may be tried again."""
