"""Signatures on a protokoll: the municipality's seal, files signed elsewhere, paper. Nothing else imports pyHanko."""

from protokoll.signering.kontroll import Kontroll, Signatur, kontrollera
from protokoll.signering.stampling import stampla

__all__ = ["Kontroll", "Signatur", "kontrollera", "stampla"]
