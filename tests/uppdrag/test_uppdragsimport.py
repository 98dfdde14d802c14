"""Reading in a list of uppdrag: what the preview says of each row, and what is saved."""

from datetime import date

import pytest

from kommun.fel import DomanFel
from kommun.models import Bilaga
from protokoll.models import Paragraf, Sammantrade
from tests.factories import (
    BeslutFactory,
    ForvaltningFactory,
    OrganFactory,
    ParagrafFactory,
    PersonFactory,
    ProtokollFactory,
    SammantradeFactory,
    TjanstFactory,
    UppdragFactory,
)
from tests.parallel import at_once
from tests.uppdrag.listbygge import bok, rad, trettio_med_sex_fel
from uppdrag.handelser import handelser
from uppdrag.models import Importrad, Uppdrag, Uppdragsimport
from uppdrag.uppdragsimport import besvara_namn, granska, slang, spara_import, ta_emot, valj

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def tekniska(organ):
    return ForvaltningFactory(namn="Tekniska förvaltningen")


@pytest.fixture
def las(organ, sekreterare, tekniska):
    """Hand in a workbook of these rows."""

    def las(*rader, namn="lista.xlsx", **kwargs):
        innehall = rader[0] if rader and isinstance(rader[0], bytes) else bok(rader, **kwargs)
        return ta_emot(namn, innehall, organ=organ, by=sekreterare)

    return las


@pytest.fixture
def granskad(las, sekreterare):
    def granskad(*rader, **kwargs):
        return granska(las(*rader, **kwargs), by=sekreterare, today=TODAY).rader

    return granskad


def spara(imp, by, **kwargs):
    return spara_import(imp, by=by, today=TODAY, **kwargs)


# acceptance 3: thirty uppdrag, six of them with faults


def test_thirty_uppdrag_with_six_faults_shows_each_at_its_row(las, sekreterare):
    granskning = granska(las(trettio_med_sex_fel()), by=sekreterare, today=TODAY)

    fel = {r.nummer: (r.fel[0].etikett, r.fel[0].varde, r.fel[0].text) for r in granskning.rader if r.fel}
    assert [len(r.fel) for r in granskning.rader if r.fel] == [1] * 6
    assert fel.keys() == {8, 12, 15, 20, 24, 29}
    assert fel[8][:2] == ("Förvaltning", "Tekniska kontoret")
    assert "Menas Tekniska förvaltningen?" in fel[8][2]
    assert fel[12] == (
        "Frist",
        "31 februari 2025",
        "”31 februari 2025” är inget datum som finns. Rätta fristen, eller töm cellen om ingen är bestämd.",
    )
    assert fel[15][2].startswith("Uppdragets text saknas")
    assert "står på rad 19" in fel[20][2]
    assert "sammanslagen" in fel[24][2]
    assert "formel" in fel[29][2]
    assert (granskning.summa.alla, granskning.summa.med_fel, granskning.summa.klara) == (30, 6, 24)


def test_thirty_uppdrag_with_six_faults_writes_nothing(las, sekreterare):
    imp = las(trettio_med_sex_fel())

    with pytest.raises(DomanFel, match="6 rader har fel"):
        spara(imp, sekreterare)

    assert not Uppdrag.objects.exists()
    assert not Paragraf.objects.exists()
    assert not Sammantrade.objects.exists()
    imp.refresh_from_db()
    assert imp.sparad is None


