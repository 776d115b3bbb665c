"""How a batch stands with its bank: the files taken in, the differences, the lines left silent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.bank_difference import OUTCOMES, QUIET
from service.domain.batch import RETURNED, SENT
from service.records import bank_file as records
from service.records import payment_batch
from service.records.bank_file import BankFile, BankOutcome, BankResult
from service.records.case import Case
from service.records.payment_batch import BatchItem, PaymentBatch

TO_LOOK_INTO = tuple(word for word in OUTCOMES if word not in QUIET)
START = (0, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a bank's file that somebody has to look into, or that came back."""

    outcome: BankOutcome
    told: BankResult
    item: BatchItem | None
    number: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it, the lists a page at a time."""

    files: Sequence[tuple[BankFile, Mapping[str, int]]]
    differences: Sequence[Difference]
    returned: Sequence[Difference]
    silent: Sequence[tuple[BatchItem, str]]
    silent_lines: int


def standing(
    session: Session, batch: PaymentBatch, *, after: tuple[int, int] = START, limit: int = 100
) -> Standing:
    """How the batch stands with its bank."""
    files = records.files_of(session, batch.id)
    counts = records.outcomes(session, [one.id for one in files])
    silent = payment_batch.items_of(session, batch.id, states=(SENT,), limit=limit)
    there = payment_batch.sums(session, [batch.id])[batch.id].get(SENT)
    numbers = _numbers(session, {one.case_id for one in silent})
    return Standing(
        [(one, counts[one.id]) for one in files],
        _rows(session, batch.id, TO_LOOK_INTO, after=after, limit=limit),
        _rows(session, batch.id, (RETURNED,), after=START, limit=limit),
        [(one, numbers[one.case_id]) for one in silent] if files else [],
        there.lines if there is not None and files else 0,
    )


def _rows(
    session: Session,
    batch_id: int,
    wanted: Sequence[str],
    *,
    after: tuple[int, int],
    limit: int,
) -> list[Difference]:
    found = records.differences(session, batch_id, wanted, after=after, limit=limit)
    asked = select(BatchItem).where(
        BatchItem.batch_id == batch_id,
        BatchItem.no.in_([told.item_no for _, told in found if told.item_no is not None]),
    )
    items = {one.no: one for one in session.scalars(asked)}
    numbers = _numbers(session, {one.case_id for one in items.values()})
    return [_difference(row, told, items.get(told.item_no or 0), numbers) for row, told in found]


def _difference(
    row: BankOutcome, told: BankResult, item: BatchItem | None, numbers: Mapping[int, str]
) -> Difference:
    return Difference(row, told, item, numbers[item.case_id] if item else "")


def _numbers(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(Case.id, Case.number).where(Case.id.in_(ids)))
    return {row[0]: row[1] for row in rows}
