"""Backup and restore: one file with a dump of the database, the files beside it and what proves that it is whole.

The file is an ordinary zip that `unzip` and `pg_restore` can read without this program; with a key it is that zip,
encrypted (`kryptering`). `tagning` writes one, `lasning` opens and checks it, `aterstallning` puts it in an empty
database in one transaction, `program` finds PostgreSQL's own programs.
"""

from kommun.fel import DomanFel


class KopiaFel(DomanFel):
    """A backup could not be made, read or put back. The message says what is wrong and how to mend it."""
