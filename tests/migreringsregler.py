"""What a migration may not do while the version before it still serves: pure, operations in, sentences out.

The order of an upgrade is: migrate, then the new program, server by server. So the old program reads and writes the new
tables for some minutes, and nobody may wait long for a lock.

* A new column takes the rows that the old program writes: null, or with `db_default`.
* What the old program still reads stays: a column or table goes in the version after the one that stopped using it.
* An index on a table with rows is made by AddIndexConcurrently, a check by AddConstraintNotValid and then
  ValidateConstraint, in a migration of its own with `atomic = False` where Django asks for it.
* Rows are moved in pieces, never all in the transaction that changes tables.

A migration that knows better says so: `tillats = {"RemoveField paragraf soktext": "why"}`.
"""

import re
from collections.abc import Iterator

from django.contrib.postgres import operations as postgres
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation

_BORT = (migrations.RemoveField, migrations.RenameField, migrations.DeleteModel, migrations.RenameModel)
_NY_TABELL = re.compile(r"\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)", re.I)
_SQL = {
    r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)": "it holds up everybody who writes: CREATE INDEX CONCURRENTLY",
    r"\bADD\s+CONSTRAINT\b(?!.*NOT\s+VALID)": "every row is read under a lock: NOT VALID first, then VALIDATE",
    r"\bDROP\s+(COLUMN|TABLE)\b": "the old program still reads it",
    r"\bALTER\s+COLUMN\b.*\bTYPE\b": "the table is written anew under a lock",
    r"\bSET\s+NOT\s+NULL\b": "every row is read under a lock: a check NOT VALID first, then VALIDATE",
    r"\bRENAME\b": "the old program still calls it by its old name",
    r"\bLOCK\s+TABLE\b|\bTRUNCATE\b|\bVACUUM\s+FULL\b|\bCLUSTER\b": "everybody waits for it",
    r"^\s*(UPDATE|DELETE\s+FROM|INSERT\s+INTO)\b": "rows are moved in pieces, by a command or with atomic = False",
    r"\b(SELECT|PERFORM)\s+sok_bygg_om\b": "everybody waits, for long: manage.py sokindex after the upgrade",
}


def anmarkningar(migration: migrations.Migration, falt_fore) -> list[str]:
    """What is dangerous and not allowed by name. `falt_fore(app, model, field)` is the field before it, or None."""
    tillats = getattr(migration, "tillats", {})
    assert all(len(skal) > 10 for skal in tillats.values()), "say why it is allowed"
    funna, nya = [], set()  # nya: tables that this migration makes, empty and known to nobody yet
    for op in _alla(migration.operations):
        if isinstance(op, migrations.CreateModel):
            nya.add(op.options.get("db_table") or f"{migration.app_label}_{op.name_lower}")
            continue
        if isinstance(op, migrations.RunSQL):
            nya |= {n.lower() for s in _satser(op.sql) for n in _NY_TABELL.findall(s)}
        for vad, skal in _op(op, migration, nya, falt_fore):
            if vad not in tillats:
                funna.append(f"{migration}: {vad}: {skal}")
    return funna


def _alla(operations: list[Operation]) -> Iterator[Operation]:
    for op in operations:
        if isinstance(op, migrations.SeparateDatabaseAndState):
            yield from _alla(op.database_operations)
        else:
            yield op


def _op(op: Operation, migration, nya: set[str], falt_fore) -> Iterator[tuple[str, str]]:
    if isinstance(op, migrations.RunSQL):
        yield from _i_sql(op, nya)
        return
    modell = getattr(op, "model_name_lower", getattr(op, "name_lower", ""))
    vad = " ".join(filter(None, [type(op).__name__, modell, _del(op)]))
    if isinstance(op, _BORT):
        yield vad, "the old program still reads it; take it away in the version after"
    elif isinstance(op, migrations.RunPython) and migration.atomic:
        yield vad, "rows are moved in pieces, in a migration with atomic = False"
    elif f"{migration.app_label}_{modell}" not in nya and (skal := _pa_tabell(op, migration, modell, falt_fore)):
        yield vad, skal


def _del(op: Operation) -> str:
    """The field, index or constraint it is about."""
    if isinstance(op, migrations.RenameField):
        return op.old_name
    if isinstance(op, migrations.RunPython):
        return op.code.__name__
    del_ = getattr(op, "index", None) or getattr(op, "constraint", None)
    return del_.name if del_ else op.name if isinstance(op, FieldOperation) else ""


def _i_sql(op: migrations.RunSQL, nya: set[str]) -> Iterator[tuple[str, str]]:
    for sats in _satser(op.sql):
        for monster, skal in _SQL.items():
            if re.search(monster, sats, re.I | re.S) and nya.isdisjoint(re.findall(r"\w+", sats.lower())):
                yield f"RunSQL {' '.join(sats.split())[:60]}", skal


def _pa_tabell(op: Operation, migration, modell: str, falt_fore) -> str | None:
    """Of a table that has rows."""
    if isinstance(op, postgres.AddIndexConcurrently | postgres.AddConstraintNotValid):
        return None
    if isinstance(op, migrations.AddField):
        return _nytt_falt(op.field)
    if isinstance(op, migrations.AlterField):
        return _andrat_falt(falt_fore(migration.app_label, modell, op.name), op.field)
    if isinstance(op, migrations.AddIndex):
        return "an index holds up everybody who writes: AddIndexConcurrently"
    if isinstance(op, migrations.AddConstraint):
        return "every row is read under a lock: AddConstraintNotValid, then ValidateConstraint"
    return None


def _nytt_falt(falt: models.Field) -> str | None:
    if falt.many_to_many or falt.null or falt.db_default is not models.NOT_PROVIDED or falt.generated:
        if falt.unique or (falt.db_index and not falt.is_relation):
            return "its index holds up everybody who writes: the field first, AddIndexConcurrently after"
        if falt.generated and falt.db_persist:
            return "the table is written anew under a lock"
        return None
    return "rows that the old program writes have no value for it: null=True, or db_default beside default"


def _andrat_falt(fore: models.Field | None, nu: models.Field) -> str | None:
    if fore is None:
        return None
    a, b = _i_databasen(fore), _i_databasen(nu)
    if a["null"] and not b["null"]:
        return "every row is read under a lock, and the old program may write null"
    utan = {"null"}
    if isinstance(fore, models.CharField) and isinstance(nu, models.CharField | models.TextField):
        langre = nu.max_length is None or (fore.max_length is not None and nu.max_length >= fore.max_length)
        utan |= {"klass", "max_length"} if langre else set()  # PostgreSQL only notes the new length
    if {k: v for k, v in a.items() if k not in utan} == {k: v for k, v in b.items() if k not in utan}:
        return None
    return "the table may be written anew under a lock, and the old program knows the field as it was"


def _i_databasen(falt: models.Field) -> dict:
    """What of a field the database knows."""
    _, klass, args, kwargs = falt.deconstruct()
    bara = {k: v for k, v in kwargs.items() if k not in falt.non_db_attrs and k not in ("default", "to")}
    return bara | {"klass": klass, "args": args, "to": str(kwargs.get("to", "")).lower(), "null": falt.null}


def _satser(sql) -> list[str]:
    """One by one; what stands in a function runs later, and is no concern of the upgrade."""
    texter = [sql] if isinstance(sql, str) else [s[0] if isinstance(s, tuple) else s for s in sql]
    utan = [re.sub(r"--[^\n]*", "", re.sub(r"\$(\w*)\$.*?\$\1\$", "", t, flags=re.S)) for t in texter]
    return [s.strip() for t in utan for s in t.split(";") if s.strip()]
