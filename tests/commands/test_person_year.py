"""At most three subsidised trainings per person and year: claimed, taken back, reviewed, raced."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.commands.examples import Play, read_chapter, read_example
from service.domain.orders import FinishStep
from service.domain.refusals import AnswersWrong
from service.records import Case, ClaimLine, ClassOpening, RosterLine
from service.records.step import steps_of
from tests.commands.racing import race
from tests.commands.standing import STORY, Office, office
from tests.jurisdictions.telling import FOLDER, FOLDERS, publish

CERTIFIED = ("filed", "approved", "advance", "started", "trained", "certified")
FULL = "2020 年补贴培训已满 3 次（默认值）"
LINE = 2


@pytest.fixture
def at(session) -> Office:
    """A class of four whose claim is to be filed."""
    return office(session, *CERTIFIED)


def copied(row, **changed):
    """Another row like this one."""
    names = {one.key for one in type(row).__mapper__.column_attrs}
    return type(row)(**{name: getattr(row, name) for name in names} | changed)


def trained(at, *numbers, line=LINE, begun=date(2020, 3, 2), parent=None, **became) -> int:
    """A learner stood in these classes as well, each claimed for him, and agreed to."""
    case, session, found = at.case, at.session, 0
    mine = session.get_one(ClassOpening, case.id)
    learner = session.get_one(RosterLine, (case.id, line))
    own = {"register_no": None, "specialty_code": "6-18-01-09"}
    became = {"finished": "PAID_CLOSED", "verdict": "approved"} | became
    for number in numbers:
        ended = {"finished": became["finished"], "next_due": None, "parent_id": parent}
        other = copied(case, id=None, number=number, **ended)
        session.add(other)
        session.flush()
        session.add(copied(mine, case_id=other.id, **own, starts_on=begun, actual_start_on=begun))
        session.add(copied(learner, case_id=other.id))
        session.flush()
        claimed = {"line": line, "amount_fen": 1, "verdict": became["verdict"]}
        session.add(ClaimLine(case_id=other.id, **claimed))
        found = other.id
    session.commit()
    return found


def claim(at, **more):
    at.finish("claim_fill", "institution", declaration=True, **more)


def left_out(at):
    at.session.rollback()
    rows = select(ClaimLine).where(ClaimLine.case_id == at.case_id, ClaimLine.excluded)
    return {row.line: row.reason for row in at.session.scalars(rows)}


def refused(at, step, who, **answers):
    with pytest.raises(AnswersWrong) as wrong:
        at.finish(step, who, **answers)
    (problem,) = wrong.value.problems
    return problem


def test_only_whose_year_is_full_is_left_out_with_the_reason(at):
    trained(at, "A-1", "A-2", "A-3", line=1)
    # The year before; a line that was removed; a course with what followed on it.
    trained(at, "B-1", "B-2", "B-3", line=2, begun=date(2019, 12, 31))
    trained(at, "C-1", "C-2", line=3)
    trained(at, "C-3", line=3, verdict="removed")
    trained(at, "D-1", line=4)
    trained(at, "D-3", line=4, parent=trained(at, "D-2", line=4))
    claim(at)
    assert left_out(at) == {1: FULL}


def test_whose_year_is_full_is_not_taken_back_into_the_claim(at):
    trained(at, "X-1", "X-2", "X-3")
    back = [{"line": LINE, "exclude": False}]
    problem = refused(at, "claim_fill", "institution", declaration=True, lines=back)
    assert (problem.field, problem.code) == ("lines[0].exclude", "not_payable")
    assert problem.zh == f"第 2 号学员不符合计补条件：{FULL}"


def test_whose_year_filled_up_meanwhile_is_removed_at_the_review(at):
    trained(at, "X-1", "X-2")
    claim(at)
    trained(at, "X-3")
    problem = refused(at, "claim_review", "county_reviewer", decision="pass")
    assert (problem.field, problem.code) == ("lines", "year_full")
    assert problem.zh == f"第 2 号学员{FULL}：X-1、X-2、X-3。请剔除该学员并写明理由。"
    removed = [{"line": LINE, "verdict": "removed", "reason": "当年已满三次"}]
    review = {"decision": "pass", "lines": removed}
    assert at.finish("claim_review", "county_reviewer", **review).finished is None


def test_of_two_claims_nobody_judged_the_earlier_class_stands(at):
    trained(at, "X-1", "X-2")
    claim(at)
    trained(at, "X-3", verdict=None, finished=None)
    assert at.finish("claim_review", "county_reviewer", decision="pass").finished is None


def test_the_practical_part_of_a_course_takes_no_second_place(session):
    told = read_example(FOLDERS["jinan"] / "examples/jn-1-online-then-practical.toml")
    at_claim = next(
        n
        for n, one in enumerate(told.scenes)
        if (one.case, one.step) == ("practical", "claim_fill")
    )
    publish(session, told.scenes[0].at, "jinan")
    play = Play(replace(told, scenes=told.scenes[:at_claim], end={}), session)
    assert play.run().differences == []
    at = Office(session, play, told.scenes[at_claim].at)
    trained(at, "X-1", "X-2", "X-3", line=1)
    play.example = replace(told, scenes=told.scenes[at_claim : at_claim + 1], end={})
    assert play.run().differences == []
    practical = play.case_ids["practical"]
    assert session.get_one(ClaimLine, (practical, 1)).excluded is False


# --- two classes claim in the same instant -------------------------------------------------------


def two_classes(session) -> Office:
    """A second class, its claim to be filed too; both have the same second learner."""
    scenes = [
        replace(scene, case=case, then={}, answers=_own(scene, case))
        for case in ("", "second")
        for chapter in CERTIFIED
        for scene in read_chapter(FOLDER, chapter)
    ]
    scenes.sort(key=lambda scene: scene.at)
    publish(session, scenes[0].at)
    play = Play(replace(read_example(STORY), scenes=tuple(scenes), end={}), session)
    assert play.run().differences == []
    at = Office(session, play, scenes[-1].at + timedelta(hours=1))
    person = session.get_one(RosterLine, (at.case_id, LINE)).person_index
    session.get_one(RosterLine, (play.case_ids["second"], LINE)).person_index = person
    session.commit()
    return at


def _own(scene, case):
    """People and certificates of its own."""
    if case and scene.step == "opening_fill":
        return {**scene.answers, "people": 7}
    if case and scene.step == "certificate_verify":
        (row,) = scene.answers["certificates"]
        return {**scene.answers, "certificates": [{**row, "cert_no": "CQ2020-1{line:04d}"}]}
    if case and "voucher_no" in scene.answers:
        return {**scene.answers, "voucher_no": f"{scene.answers['voucher_no']}-2"}
    return scene.answers


def claims(at):
    """Both claims, ready to be filed."""
    for case_id in at.play.case_ids.values():
        step = next(one for one in steps_of(at.session, case_id) if one.element == "claim_fill")
        answers = {"declaration": True}
        order = FinishStep(
            case_id=case_id, step_key=step.key, version=step.version, answers=answers
        )
        yield order, at.actor("institution")


@pytest.mark.slow
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_of_two_claims_for_the_last_place_of_a_year_exactly_one_has_it(session, database):
    at = two_classes(session)
    trained(at, "X-1", "X-2")
    orders = list(claims(at))
    session.rollback()
    assert race(database.url, at.now, orders) == ["done", "done"]
    asked = select(ClaimLine.excluded).join(Case, Case.id == ClaimLine.case_id)
    both = asked.where(Case.id.in_(at.play.case_ids.values()), ClaimLine.line == LINE)
    assert sorted(session.scalars(both)) == [False, True]
