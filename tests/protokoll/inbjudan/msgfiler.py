"""Mails as Outlook saves them, written here: a compound file (MS-CFB) with the properties of a message in it."""

import struct
from datetime import UTC, datetime

INGEN, SLUT, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SEKTOR, MINI, GRANS = 512, 64, 4096


def _fyllt(data: bytes, till: int) -> bytes:
    return data + bytes(-len(data) % till)


def behallare(innehall: dict) -> bytes:
    """Streams are bytes, storages dicts."""
    poster, fat, sektorer = [], [], []
    ministrom, minifat = b"", []

    def lagg(data: bytes) -> int:
        if not data:
            return SLUT
        forsta = len(sektorer)
        sektorer.extend(_fyllt(data, SEKTOR)[i : i + SEKTOR] for i in range(0, len(data), SEKTOR))
        fat.extend([*range(forsta + 1, len(sektorer)), SLUT])
        return forsta

    def strom(data: bytes) -> int:
        nonlocal ministrom
        if len(data) >= GRANS:
            return lagg(data)
        if not data:
            return SLUT
        forsta = len(minifat)
        ministrom += _fyllt(data, MINI)
        minifat.extend([*range(forsta + 1, len(ministrom) // MINI), SLUT])
        return forsta

    def post(namn: str, typ: int) -> dict:
        ny = {"namn": namn, "typ": typ, "hoger": INGEN, "barn": INGEN, "start": SLUT, "langd": 0}
        poster.append(ny)
        return ny

    def mapp(foralder: dict, delar: dict) -> None:
        forra = None
        for namn, del_ in delar.items():
            nummer, ny = len(poster), post(namn, 1 if isinstance(del_, dict) else 2)
            (forra or foralder)["hoger" if forra else "barn"] = nummer
            forra = ny
            if isinstance(del_, dict):
                mapp(ny, del_)
            else:
                ny["start"], ny["langd"] = strom(del_), len(del_)

    rot = post("Root Entry", 5)
    mapp(rot, innehall)
    rot["start"], rot["langd"] = lagg(ministrom), len(ministrom)
    minifat_start = lagg(struct.pack(f"<{len(minifat)}I", *minifat)) if minifat else SLUT
    katalog = b"".join(
        _fyllt(p["namn"].encode("utf-16-le"), 64)[:64]
        + struct.pack("<HBBIII", 2 * len(p["namn"]) + 2, p["typ"], 1, INGEN, p["hoger"], p["barn"])
        + bytes(36)
        + struct.pack("<IQ", p["start"], p["langd"])
        for p in poster
    )
    katalog_start = lagg(katalog)
    antal = -(-(len(sektorer) + 1) // 127)
    fatsektorer = list(range(len(sektorer), len(sektorer) + antal))
    hela = [*fat, *[FAT] * antal]
    tabell = struct.pack(f"<{len(hela)}I", *hela)
    sektorer.append(tabell + b"\xff" * (antal * SEKTOR - len(tabell)))
    huvud = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    huvud += struct.pack("<IIIIIIIIII", 0, antal, katalog_start, 0, GRANS, minifat_start, 1, SLUT, 0, fatsektorer[0])
    huvud += struct.pack("<108I", *fatsektorer[1:], *[INGEN] * (109 - antal))
    return huvud + b"".join(sektorer)


def _egenskaper(huvud: int, **tider: datetime) -> bytes:
    nummer = {"skickat": 0x0039, "mottaget": 0x0E06}
    ut = bytes(huvud)
    for namn, tid in tider.items():
        filtid = int((tid - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        ut += struct.pack("<HHIQ", 0x0040, nummer[namn], 6, filtid)
    return ut


def brev(*, amne="", text="", html="", fran="", adress="", uid="", skickat=None, bilagor=(), inre=None, huvud=32):
    """The parts of a message; `bilagor` are (name, bytes), `inre` the parts of a message that was forwarded in it."""

    def ord_(nummer, varde):
        return {f"__substg1.0_{nummer}001F": varde.encode("utf-16-le")} if varde else {}

    delar = ord_("0037", amne) | ord_("1000", text) | ord_("0C1A", fran) | ord_("5D01", adress) | ord_("1035", uid)
    if html:
        delar["__substg1.0_10130102"] = html.encode("cp1252")
    for n, (namn, data) in enumerate(bilagor):
        delar[f"__attach_version1.0_#{n:08X}"] = ord_("3707", namn) | {"__substg1.0_37010102": data}
    if inre:
        delar["__attach_version1.0_#000000FF"] = {"__substg1.0_3701000D": inre}
    tider = {"skickat": skickat} if skickat else {}
    return delar | {"__properties_version1.0": _egenskaper(huvud, **tider)}
