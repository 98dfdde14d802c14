from django.db import migrations


class Migration(migrations.Migration):
    """A bilaga is what was sent or received: its bytes are never written over."""

    dependencies = [("kommun", "0004_adresser_och_overklagande")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE FUNCTION kommun_neka_andring() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'Rader i % ändras aldrig.', TG_TABLE_NAME
                        USING ERRCODE = 'integrity_constraint_violation';
                END $$;
                CREATE TRIGGER bilaga_last BEFORE UPDATE ON kommun_bilaga
                FOR EACH ROW EXECUTE FUNCTION kommun_neka_andring();
            """,
            reverse_sql="DROP TRIGGER bilaga_last ON kommun_bilaga; DROP FUNCTION kommun_neka_andring()",
        ),
    ]
