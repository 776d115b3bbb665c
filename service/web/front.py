"""The front door of the pages: nobody passes unless signed in, and pages know who is there."""

from datetime import datetime
from pathlib import Path
from typing import cast

from flask import Blueprint, abort, current_app, g, request, session

from service.commands import desk
from service.commands.clocks import Clock
from service.domain.calendar import BEIJING
from service.domain.permissions import ROLES, Actor
from service.records.database import db
from service.records.person import Person
from service.web.language import either, say, spoken

OPEN_TO_ALL = {"web.static", "web.sign_in", "web.demo_sign_in", "web.choose_language"}
STATIC = Path(__file__).parent / "static"

blueprint = Blueprint(
    "web", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)


@blueprint.before_request
def require_sign_in() -> None:
    """Every page but the door itself is for people who have signed in."""
    person_id = session.get("person")
    if request.endpoint == "web.static" or person_id is None:
        found = None
    else:
        found = desk.person_and_actor(db.session(), person_id)
    if found is not None:
        g.person, g.actor = found
        g.person_id = g.person.id
        g.office = office(g.actor)
        g.name = g.person.display_name
    elif request.endpoint not in OPEN_TO_ALL:
        session.pop("person", None)
        abort(401)


def actor() -> Actor:
    """Who acts."""
    return cast("Actor", g.actor)


def person() -> Person:
    """The account that is signed in."""
    return cast("Person", g.person)


def clock() -> Clock:
    """The clock of this installation."""
    return cast("Clock", current_app.config["KAIBAN_CLOCK"])


def now() -> datetime:
    """What time it is here, read once a request."""
    if "now" not in g:
        g.now = clock().now(db.session())
    return cast("datetime", g.now)


def office(who: Actor) -> str:
    """The roles somebody holds, in words."""
    names = dict.fromkeys(grant.role for grant in who.grants)
    return "、".join(role_name(role) for role in names) or say("无角色")


def role_name(role: str) -> str:
    """A role in the visitor's language."""
    zh, en = ROLES.get(role, (role, role))
    return either({"zh": zh, "en": en})


def minute(instant: datetime) -> str:
    """An instant as people here write it."""
    return instant.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def here() -> str:
    """Where the visitor is, to come back to; a page that was posted to is opened anew."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def back_to(target: str | None, otherwise: str) -> str:
    """A way back that stays in the house."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return otherwise
    return target if target.isprintable() else otherwise


@blueprint.app_context_processor
def furnish() -> dict[str, object]:
    """What every template may use."""
    return {
        "say": say,
        "either": either,
        "spoken": spoken,
        "minute": minute,
        "here": here,
        "tabler": _tabler(),
        "me": {"name": g.name, "office": g.office} if "name" in g else None,
        "demo": current_app.config["KAIBAN_DEMO"],
        "demo_time": _demo_time(),
    }


def _demo_time() -> datetime | None:
    if not current_app.config["KAIBAN_DEMO"]:
        return None
    # Where something went wrong the database may be what is wrong, so it is not asked again.
    return cast("datetime | None", g.get("now")) if g.get("trouble") else now()


def _tabler() -> str:
    name = "vendor/tabler.min.css"
    return name if (STATIC / name).exists() else ""
