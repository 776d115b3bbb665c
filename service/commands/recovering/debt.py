"""One debt of a case: how much is owed, which day is the next, and what ends it."""

from typing import TYPE_CHECKING

from service.domain import recovery as domain
from service.domain.calendar import beijing_date
from service.domain.orders import (
    DecideOffset,
    DecideWriteOff,
    ProposeOffset,
    ProposeWriteOff,
    RecordRepayment,
)
from service.domain.recovery import Part
from service.domain.refusals import NotNow
from service.records.recovery_ways import plan_of

if TYPE_CHECKING:
    from service.commands.dossier import Dossier
    from service.domain.orders import CaseOrder
    from service.records.recovery import Recovery

FIRST, SECOND = "recovery", "recovery_second"
# The matter left the office; what comes in afterwards is taken all the same.
OUTLIVE_THE_CASE = (
    RecordRepayment,
    ProposeOffset,
    DecideOffset,
    ProposeWriteOff,
    DecideWriteOff,
)


def running(dossier: "Dossier") -> "Recovery":
    """The recovery that runs on the case, or outlived it."""
    if dossier.recovery is None:
        raise NotNow("本办件没有追回事项。", "There is no recovery on this case.")
    return dossier.recovery


def owed_fen(dossier: "Dossier") -> int:
    """What still has to come back."""
    return dossier.book.balance("recoverable")


def outlives(dossier: "Dossier", order: "CaseOrder") -> bool:
    """Whether the order is about a debt that is still there though the case has ended."""
    return isinstance(order, OUTLIVE_THE_CASE) and owed_fen(dossier) > 0


def parts_of(dossier: "Dossier") -> list[Part]:
    """The agreed parts of the debt; none where all of it is due at once."""
    entry = running(dossier)
    return [Part(row.due_on, row.amount_fen) for row in plan_of(dossier.session, entry.id)]


def ended(dossier: "Dossier", fen: int) -> None:
    """So much of the debt is gone, in whatever way: the next day moves, or the clocks stop."""
    entry = running(dossier)
    entry.repaid_fen = (entry.repaid_fen or 0) + fen
    if owed_fen(dossier) == 0:
        for name in (FIRST, SECOND):
            dossier.deadlines.met(name)
        return
    go_on(dossier)


def go_on(dossier: "Dossier") -> None:
    """Where the part that was due has come, the day of the next one begins to run."""
    entry, parts = running(dossier), parts_of(dossier)
    row = dossier.deadlines.running(FIRST)
    if not parts or row is None or row.due_at is None or row.state != "running":
        return
    at = domain.next_part(parts, sum(part.fen for part in parts) - owed_fen(dossier))
    if at is not None and parts[at].due_on > beijing_date(row.due_at):
        dossier.deadlines.met(FIRST)
        entry.due_at = dossier.deadlines.begin_until(FIRST, parts[at].due_on).due_at
