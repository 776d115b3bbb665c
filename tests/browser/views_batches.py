"""Batches of payments: what waits, drawing one, each of its states, and the sheet to sign."""

from playwright.sync_api import Page
from sqlalchemy import select

from service.records import PaymentBatch
from tests.browser.acting import press
from tests.browser.staging import Path_, Stage, View


def batch(state: str, rest: str = "") -> Path_:
    """The page of the newest batch that stands so."""

    def path(stage: Stage) -> str:
        asked = select(PaymentBatch.number).where(PaymentBatch.state == state)
        number = stage.session.scalar(asked.order_by(PaymentBatch.id.desc()).limit(1))
        stage.session.rollback()
        assert number, state
        return f"/finance/batches/{number}{rest}"

    return path


def choose_nothing(page: Page, stage: Stage) -> None:
    """Every box is emptied, and the button pressed all the same."""
    for box in page.locator('[name="payment"]').all():
        box.uncheck()
    press("main form button.btn-primary")(page, stage)


DRAWING = "/finance/batches/draw?place=chongqing&region=500103&fund=ZZ&kind=body"
BATCHES = (
    View(
        "batches",
        "payer",
        "/finance/batches",
        "拨付批次：待编与在办",
        "Batches: to draw, under way",
    ),
    View("batch-draw", "payer", DRAWING, "编制批次：选款项、定日期", "Drawing a batch"),
    View(
        "batch-draw-nothing",
        "payer",
        DRAWING,
        "没有选款项，批次没有编成",
        "Nothing was chosen, no batch was drawn",
        choose_nothing,
    ),
    View(
        "batch", "payer", batch("drawn"), "一个批次：经手人、各笔款项", "A batch and its payments"
    ),
    View(
        "batch-barred",
        "finance-reviewer",
        batch("approved"),
        "已批准的批次：只能放行或作废",
        "An approved batch can be released or dropped",
    ),
    View("batch-out", "payer", batch("released"), "已放行的批次", "A batch that went out"),
    View(
        "batch-sheet",
        "payer",
        batch("released", "/sheet"),
        "拨付审批表：大写与签字栏",
        "The approval sheet: capitals, boxes to sign",
    ),
)
