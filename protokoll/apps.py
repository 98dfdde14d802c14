from django.apps import AppConfig


class ProtokollConfig(AppConfig):
    name = "protokoll"
    verbose_name = "Protokoll"

    def ready(self):
        from kommun.granskning import dolt
        from kommun.ratter import register
        from kommun.registerutdrag import pseudonymisering
        from protokoll import (
            anslag,
            anslagspanel,
            beslutsgangspanel,
            granskning,
            justering,
            justeringspanel,
            oppnadata,
            paragrafbilagor,
            protokollssida,
            rattelse,
            ratter,
            registerutdrag,
            signeringspanel,
            stangning,
            tillagg,
            utdragspaneler,
            versionskontroll,
        )
        from protokoll import sekretess as sekretessen
        from protokoll.inbjudan import deltagarpanel, overlamning, paragrafen, placering, reserapport
        from protokoll.inbjudan import paneler as inbjudningspaneler
        from protokoll.kontroller import KONTROLLER
        from protokoll.publiceringssida import publiceringsakter, publiceringspanel
        from protokoll.signering import vantan
        from protokoll.signering.granskning import underskrifterna
        from protokoll.signering.stampling import stampla_sedan
        from protokoll.underskrifter import synka_ordforande
        from protokoll.views import dagordning, indelning, klarkoll, sekretess

        pseudonymisering.BYTEN.extend(registerutdrag.BYTEN)
        register.RATTER.extend(ratter.RATTER)
        register.UPPGIFTER.extend(ratter.UPPGIFTER)
        dolt.DOLDA_NYCKLAR.append(granskning.dolda_nycklar)
        dolt.DOLDAS_ORD.append(granskning.doldas_ord)
        tillagg.KONTROLLER.extend(KONTROLLER)
        tillagg.SKRIVPANELER.extend([beslutsgangspanel.skrivpanel, klarkoll.skrivpanel])
        tillagg.PARAGRAFPANELER.extend(
            [beslutsgangspanel.paragrafpanel, dagordning.arendegang, indelning.panel, rattelse.paragrafpanel]
        )
        tillagg.PARAGRAFPANELER.append(sekretess.panel)
        tillagg.PROTOKOLLAKTER.append(protokollssida.egna_akter)
        tillagg.PROTOKOLLAKTER.append(signeringspanel.akter)
        tillagg.PROTOKOLLPANELER.append(signeringspanel.panel)
        tillagg.EFTER_JUSTERING.append(stampla_sedan)
        tillagg.EFTER_RATTELSE.extend([stampla_sedan, vantan.efter_rattelse])
        tillagg.EFTER_TILLBAKATAGANDE.extend([vantan.efter_tillbakatagande, stangning.efter_tillbakatagande])
        tillagg.OPPNA_DATA.append(oppnadata.BESLUT)
        tillagg.VERSIONSKONTROLLER.extend([versionskontroll.godkannandena, underskrifterna])
        tillagg.NARVAROANDRINGAR.append(synka_ordforande)
        tillagg.PROTOKOLLPANELER.append(publiceringspanel)
        tillagg.PROTOKOLLAKTER.append(publiceringsakter)
        tillagg.EFTER_FRYSNING.append(justering.efter_frysning)
        tillagg.PROTOKOLLPANELER.append(justeringspanel.panel)
        tillagg.PROTOKOLLAKTER.insert(0, justeringspanel.akter)
        tillagg.EFTER_JUSTERING.append(anslag.efter_justering)
        tillagg.PROTOKOLLAKTER.append(anslagspanel.anslagsakter)
        tillagg.PROTOKOLLPANELER.append(anslagspanel.protokollpanel)
        tillagg.SAMMANTRADESPANELER.append(anslagspanel.sammantradespanel)
        tillagg.PARAGRAFPANELER.append(utdragspaneler.paragrafpanel)
        tillagg.ARKIVBILAGOR.append(paragrafbilagor.arkivbilagor)
        tillagg.PROTOKOLLAKTER.append(utdragspaneler.egna_akter)
        tillagg.PROTOKOLLPANELER.append(utdragspaneler.protokollpanel)
        tillagg.EFTER_JUSTERING.append(overlamning.efter_justering)
        tillagg.EFTER_INBJUDANSBESLUT.append(overlamning.efter_avgjord)
        tillagg.EFTER_INBJUDAN.append(overlamning.efter_andring)
        tillagg.INBJUDANSPANELER.append(deltagarpanel.panel)
        tillagg.INBJUDANSAKTER.append(deltagarpanel.akter)
        tillagg.FORTSATTNINGAR.extend([sekretessen.folj_med, reserapport.folj_med])
        tillagg.STANDIGA_TEXTER.append(paragrafen.standig_lydelse)
        tillagg.MOTTAGARSLUT.append(paragrafen.slutmening_i)
        tillagg.EFTER_DAGORDNING.append(placering.efter_dagordning)
        tillagg.PARAGRAFPANELER.insert(0, inbjudningspaneler.paragrafpanel)
        tillagg.SAMMANTRADESPANELER.append(inbjudningspaneler.sammantradespanel)
        tillagg.INBJUDANSPANELER.append(inbjudningspaneler.inbjudanspanel)
        tillagg.INBJUDANSAKTER.append(inbjudningspaneler.inbjudansakter)
        tillagg.EFTER_INBJUDAN.append(placering.efter_inbjudan)
        tillagg.FORE_BORTTAGNING.append(placering.fore_borttagning)
