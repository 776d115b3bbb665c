"""Everything that is logged is one line of JSON that names its request and its case, and nobody."""

import json
import logging
import secrets
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

PLACES = 4


class JsonLine(logging.Formatter):
    """What the libraries log; of an error its kind and place, for its message may hold answers."""

    def format(self, record: logging.LogRecord) -> str:
        """The record in one line."""
        said: dict[str, Any] = {**get_contextvars(), "event": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            said |= broken(record.exc_info[1])
        said |= {"logger": record.name, "level": record.levelname.lower()}
        said["timestamp"] = datetime.fromtimestamp(record.created, UTC).isoformat()
        return json.dumps(said, ensure_ascii=False, default=str)


def write_json_lines() -> None:
    """Have this process log so; what a command answers goes to stdout, for programs to read."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(JsonLine())


def begin(request: str | None = None, *, case: str | None = None) -> None:
    """From here on every line of this thread carries one request's id, and its case's number."""
    clear_contextvars()
    bind_contextvars(request=request or secrets.token_hex(8))
    if case:
        about(case)


def about(case: str) -> None:
    """From here on every line of this thread also carries the number of the case."""
    bind_contextvars(case=case)


def broken(error: BaseException) -> dict[str, object]:
    """Where it broke; the message of an error may hold what somebody typed, so not that."""
    frames = traceback.extract_tb(error.__traceback__)[-PLACES:]
    return {"error": type(error).__name__, "at": [f"{f.filename}:{f.lineno}" for f in frames]}
