"""Marking one's own messages as read: one of them, or all that came before a moment."""

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.domain.permissions import Actor
from service.records.base import LARGEST_ID
from service.records.outbox import InboxItem
from service.records.transaction import write_transaction


def mark_read(session: Session, actor: Actor, item_id: int, *, clock: Clock) -> bool:
    """One message was read; False where it was read before or is not the actor's."""
    return _mark(session, actor, InboxItem.id == item_id, clock=clock) > 0


def mark_all_read(session: Session, actor: Actor, upto: int, *, clock: Clock) -> int:
    """Every message up to the newest one the page showed; later ones nobody has seen yet."""
    return _mark(session, actor, InboxItem.id <= min(upto, LARGEST_ID), clock=clock)


def _mark(session: Session, actor: Actor, which: ColumnElement[bool], *, clock: Clock) -> int:
    with write_transaction(session):
        marked = session.execute(
            update(InboxItem)
            .where(InboxItem.person_id == actor.person_id, InboxItem.read_at.is_(None), which)
            .values(read_at=clock.now(session))
            .returning(InboxItem.id)
        )
        return len(marked.all())
