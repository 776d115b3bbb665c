"""Documents: taken in sealed, handed in with an order, opened, swept and erased."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.commands.papers.cabinet import cabinet
from service.commands.papers.document_checks import examine
from service.commands.papers.virus_scan import Infected, ScannerDown
from service.commands.people import security
from service.domain import permissions
from service.domain.document import KINDS, Fault, harmless_name, references, told
from service.domain.permissions import Actor, Scope
from service.domain.refusals import (
    AnswersWrong,
    DocumentDamaged,
    DocumentErased,
    Forbidden,
    NotVisible,
    TryAgain,
)
from service.records import document as records
from service.records import loose_file, sealed_file
from service.records.case import Case
from service.records.database import database_now
from service.records.document import Document
from service.records.loose_file import LooseFile
from service.records.seal import KeyMissing, SealBroken
from service.records.storage import Missing, Unreachable
from service.records.transaction import write_transaction

IN_MEMORY = 1024 * 1024
LEFT_LYING = timedelta(days=30)
# What is being sent at this moment has no row yet.
YOUNG = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file as it came in, for which field of which step, and under which lane."""

    content: BinaryIO
    name: str
    step: str
    lane: str
    field: str = "file"
    label: tuple[str, str] = ("材料", "Document")
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was taken in, or had been before."""

    reference: str
    name: str
    size: int
    media_type: str
    sha256: str


def take_in(session: Session, case_id: int, upload: Upload, *, actor: Actor, clock: Clock) -> Kept:
    """Look into the file, seal it, keep it; the same content from the same office is kept once."""
    kind, scan = _looked_at(session, upload, actor)
    key = sealed_file.new_key()
    with SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
        sealed = cast("BinaryIO", spool)
        upload.content.seek(0)
        digests = sealed_file.seal_file(upload.content, sealed, key)
        before = records.twin(session, case_id, digests.clear, upload.lane)
        if before is not None:
            return _kept(before)
        session.close()  # nothing is held while the storage is at work
        _begun(session, digests.sealed)
        sealed.seek(0)
        try:
            cabinet().storage.put(digests.sealed, sealed)
        except (Unreachable, Missing) as failed:
            raise TryAgain from failed
    row = Document(
        case_id=case_id,
        sha256=digests.clear,
        size=digests.size,
        media_type=KINDS[kind].media_type,
        name=harmless_name(upload.name, kind),
        step=upload.step,
        field=upload.field,
        lane=upload.lane,
        personal=upload.personal,
        uploaded_by=actor.person_id,
        wrapped_key=sealed_file.wrap(key, case_id, digests.clear),
        storage_key=digests.sealed,
        scan=scan,
    )
    return _written_down(session, row, actor, clock)


def _begun(session: Session, storage_key: str) -> None:
    """Known before it lies there: a process that dies in between leaves nothing behind for good."""
    with write_transaction(session):
        session.add(LooseFile(storage_key=storage_key, at=database_now(session), erased=False))


def _looked_at(session: Session, upload: Upload, actor: Actor) -> tuple[str, str]:
    """The kind of the file and what the virus check said; whatever is wrong is told at once."""
    room = cabinet()
    kind, faults = examine(upload.content, upload.name, room.limits)
    scan = "not_configured"
    if room.scanner is not None and not faults:
        try:
            room.scanner.scan(upload.content)
            scan = "clean"
        except Infected as infected:
            faults = [Fault("document_infected", {})]
            _note(session, "document_infected", actor, {"signature": infected.signature})
        except ScannerDown:
            scan = "unscanned"
            if not room.take_unscanned:
                faults = [Fault("document_unscanned", {})]
    if faults:
        name = harmless_name(upload.name)
        raise AnswersWrong(
            [told(one, upload.field, label=upload.label, name=name) for one in faults]
        )
    return kind, scan


def _written_down(session: Session, row: Document, actor: Actor, clock: Clock) -> Kept:
    with write_transaction(session):
        row.at = clock.now(session)
        session.add(row)
        loose_file.fast(session, str(row.storage_key))
        session.flush()
        kept = _kept(row)
        if row.scan == "unscanned":
            about = {"document": row.reference, "case": row.case_id}
            security.note(session, "document_unscanned", actor=actor, about=about)
    return kept


def _kept(row: Document) -> Kept:
    return Kept(row.reference, row.name or "", row.size, row.media_type, row.sha256)


def _note(session: Session, act: str, actor: Actor, about: Mapping[str, object]) -> None:
    with write_transaction(session):
        security.note(session, act, actor=actor, about=about)


# --- handing in --------------------------------------------------------------------------------


def unknown(
    session: Session, case_id: int, cited: Mapping[str, Collection[str]], *, actor: Actor, lane: str
) -> list[tuple[str, str]]:
    """The references, by field, that are not this office's documents on this case.

    Those that are stay held until the transaction ends, so that nobody sweeps them meanwhile.
    """
    wanted = {one for named in cited.values() for one in named}
    known = {
        row.reference
        for row in records.named(session, case_id, wanted, held=True)
        if row.erased_at is None
        and (
            row.handed_in_seq is not None or row.lane == lane or row.uploaded_by == actor.person_id
        )
    }
    return [(field, one) for field, all_of in cited.items() for one in all_of if one not in known]


def hand_in(session: Session, cited: Collection[str], seq: int) -> dict[str, str]:
    """Note with which entry these documents came in, inside the order's transaction."""
    numbers = {number for one in cited if (number := records.id_of(one)) is not None}
    return records.hand_in(session, numbers, seq) if numbers else {}


