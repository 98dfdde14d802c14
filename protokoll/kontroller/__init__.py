"""The checks of protokoll: (underlag) → Anmarkningar. Pure over the Underlag; one file for each noun."""

from protokoll.kontroller import (
    anmalningar,
    beslut,
    dagordning,
    forfarande,
    frister,
    inbjudningar,
    indelning,
    javet,
    narvaro,
    nummer,
    omrostning,
    sekretess,
    text,
    underskrifter,
)

KONTROLLER = (
    *dagordning.KONTROLLER,
    *beslut.KONTROLLER,
    *forfarande.KONTROLLER,
    *omrostning.KONTROLLER,
    *anmalningar.KONTROLLER,
    *narvaro.KONTROLLER,
    *javet.KONTROLLER,
    *inbjudningar.KONTROLLER,
    *underskrifter.KONTROLLER,
    *nummer.KONTROLLER,
    *indelning.KONTROLLER,
    *sekretess.KONTROLLER,
    *text.KONTROLLER,
    *frister.KONTROLLER,
)
