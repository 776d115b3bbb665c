"""The pages of a batch: drawn, checked, approved by another, released, and its paper."""

import re

import pytest

from service.domain.money import capital
from tests.front_office import REGION
from tests.told import AtHome, Told, example_of

DRAW = {"place": "chongqing", "region": REGION, "fund": "ZZ", "kind": "body"}
FEN = 3000000
DRAWER, APPROVER = "finance_payer", "finance_payer/2"


@pytest.fixture
def desk(office):
    """The advance of a class was reviewed and waits to be paid."""
    told = Told(office, example_of("chongqing", "cq-1-enterprise-in-shutdown"), AtHome())
    steps = [scene.step for scene in told.example.scenes]
    told.prepare(steps.index("finance_pay"))
    return office


def drawn(office, who=DRAWER):
    """The address of a batch drawn of everything that waits."""
    page = office.browser(who).get("/finance/batches/draw", query_string=DRAW).text
    day = re.search(r'name="pay_on" value="([\d-]+)"', page)
    assert day is not None
    answer = office.browser(who).post(
        "/finance/batches/draw", data={**DRAW, "which": "all", "pay_on": day[1]}
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def press(office, who, path, act, **typed):
    """What a button on the batch's page sends, from the page as it is now."""
    page = office.browser(who).get(path).text
    version = re.search(r'name="version" value="(\d+)"', page)
    sent = {"version": version[1] if version else "0", **typed}
    return office.browser(who).post(f"{path}/{act}", data=sent)


def test_what_was_reviewed_is_drawn_for_a_working_day_and_the_day_typed_stays(desk):
    page = desk.browser(DRAWER).get("/finance/batches").text
    assert "编制批次" in page
    assert f"人民币{capital(FEN)}" in page
    sent = {**DRAW, "which": "all", "pay_on": "2020-10-01"}
    answer = desk.browser(DRAWER).post("/finance/batches/draw", data=sent)
    assert (answer.status_code, "拨付日期应为工作日" in answer.text) == (422, True)
    assert 'value="2020-10-01"' in answer.text


def test_a_batch_goes_from_hand_to_hand_and_out(desk):
    path = drawn(desk)
    assert press(desk, DRAWER, path, "check").status_code == 303
    refused = press(desk, DRAWER, path, "approve")
    assert (refused.status_code, "另一人" in refused.text) == (403, True)
    assert press(desk, APPROVER, path, "approve").status_code == 303
    assert press(desk, DRAWER, path, "release").status_code == 303
    page = desk.browser(DRAWER).get(path).text
    assert "已放行" in page
    assert "已发银行" in page


def test_the_sheet_has_the_total_in_capitals_and_a_box_for_every_hand(desk):
    path = drawn(desk)
    sheet = desk.browser("auditor").get(f"{path}/sheet").text
    assert f"人民币{capital(FEN)}" in sheet
    assert sheet.count("签字：") == 4
    assert path.rpartition("/")[2] in sheet


def test_who_looked_before_another_acted_is_told_who_did_what(desk):
    path = drawn(desk)
    assert press(desk, APPROVER, path, "check").status_code == 303
    stale = desk.browser(DRAWER).post(f"{path}/check", data={"version": "1"})
    assert (stale.status_code, "校验" in stale.text) == (409, True)


def test_a_line_is_held_with_a_reason_and_taken_back(desk):
    path = drawn(desk)
    assert press(desk, DRAWER, path, "hold", no="1", reason="").status_code == 422
    assert press(desk, DRAWER, path, "hold", no="1", reason="单位来函缓拨").status_code == 303
    assert "单位来函缓拨" in desk.browser(DRAWER).get(path).text
    assert press(desk, DRAWER, path, "take_back", no="1").status_code == 303


def test_batches_are_nobody_elses_business(desk):
    path = drawn(desk)
    for who in ("institution", "county_reviewer", "policy_admin"):
        assert desk.browser(who).get("/finance/batches").status_code == 403, who
        for page in (path, f"{path}/sheet", f"{path}/progress"):
            assert desk.browser(who).get(page).status_code == 404, (who, page)
