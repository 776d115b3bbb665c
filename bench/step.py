"""What one step costs: the engine alone, through carry_out, through HTTP; on the database named."""

import argparse
import http.client
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

import workflows
from service.app import create_app
from service.commands import DemoClock, FixedClock, carry_out
from service.commands.desk import person_and_actor, request_named
from service.commands.examples import read_example
from service.commands.examples.shorthand import filed
from service.commands.library import LIBRARY
from service.commands.people.newcomers import issue_token
from service.commands.staging.stage import LOGIN, set_stage
from service.domain.orders import FinishStep, OpenClass
from service.domain.permissions import Actor
from service.records import Answer, Case, HistoryEntry, LedgerEntry, OpenStep, OutboxMessage
from service.records.database import open_engine
from service.records.institution import Institution
from service.records.migrations import upgrade
from service.records.person import by_login
from service.records.seal import KeyRing, use_key_ring
from service.settings import Settings

KEYS, INDEX_KEY = {1: b"k" * 32}, b"i" * 32
MORNING = datetime(2020, 5, 20, 2, tzinfo=UTC)
STORY = Path("workflows/bpmn/chongqing/examples/cq-1-enterprise-in-shutdown.toml")
PORT = 8765
WARM_UP = 20

# Two people hand one request back and forth: the approver returns it, the reviewer accepts it.
TURN = (
    ("opening_approve", "approver", {"decision": "return_to_reviewer", "opinion": "请再核对。"}),
    ("opening_accept", "reviewer", {"decision": "accept", "opinion": "材料齐全。"}),
)


class BenchClock(DemoClock):
    """It is ten in the morning of 20 May 2020."""

    def now(self, *_: object) -> datetime:
        """The same moment all along."""
        return MORNING


@dataclass
class Stage:
    """One class whose request waits for approval, and the people who handle it."""

    engine: Engine
    url: str
    case_id: int
    number: str
    actors: dict[str, Actor]

    def step(self, session: Session, element: str) -> tuple[str, int]:
        """The open step of that name."""
        found = session.execute(
            select(OpenStep.key, OpenStep.version).where(
                OpenStep.case_id == self.case_id, OpenStep.element == element
            )
        ).one()
        session.rollback()
        return found[0], found[1]


def set_up(url: str) -> Stage:
    """An empty database, the demo's people, one request filed and accepted."""
    use_key_ring(KeyRing(KEYS, index_key=INDEX_KEY))
    engine = open_engine(url)
    upgrade(engine)
    with Session(engine) as session:
        set_stage(session, BenchClock())
        actors = {name: _actor(session, name) for name in ("clerk-1", "reviewer", "approver")}
        body = session.scalars(select(Institution.id).order_by(Institution.id)).first()
        session.rollback()
        give = _giver(session, FixedClock(MORNING))
        order = OpenClass(jurisdiction="chongqing", region="500103", institution_id=body or 0)
        opened = give(order, actors["clerk-1"])
        stage = Stage(engine, url, opened.case_id or 0, opened.number, actors)
        request = filed({**read_example(STORY).request, "people": time.time_ns()})
        for element, who, answers in (("opening_fill", "clerk-1", request), TURN[1]):
            key, version = stage.step(session, element)
            give(_finish(stage, key, version, answers), actors[who])
    return stage


def _giver(session: Session, clock: FixedClock) -> Callable[[Any, Actor], Any]:
    return lambda order, actor: carry_out(order, actor=actor, session=session, clock=clock)


def _actor(session: Session, name: str) -> Actor:
    person = by_login(session, LOGIN + name)
    found = person_and_actor(session, person.id) if person else None
    if found is None:
        raise LookupError(name)
    return found[1]


def _finish(stage: Stage, key: str, version: int, answers: dict[str, object]) -> FinishStep:
    return FinishStep(case_id=stage.case_id, step_key=key, version=version, answers=answers)


@contextmanager
def counting(engine: Engine) -> Iterator[dict[str, int]]:
    """Counts statements and commits on an engine."""
    seen = {"statements": 0, "commits": 0}

    def statement(_c: Any, _cursor: Any, words: str, *_: Any) -> None:
        seen["statements"] += not words.startswith("BEGIN")

    def commit(_c: Any) -> None:
        seen["commits"] += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "commit", commit)


def figures(times: list[float]) -> dict[str, float]:
    """Median and p95 in milliseconds, the warm-up left out."""
    kept = sorted(1000 * one for one in times[WARM_UP:])
    return {
        "median_ms": round(statistics.median(kept), 3),
        "p95_ms": round(kept[int(len(kept) * 0.95)], 3),
        "steps": len(kept),
    }


def through_engine(stage: Stage, turns: int) -> dict[str, Any]:
    """Load, run and save alone, on the state of the waiting request."""
    with Session(stage.engine) as session:
        case = session.get_one(Case, stage.case_id)
        definition = LIBRARY.book(session, case.bundle_hash).bundle.definition(case.process)
        state = case.state

    def facts(_name: str, _properties: Any) -> object:
        return MORNING.replace(year=2030)

    progress = workflows.retime(definition, state, facts=facts, now=MORNING)
    times: list[float] = []
    for _ in range(turns):
        for element, _who, answers in TURN:
            step = next(step for step in progress.steps if step.element == element)
            outcome = {"decision": str(answers["decision"])}
            began = time.perf_counter()
            progress = workflows.complete(
                definition, progress.state, step.id, outcome=outcome, facts=facts, now=MORNING
            )
            times.append(time.perf_counter() - began)
    return {**figures(times), "state_bytes": len(progress.state)}


