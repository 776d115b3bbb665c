"""代办: naming who does one's work while one is away, by oneself or by the head."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from service.commands import security
from service.commands.people_administrators import NotDone
from service.domain import permissions
from service.domain.permissions import HEAD, OFFICE_LANES, ROLES, STOOD_IN_FOR, Actor
from service.domain.refusals import NotVisible
from service.records.database import database_now
from service.records.person import Grant, Person, accounts_of, by_login, grants_of, grants_of_all
from service.records.stand_in import StandIn, current_of, lent_roles
from service.records.transaction import write_transaction

LONGEST = timedelta(days=92)


def name_stand_in(
    session: Session,
    actor: Actor,
    *,
    absent: str,
    deputy: str,
    role: str,
    days: tuple[date, date],
    today: date,
) -> None:
    """From the first day to the last the deputy may do what the absent one could in that role."""
    _require_days(days, today)
    with write_transaction(session):
        security.hold(session)
        away, stands_in = _account(session, absent), _account(session, deputy)
        lent = [one for one in grants_of(session, away.id) if one.role == role]
        _require_word(actor, away, lent)
        _require_fit(session, away, stands_in, role, today=today)
        session.add(
            StandIn(
                person_id=stands_in.id,
                for_person_id=away.id,
                role=role,
                since=days[0],
                until=days[1],
                named_by=actor.person_id,
                named_at=database_now(session),
            )
        )
        about = {
            "person": stands_in.id,
            "for": away.id,
            "role": role,
            "since": days[0].isoformat(),
            "until": days[1].isoformat(),
        }
        security.note(session, "stand_in_named", actor=actor, about=about)


def withdraw_stand_in(session: Session, actor: Actor, stand_in_id: int) -> None:
    """It ends now: by the absent one's word, the deputy's own, or the head's."""
    with write_transaction(session):
        row = session.get(StandIn, stand_in_id)
        if row is None or row.withdrawn_at is not None:
            raise NotVisible
        if actor.person_id not in (row.person_id, row.for_person_id, row.named_by):
            lent = [one for one in grants_of(session, row.for_person_id) if one.role == row.role]
            if not heads(actor, lent):
                raise NotVisible
        row.withdrawn_at = database_now(session)
        about = {"person": row.person_id, "for": row.for_person_id, "role": row.role}
        security.note(session, "stand_in_withdrawn", actor=actor, about=about)


def heads(actor: Actor, lent: list[Grant]) -> bool:
    """Whether the actor is the head of an office whose work this is."""
    return any(
        own.role == HEAD
        and own.instead_of is None
        and own.jurisdiction in (None, one.jurisdiction)
        and own.region in (None, one.region)
        and one.role in OFFICE_LANES
        for own in actor.grants
        for one in lent
    )


def _require_days(days: tuple[date, date], today: date) -> None:
    since, until = days
    if not since <= until or until < today:
        raise NotDone(
            "起止日期不对：截止日期不能早于起始日期，也不能早于今天。",
            "The last day comes before the first, or is past.",
        )
    if until - since > LONGEST:
        raise NotDone(
            "一次代办最长 92 天；更久的，请安全管理员调整角色。",
            "One may stand in for 92 days at most; for longer, ask for roles.",
        )


def _account(session: Session, login: str) -> Person:
    found = by_login(session, login)
    if found is None:
        raise NotDone(
            f"没有账号 {login}，或已停用。", f"There is no account {login!r} that stands."
        )
    return found


def _require_word(actor: Actor, away: Person, lent: list[Grant]) -> None:
    """Only what somebody holds himself is lent, by his own word or his head's."""
    if not lent or lent[0].role not in STOOD_IN_FOR:
        raise NotDone(
            f"{away.display_name}没有可以代办的这一角色。",
            f"{away.display_name} holds no such role that can be stood in for.",
        )
    if actor.person_id != away.id and not heads(actor, lent):
        raise NotDone(
            "只能由本人或其负责人指定代办人。", "Only they themselves or their head may name one."
        )


def _require_fit(session: Session, away: Person, deputy: Person, role: str, *, today: date) -> None:
    if away.natural_person == deputy.natural_person:
        raise NotDone("不能由本人代办自己。", "Nobody stands in for himself.")
    ids = [one.id for one in accounts_of(session, deputy.natural_person)]
    held = {one.role for found in grants_of_all(session, ids).values() for one in found}
    if role == "institution" and not _same_house(session, away, deputy):
        raise NotDone(
            "机构的事只能由本机构的人代办。", "Only the institution's own people may stand in."
        )
    for other in sorted(held | lent_roles(session, ids, on=today)):
        if other in ROLES and not permissions.may_hold_both(role, other):
            zh, en = ROLES[other]
            raise NotDone(
                f"{deputy.display_name}有“{zh}”角色，与所代办的角色不相容。",
                f"{deputy.display_name} is “{en}”, which is incompatible with that role.",
            )


def _same_house(session: Session, away: Person, deputy: Person) -> bool:
    houses = [
        {one.institution_id for one in grants_of(session, who.id) if one.role == "institution"}
        for who in (away, deputy)
    ]
    return bool(houses[0] & houses[1])


def standing(session: Session, person_id: int, *, today: date) -> list[StandIn]:
    """Who stands in for somebody, and for whom he does, today or later."""
    return current_of(session, [person_id], on=today)
