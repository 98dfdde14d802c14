from django.db import migrations

# Texts -----------------------------------------------------------------------------------------------------------

_OSYNLIGT = "".join(map(chr, [*range(0x300, 0x370), 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
                              *range(0x2060, 0x2065), 0xFEFF]))
_FRAN = "áàâãăāąǎćčçĉċďđéèêëěēęėĕğģĝġǧǵħĥíìîïĩīįıĭǐĵķǩłĺļľñńņňǹóòôõōŏőøǒŕřŗśšşșŝťţțŧúùûüũūůűųŭǔŵýÿŷźżžßæœðþ"
_TILL = "aaaaaaaacccccddeeeeeeeeegggggghhiiiiiiiiiijkkllllnnnnnooooooööorrrsssssttttuuuuuuuuuuuwyyyzzzsäedt"
_LIKA_FRAN = "авекмнорстухіјѕԁһαβεζηικμνορτυχ"
_LIKA_TILL = "abekmhopctyxijsdhabezhikmvoptyx"

TEXT = f"""
-- As uppdrag/sok/vikning.py has them. sok_klar: as it is shown. sok_vik and sok_ord keep every place where it was.
CREATE FUNCTION sok_klar(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT COALESCE(btrim(regexp_replace(
        CASE WHEN t ~ '[^\\u0001-\\u007fåäöÅÄÖéÉ§–—”’]' THEN translate(normalize(t, NFKC), '{_OSYNLIGT}', '') ELSE t END,
        '\\s+', ' ', 'g')), '')
$$;
CREATE FUNCTION sok_vik(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN lower(t) ~ '[^\\u0001-\\u007fåäö§–—”’]'
        THEN translate(lower(t), '{_FRAN}{_LIKA_FRAN}', '{_TILL}{_LIKA_TILL}') ELSE lower(t) END
$$;
CREATE FUNCTION sok_ord(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(sok_vik(t), '[^[:alnum:]]', ' ', 'g')
$$;
-- The text of what the editor has cleaned: a block ends a word, other tags do not.
CREATE FUNCTION sok_html(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(replace(replace(replace(replace(
        regexp_replace(regexp_replace(t, '</?(p|br|li|ul|ol|table|thead|tbody|tr|th|td)\\M[^>]*>', ' ', 'gi'), '<[^>]*>', '', 'g'),
        '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&')
$$;
-- "2020/000053 000", "KS-2020-00053" and "53/2020" are all 2020/53. The class of the number is not read.
CREATE FUNCTION sok_dnrtal(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT COALESCE(
        (SELECT m[1] || '/' || m[2] FROM regexp_match(t, '\\m((?:19|20)\\d\\d) ?[./:-]+ ?0*(\\d{{1,7}})\\M') m),
        (SELECT m[2] || '/' || m[1] FROM regexp_match(t, '\\m0*(\\d{{1,7}}) ?[./:-]+ ?((?:19|20)\\d\\d)\\M') m), '')
$$;
CREATE FUNCTION sok_dag(d date) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT concat_ws(' ', date_part('day', d), ('{{januari,februari,mars,april,maj,juni,juli,augusti,september,oktober,'
        'november,december}}'::text[])[date_part('month', d)::int], date_part('year', d))
$$;
-- A vector has a largest size; what stands beyond two hundred thousand letters of a part is not found.
CREATE FUNCTION sok_vektor(t text, vikt "char") RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('pg_catalog.swedish', left(sok_ord(t), 200000)), vikt)
$$;
CREATE FUNCTION sok_titelvektor(t text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.simple', left(sok_ord(t), 20000)) || to_tsvector('pg_catalog.swedish', left(sok_ord(t), 20000))
$$;
"""

# Sources -----------------------------------------------------------------------------------------------------------
# What a row says, read from its own tables for the things whose keys stand in the array `idn`. `extra` is what else
# the thing is called; b, c and d are its texts by weight.

