"""Where a page of the work queue ended, as it travels in an address."""

from datetime import UTC, datetime

from service.records.base import row_number
from service.records.step import Place


def write(place: Place) -> str:
    """A place as text."""
    at = place.due_at.isoformat() if place.due_at else ""
    return f"{place.id}~{at}"


def read(text: str | None) -> Place | None:
    """The place a text names; nonsense is the beginning."""
    before, _, at = (text or "").partition("~")
    number = row_number(before)
    if number is None:
        return None
    try:
        due_at = datetime.fromisoformat(at) if at else None
        # At the ends of the calendar another time zone has no such moment.
        return Place(due_at and in_utc(due_at), number)
    except (ValueError, OverflowError):
        return None


def in_utc(at: datetime) -> datetime:
    """The same moment in UTC; one without its offset is none."""
    if at.tzinfo is None:
        raise ValueError(at)
    return at.astimezone(UTC)
