from django.db import migrations

SLAGEN = (
    "inbjudan",
    "organ",
    "paragraf",
    "person",
    "publicering",
    "rapport",
    "reserapport",
    "sammantrade",
    "uppdrag",
)
# To plan the question of a § took six times longer than to answer it, at each save of a part of it. Planned once for a
# connection it must be right for tables of any size: what is asked for is always a few keys, found by their indexes.
SATT = "SET plan_cache_mode = force_generic_plan SET enable_seqscan = off"
TILLBAKA = "RESET plan_cache_mode RESET enable_seqscan"


def _sql(hur: str) -> str:
    return "".join(f"ALTER FUNCTION sok_skriv_{slag}(bigint[]) {hur};" for slag in SLAGEN)


class Migration(migrations.Migration):
    """The rows of the search are written by questions that are planned once."""

    dependencies = [("uppdrag", "0016_givet_och_avslutat")]

    operations = [migrations.RunSQL(_sql(SATT), _sql(TILLBAKA))]
