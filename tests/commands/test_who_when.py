"""Role × order × state: who gets past the question of permission, while which step is open."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from service.domain import orders
from service.domain.orders import (
    BY_NAME,
    AwaitBudget,
    GoOnPaying,
    HandStep,
    PassDeadlines,
    PutStepBack,
    RecountDeadlines,
    SeePersonalData,
    TakeBundle,
    TakeStep,
)
from service.domain.permissions import MAY, ROLES
from service.domain.refusals import Forbidden, NotVisible, Refusal, SeparationOfDuties
from service.records.person import Person
from service.records.transaction import write_transaction
from tests.commands.standing import Office, office

REVIEWER, APPROVER, HEAD = "county_reviewer", "county_approver", "county_head"
FINANCE = {"finance_reviewer", "finance_payer"}
EVERYBODY_AT_WORK = {
    *("institution", REVIEWER, APPROVER, HEAD, "city_reviewer", "inspector", "assessor"),
    *FINANCE,
    "auditor",
    "employment_service",
    "insurance_agency",
}
# Whatever step is open.
ALWAYS: Mapping[str, set[str]] = {
    "Withdraw": {"institution"},
    "CancelClass": {"institution"},
    "RecordLearning": {"institution", "platform"},
    "SubmitEvidence": {"institution"},
    "FileObjection": {REVIEWER, HEAD, "auditor"},
    "RecordBankResult": FINANCE,
    "RecordRepayment": FINANCE,
    "ObjectRecovery": {"institution"},
    "AgreeInstalments": {APPROVER},
    "ProposeOffset": {"finance_reviewer"},
    "DecideOffset": {"finance_payer"},
    "ProposeWriteOff": {HEAD},
    "DecideWriteOff": {"finance_reviewer"},
    "DropLine": {APPROVER},
    "HoldPayment": FINANCE,
    "LiftHold": FINANCE,
    "ReportDoubleBenefit": {"employment_service", "insurance_agency"},
    "RegisterRealName": {"institution", "platform"},
    "ClearDoubt": {REVIEWER},
    "TerminateForFraud": {HEAD},
    "SeePersonalData": EVERYBODY_AT_WORK,
    "TakeBundle": {"auditor", HEAD},
    "PassDeadlines": set(),
    "RecountDeadlines": set(),
    "AwaitBudget": set(),
    "GoOnPaying": set(),
}
STEP_ORDERS = ("FinishStep", "TakeStep", "PutStepBack", "HandStep")
ELSEWHERE = {
    "OpenClass": "no case yet: tests/commands/test_orders.py",
    "OpenFollowOn": "by the folder's own word: the examples of every place",
    "FileAtCounter": "no case yet: tests/commands/test_counter.py",
    "EraseData": "what was proposed and confirmed: tests/commands/test_retention.py",
    "ApplyChange": "by a case that follows on: tests/commands/test_class_change.py",
    "PublishBundle": "no case: tests/commands/test_office.py",
    "LoadCalendar": "no case: tests/commands/test_office.py",
    **dict.fromkeys(("ProposeBudget", "DecideBudget"), "no case: tests/commands/test_budgets.py"),
    "CloseDay": "no case: tests/commands/test_closing_a_day.py",
    "PrepareReport": "no case: tests/commands/test_dispatch.py",
    "ConfirmReport": "no case: tests/commands/test_dispatch.py",
    "RecordBankResults": "a file of many cases: tests/commands/test_many.py",
    **dict.fromkeys(
        ("RecordBankLines", "TakeResultFile"),
        "a batch's bank: tests/commands/test_bank_files.py",
    ),
    **dict.fromkeys(
        ("DrawBatch", "CheckBatch", "HoldItem", "TakeItemBack", "ApproveBatch", "ReleaseBatch"),
        "a batch of many cases: tests/commands/test_batches.py",
    ),
    "DropBatch": "a batch of many cases: tests/commands/test_batches.py",
    "ShiftClock": "the demo's own: tests/commands/test_orders.py",
}
NOT_GIVEN = {"CaseOrder", "Assignment", "BatchOrder", "BankResultLine", "KeyedRequest"}
ADVANCED = ("filed", "approved", "advance")


def accepted(at: Office) -> None:
    at.finish("opening_accept", REVIEWER, decision="accept")


def agreed(at: Office) -> None:
    at.finish("advance_review", REVIEWER, decision="agree", opinion="可", advance_rate="50")
    at.finish("advance_approve", APPROVER, decision="approve", opinion="可")


def released(at: Office) -> None:
    agreed(at)
    at.finish(
        "finance_review", "finance_reviewer", decision="pass", budget_item="2080799", opinion="可"
    )


@dataclass(frozen=True)
class State:
    """Where a class stands: told up to here, this step open, worked by these."""

    chapters: tuple[str, ...]
    element: str
    works: set[str]
    hands: set[str]
    then: Callable[[Office], None] = lambda _: None


STATES = {
    "accepting": State(("filed",), "opening_accept", {REVIEWER, HEAD}, {REVIEWER, HEAD}),
    "approving": State(("filed",), "opening_approve", {APPROVER, HEAD}, {APPROVER, HEAD}, accepted),
    "reviewing money": State(
        ("filed", "approved"),
        "finance_review",
        {"finance_reviewer"},
        {"finance_reviewer", HEAD},
        agreed,
    ),
    "paying": State(
        ("filed", "approved"), "finance_pay", {"finance_payer"}, {"finance_payer", HEAD}, released
    ),
    "starting": State(ADVANCED, "class_confirm_start", {"institution"}, {"institution"}),
    "examining": State(
        (*ADVANCED, "started", "trained"), "score_enter", {"assessor"}, {"assessor", HEAD}
    ),
}


def on(at: Office, state: State, somebody: str) -> Iterator[orders.CaseOrder]:
    """Every order on the case, so incomplete that it is asked for more rather than done."""
    key, case = at.open_steps()[state.element].key, at.case_id
    yield at.finishing(state.element)
    yield TakeStep(case_id=case, step_key=key)
    yield PutStepBack(case_id=case, step_key=key)
    yield HandStep(case_id=case, step_key=key, to=somebody)
    yield from (kind(case_id=case) for kind in BY_NAME.values())
    yield SeePersonalData(case_id=case)
    yield TakeBundle(case_id=case, documents=True)
    yield PassDeadlines(case_id=case)
    yield RecountDeadlines(case_id=case)
    yield AwaitBudget(case_id=case, stage="ADVANCE", budget=("", "", "", 2020), fen=1)
    yield GoOnPaying(case_id=case, stage="ADVANCE")


def passes(at: Office, order: orders.CaseOrder, role: str) -> bool:
    """Whether permission is not what the order fails for."""
    try:
        at.give(order, f"{role}/9")
    except (Forbidden, NotVisible, SeparationOfDuties):
        return False
    except Refusal:
        return True
    return True


def of_no_lane(at: Office) -> str:
    """Somebody whose account stands and who works no step."""
    number = at.actor("learner/8").person_id
    with write_transaction(at.session):
        person = at.session.get_one(Person, number)
        person.active = True
        return str(person.login)


@pytest.mark.parametrize("name", STATES)
def test_who_may_order_what_while_which_step_is_open(session, name):
    state = STATES[name]
    at = office(session, *state.chapters)
    state.then(at)
    somebody = of_no_lane(at)
    found: dict[str, set[str]] = {}
    for role in ROLES:
        for order in on(at, state, somebody):
            found.setdefault(order.name, set())
            if passes(at, order, role):
                found[order.name].add(role)
    steps = {"FinishStep": state.works, "TakeStep": state.works}
    moved = {"PutStepBack": state.hands, "HandStep": state.hands}
    assert found == {**ALWAYS, **steps, **moved}


def test_every_order_of_the_house_is_in_a_table():
    known = {
        kind.__name__
        for kind in vars(orders).values()
        if isinstance(kind, type) and kind.__module__.startswith(orders.__name__)
    }
    assert known - NOT_GIVEN == {*ALWAYS, *STEP_ORDERS, *ELSEWHERE}


def test_every_order_but_the_steps_own_and_the_demos_is_somebodys():
    told = {*ALWAYS, *ELSEWHERE} - {"ShiftClock"}
    assert told <= set(MAY)
