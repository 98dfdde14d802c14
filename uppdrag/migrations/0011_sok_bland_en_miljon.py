from importlib import import_module

import django.contrib.postgres.indexes
from django.db import migrations, models

sok, foljer_med = (import_module(f"uppdrag.migrations.{m}") for m in ("0009_sok", "0010_sok_foljer_med"))
FALT, TABELLER, OFFENTLIGT_FALT = sok.FALT, foljer_med.TABELLER, foljer_med.OFFENTLIGT_FALT

# Words and places ----------------------------------------------------------------------------------------------------

TEXT = rf"""
-- The same answers as in 0009, many times faster: in SQL each call of one within another is planned for itself.
CREATE OR REPLACE FUNCTION sok_klar(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF t ~ '[^\u0001-\u007fåäöÅÄÖéÉ§–—”’]' THEN
        RETURN btrim(regexp_replace(translate(normalize(t, NFKC), '{sok._OSYNLIGT}', ''), '\s+', ' ', 'g'));
    END IF;
    t := replace(replace(translate(t, E'\t\n\v\f\r', '     '), '  ', ' '), '  ', ' ');
    RETURN COALESCE(btrim(CASE WHEN strpos(t, '  ') > 0 THEN regexp_replace(t, ' +', ' ', 'g') ELSE t END), '');
END $$;
CREATE OR REPLACE FUNCTION sok_vik(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    t := lower(t);
    RETURN CASE WHEN t ~ '[^\u0001-\u007fåäö§–—”’]'
        THEN translate(t, '{sok._FRAN}{sok._LIKA_FRAN}', '{sok._TILL}{sok._LIKA_TILL}') ELSE t END;
END $$;
CREATE OR REPLACE FUNCTION sok_ord(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN regexp_replace(sok_vik(t), '[^[:alnum:]]', ' ', 'g');
END $$;
CREATE OR REPLACE FUNCTION sok_vektor(t text, vikt "char") RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF t = '' THEN RETURN ''; END IF;
    RETURN setweight(to_tsvector('pg_catalog.swedish', left(sok_ord(t), 200000)), vikt);
END $$;
CREATE OR REPLACE FUNCTION sok_titelvektor(t text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    t := left(sok_ord(t), 20000);
    RETURN to_tsvector('pg_catalog.simple', t) || to_tsvector('pg_catalog.swedish', t);
END $$;
-- Where and when a row is of, as lexemes no word can be: with them one look in one index answers "this word, this organ,
-- these months". /x: of a protokoll with sekretess, found by those who work with its organ alone.
CREATE FUNCTION sok_ram(slag text, organ bigint, ar int, datum date, sluten boolean) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN array_to_tsvector(array_remove(ARRAY['/s' || slag, '/o' || organ, '/y' || ar, '/d' || date_part('year', datum),
        '/m' || (date_part('year', datum) * 100 + date_part('month', datum)),
        CASE WHEN sluten THEN '/x' END, CASE WHEN sluten THEN '/x' || organ END], NULL));
END $$;
-- The words of a text that a misspelt one is compared with, and that the beginning of one is looked for among.
CREATE FUNCTION sok_orden(t text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT o FROM string_to_table(sok_ord(t), ' ') o WHERE length(o) BETWEEN 2 AND 40 AND ascii(o) NOT BETWEEN 48 AND 57
$$;
CREATE FUNCTION sok_utan_prickar(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(t, 'åäö', 'aao')
$$;
"""

# Rows ----------------------------------------------------------------------------------------------------------------

_AV_PARAGRAF = """EXISTS (SELECT FROM protokoll_paragraf p JOIN protokoll_protokoll h ON h.id = p.protokoll_id
            WHERE p.id = {p} AND h.slag = 'sekretess')"""
_AV_UPPDRAG = """EXISTS (SELECT FROM {fran} JOIN protokoll_beslut b ON b.id = u.beslut_id
            JOIN protokoll_paragraf p ON p.id = b.paragraf_id JOIN protokoll_protokoll h ON h.id = p.protokoll_id
            WHERE {villkor} AND h.slag = 'sekretess')"""
