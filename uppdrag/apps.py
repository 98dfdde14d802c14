from django.apps import AppConfig


class UppdragConfig(AppConfig):
    name = "uppdrag"
    verbose_name = "Uppdrag"

    def ready(self):
        from protokoll import inlasning
        from protokoll.tillagg import PARAGRAFPANELER
        from uppdrag.igenkanning import hitta_besvarade
        from uppdrag.paneler import uppdragspanel

        inlasning.TILLAGG.append(hitta_besvarade)
        PARAGRAFPANELER.append(uppdragspanel)
