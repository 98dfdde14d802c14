from django.apps import AppConfig


class UppdragConfig(AppConfig):
    name = "uppdrag"
    verbose_name = "Uppdrag"

    def ready(self):
        from protokoll import inlasning, tillagg
        from protokoll.tillagg import PARAGRAFPANELER
        from uppdrag import kontroller
        from uppdrag.igenkanning import hitta_besvarade
        from uppdrag.paneler import uppdragspanel
        from uppdrag.uppfoljningspanel import paragrafpanel, sammantradespanel

        inlasning.TILLAGG.append(hitta_besvarade)
        PARAGRAFPANELER.append(uppdragspanel)
        PARAGRAFPANELER.append(paragrafpanel)
        tillagg.SAMMANTRADESPANELER.append(sammantradespanel)
        tillagg.KONTROLLER.extend(kontroller.KONTROLLER)
        tillagg.UNDERLAG.extend(kontroller.UNDERLAG)
