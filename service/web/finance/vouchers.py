"""The register of vouchers and invoices: what left under which number, and for which claim."""

from dataclasses import dataclass

from flask import render_template, request, url_for

from service.commands.bank.vouchers import Voucher, vouchers
from service.commands.batches import looking
from service.records.base import row_number
from service.records.database import db
from service.web.desks.timing import in_force
from service.web.front import actor, blueprint
from service.web.language import say
from service.web.money import Amount, amount
from service.web.naming import stage_name
from service.web.words import FUNDS, word

PAGE, LONGEST = 50, 80
STATES = {
    "instructed": ("待银行回报", "blue"),
    "paid": ("已到账", "green"),
    "returned": ("已退回", "amber"),
    "offset": ("已抵扣", "grey"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One voucher."""

    voucher: str
    batch: str
    batch_href: str
    number: str
    href: str
    payee: str
    stage: str
    fund: str
    item: str
    invoice: str
    pay_on: str
    amount: Amount
    arrived: Amount
    state: str
    colour: str


@blueprint.get("/finance/vouchers")
def voucher_register() -> str:
    """Every payment that left, newest first, or those whose voucher or batch begins as asked."""
    session, scopes = db.session(), looking.scopes(actor())
    sought = request.args.get("number", "").strip()[:LONGEST]
    before = row_number(request.args.get("before"))
    found = vouchers(session, scopes, sought=sought, before=before, limit=PAGE)
    asked = sought or None
    last = found[-1].payment.id if len(found) == PAGE else None
    return render_template(
        "finance/vouchers.html",
        rows=[_row(one) for one in found],
        sought=sought,
        next=url_for("web.voucher_register", number=asked, before=last) if last else None,
        first=url_for("web.voucher_register", number=asked) if before else None,
    )


def _row(one: Voucher) -> Row:
    payment, case = one.payment, one.case
    policy = in_force(db.session(), case.jurisdiction)[0].policy
    text, colour = STATES.get(payment.state, (payment.state, "grey"))
    batch = payment.batch_no or ""
    return Row(
        voucher=payment.voucher_no or "",
        batch=batch,
        batch_href=url_for("web.batch", number=batch) if _ours(payment.voucher_no, batch) else "",
        number=case.number,
        href=url_for("web.case", number=case.number),
        payee=payment.payee_name,
        stage=stage_name(policy, payment.stage),
        fund=word(FUNDS, payment.fund),
        item=one.item,
        invoice=one.invoice,
        pay_on=payment.pay_on.isoformat() if payment.pay_on else "",
        amount=amount("", payment.amount_fen),
        arrived=amount("", payment.paid_fen),
        state=say(text),
        colour=colour,
    )


def _ours(voucher: str | None, batch: str) -> bool:
    """Whether a batch number is one of the house's: then its vouchers begin with it."""
    return bool(batch) and (voucher or "").startswith(f"{batch}-")
