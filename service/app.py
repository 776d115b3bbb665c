"""The application: settings in, pages and API out, and one table from what happened to a status."""

import atexit
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFError, CSRFProtect
from gunicorn.http.errors import ParseException
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError
from werkzeug.serving import WSGIRequestHandler, make_server

from service.api import interface
from service.api import problem as api_problem
from service.commands import presence
from service.commands.clocks import Clock, DatabaseClock, DemoClock
from service.commands.keeping.fitting import misfit
from service.commands.papers.cabinet import furnish
from service.domain import refusals
from service.records import migrations
from service.records.database import db, passes_by_itself
from service.records.seal import KeyRing, use_key_ring
from service.settings import NotReady, Settings, from_environment
from service.web import pages, watch
from service.web import problem as web_problem
from service.web.door.host import own_names, require_own_name
from service.web.door.provider import Provider
from service.web.received import LARGEST_BODY, Received, RowNumber, require_text

RETRY_SECONDS = "5"

STATUS: Mapping[type[refusals.Refusal], HTTPStatus] = {
    refusals.NotVisible: HTTPStatus.NOT_FOUND,
    refusals.Forbidden: HTTPStatus.FORBIDDEN,
    refusals.SeparationOfDuties: HTTPStatus.FORBIDDEN,
    refusals.StaleStep: HTTPStatus.CONFLICT,
    refusals.StepGone: HTTPStatus.CONFLICT,
    refusals.CaseEnded: HTTPStatus.CONFLICT,
    refusals.NotNow: HTTPStatus.CONFLICT,
    refusals.BudgetShort: HTTPStatus.CONFLICT,
    refusals.AnswersWrong: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.KeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.FolderRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.ReasonMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.TryAgain: HTTPStatus.SERVICE_UNAVAILABLE,
    refusals.DocumentErased: HTTPStatus.GONE,
    refusals.DocumentDamaged: HTTPStatus.INTERNAL_SERVER_ERROR,
}
# Over the API the version of a step travels in If-Match, and its refusal has a status of its own.
API_STATUS = {
    **STATUS,
    refusals.StaleStep: HTTPStatus.PRECONDITION_FAILED,
    refusals.StepGone: HTTPStatus.PRECONDITION_FAILED,
}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # To nobody else; a form's own page is asked for where the proxy speaks TLS (Flask-WTF).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Application(Flask):
    """Flask, except that it logs where something broke and not what was said of it."""

    request_class = Received

    def log_exception(self, exc_info: Any) -> None:
        """The message of an error may hold what somebody typed."""
        watch.failed(exc_info[1])


def create_app(settings: Settings, *, clock: Clock | None = None) -> Flask:
    """Put the application together; a clock is given by tests, else the settings choose it."""
    use_key_ring(KeyRing(settings.keys, index_key=settings.index_key, seal_with=settings.seal_with))
    furnish(
        settings.documents or str(settings.home / "documents"),
        keys=(settings.documents_key, settings.documents_secret),
        megabytes=settings.document_megabytes,
        clamd=settings.clamd,
        take_unscanned=settings.take_unscanned,
    )
    app = Application("service", static_folder=None)
    app.url_map.converters["int"] = RowNumber
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="kaiban",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        WTF_CSRF_TIME_LIMIT=None,  # a clerk's form may stay open all day
        KAIBAN_DEMO=settings.demo,
        KAIBAN_CLOCK=clock or (DemoClock() if settings.demo else DatabaseClock()),
    )
    db.init_app(app)
    Migrate(app, db, directory=str(migrations.FOLDER))
    # First of all, so that what is refused at the door has its line and its number too.
    watch.register(app)
    _furnish_door(app, settings)
    protection = CSRFProtect(app)
    pages.register(app)
    interface.register(app, protection)
    _refusals_become_answers(app)
    app.after_request(_guard)
    return app


def _furnish_door(app: Flask, settings: Settings) -> None:
    """How long one sits, whom the door believes, and under what name it opens."""
    elsewhere, back = settings.oidc, f"{settings.public_url}/sign-in/elsewhere/back"
    app.config.from_mapping(
        KAIBAN_IDLE=timedelta(minutes=settings.idle_minutes),
        KAIBAN_PROXIES=settings.proxies,
        KAIBAN_METRICS_FROM=settings.metrics_from,
        KAIBAN_HOSTS=own_names(settings.public_url, demo=settings.demo),
        KAIBAN_OIDC=elsewhere
        and Provider(elsewhere.issuer, elsewhere.client_id, elsewhere.client_secret, back),
        KAIBAN_OIDC_LABEL=elsewhere.label if elsewhere else "",
        KAIBAN_OIDC_MEANS=elsewhere.means if elsewhere else frozenset(),
    )
    app.before_request(require_own_name)
    app.before_request(require_text)


def from_surroundings() -> Flask:
    """The application as the environment describes it, for a server that asks for one."""
    app = create_app(from_environment())
    with app.app_context():
        engine = db.engine
    _require_own_keys(engine)
    atexit.register(presence.keep_telling(lambda: Session(engine), "web"))
    return app


def _require_own_keys(engine: Engine) -> None:
    """With another house's keys nobody is found; a database that is silent is told elsewhere."""
    wrong = None
    with suppress(SQLAlchemyError), Session(engine) as session:
        wrong = misfit(session)
    if wrong:
        raise NotReady(wrong)


class Quiet(WSGIRequestHandler):
    """One line a request is enough, and `watch` writes it."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def serve_here(app: Flask, host: str, port: int) -> None:
    """Serve from this process until interrupted; for the demo, where nobody is a stranger."""
    server = make_server(host, port, app, threaded=True, request_handler=Quiet)
    try:
        server.serve_forever()
    finally:
        server.server_close()


def _guard(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "web.static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _for_api() -> bool:
    return request.path.startswith("/api/") and request.path != "/api/docs"


def _refusals_become_answers(app: Flask) -> None:
    app.register_error_handler(refusals.Refusal, _refused)
    app.register_error_handler(SQLAlchemyError, _database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, web_problem.forged)
    app.register_error_handler(ParseException, _crooked)


def _refused(refusal: refusals.Refusal) -> Response:
    if _for_api():
        return _patient(api_problem.refused(refusal, API_STATUS[type(refusal)]))
    return _patient(web_problem.refused(refusal, STATUS[type(refusal)]))


def _database(error: SQLAlchemyError) -> Response:
    """Locked, deadlocked or out of reach is worth another try; anything else is our mistake."""
    db.session.rollback()
    if isinstance(error, PoolTimeout) or passes_by_itself(error):
        return _refused(refusals.TryAgain())
    watch.failed(error)
    return _http(InternalServerError(original_exception=error))


def _crooked(_error: ParseException) -> Response:
    """A body whose pieces are not of the size they say breaks off while it is read."""
    return _http(BadRequest())


def _http(error: HTTPException) -> Response:
    return api_problem.http(error) if _for_api() else web_problem.http(error)


def _patient(response: Response) -> Response:
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response
