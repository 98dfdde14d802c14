from django.db import migrations, models

# From each table that says when an uppdrag was given: the column, and which uppdrag a changed row is about.
PEKAR = {
    "protokoll_beslut": ("paragraf_id", "b.id"),
    "protokoll_paragraf": ("sammantrade_id", "p.id"),
    "protokoll_sammantrade": ("datum", "s.id"),
}
KEDJAN = """protokoll_beslut b JOIN protokoll_paragraf p ON p.id = b.paragraf_id
        JOIN protokoll_sammantrade s ON s.id = p.sammantrade_id"""

# What a new uppdrag reads is held so that nobody gives it another day meanwhile; ordinary saves of it go on.
NYTT = f"""
CREATE FUNCTION uppdrag_satt_givet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT s.datum INTO NEW.givet FROM {KEDJAN} WHERE b.id = NEW.beslut_id FOR KEY SHARE;
    RETURN NEW;
END $$;
CREATE TRIGGER givet_insert BEFORE INSERT ON uppdrag_uppdrag FOR EACH ROW EXECUTE FUNCTION uppdrag_satt_givet();
CREATE TRIGGER givet_update BEFORE UPDATE ON uppdrag_uppdrag FOR EACH ROW
    WHEN (NEW.beslut_id IS DISTINCT FROM OLD.beslut_id OR NEW.givet IS DISTINCT FROM OLD.givet)
    EXECUTE FUNCTION uppdrag_satt_givet();
"""


def _foljer_med(tabell: str) -> str:
    kolumn, nyckel = PEKAR[tabell]
    villkor = f"WHEN (NEW.{kolumn} IS DISTINCT FROM OLD.{kolumn}) EXECUTE FUNCTION uppdrag_givet_{tabell}()"
    return f"""
CREATE FUNCTION uppdrag_givet_{tabell}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_WHEN = 'BEFORE' THEN
        -- Waits for who is giving an uppdrag here.
        PERFORM FROM {tabell} WHERE id = NEW.id FOR UPDATE;
        RETURN NEW;
    END IF;
    UPDATE uppdrag_uppdrag u SET givet = s.datum FROM {KEDJAN}
    WHERE u.beslut_id = b.id AND {nyckel} = NEW.id AND u.givet IS DISTINCT FROM s.datum;
    RETURN NULL;
END $$;
CREATE TRIGGER givet_fore BEFORE UPDATE ON {tabell} FOR EACH ROW {villkor};
CREATE TRIGGER givet_efter AFTER UPDATE ON {tabell} FOR EACH ROW {villkor};
"""


BORT = "".join(
    [
        "DROP TRIGGER givet_insert ON uppdrag_uppdrag; DROP TRIGGER givet_update ON uppdrag_uppdrag; ",
        "DROP FUNCTION uppdrag_satt_givet(); ",
        *(
            f"DROP TRIGGER givet_fore ON {t}; DROP TRIGGER givet_efter ON {t}; DROP FUNCTION uppdrag_givet_{t}(); "
            for t in PEKAR
        ),
    ]
)


class Migration(migrations.Migration):
    """The day an uppdrag was given stands on its own row: it lay three tables away, for each of fifty thousand."""

    dependencies = [("uppdrag", "0014_lodrat_tabb"), ("protokoll", "0029_dnr_lika")]

    operations = [
        migrations.AddField(
            model_name="uppdrag",
            name="givet",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="givet"),
        ),
        migrations.RunSQL(sql="".join([NYTT, *map(_foljer_med, PEKAR)]), reverse_sql=BORT),
    ]
