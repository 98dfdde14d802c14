"""gunicorn -c drift/gunicorn.conf.py kommun.wsgi

The defaults fit one server of two to four cores; what differs comes from the environment.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

bind = os.environ.get("FULLGJORT_BIND", "127.0.0.1:8000")
# A process for each core and one more, with threads for the requests that wait for the database.
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() or 1) + 1)
worker_class = "gthread"
threads = int(os.environ.get("FULLGJORT_TRADAR") or 4)

# Loaded once and shared by the processes (kommun.wsgi freezes what is loaded, so that it stays shared).
preload_app = True
# A printed protokoll of hundreds of pages leaves a large heap: a process is exchanged now and then, not all at once.
max_requests, max_requests_jitter = 5000, 500

# The longest a page may take, and how long those that are under way may go on when the server is told to stop.
timeout, graceful_timeout = 60, 30
# Longer than the proxy keeps an idle connection (nginx: 60 s): closed by us just as it is used again, a save sent on it
# would be answered with an error.
keepalive = 75
# A list that is filtered by everything has a long address.
limit_request_line = 8190
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a file of its own there
control_socket_disable = True

# The requests are logged by Fullgjort itself (kommun.loggning), with their id and without what must not be kept.
accesslog = None
errorlog = "-"
loglevel = "warning"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kommun.loggning.Json"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}

# Where the processes of this server put their figures, for /halsa/matvarden to add up.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    _figures = tempfile.mkdtemp(prefix="fullgjort-matvarden-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _figures
    _owner = os.getpid()
    atexit.register(lambda: os.getpid() == _owner and shutil.rmtree(_figures, ignore_errors=True))


def child_exit(server, worker):
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
