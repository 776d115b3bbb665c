"""Under what name the house is called: only its own, else nothing is answered."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import abort, current_app, request
from werkzeug.exceptions import SecurityError
from werkzeug.sansio.utils import host_is_trusted

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# Whoever watches a process asks it by its own address.
WATCHED = {"watch.alive", "watch.ready", "watch.metrics"}


def own_names(public_url: str, *, demo: bool) -> tuple[str, ...]:
    """What the house is called from outside; the demo also answers to this machine's own names."""
    host = urlsplit(public_url).hostname or ""
    own = f"[{host}]" if ":" in host else host
    return (own, *LOOPBACK) if demo else (own,)


def require_own_name() -> None:
    """A link or a check made with somebody else's name would lead there."""
    if request.endpoint not in WATCHED and not _is_own(current_app.config["KAIBAN_HOSTS"]):
        abort(400)


def _is_own(names: Iterable[str]) -> bool:
    try:
        return host_is_trusted(request.host, list(names))
    except SecurityError:
        return False
