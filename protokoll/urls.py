from django.urls import path

from protokoll.views import (
    dagordning,
    fraser,
    inbjudningar,
    inlasning,
    kalendrar,
    kallelser,
    klarkoll,
    moten,
    paragrafer,
    paragrafserien,
    plan,
    planerade,
    rummet,
    sammantraden,
    skriv,
    standiga,
    svar,
)

app_name = "protokoll"

urlpatterns = [
    # sammanträden
    path("sammantraden/", sammantraden.sammantraden, name="sammantraden"),
    path("sammantraden/<int:pk>/", sammantraden.sammantrade, name="sammantrade"),
    path("protokoll/<int:pk>/protokoll.pdf", sammantraden.pdf, name="pdf"),
    # dagordning
    path("sammantraden/<int:pk>/dagordning/", dagordning.dagordning, name="dagordning"),
    path("sammantraden/<int:pk>/dagordning/nytt/", dagordning.nytt_arende, name="arende-nytt"),
    path("sammantraden/<int:pk>/dagordning/standiga/", dagordning.satt_upp_standiga, name="standiga-satt-upp"),
    path("sammantraden/<int:pk>/dagordning/ta-upp-igen/", dagordning.ta_upp_igen, name="arende-ta-upp-igen"),
    path("paragrafer/<int:pk>/arende/andra/", dagordning.andra_arende, name="arende-andra"),
    path("paragrafer/<int:pk>/flytta/", dagordning.flytta, name="paragraf-flytta"),
    path("paragrafer/<int:pk>/utfall/", dagordning.satt_utfall, name="paragraf-utfall"),
    path("paragrafer/<int:pk>/ta-bort/", dagordning.ta_bort, name="paragraf-ta-bort"),
    path("organ/<int:pk>/standiga-arenden/", standiga.standiga_arenden, name="standiga-arenden"),
    path("organ/<int:pk>/standiga-arenden/vanliga/", standiga.vanliga, name="standiga-vanliga"),
    path("standiga-arenden/<int:pk>/", standiga.standigt, name="standigt-arende"),
    path("standiga-arenden/<int:pk>/flytta/", standiga.flytta, name="standigt-flytta"),
    # mötet
    path("sammantraden/<int:pk>/oppna/", moten.oppna, name="oppna"),
    path("sammantraden/<int:pk>/oppna-igen/", moten.oppna_igen, name="oppna-igen"),
    path("sammantraden/<int:pk>/avsluta/", moten.avsluta, name="sammantrade-avsluta"),
    path("sammantraden/<int:pk>/justerare/", moten.justerare, name="justerare"),
    path("paragrafer/<int:pk>/ta-upp/", moten.ta_upp, name="ta-upp"),
    # paragrafserien
    path("paragrafserie/<int:pk>/", paragrafserien.paragrafserie, name="paragrafserie"),
    path("paragrafserie/<int:pk>/borja/", paragrafserien.borja, name="paragrafserie-borja"),
    path("paragrafer/<int:pk>/makulera/", paragrafserien.makulera, name="nummer-makulera"),
    # rummet
    path("sammantraden/<int:pk>/rummet/", rummet.rummet, name="rummet"),
    # sammanträdesplan
    path("sammantradesplan/", plan.sammantradesplan, name="sammantradesplan"),
    path("sammantradesplan/planera/", plan.planera, name="planera"),
    path("sammantraden/nytt/", planerade.nytt, name="sammantrade-nytt"),
    path("sammantraden/<int:pk>/andra/", planerade.andra, name="sammantrade-andra"),
    path("sammantraden/<int:pk>/flytta/", planerade.flytta, name="sammantrade-flytta"),
    path("sammantraden/<int:pk>/stall-in/", planerade.stall_in, name="stall-in"),
    path("sammantraden/<int:pk>/hall-anda/", planerade.hall_anda, name="hall-anda"),
    path("sammantraden/<int:pk>/ta-bort/", planerade.ta_bort, name="sammantrade-ta-bort"),
    path("kalender/", kalendrar.kalendrar, name="kalendrar"),
    path("kalender/<int:pk>.ics", kalendrar.kalender, name="kalender"),
    # kallelse
    path("sammantraden/<int:pk>/kallelse/", kallelser.kallelse, name="kallelse"),
    path("sammantraden/<int:pk>/kallelse/skicka/", kallelser.skicka, name="kallelse-skicka"),
    path("sammantraden/<int:pk>/kallelse/utkast.pdf", kallelser.utkast_pdf, name="kallelse-utkast"),
    path("sammantraden/<int:pk>/kallelse/skicka-vantande/", kallelser.skicka_vantande, name="kallelse-vantande"),
    path("kallelser/<int:pk>/kallelse.pdf", kallelser.pdf, name="kallelse-pdf"),
    path("kallade/<int:pk>/svar/", kallelser.anteckna_svar, name="kallad-svar"),
    path("kallade/<int:pk>/skicka-igen/", kallelser.skicka_igen, name="kallelse-igen"),
    path("kallade/<int:pk>/kalla-in/", kallelser.kalla_in, name="kalla-in"),
    path("kallade/<int:pk>/aterkalla/", kallelser.aterkalla, name="inkallelse-aterkalla"),
    path("kallelse/<slug:token>/", svar.svar, name="kallelse-svar"),
    path("kallelse/<slug:token>/kallelse.pdf", svar.pdf, name="kallelse-svar-pdf"),
    # paragrafer
    path("paragrafer/<int:pk>/", paragrafer.paragraf, name="paragraf"),
    path("paragrafer/<int:pk>/rubrik/andra/", paragrafer.andra_huvudet, name="paragraf-andra"),
    path("paragrafer/<int:pk>/avsnitt/nytt/", paragrafer.nytt_avsnitt, name="avsnitt-nytt"),
    path("avsnitt/<int:pk>/andra/", paragrafer.andra_avsnitt, name="avsnitt-andra"),
    path("beslut/<int:pk>/andra/", paragrafer.andra_beslut, name="beslut-andra"),
    # klarkoll
    path("sammantraden/<int:pk>/klarkoll/", klarkoll.klarkollen, name="klarkoll"),
    path("sammantraden/<int:pk>/klarkoll/godta/", klarkoll.godta_varning, name="godta-varning"),
    path("sammantraden/<int:pk>/klarkoll/ta-tillbaka/", klarkoll.ta_tillbaka_varning, name="varning-ta-tillbaka"),
    path("brister/", klarkoll.brister, name="brister"),
    # skrivning
    path("paragrafer/<int:pk>/skriv/", skriv.skriv, name="skriv"),
    path("paragrafer/<int:pk>/utkast/", skriv.utkast, name="utkast"),
    path("paragrafer/<int:pk>/utkast/kasta/", skriv.utkast_kasta, name="utkast-kasta"),
    path("paragrafer/<int:pk>/vilka/", skriv.vilka, name="vilka"),
    path("fraser/", fraser.fraser, name="fraser"),
    path("fraser/ny/", fraser.fras_ny, name="fras-ny"),
    path("fraser/<int:pk>/", fraser.fras_andra, name="fras-andra"),
    # inbjudningar
    path("inbjudningar/", inbjudningar.inbjudningar, name="inbjudningar"),
    # inläsning
    path("las-in/", inlasning.las_in, name="las-in"),
    path("las-in/<int:pk>/", inlasning.forhandsgranska, name="inlasning"),
    path("las-in/<int:pk>/spara/", inlasning.spara, name="inlasning-spara"),
    path("las-in/<int:pk>/slang/", inlasning.slang, name="inlasning-slang"),
]
