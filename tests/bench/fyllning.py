"""A municipality of so many §§: twenty organ over thirty years, each meeting of forty, filled with INSERT … SELECT.

While it is filled the triggers are off and the indexes taken away; what the triggers would have written for the search
is made at once afterwards, as `manage.py sokindex` does it. The older protokoll are avskrifter, those of the last ten
years are justerade and on the web, the last of each organ is being written, and a year is planned.
"""

import json
from contextlib import contextmanager
from datetime import date

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import NOT_PROVIDED

from kommun.models import Forvaltning, Kommun, Organ, Person, Tjanst, User
from kommun.varden import som_json
from protokoll import dokument
from protokoll.models import Anslag, Avsnitt, Beslut, Paragraf, Protokoll, Protokollsversion, Publicering, Sammantrade
from tests.bench import motesdag
from tests.bench.matning import Framsteg
from tests.bench.svenska import EFTERLED, EFTERNAMN, FORLED, FORNAMN, MITTLED, ORTER, Svenska
from uppdrag.models import Aterrapport, Fristandring, Uppdrag
from uppdrag.sok.ombyggnad import bygg_om

ORGAN, AR, PER_MOTE, UPPDRAG_VAR = 20, 30, 40, 20
PUBLICERADE_AR = 10
FORVALTNINGAR, PERSONER, MENINGAR = 15, 300, 20_000
AT_GANGEN = 50_000
STORA = (Paragraf, Beslut, Avsnitt, Protokoll, Protokollsversion, Publicering, Sammantrade, Uppdrag)


def ar_fylld(antal: int) -> bool:
    return Paragraf.objects.count() == antal and Anslag.objects.exists()


def fyll(antal: int) -> None:
    _tom()
    _ramen()
    _texterna()
    with _utan_index(), _utan_utlosare():
        _motena(antal)
        framsteg = Framsteg("Paragrafer", antal)
        for fran in range(0, antal, AT_GANGEN):
            _paragraferna(fran, min(fran + AT_GANGEN, antal))
            framsteg.vid(min(fran + AT_GANGEN, antal))
        _uppdragen()
        _webben(antal)
        with connection.cursor() as cursor:
            for model in (*STORA, Person):
                tabell = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{tabell}', 'id'), COALESCE(max(id), 1)) FROM {tabell}"
                )


def bygg_sokningen() -> None:
    """With the words of every row and its indexes; then what goes on today, and the planner is told what there is."""
    framsteg = {}

    def vid(slag: str, klart: int, alla: int) -> None:
        framsteg.setdefault(slag, Framsteg(f"Sökning: {slag}", alla)).vid(klart)

    bygg_om(framsteg=vid)
    motesdag.bygg()
    _anslagen()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _anslagen() -> None:
    """Every justerat protokoll was announced in its time; those that are up are made already."""
    _insert(
        Anslag,
        """FROM protokoll_protokoll p JOIN protokoll_sammantrade s ON s.id = p.sammantrade_id WHERE p.lage = 'justerat'
        AND NOT EXISTS (SELECT FROM protokoll_anslag a WHERE a.protokoll_id = p.id)""",
        organ_id="s.organ_id",
        protokoll_id="p.id",
        uppsatt="p.justeringsdag + 1",
        sista_overklagandedag="p.justeringsdag + 22",
        tas_ned="p.justeringsdag + 23",
        synligt_till="p.justeringsdag + 22",
        undertecknare="'Nämndsekreteraren'",
    )


# How it is put in ----------------------------------------------------------------------------------------------------


def _insert(model, source: str, **expressions: str) -> None:
    """INSERT … SELECT, in which a column nobody names gets the default of its field."""
    columns, values = [], []
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        if field.attname in expressions:
            value = expressions[field.attname]
        elif field.attname == "nyckel":
            value = "NULL" if field.null else "gen_random_uuid()"
        elif getattr(field, "auto_now_add", False):
            value = "now()"
        elif field.default is list:
            value = "'{}'"
        elif field.default is not NOT_PROVIDED and not callable(field.default):
            value = f"'{field.default}'"
        elif field.primary_key or field.null:
            continue
        else:
            value = "''"
        columns.append(f'"{field.column}"')
        values.append(value)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)} {source}")


def _tom() -> None:
    """All of it away, but for what the migrations made."""
    with connection.cursor() as cursor:
        tabeller = [
            t for t in connection.introspection.django_table_names(only_existing=True) if not t.startswith("django_")
        ]
        cursor.execute(
            f"TRUNCATE {', '.join([*tabeller, Session._meta.db_table, 'uppdrag_sokrad'])} RESTART IDENTITY CASCADE"
        )


