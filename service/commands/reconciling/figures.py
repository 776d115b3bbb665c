"""The budgets of a year as readers see them: by fund, and which of them counts what came back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.commands.budgets.returning import counting
from service.records.budget import Budget, budgets_in
from service.records.step import Scope


@dataclass(frozen=True, slots=True)
class Fund:
    """A year's money of one fund: given, spent, promised, and free."""

    appropriated_fen: int = 0
    spent_fen: int = 0
    committed_fen: int = 0
    available_fen: int = 0

    @property
    def whole_fen(self) -> int:
        """How long its bar is."""
        return self.spent_fen + self.committed_fen + max(self.available_fen, 0)


def budgets(session: Session, scopes: Sequence[Scope], year: int) -> list[Budget]:
    """The budgets of these places in a year."""
    return budgets_in(session, [(one.jurisdiction, one.region) for one in scopes], year)


def by_fund(session: Session, scopes: Sequence[Scope], year: int) -> dict[str, Fund]:
    """What these places have of each fund."""
    found: dict[str, Fund] = {}
    back = counting(session)
    for one in budgets(session, scopes, year):
        so_far = found.get(one.fund, Fund())
        found[one.fund] = Fund(
            so_far.appropriated_fen + one.appropriated_fen,
            so_far.spent_fen + one.spent_fen,
            so_far.committed_fen + one.committed_fen,
            so_far.available_fen + one.standing.available_fen(with_recovered=back(one)),
        )
    return dict(sorted(found.items()))
