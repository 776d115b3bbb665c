"""Tells every example of every place once on each kind of database, for tests to look at."""

import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications import render
from service.commands import FixedClock, carry_out
from service.commands.examples import Example, Outcome, play, read_example
from service.commands.verifying import broken_books, broken_histories
from service.domain.orders import PublishBundle
from service.domain.permissions import Actor, Grant
from service.records import HistoryEntry, open_engine
from service.records.case import Case
from service.records.outbox import OutboxMessage
from tests.quick import remember_statements
from workflows import jurisdictions, read_folder

FOLDERS = jurisdictions()
EXAMPLES = sorted(
    file
    for folder in FOLDERS.values()
    for file in (folder / "examples").glob("*.toml")
    if not file.stem.startswith("_")
)
FOLDER = FOLDERS["chongqing"] / "examples"
BUNDLES = {name: read_folder(folder) for name, folder in FOLDERS.items()}
KEEPER = Actor(None, "keeper", (Grant("policy_admin"),))


@dataclass(frozen=True, slots=True)
class Told:
    """What an example came to, what does not fit, which ways were walked, which letters gape."""

    outcome: Outcome
    broken: list[str]
    walked: frozenset[tuple[str, str]]
    ended: frozenset[tuple[str, str | None]]
    gaps: frozenset[str]


@dataclass
class Teller:
    """Tells an example when it is first asked for, once for all the workers of a run."""

    fresh: Callable[[str], Callable[[], AbstractContextManager[str]]]
    shelf: Path

    def __call__(self, kind: str, file: Path) -> Told:
        book = self.shelf / f"{kind}-{file.parts[-3]}-{file.stem}"
        if not book.exists():
            written = book.with_suffix(f".{os.getpid()}")
            written.write_bytes(pickle.dumps(self._tell(kind, file)))
            written.rename(book)
        told: Told = pickle.loads(book.read_bytes())
        return told

    def _tell(self, kind: str, file: Path) -> Told:
        with self.fresh(kind)() as url:
            engine = remember_statements(open_engine(url))
            with Session(engine) as session:
                told = tell(read_example(file), session)
            engine.dispose()
        return told


def tell(example: Example, session: Session) -> Told:
    """Publish the folder, play the example, read everything again."""
    publish(session, example.scenes[0].at, example.jurisdiction)
    outcome = play(example, session)
    broken = [*broken_histories(session), *broken_books(session)]
    walked: Any = session.execute(
        select(Case.process, HistoryEntry.walked).join(Case, Case.id == HistoryEntry.case_id)
    )
    ways = frozenset((process, way) for process, ways in walked for way in ways)
    ended: Any = session.execute(select(Case.process, Case.finished))
    letters = frozenset(gaps(session, BUNDLES[example.jurisdiction].texts))
    return Told(outcome, broken, ways, frozenset((one, end) for one, end in ended), letters)


def gaps(session: Session, texts: Mapping[str, Any]) -> Iterator[str]:
    """The letters in which something that should stand there is not known."""
    for message in session.scalars(select(OutboxMessage)):
        params = {"link": "https://kaiban.example", **message.params}
        for language in ("zh", "en"):
            text = render(texts, message.template, params, language)
            if "—" in text.subject + text.body:
                yield f"{message.template}.{language}"


def publish(session: Session, at: Any, jurisdiction: str = "chongqing") -> None:
    """Put a folder in force."""
    order = PublishBundle(jurisdiction=jurisdiction)
    carry_out(order, actor=KEEPER, session=session, clock=FixedClock(at))
