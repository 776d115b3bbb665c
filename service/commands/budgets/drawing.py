"""What a move posted, added to its day and drawn from its budgets; too much is refused."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from service.domain.budget import Drawn, drawn
from service.domain.calendar import beijing_date
from service.domain.refusals import BudgetShort
from service.records.budget import draw as draw_from
from service.records.ledger_day import add_to_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.commands.dossier import Dossier
    from service.records.budget import Budget, Key
    from service.records.ledger import LedgerEntry
    from service.records.ledger_day import DayKey

BINDS, RECOVERED_RETURNS = "budget_binds", "budget_recovered_returns"


def draw(dossier: Dossier) -> None:
    """Keep the sums beside the ledger: two statements a move, last of all, after the case's lock.

    The budget's row is what cases of a region wait for each other at, so it is held shortly.
    """
    book = vars(dossier).get("book")
    if book is None or not book.fresh:
        return
    fresh, book.fresh = book.fresh, []
    add_to_days(dossier.session, _days(fresh))
    changes = _changes(fresh)
    for budget in draw_from(dossier.session, changes) if changes else ():
        if changes[budget.key].spent_fen > 0:
            require_enough(dossier, budget, changes[budget.key].spent_fen)


def require_enough(dossier: Dossier, budget: Budget, wanted_fen: int) -> None:
    """Where the place's budget binds, no more leaves than was appropriated."""
    left_fen = budget.standing.spendable_fen(with_recovered=dossier.is_on(RECOVERED_RETURNS))
    if dossier.is_on(BINDS) and left_fen < 0:
        raise BudgetShort(
            case_id=dossier.case.id,
            stage=dossier.stage or dossier.book.entries[-1].stage,
            key=budget.key,
            wanted_fen=wanted_fen,
            left_fen=left_fen + wanted_fen,
        )


def _days(entries: Iterable[LedgerEntry]) -> Mapping[DayKey, tuple[int, int]]:
    sums: dict[DayKey, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in entries:
        place = (one.jurisdiction, str(one.region), one.fund)
        key = (*place, beijing_date(one.at), one.debit, one.credit)
        fen, count = sums[key]
        sums[key] = (fen + one.fen, count + 1)
    return sums


def _changes(entries: Iterable[LedgerEntry]) -> Mapping[Key, Drawn]:
    sums: dict[Key, Drawn] = {}
    for one in entries:
        key = one.drawn_from
        sums[key] = sums.get(key, Drawn()) + drawn(one.debit, one.credit, one.fen)
    return {key: change for key, change in sums.items() if change != Drawn()}
