from django.apps import AppConfig


class ProtokollConfig(AppConfig):
    name = "protokoll"
    verbose_name = "Protokoll"

    def ready(self):
        from protokoll import tillagg
        from protokoll.kontroller import KONTROLLER
        from protokoll.moteshallning import synka_ordforande
        from protokoll.views.klarkoll import skrivpanel

        tillagg.KONTROLLER.extend(KONTROLLER)
        tillagg.SKRIVPANELER.append(skrivpanel)
        tillagg.NARVAROANDRINGAR.append(synka_ordforande)
