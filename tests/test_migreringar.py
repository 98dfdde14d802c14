"""Upgrades: what a new migration may not do while the version before it serves."""

from functools import cache

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from tests.migreringsregler import anmarkningar

# The last ones that landed before anybody had the product in use: they stand as they are.
FORE_DRIFT = {"kommun": 10, "protokoll": 26, "uppdrag": 13}


@cache
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def nya_migrationer():
    return [
        pytest.param(nyckel, id=".".join(nyckel))
        for nyckel in sorted(loader().disk_migrations)
        if nyckel[0] in FORE_DRIFT
        and int(nyckel[1][:4]) > FORE_DRIFT[nyckel[0]]
        and not loader().disk_migrations[nyckel].replaces
    ]


@pytest.mark.parametrize("nyckel", nya_migrationer() or [pytest.param(None, id="none yet")])
def test_a_new_migration_runs_while_the_old_version_serves(nyckel):
    if nyckel is None:
        return
    fore = None

    def falt_fore(app, modell, falt):
        nonlocal fore
        fore = fore or loader().project_state(nyckel, at_end=False)
        found = fore.models.get((app, modell))
        return found.fields.get(falt) if found else None

    assert anmarkningar(loader().disk_migrations[nyckel], falt_fore) == []


# -- the rules themselves ---------------------------------------------------------------------------------------------


def prova(*operations, fore=None, **attr) -> list[str]:
    klass = type("Migration", (migrations.Migration,), {"operations": list(operations), **attr})
    return anmarkningar(klass("0099_prov", "protokoll"), lambda *_: fore)


def sql(text):
    return migrations.RunSQL(text)


ORD = models.CharField(max_length=10)
CHECK = models.CheckConstraint(condition=models.Q(x=1), name="c")
FARLIGT = {
    "a column without a value": migrations.AddField("paragraf", "x", models.CharField(default="")),
    "a column with an index": migrations.AddField("paragraf", "x", models.IntegerField(null=True, db_index=True)),
    "a unique column": migrations.AddField("paragraf", "x", models.UUIDField(null=True, unique=True)),
    "a stored generated column": migrations.AddField(
        "paragraf",
        "x",
        models.GeneratedField(expression=models.F("ar"), output_field=models.IntegerField(), db_persist=True),
    ),
    "a column that goes": migrations.RemoveField("paragraf", "x"),
    "a column by another name": migrations.RenameField("paragraf", "x", "y"),
    "a table that goes": migrations.DeleteModel("paragraf"),
    "a table by another name": migrations.RenameModel("paragraf", "punkt"),
    "an index": migrations.AddIndex("paragraf", models.Index(fields=["x"], name="i")),
    "a check": migrations.AddConstraint("paragraf", CHECK),
    "a unique constraint": migrations.AddConstraint("paragraf", models.UniqueConstraint(fields=["x"], name="u")),
    "a function of Python in one transaction": migrations.RunPython(migrations.RunPython.noop),
    "an index in SQL": sql("CREATE UNIQUE INDEX i ON protokoll_paragraf (x)"),
    "a constraint in SQL": sql("ALTER TABLE protokoll_paragraf ADD CONSTRAINT c CHECK (x > 0)"),
    "rows in SQL": sql("SELECT 1; UPDATE protokoll_paragraf SET x = 1"),
    "a column that goes in SQL": sql("ALTER TABLE protokoll_paragraf DROP COLUMN x"),
    "the whole search anew": sql("SELECT sok_bygg_om();"),
    "one of several in the state alone": migrations.SeparateDatabaseAndState([migrations.RemoveField("paragraf", "x")]),
}
OFARLIGT = {
    "a column that may be null": migrations.AddField("paragraf", "x", models.DateField(null=True)),
    "a column with a value in the database": migrations.AddField(
        "paragraf", "x", models.CharField(default="", db_default="")
    ),
    "another table between two": migrations.AddField("paragraf", "x", models.ManyToManyField("kommun.person")),
    "an index beside the work": AddIndexConcurrently("paragraf", models.Index(fields=["x"], name="i")),
    "a check of what comes": AddConstraintNotValid("paragraf", CHECK),
    "a check of what is here": ValidateConstraint("paragraf", "c"),
    "an index beside the work in SQL": sql("CREATE INDEX CONCURRENTLY i ON protokoll_paragraf (x)"),
    "a constraint in two steps": sql(
        "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c"
    ),
    "what a function will do": sql("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $f$ UPDATE a SET x = 1; $f$;"),
    "a table of its own": sql("CREATE TABLE a (x int); CREATE INDEX i ON a (x); INSERT INTO a VALUES (1)"),
    "the state alone": migrations.SeparateDatabaseAndState([], [migrations.RemoveField("paragraf", "x")]),
}


@pytest.mark.parametrize("op", FARLIGT.values(), ids=FARLIGT)
def test_what_is_dangerous_is_told(op):
    (mening,) = prova(op)

    assert mening.startswith("protokoll.0099_prov: ")


@pytest.mark.parametrize("op", OFARLIGT.values(), ids=OFARLIGT)
def test_what_is_not_is_left(op):
    assert prova(op) == []


def test_all_may_be_done_to_a_table_that_is_new():
    assert (
        prova(migrations.CreateModel("Prov", []), migrations.AddIndex("prov", models.Index(fields=["x"], name="i")))
        == []
    )
    assert prova(migrations.CreateModel("Prov", []), sql("CREATE INDEX i ON protokoll_prov (x)")) == []


def test_what_is_allowed_by_name_is_let_through_and_nothing_else():
    op = migrations.RemoveField("paragraf", "x")

    assert prova(op, tillats={"RemoveField paragraf x": "not read since version 7"}) == []
    assert prova(op, tillats={"RemoveField paragraf y": "not read since version 7"})
    with pytest.raises(AssertionError, match="say why"):
        prova(op, tillats={"RemoveField paragraf x": "ok"})


@pytest.mark.parametrize(
    ("nu", "farligt"),
    [
        (models.CharField(max_length=10, choices=[("a", "A")], verbose_name="ny"), False),
        (models.CharField(max_length=20), False),
        (models.CharField(max_length=10, null=True), False),
        (models.TextField(), False),
        (models.CharField(max_length=5), True),
        (models.IntegerField(), True),
        (models.CharField(max_length=10, unique=True), True),
    ],
    ids=["other words", "longer", "null", "text", "shorter", "another type", "unique"],
)
def test_a_field_may_become_wider(nu, farligt):
    assert bool(prova(migrations.AlterField("paragraf", "x", nu), fore=ORD)) == farligt


def test_a_field_that_may_be_null_may_not_stop_being():
    assert prova(migrations.AlterField("paragraf", "x", ORD), fore=models.CharField(max_length=10, null=True))
