"""What was promised to be told to whom, every try to deliver it, and the inbox people read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import (
    LARGEST_ID,
    Base,
    BigId,
    CaseRef,
    Json,
    JsonList,
    PersonRef,
    RowId,
)
from service.records.case import Case


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
    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("outbox_message.id"))
    channel: Mapped[str]
    recipient_id: Mapped[PersonRef]
    try_no: Mapped[int]
    at: Mapped[datetime]
    ok: Mapped[bool]
    error_code: Mapped[str | None]


class Undelivered(Base):
    """A promise still to be kept; the database itself adds the row with the message."""

    __tablename__ = "undelivered"
    __table_args__ = (Index(None, "retry_at", "message_id"),)

    message_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("outbox_message.id"), primary_key=True, autoincrement=False
    )
    retry_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")


class InboxItem(Base):
    """One message in one person's inbox."""

    __tablename__ = "inbox_item"
    __table_args__ = (
        UniqueConstraint("person_id", "message_id"),
        Index(None, "person_id", "id"),
        Index(
            "ix_inbox_item_unread",
            "person_id",
            "id",
            postgresql_where=text("read_at is null"),
            sqlite_where=text("read_at is null"),
        ),
    )

    id: Mapped[RowId]
    person_id: Mapped[PersonRef]
    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("outbox_message.id"))
    read_at: Mapped[datetime | None]


def next_undelivered(session: Session, now: datetime) -> Undelivered | None:
    """The promise whose turn it is, held so that no other worker takes it; delete it when kept."""
    return session.scalar(
        select(Undelivered)
        .where(Undelivered.retry_at <= now)
        .order_by(Undelivered.retry_at, Undelivered.message_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def oldest_waiting(session: Session) -> datetime | None:
    """Since when the oldest unkept promise has been waiting."""
    return session.scalar(
        select(OutboxMessage.at)
        .join(Undelivered, Undelivered.message_id == OutboxMessage.id)
        .order_by(Undelivered.message_id)
        .limit(1)
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


@dataclass(frozen=True, slots=True)
class InboxPlace:
    """Where a page of an inbox ended: among the unread ones or among the read."""

    unread: bool
    id: int


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One message in an inbox, and the case it is about."""

    item: InboxItem
    message: OutboxMessage
    number: str
    jurisdiction: str

    @property
    def place(self) -> InboxPlace:
        return InboxPlace(self.item.read_at is None, self.item.id)


def inbox(
    session: Session,
    person_id: int,
    *,
    only_unread: bool = False,
    after: InboxPlace | None = None,
    limit: int = 50,
) -> list[InboxLine]:
    """The next page of a person's messages: the unread ones first, the newest first."""
    lines: list[InboxLine] = []
    if after is None or after.unread:
        lines = _inbox_page(
            session, person_id, InboxItem.read_at.is_(None), after=after, limit=limit
        )
        after = None
    room = limit - len(lines)
    if room and not only_unread:
        lines += _inbox_page(
            session, person_id, InboxItem.read_at.is_not(None), after=after, limit=room
        )
    return lines


def _inbox_page(
    session: Session,
    person_id: int,
    which: ColumnElement[bool],
    *,
    after: InboxPlace | None,
    limit: int,
) -> list[InboxLine]:
    found = (
        select(InboxItem, OutboxMessage, Case.number, Case.jurisdiction)
        .join(OutboxMessage, OutboxMessage.id == InboxItem.message_id)
        .join(Case, Case.id == OutboxMessage.case_id)
        .where(InboxItem.person_id == person_id, which)
        .order_by(InboxItem.id.desc())
        .limit(limit)
    )
    if after is not None:
        found = found.where(InboxItem.id < min(after.id, LARGEST_ID))
    return [InboxLine(*row) for row in session.execute(found)]


def inbox_item(session: Session, person_id: int, item_id: int) -> InboxLine | None:
    """One message of a person's own; another's does not exist."""
    row = session.execute(
        select(InboxItem, OutboxMessage, Case.number, Case.jurisdiction)
        .join(OutboxMessage, OutboxMessage.id == InboxItem.message_id)
        .join(Case, Case.id == OutboxMessage.case_id)
        .where(InboxItem.person_id == person_id, InboxItem.id == min(item_id, LARGEST_ID))
    ).first()
    return None if row is None else InboxLine(*row)


def unread(session: Session, person_id: int, *, most: int) -> int:
    """How many messages a person has not read, counted no further than that."""
    some = (
        select(InboxItem.id)
        .where(InboxItem.person_id == person_id, InboxItem.read_at.is_(None))
        .limit(most)
    )
    return session.execute(select(func.count()).select_from(some.subquery())).scalar_one()
