"""The application of the tests: put together once a process, and moved from office to office."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import make_url

from service.app import create_app
from service.commands import log_lines
from service.commands.clocks import Clock
from service.commands.papers.cabinet import furnish
from service.records import KeyRing, use_key_ring
from service.records.database import db
from service.settings import Settings
from service.web.watch import Meters
from tests.quick import remember_statements


@dataclass(frozen=True)
class Idle:
    """An application nobody uses, as it was when it was put together."""

    app: Flask
    config: dict[str, Any]
    shape: tuple[object, ...]


_MADE: dict[int, Idle] = {}
_IDLE: list[Idle] = []


def application(settings: Settings, clock: Clock) -> Flask:
    """An application with these settings; whoever changes its rules or pages has it alone."""
    if not _IDLE:
        app = create_app(settings, clock=clock)
        _MADE[id(app)] = Idle(app, dict(app.config), _shape(app))
    else:
        app = _moved(_IDLE.pop(), settings, clock)
    with app.app_context():
        remember_statements(db.engine)
    return app


def give_back(app: Flask) -> None:
    """The office is closed; an application that is as it was is moved into the next."""
    made = _MADE.pop(id(app))
    if made.shape == _shape(app):
        _IDLE.append(made)


def _moved(idle: Idle, settings: Settings, clock: Clock) -> Flask:
    app = idle.app
    _MADE[id(app)] = idle
    app._got_first_request = False
    app.config.clear()
    app.config.update(
        idle.config, SQLALCHEMY_DATABASE_URI=settings.database_url, KAIBAN_CLOCK=clock
    )
    app.extensions["kaiban_meters"] = Meters()
    options = {"url": make_url(settings.database_url), "echo": False, "echo_pool": False}
    db._app_engines[app] = {None: db._make_engine(None, options, app)}
    use_key_ring(KeyRing(settings.keys, index_key=settings.index_key, seal_with=settings.seal_with))
    furnish(settings.documents)
    log_lines.write_json_lines()
    return app


def _shape(app: Flask) -> tuple[object, ...]:
    """What answers where, and who looks at a request before."""
    before = {name: tuple(asked) for name, asked in app.before_request_funcs.items()}
    after = {name: tuple(asked) for name, asked in app.after_request_funcs.items()}
    return (dict(app.view_functions), len(list(app.url_map.iter_rules())), before, after)
