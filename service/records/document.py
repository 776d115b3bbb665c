"""What was handed in as a file: its digest, size and kind; its name and its key lie sealed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Index, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import LARGEST_ID, Base, CaseRef, PersonRef, RowId
from service.records.columns import BOUND_TO, Sealed
from service.records.draft import Draft
from service.records.sealed_file import WRAPPED_FOR


class Document(Base):
    """One file of a case; its content lies sealed in the storage, under a key of its own."""

    __tablename__ = "document"
    __table_args__ = (
        Index(None, "case_id", "sha256"),
        Index(None, "handed_in_seq", "at"),
        Index(None, "storage_key"),
    )

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    name: Mapped[str | None] = mapped_column(Sealed("document.name"))
    step: Mapped[str]
    field: Mapped[str]
    lane: Mapped[str]
    personal: Mapped[bool] = mapped_column(default=False)
    uploaded_by: Mapped[PersonRef]
    at: Mapped[datetime]
    wrapped_key: Mapped[bytes | None] = mapped_column(info={BOUND_TO: WRAPPED_FOR})
    storage_key: Mapped[str | None]
    scan: Mapped[str]
    handed_in_seq: Mapped[int | None]
    erased_at: Mapped[datetime | None]

    @property
    def reference(self) -> str:
        """What a form's answer says of it."""
        return f"d-{self.id}"


def id_of(reference: str) -> int | None:
    """The number in a reference; None where it is none."""
    prefix, _, number = reference.partition("d-")
    if prefix or not (number.isascii() and number.isdigit()) or number.startswith("0"):
        return None
    found = int(number)
    return found if found <= LARGEST_ID else None


def documents_of(session: Session, case_id: int) -> list[Document]:
    """Every file of a case, the oldest first."""
    return list(
        session.scalars(select(Document).where(Document.case_id == case_id).order_by(Document.id))
    )


def document_of(session: Session, case_id: int, reference: str) -> Document | None:
    """The file of that reference, if it is this case's."""
    number = id_of(reference)
    found = session.get(Document, number) if number is not None else None
    return found if found is not None and found.case_id == case_id else None


def named(
    session: Session, case_id: int, references: Collection[str], *, held: bool = False
) -> list[Document]:
    """The files of this case among these references, in nobody else's hands if they are held."""
    numbers = {number for one in references if (number := id_of(one)) is not None}
    if not numbers:
        return []
    asked = select(Document).where(Document.case_id == case_id, Document.id.in_(numbers))
    asked = asked.order_by(Document.id)
    return list(session.scalars(asked.with_for_update() if held else asked))


def lying(session: Session, number: int) -> Document | None:
    """The file of that number, held, if it is still not handed in."""
    return session.scalar(
        select(Document)
        .where(Document.id == number, Document.handed_in_seq.is_(None))
        .with_for_update()
    )


def claimed(session: Session, storage_keys: Collection[str]) -> set[str]:
    """Those of these keys that a row names."""
    asked = select(Document.storage_key).where(Document.storage_key.in_(storage_keys))
    return {str(key) for key in session.scalars(asked)}


def twin(session: Session, case_id: int, sha256: str, lane: str) -> Document | None:
    """The same content that the same office has already put on the case."""
    return session.scalar(
        select(Document)
        .where(
            Document.case_id == case_id,
            Document.sha256 == sha256,
            Document.lane == lane,
            Document.erased_at.is_(None),
        )
        .order_by(Document.id)
        .limit(1)
    )


def of_field(session: Session, case_id: int, field: str) -> Document | None:
    """The last file that was sent for a field of the case and is still there."""
    asked = select(Document).where(
        Document.case_id == case_id, Document.field == field, Document.erased_at.is_(None)
    )
    return session.scalar(asked.order_by(Document.id.desc()).limit(1))


def storage_keys(session: Session) -> set[str]:
    """Every key under which something must lie in the storage."""
    asked = select(Document.storage_key).where(Document.storage_key.is_not(None))
    return {str(key) for key in session.scalars(asked)}


def hand_in(session: Session, numbers: Collection[int], seq: int) -> dict[str, str]:
    """Note with which entry these files first came in; those that do now, by their digest."""
    waiting = Document.id.in_(numbers) & Document.handed_in_seq.is_(None)
    rows = session.execute(
        update(Document)
        .where(waiting)
        .values(handed_in_seq=seq)
        .returning(Document.id, Document.sha256)
    )
    return {f"d-{number}": digest for number, digest in rows}


def left_lying(
    session: Session, before: datetime, *, after: int = 0, limit: int = 100
) -> list[int]:
    """Files put on a case before that moment and never handed in, in the order of their ids."""
    return list(
        session.scalars(
            select(Document.id)
            .where(
                Document.handed_in_seq.is_(None),
                Document.at < before,
                Document.storage_key.is_not(None),
                Document.id > after,
            )
            .order_by(Document.id)
            .limit(limit)
        )
    )


def in_a_draft(session: Session, document: Document) -> bool:
    """Whether somebody's unfinished form of the case still names the file."""
    drafts = session.scalars(select(Draft).where(Draft.case_id == document.case_id))
    return any(_names(draft.body, document.reference) for draft in drafts)


def _names(value: object, reference: str) -> bool:
    if isinstance(value, dict):
        return any(_names(one, reference) for one in value.values())
    if isinstance(value, list):
        return any(_names(one, reference) for one in value)
    return value == reference
