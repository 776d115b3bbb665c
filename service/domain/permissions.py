"""Who may give which order where, and who has acted on a case in an office that bars him here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

ROLES: Mapping[str, tuple[str, str]] = {
    "institution": ("申请主体经办", "Institution"),
    "counter_clerk": ("政务服务窗口", "Service counter clerk"),
    "county_reviewer": ("区县人社受理初审", "County reviewer"),
    "county_approver": ("区县人社复核审批", "County approver"),
    "county_head": ("区县人社负责人", "County head"),
    "city_reviewer": ("市级人社", "City reviewer"),
    "prefecture_group": ("市州领导小组", "Prefecture leading group"),
    "employment_service": ("公共就业服务机构", "Public employment service"),
    "insurance_agency": ("社保经办机构", "Social insurance agency"),
    "inspector": ("监督检查员", "Inspector"),
    "assessor": ("鉴定评价机构", "Assessor"),
    "finance_reviewer": ("财政审核", "Finance reviewer"),
    "finance_payer": ("财政拨付", "Finance payer"),
    "learner": ("学员", "Learner"),
    "platform": ("线上平台", "Platform"),
    "third_party": ("第三方绩效评估", "Third-party evaluator"),
    "auditor": ("审计纪检", "Auditor"),
    "policy_admin": ("政策参数管理员", "Policy administrator"),
    "system_admin": ("系统管理员", "System administrator"),
    "security_admin": ("安全管理员", "Security administrator"),
    "audit_admin": ("审计管理员", "Audit administrator"),
}
CLOCK = "clock"

# 三员分立: who runs the house, who says what others may do, and who watches both.
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
# Who moves money, or says who may, proves twice who he is.
NEEDS_SECOND_FACTOR = ADMINISTRATORS | {"finance_reviewer", "finance_payer", "policy_admin"}

# The head may finish a step of these lanes where nobody else is left.
HEAD = "county_head"
_HEAD_STEPS_IN = frozenset({"county_reviewer", "county_approver"})
# Who has to find somebody for a step of an office; what the applicant does is its own affair.
OFFICE_LANES = frozenset(
    {
        *("county_reviewer", "county_approver", "county_head", "city_reviewer", "inspector"),
        *("assessor", "finance_reviewer", "finance_payer"),
        *("prefecture_group", "employment_service", "insurance_agency"),
    }
)
# Whose work the head answers for, and may give to a colleague who stands in; finance has its own.
HEADS_OFFICE = frozenset(
    {"county_reviewer", "county_approver", "county_head", "counter_clerk", "inspector"}
)
OFFICIALS = OFFICE_LANES | {"counter_clerk"}
# 代办: the work that can be done for somebody who is away; the rest goes with the person.
STOOD_IN_FOR = OFFICIALS | {"institution"}

_DISTRICT = ("county_reviewer", "county_approver", "county_head")

# Who works on a case or examines it may see its people in full, for a reason.
_WORK_ON_CASES = frozenset(
    {
        *("institution", "county_reviewer", "county_approver", "county_head", "city_reviewer"),
        *("inspector", "assessor", "finance_reviewer", "finance_payer", "auditor"),
        *("employment_service", "insurance_agency"),
    }
)

_REVIEW = ("county_reviewer", "county_approver", "county_head")

MAY: Mapping[str, frozenset[str]] = {
    "OpenClass": frozenset({"institution"}),
    # The folder names who begins each of its further processes; nobody beyond these ever does.
    "OpenFollowOn": frozenset(
        {
            *("institution", "platform", "county_reviewer", "county_approver", "county_head"),
            *("city_reviewer", "prefecture_group", "inspector", "third_party"),
            *("employment_service", "insurance_agency", "finance_reviewer", "auditor"),
        }
    ),
    "FileAtCounter": frozenset({"counter_clerk"}),
    "Withdraw": frozenset({"institution"}),
    "CancelClass": frozenset({"institution"}),
    "RecordLearning": frozenset({"institution", "platform"}),
    "SubmitEvidence": frozenset({"institution", "learner"}),
    "FileObjection": frozenset({"county_reviewer", "county_head", "auditor"}),
    "RecordBankResult": frozenset({"finance_payer", "finance_reviewer"}),
    "RecordBankResults": frozenset({"finance_payer", "finance_reviewer"}),
    "RecordBankLines": frozenset({"finance_payer", "finance_reviewer"}),
    "TakeResultFile": frozenset({"finance_payer", "finance_reviewer"}),
    # Who pays, and nobody else, is given the payees' accounts as a list.
    "TakePaymentList": frozenset({"finance_payer"}),
    "RecordRepayment": frozenset({"finance_payer", "finance_reviewer"}),
    # 会计法：出纳人员不得兼任稽核. Whoever sends money does not say that the day adds up.
    "CloseDay": frozenset({"finance_reviewer"}),
    # Either desk of finance draws and approves, never one person both; only the payer lets go.
    **{
        order: frozenset({"finance_payer", "finance_reviewer"})
        for order in ("DrawBatch", "CheckBatch", "HoldItem", "TakeItemBack")
    },
    "ApproveBatch": frozenset({"finance_payer", "finance_reviewer"}),
    "DropBatch": frozenset({"finance_payer", "finance_reviewer"}),
    "ReleaseBatch": frozenset({"finance_payer"}),
    # Either desk of finance enters a budget, and another person of either puts it in force.
    **{
        order: frozenset({"finance_payer", "finance_reviewer"})
        for order in ("ProposeBudget", "DecideBudget", "HoldPayment", "LiftHold")
    },
    "AwaitBudget": frozenset({CLOCK}),
    "GoOnPaying": frozenset({CLOCK}),
    "ObjectRecovery": frozenset({"institution"}),
    "AgreeInstalments": frozenset({"county_approver"}),
    # 抵扣、核销: whoever proposes never decides; their offices cannot meet in one person.
    "ProposeOffset": frozenset({"finance_reviewer"}),
    "DecideOffset": frozenset({"finance_payer"}),
    "ProposeWriteOff": frozenset({"county_head"}),
    "DecideWriteOff": frozenset({"finance_reviewer"}),
    "DropLine": frozenset({"county_approver"}),
    # 重复享受: whoever keeps either subsidy's books says so.
    "ReportDoubleBenefit": frozenset({"employment_service", "insurance_agency"}),
    "RegisterRealName": frozenset({"institution", "platform"}),
    # What a comparison of lists found is cleared by whoever reviews; the money waits for him.
    "ClearDoubt": frozenset({"county_reviewer"}),
    "TerminateForFraud": frozenset({"county_head"}),
    "ImportList": frozenset({"county_reviewer", "city_reviewer"}),
    # 黑白名单: whoever enters by hand never confirms.
    "EnterListing": frozenset({"county_reviewer", "city_reviewer"}),
    "ConfirmListing": frozenset({"county_head", "city_reviewer"}),
    "ReadArchive": frozenset({*_REVIEW, "city_reviewer", "auditor"}),
    "MatchAcross": frozenset({"county_reviewer", "city_reviewer"}),
    "SeePersonalData": _WORK_ON_CASES,
    "TakeBundle": frozenset({"auditor", "county_head"}),
    # Who says what others may do proposes, who watches both confirms: never one natural person.
    "ProposeErasure": frozenset({"security_admin"}),
    "EraseData": frozenset({"audit_admin"}),
    # A district's report takes two of its hands; above it one office merges what came in.
    "PrepareReport": frozenset({*_DISTRICT, "city_reviewer"}),
    "ConfirmReport": frozenset({"county_approver", "county_head", "city_reviewer"}),
    "ApplyChange": frozenset({"county_reviewer"}),
    # One enters, another decides; which of these decides is a value of the place's policy.
    "EnterCatalogue": frozenset({"county_reviewer", "city_reviewer", "prefecture_group"}),
    "DecideCatalogue": frozenset({"county_approver", "city_reviewer", "prefecture_group"}),
    "PassDeadlines": frozenset({CLOCK}),
    "RecountDeadlines": frozenset({CLOCK}),
    "PublishBundle": frozenset({"policy_admin"}),
    "LoadCalendar": frozenset({"policy_admin"}),
    **{
        order: frozenset({"system_admin"})
        for order in ("MakeAccount", "CloseAccount", "EnterInstitution", "ReadIncidents")
    },
    **{order: frozenset({"security_admin"}) for order in ("GrantRole", "MendAccess")},
    "ReadSecurityLog": frozenset({"audit_admin"}),
    "ReadAccounts": frozenset({"system_admin", "security_admin"}),
}

# A case is no business of those who keep the house, and a learner sees his own archive instead.
_SEE_NO_CASE = ADMINISTRATORS | {"policy_admin", "learner"}

# Whom a fraud case may be about: they hear of it when they are asked to answer.
OUTSIDE = frozenset({"institution", "platform", "assessor", "third_party"})

_COUNTY = _REVIEW
_FINANCE = ("finance_reviewer", "finance_payer")
# Whoever asks, hands in for one who asks, or keeps the house has no other part in a case.
_ALONE = ADMINISTRATORS | {"institution", "counter_clerk"}
INCOMPATIBLE: frozenset[frozenset[str]] = frozenset(
    [frozenset({alone, role}) for alone in _ALONE for role in ROLES if role != alone]
    + [frozenset({county, finance}) for county in _COUNTY for finance in _FINANCE]
    + [
        frozenset({"county_reviewer", "county_approver"}),
        frozenset({"county_reviewer", "county_head"}),
        frozenset(_FINANCE),
    ]
)
# A small county has one official for both, each on other cases: processes.md §3.1.
_ON_ONE_CASE_ONLY = frozenset(
    {frozenset({"county_reviewer", "county_approver"}), frozenset({"county_reviewer", HEAD})}
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a case or a thing belongs."""

    jurisdiction: str
    region: str | None = None
    institution_id: int | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody whose work another does while he is away."""

    person_id: int
    natural_person: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and how far it reaches, one's own or an absent one's; None reaches everywhere."""

    role: str
    jurisdiction: str | None = None
    region: str | None = None
    institution_id: int | None = None
    instead_of: Absent | None = None

    def covers(self, scope: Scope) -> bool:
        return (
            self.jurisdiction in (None, scope.jurisdiction)
            and self.region in (None, scope.region)
            and self.institution_id in (None, scope.institution_id)
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, the natural person behind it, and in whose name, if another's."""

    person_id: int | None
    natural_person: str
    grants: tuple[Grant, ...] = field(default=(), repr=False)
    acting_for: str | None = None


@dataclass(frozen=True, slots=True)
class Acted:
    """That a natural person acted on the case in a lane."""

    natural_person: str
    lane: str

    def __str__(self) -> str:
        return "/".join(ROLES.get(self.lane, (self.lane,)))


@dataclass(frozen=True, slots=True)
class Cover:
    """One way in which an actor may give an order: under this grant, for this account's work."""

    grant: Grant
    actor: Actor
    person_id: int | None


# Time itself, when a deadline passes.
CLOCK_ACTOR = Actor(None, CLOCK, (Grant(CLOCK),))


@cache
def roles_for(order: str, lane: str | None = None) -> frozenset[str]:
    """The roles that may give an order, in that lane if one is named; not named here: nobody."""
    if order in ("HandStep", "PutStepBack"):
        # What the applicant does is handed on by the applicant's own people alone.
        return roles_for("FinishStep", lane) | ({HEAD} if lane in OFFICE_LANES else frozenset())
    if order not in ("FinishStep", "TakeStep"):
        roles = MAY.get(order, frozenset())
        return roles if lane is None else roles & {lane}
    if lane is None or lane not in ROLES:
        return frozenset()
    return frozenset({lane, HEAD} if lane in _HEAD_STEPS_IN else {lane})


def covers_for(
    actor: Actor, order: str, scope: Scope, lane: str | None = None
) -> tuple[Cover, ...]:
    """Every way in which the actor may give the order there: in his own name and lane first."""
    roles = roles_for(order, lane)
    found = [one for one in actor.grants if one.role in roles and one.covers(scope)]
    found.sort(key=lambda grant: (grant.instead_of is not None, grant.role != lane))
    return tuple(_cover(actor, grant) for grant in found)


def cover_in(actor: Actor, roles: Iterable[str], scope: Scope) -> Cover | None:
    """The way in which the actor may begin what is for these roles, in his own name first."""
    allowed = MAY["OpenFollowOn"].intersection(roles)
    found = [one for one in actor.grants if one.role in allowed and one.covers(scope)]
    found.sort(key=lambda grant: grant.instead_of is not None)
    return _cover(actor, found[0]) if found else None


def _cover(actor: Actor, grant: Grant) -> Cover:
    absent = grant.instead_of
    person_id = actor.person_id if absent is None else absent.person_id
    return Cover(grant, under(actor, grant), person_id)


def under(actor: Actor, grant: Grant) -> Actor:
    """The actor as he acts by one of his grants: in his own name, or in an absent one's."""
    absent = grant.instead_of
    return actor if absent is None else replace(actor, acting_for=absent.natural_person)


def may_work(cover: Cover, assignee_id: int | None) -> bool:
    """Whether a step that somebody may have taken is the actor's: his, or the head's."""
    return assignee_id is None or cover.person_id == assignee_id or cover.grant.role == HEAD


def grant_for(actor: Actor, order: str, scope: Scope, lane: str | None = None) -> Grant | None:
    """The grant under which the actor may give the order there; his own lane before another's."""
    return next((cover.grant for cover in covers_for(actor, order, scope, lane)), None)


def may(actor: Actor, order: str, scope: Scope, lane: str | None = None) -> bool:
    """Whether the actor may give the order there."""
    return bool(covers_for(actor, order, scope, lane))


def administers(actor: Actor, order: str) -> bool:
    """Whether the order is the actor's to give over the whole house."""
    return any(
        one.role in MAY[order] and one.instead_of is None and one.covers(Scope("*"))
        for one in actor.grants
    )


def place_of(role: str) -> str:
    """How near a role has to be placed: an institution, a region, a jurisdiction, or the house."""
    if role in ADMINISTRATORS | {"policy_admin"}:
        return "house"
    if role == "auditor":
        return "anywhere"
    if role == "institution":
        return "institution"
    near = role.startswith(("county_", "finance_")) or role in ("counter_clerk", "inspector")
    return "region" if near else "jurisdiction"


def may_hold_both(role: str, other: str) -> bool:
    """Whether one natural person may hold both roles, be it on different cases."""
    pair = frozenset({role, other})
    return pair not in INCOMPATIBLE or pair in _ON_ONE_CASE_ONLY


def may_see(actor: Actor, scope: Scope, *, untold: bool = False) -> bool:
    """Whether a case there exists for the actor; one still untold exists for the offices alone."""
    blind = _SEE_NO_CASE | OUTSIDE if untold else _SEE_NO_CASE
    return any(grant.role not in blind and grant.covers(scope) for grant in actor.grants)


def conflict(acted: Iterable[Acted], actor: Actor, lane: str) -> Acted | None:
    """The earlier act on the case that bars the actor, or the one he stands in for, from a lane."""
    persons = persons_of(actor)
    for act in acted:
        if act.natural_person in persons and frozenset({act.lane, lane}) in INCOMPATIBLE:
            return act
    return None


def persons_of(actor: Actor) -> frozenset[str]:
    """The natural persons an act is an act of: who acts, and in whose name."""
    return frozenset({actor.natural_person, actor.acting_for or actor.natural_person})


def is_second_hand(actor: Actor, entered_by: str, entered_for: str | None) -> bool:
    """Whether what one entered, be it in another's name, is the actor's to decide.

    All four are compared: neither who stood in nor in whose name has a part on the other side.
    """
    return persons_of(actor).isdisjoint({entered_by, entered_for})
