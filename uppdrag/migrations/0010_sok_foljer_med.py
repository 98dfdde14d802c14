from django.db import migrations

FALT = ("organ_id", "ar", "datum", "nummer", "beteckning", "dnr", "dnrtal", "titel", "text", "titelvektor", "vektor", "personer")
TABELLER = {
    "paragraf": "protokoll_paragraf",
    "uppdrag": "uppdrag_uppdrag",
    "rapport": "uppdrag_aterrapport",
    "reserapport": "protokoll_reserapport",
    "inbjudan": "protokoll_inbjudan",
    "sammantrade": "protokoll_sammantrade",
    "person": "kommun_person",
    "organ": "kommun_organ",
}

# The rows for everybody --------------------------------------------------------------------------------------------

OFFENTLIGT_FALT = ("protokoll_id", *(f for f in FALT if f != "personer"))
OFFENTLIGT = f"""
-- Of what stands on the web now. A § that is withheld whole is not there: its text is one sentence instead of its parts.
CREATE FUNCTION sok_offentligt(idn bigint[]) RETURNS TABLE (publicering_id bigint, plats int, protokoll_id bigint,
    organ_id bigint, ar int, datum date, nummer int, beteckning text, dnr text, dnrtal text, titel text, text text,
    titelvektor tsvector, vektor tsvector) LANGUAGE sql STABLE AS $$
    SELECT k.id, k.plats, k.protokoll_id, k.organ_id, k.ar, k.datum, k.nummer, k.beteckning, left(k.dnr, 60),
        left(sok_dnrtal(k.dnr), 20), sok_klar(k.titel),
        concat_ws(E'\\n', NULLIF(sok_klar(k.b), ''), NULLIF(sok_klar(k.c), '')),
        sok_titelvektor(sok_klar(k.titel)),
        sok_vektor(sok_klar(k.titel), 'A') || sok_vektor(sok_klar(k.b), 'B') || sok_vektor(sok_klar(k.c), 'C')
    FROM (
        SELECT v.id, g.plats::int - 1 AS plats, v.protokoll_id, m.organ_id, m.ar, m.datum,
            (g.varde ->> 'nummer')::int AS nummer,
            CASE WHEN g.varde ->> 'nummer' IS NULL THEN '' ELSE '§ ' || (g.varde ->> 'nummer') END AS beteckning,
            g.varde ->> 'dnr' AS dnr, g.varde ->> 'rubrik' AS titel,
            (SELECT string_agg(sok_html(d.varde ->> 'html'), E'\\n' ORDER BY d.n) FROM jsonb_array_elements(g.varde -> 'delar')
                WITH ORDINALITY d(varde, n) WHERE d.varde ->> 'typ' = 'beslut') AS b,
            concat_ws(E'\\n',
                (SELECT string_agg((d.varde ->> 'rubrik') || ' ' || sok_html(d.varde ->> 'html'), E'\\n' ORDER BY d.n)
                    FROM jsonb_array_elements(g.varde -> 'delar') WITH ORDINALITY d(varde, n)
                    WHERE d.varde ->> 'typ' <> 'beslut'),
                (SELECT string_agg(concat_ws(' ', r.varde ->> 'fore', r.varde ->> 'efter', r.varde ->> 'skal'), E'\\n' ORDER BY r.n)
                    FROM jsonb_array_elements(g.varde -> 'rattelser') WITH ORDINALITY r(varde, n)),
                (SELECT string_agg(concat_ws(' ', o.varde ->> 'ja_innebar', o.varde ->> 'nej_innebar', o.varde ->> 'resultat'),
                    E'\\n' ORDER BY o.n) FROM jsonb_array_elements(v.innehall -> 'omrostningslistor')
                    WITH ORDINALITY o(varde, n) WHERE o.varde ->> 'paragraf' = '§ ' || (g.varde ->> 'nummer'))) AS c
        FROM protokoll_publicering v JOIN protokoll_protokoll p ON p.id = v.protokoll_id
            JOIN protokoll_sammantrade m ON m.id = p.sammantrade_id
            JOIN protokoll_protokollsversion f ON f.id = v.protokollsversion_id
            CROSS JOIN LATERAL jsonb_array_elements(v.innehall -> 'paragrafer') WITH ORDINALITY g(varde, plats)
        WHERE v.id = ANY (idn) AND v.borttagen IS NULL AND NOT (
            jsonb_array_length(g.varde -> 'delar') = 1 AND g.varde #>> '{{delar,0,typ}}' = 'ovrigt'
            AND g.varde #>> '{{delar,0,rubrik}}' = ''
            AND (f.innehall -> 'paragrafer' -> (g.plats::int - 1) -> 'delar') IS DISTINCT FROM (g.varde -> 'delar'))
        UNION ALL
        SELECT v.id, -1, v.protokoll_id, m.organ_id, m.ar, m.datum, NULL, '', '',
            (v.innehall ->> 'organ') || ' ' || sok_dag(m.datum), NULL,
            concat_ws(E'\\n',
                (SELECT string_agg(concat_ws(', ', e.varde ->> 'namn', e.varde ->> 'titel', e.varde ->> 'anmarkning'), E'\\n'
                    ORDER BY o.n, e.n) FROM jsonb_array_elements(v.innehall -> 'ovriga') WITH ORDINALITY o(varde, n),
                    jsonb_array_elements(o.varde -> 'personer') WITH ORDINALITY e(varde, n)),
                (SELECT string_agg(concat_ws(' ', r.varde ->> 'fore', r.varde ->> 'efter', r.varde ->> 'skal'), E'\\n' ORDER BY r.n)
                    FROM jsonb_array_elements(v.innehall -> 'rattelser') WITH ORDINALITY r(varde, n)))
        FROM protokoll_publicering v JOIN protokoll_protokoll p ON p.id = v.protokoll_id
            JOIN protokoll_sammantrade m ON m.id = p.sammantrade_id
        WHERE v.id = ANY (idn) AND v.borttagen IS NULL
    ) k
$$;
CREATE FUNCTION sok_skriv_publicering(idn bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM uppdrag_offentligrad WHERE publicering_id = ANY (idn);
    INSERT INTO uppdrag_offentligrad (publicering_id, plats, {", ".join(OFFENTLIGT_FALT)})
    SELECT k.publicering_id, k.plats, {", ".join(f"k.{f}" for f in OFFENTLIGT_FALT)} FROM sok_offentligt(idn) k;
END $$;
"""