_DELTAGARE = """(
    SELECT y.paragraf_id, d.namn, d.person_id FROM protokoll_yrkande y
        JOIN protokoll_yrkare r ON r.yrkande_id = y.id JOIN protokoll_motesdeltagare d ON d.id = r.deltagare_id
        WHERE NOT y.aterkallat
    UNION ALL
    SELECT a.paragraf_id, d.namn, d.person_id FROM protokoll_anmalan a
        JOIN protokoll_anmalare r ON r.anmalan_id = a.id JOIN protokoll_motesdeltagare d ON d.id = r.deltagare_id
)"""
_STOCKHOLM = "(r.inlamnad AT TIME ZONE 'Europe/Stockholm')::date"

KALLOR = {
    "paragraf": f"""
        SELECT p.id AS objekt, p.organ_id, p.ar, m.datum, p.nummer,
            CASE WHEN p.nummer IS NULL THEN '' ELSE '§ ' || p.nummer END AS beteckning,
            p.dnr, p.rubrik AS titel, '' AS extra,
            (SELECT string_agg(sok_html(x.text), E'\\n' ORDER BY x.ordning, x.id)
                FROM protokoll_beslut x WHERE x.paragraf_id = p.id) AS b,
            concat_ws(E'\\n',
                (SELECT string_agg(x.rubrik || ' ' || sok_html(x.text), E'\\n' ORDER BY x.ordning, x.id)
                    FROM protokoll_avsnitt x WHERE x.paragraf_id = p.id AND x.typ <> 'mottagare'),
                (SELECT string_agg(concat_ws(' ', y.text, y.egen_lydelse), E'\\n' ORDER BY y.ordning, y.id)
                    FROM protokoll_yrkande y WHERE y.paragraf_id = p.id AND NOT y.aterkallat),
                (SELECT string_agg(concat_ws(' ', o.ja_innebar, o.nej_innebar, o.egen_lydelse), E'\\n' ORDER BY o.ordning, o.id)
                    FROM protokoll_omrostning o WHERE o.paragraf_id = p.id),
                (SELECT string_agg(concat_ws(' ', a.till_forman_for, sok_html(a.motivering), a.egen_lydelse), E'\\n'
                    ORDER BY a.ordning, a.id) FROM protokoll_anmalan a WHERE a.paragraf_id = p.id),
                (SELECT string_agg(DISTINCT d.namn, ', ') FROM {_DELTAGARE} d WHERE d.paragraf_id = p.id)) AS c,
            concat_ws(E'\\n', p.foredragande,
                (SELECT string_agg(sok_html(x.text), E'\\n' ORDER BY x.ordning, x.id)
                    FROM protokoll_avsnitt x WHERE x.paragraf_id = p.id AND x.typ = 'mottagare')) AS d,
            (SELECT array_agg(DISTINCT d.person_id) FROM {_DELTAGARE} d
                WHERE d.paragraf_id = p.id AND d.person_id IS NOT NULL) AS personer
        FROM protokoll_paragraf p JOIN protokoll_sammantrade m ON m.id = p.sammantrade_id
        WHERE p.id = ANY (idn) AND p.slag <> 'rubrik'""",
    "uppdrag": """
        SELECT u.id AS objekt, u.givare_id AS organ_id, u.ar::int, m.datum, u.nummer,
            o.kortnamn || ' ' || u.ar || ':' || u.nummer AS beteckning,
            p.dnr, u.text AS titel, o.kortnamn || ' ' || u.ar || ' ' || u.nummer AS extra,
            CASE WHEN u.mening = u.text THEN '' ELSE u.mening END AS b,
            concat_ws(E'\\n', concat_ws(', ', mo.namn, f.namn, a.namn), u.frist_ord, u.avslutsskal) AS c,
            '' AS d, CASE WHEN a.id IS NULL THEN NULL ELSE ARRAY[a.id] END AS personer
        FROM uppdrag_uppdrag u JOIN protokoll_beslut b ON b.id = u.beslut_id
            JOIN protokoll_paragraf p ON p.id = b.paragraf_id JOIN protokoll_sammantrade m ON m.id = p.sammantrade_id
            JOIN kommun_organ o ON o.id = u.serie_id LEFT JOIN kommun_organ mo ON mo.id = u.mottagande_organ_id
            LEFT JOIN kommun_forvaltning f ON f.id = u.forvaltning_id LEFT JOIN kommun_person a ON a.id = u.ansvarig_id
        WHERE u.id = ANY (idn)""",
    "rapport": f"""
        SELECT r.id AS objekt, u.givare_id AS organ_id, date_part('year', {_STOCKHOLM})::int AS ar,
            {_STOCKHOLM} AS datum, NULL::int AS nummer, '' AS beteckning, '' AS dnr,
            CASE r.slag WHEN 'delrapport' THEN 'Delrapport' WHEN 'slutrapport' THEN 'Slutrapport'
                ELSE 'Begär förlängd tid' END || ', ' || o.kortnamn || ' ' || u.ar || ':' || u.nummer AS titel,
            '' AS extra, r.text AS b, a.namn AS c, u.text AS d, ARRAY[r.av_id] AS personer
        FROM uppdrag_aterrapport r JOIN uppdrag_uppdrag u ON u.id = r.uppdrag_id
            JOIN kommun_organ o ON o.id = u.serie_id JOIN kommun_person a ON a.id = r.av_id
        WHERE r.id = ANY (idn) AND r.inlamnad IS NOT NULL""",
    "reserapport": f"""
        SELECT r.id AS objekt, i.organ_id, date_part('year', {_STOCKHOLM})::int AS ar, {_STOCKHOLM} AS datum,
            NULL::int AS nummer, '' AS beteckning, i.dnr, 'Reserapport: ' || i.inbjudan AS titel,
            '' AS extra, r.text AS b, a.namn AS c, '' AS d, ARRAY[r.person_id] AS personer
        FROM protokoll_reserapport r JOIN protokoll_inbjudan i ON i.id = r.inbjudan_id
            JOIN kommun_person a ON a.id = r.person_id
        WHERE r.id = ANY (idn)""",
    "inbjudan": """
        SELECT i.id AS objekt, i.organ_id, date_part('year', t.dag)::int AS ar, t.dag AS datum, NULL::int AS nummer,
            '' AS beteckning, i.dnr, i.inbjudan AS titel, '' AS extra,
            concat_ws(E'\\n', i.arrangor, i.titel, array_to_string(i.platser, ', ')) AS b,
            concat_ws(E'\\n',
                (SELECT string_agg(h.svarstext, E'\\n' ORDER BY h.id) FROM protokoll_behandling h WHERE h.inbjudan_id = i.id),
                (SELECT string_agg(g.namn, ', ' ORDER BY g.ordning, g.id)
                    FROM protokoll_deltagande g WHERE g.inbjudan_id = i.id)) AS c,
            concat_ws(E'\\n', i.personligt_till, i.kostnad) AS d,
            (SELECT array_agg(DISTINCT v.person ORDER BY v.person) FROM (
                SELECT g.person_id FROM protokoll_deltagande g WHERE g.inbjudan_id = i.id UNION ALL SELECT i.anmals_av_id
            ) v(person) WHERE v.person IS NOT NULL) AS personer
        FROM protokoll_inbjudan i CROSS JOIN LATERAL (SELECT COALESCE(i.borjar, i.ankom,
            (SELECT max(m.datum) FROM protokoll_behandling h JOIN protokoll_paragraf p ON p.id = h.paragraf_id
                JOIN protokoll_sammantrade m ON m.id = p.sammantrade_id WHERE h.inbjudan_id = i.id)) AS dag) t
        WHERE i.id = ANY (idn)""",
    "sammantrade": """
        SELECT m.id AS objekt, m.organ_id, m.ar, m.datum, NULL::int AS nummer, '' AS beteckning, '' AS dnr,
            o.namn || ' ' || sok_dag(m.datum) AS titel, o.kortnamn AS extra, '' AS b,
            concat_ws(E'\\n', m.plats, m.installt_skal) AS c, '' AS d, NULL::bigint[] AS personer
        FROM protokoll_sammantrade m JOIN kommun_organ o ON o.id = m.organ_id WHERE m.id = ANY (idn)""",
    "person": """
        SELECT a.id AS objekt, NULL::bigint AS organ_id, NULL::int AS ar, NULL::date AS datum, NULL::int AS nummer,
            '' AS beteckning, '' AS dnr, a.namn AS titel, '' AS extra,
            (SELECT string_agg(n.namn, ', ' ORDER BY n.id) FROM kommun_namnform n WHERE n.person_id = a.id) AS b,
            '' AS c, '' AS d, ARRAY[a.id] AS personer
        FROM kommun_person a WHERE a.id = ANY (idn)""",
    "organ": """
        SELECT o.id AS objekt, o.id AS organ_id, NULL::int AS ar, NULL::date AS datum, NULL::int AS nummer,
            o.kortnamn AS beteckning, '' AS dnr, o.namn AS titel, o.kortnamn AS extra, '' AS b, '' AS c, '' AS d,
            NULL::bigint[] AS personer
        FROM kommun_organ o WHERE o.id = ANY (idn)""",
}
# Of a person the other forms of the name are the thing itself.
_EXTRA = {"person": "k.extra || ' ' || COALESCE(k.b, '')"}

