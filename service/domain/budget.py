"""A year's budget of a fund in a region: what was appropriated, what was drawn, what is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.domain.ledger import Transfer

APPROPRIATE, CARRY_OVER, MOVE = "appropriate", "carry_over", "move"
YEARS = range(2000, 2101)
# processes.md §3.12: what money there is; one that is none of these is nobody's.
FUNDS = frozenset({"ZZ", "JYBZ", "FP", "LOCAL", "SYBX"})
# How long what is entered may be.
LONGEST: Mapping[str, int] = {"paper": 60, "item": 40, "subject": 40, "reason": 200}
# How a budget is changed, as pages say it.
KINDS: Mapping[str, tuple[str, str]] = {
    APPROPRIATE: ("下达", "Appropriated"),
    CARRY_OVER: ("结转", "Carried over"),
    MOVE: ("调剂", "Moved"),
}
PROPOSED, DECIDED, REFUSED = "proposed", "decided", "refused"
STATES: Mapping[str, tuple[str, str, str]] = {
    PROPOSED: ("待确认", "To be decided", "amber"),
    DECIDED: ("已生效", "In force", "green"),
    REFUSED: ("不予确认", "Refused", "red"),
}
# Whatever else is on its way or was paid left the commitment first, under the same entry.
_OUT = ("in_payment", "committed")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What some transfers change in a budget."""

    committed_fen: int = 0
    spent_fen: int = 0
    recovered_fen: int = 0
    lapsed_fen: int = 0

    def __add__(self, other: "Drawn") -> "Drawn":
        return Drawn(
            self.committed_fen + other.committed_fen,
            self.spent_fen + other.spent_fen,
            self.recovered_fen + other.recovered_fen,
            self.lapsed_fen + other.lapsed_fen,
        )


def drawn(debit: str, credit: str, fen: int) -> Drawn:
    """What one transfer between two accounts changes in the budget it is drawn from."""
    out = ((debit, credit) == _OUT) - ((credit, debit) == _OUT)
    return Drawn(
        committed_fen=fen * ((debit == "committed") - (credit == "committed")),
        spent_fen=fen * out,
        recovered_fen=fen * ((debit == "recovered") - (credit == "recovered")),
        lapsed_fen=fen * ((debit == "lapsed") - (credit == "lapsed")),
    )


def drawn_by(transfers: Iterable[Transfer]) -> Drawn:
    """What several transfers change together."""
    return sum((drawn(one.debit, one.credit, one.fen) for one in transfers), Drawn())


@dataclass(frozen=True, slots=True)
class Standing:
    """How a budget stands."""

    appropriated_fen: int
    committed_fen: int
    spent_fen: int
    recovered_fen: int = 0
    lapsed_fen: int = 0

    def spendable_fen(self, *, with_recovered: bool = False) -> int:
        """What may still be paid out of it; what is set aside for classes is part of it."""
        back = self.recovered_fen if with_recovered else 0
        return self.appropriated_fen + back - self.spent_fen

    def available_fen(self, *, with_recovered: bool = False) -> int:
        """What is promised to nobody yet; below zero, more was promised than there is.

        Where last year's promises are paid before they were carried over, what this year's were
        drawn below nothing is no money to spend.
        """
        return self.spendable_fen(with_recovered=with_recovered) - max(self.committed_fen, 0)
