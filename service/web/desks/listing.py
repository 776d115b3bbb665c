"""Cases in a list: each with where it stands and what is due, what was looked for marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.commands import desk
from service.domain.search import Sought, highlighted
from service.records.search import Found
from service.records.step import OpenStep, steps_of_cases
from service.web.case import region_name, step_title
from service.web.desks.timing import left
from service.web.due import Due
from service.web.front import minute
from service.web.language import say
from service.web.naming import process_name
from service.web.words import ENDS, word

Marked = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a list."""

    number: str
    number_marked: Marked
    class_name: Marked
    kind: str
    institution: Marked
    region: str
    register_no: str
    standing: str
    ended: str
    due: Due | None
    opened: str


def lines(session: Session, found: Sequence[Found], sought: Sought) -> list[Line]:
    """What was found, drawn; two questions however many there are."""
    standing = steps_of_cases(session, [one.case.id for one in found])
    return [_line(session, one, standing[one.case.id], sought) for one in found]


def _line(session: Session, one: Found, steps: Sequence[OpenStep], sought: Sought) -> Line:
    book, name = desk.rule_book(session, one.case), sought.name
    dates = [step.due_at for step in steps if step.due_at is not None]
    return Line(
        number=one.case.number,
        number_marked=_number(one.case.number, sought),
        class_name=highlighted(one.class_name or "", name),
        kind=process_name(book.policy, one.case.process),
        institution=highlighted(one.institution, name),
        region=region_name(book, one.case.region),
        register_no=one.register_no or "",
        standing=say("、").join(dict.fromkeys(step_title(book, step) for step in steps)),
        ended=word(ENDS, one.case.finished) if one.case.finished else "",
        due=left(session, one.case.jurisdiction, min(dates, default=None)),
        opened=minute(one.case.opened_at),
    )


def _number(number: str, sought: Sought) -> Marked:
    if sought.tail is not None:
        return number[:-6], number[-6:], ""
    return highlighted(number, sought.number)
