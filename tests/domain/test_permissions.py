"""Role × order as a table, reach of a grant, and who is barred by what he did before."""

import pytest

from service.domain.permissions import (
    CLOCK_ACTOR,
    HEAD,
    INCOMPATIBLE,
    MAY,
    NEEDS_SECOND_FACTOR,
    ROLES,
    Absent,
    Acted,
    Actor,
    Grant,
    Scope,
    administers,
    conflict,
    cover_in,
    covers_for,
    grant_for,
    is_second_hand,
    may,
    may_hold_both,
    may_see,
    may_work,
    place_of,
    roles_for,
)

HERE = Scope("chongqing", "500103", 7)
EVERYBODY = (*ROLES, "clock")
ADMINS = ("system_admin", "security_admin", "audit_admin")
ALONE = {"institution", "counter_clerk", *ADMINS}

TABLE = {
    "OpenClass": {"institution"},
    "OpenFollowOn": {
        *("institution", "platform", "county_reviewer", "county_approver", "county_head"),
        *("city_reviewer", "prefecture_group", "inspector", "third_party"),
        *("employment_service", "insurance_agency", "finance_reviewer", "auditor"),
    },
    "FileAtCounter": {"counter_clerk"},
    "Withdraw": {"institution"},
    "CancelClass": {"institution"},
    "RecordLearning": {"institution", "platform"},
    "SubmitEvidence": {"institution", "learner"},
    "FileObjection": {"county_reviewer", "county_head", "auditor"},
    "RecordBankResult": {"finance_payer", "finance_reviewer"},
    "RecordBankResults": {"finance_payer", "finance_reviewer"},
    "RecordBankLines": {"finance_payer", "finance_reviewer"},
    "TakeResultFile": {"finance_payer", "finance_reviewer"},
    "TakePaymentList": {"finance_payer"},
    "ReportDoubleBenefit": {"employment_service", "insurance_agency"},
    "RecordRepayment": {"finance_payer", "finance_reviewer"},
    "ObjectRecovery": {"institution"},
    "AgreeInstalments": {"county_approver"},
    "ProposeOffset": {"finance_reviewer"},
    "DecideOffset": {"finance_payer"},
    "ProposeWriteOff": {"county_head"},
    "DecideWriteOff": {"finance_reviewer"},
    "DropLine": {"county_approver"},
    "DrawBatch": {"finance_payer", "finance_reviewer"},
    "CheckBatch": {"finance_payer", "finance_reviewer"},
    "HoldItem": {"finance_payer", "finance_reviewer"},
    "TakeItemBack": {"finance_payer", "finance_reviewer"},
    "ApproveBatch": {"finance_payer", "finance_reviewer"},
    "DropBatch": {"finance_payer", "finance_reviewer"},
    "ReleaseBatch": {"finance_payer"},
    "ApplyChange": {"county_reviewer"},
    "EnterCatalogue": {"county_reviewer", "city_reviewer", "prefecture_group"},
    "DecideCatalogue": {"county_approver", "city_reviewer", "prefecture_group"},
    "RegisterRealName": {"institution", "platform"},
    "ClearDoubt": {"county_reviewer"},
    "TerminateForFraud": {"county_head"},
    "ImportList": {"county_reviewer", "city_reviewer"},
    "EnterListing": {"county_reviewer", "city_reviewer"},
    "ConfirmListing": {"county_head", "city_reviewer"},
    "ReadArchive": {
        *("county_reviewer", "county_approver", "county_head", "city_reviewer", "auditor"),
    },
    "MatchAcross": {"county_reviewer", "city_reviewer"},
    "CloseDay": {"finance_reviewer"},
    "ProposeBudget": {"finance_payer", "finance_reviewer"},
    "DecideBudget": {"finance_payer", "finance_reviewer"},
    "HoldPayment": {"finance_payer", "finance_reviewer"},
    "LiftHold": {"finance_payer", "finance_reviewer"},
    "AwaitBudget": {"clock"},
    "GoOnPaying": {"clock"},
    "PrepareReport": {"county_reviewer", "county_approver", "county_head", "city_reviewer"},
    "ConfirmReport": {"county_approver", "county_head", "city_reviewer"},
    "PassDeadlines": {"clock"},
    "RecountDeadlines": {"clock"},
    "PublishBundle": {"policy_admin"},
    "LoadCalendar": {"policy_admin"},
    "SeePersonalData": {
        *("institution", "county_reviewer", "county_approver", "county_head", "city_reviewer"),
        *("inspector", "assessor", "finance_reviewer", "finance_payer", "auditor"),
        *("employment_service", "insurance_agency"),
    },
    "TakeBundle": {"auditor", "county_head"},
    "ProposeErasure": {"security_admin"},
    "EraseData": {"audit_admin"},
    "MakeAccount": {"system_admin"},
    "CloseAccount": {"system_admin"},
    "EnterInstitution": {"system_admin"},
    "ReadIncidents": {"system_admin"},
    "GrantRole": {"security_admin"},
    "MendAccess": {"security_admin"},
    "ReadAccounts": {"system_admin", "security_admin"},
    "ReadSecurityLog": {"audit_admin"},
    "AnythingElse": set(),
}
BARRED = {
    **{alone: set(ROLES) - {alone} for alone in ALONE},
    "county_reviewer": {"county_approver", "county_head", "finance_reviewer", "finance_payer"},
    "county_approver": {"county_reviewer", "finance_reviewer", "finance_payer"},
    "county_head": {"county_reviewer", "finance_reviewer", "finance_payer"},
    "finance_reviewer": {"county_reviewer", "county_approver", "county_head", "finance_payer"},
    "finance_payer": {"county_reviewer", "county_approver", "county_head", "finance_reviewer"},
}


