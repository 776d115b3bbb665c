"""Orders given at the same moment by processes of their own, as two web servers would."""

from collections.abc import Callable, Sequence
from datetime import datetime
from multiprocessing import get_context
from typing import Any

from sqlalchemy.orm import Session

from service.commands import FixedClock, carry_out
from service.commands.batches import releasing
from service.domain.permissions import Actor
from service.domain.refusals import Refusal, TryAgain
from service.records import KeyRing, open_engine, use_key_ring
from tests.conftest import INDEX_KEY, KEYS

TOGETHER = get_context("spawn")
TRIES = 20
Work = Callable[[Session, FixedClock], object]


def race(url: str, now: datetime, orders: Sequence[tuple[Any, Actor]]) -> list[str]:
    """What each order came to, each in a process of its own, all begun together."""
    return _together([(_order, url, now, *one) for one in orders])


def release_together(url: str, now: datetime, batch_id: int, processes: int) -> list[str]:
    """So many processes carry one release on."""
    return _together([(_carry_on, url, now, batch_id, None)] * processes)


def _together(works: Sequence[tuple[Any, ...]]) -> list[str]:
    ready, answers = TOGETHER.Barrier(len(works)), TOGETHER.Queue()
    started = [TOGETHER.Process(target=_run, args=(ready, answers, *work)) for work in works]
    for process in started:
        process.start()
    found = [answers.get(timeout=120) for _ in works]
    for process in started:
        process.join()
    return sorted(found)


def _run(ready: Any, answers: Any, work: Any, url: str, now: datetime, *given: Any) -> None:
    use_key_ring(KeyRing(KEYS, index_key=INDEX_KEY))
    engine = open_engine(url)
    with Session(engine) as session:
        ready.wait()
        try:
            answers.put(work(session, FixedClock(now), *given))
        except Exception as failure:  # noqa: BLE001 - the other process would wait for ever
            answers.put(type(failure).__name__)
    engine.dispose()


def _order(session: Session, clock: FixedClock, order: Any, actor: Actor) -> str:
    for _ in range(TRIES):
        try:
            carry_out(order, actor=actor, session=session, clock=clock)
        except TryAgain:
            session.rollback()
        except Refusal as refused:
            return refused.code
        else:
            return "done"
    return TryAgain.code


def _carry_on(session: Session, clock: FixedClock, batch_id: int, _: None) -> str:
    return f"done {releasing.carry_on(session, clock, batch_id)}"
