"""The rows of a bank's file put down as they stand there, and what each comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from sys import intern
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.domain.bank_answer import Said
from service.domain.bank_difference import DONE, Sent, is_doubted, judged
from service.domain.bank_layout import Code
from service.records import payment_batch
from service.records.bank_file import AT_ONCE, BankOutcome, BankResult
from service.records.base import Base
from service.records.payment_batch import BatchItem, PaymentBatch
from service.records.seal import blind_index

LONGEST_WORD, LONGEST_NOTE = 80, 500


@dataclass(frozen=True, slots=True)
class ItemNow(Sent):
    """A line of the batch as it stands when the file comes in, and where it belongs."""

    no: int
    payment_id: int


def keep(
    session: Session,
    file_id: int,
    batch: PaymentBatch,
    *,
    codes: Mapping[str, Code],
    lines: Sequence[Said],
) -> None:
    """Every row as the bank wrote it, and what it comes to as the batch stands now."""
    items = _items(session, batch.id)
    found = _found(session, batch, items, codes=codes, lines=lines)
    _put_down(session, BankResult, (_row(file_id, line, items) for line in lines))
    outcomes = (_outcome(file_id, line.at, found[line.at], items.get(line.ref)) for line in lines)
    _put_down(session, BankOutcome, outcomes)


def judge_anew(
    session: Session,
    batch: PaymentBatch,
    not_understood: Sequence[tuple[BankOutcome, BankResult]],
    *,
    codes: Mapping[str, Code],
    lines: Sequence[Said],
) -> int:
    """What nobody could read comes to what the table of today says of it; how many rows did.

    All lines are looked at together: one of two that contradict each other may be known by now.
    """
    items = _items(session, batch.id)
    found = _found(session, batch, items, codes=codes, lines=lines)
    refs = {line.at: line.ref[:LONGEST_WORD] for line in lines}
    anew = 0
    for row, told in not_understood:
        # What was put down stands for good: only the same line is judged in its place.
        if refs.get(row.at) == told.ref and found[row.at] != row.said:
            now = _outcome(row.file_id, row.at, found[row.at], items.get(told.ref))
            row.said, row.outcome = found[row.at], now["outcome"]
            anew += 1
    return anew


def _found(
    session: Session,
    batch: PaymentBatch,
    items: Mapping[str, ItemNow],
    *,
    codes: Mapping[str, Code],
    lines: Sequence[Said],
) -> dict[int, str]:
    strange = {one.ref.rpartition("-")[0] for one in lines if one.ref not in items}
    others = payment_batch.which_exist(session, strange - {batch.number})
    return judged(map(_unnamed, lines), items, codes=codes, others=others)


def _unnamed(line: Said) -> Said:
    """The line with the blind index of its account in the account's place."""
    return replace(line, account=blind_index(line.account)) if line.account else line


def _items(session: Session, batch_id: int) -> dict[str, ItemNow]:
    item = BatchItem
    asked = select(
        *(item.voucher_no, item.amount_fen, item.account_index, item.state),
        *(item.no, item.payment_id),
    ).where(item.batch_id == batch_id)
    # Read piece by piece: a great batch would lie in memory twice.
    rows = session.execute(asked, execution_options={"yield_per": AT_ONCE})
    return {
        ref: ItemNow(ref, fen, account, intern(state), *of)
        for ref, fen, account, state, *of in rows
    }


def _row(file_id: int, line: Said, items: Mapping[str, ItemNow]) -> dict[str, object]:
    item = items.get(line.ref)
    return {
        "file_id": file_id,
        "at": line.at,
        "ref": line.ref[:LONGEST_WORD],
        "item_no": item.no if item else None,
        "fen": line.fen,
        "code": line.code[:LONGEST_WORD],
        "note": line.note[:LONGEST_NOTE] or None,
        "done_on": line.done_on,
    }


def _outcome(file_id: int, at: int, said: str, item: ItemNow | None) -> dict[str, Any]:
    to_do = item is not None and (said in DONE or is_doubted(said, item.state))
    return {
        "file_id": file_id,
        "at": at,
        "payment_id": item.payment_id if item else None,
        "said": said,
        "outcome": None if to_do else said,
    }


def _put_down(session: Session, table: type[Base], rows: Iterable[Mapping[str, object]]) -> None:
    """A thousand at a time, so that a long file needs no more room."""
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        session.execute(insert(table), some)
