"""What the case page says of personal data: whether one may see it in full, and what is erased."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.commands import desk
from service.domain import permissions
from service.domain.orders import SeePersonalData, TakeBundle
from service.domain.personal_data import REASONS
from service.records.case import Case
from service.records.erasure import erased_of
from service.records.personal_data import reason_given
from service.web.front import actor, minute, sitting_id
from service.web.words import ERASABLE, REASONS_TO_SEE, word


@dataclass(frozen=True, slots=True)
class Card:
    """What the case page says about its personal data."""

    may_see: bool
    may_take: bool
    reasons: Sequence[tuple[str, str]]
    reason: str
    erased: Sequence[tuple[str, str]]


def card(session: Session, case: Case) -> Card:
    """Whether the visitor may see more than is masked, and what is gone for good."""
    may_see = permissions.may(actor(), SeePersonalData.name, desk.scope_of(case))
    given = reason_given(session, case.id, sitting_id()) if may_see else None
    return Card(
        may_see=may_see,
        may_take=permissions.may(actor(), TakeBundle.name, desk.scope_of(case)),
        reasons=[(code, word(REASONS_TO_SEE, code)) for code in REASONS],
        reason=word(REASONS_TO_SEE, given) if given else "",
        erased=[
            (word(ERASABLE, kind), minute(at)) for kind, at in erased_of(session, case.id).items()
        ],
    )