FALT = ("organ_id", "ar", "datum", "nummer", "beteckning", "dnr", "dnrtal", "titel", "text", "titelvektor", "vektor", "personer")


def _rader(slag: str, fraga: str) -> str:
    extra = _EXTRA.get(slag, "k.extra")
    return f"""
CREATE FUNCTION sok_rader_{slag}(idn bigint[]) RETURNS TABLE (objekt bigint, organ_id bigint, ar int, datum date,
    nummer int, beteckning text, dnr text, dnrtal text, titel text, text text, titelvektor tsvector, vektor tsvector,
    personer bigint[]) LANGUAGE sql STABLE AS $$
    SELECT k.objekt, k.organ_id, k.ar, k.datum, k.nummer, left(k.beteckning, 60), left(k.dnr, 60),
        left(sok_dnrtal(k.dnr), 20), sok_klar(k.titel),
        concat_ws(E'\\n', NULLIF(sok_klar(k.b), ''), NULLIF(sok_klar(k.c), ''), NULLIF(sok_klar(k.d), '')),
        sok_titelvektor(sok_klar(k.titel || ' ' || {extra})),
        sok_vektor(sok_klar(k.titel || ' ' || {extra}), 'A') || sok_vektor(sok_klar(k.b), 'B')
            || sok_vektor(sok_klar(k.c), 'C') || sok_vektor(sok_klar(k.d), 'D'),
        COALESCE(k.personer, '{{}}')
    FROM ({fraga}) k
$$;
"""


