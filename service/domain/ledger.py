"""The case's books: every event is a transfer between two accounts, and what must always hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ACCOUNTS = (
    "budget",
    "committed",
    "in_payment",
    "advance",
    "paid",
    "recoverable",
    "recovered",
    "written_off",
    "lapsed",
)
# Every stage in which something is paid is a kind of entry; an advance is still to be earned.
PAID_INTO = {
    "ADVANCE": "advance",
    **dict.fromkeys(
        ("STAGE1", "STAGE2", "FINAL", "ONLINE", "OFFLINE", "PREJOB", "SPECIAL", "DIRECT", "LIVING"),
        "paid",
    ),
}
KINDS = (
    "COMMIT",
    "RELEASE",
    "INSTRUCT",
    *PAID_INTO,
    "RETURNED",
    "SETTLE",
    "RECOVERY_DUE",
    "RECOVERED",
    "OFFSET",
    "WAIVED",
    "WRITE_OFF",
    "LAPSE",
)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money moved from the credited account to the debited one: balanced by its shape."""

    debit: str
    credit: str
    fen: int
    kind: str
    stage: str
    line: int  # 0 is the whole class
    attempt: int
    fund: str
    clause: str

    def __post_init__(self) -> None:
        if self.fen <= 0:
            raise ValueError("a transfer moves more than nothing")
        if self.debit == self.credit or not {self.debit, self.credit} <= set(ACCOUNTS):
            raise ValueError(f"no transfer from {self.credit} to {self.debit}")
        if self.kind not in KINDS:
            raise ValueError(f"no entry kind {self.kind}")

    @property
    def key(self) -> tuple[str, int, str, int]:
        """What makes a repeat the same entry, within its case."""
        return (self.stage, self.line, self.kind, self.attempt)


@dataclass(frozen=True, slots=True)
class Entry:
    """What every transfer of one event shares: its stage, its fund and the clause behind it."""

    stage: str
    fund: str
    clause: str
    line: int = 0
    attempt: int = 1


