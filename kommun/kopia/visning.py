"""How a command shows how far it has come: one line that is written over on a terminal, few lines in a log."""

from threading import Lock

from kommun.kopia.tagning import Framsteg


def visa(ut, vad: str) -> Framsteg:
    """What to call with (done, of all)."""
    las, senast = Lock(), -1
    pa_skarm = hasattr(ut, "isatty") and ut.isatty()
    steg = 1 if pa_skarm else 25

    def framsteg(klart: int, allt: int) -> None:
        nonlocal senast
        procent = 100 if klart >= allt else 100 * klart // allt // steg * steg
        with las:
            if procent <= senast:
                return
            senast = procent
            if pa_skarm:
                slut = "\n" if procent == 100 else ""
                ut.write(f"\r{vad}: {procent} %", ending=slut)
            else:
                ut.write(f"{vad}: {procent} %")
            ut.flush()

    return framsteg


def storlek(antal: int) -> str:
    """As a person reads it: 3,4 MB."""
    for enhet in ("byte", "kB", "MB", "GB"):
        if antal < 1000 or enhet == "GB":
            break
        antal /= 1000
    return f"{antal:.1f} {enhet}".replace(".", ",") if enhet in ("MB", "GB") else f"{antal:.0f} {enhet}"
