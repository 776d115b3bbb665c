"""Finance over HTTP: payments drawn together, checked, approved, let go, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from service.commands.bank.layouts import layout_of
from service.domain.bank_layout import RETURNED, Layout
from service.records.payment_batch import numbered
from tests.bank import Bank, Mood
from tests.front_office import Story

LAYOUT = "general_xlsx"


@dataclass
class Till:
    """The finance office of one story, and the batch that it sent last."""

    story: Story
    batch: str = ""
    sent: int = 0
    paid: list[int] = field(default_factory=list)

    def pay(self, said: Mapping[str, Any]) -> None:
        """Everything that waits goes together, from hand to hand."""
        (purse,) = self._call("finance_payer", "GET", "/payable")["items"]
        drawn = {name: purse[name] for name in ("jurisdiction", "region", "fund", "payee_kind")}
        order = {**drawn, "pay_on": said["pay_on"].isoformat(), "bank": LAYOUT}
        self.batch = self._call("finance_payer", "POST", "/batches", json=order)["number"]
        self.paid.append(purse["fen"])
        self._act("finance_payer", "check")
        self._act("finance_reviewer", "approve")
        self._act("finance_payer/2", "release")

    def hear(self, said: Mapping[str, Any]) -> None:
        """The list goes to the bank, and what it answers is handed in."""
        role, path = "finance_payer", f"/batches/{self.batch}"
        sent = self._call(role, "GET", f"{path}/list?layout={LAYOUT}", raw=True)
        mood = Mood({1: RETURNED} if said["result"] == "returned" else {})
        answer = Bank(self._layout()).answer(sent, mood)
        form = {"layout": LAYOUT, "file": (BytesIO(answer), "answer.xlsx")}
        heard = self._call(role, "POST", f"{path}/results", data=form)
        assert (heard["differences"], heard["silent"]) == ([], 0)
        assert heard["state"] == "settled"

    def _act(self, role: str, act: str) -> None:
        path = f"/batches/{self.batch}"
        version = self._call(role, "GET", path)["version"]
        self._call(role, "POST", f"{path}/{act}", json={"version": version})

    def _call(self, role: str, method: str, path: str, *, raw: bool = False, **more: Any) -> Any:
        if "json" in more:
            self.sent += 1
            more["headers"] = {"Idempotency-Key": f"the-till-{self.sent:04d}"}
        answer = self.story.office.call(self.story.who(role), method, path, **more)
        assert answer.status_code in (200, 201), f"{path}: {answer.text}"
        return answer.data if raw else answer.json

    def _layout(self) -> Layout:
        with self.story.office.records() as session:
            found = numbered(session, self.batch)
            assert found
            return layout_of(session, found.jurisdiction, LAYOUT, found.pay_on)[0]
