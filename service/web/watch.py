"""Whether the house is alive and ready, what it measures, and one log line a request."""

import os
import re
import secrets
import time

import structlog
from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError

from service.commands import log_lines
from service.commands.measures import HOUSE, house_now
from service.records.database import database_now, db
from service.records.incident import count_open
from service.records.migrations import is_current
from service.records.outbox import oldest_waiting
from service.web.door.address import calls_from
from service.web.front import clock

REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
BUCKETS = (0.002, 0.004, 0.006, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
QUIET = {"watch.alive", "watch.ready", "watch.metrics", "web.static"}

blueprint = Blueprint("watch", __name__)
log = structlog.get_logger("kaiban")


class Meters:
    """What this process has counted."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "kaiban_request_seconds",
            "Time to answer, by route and status.",
            ("method", "route", "status"),
            registry=self.registry,
            buckets=BUCKETS,
        )
        self.orders = Counter(
            "kaiban_orders_total", "Orders carried out.", ("order",), registry=self.registry
        )
        self.lag = Gauge(
            "kaiban_outbox_lag_seconds",
            "Age of the oldest message that nobody has received yet.",
            registry=self.registry,
            multiprocess_mode="mostrecent",
        )
        self.incidents = Gauge(
            "kaiban_open_incidents",
            "Cases and messages that fail and are tried again: see `kaiban incidents`.",
            registry=self.registry,
            multiprocess_mode="mostrecent",
        )
        self.house = {
            name: Gauge(name, told, registry=self.registry, multiprocess_mode="mostrecent")
            for name, told in HOUSE.items()
        }


def register(app: Flask) -> None:
    """Start watching this application."""
    log_lines.write_json_lines()
    app.extensions["kaiban_meters"] = Meters()
    app.before_request(_begin)
    app.after_request(_note)
    app.register_blueprint(blueprint)


def failed(error: BaseException) -> None:
    """Say where it broke, and nothing of what was said of it."""
    log.error("failed", **log_lines.broken(error))


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    g.begun = time.perf_counter()
    case = (request.view_args or {}).get("number")
    log_lines.begin(g.request_id, case=case if isinstance(case, str) else None)


def _note(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "unknown"
    seconds = time.perf_counter() - g.get("begun", time.perf_counter())
    meters: Meters = current_app.extensions["kaiban_meters"]
    meters.requests.labels(request.method, route, response.status_code).observe(seconds)
    if "carried_out" in g:
        meters.orders.labels(g.carried_out).inc()
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.endpoint not in QUIET:
        log.info(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            order=g.get("carried_out"),
            seq=g.get("history_seq"),
            person=g.get("person_id"),
        )
    return response


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("alive\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """The database answers and has the tables this code was written for."""
    try:
        current = is_current(db.session())
    except SQLAlchemyError:
        return _not_ready("the database does not answer")
    return Response("ready\n", mimetype="text/plain") if current else _not_ready("not migrated")


def _not_ready(why: str) -> Response:
    db.session.rollback()
    return Response(why + "\n", status=503, mimetype="text/plain", headers={"Retry-After": "5"})


@blueprint.get("/metrics")
def metrics() -> Response:
    """Everything counted, for Prometheus; over all processes where they share a folder."""
    if not calls_from(current_app.config["KAIBAN_METRICS_FROM"]):
        abort(404)
    meters: Meters = current_app.extensions["kaiban_meters"]
    oldest = oldest_waiting(db.session())
    waited = (database_now(db.session()) - oldest).total_seconds() if oldest else 0.0
    meters.lag.set(max(waited, 0.0))
    meters.incidents.set(count_open(db.session()))
    for name, value in house_now(db.session(), clock().now(db.session())).items():
        meters.house[name].set(value)
    registry = meters.registry
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
