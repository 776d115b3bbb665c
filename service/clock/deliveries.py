"""Keeping the promises of the outbox: into inboxes first, then by e-mail, at least once."""

from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifications import TryAgain, Undeliverable, render
from service.clock import incidents, promises
from service.clock.house import House
from service.commands import log_lines
from service.commands.library import LIBRARY
from service.records.case import Case
from service.records.outbox import Delivery, OutboxMessage
from service.records.person import Person
from service.records.transaction import write_transaction

NOBODY, FAILED = "nobody_to_tell", "message"
log = structlog.get_logger("kaiban.clock")


class NobodyHolds(Exception):
    """Nobody holds the role that the message is for."""

    def __init__(self, lane: str) -> None:
        super().__init__(lane)
        self.lane = lane


def deliver(house: House, *, most: int = 1000) -> int:
    """Tell everybody what was promised; how many messages were taken up."""
    with house.sessions() as session:
        for done in range(most):
            with write_transaction(session):
                message_id = promises.take(session, house.clock.now(session))
            if message_id is None:
                return done
            _keep_one(house, session, message_id)
    return most


def _keep_one(house: House, session: Session, message_id: int) -> None:
    log_lines.begin()
    try:
        _tell(house, session, message_id)
        for tried in _mails_due(house, session, message_id):
            _mail_one(house, session, tried)
        _settle(house, session, message_id)
    except NobodyHolds as nobody:
        _put_off(house, session, message_id, kind=NOBODY, detail=nobody.lane)
    except Exception as failure:  # noqa: BLE001 - one broken message must not stop the clock
        detail = incidents.name_of(failure)
        _put_off(house, session, message_id, kind=FAILED, detail=detail)


def _tell(house: House, session: Session, message_id: int) -> None:
    with write_transaction(session):
        if promises.is_told(session, message_id):
            return
        message = session.get_one(OutboxMessage, message_id)
        now = house.clock.now(session)
        log_lines.about(session.get_one(Case, message.case_id).number)
        people = promises.recipients(session, message)
        if not people:
            raise NobodyHolds(promises.lane_of(message))
        for person in people:
            promises.tell(session, message, person, now=now)
            if person.email and house.mail is not None:
                promises.intend_mail(session, message, person, now=now)
    log.info("message told", message=message_id, people=len(people))


def _mails_due(house: House, session: Session, message_id: int) -> list[Delivery]:
    if house.mail is None:
        return []
    now = house.clock.now(session)
    open_ones = promises.open_mails(session, message_id)
    session.expunge_all()
    return [tried for tried in open_ones if promises.next_turn(tried) <= now]


def _settle(house: House, session: Session, message_id: int) -> None:
    """Put the promise away, or say when an e-mail is to be tried again."""
    with write_transaction(session):
        now = house.clock.now(session)
        left = promises.open_mails(session, message_id)
        if not left:
            if promises.kept(session, message_id):
                _mend(session, message_id, now)
        elif house.mail is None:
            promises.due_again(session, message_id, now + promises.LONGEST_WAIT)
        else:
            promises.due_again(session, message_id, min(map(promises.next_turn, left)))


def _mend(session: Session, message_id: int, now: datetime) -> None:
    case_id = session.get_one(OutboxMessage, message_id).case_id
    for kind in (NOBODY, FAILED):
        incidents.mended(session, case_id, kind, now=now)


def _put_off(house: House, session: Session, message_id: int, *, kind: str, detail: str) -> None:
    """Let the message rest and show why; its incident never holds up the case itself."""
    session.rollback()
    with write_transaction(session):
        now = house.clock.now(session)
        promises.put_off(session, message_id, now)
        case_id = session.get_one(OutboxMessage, message_id).case_id
        log_lines.about(session.get_one(Case, case_id).number)
        tries = incidents.note(session, case_id, kind, detail=detail, now=now).tries
    log.error("message rests", message=message_id, kind=kind, failure=detail, tries=tries)


def _mail_one(house: House, session: Session, tried: Delivery) -> None:
    session.rollback()
    ok, code = _send(house, session, tried)
    session.rollback()
    try:
        with write_transaction(session):
            now = house.clock.now(session)
            session.add(promises.next_try(tried, now=now, ok=ok, code=code))
    except IntegrityError:
        # Another worker made the same try; the Message-ID lets the reader's server see one.
        log.info("tried twice", message=tried.message_id)


def _send(house: House, session: Session, tried: Delivery) -> tuple[bool, str | None]:
    message = session.get_one(OutboxMessage, tried.message_id)
    person = session.get_one(Person, tried.recipient_id)
    case = session.get_one(Case, message.case_id)
    texts = LIBRARY.in_force(session, case.jurisdiction)[0].bundle.texts
    link = f"{house.public_url}/cases/{case.number}"
    text = render(texts, message.template, {**message.params, "link": link}, "zh")
    if house.mail is None or not person.email:
        return False, promises.GIVEN_UP
    address, id_of_mail = person.email, f"{message.id}-{person.id}"
    # The line to a slow mail server must not hold a transaction open.
    session.rollback()
    try:
        house.mail.deliver(address, text, id_of_mail)
    except TryAgain:
        return False, "try_again"
    except Undeliverable:
        return False, promises.GIVEN_UP
    return True, None