def _skriv(slag: str) -> str:
    falt = ", ".join(FALT)
    return f"""
CREATE FUNCTION sok_skriv_{slag}(idn bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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
        )
        INSERT INTO uppdrag_sokord (ord)
        SELECT o.ord FROM (
            SELECT DISTINCT t.ord FROM skrivna k, regexp_split_to_table(sok_ord(k.titel || ' ' || k.text), ' +') t(ord)
            WHERE t.ord ~ '^[[:alpha:]]{{4,30}}$'
        ) o WHERE NOT EXISTS (SELECT FROM uppdrag_sokord f WHERE f.ord = o.ord);
    END LOOP;
END $$;
"""


SQL = TEXT + "".join(_rader(slag, fraga) + _skriv(slag) for slag, fraga in KALLOR.items())
TILLBAKA = "\n".join(
    [
        *(f"DROP FUNCTION sok_skriv_{s}(bigint[]);" for s in KALLOR),
        *(f"DROP FUNCTION sok_rader_{s}(bigint[]);" for s in KALLOR),
        "DROP FUNCTION sok_titelvektor(text); DROP FUNCTION sok_dag(date);",
        'DROP FUNCTION sok_vektor(text, "char"); DROP FUNCTION sok_dnrtal(text); DROP FUNCTION sok_html(text);',
        "DROP FUNCTION sok_ord(text); DROP FUNCTION sok_vik(text); DROP FUNCTION sok_klar(text);",
        "DELETE FROM uppdrag_sokrad; DELETE FROM uppdrag_sokord;",
    ]
)


class Migration(migrations.Migration):
    """What each row of the search says, and the writing of it: sok_rader_… reads it from its tables, sok_skriv_…
    keeps it. The next migration calls them whenever these tables change.
    """

    dependencies = [
        ("uppdrag", "0008_soktabeller"),
        ("protokoll", "0020_inbjudan_utan_beslut"),
        ("kommun", "0008_inbjudningar_och_namnformer"),
    ]

    operations = [migrations.RunSQL(sql=SQL, reverse_sql=TILLBAKA)]
