"""Batches of payments: what waits to be drawn, drawing it, and every batch there is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands.batches import looking
from service.commands.people.people_administrators import NotDone
from service.domain import masking as mask
from service.domain import permissions
from service.domain.batch import DROPPED, KINDS, REASONS, SETTLED, STATES
from service.domain.calendar import Calendar, beijing_date
from service.domain.orders import DrawBatch
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotVisible
from service.records import payable
from service.records import payment_batch as records
from service.records.base import row_number
from service.records.database import db
from service.records.payable import Purse
from service.records.payment_batch import PaymentBatch
from service.records.payment_hold import holds_of_cases
from service.records.step import Scope
from service.web.desks.timing import in_force, left
from service.web.due import Due
from service.web.finance.batch_words import banks, pair, region_name
from service.web.front import actor, blueprint, minute, now
from service.web.language import say, spoken
from service.web.money import Amount, amount
from service.web.naming import stage_name
from service.web.people.wording import typed, typed_day
from service.web.posting import give
from service.web.words import FUNDS, word

PAGE, MOST = 50, 200
OPEN = tuple(state for state in STATES if state not in (SETTLED, DROPPED))


@dataclass(frozen=True, slots=True)
class Row:
    """One batch as the list shows it."""

    href: str
    number: str
    place: str
    fund: str
    kind: str
    pay_on: str
    lines: int
    amount: Amount
    state: str
    colour: str
    since: str


@dataclass(frozen=True, slots=True)
class Drawable:
    """One payment that can go into a batch."""

    id: int
    number: str
    institution: str
    payee: str
    account: str
    stage: str
    heads: int
    amount: Amount
    held: str
    due: Due | None


@blueprint.get("/finance/batches")
def batches() -> str:
    """What waits to be drawn, and the batches of the visitor's places, newest first."""
    session, scopes = db.session(), looking.scopes(actor())
    every = request.args.get("show") == "all"
    before = row_number(request.args.get("before"))
    found = records.batches_before(
        session, scopes, states=() if every else OPEN, before=before, limit=PAGE
    )
    full = len(found) == PAGE
    return render_template(
        "finance/batches.html",
        purses=[_purse(session, one) for one in payable.purses(session, scopes)],
        rows=[_row(session, one) for one in found],
        every=every,
        next=url_for("web.batches", show="all" if every else None, before=found[-1].id)
        if full
        else None,
        first=url_for("web.batches", show="all" if every else None) if before else None,
    )


@blueprint.route("/finance/batches/draw", methods=["GET", "POST"])
def draw_batch() -> Response:
    """Choose what goes into a batch and on which day it is paid."""
    session = db.session()
    purse = _wanted(session)
    problems: Sequence[str] = ()
    if request.method == "POST":
        try:
            number = give(_order(purse)).number
            return redirect(url_for("web.batch", number=number), 303)
        except AnswersWrong as wrong:
            problems = [one.en if spoken() == "en" else one.zh for one in wrong.problems]
    calendar = in_force(session, purse.jurisdiction)[1]
    page = render_template(
        "finance/draw.html",
        purse=purse,
        shown=_purse(session, purse),
        rows=list(_drawables(session, purse)),
        chosen=set(request.form.getlist("payment")),
        fresh=request.method == "GET",
        whole=typed("which") == "all",
        problems=problems,
        pay_on=typed("pay_on") or _next_working_day(calendar, beijing_date(now())).isoformat(),
        banks=banks(session, purse.jurisdiction, beijing_date(now())),
        bank=typed("bank"),
        most=MOST,
    )
    return make_response(page, 422 if problems else 200)


def _wanted(session: Session) -> Purse:
    """What the address names, if it waits and is the visitor's to draw."""
    asked = {name: request.values.get(name, "") for name in ("place", "region", "fund", "kind")}
    there = permissions.Scope(asked["place"], asked["region"])
    if not permissions.may(actor(), DrawBatch.name, there):
        raise NotVisible
    found = payable.purses(session, [Scope("", asked["place"], asked["region"])])
    for one in found:
        if (one.fund, one.kind) == (asked["fund"], asked["kind"]):
            return one
    return Purse(asked["place"], asked["region"], asked["fund"], asked["kind"], 0, 0)


def _order(purse: Purse) -> DrawBatch:
    numbers = [row_number(one) for one in request.form.getlist("payment")]
    chosen = tuple(sorted({one for one in numbers if one is not None}))
    whole = typed("which") == "all"
    day = _day()
    if day is None or not (whole or chosen):
        raise AnswersWrong(list(_missing(day, whole=whole, chosen=chosen)))
    return DrawBatch(
        jurisdiction=purse.jurisdiction,
        region=purse.region,
        fund=purse.fund,
        payee_kind=purse.kind,
        pay_on=day,
        bank=typed("bank"),
        payments=() if whole else chosen,
    )


def _missing(day: date | None, *, whole: bool, chosen: Sequence[int]) -> Iterator[Problem]:
    if day is None:
        yield Problem("pay_on", "required", "请填写拨付日期。", "Give the day of payment.")
    if not (whole or chosen):
        yield Problem("payments", "required", "请至少选择一笔款项。", "Choose a payment at least.")


def _day() -> date | None:
    try:
        return typed_day("pay_on")
    except NotDone as no_day:
        why = Problem("pay_on", "no_day", no_day.sentence.zh, no_day.sentence.en)
        raise AnswersWrong([why]) from no_day


def _purse(session: Session, one: Purse) -> Mapping[str, object]:
    address = {"place": one.jurisdiction, "region": one.region, "fund": one.fund, "kind": one.kind}
    return {
        "href": url_for("web.draw_batch", **address),  # type: ignore[arg-type]
        "may_draw": permissions.may(
            actor(), DrawBatch.name, permissions.Scope(one.jurisdiction, one.region)
        ),
        "place": region_name(session, one.jurisdiction, one.region),
        "fund": word(FUNDS, one.fund),
        "kind": pair(KINDS[one.kind]) if one.kind in KINDS else one.kind,
        "payments": one.payments,
        "amount": amount("", one.fen),
    }


def _row(session: Session, one: PaymentBatch) -> Row:
    state = STATES[one.state]
    return Row(
        href=url_for("web.batch", number=one.number),
        number=one.number,
        place=region_name(session, one.jurisdiction, one.region),
        fund=word(FUNDS, one.fund),
        kind=pair(KINDS[one.payee_kind]),
        pay_on=one.pay_on.isoformat(),
        lines=one.lines,
        amount=amount("", one.amount_fen),
        state=pair(state),
        colour=state[2],
        since=minute(one.drawn_at),
    )


def _drawables(session: Session, purse: Purse) -> Iterator[Drawable]:
    scope = Scope("", purse.jurisdiction, purse.region)
    found = payable.payables(session, scope, fund=purse.fund, kind=purse.kind, limit=MOST)
    holds = holds_of_cases(session, {one.payment.case_id for one in found})
    policy = in_force(session, purse.jurisdiction)[0].policy
    for one in found:
        stage = one.payment.stage
        reasons = [row for row in holds.get(one.payment.case_id, ()) if row.stage == stage]
        yield Drawable(
            id=one.payment.id,
            number=one.number,
            institution=one.institution,
            payee=one.payment.payee_name,
            account=mask.account(one.payment.payee_account),
            stage=stage_name(policy, stage),
            heads=one.heads,
            amount=amount("", one.payment.amount_fen),
            held=say("、").join(pair(REASONS[row.reason]) for row in reasons),
            due=left(session, purse.jurisdiction, one.due_at),
        )


def _next_working_day(calendar: Calendar, day: date) -> date:
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day
