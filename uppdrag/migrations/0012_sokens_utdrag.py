from importlib import import_module

from django.db import migrations

sok, foljer_med, miljon = (
    import_module(f"uppdrag.migrations.{m}") for m in ("0009_sok", "0010_sok_foljer_med", "0011_sok_bland_en_miljon")
)


def _bytt(text: str, *byten: tuple[str, str]) -> str:
    for fore, efter in byten:
        if fore not in text:
            raise ValueError(fore)
        text = text.replace(fore, efter)
    return text


SQL = """
-- "Bakgrund: …", and "Sammanfattning." of a heading that stands for itself.
CREATE FUNCTION sok_avsnitt(rubrik text, html text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    html := btrim(sok_html(html));
    IF COALESCE(rubrik, '') = '' THEN RETURN html; END IF;
    RETURN rubrik || CASE WHEN html = '' THEN '.' ELSE ': ' || html END;
END $$;
""" + miljon._rader(
    "paragraf",
    _bytt(sok.KALLOR["paragraf"], ("x.rubrik || ' ' || sok_html(x.text)", "sok_avsnitt(x.rubrik, x.text)")),
)
# As it was made in 0010, under the name it has since 0011.
OFFENTLIGT = _bytt(
    foljer_med.OFFENTLIGT[: foljer_med.OFFENTLIGT.index("CREATE FUNCTION sok_skriv_publicering")],
    ("CREATE FUNCTION sok_offentligt(", "CREATE OR REPLACE FUNCTION sok_offentligt_utan_ram("),
    (
        "(d.varde ->> 'rubrik') || ' ' || sok_html(d.varde ->> 'html')",
        "sok_avsnitt(d.varde ->> 'rubrik', d.varde ->> 'html')",
    ),
    (
        "concat_ws(', ', e.varde ->> 'namn', e.varde ->> 'titel', e.varde ->> 'anmarkning')",
        "concat_ws(', ', e.varde ->> 'namn', NULLIF(e.varde ->> 'titel', ''), NULLIF(e.varde ->> 'anmarkning', ''))",
    ),
)


class Migration(migrations.Migration):
    """What is shown of a § tells a heading from the text below it, and a name has no comma for what is not said."""

    dependencies = [("uppdrag", "0011_sok_bland_en_miljon")]

    operations = [
        migrations.RunSQL(sql=SQL + OFFENTLIGT),
        migrations.RunSQL(sql="SELECT sok_bygg_om();"),
    ]
