"""Finance at its screens: payments drawn together, checked, approved and let go, and the answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, expect

from service.commands.bank.layouts import layout_of
from service.domain.bank_layout import RETURNED, Layout
from service.records.payment_batch import numbered
from tests.bank import Bank, Mood
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

    def hear(self, number: str, said: Mapping[str, Any]) -> None:
        """The list goes to the bank, and what it answers is read in."""
        clerk, batch = self.desks.of(self.drawer), self.batches[number]
        clerk.go(f"/finance/batches/{batch}/bank")
        with clerk.page.expect_download() as download:
            clerk.page.get_by_role("button", name="下载").first.click()
        bank = Bank(self._layout(clerk.page.locator('[name="layout"]').first.input_value(), batch))
        mood = Mood({1: RETURNED} if said["result"] == "returned" else {})
        answer = bank.answer(Path(download.value.path()).read_bytes(), mood)
        file = FilePayload(
            name=download.value.suggested_filename, mimeType="text/plain", buffer=answer
        )
        clerk.page.locator('[name="results"]').set_input_files(file)
        clerk.page.get_by_role("button", name="导入").click()
        heard = "退票" if said["result"] == "returned" else "已支付"
        expect(clerk.page.locator("section", has_text="已导入的文件")).to_contain_text(heard)

    def _layout(self, name: str, batch: str) -> Layout:
        with self.desks.office.records() as session:
            found = numbered(session, batch)
            assert found
            return layout_of(session, found.jurisdiction, name, found.pay_on)[0]

    def _draw(self, clerk: Clerk, number: str, pay_on: date) -> str:
        clerk.go("/finance/batches")
        clerk.page.get_by_role("link", name="编制批次").first.click()
        expect(clerk.page.locator("tbody")).to_contain_text(number)
        clerk.page.locator('[name="pay_on"]').fill(pay_on.isoformat())
        clerk.page.get_by_role("button", name="编入批次").click()
        clerk.page.wait_for_url(re.compile(r"/finance/batches/(?!draw)[^/?]+$"))
        expect(clerk.page.locator("tbody").last).to_contain_text(number)
        self.paid.append(clerk.page.locator(".big-amount .sum").inner_text().split()[0])
        return clerk.page.url.rpartition("/")[2]

    def _press(self, clerk: Clerk, batch: str, button: str, then: str) -> None:
        """From the list of batches, where it waits."""
        clerk.go("/finance/batches")
        clerk.page.get_by_role("link", name=batch).click()
        clerk.page.locator("main").get_by_role("button", name=button).first.click()
        expect(clerk.page.locator("main .badge").first).to_have_text(then)
