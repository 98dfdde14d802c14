from django.apps import AppConfig


class ProtokollConfig(AppConfig):
    name = "protokoll"
    verbose_name = "Protokoll"
