"""What happens on the way: sent back with its defects, taken back, and looked at by a stranger."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from service.commands.examples import read_example
from service.records.document import documents_of
from tests.browser.clerk import form_of
from tests.front_office import EXAMPLES, Story

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DEFECTS = [
    {"field": "培训地点", "reason": "写明培训地点的门牌号。"},
    {"field": "承诺书", "reason": "承诺书未盖章。"},
]
SITE = "渝中区人和街1号附2号"


@pytest.fixture
def filed(story):
    story.tell(until="opening_accept")
    return story


@pytest.fixture
def sent_back(filed, desks):
    """The reviewer tells every defect at once; the clock of the office stands still."""
    reviewer = desks.of("county_reviewer")
    reviewer.open_step("受理核对")
    reviewer.fill(form_of("opening_accept"), {"decision": "correction", "defects": DEFECTS})
    reviewer.done()
    expect(reviewer.page.locator("main")).to_contain_text("已暂停")
    return filed


def test_the_institution_sees_exactly_what_was_found_and_corrects_only_that(sent_back, desks):
    clerk = desks.of("institution")
    clerk.go()
    for defect in DEFECTS:
        expect(clerk.page.locator("tbody tr").first).to_contain_text(defect["reason"])
    clerk.open_step("补正材料")
    for defect in DEFECTS:
        expect(clerk.page.locator("main")).to_contain_text(defect["reason"])
    clerk.page.get_by_role("link", name="修改 时间与地点").click()
    expect(clerk.page.locator(".remark")).to_have_text("办理机关要求补正：写明培训地点的门牌号。")
    site = clerk.page.locator('.field:has(.remark) [name="site"]')
    expect(site).to_have_value(str(sent_back.answers(0)["site"]))


def test_a_corrected_request_goes_on_with_all_that_was_right_before(sent_back, desks):
    clerk = desks.of("institution")
    clerk.open_step("补正材料")
    clerk.go(f"/cases/{sent_back.number}/steps/{sent_back.step('opening_correct').key}?part=whole")
    expect(clerk.page.locator('[name="roster-39-name"]')).not_to_have_value("")
    clerk.page.fill('[name="site"]', SITE)
    clerk.done()
    reviewer = desks.of("county_reviewer")
    reviewer.open_step("受理核对")
    expect(reviewer.page.locator(".facts-side")).to_contain_text(SITE)
    reviewer.fill(form_of("opening_accept"), {"decision": "accept"})
    reviewer.done()
    desks.of("county_approver").open_step("开班审批")


def test_a_withdrawn_request_leaves_every_desk(filed, desks):
    clerk, reviewer = desks.of("institution"), desks.of("county_reviewer")
    reviewer.open_step("受理核对")
    clerk.order(filed.number, "withdraw")
    clerk.submit()
    expect(clerk.page.locator("#problems")).to_contain_text("「撤回原因」未填写")
    clerk.fill(form_of("withdraw"), {"reason": "学员人数不足，改期再办。"})
    clerk.done()
    expect(clerk.page.locator("main")).to_contain_text("已撤回")
    reviewer.fill(form_of("opening_accept"), {"decision": "accept", "opinion": "我的意见。"})
    reviewer.submit()
    expect(reviewer.page.locator(".alert").first).to_contain_text("已")
    reviewer.go()
    expect(reviewer.page.locator("main")).not_to_contain_text(filed.number)
    assert filed.case().finished == "WITHDRAWN"


@pytest.fixture
def proven(office):
    """A case with a document: the proof of an account that was put right."""
    told = read_example(EXAMPLES / "payment-returned.toml")
    done = tuple(scene for scene in told.scenes if scene.refused is None)
    story = Story(office, replace(told, scenes=done))
    story.open()
    return story.tell()


NOT_FOUND = {"zh": "没有这个办件，或您无权查看", "en": "There is no such case"}


@pytest.mark.parametrize("language", NOT_FOUND)
def test_a_strangers_case_and_its_papers_are_nowhere_to_be_found(proven, desks, language):
    with desks.office.records() as session:
        paper = documents_of(session, proven.case().id)[0].reference
    clerk = desks.of("other_institution")
    clerk.go(f"/language/{language}")
    for rest in ("", f"/documents/{paper}", f"/documents/{paper}/file", "/diagram", "/bundle"):
        answer = clerk.page.goto(f"{clerk.address}/cases/{proven.number}{rest}")
        assert answer.status == 404, rest
        expect(clerk.page.locator("main")).to_contain_text(NOT_FOUND[language])
        expect(clerk.page.locator("main")).not_to_contain_text(proven.answers(0)["class_name"])


@pytest.mark.parametrize(
    "path", ["/finance", "/finance/release", "/office", "/accounts", "/counter"]
)
def test_another_offices_desk_is_closed_and_says_so(filed, desks, path):
    clerk = desks.of("institution")
    assert clerk.page.goto(clerk.address + path).status == 403
    expect(clerk.page.locator("h1")).to_have_text("您无权办理")
    expect(clerk.page.get_by_role("link", name="回到待办")).to_be_visible()
