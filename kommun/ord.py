"""Swedish words in the form a sentence needs. Pure."""


def i_mening(namn: str) -> str:
    """The name of an organ or a title inside a sentence: "kommunstyrelsen", but "VA-nämnden"."""
    return namn[:1].lower() + namn[1:] if namn[1:2].islower() else namn
