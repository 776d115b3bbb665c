"""What happened on a case, in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.library import RuleBook
from service.records.history import HistoryEntry
from service.records.person import Person
from service.web.front import minute, role_name
from service.web.language import either, say
from service.web.words import ERASABLE, ORDERS, REASONS_TO_SEE, SIGNALS, word


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story."""

    at: str
    text: str
    note: str
    who: str


def story(session: Session, entries: Sequence[HistoryEntry], book: RuleBook) -> list[Line]:
    """Every entry, newest first."""
    names = names_of(session, (entry.actor_id for entry in entries))
    return [
        Line(
            minute(entry.at),
            _what(entry, book),
            say("；").join(word(SIGNALS, signal) for signal in entry.signals),
            _who(entry, names),
        )
        for entry in reversed(entries)
    ]


def names_of(session: Session, ids: Iterable[int | None]) -> Mapping[int, str]:
    """What the people behind these accounts are called."""
    wanted = {one for one in ids if one is not None}
    rows = session.execute(select(Person.id, Person.display_name).where(Person.id.in_(wanted)))
    return {person_id: name for person_id, name in rows}  # noqa: C416 - rows are no pairs to dict()


def form_title(book: RuleBook, name: str, otherwise: str) -> str:
    """What a form is called, in the visitor's language."""
    return either(book.form(name).title) if name in book.bundle.forms else otherwise


def _what(entry: HistoryEntry, book: RuleBook) -> str:
    if entry.order == "PassDeadlines" and not entry.signals:
        return say("按期限提醒或升级")
    if entry.step is None:
        return _beside(entry)
    title = form_title(book, entry.step, entry.step)
    decision = entry.outcome.get("decision")
    if not decision:
        return title
    return say("{title}：{said}", title=title, said=_decision(book, entry.step, str(decision)))


def _beside(entry: HistoryEntry) -> str:
    """An order, with what history keeps of it where it keeps anything."""
    what, told = word(ORDERS, entry.order), entry.outcome
    if told.get("erased"):
        kinds = "、".join(word(ERASABLE, str(kind)) for kind in told["erased"])
        return say("{what}：{kinds}", what=what, kinds=kinds)
    if told.get("seen_for"):
        reason = word(REASONS_TO_SEE, str(told["seen_for"]))
        return say("{what}，事由：{reason}", what=what, reason=reason)
    return what


def _decision(book: RuleBook, form: str, value: str) -> str:
    field = book.form(form).field("decision") if form in book.bundle.forms else None
    labels = {choice.id: either(choice.label) for choice in field.choices} if field else {}
    return labels.get(value, value)


def _who(entry: HistoryEntry, names: Mapping[int, str]) -> str:
    if entry.actor_id is None:
        return say("系统（到期自动处理）")
    name = names.get(entry.actor_id, "")
    return f"{name} · {role_name(entry.lane)}" if entry.lane else name
