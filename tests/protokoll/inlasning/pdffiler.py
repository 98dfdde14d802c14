"""PDF files written by hand, so that every place on the page is known."""

from dataclasses import dataclass, field


@dataclass
class Sida:
    """Text at (x, y from the top) in 10 point Helvetica, and rules from (x0, y) to (x1, y)."""

    texter: list[tuple[float, float, str]] = field(default_factory=list)
    linjer: list[tuple[float, float, float, float]] = field(default_factory=list)

    def rad(self, y: float, *celler: tuple[float, str]) -> None:
        self.texter += [(x, y, text) for x, text in celler]

    def strom(self) -> bytes:
        delar = []
        for x, y, text in self.texter:
            ren = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            delar.append(f"BT /F1 10 Tf {x} {842 - y} Td ({ren}) Tj ET")
        delar += [f"0.5 w {x0} {842 - y0} m {x1} {842 - y1} l S" for x0, y0, x1, y1 in self.linjer]
        return "\n".join(delar).encode("cp1252")


def gor_pdf(sidor: list[Sida], *, last: bool = False) -> bytes:
    """A PDF of the pages; `last` locks it with a password that nobody knows."""
    objekt: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objekt.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    barn = []
    for sida in sidor:
        strom = sida.strom()
        objekt.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(strom), strom))
        objekt.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objekt)
        )
        barn.append(b"%d 0 R" % len(objekt))
    objekt[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(barn), len(barn))
    slut = b""
    if last:
        objekt.append(b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32))
        slut = b"/Encrypt %d 0 R /ID [<aa> <aa>] " % len(objekt)
    ut = bytearray(b"%PDF-1.4\n")
    lagen = []
    for nr, kropp in enumerate(objekt, start=1):
        lagen.append(len(ut))
        ut += b"%d 0 obj\n%s\nendobj\n" % (nr, kropp)
    start = len(ut)
    ut += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objekt) + 1)
    ut += b"".join(b"%010d 00000 n \n" % lage for lage in lagen)
    ut += b"trailer << /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objekt) + 1, slut, start)
    return bytes(ut)
