"""How gunicorn serves the pages: a few processes with threads, as many as the environment says."""

import os
from typing import Any

from prometheus_client import multiprocess

wsgi_app = "service.app:from_surroundings()"
bind = os.environ.get("KAIBAN_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("KAIBAN_WEB_PROCESSES", "2"))
threads = int(os.environ.get("KAIBAN_WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 30
max_requests = 20_000
max_requests_jitter = 2_000
# Only the proxy's word on who is asking, and over TLS or not, counts.
forwarded_allow_ips = os.environ.get("KAIBAN_PROXY", "127.0.0.1")
# Workers are counted by the surroundings, not by whoever reaches a socket in a home folder.
control_socket_disable = True
# The pages write one line a request themselves; what gunicorn says is a line of JSON as well.
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "service.commands.log_lines.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
    },
}


def child_exit(_server: Any, worker: Any) -> None:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(worker.pid)
