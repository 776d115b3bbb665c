"""The documents of a case as its page lists them: what, from whom, when, for which step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.library import RuleBook
from service.commands.papers import documents
from service.domain.document import BY_MEDIA_TYPE, KINDS, size_in_words
from service.domain.permissions import ROLES
from service.records.case import Case
from service.records.document import Document
from service.records.person import Person
from service.records.personal_data import reason_given
from service.web import history
from service.web.front import actor, minute, sitting_id
from service.web.language import either, say
from service.web.words import ORDERS, word


@dataclass(frozen=True, slots=True)
class Line:
    """One document as the list shows it."""

    reference: str
    name: str
    kind: str
    size: str
    digest: str
    who: str
    at: str
    step: str
    personal: bool
    handed_in: bool
    erased: bool
    scan: str
    # Whether the visitor may open it now, and whether it is then a picture.
    opens: bool = False
    image: bool = False


def listed(session: Session, case: Case) -> list[Line]:
    """The documents of a case that the visitor may see, the newest first."""
    found = documents.visible_documents(session, actor(), case)
    if not found:
        return []
    book = desk.rule_book(session, case)
    senders = _names(session, {one.uploaded_by for one in found})
    in_full = reason_given(session, case.id, sitting_id()) is not None
    return [
        replace(
            line(one, case, book, senders[one.uploaded_by]),
            opens=one.erased_at is None and documents.may_open(actor(), case, one, in_full=in_full),
            image=KINDS[BY_MEDIA_TYPE[one.media_type]].image,
        )
        for one in reversed(found)
    ]


def one(session: Session, case: Case, found: Document) -> Line:
    """One document in the same words."""
    senders = _names(session, {found.uploaded_by})
    return line(found, case, desk.rule_book(session, case), senders[found.uploaded_by])


def _names(session: Session, numbers: Iterable[int]) -> dict[int, str]:
    asked = select(Person.id, Person.display_name).where(Person.id.in_(numbers))
    return {row.id: row.display_name for row in session.execute(asked)}


def line(found: Document, case: Case, book: RuleBook, sender: str) -> Line:
    """A document as people read it."""
    zh, en = ROLES.get(found.lane, (found.lane, found.lane))
    return Line(
        reference=found.reference,
        name=shown_name(found, case),
        kind=BY_MEDIA_TYPE.get(found.media_type, "").upper(),
        size=size_in_words(found.size),
        digest=found.sha256,
        who=f"{sender} · {either({'zh': zh, 'en': en})}",
        at=minute(found.at),
        step=history.form_title(book, found.step, word(ORDERS, found.step)),
        personal=found.personal,
        handed_in=found.handed_in_seq is not None,
        erased=found.erased_at is not None,
        scan=found.scan,
    )


def shown_name(found: Document, case: Case) -> str:
    """The name somebody gave it; of a paper with personal data only its own office reads that."""
    if found.name is None:
        return say("（已删除）")
    if documents.may_open(actor(), case, found, in_full=False):
        return found.name
    return f"{found.reference}.{BY_MEDIA_TYPE.get(found.media_type, '')}"
