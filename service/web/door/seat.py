"""Taking a seat at this browser and leaving it: the cookie is emptied first, each time."""

from flask import request, session

from service.commands.door import sitting
from service.records.database import db
from service.web.door.agent import in_words
from service.web.front import SITTING


def take(person_id: int, *, how: str, proved: bool = False) -> None:
    """Sign this browser in; nothing that was laid into its cookie before survives."""
    agent = in_words(request.headers.get("User-Agent", ""))
    token = sitting.begin(db.session(), person_id, how=how, agent=agent, proved=proved)
    empty()
    session[SITTING] = token


def go_on_under(token: str) -> None:
    """The same person goes on, under a token nobody has seen before."""
    empty()
    session[SITTING] = token


def empty() -> None:
    """Forget everything about this browser but the language it reads."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
