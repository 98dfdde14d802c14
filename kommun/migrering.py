"""Operations of our own for migrations."""

from importlib import import_module

from django.db import migrations
from django.db.migrations.operations.base import Operation, OperationCategory


class Tillsammans(Operation):
    """Several operations on models that nothing else knows yet, of which Django makes classes once.

    Each operation by itself has every related model made anew: with a hundred and fifty tables that is most of the time
    that a new database takes.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["operations"]
    reversible = False

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # made when it is asked for, of all at once
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)
        # The keys and indexes that wait for all tables; what comes after may speak of them.
        for sats in schema_editor.deferred_sql:
            schema_editor.execute(sats, None)
        schema_editor.deferred_sql.clear()

    def describe(self):
        return f"{len(self.operations)} operations at once"


def sql_ur(app: str, *namn: str) -> list[migrations.RunSQL]:
    """The SQL of these migrations, in their order: functions, triggers and keys that no model knows of."""
    moduler = [import_module(f"{app}.migrations.{n}") for n in namn]
    return [op for m in moduler for op in m.Migration.operations if isinstance(op, migrations.RunSQL)]
