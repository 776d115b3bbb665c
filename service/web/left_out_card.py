"""Who is left out of a claim and not paid for, each with what is lacking."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.domain import masking as mask
from service.records.case import Case
from service.records.claim import claim_of
from service.records.roster import roster_of


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One learner of the roster, and why nothing is paid for him."""

    line: int
    name: str
    reason: str


def card(session: Session, case: Case) -> Sequence[LeftOut]:
    """The lines taken out of the claim, by the applicant, the office or a rule."""
    barred = [row for row in claim_of(session, case.id) if row.excluded or row.verdict == "removed"]
    if not barred:
        return ()
    names = {row.line: mask.name(row.name) for row in roster_of(session, case.id)}
    return [LeftOut(row.line, names.get(row.line, ""), row.reason or "") for row in barred]
