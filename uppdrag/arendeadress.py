"""A dnr in an address: readable, lasting, and the same however it was written. Pure."""

from protokoll.dnr import normalform


class DnrConverter:
    """Holds slashes. The words after it in an address are in lower case, which no dnr of an address is."""

    regex = ".+"

    def to_python(self, value: str) -> str:
        if "\0" in value:
            # No text of the database holds it: the address leads nowhere.
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return normalform(value)
