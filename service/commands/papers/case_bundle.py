"""The file of a case to take away: history, ledger, forms, rules, papers, each by its digest."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import StringIO
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.budgets.items import cited
from service.commands.clocks import Clock
from service.commands.library import LIBRARY, RuleBook
from service.commands.papers import documents
from service.commands.people import security
from service.commands.record import content
from service.domain import case_bundle as parts
from service.domain.calendar import beijing_date
from service.domain.history import canonical
from service.domain.masking import answers_masked
from service.domain.orders import TakeBundle
from service.domain.permissions import Actor
from service.domain.policy import NotInForce
from service.records.answer import answers_of
from service.records.base import Base
from service.records.case import Case
from service.records.deadline import deadlines_of
from service.records.document import Document, documents_of
from service.records.erasure import erased_of
from service.records.history import history_of
from service.records.institution import Institution
from service.records.ledger import entries_of
from service.records.opening import ClassOpening
from service.records.payment import payments_of
from service.records.payment_line import parts_of, results_of
from service.records.transaction import write_transaction
from workflows import draw

SEALED_AWAY = frozenset({"payee_account"})
IN_MEMORY = 4 * 1024 * 1024
PIECE = 256 * 1024


class Wrapper:
    """Puts one part after another into the ZIP and remembers what each adds up to."""

    def __init__(self, into: IO[bytes]) -> None:
        self.zip = ZipFile(into, "w", ZIP_DEFLATED)
        self.files: dict[str, dict[str, object]] = {}

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """One part, piece by piece, so that no size needs much memory."""
        digest, size = sha256(), 0
        with self.zip.open(name, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self.files[name] = {"sha256": digest.hexdigest(), "bytes": size}

    def seal(self, told: Mapping[str, object]) -> str:
        """The manifest comes last; its digest answers for everything before it."""
        manifest = canonical({**told, "format": parts.FORMAT, "files": self.files})
        self.zip.writestr(parts.MANIFEST, manifest)
        self.zip.close()
        return sha256(manifest).hexdigest()


@dataclass(frozen=True, slots=True)
class Taken:
    """The file of a case, made whole, and the digest by which it is known again."""

    file: IO[bytes]
    size: int
    digest: str

    def pieces(self) -> Iterator[bytes]:
        """The file on its way out; nothing of it stays here."""
        self.file.seek(0)
        with self.file:
            while piece := self.file.read(PIECE):
                yield piece


def take(
    session: Session,
    order: TakeBundle,
    *,
    actor: Actor,
    clock: Clock,
    pages: Callable[[Session, Case], Mapping[str, str]] = lambda *_: {},
) -> Taken:
    """Have the taking recorded, write the file, and note by which digest it is known."""
    desk.give(order, actor=actor, session=session, clock=clock, key=None)
    case, at = desk.visible_case(session, actor, order.number or ""), clock.now(session)
    spooled = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when it was sent
    file = cast("IO[bytes]", spooled)
    drawn = pages(session, case)
    digest = _write(session, case, file, at=at, with_documents=order.documents, pages=drawn)
    _note_taken(session, order, digest, actor=actor)
    return Taken(file, file.tell(), digest)


def _write(
    session: Session,
    case: Case,
    into: IO[bytes],
    *,
    at: datetime,
    with_documents: bool,
    pages: Mapping[str, str],
) -> str:
    """Write the whole file of a case; the digest of its manifest."""
    wrapper, book = Wrapper(into), desk.rule_book(session, case)
    wrapper.put(parts.CASE, [canonical(_case(session, case))])
    wrapper.put(parts.HISTORY, parts.lines(_history(session, case)))
    ledger = [
        {name: getattr(row, name) for name in parts.LEDGER_COLUMNS}
        for row in entries_of(session, case.id)
    ]
    wrapper.put(parts.LEDGER, parts.lines(ledger))
    wrapper.put(parts.LEDGER_TABLE, _table(ledger))
    wrapper.put(parts.PAYMENTS, parts.lines(_payments(session, case)))
    wrapper.put(parts.DEADLINES, parts.lines(map(_plain, deadlines_of(session, case.id))))
    wrapper.put(parts.ANSWERS, parts.lines(_answers(session, case, book)))
    wrapper.put(parts.CLAUSES, [canonical(_clauses(session, case))])
    for name, pieces in _rules(session, case):
        wrapper.put(name, pieces)
    walked = [one for entry in history_of(session, case.id) for one in entry.walked]
    wrapper.put(parts.DIAGRAM, [draw(book.bundle, case.process, walked=walked).encode()])
    papers = _papers(session, case, wrapper, full=with_documents)
    for language, page in pages.items():
        wrapper.put(parts.PAGES[language], [page.encode()])
    return wrapper.seal({"case": case.number, "made_at": at, "documents": papers})


def _note_taken(session: Session, order: TakeBundle, manifest: str, *, actor: Actor) -> None:
    """Keep the manifest's digest in the security log: by it the file is known again."""
    session.rollback()
    about = {"case": order.number, "manifest": manifest, "documents": order.documents}
    with write_transaction(session):
        security.note(session, "bundle_downloaded", actor=actor, about=about)


