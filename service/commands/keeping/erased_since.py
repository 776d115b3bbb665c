"""What was erased after a backup was made is erased again when the backup is put back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.clocks import Clock
from service.commands.keeping import manifest as manifests
from service.commands.keeping.manifest import Agreed, BackupUnusable
from service.commands.people import retention, security
from service.domain.refusals import Refusal
from service.records.erasure import Erasure
from service.records.person import Person
from service.records.retention import still_there
from service.records.transaction import write_transaction


@dataclass(frozen=True, slots=True)
class Again:
    """One erasure that a backup knew nothing of: how many cases, or why it has to wait."""

    confirmed_on: str
    cases: int
    lacking: str = ""


def agreed(engine: Engine) -> tuple[Agreed, ...]:
    """Every erasure that two people of this house agreed on; none where there are no tables."""
    if not inspect(engine).has_table(Erasure.__tablename__):
        return ()
    with Session(engine) as session:
        rows = session.scalars(
            select(Erasure).where(Erasure.confirmed_at.is_not(None)).order_by(Erasure.id)
        )
        return tuple(_agreed(session, row) for row in rows)


def _agreed(session: Session, row: Erasure) -> Agreed:
    people = {
        person.id: person.login
        for person in session.scalars(
            select(Person).where(Person.id.in_((row.proposed_by, row.confirmed_by)))
        )
    }
    return Agreed(
        digest=row.digest,
        lines=tuple((int(case_id), str(kind)) for case_id, kind in row.lines),
        proposed_by=people[row.proposed_by],
        confirmed_by=people[row.confirmed_by or 0],
        proposed_at=row.proposed_at,
        confirmed_at=row.confirmed_at or row.proposed_at,
    )


def told_beside(backup: Path) -> Iterator[Agreed]:
    """What the other backups of the same folder know to have been agreed."""
    for path in sorted(backup.resolve().parent.glob(f"*/{manifests.NAME}")):
        try:
            yield from manifests.read(path.parent).erasures
        except BackupUnusable:
            continue


def again(session: Session, told: Iterable[Agreed], clock: Clock) -> Iterator[Again]:
    """Erase again whatever of this has come back with the backup."""
    for one in {agreed.digest: agreed for agreed in told}.values():
        back = _came_back(session, one)
        session.rollback()
        if back:
            yield _again(session, one, back, clock)


def _came_back(session: Session, one: Agreed) -> set[int]:
    """The cases of which something is here that was to be erased."""
    there = still_there(session, {case_id for case_id, _ in one.lines})
    return {line[0] for line in one.lines if line in there}


def _again(session: Session, one: Agreed, cases: set[int], clock: Clock) -> Again:
    day = one.confirmed_at.date().isoformat()
    found = select(Person).where(Person.login.in_((one.proposed_by, one.confirmed_by)))
    people = {person.login: person.id for person in session.scalars(found)}
    if len(people) < len({one.proposed_by, one.confirmed_by}):
        return Again(day, len(cases), "who agreed on it has no account here: propose it anew")
    actor = desk.person_and_actor(session, people[one.confirmed_by])
    session.rollback()
    if actor is None:
        return Again(day, len(cases), "who confirmed it is not active here: propose it anew")
    number = _put_down(session, one, people)
    try:
        retention.carry_on(session, number, actor=actor[1], clock=clock)
    except Refusal as refused:
        return Again(day, len(cases), refused.sentence.en)
    left = _came_back(session, one)
    session.rollback()
    return Again(
        day, len(left or cases), "it is not due here: see `kaiban retention`" if left else ""
    )


def _put_down(session: Session, one: Agreed, people: dict[str, int]) -> int:
    """The agreement as it stood, under a number of this house."""
    with write_transaction(session):
        before = select(Erasure).where(Erasure.digest == one.digest, Erasure.done_at.is_(None))
        row = session.scalar(before.limit(1)) or Erasure(
            lines=[list(line) for line in one.lines],
            digest=one.digest,
            proposed_by=people[one.proposed_by],
            proposed_at=one.proposed_at,
        )
        row.confirmed_by, row.confirmed_at = people[one.confirmed_by], one.confirmed_at
        session.add(row)
        session.flush()
        about: dict[str, Any] = {"erasure": row.id, "lines": len(one.lines), "digest": one.digest}
        security.note(session, "erasure_confirmed", actor=None, about={**about, "again": True})
        return row.id
