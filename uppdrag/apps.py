from django.apps import AppConfig


class UppdragConfig(AppConfig):
    name = "uppdrag"
    verbose_name = "Uppdrag"

    def ready(self):
        from kommun.granskning import dolt
        from kommun.ratter import register
        from protokoll import inlasning, tillagg
        from protokoll.tillagg import PARAGRAFPANELER
        from uppdrag import arkiv, granskning, kontroller, ratter, redovisningskontroller, uppfoljningskontroller
        from uppdrag.arendepanel import arendepanel
        from uppdrag.igenkanning import hitta_besvarade
        from uppdrag.mottagarforslag import mottagarforslag
        from uppdrag.paneler import uppdragspanel
        from uppdrag.paragrafbilagor import paragrafbilagor
        from uppdrag.redovisning import folj_med, lydelse_i_standig
        from uppdrag.redovisningspanel import redovisningspanel
        from uppdrag.sok.glomska import glom
        from uppdrag.sok.offentligt import sok_offentligt
        from uppdrag.uppfoljningspanel import handling, paragrafpanel, sammantradespanel

        register.RATTER.extend(ratter.RATTER)
        register.UPPGIFTER.extend(ratter.UPPGIFTER)
        dolt.DOLDA_NYCKLAR.append(granskning.dolda_nycklar)
        inlasning.TILLAGG.append(hitta_besvarade)
        PARAGRAFPANELER.append(redovisningspanel)
        PARAGRAFPANELER.append(uppdragspanel)
        PARAGRAFPANELER.append(paragrafpanel)
        PARAGRAFPANELER.append(arendepanel)
        tillagg.SAMMANTRADESPANELER.append(sammantradespanel)
        tillagg.MOTTAGARFORSLAG.append(mottagarforslag)
        tillagg.HANDLINGAR.append(handling)
        tillagg.STANDIGA_TEXTER.append(lydelse_i_standig)
        tillagg.FORTSATTNINGAR.append(folj_med)
        tillagg.EFTER_SEKRETESS.append(glom)
        tillagg.KONTROLLER.extend(kontroller.KONTROLLER)
        tillagg.KONTROLLER.extend(redovisningskontroller.KONTROLLER)
        tillagg.UNDERLAG.extend(kontroller.UNDERLAG)
        tillagg.UNDERLAG.extend(redovisningskontroller.UNDERLAG)
        tillagg.KONTROLLER.extend(uppfoljningskontroller.KONTROLLER)
        tillagg.UNDERLAG.extend(uppfoljningskontroller.UNDERLAG)
        tillagg.ARKIVUPPDRAG.append(arkiv.uppdragen)
        tillagg.ARKIVBILAGOR.append(arkiv.bilagorna)
        tillagg.PARAGRAFBILAGOR.append(paragrafbilagor)
        tillagg.OFFENTLIG_SOKNING.append(sok_offentligt)
