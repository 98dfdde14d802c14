"""What each row of a list says, and what is wrong with it. Pure: list, choices and registers in, rows out."""

from collections.abc import Callable
from datetime import date

from kommun.kalender import dag_i_ord
from uppdrag.perioder import manader_senare

from .lagen import ATERRAPPORTERAT, PAGAR
from .modell import Lista
from .radlasare import SLAGEN, Radlasare
from .register import FORVALTNING, ORGAN, PERSON, Nyckel, Paragrafpost, Register, Uppslag, textnyckel
from .tider import Tid, las_tid
from .tolkad import Okand, Radfel, Tolkad, Val

_BESLUTSFALT = {"beslut", "paragraf", "datum"}
_MOTTAGARFALT = {FORVALTNING: "forvaltning", ORGAN: "mottagande_organ", PERSON: "ansvarig"}

Uppslagning = Callable[[set[Nyckel]], Uppslag]


def tolka(lista: Lista, val: Val, register: Register, sla_upp: Uppslagning) -> list[Tolkad]:
    """Every row that says something in a column that is read. `sla_upp` is asked once, for all §§ of the list."""
    kolumn = {falt: lista.kolumn[rubrik] for falt, rubrik in val.kolumner.items() if rubrik in lista.kolumn}
    lasare = [Raden(rad, kolumn, val, register) for rad in lista.rader]
    lasare = [r for r in lasare if r.sager_nagot]
    for r in lasare:
        r.las_hanvisningar()
    uppslag = sla_upp({n for r in lasare for n in r.nycklar})
    tidigare: dict[tuple[Nyckel, str], int] = {}
    for r in lasare:
        r.las_resten(uppslag)
        _dubblett(r.ut, tidigare, uppslag)
    return [r.ut for r in lasare]


def _dubblett(rad: Tolkad, tidigare: dict[tuple[Nyckel, str], int], uppslag: Uppslag) -> None:
    if rad.nummer in uppslag.inlasta:
        rad.redan, rad.fel, rad.okanda = uppslag.inlasta[rad.nummer], [], []
        return
    if not (rad.nyckel and rad.text):
        return
    samma = (rad.nyckel, textnyckel(rad.text))
    if samma in tidigare:
        rad.fel.append(
            Radfel(
                "uppdrag",
                rad.text,
                f"Samma uppdrag med samma paragraf står på rad {tidigare[samma]}. Ta bort den ena raden.",
            )
        )
    elif beteckning := uppslag.registrerade.get(samma):
        rad.fel.append(
            Radfel(
                "uppdrag", rad.text, f"Uppdraget är redan registrerat, som {beteckning}. Raden behöver inte läsas in."
            )
        )
    tidigare.setdefault(samma, rad.nummer)


