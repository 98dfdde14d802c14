"""Signatures on a protokoll: the municipality's seal, files signed elsewhere, a remote service, paper.

Nothing else imports pyHanko, and here only what signs or reads signatures does, when it is done: it is slow to load.
"""

from protokoll.signering.kontroll import Kontroll, Signatur, kontrollera
from protokoll.signering.stampling import stampla

__all__ = ["Kontroll", "Signatur", "kontrollera", "stampla"]
