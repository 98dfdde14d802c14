"""A file as text."""

import re

from kommun.granser import STORSTA_FIL

from .fel import Lasfel

_TEXTFILER = (".txt", ".md", ".text", ".markdown")
_WORDFILER = (".docx", ".docm")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINART = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LAST_WORD = "Word-filen är skyddad med lösenord. Spara den utan lösenord och försök igen."
_GAMMAL_WORD = "Filen är sparad i Words äldre format (.doc). Öppna den i Word och spara den som .docx eller PDF."


def las_text(filnamn: str, innehall: bytes) -> str:
    """The text of a .txt, .md, .pdf or .docx. Raises Lasfel with a sentence for every file that cannot be read."""
    if len(innehall) > STORSTA_FIL:
        raise Lasfel(f"Filen är för stor. Ett protokoll får vara högst {STORSTA_FIL // 1024 // 1024} MB.")
    if not innehall.strip():
        raise Lasfel("Filen är tom. Välj en fil som innehåller ett protokoll.")
    slut = filnamn.rpartition(".")[2].lower() if "." in filnamn else ""
    if innehall[:1024].lstrip()[:5] == b"%PDF-":
        from .pdf import las_pdf  # pdfplumber is slow to import and only PDF files need it

        return las_pdf(innehall)
    if slut == "pdf":
        raise Lasfel("Filen heter .pdf men är ingen PDF-fil, eller så är den skadad. Öppna den och spara den på nytt.")
    if innehall.startswith(_OLE) and slut in {"doc", "docx", "docm"}:
        raise Lasfel(_LAST_WORD if slut != "doc" else _GAMMAL_WORD)
    if f".{slut}" in _WORDFILER or innehall[:4] == b"PK\x03\x04":
        from .word import ar_word, las_word  # as slow to import

        if f".{slut}" in _WORDFILER or ar_word(innehall):
            return las_word(innehall)
    if f".{slut}" not in _TEXTFILER:
        vad = f"Filtypen .{slut}" if slut and len(slut) <= 10 else "Den här filtypen"
        raise Lasfel(f"{vad} kan inte läsas in. Spara protokollet som PDF, Word (.docx) eller text (.txt, .md).")
    return _las_utf8(innehall)


def _las_utf8(innehall: bytes) -> str:
    if innehall[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Lasfel("Filen är inte sparad som UTF-8 utan som UTF-16. Spara den på nytt med teckenkodningen UTF-8.")
    if _BINART.search(innehall):
        raise Lasfel(
            "Filen innehåller annat än text. Spara protokollet som PDF, Word (.docx) eller text (.txt) och försök igen."
        )
    try:
        return innehall.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Lasfel(
            "Filen är inte sparad som UTF-8, så å, ä och ö går inte att läsa säkert. "
            "Spara den på nytt med teckenkodningen UTF-8."
        ) from None
