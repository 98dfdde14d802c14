"""The print of a sentence: the same for the same words, whatever the line breaks and the alphabet."""

from hashlib import sha256

from uppdrag.igenkanning.vikning import vikt


def avtryck(mening: str) -> str:
    """Two sentences have the same print when a reader would say that they are the same words."""
    ord_ = " ".join(vikt(mening).sok.casefold().split()).strip(" .,;:•–-")
    return sha256(ord_.encode("utf-8", "surrogatepass")).hexdigest()
