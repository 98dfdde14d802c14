from kommun.fel import DomanFel


class Listfel(DomanFel):
    """The file cannot be read as a list. The message is a sentence for the person: why, and what to do."""
