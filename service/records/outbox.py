"""What was promised to be told to whom, every try to deliver it, and the inbox people read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseRef, Json, JsonList, PersonRef, RowId


class OutboxMessage(Base):
    """One promise to tell a lane, an institution or a person; never changed, it has tries."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index(None, "case_id", "history_seq"),)

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    history_seq: Mapped[int]
    template: Mapped[str]
    audience: Mapped[Json]
    params: Mapped[Json]
    at: Mapped[datetime]
    channels: Mapped[JsonList]


class Delivery(Base):
    """One try to deliver one message to one person over one channel."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("message_id", "channel", "recipient_id", "try_no"),)

    id: Mapped[RowId]
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_message.id"))
    channel: Mapped[str]
    recipient_id: Mapped[PersonRef]
    try_no: Mapped[int]
    at: Mapped[datetime]
    ok: Mapped[bool]
    error_code: Mapped[str | None]


class InboxItem(Base):
    """One message in one person's inbox."""

    __tablename__ = "inbox_item"
    __table_args__ = (UniqueConstraint("person_id", "message_id"),)

    id: Mapped[RowId]
    person_id: Mapped[PersonRef]
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_message.id"))
    read_at: Mapped[datetime | None]


def messages_after(session: Session, after: int, *, limit: int = 100) -> list[OutboxMessage]:
    """The next promises by number, for whoever delivers them."""
    return list(
        session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.id > after)
            .order_by(OutboxMessage.id)
            .limit(limit)
        )
    )


def tries_of(session: Session, message_ids: list[int]) -> list[Delivery]:
    """Every try made for these messages."""
    return list(
        session.scalars(
            select(Delivery).where(Delivery.message_id.in_(message_ids)).order_by(Delivery.id)
        )
    )


def messages_of(session: Session, case_id: int) -> list[OutboxMessage]:
    """What was promised on a case."""
    return list(
        session.scalars(
            select(OutboxMessage).where(OutboxMessage.case_id == case_id).order_by(OutboxMessage.id)
        )
    )


def inbox(
    session: Session, person_id: int, *, before: int | None = None, limit: int = 50
) -> list[tuple[InboxItem, OutboxMessage]]:
    """A person's messages, newest first, in pages."""
    found = (
        select(InboxItem, OutboxMessage)
        .join(OutboxMessage, OutboxMessage.id == InboxItem.message_id)
        .where(InboxItem.person_id == person_id)
    )
    if before is not None:
        found = found.where(InboxItem.id < before)
    rows = session.execute(found.order_by(InboxItem.id.desc()).limit(limit))
    return [(item, message) for item, message in rows]


def unread(session: Session, person_id: int) -> int:
    """How many messages a person has not read."""
    return session.execute(
        select(func.count()).where(InboxItem.person_id == person_id, InboxItem.read_at.is_(None))
    ).scalar_one()
