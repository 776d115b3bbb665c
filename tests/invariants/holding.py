"""What always holds of the money (processes.md §3.12), read from the rows and from nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.verifying import broken_books, broken_histories
from service.domain.calendar import beijing_date
from service.domain.holding import BUDGET, WHOLE
from service.domain.ledger import PAID_INTO
from service.records import HistoryEntry, LedgerEntry, OutboxMessage, Payment
from service.records.allowance import AllowanceLine
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.fraud import FraudMatter
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.payment_hold import PaymentHold
from service.records.payment_line import PaymentLine
from service.records.real_name import RealName
from service.records.result import LearnerResult
from service.records.roster import RosterLine
from service.records.step import OpenStep
from tests.invariants.batching import amiss_in_batches
from tests.invariants.budgeting import amiss_in_budgets
from tests.jurisdictions.telling import BUNDLES

ADVANCE = "ADVANCE"
OUT = ("paid", "advance")
ON_PAPER = {"INSTRUCT", "RETURNED", "RECOVERED", "OFFSET", "WRITE_OFF", *PAID_INTO}
APPROVES = ("opening_approve", "advance_approve", "claim_recheck", "proof_recheck")
WHOLE_BP, NOBODYS_DEBT = 10_000, "budget"


@dataclass(frozen=True, slots=True)
class Seen:
    """The rows of a moment that later moments must still show, and what was ever agreed."""

    ledger: Sequence[Any]
    history: Sequence[Any]
    outbox: Sequence[Any]
    agreed: dict[tuple[int, int], int]
    frozen: frozenset[int]
    held: frozenset[tuple[int, str]]


def look(session: Session, before: Seen | None = None) -> Seen:
    """What stands now; of each line the most that was ever agreed."""
    session.rollback()
    rows = [
        session.execute(select(*table.__table__.columns).order_by(*table.__table__.primary_key))
        for table in (LedgerEntry, HistoryEntry, OutboxMessage)
    ]
    ledger, history, outbox = (list(map(tuple, one)) for one in rows)
    agreed = dict(before.agreed) if before else {}
    for line in session.scalars(select(ClaimLine)):
        if not line.excluded and line.verdict in ("approved", "cut"):
            key = (line.case_id, line.line)
            agreed[key] = max(agreed.get(key, 0), line.amount_fen)
    frozen, open_holds = frozenset(_frozen(session)), PaymentHold.lifted_at.is_(None)
    holds = select(PaymentHold).where(open_holds, PaymentHold.line == WHOLE)
    held = frozenset(
        (one.case_id, one.stage) for one in session.scalars(holds) if one.reason != BUDGET
    )
    session.rollback()
    return Seen(ledger, history, outbox, agreed, frozen, held)


def _frozen(session: Session) -> Iterator[int]:
    """The cases of whoever an open fraud case is about."""
    asked = select(FraudMatter).where(FraudMatter.decision.is_(None))
    about = {(one.jurisdiction, one.subject_uscc) for one in session.scalars(asked)}
    bodies = select(Case, Institution.uscc).join(Institution, Institution.id == Case.institution_id)
    for case, uscc in session.execute(bodies):
        if (case.jurisdiction, uscc) in about:
            yield case.id


def amiss(session: Session, place: str, before: Seen, now: Seen) -> list[str]:
    """Every sentence that should hold and does not."""
    session.rollback()
    try:
        entries = list(session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)))
        return [
            *_edited(before, now),
            *_accounts_below_nothing(entries),
            *_entries_without_ground(entries[len(before.ledger) :]),
            *_paid_beyond_what_was_approved(session, entries, place),
            *_paid_beyond_what_was_agreed(session, entries, now.agreed),
            *_more_back_than_out(entries),
            *_learners_beyond_their_standard(session, now.agreed),
            *_days_beyond_the_year(session, place),
            *_sent_while_frozen(before, now, entries),
            *_sent_without_a_real_name(session, place, entries[len(before.ledger) :], now.agreed),
            *_payers_who_approved(session),
            *_certificates_counted_twice(session),
            *_ends_with_money_under_way(session, entries),
            *_cases_that_stand_still(session),
            *amiss_in_batches(session),
            *amiss_in_budgets(session),
            *broken_books(session),
            *broken_histories(session),
        ]
    finally:
        session.rollback()


def _edited(before: Seen, now: Seen) -> Iterator[str]:
    """What was written stays as it was written."""
    for table in ("ledger", "outbox"):
        if list(getattr(now, table))[: len(getattr(before, table))] != list(getattr(before, table)):
            yield f"the {table} was edited"
    if not set(map(repr, before.history)) <= set(map(repr, now.history)):
        yield "the history was edited"


def _accounts_below_nothing(entries: Sequence[LedgerEntry]) -> Iterator[str]:
    """Read entry by entry: no account of a case but its budget ever stands below nothing."""
    standing: dict[tuple[int, str], int] = defaultdict(int)
    for entry in entries:
        standing[entry.case_id, entry.debit] += entry.fen
        standing[entry.case_id, entry.credit] -= entry.fen
        if standing[entry.case_id, entry.credit] < 0 and entry.credit != NOBODYS_DEBT:
            yield f"entry {entry.id} takes what is not there from {entry.credit}"


def _entries_without_ground(fresh: Sequence[LedgerEntry]) -> Iterator[str]:
    """Every entry names its clause; what moved money, its voucher, receipt or paper too."""
    for entry in fresh:
        if not entry.clause or (entry.kind in ON_PAPER and not entry.voucher_no):
            yield f"entry {entry.id} ({entry.kind}) names no clause or no voucher"


def _out(entries: Sequence[LedgerEntry], case_id: int, *stages: str) -> int:
    return sum(
        entry.fen * ((entry.debit in OUT) - (entry.credit in OUT))
        for entry in entries
        if entry.case_id == case_id
        and "in_payment" in (entry.debit, entry.credit)
        and (not stages or entry.stage in stages)
    )


def _paid_beyond_what_was_approved(
    session: Session, entries: Sequence[LedgerEntry], place: str
) -> Iterator[str]:
    """Σ paid ≤ the approved total; the advance ≤ its cap of that."""
    caps = BUNDLES[place].policy["value"].get("advance_cap", {})
    for opening in session.scalars(select(ClassOpening)):
        total, case_id = opening.approved_total_fen, opening.case_id
        if total is None:
            continue
        if (out := _out(entries, case_id)) > total:
            yield f"case {case_id} was paid {out} of {total}"
        cap, advance = caps.get("cap", WHOLE_BP), _out(entries, case_id, ADVANCE)
        if advance * WHOLE_BP > total * cap + WHOLE_BP:
            yield f"case {case_id} was paid {advance} in advance of {total}"


def _paid_beyond_what_was_agreed(
    session: Session, entries: Sequence[LedgerEntry], agreed: dict[tuple[int, int], int]
) -> Iterator[str]:
    """Beyond the advance nothing is sent that no line of the claim has earned, nor twice."""
    sent: dict[int, int] = defaultdict(int)
    for payment in session.scalars(select(Payment).where(Payment.state != "returned")):
        if payment.stage != ADVANCE and payment.state != "reviewed":
            sent[payment.case_id] += payment.amount_fen
    for case_id, fen in sent.items():
        earned = sum(amount for (case, _), amount in agreed.items() if case == case_id)
        if fen > earned:
            yield f"case {case_id} was sent {fen}, its lines have earned {earned}"
        advance = _out(entries, case_id, ADVANCE)
        if advance and fen + advance > max(earned, advance):
            yield f"case {case_id} was sent {fen} beside an advance of {advance} of {earned}"
    yield from _persons_paid_twice(session, agreed)


def _persons_paid_twice(session: Session, agreed: dict[tuple[int, int], int]) -> Iterator[str]:
    """A person gets in all stages together what the line was agreed at, at most."""
    sent: Counter[tuple[int, int]] = Counter()
    asked = select(Payment.case_id, PaymentLine.line, PaymentLine.amount_fen).join(
        Payment, Payment.id == PaymentLine.payment_id
    )
    for case_id, line, fen in session.execute(
        asked.where(Payment.state.in_(("instructed", "paid")))
    ):
        sent[case_id, line] += fen
    for key, fen in sent.items():
        if fen > agreed.get(key, 0):
            yield f"line {key} was sent {fen}, agreed was {agreed.get(key, 0)}"


def _more_back_than_out(entries: Sequence[LedgerEntry]) -> Iterator[str]:
    """paid − recovered − returned = net ≥ 0."""
    for case_id in sorted({entry.case_id for entry in entries}):
        mine = [entry for entry in entries if entry.case_id == case_id]
        back = sum(
            entry.fen * ((entry.debit == "recovered") - (entry.credit == "recovered"))
            for entry in mine
        )
        # A fraud case calls back what another case was paid: against the budget it came from.
        elsewhere = sum(
            entry.fen for entry in mine if (entry.debit, entry.credit) == ("recoverable", "budget")
        )
        if back > _out(mine, case_id) + elsewhere:
            yield f"case {case_id} gave back {back}"


def _learners_beyond_their_standard(
    session: Session, agreed: dict[tuple[int, int], int]
) -> Iterator[str]:
    """All stages of a learner, online and offline together, come to the standard at most."""
    people = {
        (row.case_id, row.line): row.person_index
        for row in session.execute(
            select(RosterLine.case_id, RosterLine.line, RosterLine.person_index)
        )
    }
    asked = session.execute(select(Case.id, Case.parent_id, Case.process))
    parents = {row.id: (row.parent_id, row.process) for row in asked}
    approved = select(ClassOpening).where(ClassOpening.standard_fen.is_not(None))
    standard = {row.case_id: row.standard_fen or 0 for row in session.scalars(approved)}
    got: Counter[tuple[int, str]] = Counter()
    for (case_id, line), fen in agreed.items():
        parent, process = parents[case_id]
        if process.endswith("_living"):
            continue
        got[parent or case_id, people[case_id, line]] += fen
    for (course, _), fen in got.items():
        if course in standard and fen > standard[course]:
            yield f"a learner of case {course} comes to {fen} of {standard[course]}"


def _days_beyond_the_year(session: Session, place: str) -> Iterator[str]:
    """No more days of allowance in a year than the policy's cap, unless it was lifted."""
    cap = BUNDLES[place].policy["value"].get("living_cap_days")
    if cap is None:
        return
    most = max(int(version["value"]) for version in cap["version"])
    days: Counter[tuple[str, int]] = Counter()
    lifted: set[tuple[str, int]] = set()
    asked = select(AllowanceLine, ClaimLine).join(
        ClaimLine,
        (ClaimLine.case_id == AllowanceLine.case_id) & (ClaimLine.line == AllowanceLine.line),
    )
    for line, claim in session.execute(asked):
        page = (line.person_index, line.year)
        if line.lifted_because:
            lifted.add(page)
        if not claim.excluded and claim.verdict in ("approved", "cut"):
            days[page] += line.paid
    for page, number in days.items():
        if number > most and page not in lifted:
            yield f"somebody has {number} days in {page[1]}"


