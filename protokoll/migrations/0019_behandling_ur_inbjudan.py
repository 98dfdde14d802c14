from django.db import migrations

# What § 35 said of an invitation stood on the invitation; it moves to the row of its §.
FLYTTA = """
INSERT INTO protokoll_behandling (version, inbjudan_id, paragraf_id, svar, svarstext, ordning)
SELECT 1, i.id, b.paragraf_id, CASE i.svar WHEN 'obesvarad' THEN '' ELSE i.svar END, i.svarstext, i.ordning
FROM protokoll_inbjudan i JOIN protokoll_beslut b ON b.id = i.beslut_id;

INSERT INTO protokoll_historicalbehandling
    (id, version, inbjudan_id, paragraf_id, svar, svarstext, ordning, history_date, history_type, history_change_reason)
SELECT id, version, inbjudan_id, paragraf_id, svar, svarstext, ordning, now(), '+', 'Flyttades från inbjudan'
FROM protokoll_behandling;

-- Checked here, so that the next migration finds no events pending.
SET CONSTRAINTS ALL IMMEDIATE;
"""

TILLBAKA = """
UPDATE protokoll_inbjudan i SET beslut_id = b.id, svarstext = r.svarstext, ordning = r.ordning
FROM protokoll_behandling r JOIN protokoll_beslut b ON b.paragraf_id = r.paragraf_id
WHERE r.inbjudan_id = i.id;
UPDATE protokoll_inbjudan SET svar = 'annat' WHERE svar = 'kannedom';
UPDATE protokoll_inbjudan SET svar = 'obesvarad' WHERE beslut_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("protokoll", "0018_inbjudningar_och_arenden")]

    operations = [
        migrations.RemoveConstraint(
            model_name='inbjudan',
            name='inbjudan_svar_has_beslut',
        ),
        migrations.RunSQL(sql=FLYTTA, reverse_sql=TILLBAKA),
    ]
