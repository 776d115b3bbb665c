"""Handing an order in from a page: once, however often the button is pressed."""

import re
import secrets
from collections.abc import Iterable

from flask import abort, g, request
from werkzeug.datastructures import MultiDict

from forms import unflatten
from service.commands import desk
from service.commands.carry_out import Order
from service.commands.receipt import Receipt
from service.records.database import db
from service.web.front import actor, blueprint, clock
from service.web.rows import PASTED

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
# Each row is drawn again where anything is wrong.
MOST_ROWS = 2_000
OUR_OWN = {
    *("csrf_token", "add-row", "add-rows", "drop-row", "fill-down", "paste-rows", "insert-phrase"),
    *("go", "read-sheet", "adopt", "drop-document", "send-documents"),
}


def fresh_key() -> str:
    """A name for the request a page is about to make."""
    return secrets.token_urlsafe(18)


@blueprint.app_context_processor
def name_requests() -> dict[str, object]:
    """Every template may give a request its name."""
    return {"fresh_key": fresh_key}


def posted_key() -> str:
    """The name the page gave its request."""
    given = request.form.get("_key", "")
    return given if KEY.fullmatch(given) else fresh_key()


def typed() -> dict[str, object]:
    """What was typed, in the shape of the form; no class has so many people as would be refused."""
    shaped = unflatten(_theirs(request.form))
    tables = [
        sum(isinstance(row, dict) for row in table)
        for table in shaped.values()
        if isinstance(table, list)
    ]
    pasted = [text.count("\n") for name, text in request.form.items() if name.startswith(PASTED)]
    if max((*tables, *pasted), default=0) > MOST_ROWS:
        abort(413)
    return shaped


def _theirs(form: MultiDict[str, str]) -> Iterable[tuple[str, str]]:
    return (
        (name, text)
        for name, text in form.items(multi=True)
        if name not in OUR_OWN and not name.startswith("_")
    )


def give(order: Order) -> Receipt:
    """Have the order carried out; the same page sent twice is one order."""
    receipt = desk.give(order, actor=actor(), session=db.session(), clock=clock(), key=posted_key())
    if not receipt.repeated:
        g.carried_out, g.history_seq = order.name, receipt.seq
    return receipt
