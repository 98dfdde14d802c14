"""Ärenden of the demo that go through several organ: the way that one dnr takes."""

from dataclasses import replace

from kommun.demo.arenden import Arende
from kommun.demo.inbjudna import DIGITALA_DAGARNA
from kommun.demo.inbjudningar import RAPPORTERNA
from protokoll.models import Paragraf

_TAXAN = Arende(
    rubrik="Taxa för vatten och avlopp",
    beslut="Kommunfullmäktige antar taxan för vatten och avlopp att gälla från årsskiftet.",
    bakgrund="Taxan har varit oförändrad i fyra år. Höjningen är i genomsnitt 6 procent.",
    underlag="Tjänsteskrivelse – Taxa för vatten och avlopp",
    mottagare="Samhällsbyggnadsavdelningen",
    dnr="KS {ar}/000117",
)
# The secretary of fullmäktige wrote the number the other way round, so that somebody has to join the two.
TAXANS_VAG = {"KSAU": _TAXAN, "KS": _TAXAN, "KF": replace(_TAXAN, dnr="{ar}/000117 KS")}

_HUNDARNA = Arende(
    rubrik="Medborgarförslag om hundrastgård",
    beslut="Kommunstyrelsen bifaller medborgarförslaget om en hundrastgård vid Stationsparken.",
    bakgrund="Ett medborgarförslag om en inhägnad hundrastgård har fått 163 underskrifter.",
    underlag="Medborgarförslaget",
    mottagare="Samhällsbyggnadsavdelningen",
    dnr="KS {ar}/000184",
)
_MED_KOSTNAD = replace(
    _HUNDARNA,
    beslut="Kommunfullmäktige bifaller medborgarförslaget om en hundrastgård vid Stationsparken, till en kostnad av "
    "180 000 kronor.",
    bakgrund="Kommunstyrelsen återremitterade ärendet. Kostnaden är nu utredd.",
    underlag="Medborgarförslaget\n\nKostnadsberäkning",
)
_RAPPORTEN = Arende(
    rubrik=f"Rapport från {DIGITALA_DAGARNA.titel}",
    beslut="{organet} noterar rapporten.",
    bakgrund=RAPPORTERNA[0][1],
    underlag=f"Rapport från {RAPPORTERNA[0][0]}",
    mottagare="Administrativa avdelningen",
)
# By organ and the days since the meeting was planned.
ARETS_VAG = {
    ("KSAU", -61): _HUNDARNA,
    ("KS", -52): replace(
        _HUNDARNA,
        beslut="Kommunstyrelsen återremitterar ärendet till arbetsutskottet för att kostnaden ska utredas.",
        utfall=Paragraf.Utfall.ATERREMITTERAT,
    ),
    ("KSAU", -33): _MED_KOSTNAD,
    ("KS", -24): _MED_KOSTNAD,
}


def arets_vagar(kort: str, dagar: int, *, ar: int) -> tuple[Arende, ...]:
    arende = ARETS_VAG.get((kort, dagar))
    egna = (replace(arende, dnr=arende.dnr.format(ar=ar)),) if arende else ()
    return (*egna, _RAPPORTEN) if (kort, dagar) == ("KSAU", -33) else egna


def aldre_vag(kort: str, *, ar: int) -> Arende:
    return replace(TAXANS_VAG[kort], dnr=TAXANS_VAG[kort].dnr.format(ar=ar))
