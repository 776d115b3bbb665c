"""The round of the night: one process walks it, and a sweep that fails stops no other."""

import structlog
from sqlalchemy.orm import Session

from service.commands import night_round
from service.commands.clocks import Clock

log = structlog.get_logger("kaiban.clock")


def walk(session: Session, clock: Clock) -> dict[str, int] | None:
    """Walk tonight's round unless somebody has; what was dropped, by its name."""
    hour = night_round.take(session, clock)
    if hour is None:
        return None
    dropped: dict[str, int] = {}
    for name, sweep in night_round.SWEEPS.items():
        try:
            dropped[name] = sweep(session, hour)
        except Exception as failure:  # noqa: BLE001 - one broken sweep must not stop the others
            session.rollback()
            log.error("sweep failed", sweep=name, failure=type(failure).__name__)  # noqa: TRY400 - no message
    log.info("night round", **dropped)
    # Where one failed, the round is not done: after an hour it is taken once more.
    if dropped.keys() == night_round.SWEEPS.keys():
        night_round.finish(session, hour)
    return dropped