# --- looking -----------------------------------------------------------------------------------


def visible(document: Document, actor: Actor, scope: Scope) -> bool:
    """What is not handed in yet is its own office's alone."""
    if not permissions.may_see(actor, scope):
        return False
    if document.handed_in_seq is not None or document.uploaded_by == actor.person_id:
        return True
    return permissions.may(actor, "FinishStep", scope, document.lane)


def visible_documents(session: Session, actor: Actor, case: Case) -> list[Document]:
    """The documents of a case that the actor may see in the list."""
    scope = Scope(case.jurisdiction, case.region, case.institution_id)
    return [one for one in records.documents_of(session, case.id) if visible(one, actor, scope)]


def visible_document(session: Session, actor: Actor, case: Case, reference: str) -> Document:
    """The document of that reference; what one may not see does not exist."""
    found = records.document_of(session, case.id, reference)
    scope = Scope(case.jurisdiction, case.region, case.institution_id)
    if found is None or not visible(found, actor, scope):
        raise NotVisible
    return found


def may_open(actor: Actor, case: Case, document: Document, *, in_full: bool) -> bool:
    """A paper that shows personal data opens to the office that sent it, to others for a reason."""
    scope = Scope(case.jurisdiction, case.region, case.institution_id)
    own = permissions.may(actor, "FinishStep", scope, document.lane)
    return not document.personal or in_full or own


def contents(
    session: Session, actor: Actor, case: Case, document: Document, *, in_full: bool = False
) -> Iterator[bytes]:
    """The clear content, its digest compared before the first byte; who looked is written down."""
    if not may_open(actor, case, document, in_full=in_full):
        raise Forbidden(
            "这份材料含个人信息，请先在办件页说明查看理由。",
            "This document shows personal data; give your reason on the page of the case first.",
        )
    about = {"document": document.reference, "case": case.number}
    pieces = clear(document)
    _note(session, "document_opened", actor, about)
    return pieces


def clear(document: Document) -> Iterator[bytes]:
    """The clear content for the house's own use: a bundle, a check."""
    if document.storage_key is None or document.wrapped_key is None:
        raise DocumentErased
    with ExitStack() as stack:
        try:
            key = sealed_file.unwrap(document.wrapped_key, document.case_id, document.sha256)
            sealed = stack.enter_context(cabinet().storage.open(document.storage_key))
            sealed_file.verify(sealed, key, document.sha256)
        except Unreachable as failed:
            raise TryAgain from failed
        except (Missing, SealBroken, KeyMissing) as damaged:
            raise DocumentDamaged from damaged
        return _streamed(sealed, key, stack.pop_all())


def _streamed(sealed: BinaryIO, key: bytes, stack: ExitStack) -> Iterator[bytes]:
    with stack:
        yield from sealed_file.open_file(sealed, key)


# --- keeping -----------------------------------------------------------------------------------


def erase(session: Session, document: Document, *, at: datetime) -> None:
    """Forget name and key inside an open transaction: from its commit nobody reads the content.

    The digest row stays; the sealed file is loose from then on, for `clear_away`.
    """
    if document.storage_key is not None:
        session.merge(LooseFile(storage_key=document.storage_key, at=at, erased=True))
    document.name = document.wrapped_key = document.storage_key = None
    document.erased_at = at


def clear_away(session: Session, *, at_once: int = 100) -> int:
    """Drop erased files, and those whose taking in broke off; out of reach now, another time."""
    dropped, after = 0, ""
    before = database_now(session) - YOUNG
    while found := loose_file.loose(session, before, after=after, limit=at_once):
        named = records.claimed(session, found)
        session.rollback()
        for key in found:
            if key in named or remove(key):
                dropped += key not in named
                with write_transaction(session):
                    loose_file.fast(session, key)
        after = found[-1]
    return dropped


def remove(storage_key: str) -> bool:
    """Drop sealed content that no row names; whether it is gone."""
    try:
        cabinet().storage.remove(storage_key)
    except Missing:
        return True
    except Unreachable:
        return False
    return True


def sweep(session: Session, now: datetime, *, at_once: int = 100) -> int:
    """Drop what was put on a case, left lying for a month, and is in nobody's draft."""
    swept = after = 0
    while found := records.left_lying(session, now - LEFT_LYING, after=after, limit=at_once):
        session.rollback()
        for number in found:
            swept += _swept(session, number, now)
        after = found[-1]
    return swept


def _swept(session: Session, number: int, now: datetime) -> bool:
    with write_transaction(session):
        row = records.lying(session, number)
        if row is None or records.in_a_draft(session, row):
            return False
        if row.storage_key:
            session.merge(LooseFile(storage_key=row.storage_key, at=now, erased=True))
        session.delete(row)
    return True


def unclaimed(session: Session, before: datetime, *, at_once: int = 500) -> Iterator[str]:
    """What lies in the storage since before that moment, and no row names."""
    old = (key for key, since in cabinet().storage.kept() if since < before)
    while page := list(islice(old, at_once)):
        named = records.claimed(session, page)
        session.rollback()
        yield from (key for key in page if key not in named)


def answered(values: Mapping[str, Any], fields: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The references in checked values, by the path of their field; `spells.file` is a column."""
    cited: dict[str, tuple[str, ...]] = {}
    for name in fields:
        table, _, column = name.partition(".")
        value = values.get(table)
        if not column:
            cited[table] = references(value)
            continue
        for at, row in enumerate(value if isinstance(value, list) else ()):
            cited[f"{table}[{at}].{column}"] = references(row.get(column))
    return {path: named for path, named in cited.items() if named}
