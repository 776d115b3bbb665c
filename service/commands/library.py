"""The rule books in use: bundles by hash, kept once a process, and the newest of each place."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Form, read_form
from service.domain.calendar import Calendar, notice_calendar
from service.domain.policy import Policy
from service.domain.refusals import NotNow
from service.records.bundle import Bundle as StoredBundle
from service.records.calendar import calendar_days
from service.records.hold import calendar_loaded, published
from workflows import Bundle


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
        """The rule book published last and the calendar loaded last."""
        asked = select(
            published(jurisdiction).scalar_subquery(), calendar_loaded().scalar_subquery()
        )
        digest, version = session.execute(asked).one()
        return self.named(session, jurisdiction, digest=digest, version=version)

    def named(
        self, session: Session, jurisdiction: str, *, digest: str | None, version: str | None
    ) -> tuple[RuleBook, Calendar]:
        """A rule book and a calendar by their names."""
        if digest is None:
            raise NotNow(
                f"{jurisdiction} 的办事规则尚未发布，请联系政策参数管理员。",
                f"The rules of {jurisdiction} are not published yet: ask a policy administrator.",
            )
        return self.book(session, digest), self._calendar(session, version)

    def _calendar(self, session: Session, version: str | None) -> Calendar:
        if version is None:
            return notice_calendar()
        if version not in self._calendars:
            days = {row.day: row.working for row in calendar_days(session)}
            known = frozenset(day.year for day in days)
            self._calendars = {version: Calendar(days, version, known)}
        return self._calendars[version]


LIBRARY = Library()
