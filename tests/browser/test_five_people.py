"""CQ-1 by five people in five windows: the request, two decisions, two payments, closed."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from service.commands.examples import read_example
from tests.browser.carrying import Carried
from tests.browser.clerk import Clerk, form_of
from tests.browser.till import Till
from tests.browser.wizard import Wizard
from tests.front_office import EXAMPLES, Story

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
FIVE = {"institution", "county_reviewer", "county_approver", "finance_reviewer", "finance_payer"}
PHRASE = {
    "opening_accept": "申报材料齐全、内容完整，予以受理。",
    "opening_approve": "经审核，符合开班条件，同意开班。",
}
AMOUNTS = {
    "05-": ("30,000.00", "人民币叁万元整"),
    "07-": ("27,000.00", "人民币贰万柒仟元整"),
}


@dataclass
class FivePeople(Carried):
    """One class on its way through five windows."""

    folder: Path

    def do(self, at: int) -> None:
        """One scene, by whoever it is for; the platform and the assessor send in their data."""
        scene = self.story.example.scenes[at]
        if scene.who not in FIVE:
            assert self.story.play(at).status_code == 200
        elif scene.step == "opening_fill":
            self.file(at)
        elif scene.step in PHRASE:
            self.decide(at, scene.step)
        elif scene.step == "finance_review":
            self.review(at)
        else:
            super().do(at)

    def file(self, at: int) -> None:
        """Through the wizard, with a break in the middle."""
        clerk = self.clerk(at)
        self.begin(clerk)
        wizard = Wizard(clerk, form_of("opening_fill"), self.story.answers(at))
        wizard.fill_up_to("hours")
        self.leave_and_come_back(clerk)
        wizard.fill_up_to("plan")
        wizard.fill("plan")
        self.watch_the_sums(clerk)
        wizard.go_on()
        wizard.upload("roster", self.folder)
        expect(clerk.page.locator("#sheet .alert.green")).to_contain_text("读出 40 行")
        wizard.adopt()
        wizard.go_on()
        expect(clerk.page.locator("main")).to_contain_text("各部分都已填好")
        clerk.done()

    def leave_and_come_back(self, clerk: Clerk) -> None:
        """What was kept is found on one's own desk."""
        clerk.page.locator('.form-foot button[value="save"]').click()
        expect(clerk.page.locator(".alert.green")).to_contain_text("草稿已保存")
        clerk.go()
        clerk.page.get_by_role("link", name=f"继续填写 {self.story.number}").click()
        expect(clerk.page.locator('[name="class_name"]')).to_have_value("2020年机加工车工中级第1期")

    def watch_the_sums(self, clerk: Clerk) -> None:
        """They follow what is typed, without the page being drawn anew."""
        sums, hours = (
            clerk.page.locator("table.sums"),
            clerk.page.locator('[name="lessons-0-hours"]'),
        )
        expect(sums.locator(".verdict").first).to_have_text("一致")
        was = hours.input_value()
        hours.fill("1")
        expect(sums.locator(".verdict").first).to_have_text("不一致")
        hours.fill(was)
        expect(sums.locator(".verdict").first).to_have_text("一致")

    def decide(self, at: int, step: str) -> None:
        """Taken, weighed with the checks to the left, decided in words that are used every day."""
        clerk = self.clerk(at)
        clerk.go()
        clerk.page.get_by_role("button", name=f"签收 {self.story.number}").click()
        expect(clerk.page.locator(".alert.green")).to_contain_text("已签收，由您办理")
        clerk.open_step(self.story.step(step).name)
        facts, decision = (
            clerk.page.locator(f".columns.desk {side}") for side in (".facts-side", ".sticky")
        )
        expect(facts.locator(".checks")).to_contain_text("相符")
        assert right_of(facts) <= left_of(decision)
        clerk.page.locator('[name="_phrase"]').select_option(PHRASE[step])
        clerk.page.locator('[name="insert-phrase"]').click()
        expect(clerk.page.locator('[name="opinion"]')).to_have_value(PHRASE[step])
        said = {k: v for k, v in self.story.answers(at).items() if k != "opinion"}
        clerk.fill(form_of(step), said)
        clerk.done()

    def review(self, at: int) -> None:
        """From finance's own desk, where the amount stands in figures and in capitals."""
        scene, clerk = self.story.example.scenes[at], self.clerk(at)
        clerk.go("/finance")
        line = clerk.page.locator("tbody tr").filter(has_text=self.story.number)
        amount = next(words for month, words in AMOUNTS.items() if f"{scene.at:%m-}" == month)
        for words in amount:
            expect(line).to_contain_text(words)
        line.locator('a[href*="/steps/"]').first.click()
        for words in amount:
            expect(clerk.page.locator(".big-amount")).to_contain_text(words)
        clerk.fill(form_of("finance_review"), self.story.answers(at))
        clerk.done()


def right_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"]


def left_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["x"]


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_five_people_carry_a_class_from_the_request_to_the_last_yuan(office, desks, tmp_path):
    story = Story(office, read_example(EXAMPLES / "cq-1-enterprise-in-shutdown.toml"))
    payer, reviewer = story.who("finance_payer"), story.who("finance_reviewer")
    # An amount like this asks for two pairs of hands.
    till = Till(desks, drawer=payer, approver=reviewer, releaser=payer)
    carried = FivePeople(story, desks, till, tmp_path)
    for at in range(len(story.example.scenes)):
        carried.play(at)
    assert story.case().finished == "PAID_CLOSED"
    assert set(desks.windows) == {story.who(role) for role in FIVE}
    assert till.paid == [figures for figures, _ in AMOUNTS.values()]
    clerk = desks.of(story.who("institution"))
    clerk.go()
    for amount in AMOUNTS.values():
        for words in amount:
            expect(clerk.page.locator("tbody tr").last).to_contain_text(words)
    clerk.open_case(story.number)
    for words in ("办结", "57,000.00", "人民币伍万柒仟元整", "本办件已结束"):
        expect(clerk.page.locator("main")).to_contain_text(words)
