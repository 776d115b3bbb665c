"""The demo's stage: rules in force, working days, and one invented person for every role."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from service.commands.carry_out import carry_out
from service.commands.clocks import Clock
from service.commands.desk import person_and_actor
from service.commands.people.newcomers import Newcomer, add_person
from service.commands.staging import stage_budgets, stage_catalogue
from service.domain.calendar import BEIJING, load_notices
from service.domain.invented import Invented, InventedInstitution
from service.domain.orders import LoadCalendar, PublishBundle, ShiftClock
from service.domain.permissions import Actor, Grant
from service.records.bundle import published_hash
from service.records.institution import Institution, by_uscc
from service.records.person import by_login
from service.records.transaction import write_transaction
from workflows import jurisdictions, read_folder

BEGINS = datetime(2020, 7, 20, 9, tzinfo=BEIJING)
LOGIN = "demo-"
SEED = 46
HOME, PLACE = "chongqing", "重庆"
REGION, NEXT_REGION = "500103", "500105"
LATER_SEED = 47
KEEPER = f"{LOGIN}policy"
OFFICES = (
    ("reviewer", "county_reviewer"),
    ("approver", "county_approver"),
    ("head", "county_head"),
    ("assessor", "assessor"),
    ("finance-reviewer", "finance_reviewer"),
    ("payer", "finance_payer"),
    ("auditor", "auditor"),
)
# Who came later, so that those before keep their names.
NEWER_OFFICES = (("counter", "counter_clerk"), ("inspector", "inspector"))
COLLEAGUES = ("county_reviewer", "finance_reviewer")
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody on the stage."""

    login: str
    grant: Grant


def set_stage(session: Session, clock: Clock) -> None:
    """Make what is missing; a stage that stands stays as it is, its time runs on."""
    if by_login(session, KEEPER) is None:
        session.rollback()
        _enter_everybody(session)
        begins = ShiftClock(to=BEGINS)
        carry_out(begins, actor=_keeper(session), session=session, clock=clock)
        _load_notices(session, clock, _keeper(session))
    for name, folder in jurisdictions().items():
        if published_hash(session, name) != read_folder(folder).hash:
            order = PublishBundle(jurisdiction=name)
            carry_out(order, actor=_keeper(session), session=session, clock=clock)
    stage_catalogue.stand(session, clock, HOME)
    stage_budgets.stand(session, HOME, home=REGION, lean=NEXT_REGION)


def _keeper(session: Session) -> Actor:
    keeper = by_login(session, KEEPER)
    found = person_and_actor(session, keeper.id) if keeper else None
    if found is None:
        raise LookupError(KEEPER)
    return found[1]


def _enter_everybody(session: Session) -> None:
    invented = Invented(SEED, region=REGION, place=PLACE)
    bodies = [_enter(session, invented.institution(kind)) for kind in ("enterprise", "school")]
    clerks = _clerks(bodies, REGION)
    _enter_people(session, invented, (*clerks, *_officials()))
    later = Invented(LATER_SEED, region=NEXT_REGION, place=PLACE)
    third = _enter(session, later.institution("school"))
    _enter_people(session, later, (*_clerks([third], NEXT_REGION, first=3), *_newer()))


def _enter_people(session: Session, invented: Invented, parts: Iterable[Part]) -> None:
    for part in parts:
        somebody = invented.person()
        newcomer = Newcomer(
            login=part.login,
            name=somebody.name,
            natural_person=somebody.id_no,
            grants=(part.grant,),
        )
        add_person(session, newcomer)


def _enter(session: Session, body: InventedInstitution) -> int:
    with write_transaction(session):
        found = by_uscc(session, body.uscc)
        if found is None:
            found = Institution(uscc=body.uscc, name=body.name, kind=body.kind, region=body.region)
            session.add(found)
            session.flush()
        return found.id


def _clerks(bodies: list[int], region: str, *, first: int = 1) -> Iterator[Part]:
    for n, institution_id in enumerate(bodies, start=first):
        grant = Grant("institution", HOME, region, institution_id)
        yield Part(f"{LOGIN}clerk-{n}", grant)


def _officials() -> Iterator[Part]:
    for login, role in OFFICES:
        yield Part(LOGIN + login, Grant(role, HOME, REGION))
    yield Part(f"{LOGIN}platform", Grant("platform", HOME))
    yield Part(f"{LOGIN}city", Grant("city_reviewer", HOME))
    yield Part(KEEPER, Grant("policy_admin"))


def _newer() -> Iterator[Part]:
    for login, role in NEWER_OFFICES:
        yield Part(LOGIN + login, Grant(role, HOME, REGION))
    for login, role in OFFICES:
        if role in COLLEAGUES:
            yield Part(f"{LOGIN}{login}-3", Grant(role, HOME, REGION))
    for login, role in (*OFFICES, *NEWER_OFFICES):
        yield Part(f"{LOGIN}{login}-2", Grant(role, HOME, NEXT_REGION))
    for role in ADMINISTRATORS:
        yield Part(LOGIN + role.replace("_", "-"), Grant(role))
    # A batch of payments is drawn up, approved and released by different people.
    yield Part(f"{LOGIN}payer-3", Grant("finance_payer", HOME, REGION))


def _load_notices(session: Session, clock: Clock, keeper: Actor) -> None:
    listed = sorted(load_notices(), key=lambda entry: (entry.notice, entry.day))
    for notice, entries in groupby(listed, key=lambda entry: entry.notice):
        days: dict[date, bool] = {entry.day: entry.working for entry in entries}
        order = LoadCalendar(days=days, notice=notice)
        carry_out(order, actor=keeper, session=session, clock=clock)