# Triggers ----------------------------------------------------------------------------------------------------------
# table → the columns whose change matters, and for each kind of row its keys, from the changed rows r.

_P = "SELECT r.paragraf_id FROM {r}"
_I = "SELECT r.inbjudan_id FROM {r}"
BEVAKADE = {
    "protokoll_paragraf": (
        "sammantrade_id organ_id ar nummer dnr rubrik slag foredragande",
        {
            "paragraf": "SELECT r.id FROM {r}",
            "uppdrag": "SELECT u.id FROM {r} JOIN protokoll_beslut b ON b.paragraf_id = r.id JOIN uppdrag_uppdrag u ON u.beslut_id = b.id",
        },
    ),
    "protokoll_beslut": ("paragraf_id text ordning", {"paragraf": _P}),
    "protokoll_avsnitt": ("paragraf_id typ rubrik text ordning", {"paragraf": _P}),
    "protokoll_yrkande": ("paragraf_id text aterkallat egen_lydelse ordning", {"paragraf": _P}),
    "protokoll_yrkare": (
        "yrkande_id deltagare_id",
        {"paragraf": "SELECT y.paragraf_id FROM {r} JOIN protokoll_yrkande y ON y.id = r.yrkande_id"},
    ),
    "protokoll_omrostning": ("paragraf_id ja_innebar nej_innebar egen_lydelse ordning", {"paragraf": _P}),
    "protokoll_anmalan": ("paragraf_id till_forman_for motivering egen_lydelse ordning", {"paragraf": _P}),
    "protokoll_anmalare": (
        "anmalan_id deltagare_id",
        {"paragraf": "SELECT a.paragraf_id FROM {r} JOIN protokoll_anmalan a ON a.id = r.anmalan_id"},
    ),
    "protokoll_motesdeltagare": (
        "namn person_id",
        {
            "paragraf": "SELECT y.paragraf_id FROM {r} JOIN protokoll_yrkare x ON x.deltagare_id = r.id JOIN protokoll_yrkande y "
            "ON y.id = x.yrkande_id UNION SELECT a.paragraf_id FROM {r} JOIN protokoll_anmalare x ON x.deltagare_id = r.id "
            "JOIN protokoll_anmalan a ON a.id = x.anmalan_id"
        },
    ),
    "protokoll_sammantrade": (
        "organ_id datum plats installt_skal",
        {
            "sammantrade": "SELECT r.id FROM {r}",
            "paragraf": "SELECT p.id FROM {r} JOIN protokoll_paragraf p ON p.sammantrade_id = r.id",
            "uppdrag": "SELECT u.id FROM {r} JOIN protokoll_paragraf p ON p.sammantrade_id = r.id JOIN protokoll_beslut b "
            "ON b.paragraf_id = p.id JOIN uppdrag_uppdrag u ON u.beslut_id = b.id",
            "inbjudan": "SELECT h.inbjudan_id FROM {r} JOIN protokoll_paragraf p ON p.sammantrade_id = r.id "
            "JOIN protokoll_behandling h ON h.paragraf_id = p.id",
            "publicering": "SELECT v.id FROM {r} JOIN protokoll_protokoll p ON p.sammantrade_id = r.id "
            "JOIN protokoll_publicering v ON v.protokoll_id = p.id",
        },
    ),
    "protokoll_inbjudan": (
        "organ_id inbjudan ankom arrangor titel borjar platser kostnad personligt_till dnr anmals_av_id",
        {
            "inbjudan": "SELECT r.id FROM {r}",
            "reserapport": "SELECT x.id FROM {r} JOIN protokoll_reserapport x ON x.inbjudan_id = r.id",
        },
    ),
    "protokoll_behandling": ("inbjudan_id paragraf_id svarstext", {"inbjudan": _I}),
    "protokoll_deltagande": ("inbjudan_id person_id namn ordning", {"inbjudan": _I}),
    "protokoll_reserapport": ("inbjudan_id person_id text inlamnad", {"reserapport": "SELECT r.id FROM {r}"}),
    "protokoll_publicering": ("protokoll_id innehall borttagen protokollsversion_id", {"publicering": "SELECT r.id FROM {r}"}),
    "uppdrag_uppdrag": (
        "beslut_id givare_id serie_id ar nummer text mening forvaltning_id mottagande_organ_id ansvarig_id frist_ord avslutsskal",
        {
            "uppdrag": "SELECT r.id FROM {r}",
            "rapport": "SELECT x.id FROM {r} JOIN uppdrag_aterrapport x ON x.uppdrag_id = r.id",
        },
    ),
    "uppdrag_aterrapport": ("uppdrag_id slag text av_id inlamnad", {"rapport": "SELECT r.id FROM {r}"}),
    "kommun_person": (
        "namn",
        {
            "person": "SELECT r.id FROM {r}",
            "uppdrag": "SELECT u.id FROM {r} JOIN uppdrag_uppdrag u ON u.ansvarig_id = r.id",
            "rapport": "SELECT x.id FROM {r} JOIN uppdrag_aterrapport x ON x.av_id = r.id",
            "reserapport": "SELECT x.id FROM {r} JOIN protokoll_reserapport x ON x.person_id = r.id",
        },
    ),
    "kommun_namnform": ("person_id namn", {"person": "SELECT r.person_id FROM {r}"}),
    "kommun_organ": (
        "namn kortnamn",
        {
            "organ": "SELECT r.id FROM {r}",
            "sammantrade": "SELECT m.id FROM {r} JOIN protokoll_sammantrade m ON m.organ_id = r.id",
            "uppdrag": "SELECT u.id FROM {r} JOIN uppdrag_uppdrag u ON r.id IN (u.serie_id, u.mottagande_organ_id)",
            "rapport": "SELECT x.id FROM {r} JOIN uppdrag_uppdrag u ON u.serie_id = r.id JOIN uppdrag_aterrapport x ON x.uppdrag_id = u.id",
        },
    ),
    "kommun_forvaltning": (
        "namn",
        {"uppdrag": "SELECT u.id FROM {r} JOIN uppdrag_uppdrag u ON u.forvaltning_id = r.id"},
    ),
}
HANDELSER = {
    "INSERT": ("NEW TABLE AS efter", "efter"),
    "DELETE": ("OLD TABLE AS fore", "fore"),
    "UPDATE": ("OLD TABLE AS fore NEW TABLE AS efter", None),
}


