"""What may be looked at from a desk: one's own queue, the cases one sees, the orders one has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from forms import Form
from service.commands.carry_out import Order, carry_out
from service.commands.clocks import Clock
from service.commands.library import LIBRARY, RuleBook
from service.commands.papers import counter_papers
from service.commands.permission import left_behind
from service.commands.receipt import Receipt
from service.commands.recovering import grounds
from service.domain import permissions
from service.domain.history import canonical
from service.domain.orders import BY_NAME, ON_A_CASE, CaseOrder, KeyedRequest
from service.domain.permissions import Actor, Grant, Scope
from service.domain.refusals import NotVisible, StaleStep, StepGone
from service.records import case as case_records
from service.records import person as person_records
from service.records import step as step_records
from service.records.base import LARGEST_ID
from service.records.case import Case
from service.records.fraud import is_untold, untold
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.stand_in import lent_grants
from service.records.step import OpenStep, QueueLine

# Orders the diagram does not wait for: they may be given while one of these steps is open.
WHILE_OPEN: Mapping[str, frozenset[str]] = {
    "RecordLearning": frozenset({"completion_submit"}),
    "FileObjection": frozenset({"objection_handle"}),
    "SubmitEvidence": frozenset({"proof_review", "proof_recheck", "proof_publish"}),
    "RegisterRealName": frozenset({"completion_submit", "score_enter", "claim_fill"}),
    "ClearDoubt": frozenset(
        {
            *("claim_review", "claim_recheck", "claim_publish", "finance_review", "finance_pay"),
            *("living_review", "living_recheck", "direct_review", "direct_recheck"),
        }
    ),
}


# Given from where its ground stands, not from every case on which it could be given.
ASKED_ELSEWHERE = frozenset({"TerminateForFraud"})


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of a list of cases."""

    case: Case
    institution: str
    class_name: str | None


def person_and_actor(
    session: Session, person_id: int, *, today: date | None = None
) -> tuple[person_records.Person, Actor] | None:
    """The active person of this number, and what he may do where; that day, also for others."""
    rows = session.execute(
        select(person_records.Person, person_records.Grant)
        .outerjoin(person_records.Grant, person_records.Grant.person_id == person_records.Person.id)
        .where(person_records.Person.id == person_id, person_records.Person.active)
        .order_by(person_records.Grant.id)
    ).all()
    if not rows:
        return None
    person = rows[0][0]
    held: list[person_records.Grant | None] = [row[1] for row in rows]
    on = (lambda: today) if today is not None else None
    return person, actor_of(person, [row for row in held if row is not None], today=on)


def actor_of(
    person: person_records.Person,
    held: Sequence[person_records.Grant],
    *,
    today: Callable[[], date] | None = None,
) -> Actor:
    """A person as the rules see one: who, and what he may do where, also for who is away today."""
    grants = [Grant(row.role, row.jurisdiction, row.region, row.institution_id) for row in held]
    if today is not None and person.stands_in:
        grants += lent_grants(person, today())
    return Actor(person.id, person.natural_person, tuple(grants))


def scope_of(case: Case | OpenStep) -> Scope:
    """Where a case belongs; its open steps know it too."""
    return Scope(case.jurisdiction, case.region, case.institution_id)


def visible_case(session: Session, actor: Actor, number: str) -> Case:
    """The case of this number; what one may not see does not exist."""
    found = case_records.by_number(session, number)
    if found is None or not _exists_for(session, actor, found):
        raise NotVisible
    return found


def visible_children(session: Session, actor: Actor, case: Case) -> list[Case]:
    """The cases that follow on a case, as far as they exist for the actor."""
    found = case_records.children_of(session, case.id)
    return [one for one in found if _exists_for(session, actor, one)]


def _exists_for(session: Session, actor: Actor, case: Case) -> bool:
    return permissions.may_see(actor, scope_of(case), untold=is_untold(session, case))


def in_sight(actor: Actor) -> ColumnElement[bool] | None:
    """Which cases exist for the actor; None where none do."""
    seen = [_within(grant) for grant in actor.grants if _sees(grant)]
    return or_(*seen) if seen else None