def test_thirty_uppdrag_without_the_six_are_saved_with_their_rows(las, organ, sekreterare, tekniska):
    imp = las(trettio_med_sex_fel())

    utfall = spara(imp, sekreterare, utan_felaktiga=True)

    assert (utfall.inlasta, utfall.utelamnade) == (24, 6)
    assert Uppdrag.objects.count() == Importrad.objects.count() == 24
    uppdrag = Importrad.objects.get(uppdragsimport=imp, rad=4).uppdrag
    assert (uppdrag.text, uppdrag.givare, uppdrag.forvaltning, uppdrag.frist, uppdrag.lage) == (
        "Utreda fråga nummer 1 och återkomma med förslag",
        organ,
        tekniska,
        date(2026, 12, 31),
        "pagar",
    )
    paragraf = uppdrag.beslut.paragraf
    assert (paragraf.nummer, paragraf.sammantrade.datum, paragraf.dnr) == (11, date(2024, 2, 16), "2024/000001")
    assert paragraf.genom_hanvisning
    assert paragraf.sammantrade.lage == Sammantrade.Lage.HANVISNING
    rad_i_historiken = uppdrag.history.get()
    assert rad_i_historiken.history_change_reason == "Läste in från lista.xlsx, rad 4"
    assert rad_i_historiken.history_user == sekreterare
    assert "6 rader med fel lämnades utanför" in Uppdragsimport.objects.get().history.first().history_change_reason


def test_frist_in_words_is_said_and_kept(granskad):
    per_rad = {r.nummer: r for r in granskad(trettio_med_sex_fel())}

    assert (per_rad[5].tid.datum, per_rad[5].frist_ord) == (date(2025, 5, 31), "maj 2025")
    assert per_rad[5].tid.tolkning == "31 maj 2025, månadens sista dag"
    assert per_rad[6].tid.datum == date(2024, 5, 31)
    assert "inget sammanträde i maj 2024 är inlagt" in per_rad[6].tid.tolkning
    assert (per_rad[7].tid.datum, per_rad[7].frist_ord, per_rad[7].nasta_rapport) == (None, "löpande", date(2026, 9, 2))


# the decision


def test_row_of_a_known_paragraf_hangs_on_its_beslut(las, organ, sekreterare):
    sammantrade = SammantradeFactory(organ=organ, datum=date(2024, 2, 16))
    beslut = BeslutFactory(paragraf=ParagrafFactory(protokoll=ProtokollFactory(sammantrade=sammantrade), nummer=11))

    spara(las(rad(1, beslut="§ 11/2024")), sekreterare)

    assert Uppdrag.objects.get().beslut == beslut
    assert Sammantrade.objects.count() == 1


def test_two_rows_of_one_paragraf_make_it_once_with_both_texts(las, sekreterare):
    spara(las(rad(1), rad(2, beslut=rad(1)[2])), sekreterare)

    ett, tva = Uppdrag.objects.order_by("nummer")
    assert ett.beslut == tva.beslut
    assert ett.text in ett.beslut.text
    assert tva.text in ett.beslut.text
    assert (ett.nummer, tva.nummer) == (1, 2)


def test_numbers_go_on_after_those_that_are_here(las, organ, sekreterare):
    UppdragFactory(givare=organ, serie=organ, ar=2024, nummer=7, beslut__paragraf__sammantrade__organ=organ)

    spara(las(rad(1)), sekreterare)

    assert Importrad.objects.get().uppdrag.beteckning == "PN 2024:8"


