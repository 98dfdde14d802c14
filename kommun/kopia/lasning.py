"""A backup that is opened: what it says of itself, and whether it still is what was written."""

import contextlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from kommun.kopia import KopiaFel, kryptering

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "databas.dump"
FILER = "filer/"
_I_TAGET = 1024 * 1024
OKAND = "Filen är ingen säkerhetskopia av Fullgjort, eller så är den avkortad."


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; written last, when all the rest is known."""

    kommun: str
    skapad: str
    databas: str
    # Major version of the server, and of the programs that read it.
    postgresql: int
    # A print of the secret key that the personal links were signed with; empty when none was set.
    nyckelavtryck: str
    migrationer: list[list[str]]
    antal: dict[str, int]  # rows by table
    delar: dict[str, dict] = field(default_factory=dict)  # bytes and sha256 by name
    format: int = FORMAT

    def som_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @property
    def rader(self) -> int:
        return sum(self.antal.values())

    @property
    def bytes(self) -> int:
        return sum(d["bytes"] for d in self.delar.values())


@dataclass(frozen=True)
class Kopia:
    zip: zipfile.ZipFile
    manifest: Manifest
    krypterad: bool

    def dump(self):
        return self.zip.open(DUMP)

    @property
    def filer(self) -> list[str]:
        return sorted(n for n in self.manifest.delar if n.startswith(FILER))


@contextlib.contextmanager
def oppna(fil: Path, nycklar: list[bytes]) -> Iterator[Kopia]:
    """Open the backup, without looking through it: `kontrollera` does."""
    try:
        ra = fil.open("rb")
    except FileNotFoundError:
        raise KopiaFel(f"Filen {fil} finns inte.") from None
    except OSError as fel:
        raise KopiaFel(f"Filen {fil} går inte att läsa: {fel.strerror}.") from None
    with ra:
        krypterad = kryptering.ar_krypterad(ra)
        inre = io.BufferedReader(kryptering.Lasare(ra, nycklar), kryptering.BIT) if krypterad else ra
        try:
            with zipfile.ZipFile(inre) as arkiv:
                yield Kopia(arkiv, _manifest(arkiv), krypterad)
        except zipfile.BadZipFile:
            raise KopiaFel(OKAND) from None


def _manifest(arkiv: zipfile.ZipFile) -> Manifest:
    try:
        fakta = json.loads(arkiv.read(MANIFEST))
        if fakta["format"] > FORMAT:
            raise KopiaFel("Kopian är gjord av en nyare version av Fullgjort. Uppgradera programmet först.")
        return Manifest(**fakta)
    except (KeyError, TypeError, ValueError):
        raise KopiaFel(OKAND) from None


def kontrollera(kopia: Kopia, framsteg: Callable[[int, int], None]) -> None:
    """Every part is there and has the fingerprint it was written with."""
    last, allt = 0, kopia.manifest.bytes
    for namn, vantat in kopia.manifest.delar.items():
        summa, langd = sha256(), 0
        try:
            with kopia.zip.open(namn) as del_:
                while bit := del_.read(_I_TAGET):
                    summa.update(bit)
                    langd += len(bit)
                    last += len(bit)
                    framsteg(last, allt)
        except (KeyError, EOFError, zipfile.BadZipFile):
            raise KopiaFel(kryptering.SKADAD) from None
        if (langd, summa.hexdigest()) != (vantat["bytes"], vantat["sha256"]):
            raise KopiaFel(kryptering.SKADAD)
    if DUMP not in kopia.manifest.delar:
        raise KopiaFel(OKAND)