def someone(*roles: str, person: str = "P1", acting_for: str | None = None) -> Actor:
    return Actor(1, person, tuple(Grant(role) for role in roles), acting_for)


@pytest.mark.parametrize("order", TABLE)
@pytest.mark.parametrize("role", EVERYBODY)
def test_an_order_is_for_the_roles_of_the_table_and_no_other(order, role):
    assert may(someone(role), order, HERE) == (role in TABLE[order])


def test_every_order_named_is_in_the_table():
    assert set(MAY) == set(TABLE) - {"AnythingElse"}


@pytest.mark.parametrize("lane", ROLES)
@pytest.mark.parametrize("role", EVERYBODY)
def test_a_step_is_for_its_lane_and_the_head_steps_in_for_the_county(lane, role):
    steps_in = role == "county_head" and lane in ("county_reviewer", "county_approver")
    assert may(someone(role), "FinishStep", HERE, lane) == (role == lane or steps_in)


@pytest.mark.parametrize("lane", [None, "no_such_lane"])
def test_a_step_without_a_lane_is_for_nobody(lane):
    assert roles_for("FinishStep", lane) == frozenset()


def test_an_order_in_a_lane_is_for_that_lane_alone():
    assert roles_for("RecordLearning", "platform") == {"platform"}
    assert roles_for("RecordLearning", "learner") == frozenset()


@pytest.mark.parametrize(
    ("grant", "reaches"),
    [
        (Grant("institution"), True),
        (Grant("institution", "chongqing"), True),
        (Grant("institution", "guizhou"), False),
        (Grant("institution", "chongqing", "500103"), True),
        (Grant("institution", "chongqing", "500105"), False),
        (Grant("institution", institution_id=7), True),
        (Grant("institution", institution_id=8), False),
    ],
)
def test_a_grant_reaches_as_far_as_it_says(grant, reaches):
    actor = Actor(1, "P1", (grant,))
    assert may(actor, "Withdraw", HERE) is reaches
    assert may_see(actor, HERE) is reaches


def test_a_district_grant_does_not_cover_the_whole_city():
    actor = Actor(1, "P1", (Grant("policy_admin", "chongqing", "500103"),))
    assert not may(actor, "PublishBundle", Scope("chongqing"))


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_case_is_seen_by_those_it_concerns(role):
    assert may_see(someone(role), HERE) is (role not in ("policy_admin", "learner", *ADMINS))


def test_money_administrators_and_policy_need_a_second_factor():
    assert {"finance_reviewer", "finance_payer", "policy_admin", *ADMINS} == NEEDS_SECOND_FACTOR


@pytest.mark.parametrize("order", ["GrantRole", "MakeAccount", "ReadSecurityLog"])
def test_the_house_is_kept_by_its_own_administrators_over_the_whole_of_it(order):
    (role,) = TABLE[order]
    assert administers(someone(role), order)
    assert not administers(Actor(1, "P1", (Grant(role, "chongqing"),)), order)
    assert not administers(Actor(1, "P1", (Grant(role, instead_of=Absent(2, "P2")),)), order)
    assert not administers(someone(*(set(ROLES) - {role})), order)


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("institution", "institution"),
        ("county_head", "region"),
        ("finance_payer", "region"),
        ("counter_clerk", "region"),
        ("platform", "jurisdiction"),
        ("auditor", "anywhere"),
        ("policy_admin", "house"),
        ("audit_admin", "house"),
    ],
)
def test_a_role_is_placed_as_near_as_its_work_is(role, place):
    assert place_of(role) == place


@pytest.mark.parametrize(
    ("role", "other", "both"),
    [
        ("county_reviewer", "county_approver", True),
        ("county_reviewer", "county_head", True),
        ("county_reviewer", "finance_reviewer", False),
        ("finance_reviewer", "finance_payer", False),
        ("institution", "auditor", False),
        ("counter_clerk", "county_reviewer", False),
        ("system_admin", "security_admin", False),
        ("audit_admin", "county_head", False),
        ("county_approver", "county_head", True),
        ("auditor", "city_reviewer", True),
    ],
)
def test_which_two_roles_one_person_may_hold(role, other, both):
    assert may_hold_both(role, other) is both
    assert may_hold_both(other, role) is both


