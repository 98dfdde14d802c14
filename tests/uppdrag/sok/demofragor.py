"""What people ask of the demo municipality, and what must come first: (question, kind, what its title holds)."""

FRAGOR = (
    # A § by its address, however it is said.
    ("ksau 34 2020", "paragraf", "Uppföljning av uppdrag från KS och dess utskott"),
    ("§ 34 ksau 2020", "paragraf", "Uppföljning av uppdrag från KS och dess utskott"),
    ("Kommunstyrelsens arbetsutskott § 35/2020", "paragraf", "Inbjudningar"),
    ("ksau 2020-02-25 § 14", "paragraf", "Val av protokolljusterare"),
    # A dnr, however it is written.
    ("2020/53", "paragraf", "Uppföljning av uppdrag från KS och dess utskott"),
    ("2020/000053 000", "paragraf", "Uppföljning av uppdrag från KS och dess utskott"),
    ("dnr 2020-000018", "paragraf", "Inbjudningar"),
    # A day, a meeting, an organ.
    ("25 februari 2020", "sammantrade", "Kommunstyrelsens arbetsutskott 25 februari 2020"),
    ("ksau februari 2020", "sammantrade", "Kommunstyrelsens arbetsutskott 25 februari 2020"),
    ("ksau", "organ", "Kommunstyrelsens arbetsutskott"),
    ("kommunstyrelsen", "organ", "Kommunstyrelsen"),
    ("miljö- och byggnadsnämnden", "organ", "Miljö- och byggnadsnämnden"),
    # A person, also misspelt, and of the documents only.
    ("Helen Nilsson", "person", "Helen Nilsson"),
    ("nilson helen", "person", "Helen Nilsson"),
    ("Hanna Handlund", "person", "Hanna Handlund"),
    ("Orvar Ordbreg", "person", "Orvar Ordberg"),
    ("skaate", "person", "Vetle Skaate"),
    # Words of a heading before words of a text; any inflection.
    ("solcell", "paragraf", "Solceller på kommunens tak"),
    ("laddplatserna", "paragraf", "Laddplatser vid kommunens parkeringar"),
    ("cykelväg Västerby", "paragraf", "Gång- och cykelväg till Västerby"),
    ("FRISKVÅRD", "paragraf", "Friskvårdsbidrag"),
    ("snöröjning gångväg", "paragraf", "Snöröjning av gångvägar"),
    # Words of a text alone, a phrase, and the look-alike letters of the seed.
    ("avtalen löper ut om två år", "paragraf", "Upphandling av skolskjuts"),
    ("gemensam upphandling grannkommunerna", "uppdrag", "Förbereda en gemensam upphandling av skolskjuts"),
    ("”utarbeta en plan/rutin”", "paragraf", "Uppföljning av uppdrag från KS och dess utskott"),
    # An invitation, and what begins as one types.
    ("klimatriksdag", "inbjudan", "Klimatriksdag"),
    ("Landshövdingen Globala målen", "inbjudan", "Globala målen för hållbar utveckling"),
    ("distansarb", "paragraf", "Riktlinjer för distansarbete"),
    # Misspelt words.
    ("solceler", "paragraf", "Solceller på kommunens tak"),
    ("skolskjutts upphandlling", "paragraf", "Upphandling av skolskjuts"),
)