SLUTEN = {
    "paragraf": _AV_PARAGRAF.format(p="k.objekt"),
    "uppdrag": _AV_UPPDRAG.format(fran="uppdrag_uppdrag u", villkor="u.id = k.objekt"),
    "rapport": _AV_UPPDRAG.format(
        fran="uppdrag_aterrapport r JOIN uppdrag_uppdrag u ON u.id = r.uppdrag_id", villkor="r.id = k.objekt"
    ),
}


def _rader(slag: str, fraga: str) -> str:
    """As in 0009, each text cleaned once, with the place of the row among its lexemes."""
    extra = sok._EXTRA.get(slag, "k.extra")
    return f"""
CREATE OR REPLACE FUNCTION sok_rader_{slag}(idn bigint[]) RETURNS TABLE (objekt bigint, organ_id bigint, ar int, datum date,
    nummer int, beteckning text, dnr text, dnrtal text, titel text, text text, titelvektor tsvector, vektor tsvector,
    personer bigint[]) LANGUAGE sql STABLE AS $$
    SELECT k.objekt, k.organ_id, k.ar, k.datum, k.nummer, left(k.beteckning, 60), left(k.dnr, 60),
        left(sok_dnrtal(k.dnr), 20), t.titel,
        concat_ws(E'\\n', NULLIF(t.b, ''), NULLIF(t.c, ''), NULLIF(t.d, '')),
        sok_titelvektor(t.helt) || t.ram,
        sok_vektor(t.helt, 'A') || sok_vektor(t.b, 'B') || sok_vektor(t.c, 'C') || sok_vektor(t.d, 'D') || t.ram,
        COALESCE(k.personer, '{{}}')
    FROM ({fraga}) k CROSS JOIN LATERAL (SELECT sok_klar(k.titel) AS titel, sok_klar(k.titel || ' ' || {extra}) AS helt,
        sok_klar(k.b) AS b, sok_klar(k.c) AS c, sok_klar(k.d) AS d,
        sok_ram('{slag}', k.organ_id, k.ar, k.datum, {SLUTEN.get(slag, "false")}) AS ram OFFSET 0) t
$$;
"""


_ORD = """
        INSERT INTO uppdrag_sokord (ord, utan, offentligt) SELECT o.ord, sok_utan_prickar(o.ord), {offentligt}
        FROM (SELECT DISTINCT t.ord FROM {fran} k, sok_orden(k.titel || ' ' || k.text) t(ord)) o
        WHERE NOT EXISTS (SELECT FROM uppdrag_sokord f WHERE f.ord = o.ord)"""


def _skriv(slag: str) -> str:
    falt = ", ".join(FALT)
    return f"""
CREATE OR REPLACE FUNCTION sok_skriv_{slag}(idn bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE del bigint[];
BEGIN
    FOR del IN SELECT array_agg(d.id) FROM (
        SELECT x.id, (row_number() OVER (ORDER BY x.id) - 1) / 2000 AS n
        FROM (SELECT DISTINCT unnest(idn)) x(id) WHERE x.id IS NOT NULL) d GROUP BY d.n ORDER BY d.n
    LOOP
        -- Of two who write of the same thing at once the second waits here, and then reads what the first wrote.
        PERFORM FROM uppdrag_sokrad s WHERE s.slag = '{slag}' AND s.objekt = ANY (del) ORDER BY s.objekt FOR UPDATE;
        WITH kalla AS MATERIALIZED (SELECT * FROM sok_rader_{slag}(del)),
        bort AS (
            DELETE FROM uppdrag_sokrad s WHERE s.slag = '{slag}' AND s.objekt = ANY (del)
            AND NOT EXISTS (SELECT FROM kalla k WHERE k.objekt = s.objekt)
        ),
        skrivna AS (
            INSERT INTO uppdrag_sokrad AS s (slag, objekt, {falt})
            SELECT '{slag}', k.objekt, {", ".join(f"k.{f}" for f in FALT)} FROM kalla k
            ON CONFLICT (slag, objekt) DO UPDATE SET {", ".join(f"{f} = EXCLUDED.{f}" for f in FALT)}
            WHERE ({", ".join(f"s.{f}" for f in FALT)}) IS DISTINCT FROM ({", ".join(f"EXCLUDED.{f}" for f in FALT)})
            RETURNING titel, text
        ){_ORD.format(fran="skrivna", offentligt="false")};
    END LOOP;
END $$;
"""