def visible_cases(
    session: Session, actor: Actor, *, before: int | None = None, limit: int = 50
) -> list[CaseLine]:
    """The next page of what the actor may see, newest first."""
    sight = in_sight(actor)
    if sight is None:
        return []
    found = (
        select(Case, Institution.name, ClassOpening.class_name)
        .join(Institution, Institution.id == Case.institution_id)
        .outerjoin(ClassOpening, ClassOpening.case_id == Case.id)
        .where(sight)
        .order_by(Case.id.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(Case.id < min(before, LARGEST_ID))
    return [CaseLine(*row) for row in session.execute(found)]


def work(
    session: Session,
    actor: Actor,
    *,
    sieve: step_records.Sieve = step_records.EVERYTHING,
    after: step_records.Place | None = None,
    limit: int = 50,
) -> list[QueueLine]:
    """The next page of what waits for the actor, the soonest due first."""
    return step_records.queue(session, _lanes(actor), sieve=sieve, after=after, limit=limit)


def waiting(session: Session, actor: Actor, *, sieve: step_records.Sieve, most: int) -> int:
    """How much waits for the actor, counted up to `most`."""
    return step_records.how_many(session, _lanes(actor), sieve=sieve, most=most)


def _lanes(actor: Actor) -> list[step_records.Scope]:
    return [
        step_records.Scope(
            grant.role,
            jurisdiction=grant.jurisdiction,
            region=grant.region,
            institution_id=grant.institution_id,
        )
        for grant in actor.grants
    ]


def may_finish(actor: Actor, case: Case | OpenStep, step: OpenStep) -> bool:
    """Whether the step is the actor's to finish, unless he is barred; the road judges again."""
    covers = permissions.covers_for(actor, "FinishStep", scope_of(case), step.lane)
    held_by = object_session(step)
    if not covers and held_by is not None and counter_papers.of_clerk(held_by, actor, step):
        return True
    if any(permissions.may_work(cover, step.assignee_id) for cover in covers):
        return True
    return bool(covers) and held_by is not None and left_behind(held_by, step)


def orders_now(actor: Actor, case: Case, steps: Sequence[OpenStep]) -> list[type[CaseOrder]]:
    """The orders the actor could give on the case as it stands; the road judges again."""
    awaited = {message for message, _ in case.waits}
    owing = grounds.can_come_back(case)
    debt = grounds.for_debt(object_session(case), case) if owing else frozenset()
    standing = {step.element for step in steps}
    return [
        order
        for order in ON_A_CASE
        if order.name not in ASKED_ELSEWHERE
        and (
            order in debt
            if order in grounds.ABOUT_A_DEBT
            else (order.message in awaited or standing & WHILE_OPEN.get(order.name, frozenset()))
        )
        and permissions.may(actor, order.name, scope_of(case))
    ]


def rule_book(session: Session, case: Case) -> RuleBook:
    """The rule book the case follows: its diagrams and forms."""
    return LIBRARY.book(session, case.bundle_hash)


def form_of(book: RuleBook, step: str) -> Form | None:
    """The form behind a finished step or an order, as its answers name it."""
    order = BY_NAME.get(step)
    name = order.form if order else book.bundle.borrowed_forms.get(step, step)
    return book.form(name) if name is not None and name in book.bundle.forms else None


def personal_fields(book: RuleBook, step: str) -> dict[str, str]:
    """The fields of a form that hold personal data, and of what type they are."""
    form = form_of(book, step)
    if form is None:
        return {}
    columns = {f"{f.id}.{c.id}": c for f in form.fields for c in f.columns}
    return {
        name: f.type for name, f in ({f.id: f for f in form.fields} | columns).items() if f.personal
    }


def _sees(grant: Grant) -> bool:
    everywhere = Scope(grant.jurisdiction or "", grant.region, grant.institution_id)
    return permissions.may_see(Actor(None, "", (grant,)), everywhere)


def _within(grant: Grant) -> ColumnElement[bool]:
    limits: list[ColumnElement[bool]] = [true()]
    if grant.jurisdiction is not None:
        limits.append(Case.jurisdiction == grant.jurisdiction)
    if grant.region is not None:
        limits.append(Case.region == grant.region)
    if grant.institution_id is not None:
        limits.append(Case.institution_id == grant.institution_id)
    if grant.role in permissions.OUTSIDE:
        limits.append(~untold())
    return and_(*limits)


def give(order: Order, *, actor: Actor, session: Session, clock: Clock, key: str | None) -> Receipt:
    """Have the order carried out under the caller's own name for it: once, however often asked."""
    keyed = request_named(key, order, actor) if key else None
    try:
        return carry_out(order, actor=actor, session=session, clock=clock, keyed=keyed)
    except (StaleStep, StepGone, IntegrityError):
        # A twin of this request may have got there first; then its answer is now on record.
        if keyed is None:
            raise
        return carry_out(order, actor=actor, session=session, clock=clock, keyed=keyed)


def request_named(key: str, order: object, actor: Actor) -> KeyedRequest | None:
    """The caller's own name for a request, with a digest that tells a repeat from another order."""
    if actor.person_id is None:
        return None
    content = {"order": type(order).__name__, **asdict(order)}  # type: ignore[call-overload]
    digest = sha256(canonical(content)).hexdigest()
    return KeyedRequest(key=key, person_id=actor.person_id, digest=digest)
