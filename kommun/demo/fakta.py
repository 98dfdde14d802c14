"""Who and what the demo municipality consists of. All people but the seed's are plainly invented."""

from dataclasses import dataclass

from kommun.models import Mandat, Organ


@dataclass(frozen=True)
class Konto:
    """A demo account and what it shows."""

    username: str
    namn: str
    vad: str


KONTON = (
    Konto("sekreterare", "Siv Skrivare", "sekreterare i kommunfullmäktige, kommunstyrelsen och dess arbetsutskott"),
    Konto("sekreterare2", "Agnes Annansson", "sekreterare i miljö- och byggnadsnämnden"),
    Konto("ordforande", "Orvar Ordberg", "ordförande i kommunstyrelsens arbetsutskott"),
    Konto("justerare", "Sixten Svarsson", "protokolljusterare i kommunstyrelsens arbetsutskott"),
    Konto("handlaggare", "Hanna Handlund", "handläggare på samhällsbyggnadsavdelningen"),
    Konto("chef", "Cajsa Chefsdotter", "chef för samhällsbyggnadsavdelningen"),
    Konto("revisor", "Rut Revisor", "läser allt, ändrar inget"),
    Konto("admin", "Alma Admin", "systemadministratör: register och konton"),
)
PARTIER = (
    ("C", "Centerpartiet"),
    ("KD", "Kristdemokraterna"),
    ("L", "Liberalerna"),
    ("M", "Moderaterna"),
    ("MP", "Miljöpartiet de gröna"),
    ("S", "Socialdemokraterna"),
    ("SD", "Sverigedemokraterna"),
    ("V", "Vänsterpartiet"),
)
FORVALTNINGAR = (
    ("Kommunstyrelseförvaltningen", None),
    ("Administrativa avdelningen", "Kommunstyrelseförvaltningen"),
    ("Ekonomiavdelningen", "Kommunstyrelseförvaltningen"),
    ("Fastighetsavdelningen", "Kommunstyrelseförvaltningen"),
    ("HR-avdelningen", "Kommunstyrelseförvaltningen"),
    ("Samhällsbyggnadsavdelningen", "Kommunstyrelseförvaltningen"),
    ("Utvecklingsavdelningen", "Kommunstyrelseförvaltningen"),
    ("Miljö- och byggnadsförvaltningen", None),
)
ORGAN = (
    ("Kommunfullmäktige", "KF", Organ.Slag.FULLMAKTIGE, None),
    ("Kommunstyrelsen", "KS", Organ.Slag.STYRELSE, "KF"),
    ("Kommunstyrelsens arbetsutskott", "KSAU", Organ.Slag.UTSKOTT, "KS"),
    ("Miljö- och byggnadsnämnden", "MBN", Organ.Slag.NAMND, "KF"),
)
LEDAMOTER = (
    ("Orvar Ordberg", "C", Mandat.Roll.ORDFORANDE),
    ("Vega Vicedotter", "M", Mandat.Roll.VICE_1),
    ("Sixten Svarsson", "S", Mandat.Roll.VICE_2),
    ("Linnea Ledin", "S", Mandat.Roll.LEDAMOT),
    ("Knut Kanslaby", "KD", Mandat.Roll.LEDAMOT),
    ("Ebba Ersmark", "M", Mandat.Roll.ERSATTARE),
    ("Elof Ersund", "S", Mandat.Roll.ERSATTARE),
)