# For everybody -------------------------------------------------------------------------------------------------------
# The function of 0010 stays: its rows get their place here.

OFFENTLIGT = f"""
ALTER FUNCTION sok_offentligt(bigint[]) RENAME TO sok_offentligt_utan_ram;
CREATE FUNCTION sok_offentligt(idn bigint[]) RETURNS TABLE (publicering_id bigint, plats int, protokoll_id bigint,
    organ_id bigint, ar int, datum date, nummer int, beteckning text, dnr text, dnrtal text, titel text, text text,
    titelvektor tsvector, vektor tsvector) LANGUAGE sql STABLE AS $$
    SELECT k.publicering_id, k.plats, k.protokoll_id, k.organ_id, k.ar, k.datum, k.nummer, k.beteckning, k.dnr, k.dnrtal,
        k.titel, k.text, k.titelvektor || r.ram, k.vektor || r.ram
    FROM sok_offentligt_utan_ram(idn) k CROSS JOIN LATERAL (SELECT sok_ram('', k.organ_id, k.ar, k.datum, false) AS ram) r
$$;
CREATE OR REPLACE FUNCTION sok_skriv_publicering(idn bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM uppdrag_offentligrad WHERE publicering_id = ANY (idn);
    WITH skrivna AS MATERIALIZED (
        INSERT INTO uppdrag_offentligrad (publicering_id, plats, {", ".join(OFFENTLIGT_FALT)})
        SELECT k.publicering_id, k.plats, {", ".join(f"k.{f}" for f in OFFENTLIGT_FALT)} FROM sok_offentligt(idn) k
        RETURNING titel, text
    ), orden AS (SELECT DISTINCT t.ord FROM skrivna k, sok_orden(k.titel || ' ' || k.text) t(ord)
    ), kanda AS (
        UPDATE uppdrag_sokord f SET offentligt = true FROM orden o WHERE f.ord = o.ord AND NOT f.offentligt
    )
    INSERT INTO uppdrag_sokord (ord, utan, offentligt) SELECT o.ord, sok_utan_prickar(o.ord), true FROM orden o
    WHERE NOT EXISTS (SELECT FROM uppdrag_sokord f WHERE f.ord = o.ord);
END $$;
"""

# When a § is moved to another protokoll, or its protokoll becomes one with sekretess ----------------------------------

_UPPDRAGEN = (
    "SELECT u.id FROM {r} JOIN protokoll_beslut b ON b.paragraf_id = {p} JOIN uppdrag_uppdrag u ON u.beslut_id = b.id"
)
_RAPPORTERNA = (
    "SELECT x.id FROM {r} JOIN protokoll_beslut b ON b.paragraf_id = {p} JOIN uppdrag_uppdrag u ON u.beslut_id = b.id "
    "JOIN uppdrag_aterrapport x ON x.uppdrag_id = u.id"
)
_I_PROTOKOLLET = "{r} JOIN protokoll_paragraf p ON p.protokoll_id = r.id"
BEVAKADE = {
    **foljer_med.BEVAKADE,
    "protokoll_paragraf": (
        f"{foljer_med.BEVAKADE['protokoll_paragraf'][0]} protokoll_id",
        {
            "paragraf": "SELECT r.id FROM {r}",
            "uppdrag": _UPPDRAGEN.format(r="{r}", p="r.id"),
            "rapport": _RAPPORTERNA.format(r="{r}", p="r.id"),
        },
    ),
    "protokoll_protokoll": (
        "slag",
        {
            "paragraf": f"SELECT p.id FROM {_I_PROTOKOLLET}",
            "uppdrag": _UPPDRAGEN.format(r=_I_PROTOKOLLET, p="p.id"),
            "rapport": _RAPPORTERNA.format(r=_I_PROTOKOLLET, p="p.id"),
        },
    ),
}


