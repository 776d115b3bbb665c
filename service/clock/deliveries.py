"""Keeping the promises of the outbox: into inboxes first, then by e-mail, at least once."""

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from notifications import TryAgain, Undeliverable, render
from service.clock import promises
from service.clock.house import House
from service.commands.library import LIBRARY
from service.records.case import Case
from service.records.outbox import Delivery, OutboxMessage
from service.records.person import Person
from service.records.transaction import write_transaction

log = structlog.get_logger("kaiban.clock")


def deliver(house: House, *, most: int = 1000) -> int:
    """Tell everybody what was promised; how many messages were taken up."""
    told = _into_inboxes(house, most)
    if house.mail is not None:
        _by_mail(house)
    return told


def _into_inboxes(house: House, most: int) -> int:
    with house.sessions() as session:
        after = promises.first_to_look_at(session)
        session.rollback()
        for told in range(most):
            with write_transaction(session):
                message = promises.untold_after(session, after)
                if message is None:
                    return told
                after = message.id
                _spread(house, session, message)
    return most


def _spread(house: House, session: Session, message: OutboxMessage) -> None:
    now = house.clock.now(session)
    for person in promises.recipients(session, message):
        promises.tell(session, message, person, now=now)
        if person.email and house.mail is not None:
            promises.intend_mail(session, message, person, now=now)


def _by_mail(house: House) -> None:
    after = 0
    with house.sessions() as session:
        while page := promises.open_tries(session, after=after):
            after = page[-1].id
            now = house.clock.now(session)
            due = [tried for tried in page if promises.is_time(tried, now)]
            session.expunge_all()
            for tried in due:
                _mail_one(house, session, tried)


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
    try:
        house.mail.deliver(person.email, text, f"{message.id}-{person.id}")
    except TryAgain:
        return False, "try_again"
    except Undeliverable:
        return False, promises.GIVEN_UP
    return True, None
