"""My messages, as the texts of the jurisdiction word them."""

from dataclasses import dataclass

from flask import render_template, request, url_for

from notifications import render
from service.commands.library import LIBRARY
from service.records import outbox
from service.records.case import Case
from service.records.database import db
from service.web.front import actor, blueprint, minute
from service.web.language import spoken

PAGE = 50
UNFILLED = ("：—", ": —")


@dataclass(frozen=True, slots=True)
class Item:
    """One message."""

    at: str
    subject: str
    body: str
    number: str


@blueprint.get("/inbox")
def inbox() -> str:
    """What I was told, newest first."""
    session = db.session()
    person_id = actor().person_id or 0
    before = request.args.get("after", type=int)
    rows = outbox.inbox(session, person_id, before=before, limit=PAGE)
    items = []
    for _, message in rows:
        case = session.get_one(Case, message.case_id)
        texts = LIBRARY.in_force(session, case.jurisdiction)[0].bundle.texts
        link = url_for("web.case", number=case.number, _external=True)
        params = {"link": link, **message.params}
        text = render(texts, message.template, params, spoken())
        items.append(Item(minute(message.at), text.subject, _dense(text.body), case.number))
    return render_template(
        "inbox.html", items=items, after=rows[-1][0].id if len(rows) == PAGE else None
    )


def _dense(body: str) -> str:
    """The letter without its empty lines, and without those whose blank nothing fills."""
    lines = (line.rstrip() for line in body.splitlines())
    return "\n".join(line for line in lines if line and not line.endswith(UNFILLED))
