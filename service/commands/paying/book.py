"""The ledger of one case: every event a transfer, written once, whatever is repeated."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from service.commands.paying.payee import payee_kind, payee_uscc
from service.domain import ledger
from service.domain.ledger import PAID_INTO, Entry, Transfer
from service.domain.recovery import FundPart, apportioned
from service.domain.stage import PERSONS
from service.records.ledger import LedgerEntry, entries_of
from service.records.payment_batch import vouchers_of
from service.records.payment_line import lines_of
from service.records.recovery_ways import owed_by_fund

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from service.commands.dossier import Dossier
    from service.records.payment import Payment

    Event = Callable[[int, Entry], tuple[Transfer, ...]]

OPENING = "OPENING"
SETTLEMENT = "SETTLEMENT"


@dataclass
class Book:
    """The entries of a case and the events that add to them."""

    dossier: Dossier
    entries: list[LedgerEntry]
    # What this move has posted: still to be added to its day and drawn from its budget.
    fresh: list[LedgerEntry] = field(default_factory=list)

    @cached_property
    def _there(self) -> set[tuple[str, int, str, int]]:
        """The keys of all entries: a payment to a thousand persons asks for each of them."""
        return {_key(entry) for entry in self.entries}

    @classmethod
    def of(cls, dossier: Dossier) -> Book:
        """Read the entries of the dossier's case."""
        return cls(dossier, entries_of(dossier.session, dossier.case.id))

    def balance(self, account: str) -> int:
        """What stands on an account of this case."""
        return sum(
            entry.fen * ((entry.debit == account) - (entry.credit == account))
            for entry in self.entries
        )

    def total(self, kind: str, stage: str | None = None) -> int:
        """What was moved under a kind of entry."""
        return sum(
            entry.fen
            for entry in self.entries
            if entry.kind == kind and stage in (None, entry.stage)
        )

    def owed_by_fund(self) -> dict[str, int]:
        """What still has to come back to each fund, in the order in which they were called."""
        return owed_by_fund(self.entries)

    # --- events --------------------------------------------------------------------------------

    def commit(self, fen: int) -> None:
        """The approved total is set aside."""
        self._post(ledger.commit(fen, self._entry(OPENING)))

    def instruct(self, payment: Payment) -> None:
        """The bank is told to pay."""
        self._each(ledger.instruct, payment)

    def paid(self, payment: Payment, lines: Collection[int] = ()) -> None:
        """The bank has paid, or has paid these lines of it."""
        self._each(ledger.post_paid, payment, lines)

    def returned(self, payment: Payment, lines: Collection[int] = ()) -> None:
        """The bank has sent the money back; what persons were to get is set aside anew."""
        self._each(ledger.void_returned, payment, lines)
        if self._goes_to_persons(payment):
            self._each(ledger.release, payment, lines)

    def set_off(self, payment: Payment) -> None:
        """The payee is paid by being let off a debt elsewhere; the bank hears nothing of it."""
        self.instruct(payment)
        self.paid(payment)

    def taken_back(self, payment: Payment, lines: Collection[int] = ()) -> None:
        """A reviewed payment is begun anew, or goes without these: what was set aside is free."""
        if self._goes_to_persons(payment):
            self._each(ledger.release, payment, lines)

    def set_aside(self, payment: Payment) -> None:
        """What persons are paid is set aside by itself: no class was approved with it."""
        self._each(ledger.commit, payment)

    def settle_advance(self, fen: int) -> None:
        """The class has earned so much of its advance."""
        self._post(ledger.settle_advance(fen, self._entry(SETTLEMENT)))

    def recovery_due(
        self, fen: int, *, reason: str, source: str = "advance", parts: Sequence[FundPart] = ()
    ) -> None:
        """An advance that was not earned has to come back, or what was paid wrongly; each anew.

        Where it was several funds' money each fund's part is an entry of its own.
        """
        kind, whole = "RECOVERY_DUE", self._entry(reason)
        for part in parts or [FundPart(whole.fund, whole.clause, fen)]:
            attempt = 1 + sum(one.kind == kind and one.stage == reason for one in self.entries)
            entry = replace(whole, fund=part.fund, clause=part.clause, attempt=attempt)
            self._post(ledger.recovery_due(part.fen, entry, source=source))

    def recovered(self, fen: int, *, reason: str, receipt_no: str) -> None:
        """Part of it, or all, has come back, under the receipt given for it."""
        self._end(fen, ledger.recovered, "RECOVERED", reason=reason, voucher_no=receipt_no)

    def offset(self, fen: int, *, reason: str, voucher_no: str, fund: str) -> None:
        """Part of it, or all, was set against what another case is paid from the same fund."""
        self._end(fen, ledger.offset, "OFFSET", reason=reason, voucher_no=voucher_no, fund=fund)

    def waived(self, fen: int, *, reason: str) -> None:
        """An objection was right: so much need not come back, and stays where it came from."""
        event = partial(ledger.waived, source=self.called().credit)
        self._end(fen, event, "WAIVED", reason=reason)

    def written_off(self, fen: int, *, reason: str, paper_no: str) -> None:
        """Two persons have given it up, on paper."""
        self._end(fen, ledger.write_off, "WRITE_OFF", reason=reason, voucher_no=paper_no)

    def keep(self, fen: int) -> None:
        """No more than this can still be earned: what was set aside beyond it is set free."""
        self._post(ledger.release(max(self.balance("committed") - fen, 0), self._entry(OPENING)))

    def lapse_rest(self) -> None:
        """What is still set aside when the case ends goes back."""
        self._post(ledger.lapse(self.balance("committed"), self._entry(SETTLEMENT)))

    def called(self) -> LedgerEntry:
        """The entry that called the last debt: of whom, and of which fund's money."""
        return next(entry for entry in reversed(self.entries) if entry.kind == "RECOVERY_DUE")

    # --- writing -------------------------------------------------------------------------------

    def _end(
        self,
        fen: int,
        event: Event,
        kind: str,
        *,
        reason: str,
        voucher_no: str | None = None,
        fund: str = "",
    ) -> None:
        """So much of a debt is gone: of each fund that is owed, an entry in its own name."""
        owed = {of: left for of, left in self.owed_by_fund().items() if fund in ("", of)}
        called = {one.fund: one for one in self.entries if one.kind == "RECOVERY_DUE"}
        for of, part in apportioned(owed, fen).items():
            attempt = 1 + sum(one.kind == kind for one in self.entries)
            entry = Entry(stage=reason, fund=of, clause=called[of].clause, attempt=attempt)
            self._post(event(part, entry), voucher_no=voucher_no)

    def _each(self, event: Event, payment: Payment, lines: Collection[int] = ()) -> None:
        """One transfer for the payment; where it goes to persons, one for each of them."""
        entry = self._entry(payment.stage, attempt=payment.attempt)
        entry = replace(entry, fund=payment.fund or entry.fund)
        if not self._goes_to_persons(payment):
            self._post(event(payment.amount_fen, entry), payment)
            return
        # What left with a batch left under a voucher for each line.
        own_vouchers = vouchers_of(self.dossier.session, payment.id) if payment.voucher_no else {}
        for part in lines_of(self.dossier.session, payment.id):
            if part.held or (lines and part.line not in lines):
                continue
            own = event(part.amount_fen, replace(entry, line=part.line))
            # A person is named by his line: what finds him may be erased, the books may not.
            payee, voucher = f"{self.dossier.case.number}/{part.line}", own_vouchers.get(part.line)
            self._post(own, payment, payee=payee, voucher_no=voucher)

    def _goes_to_persons(self, payment: Payment) -> bool:
        return payee_kind(self.dossier, payment.stage) == PERSONS

    def _entry(self, stage: str, *, attempt: int = 1) -> Entry:
        paid_as = stage if stage in PAID_INTO else self._last_stage()
        source = self.dossier.decide("fund_source", stage=paid_as)
        return Entry(
            stage=stage,
            fund=str(source.values["fund"]),
            clause=source.clause or f"default:{source.rule}",
            attempt=attempt,
        )

    def _last_stage(self) -> str:
        """What belongs to no stage comes from the fund of the case's last one."""
        track = str(self.dossier.opening.particulars.get("track", ""))
        process = self.dossier.case.process
        course = [one for one in self.dossier.policy.stages if one.belongs_to(process, track)]
        # What follows on a class has no stages of its own.
        return (course or self.dossier.policy.stages)[-1].name

    def _post(
        self,
        transfers: Iterable[Transfer],
        payment: Payment | None = None,
        *,
        payee: str = "",
        voucher_no: str | None = None,
    ) -> None:
        for transfer in transfers:
            if transfer.key in self._there:
                continue
            self._there.add(transfer.key)
            entry = LedgerEntry(
                case_id=self.dossier.case.id,
                stage=transfer.stage,
                line=transfer.line,
                kind=transfer.kind,
                attempt=transfer.attempt,
                jurisdiction=self.dossier.case.jurisdiction,
                region=self.dossier.case.region,
                budget_year=self._budget_year(payment),
                fund=transfer.fund,
                payee=payee or payee_uscc(self.dossier, transfer.stage),
                debit=transfer.debit,
                credit=transfer.credit,
                fen=transfer.fen,
                at=self.dossier.now,
                clause=transfer.clause,
                approver_id=self._approver(payment),
                voucher_no=voucher_no or (payment.voucher_no if payment else None),
                bundle_hash=self.dossier.books.newest.hash,
                history_seq=self.dossier.seq,
            )
            self.dossier.session.add(entry)
            self.entries.append(entry)
            self.fresh.append(entry)

    def _approver(self, payment: Payment | None) -> int | None:
        """Whoever agreed to the payment; of what no payment is about, whoever did it."""
        agreed = payment.approved_by if payment is not None else None
        return agreed or self.dossier.actor.person_id

    def _budget_year(self, payment: Payment | None) -> int:
        """The year in which the money moves: that of the day of payment, else this one."""
        pay_on = payment.pay_on if payment is not None else None
        return (pay_on or self.dossier.today).year


def _key(entry: LedgerEntry) -> tuple[str, int, str, int]:
    return (entry.stage, entry.line, entry.kind, entry.attempt)
