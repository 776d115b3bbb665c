"""Finding cases by parts of their numbers and names: pairs of letters, alike on both databases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Index, Select, and_, or_, select, union
from sqlalchemy.orm import Mapped, Session, aliased, defer, mapped_column

from service.domain.search import Sought, grams, grams_sought, words
from service.records.base import LARGEST_ID, Base, CaseKey
from service.records.case import Case
from service.records.institution import Institution
from service.records.opening import ClassOpening

MOST_INSTITUTIONS = 200
# From so many characters on (CQ-2020-01) a number begins no more than ten thousand others.
PRECISE_NUMBER = 10


class ClassGram(Base):
    """That two letters stand side by side in the name of a case's class."""

    __tablename__ = "class_gram"
    __table_args__ = (Index(None, "case_id"),)

    gram: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[CaseKey]


@dataclass(frozen=True, slots=True)
class Found:
    """One case that answers."""

    case: Case
    institution: str
    class_name: str | None
    register_no: str | None


def grams_of(case_id: int, class_name: str) -> list[ClassGram]:
    """The rows by which a class is found by its name."""
    return [ClassGram(gram=gram, case_id=case_id) for gram in grams(class_name)]


def cases_found(
    session: Session,
    sought: Sought,
    within: Sequence[ColumnElement[bool]],
    *,
    numbers: Sequence[str] = (),
    before: int | None = None,
    limit: int = 50,
) -> list[Found]:
    """The next page of the cases that answer a query within some limits, newest first."""
    limits = list(within)
    if before is not None:
        limits.append(Case.id < min(before, LARGEST_ID))
    ways = (
        [select(Case.id).where(*limits)]
        if sought.empty
        else _ways(session, sought, limits, numbers)
    )
    if not ways:
        return []
    # Each way stops at a page of its own, so that a page costs the same however many answer.
    parts = [way.order_by(Case.id.desc()).limit(limit).subquery() for way in ways]
    ids = (union(*map(select, parts)) if len(parts) > 1 else select(parts[0])).subquery()
    chosen = select(ids.c.id).order_by(ids.c.id.desc()).limit(limit).subquery()
    rows = session.execute(
        select(Case, Institution.name, ClassOpening.class_name, ClassOpening.register_no)
        .join(chosen, chosen.c.id == Case.id)
        .join(Institution, Institution.id == Case.institution_id)
        .outerjoin(ClassOpening, ClassOpening.case_id == Case.id)
        .order_by(Case.id.desc())
        .options(defer(Case.state))
    )
    return [Found(*row) for row in rows]


def _ways(
    session: Session,
    sought: Sought,
    limits: Sequence[ColumnElement[bool]],
    numbers: Sequence[str],
) -> list[Select[int]]:
    """One select a way of being the answer."""
    ways: list[Select[int]] = []
    if sought.number:
        ways.append(_numbered(sought.number, limits))
        registered = select(ClassOpening.case_id).where(ClassOpening.register_no == sought.number)
        ways.append(_where(limits, Case.id.in_(registered)))
    if numbers:
        ways.append(_where(limits, Case.number.in_(numbers)))
    bodies = _institutions(session, sought)
    if bodies:
        ways.append(_where(limits, Case.institution_id.in_(bodies)))
    if sought.name:
        ways.append(_named(grams_sought(sought.name), limits))
    return ways


def _numbered(start: str, limits: Iterable[ColumnElement[bool]]) -> Select[int]:
    found = _where(limits, Case.number.startswith(start, autoescape=True))
    if len(start) < PRECISE_NUMBER:
        return found
    # Few answer. Sorted by a sum they are gathered by their numbers first; sorted by the id
    # alone, PostgreSQL would read all newer cases on its way to them.
    return found.order_by((Case.id + 0).desc())


def _where(limits: Iterable[ColumnElement[bool]], *more: ColumnElement[bool]) -> Select[int]:
    return select(Case.id).where(*limits, *more)


def _named(wanted: Sequence[str], limits: Iterable[ColumnElement[bool]]) -> Select[int]:
    found = select(Case.id).where(*limits)
    for gram in wanted:
        pair = aliased(ClassGram)
        found = found.join(pair, (pair.case_id == Case.id) & (pair.gram == gram))
    return found


def _institutions(session: Session, sought: Sought) -> list[int]:
    """The institutions meant: there are some thousands of them, not some hundred thousand."""
    meant = []
    if sought.code:
        meant.append(Institution.uscc.startswith(sought.code, autoescape=True))
    if sought.name:
        parts = (Institution.name.icontains(one, autoescape=True) for one in words(sought.name))
        meant.append(and_(*parts))
    if not meant:
        return []
    asked = select(Institution.id).where(or_(*meant)).order_by(Institution.id)
    return list(session.scalars(asked.limit(MOST_INSTITUTIONS)))
