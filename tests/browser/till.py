"""Finance at its screens: payments drawn together, checked, approved and let go, and the answer."""

from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import expect

from tests.browser.clerk import Clerk, Desks
from tests.front_office import Story


@dataclass
class Till:
    """Who draws up, who approves, who lets go; what each case went with, and what was paid."""

    desks: Desks
    drawer: str
    approver: str
    releaser: str
    batches: dict[str, str] = field(default_factory=dict)
    paid: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, story: Story, desks: Desks) -> "Till":
        """Three people of the story's own place."""
        return cls(
            desks,
            drawer=story.who("finance_payer"),
            approver=story.who("finance_reviewer"),
            releaser=story.who("finance_payer/2"),
        )

    def pay(self, number: str, pay_on: date) -> None:
        """Everything that waits goes together, from hand to hand."""
        drawer = self.desks.of(self.drawer)
        self.batches[number] = batch = self._draw(drawer, number, pay_on)
        self._press(drawer, batch, "校验收款人", "已校验")
        self._press(self.desks.of(self.approver), batch, "批准", "已批准")
        self._press(self.desks.of(self.releaser), batch, "放行", "已放行")

    def _draw(self, clerk: Clerk, number: str, pay_on: date) -> str:
        clerk.go("/finance/batches")
        clerk.page.get_by_role("link", name="编制批次").first.click()
        expect(clerk.page.locator("tbody")).to_contain_text(number)
        clerk.page.locator('[name="pay_on"]').fill(pay_on.isoformat())
        clerk.page.get_by_role("button", name="编入批次").click()
        expect(clerk.page.locator("tbody").last).to_contain_text(number)
        self.paid.append(clerk.page.locator(".big-amount .sum").inner_text().split()[0])
        return clerk.page.url.rpartition("/")[2]

    def _press(self, clerk: Clerk, batch: str, button: str, then: str) -> None:
        """From the list of batches, where it waits."""
        clerk.go("/finance/batches")
        clerk.page.get_by_role("link", name=batch).click()
        clerk.page.locator("main").get_by_role("button", name=button).first.click()
        expect(clerk.page.locator("main .badge").first).to_have_text(then)