def _sent_while_frozen(before: Seen, now: Seen, entries: Sequence[LedgerEntry]) -> Iterator[str]:
    """No money leaves for whom a fraud case is about, nor for what finance holds."""
    for entry in entries[len(before.ledger) :]:
        if entry.kind == "INSTRUCT" and entry.case_id in before.frozen & now.frozen:
            yield f"case {entry.case_id} was sent money while it was frozen"
        if entry.kind == "INSTRUCT" and (entry.case_id, entry.stage) in before.held & now.held:
            yield f"{entry.stage} of case {entry.case_id} was sent while it was held"


def _sent_without_a_real_name(
    session: Session,
    place: str,
    fresh: Sequence[LedgerEntry],
    agreed: dict[tuple[int, int], int],
) -> Iterator[str]:
    """凡补必进: where the place asks for it, nobody is paid for who is not registered."""
    policy = BUNDLES[place].policy
    asks = policy["value"].get("real_name_required", {}).get("version", ())
    registered = set(map(tuple, session.execute(select(RealName.case_id, RealName.line))))
    for entry in fresh:
        case = session.get_one(Case, entry.case_id)
        opening = session.get(ClassOpening, case.id)
        if entry.kind != "INSTRUCT" or entry.stage == ADVANCE or opening is None:
            continue
        filed_on = beijing_date(opening.received_at or case.opened_at)
        asked = [version["value"] for version in asks if version["since"] <= filed_on][-1:]
        if asked == [True] and case.process == policy["jurisdiction"]["main"]:
            lines = {key for key, fen in agreed.items() if key[0] == case.id and fen}
            for _, line in sorted(lines - registered):
                yield f"line {line} of case {case.id} is paid for and not registered"


