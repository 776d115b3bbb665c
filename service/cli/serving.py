"""Serving pages, ticking, and bringing the database up to date."""

import os
import signal
import sys
from argparse import Namespace
from pathlib import Path
from threading import Event

from service.app import create_app, serve_here
from service.cli.surroundings import Commands, Ground, ground, say
from service.clock.tick import tick
from service.clock.ticking import start_ticking
from service.commands.keeping.fitting import misfit
from service.commands.log_lines import write_json_lines
from service.commands.presence import keep_telling, works_here
from service.commands.staging.stage import set_stage
from service.commands.staging.stage_cases import fill_stage
from service.commands.staging.stage_money import fill_money
from service.commands.staging.stage_places import fill_places
from service.commands.staging.stage_reports import fill_reports
from service.records.migrations import contract, expand, head, upgrade
from service.records.presence import behind
from service.settings import NotReady, Settings, from_environment

PORT = 8000
DEMO_TICK_SECONDS = 2


def offer(commands: Commands) -> None:
    """Offer the commands of this room."""
    demo = commands.add_parser("demo", help="the whole product with invented people")
    demo.add_argument("--port", type=int, default=PORT)
    demo.add_argument("--host", default="127.0.0.1")
    demo.set_defaults(do=run_demo)
    serve = commands.add_parser("serve", help="the pages and the API, without a clock")
    serve.add_argument("--bind", default=os.environ.get("KAIBAN_BIND", f"127.0.0.1:{PORT}"))
    serve.add_argument("--processes", type=int, default=2)
    serve.add_argument("--threads", type=int, default=8)
    serve.set_defaults(do=run_pages)
    worker = commands.add_parser("worker", help="the clock: deadlines and messages")
    worker.add_argument("--once", action="store_true", help="tick once and stop")
    worker.add_argument("--seen", action="store_true", help="whether one of this host is at work")
    worker.set_defaults(do=run_clock)
    steps = commands.add_parser("migrate", help="bring the database up to date")
    steps.add_argument("--finish", action="store_true", help="drop what only older code needs")
    steps.set_defaults(do=migrate)


def run_demo(asked: Namespace) -> int:
    """Serve the demo: everything in one process."""
    settings = from_environment()
    if not settings.demo:
        raise NotReady("The demo has invented people and a shifted clock: KAIBAN_MODE=demo only.")
    with ground(settings, migrated=False) as standing:
        prepare_demo(standing)
        ticking = start_ticking(standing.house(), seconds=DEMO_TICK_SECONDS)
        say(f"演示 · demo: http://{asked.host}:{asked.port}  (Ctrl+C 结束 · to stop)")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            serve_here(create_app(settings), asked.host, asked.port)
        finally:
            ticking.shutdown(wait=False)
    return 0


def prepare_demo(standing: Ground) -> None:
    """Tables, rules, working days, people and their cases."""
    upgrade(standing.engine)
    with standing.session() as session:
        set_stage(session, standing.clock)
        for amiss in (*fill_stage(session), *fill_places(session), *fill_money(session)):
            say(f"! {amiss}")
        fill_reports(session)


def run_pages(asked: Namespace) -> int:
    """Become gunicorn, once it is certain that the pages could start."""
    settings: Settings = from_environment()
    with ground(settings) as standing:
        _require_own_keys(standing)
    gunicorn = Path(sys.executable).with_name("gunicorn")
    words = [
        *("--bind", asked.bind, "--worker-class", "gthread"),
        *("--workers", str(asked.processes), "--threads", str(asked.threads)),
        "--no-control-socket",
        "service.app:from_surroundings()",
    ]
    os.execv(gunicorn, [str(gunicorn), *words])  # noqa: S606 - it becomes the server


def run_clock(asked: Namespace) -> int:
    """Tick until told to stop."""
    write_json_lines()
    with ground() as standing:
        if asked.seen:
            with standing.session() as session:
                return 0 if works_here(session, "clock") else 1
        if asked.once:
            cases, messages = tick(standing.house())
            say(f"{cases} cases, {messages} messages")
            return 0
        _require_own_keys(standing)
        told_to_stop = Event()
        for word in (signal.SIGTERM, signal.SIGINT):
            signal.signal(word, lambda *_: told_to_stop.set())
        leave = keep_telling(standing.session, "clock")
        ticking = start_ticking(standing.house(), seconds=standing.settings.tick_seconds)
        say("The clock is ticking.")
        told_to_stop.wait()
        # What was begun is finished first.
        ticking.shutdown(wait=True)
        leave()
    say("The clock has stopped.")
    return 0


def _require_own_keys(standing: Ground) -> None:
    with standing.session() as session:
        wrong = misfit(session)
    if wrong:
        raise NotReady(wrong)


def migrate(asked: Namespace) -> int:
    """Add what this code needs; with `--finish`, take away what only older code needed."""
    with ground(migrated=False) as standing:
        expand(standing.engine)
        if asked.finish:
            with standing.session() as session:
                still = behind(session, head())
            if still:
                raise NotReady(f"{', '.join(still)} runs older code: stop it first.")
            contract(standing.engine)
    say("The database is up to date.")
    return 0
