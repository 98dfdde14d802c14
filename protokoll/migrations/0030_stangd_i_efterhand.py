from django.db import migrations

BODY = """
    IF (TG_OP <> 'INSERT' AND protokoll_ar_last(OLD.protokoll_id))
        OR (TG_OP <> 'DELETE' AND protokoll_ar_last(NEW.protokoll_id)) THEN
        PERFORM protokoll_neka_last();
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
"""
FORE = f"CREATE OR REPLACE FUNCTION protokoll_las_i_protokoll() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN{BODY}"
EFTER = f"""CREATE OR REPLACE FUNCTION protokoll_las_i_protokoll() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Who reads it is no part of what was adjusted; in a protokoll for §§ with sekretess the mark is.
    IF TG_TABLE_NAME = 'protokoll_paragraf' AND TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - '{{sekretess,version}}'::text[] = to_jsonb(OLD) - '{{sekretess,version}}'::text[]
            AND to_jsonb(NEW) -> 'sekretess' <> to_jsonb(OLD) -> 'sekretess'
            AND NOT EXISTS (SELECT FROM protokoll_protokoll WHERE id = OLD.protokoll_id AND slag = 'sekretess') THEN
            RETURN NEW;
        END IF;
    END IF;{BODY}"""


class Migration(migrations.Migration):
    """A § of what is frozen or justerat may be closed, and opened again: its mark alone, and nothing that was adjusted."""

    dependencies = [("protokoll", "0029_dnr_lika")]

    operations = [migrations.RunSQL(sql=EFTER, reverse_sql=FORE)]