def _bevaka(tabell: str) -> str:
    falt, slagen = BEVAKADE[tabell]
    fore, efter = (", ".join(f"{t}.{f}" for f in falt.split()) for t in ("f", "e"))
    andrade = (
        f"(SELECT x.* FROM fore f JOIN efter e USING (id) CROSS JOIN LATERAL (SELECT f.* UNION ALL SELECT e.*) x "
        f"WHERE ({fore}) IS DISTINCT FROM ({efter}))"
    )
    grenar = []
    for handelse, (_, rader) in HANDELSER.items():
        skriv = "\n".join(
            f"        SELECT array_agg(DISTINCT i.id) INTO idn FROM ({fraga.format(r=f'{rader or andrade} r')}) i(id);\n"
            f"        IF idn IS NOT NULL THEN PERFORM sok_skriv_{slag}(idn); END IF;"
            for slag, fraga in slagen.items()
        )
        grenar.append(f"    IF TG_OP = '{handelse}' THEN\n{skriv}\n    END IF;")
    return "\n".join(
        [
            f"CREATE FUNCTION sok_bevaka_{tabell}() RETURNS trigger LANGUAGE plpgsql AS $$",
            "DECLARE idn bigint[];\nBEGIN",
            *grenar,
            "    RETURN NULL;\nEND $$;",
            *(
                f"CREATE TRIGGER sok_{h.lower()} AFTER {h} ON {tabell} REFERENCING {tabeller} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION sok_bevaka_{tabell}();"
                for h, (tabeller, _) in HANDELSER.items()
            ),
        ]
    )


