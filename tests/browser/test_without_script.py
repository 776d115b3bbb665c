"""A browser that runs no script at all: the same house, a page at a time."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from service.commands.examples import read_example
from tests.browser.clerk import form_of
from tests.browser.wizard import Wizard
from tests.front_office import EXAMPLES, Story
from tests.papers import pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def plain(desks):
    desks.scripts = False
    return desks


def test_a_request_is_filed_part_by_part_with_rows_and_a_spreadsheet(story, plain, tmp_path):
    clerk = plain.of("institution")
    clerk.go(f"/cases/{story.number}/steps/{story.step('opening_fill').key}")
    wizard = Wizard(clerk, form_of("opening_fill"), story.answers(0))
    wizard.fill_up_to("plan")
    clerk.page.locator('button[name="add-row"]').first.click()
    expect(clerk.page.locator('[name="lessons-0-hours"]')).to_be_visible()
    clerk.page.locator('button[name="drop-row"]').click()
    expect(clerk.page.locator('[name="lessons-0-hours"]')).to_have_count(0)
    wizard.fill("plan")
    clerk.page.locator('.form-foot button[value="save"]').click()
    expect(clerk.page.locator(".alert.green")).to_contain_text("草稿已保存")
    expect(clerk.page.locator("table.sums .verdict").first).to_have_text("一致")
    wizard.go_on()
    wizard.upload("roster", tmp_path)
    wizard.adopt()
    wizard.go_on()
    clerk.done()
    assert story.step("opening_accept")


def test_officers_take_and_decide(story, plain):
    story.tell(until="opening_accept")
    for role, step in (
        ("county_reviewer", "opening_accept"),
        ("county_approver", "opening_approve"),
    ):
        clerk = plain.of(role)
        clerk.go()
        clerk.page.get_by_role("button", name=f"签收 {story.number}").click()
        clerk.open_step(story.step(step).name)
        clerk.page.locator('[name="_phrase"]').select_option(index=1)
        clerk.page.locator('[name="insert-phrase"]').click()
        expect(clerk.page.locator('[name="opinion"]')).not_to_have_value("")
        at = ("opening_fill", "opening_accept", "opening_approve").index(step)
        clerk.fill(form_of(step), {**story.answers(at), "opinion": None})
        clerk.done()
    expect(plain.of("county_approver").page.locator("main")).to_contain_text("开班获批")


def test_finance_releases_and_finds_the_case_again(story, plain):
    story.tell(until="finance_pay")
    payer = plain.of("finance_payer")
    payer.go("/finance/release")
    line = payer.page.locator("tbody tr").filter(has_text=story.number)
    line.locator('a[href*="/steps/"]').first.click()
    at = next(n for n, scene in enumerate(story.example.scenes) if scene.step == "finance_pay")
    payer.fill(form_of("finance_pay"), story.answers(at))
    payer.done()
    payer.page.fill("#find", "机加工")
    payer.page.get_by_role("button", name="查找").click()
    expect(payer.page.locator("main")).to_contain_text(story.number)


def test_a_proof_is_chosen_removed_chosen_again_and_read(office, plain):
    story = fixing(office)
    clerk = plain.of("institution")
    clerk.go(f"/cases/{story.number}/steps/{story.step('account_fix').key}")
    paper = {"name": "开户证明.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    for word in ("移除", ""):
        clerk.page.set_input_files('[name="_file-proof"]', paper)
        clerk.page.get_by_role("button", name="保存草稿").last.click()
        expect(clerk.page.locator(".attached-name")).to_have_text("开户证明.pdf")
        if word:
            clerk.page.get_by_role("button", name=word).click()
            expect(clerk.page.locator(".attached-name")).to_have_count(0)
    clerk.page.fill('[name="payee_account"]', "6217000000000000020")
    clerk.done()
    clerk.page.get_by_role("link", name="开户证明.pdf").first.click()
    expect(clerk.page.locator("main")).to_contain_text("SHA-256")


def test_the_diagram_the_guide_and_the_other_language_need_no_script(story, plain):
    clerk = plain.of("institution")
    clerk.go(f"/cases/{story.number}/diagram")
    expect(clerk.page.locator("#drawn img")).to_be_visible()
    clerk.go("/help/chongqing")
    expect(clerk.page.locator("main")).to_contain_text("CQ-21")
    clerk.page.get_by_role("link", name="English").click()
    expect(clerk.page.locator("html")).to_have_attribute("lang", "en")


def fixing(office):
    """A returned payment whose account has to be put right."""
    told = read_example(EXAMPLES / "payment-returned.toml")
    story = Story(office, replace(told, scenes=tuple(s for s in told.scenes if not s.refused)))
    story.open()
    return story.tell(until="account_fix")
