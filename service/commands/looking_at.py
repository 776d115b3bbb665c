"""A case to look at: what its tables decide as it stands, without holding or moving it."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.commands.dossier import Books
from service.commands.facts import open_with_facts
from service.commands.library import RuleBook
from service.domain.calendar import Calendar
from service.domain.permissions import Actor
from service.records.case import Case
from service.records.opening import ClassOpening
from workflows import Decision, NoRuleFits, SeveralRulesFit


def standard_ruling(
    session: Session,
    case: Case,
    opening: ClassOpening,
    *,
    actor: Actor,
    now: datetime,
    rules: tuple[RuleBook, Calendar],
) -> Decision | None:
    """By which rule the standard of the class was found; None where no rule fits any more."""
    newest, calendar = rules
    books = Books(pinned=newest, newest=newest, calendar=calendar)
    if "training_standard" not in newest.bundle.tables:
        return None
    dossier = open_with_facts(
        session=session, case=case, now=now, actor=actor, books=books, seq=0, filed=opening
    )
    try:
        return dossier.decide("training_standard")
    except (NoRuleFits, SeveralRulesFit):
        return None
