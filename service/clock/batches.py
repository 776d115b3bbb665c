"""Batches on their way: what is left of a release goes on, and what the bank answered is closed."""

import structlog
from sqlalchemy.orm import Session

from service.clock import incidents
from service.clock.house import House
from service.commands import log_lines
from service.commands.bank import taking
from service.commands.batches import releasing, settling
from service.domain.batch import RELEASING
from service.records.bank_file import files_to_do
from service.records.payment_batch import under_way

log = structlog.get_logger("kaiban.clock")


def carry_on(house: House, *, most: int = 1000) -> int:
    """Go on with every batch that is being released; how many payments were taken up."""
    done = 0
    with house.sessions() as session:
        waiting = [batch.id for batch in under_way(session) if batch.state == RELEASING]
        session.rollback()
        for batch_id in waiting:
            log_lines.begin()
            try:
                done += releasing.carry_on(session, house.clock, batch_id, most=most - done)
            except Exception as failure:  # noqa: BLE001 - one broken batch must not stop the others
                session.rollback()
                log.error("batch rests", batch=batch_id, failure=incidents.name_of(failure))  # noqa: TRY400 - no message
        _go_on_with_files(house, session)
        settling.settle(session, house.clock)
    return done


def _go_on_with_files(house: House, session: Session) -> None:
    """What a bank answered and nobody finished recording, from where it stopped."""
    waiting = files_to_do(session)
    session.rollback()
    for file_id in waiting:
        log_lines.begin()
        try:
            taking.carry_on(session, house.clock, file_id)
        except Exception as failure:  # noqa: BLE001 - one broken file must not stop the others
            session.rollback()
            log.error("file rests", file=file_id, failure=incidents.name_of(failure))  # noqa: TRY400 - no message
