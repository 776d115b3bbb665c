"""What a class has earned learner by learner, and what is still to pay or to come back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from service.domain.money import within

Mode = Literal["net", "gross"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one learner's training ended."""

    line: int
    standard_fen: int
    certified: bool
    certificate_accepted: bool = True
    evidence_ok: bool = True
    out_of_city: bool = False
    offline_in_city: bool = False
    removed: bool = False  # by the reviewer, the institution or an upheld objection


@dataclass(frozen=True, slots=True)
class LinePay:
    """What one learner's line pays, or why it pays nothing."""

    line: int
    fen: int
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """The class settled: one of `final_fen` and `recover_fen` is zero, unless settled gross."""

    lines: tuple[LinePay, ...]
    payable_fen: int
    advance_net_fen: int
    final_fen: int
    recover_fen: int

    @property
    def net_fen(self) -> int:
        """What is still to be paid; below zero, what has to come back."""
        return self.payable_fen - self.advance_net_fen


def line_pay(outcome: Outcome) -> LinePay:
    """The standard if every gate is open, else nothing and the first gate that is shut."""
    gates = (
        (outcome.certified, "not_certified"),
        (outcome.certificate_accepted, "certificate_not_accepted"),
        (outcome.evidence_ok, "evidence_missing"),
        (outcome.offline_in_city or not outcome.out_of_city, "offline_not_in_city"),
        (not outcome.removed, "removed"),
    )
    for is_open, obstacle in gates:
        if not is_open:
            return LinePay(outcome.line, 0, obstacle)
    return LinePay(outcome.line, outcome.standard_fen)


def settle(
    outcomes: Iterable[Outcome],
    *,
    advance_net_fen: int,
    mode: Mode = "net",
    seats: int | None = None,
) -> Settlement:
    """Count the advance against what was earned; the last stage is the rest."""
    lines = tuple(line_pay(outcome) for outcome in outcomes)
    payable = within(sum(line.fen for line in lines))
    kept = min(advance_net_fen, payable)
    if mode == "gross":
        paid = sum(line.fen > 0 for line in lines)
        kept = min(kept, _share_of_seats(advance_net_fen, paid, seats or len(lines)))
    return Settlement(
        lines=lines,
        payable_fen=payable,
        advance_net_fen=advance_net_fen,
        final_fen=payable - kept,
        recover_fen=advance_net_fen - kept,
    )


def _share_of_seats(advance_fen: int, paid: int, seats: int) -> int:
    """The part of the advance that belongs to the seats paid for."""
    return advance_fen * paid // seats if seats else 0