def _payers_who_approved(session: Session) -> Iterator[str]:
    """Whoever pays a case has neither reviewed nor approved it, by natural person."""
    acts: dict[tuple[int, bool], set[str]] = defaultdict(set)
    for entry in session.scalars(select(HistoryEntry).where(HistoryEntry.step.is_not(None))):
        if entry.step in ("finance_pay", "finance_review", *APPROVES):
            persons = {entry.natural_person, entry.acting_for} - {None}
            acts[entry.case_id, entry.step == "finance_pay"] |= {str(one) for one in persons}
    for case_id, paid in list(acts):
        if paid and acts[case_id, True] & acts[case_id, False]:
            yield f"case {case_id} was paid by somebody who approved it"


def _certificates_counted_twice(session: Session) -> Iterator[str]:
    """A certificate number is claimed for once in a stage and kind of case."""
    asked = (
        select(LearnerResult.cert_no, Case.process)
        .join(Case, Case.id == LearnerResult.case_id)
        .join(
            ClaimLine,
            (ClaimLine.case_id == LearnerResult.case_id) & (ClaimLine.line == LearnerResult.line),
        )
        .where(LearnerResult.verdict == "accepted", LearnerResult.cert_no.is_not(None))
        .where(~ClaimLine.excluded, ClaimLine.verdict.in_(("approved", "cut")))
    )
    for (_number, process), times in Counter(map(tuple, session.execute(asked))).items():
        if times > 1:
            yield f"one certificate was claimed for {times} times in {process}"


def _ends_with_money_under_way(session: Session, entries: Sequence[LedgerEntry]) -> Iterator[str]:
    """A case that has ended waits for no bank and keeps nothing set aside."""
    for case in session.scalars(select(Case).where(Case.finished.is_not(None))):
        for account in ("in_payment", "committed"):
            left = sum(
                entry.fen * ((entry.debit == account) - (entry.credit == account))
                for entry in entries
                if entry.case_id == case.id
            )
            if left:
                yield f"case {case.id} ended as {case.finished} with {left} {account}"


def _cases_that_stand_still(session: Session) -> Iterator[str]:
    """A case that runs has somebody, some message or some moment to go on with."""
    working = set(session.scalars(select(OpenStep.case_id)))
    for case in session.scalars(select(Case).where(Case.finished.is_(None))):
        if case.id not in working and not case.waits and case.next_due is None:
            yield f"case {case.id} waits for nothing"
