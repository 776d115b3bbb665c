"""One tick: what is due happens, batches go on, promises are told, at night all is swept."""

import structlog

from service.clock.batches import carry_on
from service.clock.deliveries import deliver
from service.clock.due_cases import pass_due
from service.clock.house import House
from service.clock.night import walk
from service.commands import log_lines

log = structlog.get_logger("kaiban.clock")


def tick(house: House) -> tuple[int, int]:
    """Due deadlines, batches, then messages; how many cases and how many messages were taken up."""
    due = pass_due(house)
    carry_on(house)
    done = due, deliver(house)
    log_lines.begin()
    with house.sessions() as session:
        walk(session, house.clock)
    return done


def careful_tick(house: House) -> None:
    """A tick that survives a vanished database: the next one tries again."""
    try:
        tick(house)
    except Exception as failure:  # noqa: BLE001 - the clock goes on whatever happened
        log.error("tick failed", failure=type(failure).__name__)  # noqa: TRY400 - no message: it may hold answers
