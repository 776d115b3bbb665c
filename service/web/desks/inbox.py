"""My messages, the unread ones first, as the texts of the jurisdiction word them."""

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from notifications import render
from service.commands import desk
from service.commands import inbox as orders
from service.commands.library import LIBRARY, RuleBook
from service.domain.refusals import NotVisible
from service.records import outbox
from service.records.base import LARGEST_ID
from service.records.database import db
from service.records.outbox import InboxLine, InboxPlace
from service.records.step import steps_of_cases
from service.web.case import step_title
from service.web.front import actor, blueprint, clock, minute
from service.web.language import say, spoken

PAGE = 50
MOST_COUNTED = 99
UNFILLED = ("：—", ": —")


@dataclass(frozen=True, slots=True)
class Errand:
    """A step on the message's case that waits for me."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """One message."""

    id: int
    unread: bool
    at: str
    subject: str
    body: str
    number: str
    errands: list[Errand]


@blueprint.get("/inbox")
def inbox() -> str:
    """What I was told."""
    session, only_unread = db.session(), request.args.get("only") == "unread"
    found = outbox.inbox(
        session, _me(), only_unread=only_unread, after=_read(request.args.get("after")), limit=PAGE
    )
    return render_template(
        "desks/inbox.html",
        items=_items(found),
        only_unread=only_unread,
        newest=max((line.item.id for line in found if line.item.read_at is None), default=0),
        next=_next(found, only_unread=only_unread),
        first=url_for("web.inbox") if request.args.get("after") else None,
    )


@blueprint.post("/inbox/<int:item>/open")
def open_message(item: int) -> Response:
    """Go to the case of a message, which is read by that."""
    line = _mine(item)
    number = line.number
    orders.mark_read(db.session(), actor(), item, clock=clock())
    step = request.form.get("step", "")
    if step:
        return redirect(url_for("web.step", number=number, key=step), 303)
    return redirect(url_for("web.case", number=number), 303)


@blueprint.post("/inbox/<int:item>/read")
def read_message(item: int) -> Response:
    """One message is read."""
    _mine(item)
    orders.mark_read(db.session(), actor(), item, clock=clock())
    return _back()


@blueprint.post("/inbox/read")
def read_all() -> Response:
    """Every message up to the newest one that was shown is read."""
    upto = min(request.form.get("upto", 0, type=int), LARGEST_ID)
    done = orders.mark_all_read(db.session(), actor(), upto, clock=clock())
    flash(say("已将 {n} 条消息标为已读。", n=done), "green")
    return _back()


@blueprint.app_context_processor
def count_unread() -> dict[str, object]:
    """How many messages wait, for the navigation: one question a page, counted to 99."""
    if "actor" not in g or g.get("trouble") or actor().person_id is None:
        return {}
    count = outbox.unread(db.session(), _me(), most=MOST_COUNTED + 1)
    return {"unread": f"{MOST_COUNTED}+" if count > MOST_COUNTED else count}


def _me() -> int:
    return actor().person_id or 0


def _mine(item: int) -> InboxLine:
    found = outbox.inbox_item(db.session(), _me(), item)
    if found is None:
        raise NotVisible
    return found


def _back() -> Response:
    only = {"only": "unread"} if request.form.get("only") == "unread" else {}
    return redirect(url_for("web.inbox", **only), 303)  # type: ignore[arg-type]


def _items(found: list[InboxLine]) -> list[Item]:
    session = db.session()
    books: dict[str, RuleBook] = {}
    for line in found:
        if line.jurisdiction not in books:
            books[line.jurisdiction] = LIBRARY.in_force(session, line.jurisdiction)[0]
    steps = steps_of_cases(session, list({line.message.case_id for line in found}))
    items = []
    for line in found:
        book = books[line.jurisdiction]
        link = url_for("web.case", number=line.number, _external=True)
        text = render(
            book.bundle.texts,
            line.message.template,
            {"link": link, **line.message.params},
            spoken(),
        )
        errands = [
            Errand(step.key, step_title(book, step))
            for step in steps[line.message.case_id]
            if desk.may_finish(actor(), step, step)
        ]
        items.append(
            Item(
                line.item.id,
                line.item.read_at is None,
                minute(line.message.at),
                text.subject,
                _dense(text.body),
                line.number,
                errands,
            )
        )
    return items


def _next(found: list[InboxLine], *, only_unread: bool) -> str | None:
    if len(found) < PAGE:
        return None
    only = {"only": "unread"} if only_unread else {}
    return url_for("web.inbox", after=_write(found[-1].place), **only)  # type: ignore[arg-type]


def _write(place: InboxPlace) -> str:
    return f"{'u' if place.unread else 'r'}{place.id}"


def _read(text: str | None) -> InboxPlace | None:
    """The place an address names; nonsense is the beginning."""
    kind, number = (text or "")[:1], (text or "")[1:]
    if kind not in ("u", "r") or not (number.isascii() and number.isdigit()):
        return None
    return InboxPlace(kind == "u", min(int(number[:20]), LARGEST_ID))


def _dense(body: str) -> str:
    """The letter without its empty lines, and without those whose blank nothing fills."""
    lines = (line.rstrip() for line in body.splitlines())
    return "\n".join(line for line in lines if line and not line.endswith(UNFILLED))
