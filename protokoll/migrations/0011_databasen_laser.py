from django.db import migrations

# Rows that are only ever added.
TILLAGG = ("protokollsversion", "godkannande", "undertecknande", "rattelse", "expediering")
# Rows of a §, and rows of such rows by what leads to it.
I_PARAGRAF = ("avsnitt", "beslut", "yrkande", "proposition", "omrostning", "anmalan")
UNDER = {"yrkare": ("yrkande", "yrkande_id"), "rost": ("omrostning", "omrostning_id"), "anmalare": ("anmalan", "anmalan_id")}

FUNKTIONER = """
CREATE FUNCTION protokoll_bara_tillagg() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rader i % läggs till och ändras aldrig.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION protokoll_ar_last(sokt bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM protokoll_protokoll WHERE id = sokt AND lage IN ('fryst', 'justerat'))
$$;

CREATE FUNCTION protokoll_paragraf_ar_last(sokt bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM protokoll_paragraf g JOIN protokoll_protokoll p ON p.id = g.protokoll_id
        WHERE g.id = sokt AND p.lage IN ('fryst', 'justerat')
    )
$$;

CREATE FUNCTION protokoll_neka_last() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Protokollet är fryst eller justerat, och det som står i det ändras inte.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- The protokoll itself: frozen it may only be taken back or adjusted, adjusted it stands.
CREATE FUNCTION protokoll_las_protokoll() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.lage = 'justerat' OR (OLD.lage = 'fryst' AND TG_OP = 'DELETE') THEN
        PERFORM protokoll_neka_last();
    ELSIF OLD.lage = 'fryst' AND
        (NEW.sammantrade_id, NEW.slag, NEW.angivna_paragrafer, NEW.justeringens_plats_och_tid)
        IS DISTINCT FROM
        (OLD.sammantrade_id, OLD.slag, OLD.angivna_paragrafer, OLD.justeringens_plats_och_tid) THEN
        PERFORM protokoll_neka_last();
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

-- What belongs to a protokoll by its own column: its §§ and the lines to sign on.
CREATE FUNCTION protokoll_las_i_protokoll() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND protokoll_ar_last(OLD.protokoll_id))
        OR (TG_OP <> 'DELETE' AND protokoll_ar_last(NEW.protokoll_id)) THEN
        PERFORM protokoll_neka_last();
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

-- What belongs to a §.
CREATE FUNCTION protokoll_las_i_paragraf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND protokoll_paragraf_ar_last(OLD.paragraf_id))
        OR (TG_OP <> 'DELETE' AND protokoll_paragraf_ar_last(NEW.paragraf_id)) THEN
        PERFORM protokoll_neka_last();
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

-- What belongs to a row of a §: table and column come as arguments.
CREATE FUNCTION protokoll_las_under() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fraga text := format('SELECT protokoll_paragraf_ar_last(paragraf_id) FROM %I WHERE id = $1', TG_ARGV[0]);
    last boolean := false;
    denna boolean;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        EXECUTE fraga INTO denna USING (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
        last := last OR COALESCE(denna, false);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        EXECUTE fraga INTO denna USING (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
        last := last OR COALESCE(denna, false);
    END IF;
    IF last THEN
        PERFORM protokoll_neka_last();
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
"""

DEF = "CREATE TRIGGER {namn} BEFORE {nar} ON protokoll_{tabell} FOR EACH ROW EXECUTE FUNCTION {funktion};"
ALLT = "INSERT OR UPDATE OR DELETE"


def _trigger(tabell: str, funktion: str, nar: str = ALLT) -> str:
    return DEF.format(namn=f"{tabell}_last", nar=nar, tabell=tabell, funktion=funktion)


SKAPA = [
    *(_trigger(t, "protokoll_bara_tillagg()", "UPDATE OR DELETE") for t in TILLAGG),
    _trigger("protokoll", "protokoll_las_protokoll()", "UPDATE OR DELETE"),
    *(_trigger(t, "protokoll_las_i_protokoll()") for t in ("paragraf", "underskrift")),
    *(_trigger(t, "protokoll_las_i_paragraf()") for t in I_PARAGRAF),
    *(_trigger(t, f"protokoll_las_under('protokoll_{over}', '{kolumn}')") for t, (over, kolumn) in UNDER.items()),
]
TABELLER = [*TILLAGG, "protokoll", "paragraf", "underskrift", *I_PARAGRAF, *UNDER]
FUNKTIONSNAMN = (
    "protokoll_las_under()",
    "protokoll_las_i_paragraf()",
    "protokoll_las_i_protokoll()",
    "protokoll_las_protokoll()",
    "protokoll_neka_last()",
    "protokoll_paragraf_ar_last(bigint)",
    "protokoll_ar_last(bigint)",
    "protokoll_bara_tillagg()",
)


class Migration(migrations.Migration):
    """What is frozen or justerat is closed by the database itself: a direct UPDATE, DELETE or INSERT is refused.

    A later migration that must change such rows says so by switching off the trigger around its own statement.
    TRUNCATE is not caught: it takes the owner's rights, and the tests empty their tables by it.
    """

    dependencies = [("protokoll", "0010_justering_och_anslag")]

    operations = [
        migrations.RunSQL(
            sql=FUNKTIONER + "\n".join(SKAPA),
            reverse_sql="\n".join(
                [
                    *(f"DROP TRIGGER {t}_last ON protokoll_{t};" for t in TABELLER),
                    *(f"DROP FUNCTION {f};" for f in FUNKTIONSNAMN),
                ]
            ),
        ),
    ]
