"""What two protokoll of Kungsbacka state, as plain tables: public records, in another layout than ours."""

from datetime import date, time

# Kungsbacka KSAU 2024-12-03, the protokoll of § 368 alone. Its front page names the wrong one as jävig: it is Lisa
# Andersson, as the section Jäv says, and Fredrik Hansson presides.
P368 = {
    "organ": ("Kommunstyrelsens arbetsutskott", "KSAU", "utskott"),
    "datum": date(2024, 12, 3),
    "start": time(8, 30),
    "slut": time(12, 15),
    "plats": "Kungsbackarummet, Storgatan 37",
    "nummer": 368,
    "dnr": "KS-2024-00720",
    "rubrik": "Information om vindkraft i Kungsbacka",
    "ledamoter": [
        ("Lisa Andersson", "M", "ordforande"),
        ("Fredrik Hansson", "C", "vice_1"),
        ("Emanuel Forsell", "M", "ledamot"),
        ("Magdalena Sundqvist", "S", "ledamot"),
        ("Stefan Jägnert", "SD", "ledamot"),
        ("Fredrik Kollberg", "KD", "ledamot"),
    ],
    "sekreterare": ("Andrea Egerlundh", "kommunsekreterare"),
    "tjanstepersoner": [
        ("Anders Johansson", "biträdande kommundirektör"),
        ("Lovisa Eld", "samhällsbyggnadschef"),
        ("Johan Gerremo", "verksamhetschef samhällsbyggnadskontoret"),
    ],
    "justerare": "Emanuel Forsell",
    "justering": "Digital justering",
    "mall": [
        ("beslut", "Beslut"),
        ("jav", "Jäv"),
        ("sammanfattning", "Sammanfattning av ärendet"),
        ("beslutsgang", "Beslutsgång"),
    ],
    "beslut": "Kommunstyrelsens arbetsutskott noterar informationen till protokollet.",
    "jav": "Lisa Andersson (M) deltar inte i handläggningen av ärendet på grund av jäv.",
    "sammanfattning": "Kommunstyrelsens arbetsutskott får information om etablering av vindkraft i Kungsbacka.",
    "beslutsgang": (
        "Ordförande Fredrik Hansson (C) prövar om kommunstyrelsens arbetsutskott kan notera informationen till "
        "protokollet och finner att utskottet bifaller det."
    ),
}