@contextmanager
def _utan_utlosare():
    """Foreign keys, locks and the rows of the search: all of them are triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


@contextmanager
def _utan_index():
    """An index made at once is made faster than row by row. Those that a constraint stands on stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = ANY (%s) AND NOT EXISTS "
            "(SELECT FROM pg_constraint c WHERE c.conname = i.indexname) AND i.indexdef NOT LIKE 'CREATE UNIQUE%%'",
            [[m._meta.db_table for m in STORA]],
        )
        indexen = cursor.fetchall()
        for namn, _ in indexen:
            cursor.execute(f'DROP INDEX "{namn}"')
        try:
            yield
        finally:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            framsteg = Framsteg("Index", len(indexen))
            for n, (_, definition) in enumerate(indexen, start=1):
                cursor.execute(definition)
                framsteg.vid(n)
            cursor.execute("ANALYZE")


# What is put in ------------------------------------------------------------------------------------------------------


def _ramen() -> None:
    """The organisation, its people, and the accounts that ask."""
    Kommun(pk=1, namn="Mätkommun").save()
    organ = [Organ(namn=f"Nämnd {n:02}", kortnamn=f"N{n:02}", slag="namnd") for n in range(1, ORGAN + 1)]
    for o in organ:
        o.save()
    for n in range(1, FORVALTNINGAR + 1):
        Forvaltning(pk=n, namn=f"Förvaltning {n}", overordnad_id=1 if n > FORVALTNINGAR // 2 else None).save()
    for n in range(PERSONER):
        Person(pk=n + 1, namn=f"{FORNAMN[n % len(FORNAMN)]} {EFTERNAMN[n // len(FORNAMN) % len(EFTERNAMN)]}").save()
        Tjanst(person_id=n + 1, roll="handlaggare", forvaltning_id=1 + n % FORVALTNINGAR, fran=date(2000, 1, 1)).save()
    for n, roll in enumerate(("sekreterare", "lasare"), start=PERSONER + 1):
        person = Person(pk=n, namn=roll.capitalize())
        person.save()
        Tjanst(
            person=person, roll=roll, organ=organ[0] if roll == "sekreterare" else None, fran=date(2000, 1, 1)
        ).save()
        User.objects.create(username=roll, person=person)


def _texterna() -> None:
    """Sentences to build of, as a table; twenty thousand are enough that few §§ are alike."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_mening; CREATE TABLE bench_mening (n int PRIMARY KEY, text text)")
        with cursor.copy("COPY bench_mening FROM STDIN") as copy:
            for n, mening in enumerate(Svenska().meningar(MENINGAR)):
                copy.write_row((n, mening))
        cursor.execute("ANALYZE bench_mening")


def _motena(antal: int) -> None:
    """`bench_mote`: each meeting that was held, and the number before that of its first §."""
    moten = -(-antal // PER_MOTE)
    with connection.cursor() as cursor:
        cursor.execute(f"""DROP TABLE IF EXISTS bench_mote; CREATE TABLE bench_mote AS
            SELECT m.*, date_part('year', m.datum)::int AS ar,
                {PER_MOTE} * (row_number() OVER (PARTITION BY organ_id, date_part('year', m.datum) ORDER BY m.id) - 1)
                    AS fore,
                CASE WHEN m.id > {moten} - {ORGAN} THEN 'utkast'
                    WHEN m.datum > CURRENT_DATE - {PUBLICERADE_AR * 365} THEN 'justerat' ELSE 'avskrift' END AS lage
            FROM (SELECT n AS id, 1 + (n - 1) % {ORGAN} AS organ_id,
                CURRENT_DATE - 1 - (({moten} - n) * {AR * 365.25} / {moten})::int AS datum
                FROM generate_series(1, {moten}) n) m;
            ALTER TABLE bench_mote ADD PRIMARY KEY (id); ANALYZE bench_mote""")
    _insert(
        Sammantrade,
        "FROM bench_mote",
        id="id",
        organ_id="organ_id",
        datum="datum",
        lage="'avslutat'",
        stoppdag="datum - 14",
    )
    _insert(
        Sammantrade,
        """FROM kommun_organ o CROSS JOIN generate_series(1, 12) m
        CROSS JOIN LATERAL (SELECT CURRENT_DATE + m * 30 + (o.id % 25)::int AS dag) d""",
        id=f"{moten} + o.id + m * {ORGAN}",
        organ_id="o.id",
        datum="d.dag",
        lage="'planerat'",
        stoppdag="d.dag - 14",
    )
    _insert(
        Protokoll,
        "FROM bench_mote",
        id="id",
        sammantrade_id="id",
        lage="lage",
        justerat_genom="CASE WHEN lage = 'justerat' THEN 'godkannande' ELSE '' END",
        justeringsdag="CASE WHEN lage = 'justerat' THEN datum + 10 END",
    )


def _mening(tal: int) -> str:
    return f"(SELECT m.text FROM bench_mening m WHERE m.n = (g::bigint * {tal} + g / 311) % {MENINGAR})"


def _lista(ord_: list[str], index: str) -> str:
    return f"(ARRAY[{', '.join(repr(o) for o in ord_)}])[1 + ({index})::int % {len(ord_)}]"


def _paragraferna(fran: int, till: int) -> None:
    kalla = f"""FROM generate_series({fran + 1}, {till}) g
        JOIN bench_mote s ON s.id = (g - 1) / {PER_MOTE} + 1"""
    # A word that stands in hardly any other §: most words of a language are such.
    eget = f"""{_lista(FORLED, "g * 7")} || {_lista(MITTLED, "g / 90")} || {_lista(EFTERLED, "g / 11")}"""
    sak = "(ARRAY['lekplats','skolskjuts','gångväg','taxa','policy','lokaler','bredband'])[1 + g % 7]"
    _insert(
        Paragraf,
        kalla,
        id="g",
        sammantrade_id="s.id",
        protokoll_id="s.id",
        organ_id="s.organ_id",
        ar="s.ar",
        nummer=f"s.fore + (g - 1) % {PER_MOTE} + 1",
        ordning=f"(g - 1) % {PER_MOTE} + 1",
        rubrik=f"initcap({sak}) || ' och ' || {eget} || ' i ' || {_lista(ORTER, 'g / 3')}",
        dnr="'KS ' || s.ar || '/' || (s.fore / 3 + g % 900 + 1)",
    )
    uppdrag = f"'</p><p>Förvaltningen får i uppdrag att utreda ' || {sak} || '. '"
    text = f"'<p>' || {_mening(7919)} || {uppdrag} || {_mening(31)} || '</p>'"
    _insert(Beslut, kalla, id="g", paragraf_id="g", rubrik="'Beslut'", text=text, ordning="100")
    delar = [("bakgrund", "Bakgrund", 104_729, 17), ("sammanfattning", "Aktuell situation", 1_299, 4_421)]
    for n, (typ, rubrik, ett, tva) in enumerate(delar, start=2):
        _insert(
            Avsnitt,
            kalla,
            id=f"g * 2 - {n - 2}",
            paragraf_id="g",
            typ=f"'{typ}'",
            niva="1",
            rubrik=f"'{rubrik}'",
            text=f"'<p>' || {_mening(ett)} || ' ' || {_mening(tva)} || ' Fastigheten ' || {_lista(ORTER, 'g')} || ' ' "
            "|| g % 60 + 1 || ':' || g % 97 + 1 || '.</p>'",
            ordning=f"{n}00",
        )


def _uppdragen() -> None:
    """One in twenty §§ gives an uppdrag; of the old ones few are open, of the new most."""
    given = "s.datum"
    oppet = f"""(u * 7919::bigint) % 100 < CASE WHEN CURRENT_DATE - {given} < 365 THEN 55
        WHEN CURRENT_DATE - {given} < 1095 THEN 10 ELSE 2 END"""
    text = f"""'Förvaltningen får i uppdrag att utreda fråga ' || u || ' och återkomma med förslag till '
        || {_lista(EFTERLED, "u")} || ' samt en beräkning av vad det kostar.'"""
    _insert(
        Uppdrag,
        f"""FROM protokoll_paragraf p JOIN protokoll_sammantrade s ON s.id = p.sammantrade_id
        CROSS JOIN LATERAL (SELECT p.id / {UPPDRAG_VAR} AS u) x WHERE p.id % {UPPDRAG_VAR} = 0""",
        id="u",
        beslut_id="p.id",
        givet=given,
        givare_id="p.organ_id",
        serie_id="p.organ_id",
        ar="s.ar",
        nummer="u",
        text=text,
        mening=text,
        forvaltning_id=f"1 + u % {FORVALTNINGAR}",
        ansvarig_id=f"CASE WHEN u % 3 = 0 THEN NULL ELSE 1 + u % {PERSONER} END",
        rapporteras_till_id="p.organ_id",
        frist=f"CASE WHEN u % 9 = 0 THEN NULL ELSE {given} + (90 + u % 400)::int END",
        ingen_frist="u % 9 = 0",
        nasta_rapport=f"CASE WHEN u % 9 = 0 THEN {given} + 180 END",
        lage=f"""CASE WHEN NOT ({oppet}) THEN (CASE WHEN u % 17 = 0 THEN 'avskrivet' ELSE 'avslutat' END)
            WHEN u % 10 = 0 THEN 'aterrapporterat' WHEN u % 23 = 0 THEN 'foreslaget' ELSE 'pagar' END""",
        avslutat_den=f"CASE WHEN {oppet} THEN NULL ELSE {given} + (60 + u % 300)::int END",
        avslutsskal=f"CASE WHEN {oppet} THEN '' ELSE 'Fullgjort' END",
    )
    alla = """FROM uppdrag_uppdrag u JOIN protokoll_paragraf p ON p.id = u.beslut_id
        JOIN protokoll_sammantrade s ON s.id = p.sammantrade_id"""
    _insert(
        Aterrapport,
        f"{alla} WHERE u.id % 10 < 6",
        uppdrag_id="u.id",
        slag="CASE WHEN u.id % 2 = 0 THEN 'delrapport' ELSE 'slutrapport' END",
        text="'Arbetet pågår enligt planen.'",
        av_id=f"1 + u.id % {PERSONER}",
        inlamnad="s.datum + interval '80 days'",
    )
    _insert(
        Fristandring,
        f"{alla} WHERE u.frist IS NOT NULL AND u.id % 8 = 0",
        uppdrag_id="u.id",
        tidigare="u.frist - 30",
        ny="u.frist",
        skal="'Underlaget dröjer.'",
        tid="s.datum + interval '60 days'",
    )
    named = {f.attname: f"u.{f.column}" for f in Uppdrag._meta.concrete_fields}
    _insert(
        Uppdrag.history.model,
        alla,
        **named,
        history_date="s.datum",
        history_type="'+'",
        history_change_reason="'Loggade'",
    )


def _webben(antal: int) -> None:
    """The justerade protokoll as they were frozen and published: the first one's document with the §§ of each."""
    forst = Protokoll.objects.filter(lage="justerat").order_by("pk").first()
    if forst is None:
        return
    mall = som_json(dokument.fran_protokoll(forst, kommun="Mätkommun"))
    tryckt = mall["paragrafer"][0] | {"delar": [], "nummer": None}
    del_ = json.dumps({"typ": "", "rubrik": "", "html": "", "niva": 1})
    delar = """(SELECT jsonb_agg(%s::jsonb || jsonb_build_object('typ', d.typ, 'rubrik', d.rubrik, 'html', d.text)
        ORDER BY d.ordning) FROM (
        SELECT 'beslut' AS typ, rubrik, text, ordning FROM protokoll_beslut WHERE paragraf_id = p.id
        UNION ALL SELECT typ, rubrik, text, ordning FROM protokoll_avsnitt WHERE paragraf_id = p.id) d)"""
    framsteg = Framsteg("Publicerat", antal)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_innehall; CREATE TABLE bench_innehall (id bigint, innehall jsonb)")
        # The tables have no index now.
        cursor.execute("CREATE INDEX bench_b ON protokoll_beslut (paragraf_id)")
        cursor.execute("CREATE INDEX bench_a ON protokoll_avsnitt (paragraf_id)")
        cursor.execute("CREATE INDEX bench_p ON protokoll_paragraf (protokoll_id)")
        moten = antal // PER_MOTE + 1
        for fran in range(forst.pk, moten + 1, 1000):
            cursor.execute(
                f"""INSERT INTO bench_innehall SELECT m.id, %s::jsonb || jsonb_build_object('organ', o.namn,
                    'kortnamn', o.kortnamn, 'datum', m.datum, 'paragrafer', (SELECT jsonb_agg(%s::jsonb
                    || jsonb_build_object('nummer', p.nummer, 'dnr', p.dnr, 'rubrik', p.rubrik, 'delar', {delar})
                    ORDER BY p.ordning)
                    FROM protokoll_paragraf p WHERE p.protokoll_id = m.id))
                FROM bench_mote m JOIN kommun_organ o ON o.id = m.organ_id
                WHERE m.lage = 'justerat' AND m.id BETWEEN %s AND %s""",
                [json.dumps(mall), json.dumps(tryckt), del_, fran, fran + 999],
            )
            framsteg.vid(min(antal, (fran + 999) * PER_MOTE))
        cursor.execute("DROP INDEX bench_b, bench_a, bench_p")
    _insert(
        Protokollsversion,
        "FROM bench_innehall i JOIN bench_mote m USING (id)",
        id="i.id",
        protokoll_id="i.id",
        nummer="1",
        innehall="i.innehall",
        pdf="'%PDF-1.7'::bytea",
        sha256="encode(sha256(i.id::text::bytea), 'hex')",
        kedja="encode(sha256(i.id::text::bytea), 'hex')",
        kontrollkod="'BENCH' || i.id",
        skapad="m.datum + 8",
    )
    _insert(
        Publicering,
        "FROM bench_innehall i JOIN bench_mote m USING (id)",
        id="i.id",
        protokoll_id="i.id",
        protokollsversion_id="i.id",
        innehall="i.innehall",
        kontrollkod="'BENCH' || i.id",
        publicerad="m.datum + 11",
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_innehall")
