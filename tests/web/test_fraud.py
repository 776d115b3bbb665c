"""A fraud case on the pages: the office sees the freeze, the suspected do not."""

from dataclasses import replace

import pytest

from service.commands.examples import Play, read_example
from service.records.case import numbers_of
from service.records.step import steps_of
from tests.front_office import EXAMPLES, Office


@pytest.fixture
def frozen(office: Office) -> tuple[str, str, str]:
    """The numbers of a frozen class and of its fraud case, and the step that waits there."""
    example = read_example(EXAMPLES / "fraud-freezes-payment.toml")
    at = next(n for n, one in enumerate(example.scenes) if one.step == "fraud_report")
    told = replace(example, scenes=example.scenes[: at + 1], end={})
    with office.records() as session:
        play = Play(told, session)
        assert play.run().differences == []
        numbers = numbers_of(session, list(play.case_ids.values()))
        step = steps_of(session, play.case_ids["核查"])[0].key
        office.clock.at = told.scenes[-1].at
    return numbers[play.case_ids[""]], numbers[play.case_ids["核查"]], step


def test_the_office_sees_the_freeze_and_its_case(office, frozen):
    number, fraud, _ = frozen
    reviewer = office.browser("county_reviewer")
    assert "已冻结" in reviewer.get(f"/cases/{number}").get_data(as_text=True)
    assert reviewer.get(f"/cases/{fraud}").status_code == 200


def test_the_approver_finds_the_form_to_take_it_up(office, frozen):
    _, fraud, step = frozen
    page = office.browser("county_approver").get(f"/cases/{fraud}/steps/{step}")
    assert page.status_code == 200
    assert "不予立案" in page.get_data(as_text=True)


def test_the_suspected_hear_nothing_before_they_are_asked_to_answer(office, frozen):
    number, fraud, step = frozen
    suspect = office.browser("institution")
    addresses = (f"/cases/{fraud}", f"/cases/{fraud}/steps/{step}")
    assert [suspect.get(one).status_code for one in addresses] == [404, 404]
    for page in ("/cases", f"/search?q={fraud}", f"/cases/{number}"):
        assert f"/cases/{fraud}" not in suspect.get(page).get_data(as_text=True)
    assert office.call("institution", "GET", f"/cases/{fraud}").status_code == 404
    assert fraud not in office.call("institution", "GET", f"/cases/{number}").text
