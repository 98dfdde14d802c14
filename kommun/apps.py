from django.apps import AppConfig


class KommunConfig(AppConfig):
    name = "kommun"
    verbose_name = "Kommunen"
