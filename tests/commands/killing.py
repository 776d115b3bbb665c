"""A payment order, killed before each of its statements in turn; says what was found after each.

A program of its own (`python killing.py URL`), because it forks and kills its children.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from service.commands import FixedClock, carry_out
from service.commands.examples import play, read_example
from service.domain.orders import FinishStep, PublishBundle
from service.domain.permissions import Actor, Grant
from service.records import HistoryEntry, LedgerEntry, OpenStep, OutboxMessage, Payment, Person
from service.records.case import by_number
from service.records.database import open_engine
from service.records.seal import KeyRing, use_key_ring
from service.records.transaction import write_transaction

STORY = "workflows/bpmn/chongqing/examples/cq-1-enterprise-in-shutdown.toml"
PAYING = "finance_pay"


def prepare(url: str) -> tuple[FinishStep, Actor, FixedClock]:
    """A class whose advance finance is about to pay, and the order that pays it."""
    story = read_example(Path(STORY))
    at = next(place for place, scene in enumerate(story.scenes) if scene.step == PAYING)
    scene, told = story.scenes[at], replace(story, scenes=story.scenes[:at], end={})
    engine = open_engine(url)
    with Session(engine) as session:
        keeper = Actor(None, "keeper", (Grant("policy_admin"),))
        publish = PublishBundle(jurisdiction="chongqing")
        carry_out(publish, actor=keeper, session=session, clock=FixedClock(told.scenes[0].at))
        outcome = play(told, session)
        assert outcome.holds, outcome.differences
        case = by_number(session, outcome.number)
        step = session.scalar(select(OpenStep).where(OpenStep.element == PAYING))
        assert case is not None
        assert step is not None
        answers = {**scene.answers, "pay_on": scene.answers["pay_on"].isoformat()}
        order = FinishStep(
            case_id=case.id, step_key=step.key, version=step.version, answers=answers
        )
        payer = _payer(session)
    engine.dispose()
    return order, payer, FixedClock(scene.at + timedelta(minutes=1))


def _payer(session: Session) -> Actor:
    session.rollback()
    with write_transaction(session):
        person = Person(
            login="payer", display_name="拨付员", password_hash="", natural_person="payer"
        )
        session.add(person)
        session.flush()
        return Actor(person.id, "payer", (Grant("finance_payer", "chongqing", "500103"),))


def attempt(url: str, pay: Callable[[Session], object], *, statement: int) -> bool:
    """Pay in a child that is killed before its n-th statement; whether it lived to the end."""
    child = os.fork()
    if child == 0:
        engine = open_engine(url)
        left = [statement]

        def die(*_: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(engine, "before_cursor_execute", die)
        event.listen(engine, "commit", die)
        with Session(engine) as session:
            pay(session)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def found(url: str) -> dict[str, object]:
    """What stands written about the payment."""
    engine = open_engine(url)
    with Session(engine) as session:
        rows = {
            table.__tablename__: session.scalar(select(func.count()).select_from(table))
            for table in (HistoryEntry, LedgerEntry, OutboxMessage)
        }
        states = sorted(session.scalars(select(Payment.state)))
        steps = sorted(session.scalars(select(OpenStep.element)))
    engine.dispose()
    return {**rows, "payments": states, "open": steps}


def main(url: str) -> None:
    """Kill, look, and try again, one statement later, until nobody is killed."""
    use_key_ring(KeyRing({1: b"k" * 32}, index_key=b"i" * 32))
    order, payer, clock = prepare(url)

    def pay(session: Session) -> object:
        return carry_out(order, actor=payer, session=session, clock=clock)

    before, seen = found(url), []
    for statement in count(1):
        lived = attempt(url, pay, statement=statement)
        seen.append(found(url))
        if lived:
            break
    print(json.dumps({"before": before, "seen": seen}))  # noqa: T201 - its answer


if __name__ == "__main__":
    main(sys.argv[1])