def _case(session: Session, case: Case) -> dict[str, object]:
    opening = session.get(ClassOpening, case.id)
    institution = session.get_one(Institution, case.institution_id)
    return {
        "id": case.id,
        "number": case.number,
        "jurisdiction": case.jurisdiction,
        "region": case.region,
        "process": case.process,
        "institution": institution.name,
        "uscc": institution.uscc,
        "class_name": opening.class_name if opening else None,
        "opened_at": case.opened_at,
        "finished": case.finished,
        "approved_total_fen": opening.approved_total_fen if opening else None,
        "advance_fen": opening.advance_fen if opening else None,
        "history_seq": case.history_seq,
        "history_head": case.history_head,
        "erased": erased_of(session, case.id),
    }


def _history(session: Session, case: Case) -> Iterator[dict[str, object]]:
    for entry in history_of(session, case.id):
        yield {"payload": content(entry), "previous": entry.previous, "digest": entry.digest}


def _table(rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """The ledger once more, as a spreadsheet reads it."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(parts.LEDGER_COLUMNS)
    for row in rows:
        at = row["at"]
        shown = {**row, "at": at.isoformat() if isinstance(at, datetime) else at}
        writer.writerow([shown[name] for name in parts.LEDGER_COLUMNS])
    yield text.getvalue().encode("utf-8-sig")


def _plain(row: Base) -> dict[str, object]:
    names = [column.key for column in row.__table__.columns if column.key not in SEALED_AWAY]
    return {name: getattr(row, name) for name in names}


def _payments(session: Session, case: Case) -> Iterator[dict[str, object]]:
    """Every payment; of one to persons, the part of each line."""
    payments = payments_of(session, case.id)
    items = cited(session, [(payment, case) for payment in payments])
    ids = [payment.id for payment in payments]
    parts_by_line, said = parts_of(session, ids), results_of(session, ids)
    for payment in payments:
        split = {str(line): fen for line, fen in parts_by_line[payment.id].items()}
        results = {str(line): word for line, word in said[payment.id].items()}
        plain = _plain(payment) | {"budget_item": items[payment.id]}
        yield plain | ({"parts": split, "results": results} if split else {})


def _answers(session: Session, case: Case, book: RuleBook) -> Iterator[dict[str, object]]:
    for answer in answers_of(session, case.id):
        yield {
            "seq": answer.seq,
            "step": answer.step,
            "at": answer.at,
            "answers": answers_masked(answer.body, desk.personal_fields(book, answer.step)),
        }


def _books(session: Session, case: Case) -> list[RuleBook]:
    """Every rule book the case was judged by: its own diagrams, and the values of each day."""
    hashes = dict.fromkeys(row.bundle_hash for row in history_of(session, case.id))
    return [LIBRARY.book(session, digest) for digest in dict.fromkeys([case.bundle_hash, *hashes])]


def _clauses(session: Session, case: Case) -> dict[str, object]:
    """Every value in force for this case, with the clause it rests on, or that it is a default."""
    newest, opening = _books(session, case)[-1], session.get(ClassOpening, case.id)
    received = (opening.received_at if opening else None) or case.opened_at
    days = {"filed_on": beijing_date(received)}
    days["class_start"] = (opening.starts_on if opening else None) or days["filed_on"]
    values = []
    for key in newest.policy.keys:
        try:
            value = newest.policy.value(key, days[newest.policy.choose_by(key)])
        except NotInForce:
            continue
        told = {
            name: getattr(value, name) for name in ("key", "value", "unit", "clause", "article")
        }
        told |= {name: getattr(value, name) for name in ("source", "quote", "note", "since")}
        values.append({**told, "label": newest.policy.label(key)})
    place = newest.policy.jurisdiction
    return {"document": place.document, "bundle": newest.hash, "values": values}


def _rules(session: Session, case: Case) -> Iterator[tuple[str, list[bytes]]]:
    """The texts of every rule book: their hash can be computed again from them."""
    for book in _books(session, case):
        for name, raw in book.bundle.files.items():
            yield f"{parts.RULES}/{book.hash}/{name}", [raw]


def _papers(
    session: Session, case: Case, wrapper: Wrapper, *, full: bool
) -> list[dict[str, object]]:
    """Every document by its digest; its content where a reason was given, and it is there."""
    listed = []
    for row in documents_of(session, case.id):
        name = f"{parts.DOCUMENTS}/{row.reference}"
        inside = full and row.erased_at is None and row.handed_in_seq is not None
        if inside:
            wrapper.put(name, documents.clear(row))
        listed.append({**_paper(row), "file": name if inside else None})
    return listed


def _paper(row: Document) -> dict[str, object]:
    names = ("sha256", "size", "media_type", "step", "field", "lane", "at", "handed_in_seq")
    return {"reference": row.reference} | {
        name: getattr(row, name) for name in (*names, "erased_at")
    }
