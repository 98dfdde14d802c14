"""The cache that all processes share: Django's own table for it (createcachetable), made with the others."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kommun", "0009_granskningslogg")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE IF NOT EXISTS kommun_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX IF NOT EXISTS kommun_cache_expires ON kommun_cache (expires);
            """,
            "DROP TABLE kommun_cache",
        )
    ]
