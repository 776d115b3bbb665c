"""A request to open a class, as plain values, and the rules it is judged by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any

from service.domain.catalogue import Listed
from service.domain.minimum_hours import MinimumHours
from service.domain.plan import Lesson, OnlineShare
from service.domain.policy import Policy, Value
from service.domain.roster import RosterLine

ENTERPRISE_MODES = frozenset({"enterprise_own", "enterprise_commissioned"})
PARTY_OF = {"enterprise": "enterprise", "platform": "platform"}


def same_party(applicant_type: str, kind: str) -> bool:
    """Whether an applicant of that type is what the institution is entered as."""
    return PARTY_OF.get(applicant_type, "school") == PARTY_OF.get(kind, "school")


def trains_employees(applicant_type: str, training_mode: str) -> bool:
    """Whether such an applicant in such a mode trains an enterprise's own people."""
    return applicant_type == "enterprise" or training_mode in ENTERPRISE_MODES


def within(day: date, began: date | None, ended: date | None) -> bool:
    """Whether a day lies in a shutdown; one without an end goes on."""
    return began is not None and began <= day and (ended is None or day <= ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRequest:
    """What the institution filed."""

    filed_on: date
    # The day a correction came; the day of filing stays.
    handed_in_on: date | None = None
    applicant_type: str
    training_mode: str
    platform_kind: str = "none"
    planned_heads: int
    starts_on: date
    ends_on: date
    theory_exam_on: date | None = None
    skill_exam_on: date | None = None
    hours: Mapping[str, int]
    lessons: tuple[Lesson, ...]
    roster: tuple[RosterLine, ...]
    commitment_by: frozenset[str] = frozenset()
    credit_result: str = "none"
    credit_on: date | None = None
    fee_to_learner_fen: int = 0
    advance_requested: bool = False
    advance_rate_bp: int = 0
    shutdown_kind: str = "none"
    shutdown_from: date | None = None
    shutdown_to: date | None = None
    # Which kind of case it is asked for.
    process: str = ""
    # What the place's own form asks beyond these.
    particulars: Mapping[str, Any] = field(default_factory=dict)

    @property
    def trains_employees(self) -> bool:
        """Whether an enterprise trains its own people, itself or by commission (CQ-09)."""
        return trains_employees(self.applicant_type, self.training_mode)

    @property
    def is_online(self) -> bool:
        """Whether any lesson is online."""
        return any(lesson.is_online for lesson in self.lessons)

    @property
    def starts_in_shutdown(self) -> bool:
        """Whether the class starts while the enterprise stands still (以开班时间为准)."""
        stands_still = self.shutdown_kind != "none"
        return stands_still and within(self.starts_on, self.shutdown_from, self.shutdown_to)


_COMMON = frozenset(field.name for field in fields(OpeningRequest))

HOURS = ("total", "theory", "practical", "online_theory", "online_practical")


def opening_request(
    answers: Mapping[str, Any],
    *,
    filed_on: date,
    handed_in_on: date | None = None,
    process: str = "",
) -> OpeningRequest:
    """The request from the checked answers of its form."""
    return OpeningRequest(
        filed_on=filed_on,
        handed_in_on=handed_in_on,
        process=process,
        applicant_type=answers["applicant_type"],
        training_mode=answers["training_mode"],
        platform_kind=answers.get("platform_kind") or "none",
        planned_heads=answers["planned_heads"],
        starts_on=answers["starts_on"],
        ends_on=answers["ends_on"],
        theory_exam_on=answers.get("theory_exam_on"),
        skill_exam_on=answers.get("skill_exam_on"),
        hours={name: int(answers.get(f"{name}_hours") or 0) for name in HOURS},
        lessons=tuple(Lesson.of(row) for row in answers.get("lessons") or ()),
        roster=tuple(
            RosterLine.of(line, row) for line, row in enumerate(answers.get("roster") or (), 1)
        ),
        commitment_by=frozenset(answers.get("commitment_by") or ()),
        credit_result=answers.get("credit_result") or "none",
        credit_on=answers.get("credit_on"),
        fee_to_learner_fen=answers.get("fee_to_learner_fen") or 0,
        advance_requested=bool(answers.get("advance_requested")),
        advance_rate_bp=answers.get("advance_rate") or 0,
        shutdown_kind=answers.get("shutdown_kind") or "none",
        shutdown_from=answers.get("shutdown_from"),
        shutdown_to=answers.get("shutdown_to"),
        particulars={name: value for name, value in answers.items() if name not in _COMMON},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRules:
    """The values a request is judged by, and what the decision table says of its advance."""

    values: Mapping[str, Value]
    advance_eligible: bool
    advance_max_bp: int
    advance_clause: str = ""
    # The places in the roster whose person already learns in another running class.
    enrolled: frozenset[int] = frozenset()
    # What the catalogues hold under the codes the request names, and who asks or trains.
    listed: Mapping[str, Sequence[Listed]] = field(default_factory=dict)
    bodies: frozenset[str] = frozenset()
    # The fewest hours of the course's kind, and the clause under which nobody may be paid so.
    minimum: MinimumHours | None = None
    payee_refused: str | None = None
    # How much of the practice may be online, by the kind of course.
    online_share: OnlineShare | None = None

    def has(self, key: str) -> bool:
        """Whether the place has such a rule at all."""
        return key in self.values

    def number(self, key: str) -> int:
        """A value that counts something."""
        return int(str(self.values[key].value))

    def is_on(self, key: str) -> bool:
        """Whether a check is on; where the place has no such rule it is off."""
        return key in self.values and self.values[key].value is True

    def words(self, key: str) -> tuple[str, ...]:
        """A value that lists words."""
        found = self.values[key].value
        return found if isinstance(found, tuple) else (str(found),)

    def clause(self, key: str) -> str | None:
        """The clause of a value; None where the document is silent."""
        return (self.values[key].clause or None) if key in self.values else None


RULE_KEYS = (
    "advance_cap",
    "both_schedules_required",
    "catalogue_course_required",
    "catalogue_institution_required",
    "catalogue_platform_required",
    "catalogue_specialty_required",
    "class_hour_minutes",
    "class_hour_rounds_from",
    "commitment_required",
    "credit_required",
    "credit_valid_days",
    "enterprise_relations",
    "free_of_charge",
    "lesson_methods",
    "local_enterprise_required",
    "max_heads",
    "offline_suspended",
    "online_kinds",
    "online_policy_open",
    "online_share_exempt",
    "online_share_exempt_processes",
    "online_theory_max_bp",
    "platform_origins",
    "platforms_allowed",
    "practice_offline_only",
    "prejob_contract_years",
    "shutdown_required",
    "start_lead_days",
    "theory_share_min_bp",
)


def opening_rules(
    policy: Policy,
    request: OpeningRequest,
    *,
    region: str,
    advance_eligible: bool,
    advance_max_bp: int,
    advance_clause: str = "",
    enrolled: frozenset[int] = frozenset(),
    listed: Mapping[str, Sequence[Listed]] = MappingProxyType({}),
    bodies: frozenset[str] = frozenset(),
) -> OpeningRules:
    """The rules for a request, each value by the date the policy names for it."""
    dates = {"filed_on": request.filed_on, "class_start": request.starts_on}
    found = {
        key: policy.find(key, dates[policy.choose_by(key)], region=region)
        for key in RULE_KEYS
        if policy.has(key)
    }
    values = {key: value for key, value in found.items() if value is not None}
    return OpeningRules(
        values=values,
        advance_eligible=advance_eligible,
        advance_max_bp=advance_max_bp,
        advance_clause=advance_clause,
        enrolled=enrolled,
        listed=listed,
        bodies=bodies,
    )
