"""A batch of payments: how it may stand, what may be done with it, by whom, what it answers for."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from service.domain import holding

# --- how a batch stands --------------------------------------------------------------------------

DRAWN, CHECKED, APPROVED = "drawn", "checked", "approved"
RELEASING, RELEASED, SETTLED, DROPPED = "releasing", "released", "settled", "dropped"
STATES: Mapping[str, tuple[str, str, str]] = {
    DRAWN: ("已编制", "Drawn", "blue"),
    CHECKED: ("已校验", "Checked", "blue"),
    APPROVED: ("已批准", "Approved", "green"),
    RELEASING: ("放行中", "Being released", "amber"),
    RELEASED: ("已放行", "Released", "green"),
    SETTLED: ("已结清", "Settled", ""),
    DROPPED: ("已作废", "Dropped", ""),
}

# --- what may be done ----------------------------------------------------------------------------

DRAW, CHECK, HOLD, TAKE_BACK = "draw", "check", "hold", "take_back"
APPROVE, RELEASE, DROP = "approve", "release", "drop"
ACTS: Mapping[str, tuple[str, str]] = {
    DRAW: ("编制", "drew it"),
    CHECK: ("校验", "checked it"),
    HOLD: ("暂扣一笔", "held a line back"),
    TAKE_BACK: ("恢复一笔", "took a line back in"),
    APPROVE: ("批准", "approved it"),
    RELEASE: ("放行", "released it"),
    DROP: ("作废", "dropped it"),
}
# From which states each act is possible, and where it leads; None leaves the batch as it stands.
# Whatever is put in anew has to be checked anew; from the approval on nothing is edited any more.
ALLOWED: Mapping[str, tuple[frozenset[str], str | None]] = {
    CHECK: (frozenset({DRAWN, CHECKED}), CHECKED),
    HOLD: (frozenset({DRAWN, CHECKED}), None),
    TAKE_BACK: (frozenset({DRAWN, CHECKED}), DRAWN),
    APPROVE: (frozenset({CHECKED}), APPROVED),
    RELEASE: (frozenset({APPROVED}), RELEASING),
    DROP: (frozenset({DRAWN, CHECKED, APPROVED}), DROPPED),
}

# --- how a line of it stands ---------------------------------------------------------------------

IN, HELD, SENT, PAID, RETURNED = "in", "held", "sent", "paid", "returned"
LINES: Mapping[str, tuple[str, str, str]] = {
    IN: ("在批次内", "In the batch", "blue"),
    HELD: ("暂扣", "Held back", "amber"),
    SENT: ("已发银行", "With the bank", "blue"),
    PAID: ("已到账", "Paid", "green"),
    RETURNED: ("已退回", "Returned", "red"),
}
COUNTED = (IN, SENT, PAID, RETURNED)
BODY, PERSONS = "body", "persons"
KINDS: Mapping[str, tuple[str, str]] = {
    BODY: ("单位", "Bodies"),
    PERSONS: ("学员本人", "Learners themselves"),
}

# Why a line is held back, beside what holds any payment.
OWN_REVIEW, REFUSED, UNWRITABLE = "own_review", "refused", "unwritable"
REASONS: Mapping[str, tuple[str, str]] = {
    **holding.REASONS,
    OWN_REVIEW: ("放行人审核过本办件", "The releaser reviewed this case"),
    REFUSED: ("本笔不能放行", "This line could not be released"),
    UNWRITABLE: ("户名或开户行写不进银行清单", "Name or bank cannot be put on the bank's list"),
}

# Two people always; a third where the place's table asks for one.
TWO_HANDS, THREE_HANDS = 2, 3

_ACCOUNT = re.compile(r"\d{12,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hand:
    """That somebody did something with a batch: the natural persons he acted as."""

    act: str
    persons: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """What the approval of one line answers for."""

    no: int
    payment: int
    line: int
    fen: int
    account: str  # the blind index of the account it goes to


def is_possible(act: str, state: str) -> bool:
    """Whether the act may be done with a batch that stands so."""
    return state in ALLOWED[act][0]


def after(act: str, state: str) -> str:
    """Where the act leaves a batch that stood so."""
    return ALLOWED[act][1] or state


def bars(act: str, hands: int) -> frozenset[str]:
    """Having done which acts bars a natural person from this one."""
    if act == APPROVE:
        return frozenset({DRAW, TAKE_BACK})
    if act == RELEASE:
        # Nobody pays what he approved, be it in one batch of two hands or of three.
        return frozenset({DRAW, TAKE_BACK, APPROVE} if hands >= THREE_HANDS else {APPROVE})
    return frozenset()


def barred_by(
    act: str, done: Iterable[Hand], persons: Collection[str], *, hands: int = TWO_HANDS
) -> str | None:
    """What somebody did with the batch before that keeps him from this act; None: nothing."""
    barring = bars(act, hands)
    return next(
        (one.act for one in done if one.act in barring and not one.persons.isdisjoint(persons)),
        None,
    )


def digest(items: Iterable[Item]) -> str:
    """What an approval signs: every line with its amount and its account."""
    lines = sorted((one.no, one.payment, one.line, one.fen, one.account) for one in items)
    said = "\n".join("|".join(map(str, line)) for line in lines)
    return hashlib.sha256(said.encode()).hexdigest()


def is_account(number: str | None) -> bool:
    """Whether a payment could arrive under that number."""
    return _ACCOUNT.fullmatch(number or "") is not None


def batch_number(prefix: str, day: str, running: int) -> str:
    """The number under which people, vouchers and the bank know a batch."""
    return f"{prefix}-P{day}-{running}"


def voucher_number(batch: str, no: int) -> str:
    """The voucher of one line; no other line ever has it."""
    return f"{batch}-{no:05d}"
