"""The rule books in use: bundles by hash, kept once a process, and the newest of each place."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forms import Form, read_form
from service.domain.calendar import Calendar, notice_calendar
from service.domain.policy import Policy
from service.records.bundle import Bundle as StoredBundle
from service.records.bundle import Publication
from service.records.calendar import CalendarVersion, calendar_days
from workflows import Bundle


class NothingPublished(Exception):
    """The jurisdiction has no published bundle yet."""


class RuleBook:
    """One bundle as the office uses it: its diagrams and tables, its dated values, its forms."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.hash = bundle.hash
        self.policy = Policy(bundle.policy)
        self._forms: dict[str, Form] = {}

    def form(self, name: str) -> Form:
        """A form of the book, read from its definition once."""
        if name not in self._forms:
            self._forms[name] = read_form(self.bundle.forms[name])
        return self._forms[name]


class Library:
    """What never changes once stored is read once: rule books by hash, calendars by version."""

    def __init__(self) -> None:
        self._books: dict[str, RuleBook] = {}
        self._calendars: dict[str, Calendar] = {}

    def book(self, session: Session, digest: str) -> RuleBook:
        """The rule book of this hash."""
        if digest not in self._books:
            stored = session.get_one(StoredBundle, digest)
            self._books[digest] = RuleBook(Bundle.from_bytes(stored.content))
        return self._books[digest]

    def in_force(self, session: Session, jurisdiction: str) -> tuple[RuleBook, Calendar]:
        """The rule book published last and the calendar loaded last, in one question."""
        digest, version = session.execute(in_force(jurisdiction)).one()
        if digest is None:
            raise NothingPublished(jurisdiction)
        return self.book(session, digest), self._calendar(session, version)

    def _calendar(self, session: Session, version: str | None) -> Calendar:
        if version is None:
            return notice_calendar()
        if version not in self._calendars:
            days = {row.day: row.working for row in calendar_days(session)}
            known = frozenset(day.year for day in days)
            self._calendars = {version: Calendar(days, version, known)}
        return self._calendars[version]


def in_force(jurisdiction: str) -> Select[str | None, str | None]:
    """What is in force in a place: the hash of its book, the version of the calendar."""
    published = (
        select(Publication.hash)
        .where(Publication.jurisdiction == jurisdiction)
        .order_by(Publication.id.desc())
        .limit(1)
    )
    loaded = select(CalendarVersion.version).order_by(CalendarVersion.id.desc()).limit(1)
    return select(published.scalar_subquery(), loaded.scalar_subquery())


LIBRARY = Library()
