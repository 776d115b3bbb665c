"""Kill −9 at random statements and instants of payments, releases and result files; then look."""

import argparse
import json
import os
import random
import select as waiting
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import event, make_url
from sqlalchemy.orm import Session

from service.commands.papers.cabinet import Cabinet, use_cabinet
from service.commands.verifying import all_books, broken_histories
from service.domain.refusals import Refusal
from service.records.database import open_engine
from service.records.migrations import upgrade
from service.records.seal import KeyRing, use_key_ring
from service.records.storage import Folder
from tests.invariants.finance_office import Act, FinanceOffice, set_up, written
from tests.invariants.scenarios import SCENARIOS

# An act is cut once for so many of its statements, and then may live.
FEWEST_CUTS, MOST_CUTS, A_CUT_EVERY = 3, 20, 8
# How often it dies before a statement and not at an instant; how often anywhere in a long act.
AT_A_STATEMENT, ANYWHERE = 0.7, 0.4


class Copies:
    """A database prepared once, and as many copies of it as there are rounds."""

    def __init__(self, server: str | None, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.name = f"kaiban_kill_{os.getpid()}"
        if server:
            self._order("CREATE DATABASE {}", self.name)

    @property
    def kind(self) -> str:
        return "postgresql" if self.server else "sqlite"

    @property
    def original(self) -> str:
        return self._at(self.name)

    @contextmanager
    def copy(self, number: int) -> Iterator[str]:
        """A copy, gone afterwards."""
        name = f"{self.name}_{number}"
        if self.server:
            self._order("CREATE DATABASE {} TEMPLATE {}", name, self.name)
        else:
            shutil.copyfile(self.folder / self.name, self.folder / name)
        try:
            yield self._at(name)
        finally:
            self._drop(name)

    def close(self) -> None:
        self._drop(self.name)

    def _at(self, name: str) -> str:
        if self.server:
            return make_url(self.server).set(database=name).render_as_string(hide_password=False)
        return f"sqlite:///{self.folder / name}"

    def _drop(self, name: str) -> None:
        if self.server:
            self._order("DROP DATABASE {} WITH (FORCE)", name)
        else:
            for left in self.folder.glob(f"{name}*"):
                left.unlink()

    def _order(self, words: str, *names: str) -> None:
        url = make_url(str(self.server)).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as line:
            line.execute(sql.SQL(words).format(*map(sql.Identifier, names)))


@dataclass
class Figures:
    """What the run came to."""

    points: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def killed(self) -> int:
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Measured:
    """How many statements and how much time an act took when nobody disturbed it."""

    statements: int
    seconds: float


def prepare(url: str, folder: Path, *, each: int) -> FinanceOffice:
    """An empty database and a finance office in it with work to do."""
    use_key_ring(KeyRing({1: b"k" * 32}, index_key=b"i" * 32))
    use_cabinet(Cabinet(Folder(folder / "documents")))
    engine = open_engine(url)
    upgrade(engine)
    with Session(engine) as session:
        office = set_up(session, each=each)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return office


def look(url: str) -> tuple[list[str], dict[str, list[str]]]:
    """What verification finds amiss, and all that stands written of the money."""
    engine = open_engine(url)
    with Session(engine) as session:
        amiss = [*all_books(session), *broken_histories(session)]
        session.rollback()
        found = written(session)
    engine.dispose()
    return amiss, found


# --- one attempt ---------------------------------------------------------------------------------


def attempt(
    url: str, act: Act, *, statement: int = 0, after: float = 0, again: bool = False
) -> bool:
    """Do it in a child that dies before its n-th statement, or so long after it began.

    Done again after a death it may be refused: it was carried out and only could not say so.
    """
    ready, begun = os.pipe()
    child = os.fork()
    if child == 0:
        _child(url, act, statement, begun=begun, again=again)
    os.close(begun)
    waiting.select([ready], [], [], 60)
    os.close(ready)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if os.WEXITSTATUS(status):
        raise RuntimeError(f"{act.name} failed by itself")
    return True


def _child(url: str, act: Act, statement: int, *, begun: int, again: bool) -> None:
    status = 1
    try:
        engine = open_engine(url)
        left = [statement]

        def die(*_: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        if statement:
            _listen(engine, die)
        with Session(engine) as session:
            os.write(begun, b"!")
            act.do(session)
        status = 0
    except Refusal as refused:
        status = 0 if again else 1
        if status:
            sys.stderr.write(f"{act.name}: {refused}\n")
    except Exception:  # noqa: BLE001 - the parent hears that it failed, and everybody why
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _listen(engine: object, called: Callable[..., None]) -> None:
    """Before every statement and every commit, and once a connection comes back after one."""
    for what in ("before_cursor_execute", "commit", "checkin"):
        event.listen(engine, what, called)


def measure(url: str, act: Act) -> Measured:
    """Do it undisturbed, in this process."""
    engine, seen = open_engine(url), Counter[str]()

    def one_more(*_: object) -> None:
        seen["statements"] += 1

    _listen(engine, one_more)
    began = time.perf_counter()
    with Session(engine) as session:
        act.do(session)
    seconds = time.perf_counter() - began
    engine.dispose()
    return Measured(seen["statements"], seconds)


# --- a round -------------------------------------------------------------------------------------


def undisturbed(copies: Copies, acts: Sequence[Act]) -> tuple[list[Measured], dict[str, list[str]]]:
    """What each act takes, and what stands written when all are done."""
    with copies.copy(0) as url:
        # The first time is slow: what is read once is read now.
        measured = [measure(url, act) for act in acts]
        amiss, found = look(url)
    if amiss:
        raise RuntimeError(f"without any cut: {amiss}")
    return measured, found


def disturbed(
    url: str,
    steps: Sequence[tuple[Act, Measured]],
    figures: Figures,
    chance: random.Random,
) -> None:
    """Every act killed again and again, the books read after each death."""
    for act, known in steps:
        for cuts in range(min(max(known.statements // A_CUT_EVERY, FEWEST_CUTS), MOST_CUTS)):
            again = cuts > 0
            if chance.random() < AT_A_STATEMENT:
                lived = attempt(url, act, statement=_early(chance, known.statements), again=again)
                how = "statement"
            else:
                lived = attempt(url, act, after=chance.uniform(0, known.seconds), again=again)
                how = "instant"
            if lived:
                break
            figures.points[f"{act.name}, {how}"] += 1
            amiss, _ = look(url)
            figures.wrong += [f"{act.name}, {how}: {one}" for one in amiss]
        else:
            attempt(url, act, again=True)


def _early(chance: random.Random, statements: int) -> int:
    """Any statement; of a long act mostly an early one, for it goes on where it was cut."""
    most = statements if chance.random() < ANYWHERE else max(statements // 4, 12)
    return chance.randint(1, max(min(most, statements), 1))


def run(copies: Copies, folder: Path, *, each: int, points: int, seed: int) -> Figures:
    """Rounds until so many have died, every scenario in turn."""
    office, figures = prepare(copies.original, folder, each=each), Figures()
    chance, known = random.Random(seed), {}
    while figures.killed < points and not figures.wrong:
        name = sorted(SCENARIOS)[figures.rounds % len(SCENARIOS)]
        acts = list(SCENARIOS[name](office))
        if name not in known:
            known[name] = undisturbed(copies, acts)
        measured, expected = known[name]
        figures.rounds += 1
        with copies.copy(figures.rounds) as url:
            disturbed(url, list(zip(acts, measured, strict=True)), figures, chance)
            _, found = look(url)
        told = (
            f"round {figures.rounds}, {name}: {figures.killed} killed, {len(figures.wrong)} wrong"
        )
        print(told, file=sys.stderr, flush=True)
        for table, rows in expected.items():
            figures.wrong += [f"{name}: {table} lost {row}" for row in _less(rows, found[table])]
            figures.wrong += [
                f"{name}: {table} has also {row}" for row in _less(found[table], rows)
            ]
        told = f"round {figures.rounds}, {name}: {dict(figures.points)}, {figures.wrong}"
        print(told, file=sys.stderr, flush=True)
    return figures


def _less(these: Sequence[str], those: Sequence[str]) -> list[str]:
    return sorted((Counter(these) - Counter(those)).elements())


def main() -> int:
    """Kill, and print what was found."""
    asking = argparse.ArgumentParser(prog="kaiban bench kill")
    asking.add_argument("--server", help="a PostgreSQL server's URL; without it SQLite")
    asking.add_argument("--points", type=int, default=1000)
    asking.add_argument("--each", type=int, default=4, help="payments of each story")
    asking.add_argument("--seed", type=int, default=0, help="0 draws one")
    asked = asking.parse_args()
    seed = asked.seed or random.SystemRandom().randrange(1, 10**6)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copies = Copies(asked.server, Path(folder))
        try:
            figures = run(copies, Path(folder), each=asked.each, points=asked.points, seed=seed)
        finally:
            copies.close()
    found = {
        "database": copies.kind,
        "seed": seed,
        "kill_points": figures.killed,
        "rounds": figures.rounds,
        "by_act": dict(sorted(figures.points.items())),
        "seconds": round(time.monotonic() - began),
        "wrong": figures.wrong,
    }
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 1 if figures.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