def _bevaka(tabell: str) -> str:
    """The same triggers as in 0010. What is new holds nothing yet, and nothing holds what is gone: they need less."""
    falt, slagen = BEVAKADE[tabell]
    fore, efter = (", ".join(f"{t}.{f}" for f in falt.split()) for t in ("f", "e"))
    andrade = (
        f"(SELECT x.* FROM fore f JOIN efter e USING (id) CROSS JOIN LATERAL (SELECT f.* UNION ALL SELECT e.*) x "
        f"WHERE ({fore}) IS DISTINCT FROM ({efter}))"
    )
    grenar = []
    for handelse, (_, rader) in foljer_med.HANDELSER.items():
        skriv = "\n".join(
            f"        SELECT array_agg(DISTINCT i.id) INTO idn FROM ({fraga.format(r=f'{rader or andrade} r')}) i(id);\n"
            f"        IF idn IS NOT NULL THEN PERFORM sok_skriv_{slag}(idn); END IF;"
            for slag, fraga in slagen.items()
        )
        grenar.append(f"    IF TG_OP = '{handelse}' THEN\n{skriv}\n    END IF;")
    return "\n".join(
        [
            f"CREATE OR REPLACE FUNCTION sok_bevaka_{tabell}() RETURNS trigger LANGUAGE plpgsql AS $$",
            "DECLARE idn bigint[];\nBEGIN",
            *grenar,
            "    RETURN NULL;\nEND $$;",
        ]
    )


NYA_UTLOSARE = "\n".join(
    f"CREATE TRIGGER sok_{h.lower()} AFTER {h} ON protokoll_protokoll REFERENCING {tabeller} "
    "FOR EACH STATEMENT EXECUTE FUNCTION sok_bevaka_protokoll_protokoll();"
    for h, (tabeller, _) in foljer_med.HANDELSER.items()
)

# All of it at once ---------------------------------------------------------------------------------------------------

_EGNA = "('uppdrag_sokrad', 'uppdrag_offentligrad', 'uppdrag_sokord')"


def _fyll(slag: str, tabell: str, hal: str, at_gangen: int, offentligt: str) -> str:
    return f"""
    SELECT count(*) INTO alla FROM {tabell}; klart := 0;
    FOR del IN SELECT array_agg(d.id) FROM (SELECT x.id, (row_number() OVER (ORDER BY x.id) - 1) / {at_gangen} AS n
        FROM {tabell} x) d GROUP BY d.n ORDER BY d.n
    LOOP
        WITH skrivna AS ({hal} RETURNING titel, text)
        INSERT INTO sok_nya_ord SELECT DISTINCT t.ord, {offentligt} FROM skrivna k, sok_orden(k.titel || ' ' || k.text) t(ord);
        klart := klart + cardinality(del);
        RAISE NOTICE 'sok_bygg_om {slag} % %', klart, alla;
    END LOOP;"""


