from django.apps import AppConfig


class KommunConfig(AppConfig):
    name = "kommun"
    verbose_name = "Kommunen"

    def ready(self):
        from kommun import driftkontroll  # noqa: F401 - registers its checks
        from kommun.granskning import inloggningar

        inloggningar.koppla()