_SKILJER = "\n    UNION ALL\n".join(
    f"SELECT '{slag}', COALESCE(s.objekt, k.objekt) FROM (SELECT * FROM uppdrag_sokrad WHERE slag = '{slag}') s "
    f"FULL JOIN sok_rader_{slag}(ARRAY(SELECT id FROM {tabell})) k ON k.objekt = s.objekt "
    f"WHERE s.objekt IS NULL OR k.objekt IS NULL OR ({', '.join(f's.{f}' for f in FALT)}) IS DISTINCT FROM ({', '.join(f'k.{f}' for f in FALT)})"
    for slag, tabell in TABELLER.items()
)
HELA = f"""
CREATE FUNCTION sok_bygg_om() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    {"".join(f"PERFORM sok_skriv_{slag}(ARRAY(SELECT id FROM {tabell} UNION SELECT objekt FROM uppdrag_sokrad WHERE slag = '{slag}'));" for slag, tabell in TABELLER.items())}
    PERFORM sok_skriv_publicering(ARRAY(SELECT id FROM protokoll_publicering UNION SELECT publicering_id FROM uppdrag_offentligrad));
END $$;
-- What the kept rows say otherwise than their source does; nothing, when all is well.
CREATE FUNCTION sok_skiljer() RETURNS TABLE (slag text, objekt bigint) LANGUAGE sql STABLE AS $$
    {_SKILJER}
    UNION ALL
    SELECT DISTINCT 'publicering', COALESCE(s.publicering_id, k.publicering_id) FROM uppdrag_offentligrad s
    FULL JOIN sok_offentligt(ARRAY(SELECT id FROM protokoll_publicering)) k USING (publicering_id, plats)
    WHERE s.plats IS NULL OR k.plats IS NULL OR ({", ".join(f"s.{f}" for f in OFFENTLIGT_FALT)})
        IS DISTINCT FROM ({", ".join(f"k.{f}" for f in OFFENTLIGT_FALT)})
$$;
"""

SQL = "".join([OFFENTLIGT, *(_bevaka(t) for t in BEVAKADE), HELA])
TILLBAKA = "\n".join(
    [
        *(f"DROP TRIGGER sok_{h.lower()} ON {t};" for t in BEVAKADE for h in HANDELSER),
        *(f"DROP FUNCTION sok_bevaka_{t}();" for t in BEVAKADE),
        "DROP FUNCTION sok_bygg_om(); DROP FUNCTION sok_skiljer();",
        "DROP FUNCTION sok_skriv_publicering(bigint[]); DROP FUNCTION sok_offentligt(bigint[]);",
        "DELETE FROM uppdrag_offentligrad;",
    ]
)


class Migration(migrations.Migration):
    """The rows of the search follow their tables by themselves, whatever way these are written.

    The triggers are of statements, so that a thousand rows written at once are one turn. The filling of what is there
    already and the check (sok_skiljer) read the same functions. A later migration that renames a column read there
    makes the function anew.
    """

    dependencies = [("uppdrag", "0009_sok")]

    operations = [
        migrations.RunSQL(sql=SQL, reverse_sql=TILLBAKA),
        migrations.RunSQL(sql="SELECT sok_bygg_om();", reverse_sql=migrations.RunSQL.noop),
    ]
