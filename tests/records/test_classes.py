"""What is asked about classes: who learns elsewhere, what was learned, which certificates recur."""

from datetime import date, timedelta

import pytest

from service.records import (
    ClaimLine,
    ClassOpening,
    LearnerResult,
    LearningRecord,
    Objection,
    blind_index,
)
from service.records.claim import claim_of, objections_of, open_objections
from service.records.learning import LearningTotal, has_batch, learning_totals
from service.records.opening import class_names
from service.records.result import certificates_elsewhere, results_of
from service.records.roster import roster_of, running_elsewhere

from .conftest import NOON, WANG, learner

CHEN = "500112199003077514"


@pytest.fixture
def two_classes(session, add_case):
    first, second = add_case(), add_case()
    session.add_all([learner(first, 1), learner(first, 2, CHEN), learner(second, 1)])
    session.commit()
    return first, second


def record(case_id, batch_ref, line, **given):
    return LearningRecord(case_id=case_id, batch_ref=batch_ref, line=line, at=NOON, **given)


def opening(case_id):
    return ClassOpening(
        case_id=case_id,
        class_name="养老护理员一班",
        applicant_type="school",
        training_mode="project",
        specialty_code="4-10-01-05",
        specialty_name="养老护理员",
        specialty_class="catalogue",
        level="junior",
        cert_kind="skill_level",
        planned_heads=30,
        starts_on=date(2020, 6, 8),
        ends_on=date(2020, 6, 28),
        total_hours=120,
        theory_hours=40,
        practical_hours=80,
    )


def test_person_who_learns_elsewhere_is_found(session, two_classes):
    first, second = two_classes
    session.add_all([opening(first), opening(second)])
    session.flush()
    found = running_elsewhere(session, [blind_index(WANG), blind_index(CHEN)], second)
    assert [(line.case_id, line.number, line.line) for line in found] == [
        (first, "CQ-2020-00001", 1),
        (first, "CQ-2020-00001", 2),
    ]


@pytest.mark.parametrize(
    "given", [{"finished": "PAID_CLOSED"}, {"jurisdiction": "guizhou"}], ids=["ended", "elsewhere"]
)
def test_class_that_ended_or_belongs_to_another_place_does_not_count(session, add_case, given):
    other, mine = add_case(**given), add_case()
    session.add_all([learner(other, 1), opening(other)])
    session.flush()
    assert running_elsewhere(session, [blind_index(WANG)], mine) == []


def test_learner_who_withdrew_is_free_for_another_class(session, two_classes):
    first, second = two_classes
    session.add(opening(first))
    roster_of(session, first)[0].withdrawn = True
    session.flush()
    assert running_elsewhere(session, [blind_index(WANG)], second) == []


def test_who_only_claims_an_allowance_learns_in_no_other_class(session, two_classes):
    _, second = two_classes
    assert running_elsewhere(session, [blind_index(WANG)], second) == []


def test_learning_is_added_up_by_learner(session, two_classes):
    first, _ = two_classes
    session.add(record(first, "B1", 1, minutes=45, face_checks=1, images=2))
    session.add(record(first, "B2", 1, minutes=30, random_checks=3, offline_in_city=True))
    session.flush()
    assert learning_totals(session, first) == {1: LearningTotal(1, 75, 1, 3, 2, True)}
    assert has_batch(session, first, "B1")
    assert not has_batch(session, first, "B3")


def test_certificate_number_accepted_elsewhere_is_found(session, two_classes):
    first, second = two_classes
    session.add(LearnerResult(case_id=first, line=1, cert_no="C1", verdict="accepted"))
    session.add(LearnerResult(case_id=first, line=2, cert_no="C2", verdict="refused"))
    session.flush()
    found = certificates_elsewhere(session, ["C1", "C2"], second)
    assert [(used.cert_no, used.case_id, used.line) for used in found] == [("C1", first, 1)]
    assert [row.line for row in results_of(session, first)] == [1, 2]


def test_objections_stay_open_until_decided(session, two_classes):
    first, _ = two_classes
    session.add_all(
        Objection(case_id=first, no=no, facts="本人未参加培训", filed_at=NOON) for no in (1, 2)
    )
    session.flush()
    assert open_objections(session, first) == 2
    objections_of(session, first)[0].decided_at = NOON + timedelta(days=1)
    session.flush()
    assert open_objections(session, first) == 1


def test_claim_stands_line_by_line(session, two_classes):
    first, _ = two_classes
    session.add_all(ClaimLine(case_id=first, line=line, amount_fen=100_000) for line in (2, 1))
    session.flush()
    assert [row.line for row in claim_of(session, first)] == [1, 2]


def test_class_is_known_by_its_name(session, two_classes):
    first, second = two_classes
    session.add(opening(first))
    session.flush()
    assert class_names(session, [first, second]) == {first: "养老护理员一班"}
