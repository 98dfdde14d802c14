from django.urls import path

from uppdrag.views import (
    avslut,
    min_dag,
    overlamning,
    paminnelser,
    rapporter,
    redovisningar,
    uppdragen,
    uppdraget,
    uppfoljning,
)

app_name = "uppdrag"

urlpatterns = [
    path("", min_dag.min_dag, name="min-dag"),
    path("uppdrag/", uppdragen.uppdragen, name="uppdragen"),
    path("uppdrag/export/", uppdragen.exportera, name="uppdragen-export"),
    path("uppdrag/<int:pk>/", uppdraget.uppdrag, name="uppdrag"),
    path("uppdrag/paminnelser/", paminnelser.paminnelser, name="paminnelser"),
    path("uppdrag/paminnelser/<int:pk>/skicka-igen/", paminnelser.skicka_igen, name="paminnelse-skicka-igen"),
    path("uppdrag/lamna-over/", overlamning.lamna_over, name="lamna-over"),
    path("uppdrag/franvaro/", overlamning.franvaro, name="franvaro"),
    path("uppdrag/franvaro/<int:pk>/ater/", overlamning.ater, name="franvaro-ater"),
    path("uppdrag/<int:pk>/frist/", avslut.frist, name="frist-andra"),
    path("uppdrag/<int:pk>/avsluta/", avslut.avsluta, name="avsluta"),
    path("uppdrag/<int:pk>/avskriv/", avslut.avskriv, name="avskriv"),
    path("uppdrag/<int:pk>/overfor/", avslut.overfor, name="overfor"),
    path("uppdrag/<int:pk>/ateroppna/", avslut.ateroppna, name="ateroppna"),
    path("uppdrag/<int:pk>/svara/", rapporter.svara, name="svara"),
    path("svara/<str:token>/", rapporter.svara_lank, name="svara-lank"),
    path("rapportbilagor/<int:pk>/", rapporter.bilaga, name="rapport-bilaga"),
    path("uppdrag/pa-dagordning/", redovisningar.pa_dagordning, name="pa-dagordning"),
    path("redovisningar/<int:pk>/besluta/", redovisningar.besluta, name="redovisning-besluta"),
    path("redovisningar/<int:pk>/angra/", redovisningar.angra, name="redovisning-angra"),
    path("beslut/<int:pk>/uppdrag/", uppdragen.logga, name="logga"),
    path("beslut/<int:pk>/givet-uppdrag/", uppdragen.registrera_givet, name="registrera-givet"),
    path("sammantraden/<int:pk>/uppfoljning/", uppfoljning.uppfoljning, name="uppfoljning"),
    path("sammantraden/<int:pk>/uppfoljning/sammanstall/", uppfoljning.sammanstall, name="sammanstall"),
    path("sammantraden/<int:pk>/uppfoljning/paragraf/", uppfoljning.lagg_till, name="uppfoljning-lagg-till"),
    path("uppfoljningar/<int:pk>/bilaga.pdf", uppfoljning.pdf, name="uppfoljning-pdf"),
]
