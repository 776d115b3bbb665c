"""What happened on a case, in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.library import RuleBook
from service.records.answer import Answer
from service.records.history import HistoryEntry
from service.records.person import Person
from service.web.front import minute, role_name
from service.web.language import either, say
from service.web.words import ERASABLE, ORDERS, REASONS_TO_SEE, SIGNALS, word

SECONDS_AN_HOUR, HOURS_A_DAY = 3600, 24


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story."""

    at: str
    text: str
    note: str
    who: str
    said: Sequence[str] = ()
    after: str = ""
    auto: bool = False


def story(
    session: Session,
    entries: Sequence[HistoryEntry],
    book: RuleBook,
    answers: Sequence[Answer] = (),
) -> list[Line]:
    """Every entry, newest first; with the forms handed in, what was said in them."""
    names = names_of(session, (entry.actor_id for entry in entries))
    by_seq = {answer.seq: answer for answer in answers}
    before = [None, *entries[:-1]]
    return [
        Line(
            minute(entry.at),
            _what(entry, book),
            say("；").join(word(SIGNALS, signal) for signal in entry.signals),
            _who(entry, names),
            _said(by_seq.get(entry.seq), book),
            _after(entry, previous),
            auto=entry.actor_id is None,
        )
        for entry, previous in reversed(list(zip(entries, before, strict=True)))
    ]


def _said(answer: Answer | None, book: RuleBook) -> list[str]:
    """The opinions and reasons of a form, as they were written."""
    form = desk.form_of(book, answer.step) if answer is not None else None
    if answer is None or form is None or not isinstance(answer.body, dict):
        return []
    fields = (f for f in form.fields if f.type == "long_text" and not f.personal)
    return [
        f"{either(f.label)}{say('：')}{answer.body[f.id]}" for f in fields if answer.body.get(f.id)
    ]


def _after(entry: HistoryEntry, previous: HistoryEntry | None) -> str:
    """How long after the entry before."""
    if previous is None:
        return ""
    hours = int((entry.at - previous.at).total_seconds()) // SECONDS_AN_HOUR
    if hours < 1:
        return ""
    days = hours // HOURS_A_DAY
    time = say("{n} 天", n=days) if days else say("{n} 小时", n=hours)
    return say("距上一步 {time}", time=time)


def names_of(session: Session, ids: Iterable[int | None]) -> Mapping[int, str]:
    """What the people behind these accounts are called."""
    wanted = {one for one in ids if one is not None}
    rows = session.execute(select(Person.id, Person.display_name).where(Person.id.in_(wanted)))
    return {person_id: name for person_id, name in rows}  # noqa: C416 - rows are no pairs to dict()


def form_title(book: RuleBook, name: str, otherwise: str) -> str:
    """What a form is called, in the visitor's language; done once more, it is a correction."""
    own = book.bundle.borrowed_forms.get(name, name)
    if own not in book.bundle.forms:
        return otherwise
    title = either(book.form(own).title)
    # A step that borrows a form has its own office; only a correction is the form once more.
    return say("补正：{title}", title=title) if name.endswith("_correct") and own != name else title


def _what(entry: HistoryEntry, book: RuleBook) -> str:
    if entry.order == "PassDeadlines" and not entry.signals:
        return say("按期限提醒或升级")
    if entry.outcome.get("step"):
        return _assigned(entry, book)
    if entry.step is None:
        return _beside(entry)
    title = form_title(book, entry.step, entry.step)
    decision = entry.outcome.get("decision")
    if not decision:
        return title
    return say("{title}：{said}", title=title, said=_decision(book, entry.step, str(decision)))


def _assigned(entry: HistoryEntry, book: RuleBook) -> str:
    """Who works a step was settled: which step."""
    step = str(entry.outcome["step"])
    said = form_title(book, step, step)
    return say("{title}：{said}", title=word(ORDERS, entry.order), said=said)


def _beside(entry: HistoryEntry) -> str:
    """An order, with what history keeps of it where it keeps anything."""
    what, told = word(ORDERS, entry.order), entry.outcome
    if told.get("erased"):
        kinds = say("、").join(word(ERASABLE, str(kind)) for kind in told["erased"])
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
    name = say("{name}（代办）", name=name) if entry.acting_for else name
    return f"{name} · {role_name(entry.lane)}" if entry.lane else name
