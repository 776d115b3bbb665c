"""One locked case and what was read of its records so far, each table once an order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import cast

from sqlalchemy.orm import Session

from service.commands.deadlines import Deadlines
from service.commands.library import RuleBook
from service.commands.paying.book import Book
from service.domain.calendar import Calendar, beijing_date, day_end
from service.domain.deadline import Count, end_of_period
from service.domain.permissions import Acted, Actor
from service.domain.person_year import Training
from service.domain.policy import NotInForce, Policy, UnknownValue, Value
from service.records.allowance import AllowanceLine, allowance_of
from service.records.base import Base
from service.records.case import Case, children_of
from service.records.claim import ClaimLine, Objection, claim_of, objections_of
from service.records.counter import CounterFiling
from service.records.direct import DirectLine, Skill, claimed_directly, direct_of
from service.records.employment import (
    EmploymentProof,
    EmploymentSpell,
    EmploymentStatus,
    proofs_of,
    spells_of,
    statuses_of,
)
from service.records.free_hands import FreeHands
from service.records.idempotency import Answered
from service.records.institution import Institution, listings
from service.records.learning import LearningTotal, learning_totals, lessons_followed
from service.records.opening import ClassOpening
from service.records.outbox import OutboxMessage
from service.records.payment import Payment, payments_of
from service.records.payment_hold import PaymentHold, open_holds
from service.records.person_year import trainings_in
from service.records.plan import online_lessons
from service.records.real_name import RealName, real_names_of
from service.records.recovery import Recovery, recovery_of
from service.records.result import LearnerResult, results_of
from service.records.roster import RosterLine, roster_of
from service.records.routing import DoubleBenefit, double_benefits_of, routes_of
from service.records.step import OpenStep
from service.records.voucher import VoucherCheck, vouchers_of
from workflows import Bundle, Decision, Facts, decide


@dataclass(frozen=True, slots=True)
class Books:
    """The rules an order is judged by: the case's own diagrams, the newest values, the calendar."""

    pinned: RuleBook
    newest: RuleBook
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class StepAtHand:
    """The step being finished, as it was; its row goes on to the next step."""

    element: str
    path: str
    properties: Mapping[str, str]