def commit(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """The opening is approved: its total is set aside from the budget."""
    return _move(fen, "COMMIT", entry, debit="committed", credit="budget")


def release(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """What will not be needed goes back to the budget."""
    return _move(fen, "RELEASE", entry, debit="budget", credit="committed")


def instruct(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """The bank is told to pay: the money is on its way and cannot be promised twice."""
    return _move(fen, "INSTRUCT", entry, debit="in_payment", credit="committed")


def post_paid(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """The bank has paid: an advance is outstanding until settled, a final payment is done."""
    return _move(fen, entry.stage, entry, debit=PAID_INTO[entry.stage], credit="in_payment")


def void_returned(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """The payment came back (退票): the money is set aside as before."""
    return _move(fen, "RETURNED", entry, debit="committed", credit="in_payment")


def settle_advance(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """The class has earned that much of its advance."""
    return _move(fen, "SETTLE", entry, debit="paid", credit="advance")


def recovery_due(fen: int, entry: Entry, *, source: str = "advance") -> tuple[Transfer, ...]:
    """Money that was paid has to come back."""
    return _move(fen, "RECOVERY_DUE", entry, debit="recoverable", credit=source)


def recovered(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """Money has come back; each repayment is an attempt of its own."""
    return _move(fen, "RECOVERED", entry, debit="recovered", credit="recoverable")


def offset(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """What the debtor was to be paid elsewhere is kept in place of money."""
    return _move(fen, "OFFSET", entry, debit="recovered", credit="recoverable")


def waived(fen: int, entry: Entry, *, source: str) -> tuple[Transfer, ...]:
    """An objection was right: that much had been earned, or was never this payee's debt."""
    kept = "budget" if source == "budget" else "paid"
    return _move(fen, "WAIVED", entry, debit=kept, credit="recoverable")


def write_off(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """Two persons have given the money up, on paper."""
    return _move(fen, "WRITE_OFF", entry, debit="written_off", credit="recoverable")


def lapse(fen: int, entry: Entry) -> tuple[Transfer, ...]:
    """Money set aside can no longer be earned (余款失效)."""
    return _move(fen, "LAPSE", entry, debit="lapsed", credit="committed")


def balances(transfers: Iterable[Transfer]) -> dict[str, int]:
    """What stands on each account; the budget shows what was drawn from it as below zero."""
    standing = dict.fromkeys(ACCOUNTS, 0)
    for transfer in transfers:
        standing[transfer.debit] += transfer.fen
        standing[transfer.credit] -= transfer.fen
    return standing


@dataclass(frozen=True, slots=True)
class PaymentAct:
    """Who approved and who paid a payment, and how the case stood when it was instructed."""

    stage: str
    approved_by: str
    paid_by: str
    frozen: bool = False
    all_registered: bool = True  # 凡补必进: every learner paid for is registered by real name


@dataclass(frozen=True, slots=True)
class CertificateUse:
    """That a certificate number was counted in a stage for a claim kind."""

    number: str
    stage: str
    claim_kind: str


def broken_invariants(
    transfers: Sequence[Transfer],
    *,
    approved_fen: int | None = None,
    advance_cap_fen: int | None = None,
    payments: Iterable[PaymentAct] = (),
    certificates: Iterable[CertificateUse] = (),
) -> tuple[str, ...]:
    """What does not hold in the books of one case; empty when all is well."""
    return (
        *_broken_books(transfers),
        *_broken_limits(transfers, approved_fen, advance_cap_fen),
        *_broken_acts(payments),
        *_broken_certificates(certificates),
    )


def paid_out(transfers: Iterable[Transfer], kinds: Iterable[str] = tuple(PAID_INTO)) -> int:
    """What left for the payee under these kinds."""
    wanted = {PAID_INTO[kind] for kind in kinds}
    return sum(
        transfer.fen
        for transfer in transfers
        if transfer.credit == "in_payment" and transfer.debit in wanted
    )


def _move(fen: int, kind: str, entry: Entry, *, debit: str, credit: str) -> tuple[Transfer, ...]:
    if fen == 0:
        return ()
    return (
        Transfer(
            debit=debit,
            credit=credit,
            fen=fen,
            kind=kind,
            stage=entry.stage,
            line=entry.line,
            attempt=entry.attempt,
            fund=entry.fund,
            clause=entry.clause,
        ),
    )


def _broken_books(transfers: Sequence[Transfer]) -> list[str]:
    broken = [
        f"{account} stands below zero: {standing}"
        for account, standing in balances(transfers).items()
        if account != "budget" and standing < 0
    ]
    broken += [
        f"more of {fund} was ended than called: {standing}"
        for fund, standing in _recoverable_by_fund(transfers).items()
        if standing < 0
    ]
    seen = Counter(transfer.key for transfer in transfers)
    broken += [f"entry {key} stands {times} times" for key, times in seen.items() if times > 1]
    return broken


def _recoverable_by_fund(transfers: Sequence[Transfer]) -> Counter[str]:
    standing = Counter[str]()
    for one in transfers:
        standing[one.fund] += one.fen * (
            (one.debit == "recoverable") - (one.credit == "recoverable")
        )
    return standing


def _broken_limits(
    transfers: Sequence[Transfer], approved_fen: int | None, advance_cap_fen: int | None
) -> list[str]:
    broken = []
    paid, advanced = paid_out(transfers), paid_out(transfers, ("ADVANCE",))
    if approved_fen is not None and paid > approved_fen:
        broken.append(f"paid {paid} is more than the approved {approved_fen}")
    if advance_cap_fen is not None and advanced > advance_cap_fen:
        broken.append(f"advance {advanced} is above its cap {advance_cap_fen}")
    elsewhere = sum(t.fen for t in transfers if (t.debit, t.credit) == ("recoverable", "budget"))
    if paid + elsewhere < balances(transfers)["recovered"]:
        broken.append("more was recovered than was ever paid")
    return broken


def _broken_acts(payments: Iterable[PaymentAct]) -> list[str]:
    broken = []
    for payment in payments:
        if payment.approved_by == payment.paid_by:
            broken.append(f"{payment.stage} was paid by the one who approved it")
        if payment.frozen:
            broken.append(f"{payment.stage} was paid while frozen")
        if not payment.all_registered:
            broken.append(f"{payment.stage} was paid for somebody not registered by real name")
    return broken


def _broken_certificates(certificates: Iterable[CertificateUse]) -> list[str]:
    seen = Counter(certificates)
    return [
        f"certificate counted {times} times in {use.stage} ({use.claim_kind})"
        for use, times in seen.items()
        if times > 1
    ]
