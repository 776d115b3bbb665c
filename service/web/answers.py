"""The forms that were handed in, as they may be shown: in words, personal data masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from forms import Field, Form
from service.commands import desk
from service.commands.library import RuleBook
from service.domain import masking as mask
from service.domain.document import references
from service.domain.money import yuan
from service.records.answer import Answer, answers_of
from service.records.case import Case
from service.records.document import documents_of
from service.web.documents_card import shown_name
from service.web.front import minute
from service.web.history import form_title
from service.web.language import either, say

FEW = 8


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The answers of a table."""

    label: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One form that was handed in."""

    title: str
    at: str
    facts: list[Fact] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    erased: bool = False

    @property
    def short(self) -> bool:
        """Short enough to stand above the next form."""
        return len(self.facts) <= FEW and all(len(one.rows) <= FEW for one in self.tables)


def shown(session: Session, case: Case, book: RuleBook, *, full: bool = False) -> list[Shown]:
    """Every form of a case, the latest first; in full only where a look was recorded."""
    papers = {one.reference: shown_name(one, case) for one in documents_of(session, case.id)}
    return [
        _one(answer, form, form_title(book, answer.step, either(form.title)), papers, full=full)
        for answer in reversed(answers_of(session, case.id))
        if (form := desk.form_of(book, answer.step)) is not None
    ]


def _one(answer: Answer, form: Form, title: str, papers: Mapping[str, str], *, full: bool) -> Shown:
    drawn = Shown(title, minute(answer.at), erased=answer.body == {})
    for f in form.fields:
        value = answer.body.get(f.id)
        if value in (None, "", []):
            continue
        if f.type == "file":
            cited = [papers.get(one, one) for one in references(value)]
            drawn.facts.append(Fact(either(f.label), say("、").join(cited)))
        elif f.type == "table":
            drawn.tables.append(_table(f, value, full=full))
        else:
            drawn.facts.append(Fact(either(f.label), words(f, value, full=full)))
    return drawn


def _table(f: Field, rows: Sequence[Mapping[str, object]], *, full: bool) -> Table:
    used = [c for c in f.columns if any(row.get(c.id) not in (None, "", []) for row in rows)]
    return Table(
        either(f.label),
        [either(c.label) for c in used],
        [[words(c, row.get(c.id), full=full) for c in used] for row in rows],
    )


def words(f: Field, value: object, *, full: bool = False) -> str:
    """One value as a reader sees it."""
    if f.personal and not full and value is not None and f.type != "file":
        return mask.personal(f.type, value)
    if isinstance(value, bool):
        return say("是") if value else say("否")
    if f.type == "money" and isinstance(value, int):
        return yuan(value) if "元" in f.label["zh"] else f"{yuan(value)} {say('元')}"
    if f.type == "percent" and isinstance(value, int):
        return f"{value / 100:g}%"
    labels = {c.id: either(c.label) for c in f.choices}
    if isinstance(value, list):
        return say("、").join(labels.get(str(one), str(one)) for one in value)
    return "—" if value is None else labels.get(str(value), str(value))