def test_who_stands_in_covers_what_the_absent_one_could_in_his_name():
    lent = Grant("county_reviewer", "chongqing", "500103", instead_of=Absent(9, "P9"))
    own, other = covers_for(
        Actor(1, "P1", (lent, Grant("county_reviewer"))), "FinishStep", HERE, "county_reviewer"
    )
    assert (own.person_id, own.actor.acting_for) == (1, None)
    assert (other.person_id, other.actor.acting_for) == (9, "P9")
    assert covers_for(Actor(1, "P1", (lent,)), "FinishStep", Scope("guizhou"), HEAD) == ()


@pytest.mark.parametrize("order", ["HandStep", "PutStepBack"])
@pytest.mark.parametrize(("lane", "by_head"), [("finance_payer", True), ("institution", False)])
def test_the_head_says_who_works_what_an_office_has_to_do(order, lane, by_head):
    assert roles_for(order, lane) == {lane} | ({"county_head"} if by_head else set())


@pytest.mark.parametrize(("who", "works"), [(1, True), (2, False), (None, True)])
def test_what_somebody_has_taken_is_his(who, works):
    (own,) = covers_for(someone("assessor"), "FinishStep", HERE, "assessor")
    assert may_work(own, who) is works


def test_ones_own_lane_goes_before_stepping_in():
    both = someone("county_head", "county_reviewer")
    found = grant_for(both, "FinishStep", HERE, "county_reviewer")
    assert found == Grant("county_reviewer")
    assert grant_for(someone(), "FinishStep", HERE, "county_reviewer") is None


@pytest.mark.parametrize("before", ROLES)
@pytest.mark.parametrize("now", ROLES)
def test_what_one_did_before_bars_what_the_table_says(before, now):
    barred = BARRED.get(before, set()) | (ALONE - {before})
    found = conflict([Acted("P1", before)], someone(now), now)
    assert (found is not None) == (now in barred)


def test_incompatibility_has_no_direction():
    assert all(len(pair) == 2 for pair in INCOMPATIBLE)


def test_another_person_is_not_barred():
    acted = [Acted("P2", "county_reviewer"), Acted("P1", "county_approver")]
    assert conflict(acted, someone("county_approver"), "county_approver") is None


def test_two_accounts_of_one_person_are_one_person():
    acted = [Acted("P1", "county_reviewer")]
    second = Actor(2, "P1", (Grant("finance_payer"),))
    assert conflict(acted, second, "finance_payer") == acted[0]


def test_one_is_barred_by_what_the_one_he_stands_in_for_did():
    acted = [Acted("P9", "finance_reviewer")]
    standing_in = someone("finance_payer", acting_for="P9")
    assert conflict(acted, standing_in, "finance_payer") == acted[0]


@pytest.mark.parametrize(
    ("decides", "for_whom", "entered_for", "may_decide"),
    [
        ("P2", None, None, True),
        ("P1", None, None, False),
        ("P9", None, "P9", False),
        ("P2", "P1", None, False),
        ("P2", "P9", "P9", False),
        ("P2", "P1", "P9", False),
        ("P2", "P2", "P9", True),
        ("P2", "P8", "P9", True),
    ],
)
def test_what_p1_entered_for_somebody_is_decided_by_two_others(
    decides, for_whom, entered_for, may_decide
):
    actor = Actor(2, decides, acting_for=for_whom)
    assert is_second_hand(actor, "P1", entered_for) is may_decide


def test_time_is_never_barred():
    acted = [Acted("clock", "clock"), Acted("P1", "institution")]
    assert may(CLOCK_ACTOR, "PassDeadlines", HERE)
    assert conflict(acted, CLOCK_ACTOR, "clock") is None


def test_an_act_is_named_in_both_languages():
    assert str(Acted("P1", "auditor")) == "审计纪检/Auditor"
    assert str(Acted("clock", "clock")) == "clock"


def test_a_process_is_begun_by_the_roles_its_folder_names_in_ones_own_name_first():
    own, absent = Grant("county_reviewer"), Grant("inspector", instead_of=Absent(9, "P9"))
    clerk = Actor(1, "P1", (absent, own))
    cover = cover_in(clerk, {"county_reviewer", "inspector"}, HERE)
    assert cover is not None
    assert cover.grant is own


def test_nobody_begins_a_process_that_is_not_his_or_that_no_role_may_ever_begin():
    assert cover_in(someone("inspector"), {"county_reviewer"}, HERE) is None
    assert cover_in(someone("policy_admin"), {"policy_admin"}, HERE) is None
