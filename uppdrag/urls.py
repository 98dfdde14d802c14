from django.urls import path

from uppdrag.views import min_dag, uppdragen

app_name = "uppdrag"

urlpatterns = [
    path("", min_dag.min_dag, name="min-dag"),
    path("uppdrag/", uppdragen.uppdragen, name="uppdragen"),
    path("uppdrag/<int:pk>/", uppdragen.uppdrag, name="uppdrag"),
    path("uppdrag/<int:pk>/frist/", uppdragen.frist, name="frist-andra"),
    path("uppdrag/<int:pk>/avsluta/", uppdragen.avsluta, name="avsluta"),
    path("beslut/<int:pk>/uppdrag/", uppdragen.logga, name="logga"),
    path("beslut/<int:pk>/givet-uppdrag/", uppdragen.registrera_givet, name="registrera-givet"),
]