class Raden(Radlasare):
    """The row again, now that it is known which §§ are here."""

    def las_resten(self, uppslag: Uppslag) -> None:
        self._kontrollera_beslut(uppslag)
        self._las_mottagare()
        self._las_frist()
        self._las_slut(uppslag)
        self.ut.kommentar = self.cell("kommentar").text
        if self.ut.dold:
            self.ut.noteringar.append("Raden är dold i Excel.")

    def _kontrollera_beslut(self, uppslag: Uppslag) -> None:
        h, ut = self.beslut, self.ut
        trasigt = self.trasiga & {*_BESLUTSFALT, "organ"}
        ut.dnr = self.cell("dnr").text[:60]
        ut.paragraf = h.paragraf
        kant = uppslag.paragrafer.get((ut.organ, h.ar, h.paragraf)) if h.ar and h.paragraf else None
        ut.datum = h.datum or (kant.datum if kant else None)
        if trasigt:
            return
        namn = self.register.organ(ut.organ).kort
        falt = "beslut" if "beslut" in self.kolumn else "paragraf"
        sagt = self.cell("beslut").text or self.cell("paragraf").text or self.cell("datum").text
        if not h.paragraf:
            self.fel(falt, sagt, "Paragrafen som gav uppdraget saknas. Skriv till exempel 2020-01-21 § 11.")
        elif not ut.datum:
            ar = f"{namn} § {h.paragraf}/{h.ar} finns inte här, så" if h.ar else "Dagen saknas:"
            self.fel(
                "datum" if "datum" in self.kolumn else falt,
                sagt,
                f"{ar} beslutets dag behöver anges, till exempel 2020-01-21.",
            )
        elif not date(1950, 1, 1) <= ut.datum <= self.register.today:
            self.fel(
                "datum" if "datum" in self.kolumn else falt,
                sagt,
                f"Beslutet kan inte vara fattat den {dag_i_ord(ut.datum, veckodag=False)}.",
            )
        elif kant and kant.datum != ut.datum:
            dag = dag_i_ord(kant.datum, veckodag=False)
            self.fel(falt, sagt, f"{namn} § {h.paragraf} är från den {dag}. Kontrollera dagen och paragrafen.")
        elif kant and kant.besluten != 1:
            self.fel(
                falt,
                sagt,
                f"{namn} § {h.paragraf} har {kant.besluten or 'inget'} beslut. Logga uppdraget från paragrafen.",
            )
        elif kant and kant.ar_forslag:
            self.fel(
                falt,
                sagt,
                f"{namn} § {h.paragraf} är ett förslag till ett högre organ. Ange det beslut som gav uppdraget.",
            )
        elif not kant and (ut.organ, ut.datum) in uppslag.egna_moten:
            dag = dag_i_ord(ut.datum, veckodag=False)
            self.fel(
                falt,
                sagt,
                f"Protokollet från {namn} den {dag} finns här, men har ingen § {h.paragraf}. Kontrollera paragrafen.",
            )
        if kant and ut.dnr and kant.dnr and textnyckel(kant.dnr) not in textnyckel(ut.dnr):
            ut.noteringar.append(f"Paragrafen har diarienummer {kant.dnr}, raden {ut.dnr}. Paragrafens behålls.")

    def _las_mottagare(self) -> None:
        ut = self.ut
        for falt in ("forvaltning", "namnd", "ansvarig"):
            cell = self.cell(falt)
            if not cell.text or not (post := self.namn(falt, cell.text)):
                continue
            attribut = _MOTTAGARFALT[post.slag]
            if ut.oppen and not post.aktiv:
                varfor = "har ingen tjänst i dag" if post.slag == PERSON else "finns inte längre"
                ut.okanda.append(Okand(falt, cell.text, tuple(self.register.nara(cell.text, SLAGEN[falt]))))
                self.fel(
                    falt, cell.text, f"{post.namn} {varfor} och kan inte ha ett öppet uppdrag. Välj vem som har det nu."
                )
            elif getattr(ut, attribut) is None:
                setattr(ut, attribut, post)
        if not ut.mottagare and self.val.forvaltning:
            ut.forvaltning = self.register.per_nyckel[f"{FORVALTNING}:{self.val.forvaltning}"]
            if not self.trasiga & {"forvaltning", "namnd", "ansvarig"}:
                ut.noteringar.append(f"Raden nämner ingen mottagare: {ut.forvaltning.namn} som du har valt.")
        if not ut.mottagare and not self.trasiga & {"forvaltning", "namnd", "ansvarig"}:
            falt = next((f for f in ("forvaltning", "ansvarig", "namnd") if f in self.kolumn), "forvaltning")
            self.fel(
                falt,
                "",
                "Ingen har uppdraget. Fyll i förvaltning eller ansvarig, eller välj en förvaltning för rader utan.",
            )

    def _las_frist(self) -> None:
        ut, cell = self.ut, self.cell("frist")
        moten = self.register.moten.get(ut.organ, {})
        if cell.datum or cell.text:
            if ut.datum is None and not cell.datum:
                ut.tid = Tid(ord=cell.text[:200])
                return
            ut.tid = las_tid(
                cell.datum or cell.text,
                given=ut.datum or self.register.today,
                moten=moten,
                andra=self.register.motesdagar,
            )
        if ut.tid.fel:
            self.fel("frist", cell.text, f"{ut.tid.fel} Rätta fristen, eller töm cellen om ingen är bestämd.")
        elif ut.tid.datum and ut.datum and ut.tid.datum < ut.datum and not self.trasiga & _BESLUTSFALT:
            dag = dag_i_ord(ut.tid.datum, veckodag=False)
            self.fel("frist", cell.text, f"Fristen {dag} ligger före beslutet. Rätta den som är fel.")
        elif ut.tid.osaker:
            ut.noteringar.append(
                f"Frist: ”{ut.tid.ord}” säger ingen dag. Orden behålls, och uppdraget får ingen frist."
            )
        if ut.tid.mote and ut.tid.mote >= self.register.today:
            ut.rapporteras_vid = moten.get(ut.tid.mote)
        if ut.oppen and ut.tid.datum is None:
            ut.nasta_rapport = manader_senare(self.register.today, self.register.rapport_manader.get(ut.organ, 6))

    def _las_slut(self, uppslag: Uppslag) -> None:
        ut, slut = self.ut, self.slut
        if ut.lage == PAGAR or self.trasiga & {"avslutat", "avslutat_paragraf", "status"}:
            return
        nyckel = (self.slut_organ, slut.ar, slut.paragraf) if self.slut_organ and slut.ar and slut.paragraf else None
        kant = uppslag.paragrafer.get(nyckel) if nyckel else None
        # A § that is not here is not made: the list does not tell what it says. Its words are kept instead.
        genom = nyckel if kant and kant.besluten == 1 else None
        dag = slut.datum or (kant.datum if kant else None)
        if ut.lage == ATERRAPPORTERAT:
            if dag is None or self._dagen_gar("återrapporterades", dag, kant):
                ut.aterrapporterat_i, ut.aterrapporterat_den = genom, dag if genom else None
            return
        if dag is None and self.val.avslutat_dag:
            dag = self.val.avslutat_dag
            ut.noteringar.append(f"Dagen för avslut saknas: {dag_i_ord(dag, veckodag=False)} som du har valt.")
        if dag is None:
            self._fel_i_slut("Dagen då uppdraget avslutades saknas. Fyll i den, eller välj en dag för alla som saknar.")
        elif self._dagen_gar("avslutades", dag, kant):
            ut.avslutat_den, ut.avslutat_i = dag, genom

    def _dagen_gar(self, vad: str, dag: date, kant: Paragrafpost | None) -> bool:
        """Whether it can have happened then; told when not."""
        slut = self.slut
        if dag > self.register.today or (self.ut.datum and dag < self.ut.datum):
            nar = "ligger i framtiden" if dag > self.register.today else "ligger före beslutet"
            self._fel_i_slut(f"Dagen då uppdraget {vad}, {dag_i_ord(dag, veckodag=False)}, {nar}.")
            return False
        if kant and kant.datum != dag:
            fran = dag_i_ord(kant.datum, veckodag=False)
            self._fel_i_slut(f"§ {slut.paragraf} är från den {fran}. Kontrollera dagen.")
            return False
        return True

    def _fel_i_slut(self, text: str) -> None:
        falt = next((f for f in ("avslutat", "avslutat_paragraf", "status") if f in self.kolumn), "avslutat")
        self.fel(falt, self.ut.avslutat_ord, text)
