"""The registers of the demo: the municipality, its parties, förvaltningar, organ, the elected, officials, accounts."""

from datetime import date

from kommun.demo.fakta import FORVALTNINGAR, KONTON, LEDAMOTER, ORGAN, PARTIER
from kommun.demo.mottagare import adress
from kommun.history import spara, spara_nya
from kommun.models import (
    STANDARDMALL,
    Avsnittsmall,
    Forvaltning,
    Kommun,
    Mandat,
    Organ,
    Parti,
    Person,
    Tjanst,
    User,
)

PASSWORD = "fullgjort-demo"  # noqa: S105 - printed to whoever runs the demo, and the demo only
REASON = "Demodata"


class Register:
    def __init__(self, today: date):
        self.today = today
        self.by = None
        self.personer: dict[str, Person] = {}

    def spara(self, obj):
        return spara(obj, by=self.by, reason=REASON)

    def spara_nya(self, objekt: list) -> None:
        """Rows that nothing is asked about: most of the demo, and most of its time."""
        spara_nya(objekt, by=self.by, reason=REASON)

    def kommunen(self) -> None:
        self.spara(
            Kommun(
                pk=1,
                namn="Vimmerby kommun",
                epost="kommunen@vimmerby.example",
                forvaltningsratt="Förvaltningsrätten i Linköping",
                overklagas_hos="Förvaltningsrätten i Linköping\nBox 406\n581 04 Linköping",
            )
        )

    def register(self) -> None:
        start = date(self.today.year - 8, 1, 1)
        self.partier = {kort: self.spara(Parti(beteckning=kort, namn=namn, fran=start)) for kort, namn in PARTIER}
        self.forvaltningar: dict[str, Forvaltning] = {}
        for namn, over in FORVALTNINGAR:
            self.forvaltningar[namn] = self.spara(
                Forvaltning(namn=namn, overordnad=self.forvaltningar.get(over or ""), epost=adress(namn))
            )
        self.organ: dict[str, Organ] = {}
        for namn, kort, slag, over in ORGAN:
            organ = Organ(
                namn=namn,
                kortnamn=kort,
                slag=slag,
                overordnat=self.organ.get(over or ""),
                forvaringsplats="Administrativa avdelningen, Stadshuset",
                epost=adress(namn),
                antal_ledamoter=sum(roll != Mandat.Roll.ERSATTARE for _, _, roll in LEDAMOTER),
            )
            self.organ[kort] = self.spara(organ)
            self.spara_nya(
                [
                    Avsnittsmall(organ=organ, typ=typ, rubrik=rubrik, niva=niva, ordning=n)
                    for n, (typ, rubrik, niva) in enumerate(STANDARDMALL, start=1)
                ]
            )
        self.spara_nya(
            [
                Mandat(
                    person=self.person(namn),
                    organ=self.organ[kort],
                    roll=roll,
                    parti=self.partier[parti],
                    fran=start,
                    ordning=n,
                )
                for kort in ("KF", "KS", "KSAU", "MBN")
                for n, (namn, parti, roll) in enumerate(LEDAMOTER, start=1)
            ]
        )

    def person(self, namn: str) -> Person:
        if namn not in self.personer:
            # Only who is invented has an address, and one of them has none: that kallelse goes on paper.
            med_epost = namn in {n for n, *_ in LEDAMOTER} - {"Knut Kanslaby"}
            epost = f"{namn.lower().replace(' ', '.')}@example.invalid" if med_epost else ""
            self.personer[namn] = self.spara(Person(namn=namn, epost=epost))
        return self.personer[namn]

    def konton(self) -> None:
        roller = {
            "sekreterare": [(Tjanst.Roll.SEKRETERARE, kort, None) for kort in ("KSAU", "KS", "KF")],
            "sekreterare2": [(Tjanst.Roll.SEKRETERARE, "MBN", None)],
            "handlaggare": [(Tjanst.Roll.HANDLAGGARE, None, "Samhällsbyggnadsavdelningen")],
            "chef": [(Tjanst.Roll.FORVALTNINGSCHEF, None, "Samhällsbyggnadsavdelningen")],
            "revisor": [(Tjanst.Roll.LASARE, None, None)],
            "admin": [(Tjanst.Roll.SYSTEMADMINISTRATOR, None, None)],
        }
        for konto in KONTON:
            person = self.person(konto.namn)
            User.objects.create_user(
                konto.username, email=f"{konto.username}@example.invalid", password=PASSWORD, person=person
            )
            for roll, organ, forvaltning in roller.get(konto.username, []):
                self.spara(
                    Tjanst(
                        person=person,
                        roll=roll,
                        titel=roll.label,
                        organ=self.organ.get(organ or ""),
                        forvaltning=self.forvaltningar.get(forvaltning or ""),
                        fran=date(self.today.year - 8, 1, 1),
                    )
                )
        self.by = User.objects.get(username="sekreterare")