# Kungsbacka, Nämnden för Vård & Omsorg 2025-12-11, the protokoll of § 179 alone.
P179 = {
    "organ": ("Nämnden för Vård & Omsorg", "VO", "namnd"),
    "datum": date(2025, 12, 11),
    "start": time(13),
    "plats": "Hotell Halland, Kungsbacka",
    "nummer": 179,
    "dnr": "VO-2025-00378",
    "rubrik": "Svar på motion från Carita Boulwén (SD) - Införande av blocktider inom hemtjänsten",
    # As the seats stand; the front page spells Škorić without its signs, the § with them.
    "ledamoter": [
        ("Hravn Forsne", "M", "ordforande"),
        ("Monica Neptun", "L", "vice_1"),
        ("Ermin Škorić", "S", "vice_2"),
        ("Annika Carlsson", "M", "ledamot"),
        ("Barbro Hjelström", "M", "ledamot"),
        ("Astrid Börjesson", "S", "ledamot"),
        ("Eva Tingström", "S", "ledamot"),
        ("Per Hoel", "SD", "ledamot"),
        ("Göran Ottosson", "SD", "ledamot"),
        ("Bengt Alderin", "C", "ledamot"),
        ("Ulrika Högstrand", "KD", "ledamot"),
    ],
    "ersattare": [
        ("Marcus Andersson", "M"),
        ("Ingela Hansson", "S"),
        ("Hans Ädel", "SD"),
        ("Kristina Gellingskog", "V"),
    ],
    "tjanstgor_for": ("Marcus Andersson", "Annika Carlsson"),
    "sekreterare": ("Vera Lagerström", "nämndsekreterare"),
    "tjanstepersoner": [
        ("Arian Faily", "förvaltningschef"),
        ("Emelie Sandberg", "biträdande förvaltningschef"),
        ("Ann-Helen Svensson", "verksamhetschef"),
        ("Rebecka Pettersson", "verksamhetschef"),
        ("Annica Sommar", "utvecklingschef"),
        ("Dana Alamine", "verksamhetschef"),
        ("Isa Ürun", "verksamhetschef"),
        ("Joakim Swärd", "verksamhetschef"),
        ("Jannice Fast", "verksamhetschef"),
    ],
    "bara_paragrafen": ("Emma Renström", "utvecklingsledare"),
    "personalforetradare": [
        ("Linda Johansson", "vårdförbundet"),
        ("Henrik Hansson", "kommunal"),
        ("Nathaniel Lindén", "kommunal"),
    ],
    "justerare": "Monica Neptun",
    "justering": "Digital justering",
    "mall": [
        ("beslut", "{organets} beslut"),
        ("reservation", "Reservation"),
        ("sammanfattning", "Sammanfattning av ärendet"),
        ("beslutsunderlag", "Beslutsunderlag"),
        ("yrkanden", "Förslag till beslut på sammanträdet"),
        ("beslutsgang", "Beslutsgång"),
        ("omrostning", "Omröstning"),
        ("omrostningsresultat", "Omröstningsresultat"),
        ("protokollsanteckning", "Protokollsanteckning"),
        ("mottagare", "Beslutet skickas till"),
    ],
    "beslutsrubrik": "Nämnden för Vård & Omsorgs förslag till beslut i kommunfullmäktige",
    "beslut": [
        (
            "Kommunfullmäktige avslår motionen mot bakgrund att utredningen påvisar att nuvarande hemtjänstprocesser "
            "ger liknande förutsättning till önskade effekter genom en tillitsbaserad och behovsstyrd "
            "hemtjänstprocess. En vidare utredning och pilotstudie kring blocktidsplanering är därmed inte nödvändig "
            "att genomföra."
        ),
        (
            "Fokus ligger på att fortsätta att löpande följa upp vår hemtjänstprocess för att fånga upp det vi lyckas"
            " bra med och det vi behöver förbättra, utifrån att önskade effekter av vår hemtjänstprocess både för "
            "omsorgstagare och medarbetare."
        ),
        "Nämnden för Vård & Omsorg förklarar paragrafen omedelbart justerad.",
    ],
    "reservanter": ["Per Hoel", "Göran Ottosson"],
    "reservation": (
        "Per Hoel (SD) och Göran Ottosson (SD) reserverar sig mot beslutet till förmån för eget förslag med följande "
        "motivering:"
    ),
    "motivering": [
        (
            "Vi Sverigedemokrater anser att en trygg och värdig vård och omsorg kräver att de brister som påtalas, "
            "både av personal och i utredningar, tas på allvar och åtgärdas. I underlaget framgår att "
            "Kungsbackamodellen ännu inte är fullt genomförd, att arbetssättet upplevs som otydligt av många "
            "medarbetare och att planeringen fortsatt påverkas av tidshållpunkter och klockslag, även om dessa kan "
            "döljas i systemet. Därtill har personal återkommande beskrivit en arbetssituation präglad av stress, "
            "tidsjakt, pressade körtider och en känsla av att inte hinna med omsorgen på ett sätt man själv upplever "
            "som tillräckligt."
        ),
        (
            "Utredningen beskriver också hur Arjeplog arbetar utan minutstyrning, med block och planering nära "
            "personalgruppen, vilket upplevs ge en mer sammanhållen och lugn arbetssituation. Förvaltningen "
            "konstaterar att Arjeplogs hemtjänst ungefär motsvarar en av 11 hemtjänstgrupper i Kungsbacka, vilket gör"
            " en prövning eller pilot fullt möjlig om nämnden så önskar."
        ),
        (
            "Om vi menar allvar med att komma till rätta med de brister som finns i hemtjänsten bör vi vara beredda "
            "att prestigelöst utreda och pröva arbetssätt som visat positiva effekter på andra håll, inte stänga den "
            "dörren på förhand. Mot denna bakgrund anser vi att motionen borde ha bifallits eller åtminstone "
            "resulterat i en pilotstudie."
        ),
    ],
    "sammanfattning": [
        (
            "Carita Boulwén (SD) har inkommit om motion om införande av blocktider inom hemtjänsten. Motionen "
            "anmäldes i Kommunfullmäktige arbetsutskott den 12 augusti 2025. Den 2 september 2025 har "
            "Kommunstyrelsens arbetsutskott remitterat motionen till Nämnden för Vård & Omsorg för beredning."
        ),
        (
            "Motionen framhåller att Sverigedemokraterna länge har verkat för att avskaffa minutstyrningen inom "
            "hemtjänsten. Motionären framhåller att äldreomsorgen bör präglas av trygghet, arbetsro och respekt för "
            "både omsorgstagare och personal. Motionären framför att Kungsbacka kommun har genom Kungsbackamodellen "
            "tagit steg mot en mer tillitsbaserad hemtjänst, men problem kvarstår:"
        ),
        [
            "Personal upplever fortsatt tidspress, tajta scheman och otillräcklig bemanning.",
            "Bristande digital kompetens och hög planeringsbörda för koordinatorer och undersköterskor.",
            '"Ramtiden" upplevs som kvarvarande minutstyrning.',
            "Otydlig roll för fast omsorgskontakt och bristande uppföljning från bistånd.",
            (
                "Motionen föreslår att Kungsbacka kommunen tar nästa steg och inför blockstyrning som alternativ till"
                " minutstyrning. Exempel från Arjeplogs kommun visar att blocktider (t.ex. 07–10) inom geografiska "
                "områden ger:"
            ),
            "Ökad handlingsfrihet och flexibilitet för personalen.",
            "Minskad stress och bättre arbetsmiljö.",
            "Högre nöjdhet hos omsorgstagare, minskad sjukfrånvaro och lättare rekrytering.",
        ],
        "Motionären föreslår att Kommunfullmäktige beslutar:",
        [
            (
                "Att kommunen snarast möjligt inleder en utredning av möjligheten att införa blocktider som "
                "arbetssätt i hemtjänsten i syfte att fullt ut avskaffa minutstyrningen."
            ),
            "Att en pilotstudie med blocktidsplanering genomförs i minst ett hemtjänstdistrikt snarast möjligt.",
            (
                "Att uppföljning sker med fokus på personalens arbetsmiljö, sjukfrånvaro, personalomsättning, "
                "kvalitet i genomförandeplaner, IT- och dokumentationsbörda, omsorgstagares nöjdhet och upplevd "
                "trygghet i syfte att ge ett samlat beslutsunderlag inför eventuell utvidgning av modellen."
            ),
            (
                "Att resultatet redovisas till nämnden för Vård och Omsorg samt kommunfullmäktige med en första "
                "delrapport senast efter sex månader och en fullständig utvärdering senast efter tolv månader från "
                "pilotstart."
            ),
        ],
    ],
    "beslutsunderlag": [
        "Förvaltningen för Vård & Omsorgs tjänsteskrivelse, 2025-11-19",
        "Bilaga: Utredning av blocktider i hemtjänsten",
        "Kommunstyrelsens arbetsutskott 2025-09-02 §235",
        "Kommunfullmäktige 2025-08-12 § 161",
        (
            "Motion till Kungsbacka kommunfullmäktige - Inför klocktider i hemtjänsten- avskaffa minutstyrningen "
            "fullt ut, 25-08-12"
        ),
    ],
    # (kind, who, what, as printed)
    "yrkanden": [
        (
            "bifall",
            ["Per Hoel", "Göran Ottosson"],
            "bifall till motionen",
            "Per Hoel (SD) och Göran Ottosson (SD) yrkar bifall till motionen.",
        ),
        (
            "bifall",
            ["Ermin Škorić", "Astrid Börjesson", "Eva Tingström"],
            "bifall till motionen",
            "Ermin Škorić (S), Astrid Börjesson (S) och Eva Tingström (S) yrkar bifall till motionen.",
        ),
        ("avslag", ["Hravn Forsne"], "avslag till motionen", "Hravn Forsne (M) yrkar avslag till motionen."),
    ],
    "propositionsordning": (
        "Ordföranden prövar Hravn Forsnes (M) yrkande mot Per Hoels (SD) m.fl. och Ermin Škorićs (S) m.fl. yrkande "
        "och finner att nämnden beslutar enligt Hravn Forsnes (M) yrkande."
    ),
    "omrostning": [
        "Omröstning begärs och verkställs.",
        "Ordföranden redovisar följande propositionsordning som nämnden godkänner:",
        "Ja-röst innebär avslag till motionen.",
        "Nej-röst innebär bifall till motionen.",
    ],
    "resultat": (
        "Ordföranden finner att nämnden, med 6 ja-röster mot 5 nej-röster, beslutar att bifalla Hravn Forsnes (M) "
        "yrkande, avslag till motionen."
    ),
    # In the order of the table, the chair last.
    "roster": [
        ("Monica Neptun", "ja"),
        ("Ermin Škorić", "nej"),
        ("Marcus Andersson", "ja"),
        ("Barbro Hjelström", "ja"),
        ("Astrid Börjesson", "nej"),
        ("Eva Tingström", "nej"),
        ("Per Hoel", "nej"),
        ("Göran Ottosson", "nej"),
        ("Bengt Alderin", "ja"),
        ("Ulrika Högstrand", "ja"),
        ("Hravn Forsne", "ja"),
    ],
    "anteckning": (
        "Kristina Gellingskog",
        "Ersättare Kristina Gellingskog (V) stödjer Ermin Škorićs (S) m.fl. bifallsyrkande",
    ),
    "mottagare": "Kommunstyrelsen",
}
