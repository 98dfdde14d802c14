"""A plain invented protokoll in the layout of the seed."""

PROV = """Provstads nämnd

Plats och tid\tStora salen, onsdagen den 4 mars 2026 kl 13:00-15.30 Ajournering: 14.00-14.10
Beslutande\tLedamöter Ada Provsson (C), ordförande Bo Testman (S), vice ordförande
Övriga närvarande\t§§ 1-3 Cia Exempel, sekreterare § 2 Dan Demo, handläggare
Protokolljusterare\tBo Testman (S)
Justeringens plats och tid\tStadshuset, Provstad
Underskrifter\t
Sekreterare\t_____ Paragrafer §§ 1-3 Cia Exempel
Ordförande\t_____ Ada Provsson
Protokolljusterare\t_____ Bo Testman (S)

Anslag/bevis

Protokollet är justerat. Justeringen har tillkännagivits genom anslag.

Organ\tProvstads nämnd\t\t
Sammanträdesdatum\t2026-03-04\t\t
Datum då anslaget sätts upp\t2026-03-13\tDatum då anslaget tas ned\t2026-04-07
Förvaringsplats för protokollet\tArkivet\t\t
Underskrift\t_____ Cia Exempel\t\t



Provstads nämnd

Innehållsförteckning

§ 1\tDnr 2026/000011 004\t3
\tVal av protokolljusterare\t3
§ 2\tDnr 2026/000012\t4
\tLekplats i parken\t4
§ 3\tDnr 2026/000013 101\t5
\tInbjudningar\t5



Provstads nämnd

§ 1

Dnr 2026/000011 004

Val av protokolljusterare

Provstads nämnds beslut

Provstads nämnd väljer Bo Testman (S) att justera.



Provstads nämnd

§ 2

Dnr 2026/000012

Lekplats i parken

Provstads nämnds beslut

Provstads nämnd ger kontoret i uppdrag att utreda en lekplats i parken.

Sammanfattning

Frågan har väckts av en förening.

Beslutsunderlag

Tjänsteskrivelse - Lekplats

Beslutet skickas till

Kontoret



Provstads nämnd

§ 3

Dnr 2026/000013 101

Inbjudningar

Provstads nämnds beslut

Provstads nämnd beslutar följande med anledning av inkomna inbjudningar:

Inbjudan till\tBeslut
Regionen: Konferens, 5 maj, Provstad\tavstår
Länet: Möte, 6 maj\tAda Provsson (C) deltar

Beslutsunderlag

Inkomna inbjudningar

Beslutet skickas till

Ada Provsson
"""