@pytest.mark.parametrize(
    ("andrat", "falt", "mening"),
    [
        ({"beslut": None}, "Beslut: dag och §", "Paragrafen som gav uppdraget saknas"),
        ({"beslut": "2024-02-16"}, "Beslut: dag och §", "Paragrafen som gav uppdraget saknas"),
        ({"beslut": "§ 11/2024"}, "Beslut: dag och §", "PN § 11/2024 finns inte här"),
        ({"beslut": "§ 11"}, "Beslut: dag och §", "Dagen saknas"),
        ({"beslut": "2024-02-30 § 11"}, "Beslut: dag och §", "inget datum som finns"),
        ({"beslut": "2031-02-16 § 11"}, "Beslut: dag och §", "kan inte vara fattat"),
        ({"beslut": "2024-02-16 §§ 11-12"}, "Beslut: dag och §", "flera paragrafer"),
        ({"beslut": "Okända nämnden 2024-02-16 § 11"}, "Organ som gav uppdraget", "finns inte i registret"),
        ({"beslut": "GN 2024-02-16 § 11"}, "Organ som gav uppdraget", "Du är inte sekreterare i Grannämnden"),
        ({"frist": date(2023, 1, 1)}, "Frist", "ligger före beslutet"),
        ({"forvaltning": None}, "Förvaltning", "Ingen har uppdraget"),
        ({"ansvarig": "Ingen Provsson"}, "Ansvarig person", "finns inte i registret"),
        ({"ansvarig": "Slutat Provsson"}, "Ansvarig person", "har ingen tjänst i dag"),
        ({"ansvarig": "Dubbel Provsson"}, "Ansvarig person", "Flera heter"),
        ({"status": "Vilande"}, "Läge", "Läget ”Vilande” är okänt"),
        ({"status": "Avslutat"}, "Läge", "Dagen då uppdraget avslutades saknas"),
        ({"status": "Avslutat 2020-01-01"}, "Läge", "ligger före beslutet"),
    ],
    ids=lambda v: str(v)[:40],
)
def test_fault_says_what_is_wrong(granskad, andrat, falt, mening):
    OrganFactory(namn="Grannämnden", kortnamn="GN")
    PersonFactory(namn="Slutat Provsson")
    for _ in range(2):
        TjanstFactory(person=PersonFactory(namn="Dubbel Provsson"))

    (lasen,) = granskad(rad(1, **andrat))

    assert [f.etikett for f in lasen.fel] == [falt]
    assert mening in lasen.fel[0].text


def test_paragraf_of_another_day_or_in_minutes_of_our_own_is_a_fault(granskad, organ):
    protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 2, 4))
    BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll, nummer=7))

    annan_dag, saknad = granskad(rad(1, beslut="2026-02-03 § 7"), rad(2, beslut="2026-02-04 § 8"))

    assert "PN § 7 är från den 4 februari 2026" in annan_dag.fel[0].text
    assert "finns här, men har ingen § 8" in saknad.fel[0].text


def test_registered_before_is_a_fault(granskad, organ):
    sammantrade = SammantradeFactory(organ=organ, datum=date(2024, 2, 16))
    paragraf = ParagrafFactory(protokoll=ProtokollFactory(sammantrade=sammantrade), nummer=11)
    UppdragFactory(beslut=BeslutFactory(paragraf=paragraf), nummer=3, text="Utreda Frågan")

    (lasen,) = granskad(rad(1, text="utreda  frågan."))

    assert "redan registrerat, som PN 2024:3" in lasen.fel[0].text


# names


def test_name_is_answered_once_for_all_rows(las, sekreterare, tekniska):
    imp = las(*(rad(n, forvaltning="Gatukontoret", status="Vilande") for n in range(1, 4)))
    okanda = granska(imp, by=sekreterare, today=TODAY).summa.okanda
    assert [(o.falt, o.text, antal) for o, antal in okanda] == [
        ("status", "Vilande", 3),
        ("forvaltning", "Gatukontoret", 3),
    ]

    svar = {"forvaltning": {"gatukontoret": f"forvaltning:{tekniska.pk}"}, "status": {"vilande": "pagar"}}
    imp = besvara_namn(imp, svar=svar, by=sekreterare)

    granskning = granska(imp, by=sekreterare, today=TODAY)
    assert granskning.summa.med_fel == 0
    assert {r.forvaltning.pk for r in granskning.rader} == {tekniska.pk}
    assert all(o.besvarad for o, _ in granskning.summa.okanda)


def test_names_find_people_namnder_and_forvaltningar(granskad):
    anna = TjanstFactory(person__namn="Anna Provsson").person
    namnd = OrganFactory(namn="Miljönämnden", kortnamn="MN")

    ett, tva, tre = granskad(
        rad(1, ansvarig="Provsson, Anna"), rad(2, ansvarig="anna provsson, ingenjör"), rad(3, forvaltning="mn")
    )

    assert (ett.ansvarig.pk, tva.ansvarig.pk) == (anna.pk, anna.pk)
    assert (tre.mottagande_organ.pk, tre.forvaltning) == (namnd.pk, None)


