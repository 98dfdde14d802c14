"""What differs between two documents, told part by part. Pure; the words themselves are protokoll.skillnad's."""

from dataclasses import dataclass, replace

from protokoll.dokumentvarden import Dokument, Tryckt


def nyckel(nummer: int | None, rubrik: str) -> int | str:
    """What a § is known by from one version to the next: its number, before it has one its heading."""
    return nummer or rubrik


def per_nyckel(dokument: Dokument) -> dict[int | str, Tryckt]:
    return {nyckel(t.nummer, t.rubrik): t for t in dokument.paragrafer}


@dataclass(frozen=True)
class Andrat:
    """§§ by their `nyckel`, in the order of the later document; `borta` are §§ it no longer holds."""

    andrade: tuple[int | str, ...] = ()
    nya: tuple[int | str, ...] = ()
    borta: tuple[Tryckt, ...] = ()
    forsattsblad: bool = False
    bilaga: bool = False

    def __bool__(self) -> bool:
        return bool(self.andrade or self.nya or self.borta or self.forsattsblad or self.bilaga)


def andrat(fore: Dokument, efter: Dokument) -> Andrat:
    da, nu = per_nyckel(fore), per_nyckel(efter)
    return Andrat(
        andrade=tuple(n for n, t in nu.items() if n in da and da[n] != t),
        nya=tuple(n for n in nu if n not in da),
        borta=tuple(t for n, t in da.items() if n not in nu),
        forsattsblad=_framsida(fore) != _framsida(efter),
        bilaga=(fore.narvarolista, fore.omrostningslistor) != (efter.narvarolista, efter.omrostningslistor),
    )


def _framsida(d: Dokument) -> Dokument:
    return replace(d, paragrafer=(), narvarolista=(), omrostningslistor=(), paragrafspann="")


def andrat_i_ord(a: Andrat) -> list[str]:
    """ "§ 7 är ändrad", a line each, without the headings: they stand in mails too."""

    def beteckning(n: int | str) -> str:
        return f"§ {n}" if isinstance(n, int) else f"”{n}”"

    rader = [f"{beteckning(n)} är ändrad" for n in a.andrade]
    rader += [f"{beteckning(n)} är ny i protokollet" for n in a.nya]
    rader += [f"{t.beteckning} står inte längre i protokollet" for t in a.borta]
    if a.forsattsblad:
        rader.append("Försättsbladet är ändrat")
    if a.bilaga:
        rader.append("Bilagan med närvaro och omröstningar är ändrad")
    return rader