_FYLL = "".join(
    _fyll(
        slag,
        tabell,
        f"INSERT INTO uppdrag_sokrad (slag, objekt, {', '.join(FALT)}) "
        f"SELECT '{slag}', k.objekt, {', '.join(f'k.{f}' for f in FALT)} FROM sok_rader_{slag}(del) k",
        5000,
        "false",
    )
    for slag, tabell in TABELLER.items()
) + _fyll(
    "publicering",
    "protokoll_publicering",
    f"INSERT INTO uppdrag_offentligrad (publicering_id, plats, {', '.join(OFFENTLIGT_FALT)}) "
    f"SELECT k.publicering_id, k.plats, {', '.join(f'k.{f}' for f in OFFENTLIGT_FALT)} FROM sok_offentligt(del) k",
    200,
    "true",
)
HELA = f"""
-- From nothing: the indexes away, all rows, the words, the indexes. Whoever searches or saves meanwhile waits for it.
CREATE OR REPLACE FUNCTION sok_bygg_om() RETURNS void LANGUAGE plpgsql
    SET maintenance_work_mem = '512MB' SET work_mem = '128MB' SET jit = off AS $$
DECLARE i record; indexen text[]; del bigint[]; klart int; alla int;
BEGIN
    LOCK TABLE uppdrag_sokrad, uppdrag_offentligrad, uppdrag_sokord IN ACCESS EXCLUSIVE MODE;
    SELECT array_agg(x.indexdef) INTO indexen FROM pg_indexes x WHERE x.schemaname = current_schema()
        AND x.tablename IN {_EGNA} AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = x.indexname);
    FOR i IN SELECT x.indexname FROM pg_indexes x WHERE x.indexdef = ANY (indexen) LOOP
        EXECUTE format('DROP INDEX %I', i.indexname);
    END LOOP;
    TRUNCATE uppdrag_sokrad, uppdrag_offentligrad, uppdrag_sokord;
    CREATE TEMP TABLE sok_nya_ord (ord text, offentligt boolean);
    {_FYLL}
    INSERT INTO uppdrag_sokord (ord, utan, offentligt)
        SELECT o.ord, sok_utan_prickar(o.ord), bool_or(o.offentligt) FROM sok_nya_ord o GROUP BY o.ord;
    DROP TABLE sok_nya_ord;
    klart := 0;
    FOR i IN SELECT unnest(indexen) AS skapa LOOP
        EXECUTE i.skapa;
        klart := klart + 1;
        RAISE NOTICE 'sok_bygg_om index % %', klart, cardinality(indexen);
    END LOOP;
    ANALYZE uppdrag_sokrad, uppdrag_offentligrad, uppdrag_sokord;
END $$;
"""

SQL = "".join(
    [
        TEXT,
        *(_rader(slag, fraga) + _skriv(slag) for slag, fraga in sok.KALLOR.items()),
        OFFENTLIGT,
        _bevaka("protokoll_paragraf"),
        _bevaka("protokoll_protokoll"),
        NYA_UTLOSARE,
        HELA,
    ]
)
Gin, OpClass = django.contrib.postgres.indexes.GinIndex, django.contrib.postgres.indexes.OpClass


def _utan(modell: str, *namnen: str) -> list:
    return [migrations.RemoveIndex(modell, namn) for namn in namnen]


class Migration(migrations.Migration):
    """The search answers as fast among a million §§: the organ, the year and the month of a row stand among its words,
    so that the newest of many are looked for without reading the rest; the beginning of a word is looked for among the
    words there are. What is in a protokoll with sekretess is found by those who work with its organ alone.
    """

    dependencies = [("uppdrag", "0010_sok_foljer_med")]

    operations = [
        *_utan("sokrad", "sokrad_organ_datum", "sokrad_slag_datum", "sokrad_ar", "sokrad_vektor", "sokrad_titelvektor"),
        *_utan("offentligrad", "offentligrad_organ_datum", "offentligrad_vektor", "offentligrad_titelvektor"),
        *_utan("sokord", "sokord_trigram"),
        migrations.AddField("sokord", "utan", models.CharField("utan prickar", max_length=40, default="")),
        migrations.AddField(
            "sokord", "offentligt", models.BooleanField("står på webben", default=False, db_default=False)
        ),
        # Django's defaults are not the database's.
        migrations.RunSQL(sql=SQL),
        migrations.RunSQL(sql="SELECT sok_bygg_om();"),
        *(
            migrations.AddIndex(modell, Gin(fields=[falt], name=f"{modell}_{falt}", gin_pending_list_limit=512))
            for modell in ("sokrad", "offentligrad")
            for falt in ("vektor", "titelvektor")
        ),
        migrations.AddIndex(
            "sokrad",
            Gin(fields=["titelvektor"], name="sokrad_sjalva", condition=models.Q(slag__in=["person", "organ"])),
        ),
        migrations.AddIndex("sokord", models.Index(OpClass("utan", name="varchar_pattern_ops"), name="sokord_utan")),
        migrations.AddIndex("sokord", Gin(OpClass("utan", name="gin_trgm_ops"), name="sokord_trigram")),
    ]
