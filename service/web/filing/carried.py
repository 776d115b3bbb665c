"""Nothing typed is lost when a sitting ended in the middle of a form, and nothing is handed in."""

from urllib.parse import urlsplit

from flask import g, request, url_for

from service.commands import desk
from service.commands.drafts import Place
from service.domain.refusals import Refusal
from service.records.database import db
from service.records.person import Person
from service.records.step import step_of
from service.web.filing.keeping import Keeping, merged
from service.web.filing.parts import parts_of
from service.web.front import KEEPERS
from service.web.posting import typed

FORMS = {"web.step", "web.order"}
NOT_CARRIED = {"csrf_token", "password", "go", "_key"}


def keep(person: Person) -> str | None:
    """What was posted after the sitting ran out becomes that person's draft; where to go on."""
    number, key = (request.view_args or {}).get("number", ""), (request.view_args or {}).get("key")
    if request.endpoint != "web.step" or key is None or not from_here():
        return None
    session = db.session()
    found = desk.person_and_actor(session, person.id)
    if found is None:
        return None
    g.person, g.actor = found
    case = desk.visible_case(session, g.actor, number)
    step = step_of(session, case.id, key)
    if step is None or not desk.may_finish(g.actor, case, step):
        return None
    form = desk.rule_book(session, case).form(step.form)
    keeping = Keeping.of(Place(case.id, key, person.id), form, step.version)
    where = request.form.get("_part", "")
    part = next((one for one in parts_of(form) if one.id == where), None)
    answers = merged(keeping.over({}), part, typed())
    keeping.keep(answers, seen=sorted(keeping.seen | ({where} if part else set())))
    return url_for("web.step", number=number, key=key, part=where or None)


KEEPERS.append(keep)


def kept_anew(person: Person | None) -> str | None:
    """A form drawn for an earlier sitting, sent to be saved by whoever signed in again since."""
    if person is None or request.form.get("go") != "save":
        return None
    try:
        return keep(person)
    except Refusal:
        return None


def from_here() -> bool:
    """Whether a page of this house sent the form; what a stranger's page sent is not kept."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return "Sec-Fetch-Site" in request.headers
    return urlsplit(origin).netloc == request.host


def carried() -> list[tuple[str, str]]:
    """What was typed, to be put into the page that says why it was not taken."""
    if request.method != "POST" or request.endpoint not in FORMS or not from_here():
        return []
    return [one for one in request.form.items(multi=True) if one[0] not in NOT_CARRIED]