# how far it has come


def test_closed_row_is_saved_closed_by_its_paragraf_or_by_the_words_of_the_list(las, organ, sekreterare):
    slut = SammantradeFactory(organ=organ, datum=date(2025, 3, 4))
    BeslutFactory(paragraf=ParagrafFactory(sammantrade=slut, protokoll=None, nummer=20))
    imp = las(
        rad(1, status="Avslutat 2025-03-04 § 20"),
        rad(2, status="Verkställt 2025-05-06"),
        rad(3, status="Redovisat"),
        rad(4, status="Avslutat 2025-04-01 § 31"),
    )

    spara(imp, sekreterare)

    ett, tva, tre, fyra = (r.uppdrag for r in Importrad.objects.order_by("rad"))
    assert (ett.lage, ett.avslutat_den, str(ett.avslutat_i.paragraf)) == (
        "avslutat",
        date(2025, 3, 4),
        "PN 2025-03-04 § 20",
    )
    assert (tva.lage, tva.avslutat_den, tva.avslutat_i) == ("avslutat", date(2025, 5, 6), None)
    assert tva.avslutsskal == "Avslutat enligt listan lista.xlsx, rad 3: 2025-05-06"
    assert tre.lage == "aterrapporterat"
    # The list does not tell what that § says, so none is made of it.
    assert (fyra.lage, fyra.avslutat_den, fyra.avslutat_i) == ("avslutat", date(2025, 4, 1), None)
    assert fyra.avslutsskal == "Avslutat enligt listan lista.xlsx, rad 5: 2025-04-01 § 31"
    assert not Paragraf.objects.filter(nummer=31).exists()


def test_reported_row_knows_its_paragraf_and_handed_over_row_its_organ(las, organ, sekreterare):
    namnd = OrganFactory(namn="Miljönämnden", kortnamn="MN")
    mote = SammantradeFactory(organ=organ, datum=date(2025, 3, 4))
    BeslutFactory(paragraf=ParagrafFactory(sammantrade=mote, protokoll=None, nummer=20))
    imp = las(
        rad(1, status="Återrapporterat 2025-03-04 § 20"),
        rad(2, status="Återrapporterat 2025-04-01 § 31"),
        rad(3, status="Överfört till MN 2025-05-06 § 7"),
        rad(4, status="Överlämnat till bolaget 2025-05-06"),
    )

    spara(imp, sekreterare)

    ett, tva, tre, fyra = (r.uppdrag for r in Importrad.objects.order_by("rad"))
    assert (ett.lage, str(ett.aterrapporterat_i.paragraf)) == ("aterrapporterat", "PN 2025-03-04 § 20")
    assert (tva.lage, tva.aterrapporterat_i) == ("aterrapporterat", None)
    assert "Läge i listan: 2025-04-01 § 31" in tva.history.get().history_change_reason
    assert (tre.lage, tre.overfort_till, tre.avslutat_den) == ("overfort", namnd, date(2025, 5, 6))
    assert (fyra.lage, fyra.overfort_till) == ("overfort", None)
    assert fyra.avslutsskal == "Överfört enligt listan lista.xlsx, rad 5: till bolaget 2025-05-06"


def test_reported_on_a_day_that_cannot_be_is_a_fault(granskad, organ):
    mote = SammantradeFactory(organ=organ, datum=date(2025, 3, 4))
    BeslutFactory(paragraf=ParagrafFactory(sammantrade=mote, protokoll=None, nummer=20))

    (ett,) = granskad(rad(1, status="Återrapporterat 2025-04-01 § 20"))

    assert [f.text for f in ett.fel] == ["§ 20 är från den 4 mars 2025. Kontrollera dagen."]