def through_carry_out(stage: Stage, turns: int) -> dict[str, Any]:
    """The whole road, without HTTP."""
    times: list[float] = []
    most: dict[str, int] = {}
    with Session(stage.engine) as session, counting(stage.engine) as seen:
        for turn in range(turns):
            for element, who, answers in TURN:
                key, version = stage.step(session, element)
                order, actor = _finish(stage, key, version, answers), stage.actors[who]
                keyed = request_named(f"bench-{turn}-{element}-{time.time_ns()}", order, actor)
                seen.update(statements=0, commits=0)
                began = time.perf_counter()
                carry_out(
                    order, actor=actor, session=session, clock=FixedClock(MORNING), keyed=keyed
                )
                times.append(time.perf_counter() - began)
                most = {name: max(most.get(name, 0), count) for name, count in seen.items()}
    return {**figures(times), **most}


def through_http(stage: Stage, turns: int) -> dict[str, Any]:
    """The same over the API, from one process to another over a socket kept open."""
    with Session(stage.engine) as session:
        tokens = {
            who: issue_token(session, LOGIN + who, scopes=("read", "write"), days=1, label="bench")
            for _, who, _ in TURN
        }
    stage.engine.dispose()
    child = os.fork()
    if child == 0:
        _serve(stage.url)
    try:
        return _call_it(stage, tokens, turns)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def _serve(url: str) -> None:
    settings = Settings(
        mode="demo",
        database_url=url,
        secret_key="bench",  # noqa: S106 - signs nothing that is kept
        keys=KEYS,
        index_key=INDEX_KEY,
        home=Path("unused"),
    )

    class Quiet(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, *_: Any) -> None:
            """Nothing is printed between the figures."""

    app = create_app(settings, clock=BenchClock())
    make_server("127.0.0.1", PORT, app, threaded=True, request_handler=Quiet).serve_forever()


def _call_it(stage: Stage, tokens: dict[str, str], turns: int) -> dict[str, Any]:
    line = _connect()
    times: list[float] = []
    with Session(stage.engine) as session:
        for turn in range(turns):
            for element, who, answers in TURN:
                key, version = stage.step(session, element)
                headers = {
                    "Authorization": f"Bearer {tokens[who]}",
                    "Content-Type": "application/json",
                    "Idempotency-Key": f"bench-{turn}-{element}-{time.time_ns()}",
                    "If-Match": f'"{key}.{version}"',
                }
                path = f"/api/cases/{stage.number}/steps/{key}"
                began = time.perf_counter()
                line.request("POST", path, body=json.dumps(answers), headers=headers)
                answer = line.getresponse()
                body = answer.read()
                times.append(time.perf_counter() - began)
                if answer.status != HTTPStatus.OK:
                    raise RuntimeError(body.decode())
    return figures(times)


def _connect() -> http.client.HTTPConnection:
    for _ in range(100):
        line = http.client.HTTPConnection("127.0.0.1", PORT)
        try:
            line.request("GET", "/healthz")
            line.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return line
    raise TimeoutError("the server did not come up")


def kept(stage: Stage) -> dict[str, int]:
    """How much the case has left in the records."""
    with Session(stage.engine) as session:
        case = session.get_one(Case, stage.case_id)
        rows = {
            table.__tablename__: session.scalar(
                select(func.count()).where(table.case_id == stage.case_id)
            )
            or 0
            for table in (HistoryEntry, Answer, OutboxMessage, LedgerEntry)
        }
        return {"state_bytes": len(case.state), **rows}


def machine(engine: Engine) -> dict[str, str]:
    """What it was measured on."""
    with engine.connect() as connection:
        asked = (
            "select sqlite_version()" if engine.dialect.name == "sqlite" else "show server_version"
        )
        version = connection.execute(text(asked)).scalar_one()
    return {
        "database": f"{engine.dialect.name} {version}",
        "python": platform.python_version(),
        "cores": str(os.cpu_count()),
        "load": " ".join(f"{one:.1f}" for one in os.getloadavg()),
    }


def main() -> None:
    """Measure and print."""
    asking = argparse.ArgumentParser(prog="kaiban bench step")
    asking.add_argument("--database", required=True, help="an empty database's URL")
    asking.add_argument("--turns", type=int, default=200)
    asking.add_argument("--json", action="store_true")
    asked = asking.parse_args()
    if asked.turns <= WARM_UP:
        asking.error(f"the first {WARM_UP} turns only warm up: --turns must be more")
    stage = set_up(asked.database)
    engine = through_engine(stage, asked.turns)
    whole = through_carry_out(stage, asked.turns)
    found = {
        "machine": machine(stage.engine),
        "engine": engine,
        "carry_out": whole,
        "http": through_http(stage, asked.turns),
        "engine_share_of_carry_out": round(engine["median_ms"] / whole["median_ms"], 3),
        "kept": kept(stage),
    }
    if asked.json:
        print(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            print(f"{name:28} {value}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
