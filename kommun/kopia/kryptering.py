"""Encryption of a file that is written in one go and read from anywhere: AES-256-GCM over pieces of a mebibyte.

Each file has a key of its own, derived from the municipality's and a random salt, so that a piece is numbered by its
place and never takes the same number twice. The last piece is marked as the last: what is cut off, moved or changed
does not open.
"""

import io
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kommun.kopia import KopiaFel

MARKE = b"Fullgjort kopia 1\n"
BIT = 1024 * 1024
_SALT, _NAMN, _TAGG, _NYCKEL = 16, 8, 16, 32
HUVUD = len(MARKE) + _NAMN + _SALT
NYCKELVARIABEL = "FULLGJORT_KOPIANYCKEL"
SKADAD = "Kopian går inte att läsa: den är avkortad eller ändrad sedan den skrevs. Ta en annan kopia."


def ny_nyckel() -> str:
    return urlsafe_b64encode(secrets.token_bytes(_NYCKEL)).decode()


def nycklar(text: str) -> list[bytes]:
    """The keys of the setting: the first encrypts, all of them are tried to read."""
    funna = []
    for del_ in filter(None, (d.strip() for d in text.split(","))):
        try:
            nyckel = urlsafe_b64decode(del_)
        except ValueError:
            nyckel = b""
        if len(nyckel) != _NYCKEL:
            raise KopiaFel(
                f"{NYCKELVARIABEL} är ingen nyckel: gör en med manage.py sakerhetskopiera --ny-nyckel, och skilj flera "
                "åt med kommatecken."
            )
        funna.append(nyckel)
    return funna


def _namn(nyckel: bytes) -> bytes:
    return sha256(b"namn" + nyckel).digest()[:_NAMN]


def _filens(nyckel: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), _NYCKEL, salt, MARKE).derive(nyckel))


def _nummer(n: int, *, sista: bool) -> bytes:
    return n.to_bytes(11, "big") + bytes([sista])


def ar_krypterad(fil: BinaryIO) -> bool:
    fil.seek(0)
    return fil.read(len(MARKE)) == MARKE


class Skrivare(io.RawIOBase):
    """Encrypts what is written to it. Closed, it has written the last piece; `fil` is left open."""

    def __init__(self, fil: BinaryIO, nyckel: bytes) -> None:
        salt = os.urandom(_SALT)
        self._fil, self._lada, self._vantar, self._n = fil, _filens(nyckel, salt), bytearray(), 0
        self._huvud = MARKE + _namn(nyckel) + salt
        fil.write(self._huvud)

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._vantar += data
        while len(self._vantar) > BIT:  # the last piece is never empty, so one that is full waits for what comes
            self._skriv(BIT, sista=False)
        return len(data)

    def avsluta(self) -> None:
        self._skriv(len(self._vantar), sista=True)

    def _skriv(self, langd: int, *, sista: bool) -> None:
        klar = bytes(self._vantar[:langd])
        self._fil.write(self._lada.encrypt(_nummer(self._n, sista=sista), klar, self._huvud))
        del self._vantar[:langd]
        self._n += 1


class Lasare(io.RawIOBase):
    """Reads it from any place, piece by piece; a piece that does not open raises KopiaFel."""

    def __init__(self, fil: BinaryIO, nycklar: list[bytes]) -> None:
        fil.seek(0)
        self._huvud = fil.read(HUVUD)
        if len(self._huvud) < HUVUD:
            raise KopiaFel(SKADAD)
        namn = self._huvud[len(MARKE) : len(MARKE) + _NAMN]
        nyckel = next((n for n in nycklar if _namn(n) == namn), None)
        if nyckel is None:
            vad = "är inte den" if nycklar else "är inte satt"
            raise KopiaFel(
                f"Kopian är krypterad med en nyckel som {NYCKELVARIABEL} inte har (nyckel {namn.hex()[:8]}): variabeln "
                f"{vad}. Sätt den nyckel som gällde när kopian togs."
            )
        self._fil, self._lada = fil, _filens(nyckel, self._huvud[-_SALT:])
        kvar = fil.seek(0, io.SEEK_END) - HUVUD
        self._antal = -(-kvar // (BIT + _TAGG))
        self._storlek = kvar - self._antal * _TAGG
        if self._antal < 1 or self._storlek < (self._antal - 1) * BIT:
            raise KopiaFel(SKADAD)
        self._plats, self._bit = 0, (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._plats

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        fran = {io.SEEK_SET: 0, io.SEEK_CUR: self._plats, io.SEEK_END: self._storlek}[whence]
        if fran + offset < 0:
            raise OSError("before the beginning")  # as a file does; zipfile counts on it
        self._plats = fran + offset
        return self._plats

    def readinto(self, till) -> int:
        n, fran = divmod(self._plats, BIT)
        if self._plats >= self._storlek:
            return 0
        del_ = self._oppna(n)[fran : fran + len(till)]
        till[: len(del_)] = del_
        self._plats += len(del_)
        return len(del_)

    def _oppna(self, n: int) -> bytes:
        if self._bit[0] != n:
            self._fil.seek(HUVUD + n * (BIT + _TAGG))
            sluten = self._fil.read(BIT + _TAGG)
            try:
                klar = self._lada.decrypt(_nummer(n, sista=n == self._antal - 1), sluten, self._huvud)
            except InvalidTag:
                raise KopiaFel(SKADAD) from None
            self._bit = n, klar
        return self._bit[1]
