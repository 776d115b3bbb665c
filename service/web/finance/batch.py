"""One batch: what is in it, what stands against it, what may be done now, and its paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands.batches import looking, releasing
from service.commands.batches.looking import Line
from service.domain import permissions
from service.domain.batch import (
    ACTS,
    APPROVE,
    CHECK,
    DRAW,
    DROP,
    HELD,
    HOLD,
    IN,
    KINDS,
    LINES,
    REASONS,
    RELEASE,
    RELEASING,
    STATES,
    TAKE_BACK,
    TWO_HANDS,
    barred_by,
    is_possible,
)
from service.domain.orders import (
    ApproveBatch,
    BatchOrder,
    CheckBatch,
    DropBatch,
    HoldItem,
    ReleaseBatch,
    TakeItemBack,
)
from service.domain.refusals import NotVisible
from service.records import payment_batch as records
from service.records.base import row_number
from service.records.budget import items_of
from service.records.database import db
from service.records.payment_batch import BatchAct, PaymentBatch, Sum
from service.web.desks.timing import in_force
from service.web.finance.batch_words import bank_name, pair, region_name
from service.web.front import actor, blueprint, clock, minute, now
from service.web.history import names_of
from service.web.language import say
from service.web.money import Amount, amount
from service.web.naming import stage_name
from service.web.people.wording import typed
from service.web.posting import give
from service.web.words import FUNDS, word

PAGE = 100
# A small release is done while one waits; a great one goes on by the clock.
AT_ONCE = 25
NOTHING = Sum(0, 0)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the batch as the page draws it."""

    no: int
    href: str
    number: str
    payee: str
    account: str
    bank: str
    stage: str
    line: int
    amount: Amount
    voucher: str
    state: str
    colour: str
    why: str
    act: str


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the batch's life: who did it and when, or that it is still to come."""

    act: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a release is, or what the bank has answered."""

    total: int
    done: int
    going: bool
    tallies: tuple[tuple[str, str, int, Amount], ...]


@blueprint.get("/finance/batches/<number>")
def batch(number: str) -> str:
    """The batch, its lines, who did what, and the buttons of what may be done now."""
    session = db.session()
    found = looking.shown(session, actor(), number)
    after = row_number(request.args.get("after")) or 0
    only = request.args.get("lines", "")
    states = [only] if only in LINES else []
    rows = looking.lines(session, found, states=states, after=after, limit=PAGE)
    acts = records.acts_of(session, [found.id])
    return render_template(
        "finance/batch.html",
        batch=found,
        words=described(session, found),
        progress=progress_of(session, found),
        rows=[_shown(session, found, one) for one in rows],
        acts=list(_steps(session, acts)),
        may={act: may(found, acts, act) for act in ORDERS},
        only="".join(states),
        tabs={state: pair(words) for state, words in LINES.items()},
        next=url_for("web.batch", number=number, lines=only, after=rows[-1].item.no)
        if len(rows) == PAGE
        else None,
        first=url_for("web.batch", number=number, lines=only) if after else None,
    )


@blueprint.get("/finance/batches/<number>/progress")
def batch_progress(number: str) -> str:
    """How far it is, asked for again and again while it goes out."""
    session = db.session()
    found = looking.shown(session, actor(), number)
    return render_template(
        "finance/batch_progress.html", batch=found, progress=progress_of(session, found)
    )


@blueprint.get("/finance/batches/<number>/sheet")
def batch_sheet(number: str) -> str:
    """The paper: every line that goes, the total in capitals, and a box for each signature."""
    session = db.session()
    found = looking.shown(session, actor(), number)
    lines = [one for one in looking.lines(session, found) if one.item.state != HELD]
    held = records.items_of(session, found.id, states=(HELD,))
    acts = records.acts_of(session, [found.id])
    return render_template(
        "finance/batch_sheet.html",
        batch=found,
        words=described(session, found),
        rows=[_shown(session, found, one) for one in lines],
        held=len(held),
        signed={one.act: one for one in _signatures(session, acts)},
        printed=minute(now()),
    )


@blueprint.post("/finance/batches/<number>/<act>")
def act_on_batch(number: str, act: str) -> Response:
    """Check, hold, take back, approve, release or drop: as the page drew it."""
    looking.shown(db.session(), actor(), number)
    if act not in ORDERS:
        raise NotVisible
    give(_order(number, act))
    if act == RELEASE:
        session = db.session()
        found = looking.shown(session, actor(), number).id
        session.rollback()
        releasing.carry_on(session, clock(), found, most=AT_ONCE)
    return redirect(url_for("web.batch", number=number), 303)


ORDERS: Mapping[str, type[BatchOrder]] = {
    CHECK: CheckBatch,
    HOLD: HoldItem,
    TAKE_BACK: TakeItemBack,
    APPROVE: ApproveBatch,
    RELEASE: ReleaseBatch,
    DROP: DropBatch,
}


def _order(number: str, act: str) -> BatchOrder:
    own: dict[str, object] = {}
    if act in (HOLD, TAKE_BACK):
        own["no"] = row_number(typed("no")) or 0
    if act in (HOLD, DROP):
        own["reason"] = typed("reason")
    version = row_number(typed("version")) or 0
    return ORDERS[act](batch=number, version=version, **own)


def may(found: PaymentBatch, acts: list[BatchAct], act: str) -> str:
    """Whether the visitor may do it now: empty is no, `yes` is yes, else why he may not."""
    there = permissions.Scope(found.jurisdiction, found.region)
    covers = permissions.covers_for(actor(), ORDERS[act].name, there)
    if not covers or not is_possible(act, found.state):
        return ""
    done = [records.hand(one) for one in acts]
    who = covers[0].actor
    persons = {who.natural_person, *([who.acting_for] if who.acting_for else [])}
    barring = barred_by(act, done, persons, hands=found.hands or TWO_HANDS)
    if barring is None:
        return "yes"
    return say("您已{act}过本批次，须由另一人办理。", act=pair(ACTS[barring]))


def progress_of(session: Session, found: PaymentBatch) -> Progress:
    """How many lines stand how."""
    there = records.sums(session, [found.id])[found.id]
    total = sum(one.lines for one in there.values())
    return Progress(
        total=total,
        done=total - there.get(IN, NOTHING).lines,
        going=found.state == RELEASING,
        tallies=tuple(
            (pair(words), words[2], one.lines, amount("", one.fen))
            for state, words in LINES.items()
            if (one := there.get(state)) is not None
        ),
    )


def described(session: Session, found: PaymentBatch) -> Mapping[str, object]:
    """What a batch is, in words."""
    state = STATES[found.state]
    return {
        "state": pair(state),
        "colour": state[2],
        "place": region_name(session, found.jurisdiction, found.region),
        "fund": word(FUNDS, found.fund),
        "item": items_of(session, [found.drawn_from]).get(found.drawn_from) or say("未下达"),
        "kind": pair(KINDS[found.payee_kind]),
        "bank": bank_name(session, found.jurisdiction, found.bank),
        "amount": amount("", found.amount_fen),
    }


def _steps(session: Session, acts: list[BatchAct]) -> Iterator[Step]:
    people = names_of(session, [one.person_id for one in acts])
    for one in acts:
        what = pair(ACTS[one.act])
        said = say("{act}（第 {no} 笔）", act=what, no=one.item_no) if one.item_no else what
        yield Step(said, people.get(one.person_id, ""), minute(one.at))


def _signatures(session: Session, acts: list[BatchAct]) -> Iterator[Step]:
    """The last of each act that a hand signs for."""
    last = {one.act: one for one in acts if one.act in (DRAW, CHECK, APPROVE, RELEASE)}
    people = names_of(session, [one.person_id for one in last.values()])
    for one in last.values():
        yield Step(one.act, people.get(one.person_id, ""), minute(one.at))


def _shown(session: Session, found: PaymentBatch, line: Line) -> Shown:
    item = line.item
    policy = in_force(session, found.jurisdiction)[0].policy
    words = LINES[item.state]
    reason = item.held_reason or ""
    why = pair(REASONS[reason]) if reason in REASONS else reason
    return Shown(
        no=item.no,
        href=url_for("web.case", number=line.number),
        number=line.number,
        payee=line.payee,
        account=line.account,
        bank=line.bank,
        stage=stage_name(policy, item.stage),
        line=item.line,
        amount=amount("", item.amount_fen),
        voucher=item.voucher_no,
        state=pair(words),
        colour=words[2],
        why=say("，").join(filter(None, (why, item.held_note, item.result_code))),
        act={IN: HOLD, HELD: TAKE_BACK}.get(item.state, ""),
    )
