"""Where a page of the work queue ended, as it travels in an address."""

from datetime import datetime

from service.records.step import Place


def write(place: Place) -> str:
    """A place as text."""
    at = place.due_at.isoformat() if place.due_at else ""
    return f"{place.id}~{at}"


def read(text: str | None) -> Place | None:
    """The place a text names; nonsense is the beginning."""
    number, _, at = (text or "").partition("~")
    if not (number.isascii() and number.isdigit()):
        return None
    try:
        due_at = datetime.fromisoformat(at) if at else None
    except ValueError:
        return None
    return None if due_at is not None and due_at.tzinfo is None else Place(due_at, int(number))
