"""The words of bytes that do not always say how they are written. Pure."""


def avkodad(innehall: bytes, kodning: str = "") -> str:
    """In the charset that is named, else in the one that it can be read in; never fails."""
    if innehall[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return innehall.decode("utf-16", errors="replace").replace("\x00", "")
    for namn in filter(None, (kodning, "utf-8-sig")):
        try:
            return innehall.decode(namn).replace("\x00", "")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return innehall.decode("cp1252", errors="replace").replace("\x00", "")
