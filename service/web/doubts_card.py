"""On the case page and beside its review: what stands against which learner, and who is frozen."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.supervision import comparison
from service.domain import masking, permissions
from service.domain.calendar import beijing_date
from service.domain.comparison import DOUBTS
from service.domain.orders import ClearDoubt, TerminateForFraud
from service.domain.policy import Policy
from service.records.case import Case
from service.records.fraud import matters_about
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.roster import roster_of
from service.web.front import actor, minute, now
from service.web.language import say
from service.web.words import word

OFFICE = permissions.MAY["ReadArchive"] | {"inspector", "finance_reviewer", "finance_payer"}


@dataclass(frozen=True, slots=True)
class Doubted:
    """One doubt about one learner, as a reader sees it."""

    line: int
    name: str
    what: str
    source: str
    cleared_at: str


@dataclass(frozen=True, slots=True)
class Card:
    """What stands against the case."""

    doubts: list[Doubted]
    # Who stands on a list that proves his group: line, name, which list.
    proofs: list[tuple[int, str, str]]
    open: int
    may_clear: bool
    frozen: str
    may_terminate: bool


def card(session: Session, case: Case, opening: ClassOpening | None, policy: Policy) -> Card | None:
    """Every doubt, open ones first, and a freeze; who applies or is suspected sees none of it."""
    scope = desk.scope_of(case)
    if not any(one.role in OFFICE and one.covers(scope) for one in actor().grants):
        return None
    find = comparison.finder(policy, case, opening, beijing_date(now()))
    found = comparison.doubts(session, case.id, case.jurisdiction, find)
    proofs = comparison.proofs(session, case.id, case.jurisdiction, find)
    names = {row.line: row.name for row in roster_of(session, case.id)} if found or proofs else {}
    running = case.finished is None
    frozen, serious = _frozen(session, case, opening)
    return Card(
        doubts=[
            Doubted(
                one.line,
                masking.name(names.get(one.line, "")),
                word(DOUBTS, one.kind),
                f"{one.source}（{one.as_of}）" if one.as_of else one.source,
                minute(one.cleared.cleared_at) if one.cleared else "",
            )
            for one in sorted(found, key=lambda one: (one.cleared is not None, one.line))
        ],
        proofs=[
            (one.line, masking.name(names.get(one.line, "")), word(DOUBTS, one.kind))
            for one in proofs
        ],
        open=sum(one.cleared is None for one in found),
        may_clear=running and permissions.may(actor(), ClearDoubt.name, scope),
        frozen=frozen,
        may_terminate=serious
        and any(message == TerminateForFraud.message for message, _ in case.waits)
        and permissions.may(actor(), TerminateForFraud.name, scope),
    )


def _frozen(session: Session, case: Case, opening: ClassOpening | None) -> tuple[str, bool]:
    uscc = session.get_one(Institution, case.institution_id).uscc
    codes = [code for code in (uscc, opening.delegate_uscc if opening else None) if code]
    opened_on = beijing_date(case.opened_at)
    found = matters_about(session, case.jurisdiction, opened_on=opened_on, codes=codes)
    if not found:
        return "", False
    if any(one.decision is None for one in found):
        return say("申请或受托单位正在接受违规核查，未拨款项已冻结。"), False
    return say("申请或受托单位已查实严重违规，未拨款项不予拨付。"), True
