"""Learners who lack evidence stand on the page, each with what is lacking."""

from datetime import date

from flask import Flask, g

from forms import read_form
from service.commands.examples import read_example
from service.records import ClaimLine
from service.records.case import by_number
from service.web.left_out_card import card
from service.web.prefill import known
from tests.front_office import Story
from tests.jurisdictions.telling import FOLDERS, tell
from tests.web.reading import read
from workflows import read_folder

FOLDER = FOLDERS["heilongjiang"]
SUPPLIED = FOLDER / "examples/evidence-supplied-in-time.toml"
GIVEN_UP = FOLDER / "examples/evidence-given-up.toml"


def played(session, file):
    case = by_number(session, tell(read_example(file), session).outcome.number)
    assert case is not None
    return case


def test_the_page_says_what_each_learner_lacks(session):
    case = played(session, GIVEN_UP)
    said = {one.line: one.reason for one in card(session, case)}
    assert said == {3: "缺少答疑或测试。（HLJ-17）", 4: "缺少签到注册。（HLJ-17）"}


def test_who_supplied_all_is_left_out_no_more(session):
    assert card(session, played(session, SUPPLIED)) == ()


def test_the_form_asks_only_about_who_lacks_something(session):
    case = played(session, GIVEN_UP)
    form = read_form(read_folder(FOLDER).forms["evidence_supplement"])
    with Flask("desk").test_request_context():
        g.language = "zh"
        asked = known(session, case, form, date(2020, 6, 1))
    assert asked.typed["records"] == [{"line": "3"}, {"line": "4"}]


def test_who_corrects_a_claim_sees_who_is_left_out_and_why(office):
    story = Story.of(office, "claim-correction").tell(until="claim_correct")
    with office.records() as session:
        line = session.get_one(ClaimLine, (story.case().id, 4))
        line.excluded, line.reason = True, "2020 年补贴培训已满 3 次（默认值）"
        session.commit()
    path = f"/cases/{story.number}/steps/{story.step('claim_correct').key}"
    page = read(office.browser("institution").get(path)).words
    assert "不计补的学员" in page
    assert "2020 年补贴培训已满 3 次（默认值）" in page
