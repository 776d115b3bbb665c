"""Somebody who does whatever comes to mind on one class: right, wrong, late, or twice."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any

from sqlalchemy import select

from service.commands.examples.papers import page
from service.commands.library import LIBRARY
from service.commands.papers import documents
from service.domain.calendar import beijing_date
from service.domain.orders import (
    CancelClass,
    FileObjection,
    PassDeadlines,
    RecordBankResult,
    RecordLearning,
    RecordRepayment,
    Withdraw,
)
from service.domain.permissions import CLOCK_ACTOR
from service.domain.refusals import Refusal
from service.records import Payment
from tests.commands.standing import Office

LINES = range(1, 5)
WAITS = [timedelta(hours=5), timedelta(days=1), timedelta(days=6), timedelta(days=20)]
DECISIONS = {
    "opening_accept": ["accept", "accept", "correction", "not_accept"],
    "opening_approve": ["approve", "approve", "return_to_reviewer", "reject"],
    "opening_overdue": ["approve", "reject", "correction", "hand_back"],
    "advance_review": ["agree", "agree", "refuse"],
    "advance_approve": ["approve", "approve", "refuse"],
    "finance_review": ["pass", "pass", "hold"],
    "claim_review": ["pass", "pass", "correction"],
    "claim_recheck": ["pass", "return_to_reviewer"],
    "claim_late_decide": ["allow", "close"],
    "objection_handle": ["upheld", "dismissed"],
    "cancel_confirm": ["confirm"],
}


class Walk:
    """One walk, drawn from a seed."""

    def __init__(self, at: Office, seed: int) -> None:
        self.at, self.random, self.count = at, Random(seed), 0

    def go(self, steps: int) -> None:
        """So many acts, or until the class has ended."""
        for self.count in range(steps):
            if self.at.case.finished:
                return
            act = self.random.choices([self._finish, self._order, self._wait], [6, 3, 1])[0]
            try:
                act()
            except Refusal:
                self.at.session.rollback()

    def _wait(self) -> None:
        self.at.now += self.random.choice(WAITS)
        while (due := self.at.case.next_due) is not None and due <= self.at.now:
            self.at.give(PassDeadlines(case_id=self.at.case_id), CLOCK_ACTOR)

    def _finish(self) -> None:
        steps = list(self.at.open_steps().values())
        if not steps:
            return
        step = self.random.choice(steps)
        answers = {**self._anything(), **self._tables(step.element)}
        if step.element in DECISIONS:
            answers["decision"] = self.random.choice(DECISIONS[step.element])
        self.at.finish(step.element, step.lane, **self._asked(step.form, answers))

    def _order(self) -> None:
        kind, who = self.random.choice(
            [
                *[(RecordBankResult, "finance_payer")] * 12,
                *[(RecordLearning, "platform"), (RecordRepayment, "finance_payer")] * 6,
                *[(FileObjection, "county_reviewer")] * 6,
                (Withdraw, "institution"),
                (CancelClass, "institution"),
            ]
        )
        answers = {**self._anything(), **self._tables(kind.name), **self._bank()}
        asked = self._asked(str(kind.form), answers)
        self.at.give(self.at.order(kind, **asked), who)

    def _asked(self, form: str, answers: dict[str, Any]) -> dict[str, Any]:
        """Of all answers, those that the form asks for."""
        book = LIBRARY.book(self.at.session, self.at.case.bundle_hash)
        fields = {field.id for field in book.form(form).fields}
        self.at.session.rollback()
        return {name: value for name, value in answers.items() if name in fields}

    def _anything(self) -> dict[str, Any]:
        """One answer for every field that forms ask for."""
        today, some = beijing_date(self.at.now).isoformat(), f"W-{self.count}"
        words = ("opinion", "reason", "reply", "finding", "sample", "basis", "placement", "facts")
        return {
            **dict.fromkeys(words, "随手写的"),
            **dict.fromkeys(("voucher_no", "receipt_no", "batch_ref", "budget_item"), some),
            **dict.fromkeys(("pay_on", "paid_on", "actual_start_on", "ended_on"), today),
            "approved_heads": self.random.randint(1, 5),
            "present_heads": self.random.randint(1, 4),
            "advance_rate": self.random.choice(["50", "33.33", "0.01"]),
            "amount": self.random.choice(["0.01", "1500.00", "3000.00"]),
            "defects": [{"field": "材料", "reason": "不全"}],
            "not_accept_reason": "不属本区",
            "declaration": True,
            "objection": self.random.randint(1, 2),
            "line": self.random.choice(LINES),
            "channel": "网站",
            "phone": "023-12333",
            "method": "refund",
            "payee_bank": "中国银行",
            "payee_account": "6217000000000000020",
            "proof": self._paper(),
        }

    def _paper(self) -> str:
        """The reference of a page that the institution has put on the case."""
        upload = documents.Upload(
            content=BytesIO(page("开户证明")),
            name="开户证明.pdf",
            step="account_fix",
            lane="institution",
        )
        kept = documents.take_in(
            self.at.session,
            self.at.case_id,
            upload,
            actor=self.at.actor("institution"),
            clock=self.at.clock,
        )
        return kept.reference

    def _tables(self, word: str) -> dict[str, Any]:
        """The rows of a form's table, a table being called differently in each."""
        some: Callable[[], bool] = lambda: self.random.random() < 0.7  # noqa: E731 - a coin
        line, amount = self.random.choice(LINES), self.random.choice(["1.00", "1499.99", "1500.00"])
        verdict = self.random.choice(["cut", "removed"])
        proof = {"minutes": 9, "face_checks": 1, "random_checks": 1, "images": 1}
        cut = {"line": line, "verdict": verdict, "amount": amount, "reason": "缺勤"}
        left_out = {"line": line, "exclude": some(), "reason": "不申请"}
        return {
            "score_enter": {
                "scores": [
                    {"line": n, "theory": 60, "practical": 60, "passed": some()} for n in LINES
                ]
            },
            "certificate_verify": {
                "certificates": [self._certificate(n, obtained=some()) for n in LINES]
            },
            "RecordLearning": {"records": [{"line": n, **proof} for n in LINES]},
            "claim_review": {"lines": [cut] if not some() else []},
            "claim_fill": {"lines": [left_out] if not some() else []},
            "claim_correct": {"lines": [left_out]},
        }.get(word, {})

    def _certificate(self, line: int, *, obtained: bool) -> dict[str, Any]:
        if not obtained:
            return {"line": line, "verdict": "not_obtained"}
        return {
            "line": line,
            "verdict": "accepted",
            "cert_type": self.random.choice([*["skill_level"] * 9, "other"]),
            "cert_no": f"W-{self.count}-{line}",
            "issued_on": beijing_date(self.at.now).isoformat(),
            "issuer": "鉴定中心",
        }

    def _bank(self) -> dict[str, Any]:
        """What a bank would say of the payment it was last told to make."""
        found = self.at.session.scalar(select(Payment).where(Payment.state == "instructed"))
        self.at.session.expunge_all()
        self.at.session.rollback()
        if found is None:
            return {}
        result = self.random.choice(["success", "success", "returned"])
        yuan = f"{found.amount_fen // 100}.{found.amount_fen % 100:02d}"
        sent = {"stage": found.stage, "voucher_no": found.voucher_no, "amount": yuan}
        return {**sent, "result": result, "code": "户名不符"}
