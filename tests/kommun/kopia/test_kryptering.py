"""The encryption of a backup: what was written comes out, from any place, and nothing else opens."""

import io
import os

import pytest

from kommun.kopia import KopiaFel
from kommun.kopia.kryptering import BIT, HUVUD, Lasare, Skrivare, ar_krypterad, ny_nyckel, nycklar

NYCKEL = nycklar(ny_nyckel())[0]
STORLEKAR = [0, 1, BIT - 1, BIT, BIT + 1, 2 * BIT, 2 * BIT + 7]


def skriv(innehall: bytes, nyckel: bytes = NYCKEL, styck: int = 300_000) -> bytes:
    ut = io.BytesIO()
    skrivare = Skrivare(ut, nyckel)
    for n in range(0, len(innehall), styck):
        skrivare.write(innehall[n : n + styck])
    skrivare.avsluta()
    return ut.getvalue()


def las(fil: bytes, *andra: bytes) -> bytes:
    return io.BufferedReader(Lasare(io.BytesIO(fil), [*andra, NYCKEL])).read()


@pytest.mark.parametrize("storlek", STORLEKAR)
def test_what_was_written_is_read(storlek):
    innehall = os.urandom(storlek)
    fil = skriv(innehall)

    assert las(fil) == innehall
    assert ar_krypterad(io.BytesIO(fil))
    # A few bytes stand in any file by chance.
    assert storlek < 16 or innehall[:64] not in fil


def test_it_is_read_from_any_place():
    innehall = os.urandom(2 * BIT + 500)
    lasare = Lasare(io.BytesIO(skriv(innehall)), [NYCKEL])

    assert lasare.seek(-500, io.SEEK_END) == 2 * BIT
    assert lasare.read() == innehall[-500:]
    assert lasare.seek(BIT - 3) == BIT - 3
    assert io.BufferedReader(lasare).read(10) == innehall[BIT - 3 : BIT + 7]
    with pytest.raises(OSError, match="before"):
        lasare.seek(-3 * BIT, io.SEEK_END)


def test_two_files_of_the_same_have_nothing_in_common():
    ett, tva = skriv(b"samma" * 100), skriv(b"samma" * 100)

    assert ett[HUVUD:] != tva[HUVUD:]


@pytest.mark.parametrize("plats", [20, 30, HUVUD, HUVUD + BIT + 3, -1])
def test_a_changed_byte_does_not_open(plats):
    fil = bytearray(skriv(os.urandom(BIT + 500)))
    fil[plats] ^= 1

    with pytest.raises(KopiaFel):
        las(bytes(fil))


@pytest.mark.parametrize("kvar", [10, HUVUD, HUVUD + 5, HUVUD + BIT + 16, HUVUD + BIT + 16 + 10, -1])
def test_what_is_cut_off_does_not_open(kvar):
    with pytest.raises(KopiaFel, match=r"avkortad|inte går"):
        las(skriv(os.urandom(2 * BIT))[:kvar])


def test_pieces_that_change_place_do_not_open():
    fil = skriv(bytes(3 * BIT))
    ett, tva = slice(HUVUD, HUVUD + BIT + 16), slice(HUVUD + BIT + 16, HUVUD + 2 * (BIT + 16))

    with pytest.raises(KopiaFel, match="ändrad"):
        las(fil[:HUVUD] + fil[tva] + fil[ett] + fil[tva.stop :])


def test_a_new_key_beside_the_old_reads_what_the_old_wrote():
    ny = nycklar(ny_nyckel())[0]

    assert las(skriv(b"hej"), ny) == b"hej"
    with pytest.raises(KopiaFel, match=f"är inte den.*gällde|nyckel .*{skriv(b'hej')[18:22].hex()}"):
        Lasare(io.BytesIO(skriv(b"hej")), [ny])
    with pytest.raises(KopiaFel, match="är inte satt"):
        Lasare(io.BytesIO(skriv(b"hej")), [])


@pytest.mark.parametrize(
    "text", ["hemligt", "ö", "a" * 44, "avkortad"], ids=["words", "no ASCII", "44 letters", "cut off"]
)
def test_what_is_no_key_is_refused(text):
    text = ny_nyckel()[:-8] if text == "avkortad" else text
    with pytest.raises(KopiaFel, match="--ny-nyckel"):
        nycklar(text)


def test_no_key_is_no_key():
    assert nycklar("") == nycklar(" , ") == []
