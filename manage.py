#!/usr/bin/env python
"""Django's command line, with the database running while the command does."""

import os
import sys

WITHOUT_DATABASE = {"collectstatic", "compilemessages", "help", "makemessages", "--help", "--version", "-h", "version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommun.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django finns inte här: kör make run en gång, och sedan .venv/bin/python manage.py.")
    from kommun import database
    from kommun.granskning.anteckning import anteckna

    if len(sys.argv) < 2 or sys.argv[1] in WITHOUT_DATABASE:
        execute_from_command_line(sys.argv)
        return
    try:
        with database.running(), anteckna() as nu:
            try:
                execute_from_command_line(sys.argv)
            except (Exception, SystemExit) as fel:
                _anteckna(nu, fel)
                raise
            if nu.sparade:  # in the granskningslogg too; by then Django is set up
                from kommun.granskning.logg import skriv_bakgrund

                skriv_bakgrund(nu, f"manage.py {sys.argv[1]}")
    except database.Unavailable as error:
        sys.exit(str(error))


def _anteckna(nu, fel: BaseException) -> None:
    """That a command of ours failed stands in the granskningslogg too, when there is one to write in."""
    from django.apps import apps

    if apps.ready and not (isinstance(fel, SystemExit) and not fel.code):
        from kommun.granskning.logg import skriv_misslyckat

        skriv_misslyckat(nu, sys.argv[1])


if __name__ == "__main__":
    main()
