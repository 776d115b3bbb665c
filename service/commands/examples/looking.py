"""How a case stands, in the words an example uses: open steps, due days, money, messages, end."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.domain.calendar import beijing_date
from service.domain.ledger import ACCOUNTS
from service.records.case import Case
from service.records.claim import claim_of
from service.records.deadline import deadlines_of
from service.records.ledger import LedgerEntry, entries_of
from service.records.opening import ClassOpening
from service.records.outbox import messages_of
from service.records.step import steps_of


def standing(session: Session, case_id: int) -> dict[str, Any]:
    """Everything an example may ask about."""
    session.rollback()
    case = session.get_one(Case, case_id)
    entries = entries_of(session, case_id)
    money = {
        account: sum(
            entry.fen * ((entry.debit == account) - (entry.credit == account)) for entry in entries
        )
        for account in ACCOUNTS
    }
    deadlines = deadlines_of(session, case_id)
    filed = session.get(ClassOpening, case_id)
    found = {
        "finished": case.finished,
        "open": sorted(step.element for step in steps_of(session, case_id)),
        "due": {
            row.rule: beijing_date(row.due_at - timedelta(microseconds=1))
            for row in deadlines
            if row.due_at is not None
        },
        "kind": {row.rule: row.kind for row in deadlines},
        "deadline": {row.rule: row.state for row in deadlines},
        "money": money,
        "booked": _booked(entries),
        "in_action": filed.in_action if filed is not None else None,
        "excluded": {
            str(row.line): row.reason
            for row in claim_of(session, case_id)
            if row.excluded or row.verdict == "removed"
        },
        "told": [message.template for message in messages_of(session, case_id)],
    }
    session.rollback()
    return found


def _booked(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """What was entered under each stage and kind, all rounds and lines together."""
    booked: dict[str, int] = {}
    for entry in entries:
        kind = f"{entry.stage}.{entry.kind}"
        booked[kind] = booked.get(kind, 0) + entry.fen
    return booked


def differences(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """Where a case stands otherwise than it should."""
    for name, value in wanted.items():
        if isinstance(value, Mapping):
            for key, one in value.items():
                if found[name].get(key) != one:
                    yield f"{name}.{key} should be {one}, is {found[name].get(key)}"
        elif name in ("told", "not_told"):
            yield from _letters(value, found["told"], wanted=name == "told")
        elif name == "open":
            if sorted(value) != found["open"]:
                yield f"open should be {sorted(value)}, is {found['open']}"
        elif found[name] != value:
            yield f"{name} should be {value}, is {found[name]}"


def _letters(templates: Iterable[str], sent: Iterable[str], *, wanted: bool) -> Iterator[str]:
    """The letters that should have been sent and were not, or the other way about."""
    amiss = [template for template in templates if (template in sent) is not wanted]
    if amiss:
        yield f"{'nobody' if wanted else 'somebody'} was told {', '.join(amiss)}"
