"""What a signed file is called when it is saved."""

from protokoll.models import Protokollsversion


def undertecknat_namn(version: Protokollsversion, andelse: str = "pdf", vad: str = "undertecknat") -> str:
    mote = version.protokoll.sammantrade
    organ = "".join(t for t in mote.organ.kortnamn.lower() if t.isalnum())
    return f"protokoll-{organ}-{mote.datum:%Y-%m-%d}-{version.protokoll_id}-{vad}-v{version.nummer}.{andelse}"
