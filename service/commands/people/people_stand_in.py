"""代办: naming who does one's work while one is away, by oneself or by the head."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from service.commands.people import security
from service.commands.people.people_administrators import NotDone, clash
from service.domain import permissions
from service.domain.permissions import HEAD, HEADS_OFFICE, OFFICIALS, ROLES, STOOD_IN_FOR, Actor
from service.domain.refusals import NotVisible
from service.records.database import database_now
from service.records.person import Grant, Person, by_login, grants_of
from service.records.stand_in import StandIn, same_as
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
        _require_colleague(session, away, stands_in, lent)
        _require_fit(session, stands_in, role, today=today)
        named = StandIn(
            person_id=stands_in.id,
            for_person_id=away.id,
            role=role,
            since=days[0],
            until=days[1],
            named_by=actor.person_id,
            named_at=database_now(session),
        )
        if same_as(session, named) is not None:
            return
        session.add(named)
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
    """Whether the actor is the head of the office whose work this is, all of it."""
    own = [one for one in actor.grants if one.role == HEAD and one.instead_of is None]
    return bool(lent) and all(
        work.role in HEADS_OFFICE and any(_reaches(one, work) for one in own) for work in lent
    )


def _reaches(own: permissions.Grant, work: Grant) -> bool:
    return own.jurisdiction in (None, work.jurisdiction) and own.region in (None, work.region)


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


def _require_colleague(session: Session, away: Person, deputy: Person, lent: list[Grant]) -> None:
    """Work goes only to whom the security administrator has given an office in the same places."""
    if away.natural_person == deputy.natural_person:
        raise NotDone("不能由本人代办自己。", "Nobody stands in for himself.")
    own = grants_of(session, deputy.id)
    if not all(any(_beside(one, wanted) for one in own) for wanted in lent):
        raise NotDone(
            f"{deputy.display_name}不是同一单位的人，在相同地区没有岗位，不能代办。",
            f"{deputy.display_name} has no office in the same place, or is of another house.",
        )


def _beside(own: Grant, wanted: Grant) -> bool:
    if wanted.role == "institution":
        return own.role == "institution" and own.institution_id == wanted.institution_id
    return (
        own.role in OFFICIALS
        and own.jurisdiction in (None, wanted.jurisdiction)
        and own.region in (None, wanted.region)
    )


def _require_fit(session: Session, deputy: Person, role: str, *, today: date) -> None:
    other = clash(session, deputy.natural_person, role, on=today)
    if other is not None:
        zh, en = ROLES[other]
        raise NotDone(
            f"{deputy.display_name}有“{zh}”角色，与所代办的角色不相容。",
            f"{deputy.display_name} is “{en}”, which is incompatible with that role.",
        )
