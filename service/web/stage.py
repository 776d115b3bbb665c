"""The demo's invented people as the door offers them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.records.bundle import published_jurisdictions
from service.records.institution import Institution
from service.records.person import Grant, Person
from service.web.desks.timing import in_force
from service.web.front import role_name
from service.web.language import either, say

LOGIN_PREFIX = "demo-"


@dataclass(frozen=True, slots=True)
class Invented:
    """One person of the demo."""

    id: int
    name: str
    office: str
    place: str
    files: bool

    @property
    def group(self) -> str:
        """Under which heading of the door he stands."""
        return say("申请主体") if self.files else self.place


def people(session: Session) -> list[Invented]:
    """Everybody whose account was made for the demo: who files first, then place by place."""
    rows = session.execute(
        select(Person, Grant, Institution.name)
        .join(Grant, Grant.person_id == Person.id)
        .outerjoin(Institution, Institution.id == Grant.institution_id)
        .where(Person.login.startswith(LOGIN_PREFIX), Person.active)
        .order_by(Person.id, Grant.id)
    )
    published = frozenset(published_jurisdictions(session))
    found = [
        Invented(
            person.id,
            person.display_name,
            role_name(grant.role),
            " · ".join(filter(None, (institution, _place(session, grant, published)))),
            files=institution is not None,
        )
        for person, grant, institution in rows
    ]
    groups = list(dict.fromkeys(one.group for one in found))
    return sorted(found, key=lambda one: (groups.index(one.group), one.office))


def _place(session: Session, grant: Grant, published: frozenset[str]) -> str:
    """Where the person works, in words."""
    if grant.jurisdiction is None:
        return say("全系统")
    if grant.jurisdiction not in published:
        return grant.region or grant.jurisdiction
    place = in_force(session, grant.jurisdiction)[0].policy.jurisdiction
    names = {one.code: {"zh": one.zh, "en": one.en} for one in place.regions}
    if grant.region is None:
        return either(place.names)
    return f"{either(place.names)} · {either(names.get(grant.region)) or grant.region}"