@dataclass
class Dossier:
    """What an order may look at and change while it holds the case."""

    session: Session
    case: Case
    now: datetime
    actor: Actor
    books: Books
    seq: int
    facts: Facts
    facts_of: "Callable[[Dossier], Facts]"
    steps: dict[str, OpenStep] = field(default_factory=dict)
    filed: ClassOpening | None = None
    acted: Sequence[Acted] = ()
    answered: Answered | None = None
    # None while the case is being opened: its first step is the applicant's own.
    free_hands: Mapping[str, FreeHands] | None = None
    step: StepAtHand | None = None
    lane: str | None = None
    # Where a clerk hands in the papers that an institution brought to the counter.
    at_counter: CounterFiling | None = None
    # What comes in with this order, by digest: history answers for the documents too.
    papers: dict[str, str] = field(default_factory=dict)
    # Rows that are only ever added; they are written down together when the move is recorded.
    written: list[Base] = field(default_factory=list)

    def decide(self, table: str, **within: str) -> Decision:
        """Ask one decision table of the newest rules; its inputs are facts again."""
        return decide(
            self.rules_bundle,
            table,
            facts=lambda name, own: self.facts(name, {**within, **own}),
        )

    # --- which rules ---------------------------------------------------------------------------

    @property
    def policy(self) -> Policy:
        """The newest published values of the jurisdiction."""
        return self.books.newest.policy

    @property
    def rules_bundle(self) -> Bundle:
        """The newest published bundle: tables and texts."""
        return self.books.newest.bundle

    @property
    def calendar(self) -> Calendar:
        """The working days."""
        return self.books.calendar

    @property
    def today(self) -> date:
        """The day it is in Beijing."""
        return beijing_date(self.now)

    def value(self, key: str) -> Value:
        """A policy value by the date the policy names: the filing or the start of the class."""
        on = self.date_for(self.policy.choose_by(key))
        return self.policy.value(key, on, region=self.case.region)

    def find(self, key: str) -> Value | None:
        """The value where the place has such a rule and it is in force; None: no duty here."""
        try:
            return self.value(key)
        except (UnknownValue, NotInForce):
            return None

    def is_on(self, key: str) -> bool:
        """Whether a switch is on; where the place has no such rule it is off."""
        found = self.find(key)
        return found is not None and found.value is True

    def number(self, key: str) -> int:
        """A value that counts something."""
        return int(str(self.value(key).value))

    def date_for(self, basis: str) -> date:
        """The day that chooses between versions of a rule."""
        starts_on: date | None = self.opening.starts_on
        if basis == "class_start" and starts_on is not None:
            return starts_on
        return beijing_date(self.opening.received_at or self.now)

    def end_of(self, key: str, *, after: date | None) -> datetime | None:
        """The instant at which so many days after a day have passed."""
        if after is None:
            return None
        length = self.value(key)
        count = cast("Count", length.unit)
        return day_end(end_of_period(after, int(str(length.value)), count, self.calendar))

    # --- records, read when first asked for ----------------------------------------------------

    @cached_property
    def opening(self) -> ClassOpening:
        """The request to open the class and what was decided on it; empty until it is filed."""
        return self.filed or ClassOpening(case_id=self.case.id)

    @cached_property
    def roster(self) -> dict[int, RosterLine]:
        """The learners, by line."""
        return {row.line: row for row in roster_of(self.session, self.case.id)}

    @cached_property
    def results(self) -> dict[int, LearnerResult]:
        """Scores and certificates, by line."""
        return {row.line: row for row in results_of(self.session, self.case.id)}

    @cached_property
    def learning(self) -> Mapping[int, LearningTotal]:
        """What was recorded of each learner's training, added up by line."""
        return learning_totals(self.session, self.case.id)

    @cached_property
    def lessons_followed(self) -> Mapping[int, list[str]]:
        """The lists of lessons reported for each learner, by line."""
        return lessons_followed(self.session, self.case.id)

    @cached_property
    def online_lessons(self) -> frozenset[int]:
        """The numbers of the lessons that are online."""
        return online_lessons(self.session, self.case.id)

    @cached_property
    def vouchers(self) -> dict[int, VoucherCheck]:
        """The vouchers looked at so far, by line."""
        return {row.line: row for row in vouchers_of(self.session, self.case.id)}

    @cached_property
    def real_names(self) -> dict[int, RealName]:
        """Who is registered by real name, by line."""
        return real_names_of(self.session, self.case.id)

    @cached_property
    def claim_lines(self) -> dict[int, ClaimLine]:
        """The claim, by line."""
        return {row.line: row for row in claim_of(self.session, self.case.id)}

    @cached_property
    def statuses(self) -> dict[int, EmploymentStatus]:
        """Who has found work by the class's own report, by line."""
        return {row.line: row for row in statuses_of(self.session, self.case.id)}

    @cached_property
    def spells(self) -> list[EmploymentSpell]:
        """The times of work handed in as evidence."""
        return spells_of(self.session, self.case.id)

    @cached_property
    def proofs(self) -> dict[int, EmploymentProof]:
        """What was found of the evidence, by line."""
        return {row.line: row for row in proofs_of(self.session, self.case.id)}

    @cached_property
    def allowance(self) -> list[AllowanceLine]:
        """What each learner is allowed to live on, by line and year."""
        return allowance_of(self.session, self.case.id)

    @cached_property
    def direct(self) -> dict[int, DirectLine]:
        """The certificates a direct subsidy is asked for, by line."""
        return {row.line: row for row in direct_of(self.session, self.case.id)}

    @cached_property
    def routes(self) -> dict[int, str]:
        """To which office each learner's claim goes, by line."""
        return routes_of(self.session, self.case.id)

    @cached_property
    def double_benefits(self) -> dict[int, DoubleBenefit]:
        """Who was found to have had another subsidy for the same, by line."""
        return {row.line: row for row in double_benefits_of(self.session, self.case.id)}

    @cached_property
    def paid_directly(self) -> set[Skill]:
        """What the learners of this class were paid themselves, by occupation and level."""
        people = [learner.person_index for learner in self.roster.values()]
        return claimed_directly(self.session, people, self.case.jurisdiction, self.case.id)

    @cached_property
    def trainings(self) -> Mapping[str, Sequence[Training]]:
        """What else is claimed for the learners in the year of this course, by person."""
        found: dict[str, list[Training]] = {}
        for one in trainings_in(
            self.session,
            {learner.person_index for learner in self.roster.values()},
            self.course.began_on.year,
            jurisdiction=self.case.jurisdiction,
            besides=self.case.id,
        ):
            found.setdefault(one.person_index, []).append(one)
        return found

    @cached_property
    def objections(self) -> list[Objection]:
        """Objections, oldest first."""
        return objections_of(self.session, self.case.id)

    @cached_property
    def payments(self) -> list[Payment]:
        """Payments of every stage, oldest try first."""
        return payments_of(self.session, self.case.id)

    @cached_property
    def holds(self) -> list[PaymentHold]:
        """What payments of this case wait for, oldest first."""
        return open_holds(self.session, self.case.id)

    @cached_property
    def recovery(self) -> Recovery | None:
        """The newest recovery on this case, if there is one."""
        return recovery_of(self.session, self.case.id)

    @cached_property
    def book(self) -> Book:
        """The ledger of this case."""
        return Book.of(self)

    @cached_property
    def deadlines(self) -> Deadlines:
        """The deadlines of this case."""
        return Deadlines.of(self)

    @cached_property
    def institution(self) -> Institution:
        """Who asked for the class."""
        return self.session.get_one(Institution, self.case.institution_id)

    @cached_property
    def parent(self) -> "Dossier | None":
        """The case this one follows on, to read from: what it holds is moved by its own orders."""
        if self.case.parent_id is None:
            return None
        return self.beside(self.session.get_one(Case, self.case.parent_id))

    @cached_property
    def course(self) -> "Dossier":
        """The first class of the course that this one belongs to."""
        parent = self.parent
        return self if parent is None or parent.filed is None else parent

    def beside(self, case: Case) -> "Dossier":
        """Another case of the same family, to read from."""
        filed = self.session.get(ClassOpening, case.id)
        other = replace(self, case=case, filed=filed, steps={}, step=None, written=[])
        other.facts = self.facts_of(other)
        return other

    @cached_property
    def children(self) -> list[Case]:
        """The cases that follow on this one."""
        return children_of(self.session, self.case.id)

    @cached_property
    def colours(self) -> frozenset[str]:
        """The lists that the applicant, or whom it commissioned to train, stands on today."""
        named = [self.institution.uscc, self.opening.delegate_uscc]
        rows = listings(self.session, [uscc for uscc in named if uscc], on=self.today)
        return frozenset(row.colour for row in rows)

    # --- what follows from them ----------------------------------------------------------------

    def last_payment(self, stage: str) -> Payment | None:
        """The newest try to pay a stage."""
        return next((row for row in reversed(self.payments) if row.stage == stage), None)

    @property
    def began_on(self) -> date:
        """The day the class began, or is to begin."""
        began: date | None = self.opening.actual_start_on or self.opening.starts_on
        return began or self.today

    @property
    def claim_opened_on(self) -> date:
        """The day from which a claim can be made: what the office takes is not the claimant's."""
        return max(self.opening.completed_on or self.today, self.today)

    @property
    def stage(self) -> str:
        """The stage of payment that the step at hand belongs to."""
        return str(self.step.properties["stage"]) if self.step else ""

    @property
    def advance_paid_fen(self) -> int:
        """The advance as the bank paid it."""
        return self.book.total("ADVANCE")

    def redraw(self, element: str) -> None:
        """What an open step's form shows has changed: forms drawn before are stale."""
        for step in self.steps.values():
            if step.element == element:
                step.version += 1

    # --- promises ------------------------------------------------------------------------------

    def promise(self, template: str, *, to: Mapping[str, object], **params: object) -> None:
        """Write a message that the clock will deliver after the commit."""
        self.written.append(
            OutboxMessage(
                case_id=self.case.id,
                history_seq=self.seq,
                template=template,
                audience=dict(to),
                params={"number": self.case.number, **params},
                at=self.now,
                channels=["inbox", "email"],
            )
        )
