"""The front door of the pages: nobody passes unless signed in, and pages know who is there."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from flask import Blueprint, current_app, g, request

from service.commands.clocks import Clock
from service.commands.door import sitting
from service.domain.calendar import BEIJING
from service.domain.permissions import ROLES, Actor
from service.records.database import db
from service.records.person import Person
from service.records.sitting import Seat
from service.web.language import either, say, spoken

SITTING = "sitting"  # what the browser's cookie calls its token
STATIC = Path(__file__).parent / "static"

blueprint = Blueprint(
    "web", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)


# Each may keep what was posted when a sitting had run out, and says where to go on with it.
KEEPERS: list[Callable[[Person], str | None]] = []


def actor() -> Actor:
    """Who acts."""
    return cast("Actor", g.actor)


def person() -> Person:
    """The account that is signed in."""
    return cast("Person", g.person)


def sitting_id() -> int:
    """The sitting this request belongs to."""
    return cast("Seat", g.seat).sitting.id


def seen() -> None:
    """Whoever is signed in is at work: at most one small write a minute."""
    sitting.touch(db.session(), g.seat)


def clock() -> Clock:
    """The clock of this installation."""
    return cast("Clock", current_app.config["KAIBAN_CLOCK"])


def now() -> datetime:
    """What time it is here, read once a request."""
    if "now" not in g:
        g.now = clock().now(db.session(), g.get("database_time"))
    return cast("datetime", g.now)


def office(who: Actor) -> str:
    """The roles somebody holds, in words."""
    names = dict.fromkeys(grant.role for grant in who.grants)
    return say("、").join(role_name(role) for role in names) or say("无角色")


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
    if not target or not target.startswith("/") or not target.isprintable():
        return otherwise
    # However often it was quoted: a browser may take both kinds of stroke for a host's beginning.
    path = unquote(unquote(target.partition("?")[0].partition("#")[0]))
    stays = path.isprintable() and not any(odd in path for odd in ("//", "\\", ".."))
    return target if stays else otherwise


@blueprint.app_context_processor
def furnish() -> dict[str, object]:
    """What every template may use."""
    return {
        "say": say,
        "either": either,
        "spoken": spoken,
        "minute": minute,
        "here": here,
        "me": {"name": g.name, "office": g.office} if "name" in g else None,
        "demo": current_app.config["KAIBAN_DEMO"],
        "demo_time": _demo_time(),
    }


def _demo_time() -> datetime | None:
    if not current_app.config["KAIBAN_DEMO"]:
        return None
    # Where something went wrong the database may be what is wrong, so it is not asked again.
    return cast("datetime | None", g.get("now")) if g.get("trouble") else now()