def test_what_the_list_says_beside_the_uppdrag_stands_first_in_what_has_happened(las, sekreterare):
    imp = las(rad(1, kommentar="Väntar på länsstyrelsen"))

    spara(imp, sekreterare)

    texter = [
        h.text for h in handelser(Uppdrag.objects.get(), [], user=sekreterare)[0] if h.rubrik.startswith("Infört")
    ]
    assert texter == ["Läste in från lista.xlsx, rad 2. Kommentar i listan: Väntar på länsstyrelsen"]


def test_choices_for_rows_that_say_nothing(las, organ, sekreterare, tekniska):
    imp = las(rad(1, forvaltning=None), rad(2, status="Klart"))
    valj(
        imp,
        blad=imp.blad,
        rubrikrad=1,
        kolumner=imp.kolumner,
        organ=organ,
        forvaltning=tekniska.pk,
        avslutat_dag=date(2025, 12, 31),
        by=sekreterare,
    )
    imp.refresh_from_db()

    ett, tva = granska(imp, by=sekreterare, today=TODAY).rader

    assert (ett.fel, ett.forvaltning.pk) == ([], tekniska.pk)
    assert (tva.fel, tva.avslutat_den) == ([], date(2025, 12, 31))
    assert ett.noteringar
    assert tva.noteringar


# once


def test_same_import_saved_twice_saves_once(las, sekreterare):
    imp = las(rad(1), rad(2))

    assert spara(imp, sekreterare).inlasta == spara(imp, sekreterare).inlasta == 2
    assert Uppdrag.objects.count() == 2


def test_same_file_again_before_saving_is_the_same_import(las):
    innehall = bok([rad(1)])  # a workbook holds the second it was made
    assert las(innehall) == las(innehall)
    assert Bilaga.objects.count() == 1


def test_same_file_again_after_saving_takes_only_what_was_left_out(las, sekreterare):
    innehall = bok([rad(1), rad(2, forvaltning="Gatukontoret")])
    spara(las(innehall), sekreterare, utan_felaktiga=True)
    ForvaltningFactory(namn="Gatukontoret")

    igen = las(innehall)
    granskning = granska(igen, by=sekreterare, today=TODAY)
    spara(igen, sekreterare)

    assert [(r.redan, bool(r.fel)) for r in granskning.rader] == [("PN 2024:1", False), ("", False)]
    assert [(i.uppdragsimport_id == igen.pk, i.rad) for i in Importrad.objects.order_by("rad")] == [
        (False, 2),
        (True, 3),
    ]
    assert Bilaga.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_save_once(las, sekreterare):
    imp = las(rad(1), rad(2))

    at_once(lambda: spara(imp, sekreterare), lambda: spara(imp, sekreterare))

    assert Uppdrag.objects.count() == 2


def test_list_that_is_read_in_is_neither_changed_nor_thrown_away(las, sekreterare):
    imp = las(rad(1))
    spara(imp, sekreterare)

    with pytest.raises(DomanFel, match="redan inläst"):
        besvara_namn(imp, svar={}, by=sekreterare)
    with pytest.raises(DomanFel, match="tas inte bort"):
        slang(imp, by=sekreterare)


def test_list_thrown_away_takes_its_file_along(las, sekreterare):
    slang(las(rad(1)), by=sekreterare)

    assert not Uppdragsimport.objects.exists()
    assert not Bilaga.objects.exists()


def test_queries_of_the_preview_do_not_grow_with_the_rows(las, sekreterare, django_assert_max_num_queries):
    antal = []
    for n in (1, 40):
        imp = Uppdragsimport.objects.get(pk=las(*(rad(i) for i in range(1, n + 1))).pk)
        sekreterare.behorighet  # noqa: B018 - read once per request
        with django_assert_max_num_queries(30) as fragor:
            granska(imp, by=sekreterare, today=TODAY)
        antal.append(len(fragor))

    assert antal[0] == antal[1]
