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
accesslog = "-"
# Only the proxy's word on who is asking counts.
forwarded_allow_ips = os.environ.get("KAIBAN_PROXY", "127.0.0.1")


def child_exit(_server: Any, worker: Any) -> None:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(worker.pid)
