"""Zip files from people, and from those who wish one ill."""

import io
import struct
import zipfile

import pytest

from protokoll.inlasning import Lasfel, zipfil
from protokoll.inlasning.zipfil import forteckna, packa_upp, stada_namn


def gor_zip(filer, **annat) -> bytes:
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED, **annat) as z:
        for namn, innehall in filer:
            z.writestr(namn, innehall)
    return ut.getvalue()


def test_files_come_in_order_with_their_paths():
    poster = list(packa_upp(gor_zip([("2019/b.txt", "b"), ("2019/a.txt", "a"), ("2019/", "")])))
    assert [(p.namn, p.innehall) for p in poster] == [("2019/b.txt", b"b"), ("2019/a.txt", b"a")]


@pytest.mark.parametrize(
    "namn",
    ["__MACOSX/._a.txt", "x/.DS_Store", "Thumbs.db", "a/desktop.ini", "~$protokoll.docx", "a/~$protokoll.docx"],
)
def test_what_the_computer_left_behind_is_passed_over(namn):
    assert [p.namn for p in packa_upp(gor_zip([(namn, "x"), ("a.txt", "a")]))] == ["a.txt"]


@pytest.mark.parametrize(
    ("namn", "stadat"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/rot.txt", "rot.txt"),
        (r"C:\Protokoll\mars.txt", "Protokoll/mars.txt"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("proto\u202ekoll\x00\n.txt", "protokoll.txt"),
        ("a\u030ar.txt", "år.txt"),
        ("x" * 500 + ".txt", "x" * 396 + ".txt"),
        ("../..", ""),
    ],
)
def test_a_name_leads_nowhere_and_hides_nothing(namn, stadat):
    assert stada_namn(namn) == stadat


def test_names_in_utf8_that_do_not_say_so_are_read():
    fil = gor_zip([("aar.txt", "x")]).replace(b"aar.txt", "år.txt".encode() + b"x"[:0])
    # Same length: "å" is two bytes.
    assert [p.namn for p in packa_upp(fil)] == ["år.txt"]


def test_a_bomb_is_read_no_further_than_one_file_may_be(monkeypatch):
    monkeypatch.setattr(zipfil, "STORSTA_FIL", 1024 * 1024)
    (bomb, liten) = packa_upp(gor_zip([("bomb.txt", b"0" * (5 << 20)), ("a.txt", "a")]))
    assert (bomb.innehall, bomb.mening) == (None, "Filen är större än 1 MB.")
    assert liten.innehall == b"a"


def test_a_size_that_is_lied_about_is_not_believed(monkeypatch):
    monkeypatch.setattr(zipfil, "STORSTA_FIL", 1024)
    fil = gor_zip([("a.txt", b"0" * 5000)]).replace(struct.pack("<I", 5000), struct.pack("<I", 10))
    (post,) = packa_upp(fil)
    assert post.innehall is None


def test_all_of_it_together_has_a_limit(monkeypatch):
    monkeypatch.setattr(zipfil, "STORST_UPPACKAD", 10)
    poster = list(packa_upp(gor_zip([("a.txt", "12345678"), ("b.txt", "12345678"), ("c.txt", "12")])))
    assert [p.innehall for p in poster] == [b"12345678", None, None]
    assert "tillsammans för stora" in poster[1].mening


def test_what_is_read_in_vain_counts_too(monkeypatch):
    """A thousand bombs cost no more than one."""
    monkeypatch.setattr(zipfil, "STORSTA_FIL", 1000)
    monkeypatch.setattr(zipfil, "STORST_UPPACKAD", 2500)
    bomber = [(f"{n}.txt", b"0" * 5000) for n in range(4)]
    assert [p.uppackat for p in packa_upp(gor_zip(bomber))] == [1000, 1000, 500, 0]


def test_it_is_listed_without_being_unpacked_and_unpacked_from_where_one_was(monkeypatch):
    fil = gor_zip([("a.txt", "a"), (".DS_Store", "x"), ("b.txt", "b" * 8), ("c.txt", "c")])
    assert forteckna(fil) == ["a.txt", "b.txt", "c.txt"]
    assert [p.namn for p in packa_upp(fil, fran=1)] == ["b.txt", "c.txt"]
    monkeypatch.setattr(zipfil, "STORST_UPPACKAD", 10)
    assert [p.innehall for p in packa_upp(fil, fran=1, uppackat=3)] == [None, None]


def test_too_many_files_are_refused_before_they_are_listed(monkeypatch):
    fil = gor_zip([(f"{n}.txt", "") for n in range(30)])
    monkeypatch.setattr(zipfil, "_STORST_FORTECKNING", 500)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(Lasfel, match="för många filer"):
        list(packa_upp(fil))


def test_a_locked_file_and_a_zip_in_the_zip_are_told_of():
    fil = bytearray(gor_zip([("last.txt", "x"), ("inre.zip", gor_zip([("a.txt", "a")]))]))
    fil[6] |= 1
    fil[fil.index(b"PK\x01\x02") + 8] |= 1
    last, inre = packa_upp(bytes(fil))
    assert "lösenord" in last.mening
    assert "En zip-fil i zip-filen" in inre.mening


def test_a_damaged_file_in_it_leaves_the_others():
    hel = gor_zip([("a.txt", b"protokoll " * 50), ("b.txt", "b")])
    fil = bytearray(hel)
    fil[40:50] = b"\xff" * 10
    trasig, b = packa_upp(bytes(fil))
    assert (trasig.innehall, b.innehall) == (None, b"b")
    assert "skadad" in trasig.mening


@pytest.mark.parametrize("klipp", [slice(0, 0), slice(0, 60), slice(0, -10)])
def test_what_is_no_whole_zip_is_said_to_be_damaged(klipp):
    fil = gor_zip([("a.txt", b"protokoll " * 50), ("b.txt", "b" * 99)])[klipp]
    with pytest.raises(Lasfel, match="skadad"):
        list(packa_upp(fil))


def test_the_same_bytes_twice_over_each_other_are_not_unpacked_twice():
    """Many entries that point at one and the same content: the bomb that needs no deep nesting."""
    ut = gor_zip([("a.txt", b"0" * 100_000)])
    start = ut.index(b"PK\x01\x02")
    slut = ut.rindex(b"PK\x05\x06")
    post, svans = ut[start:slut], bytearray(ut[slut:])
    forteckning = b"".join(post.replace(b"a.txt", b"%05d" % n) for n in range(50))
    svans[8:12] = struct.pack("<HH", 50, 50)
    svans[12:16] = struct.pack("<I", len(forteckning))
    assert all(p.innehall is None for p in packa_upp(ut[:start] + forteckning + bytes(svans)))
