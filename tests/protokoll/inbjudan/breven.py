"""Letters as they come: pasted, saved and as events. Places and people are those of the seed, or invented."""

from email.message import EmailMessage

TEXT = """Hej! Skickar vidare.

Från: Länsstyrelsen Kalmar <info@lansstyrelsen.example>
Skickat: den 12 februari 2026 09:14
Till: Registrator
Ämne: VB: Inbjudan till Globala målen för hållbar utveckling

Landshövdingen bjuder in till en dag om Agenda 2030 torsdagen den 24 april kl. 09.30–15.00 i Kalmar.

Plats: Kalmar slott, Kungsgatan 1, eller digitalt via Teams
Kostnad: 1 200 kr exkl. moms
Anmäl dig senast den 10 april på https://example.org/anmalan.
Detta är en personlig inbjudan till kommunstyrelsens ordförande.
"""


def handelse(uid="dag@skr.example", dag="20260527", *rader, rubrik="Budgetdagen"):
    tid = [f"DTSTART;TZID=W. Europe Standard Time:{dag}T090000", f"DTEND;TZID=W. Europe Standard Time:{dag}T160000"]
    if any(r.startswith("DTSTART") for r in rader) or dag is None:
        tid = []
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{rubrik}", *tid, *rader, "END:VEVENT"])


def kalender(*handelser, huvud=()):
    rader = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Prov//SV", *huvud, *handelser, "END:VCALENDAR", ""]
    return "\r\n".join(rader).encode()


ICS = kalender(
    handelse(
        "dag@skr.example",
        "20260527",
        "ORGANIZER;CN=SKR:mailto:info@skr.example",
        "LOCATION:Stockholm; Microsoft Teams-möte",
        "DESCRIPTION:Anmäl dig senast 10 maj. Kostnadsfritt.",
    )
)


def brevet(text="Anmälan senast den 10 maj 2026.", html="", amne="VB: Inbjudan: Budgetdagen den 27 maj", **filer):
    brev = EmailMessage()
    brev["Subject"], brev["From"], brev["Date"] = amne, "SKR <info@skr.example>", "Thu, 12 Feb 2026 09:14:00 +0100"
    brev["Message-ID"] = "<abc@skr.example>"
    brev.set_content(text)
    if html:
        brev.add_alternative(html, subtype="html")
    for namn, innehall in filer.items():
        namn = namn.replace("_", ".")
        brev.add_attachment(innehall, maintype="application", subtype="octet-stream", filename=namn)
    return brev


EML = bytes(brevet(program_pdf=b"%PDF-1.7", elak_exe=b"MZ"))
