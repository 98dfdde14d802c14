from importlib import import_module

from django.db import migrations

sok = import_module("uppdrag.migrations.0009_sok")


def _klar(lodrat_tabb: str, mellanrum: str) -> str:
    return rf"""
CREATE OR REPLACE FUNCTION sok_klar(t text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF t ~ '[^\u0001-\u007fåäöÅÄÖéÉ§–—”’]' THEN
        RETURN btrim(regexp_replace(translate(normalize(t, NFKC), '{sok._OSYNLIGT}', ''), '{mellanrum}+', ' ', 'g'));
    END IF;
    t := replace(replace(translate(t, E'\t\n{lodrat_tabb}\f\r', '     '), '  ', ' '), '  ', ' ');
    RETURN COALESCE(btrim(CASE WHEN strpos(t, '  ') > 0 THEN regexp_replace(t, ' +', ' ', 'g') ELSE t END), '');
END $$;
"""


class Migration(migrations.Migration):
    r"""Before PostgreSQL 16 E'\v' is the letter v, which the search then took for a space; and U+0085 is a space or not as
    the locale has it.

    Rows that such a server made are put right by manage.py sokindex.
    """

    dependencies = [("uppdrag", "0013_sok_sekretess")]

    operations = [migrations.RunSQL(_klar(r"\x0b", r"[\s\u0085]"), _klar(r"\v", r"\s"))]
