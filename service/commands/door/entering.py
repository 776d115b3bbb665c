"""Coming in by password: one refusal for every reason, each noted in the security log."""

from sqlalchemy.orm import Session

from service.commands.door import password, tries
from service.commands.people import security
from service.records import person as people
from service.records.person import Person
from service.records.transaction import write_transaction


def by_password(
    session: Session, login: str, given: str, *, address: str, known: bool = False
) -> int:
    """Whose login and password these are; raises `TooMany` or `WrongPassword`.

    At a browser known for this account nobody else's tries count, wherever they were made.
    """
    if known:
        attempt = tries.begin(session, known=login)
    else:
        attempt = tries.begin(session, account=login, address=address)
    found = people.by_login(session, login)
    # An unknown account costs the same time as a wrong password, so that neither can be told.
    if not password.fits(found.password_hash if found else "", given) or found is None:
        refuse(session, attempt, why="password", person_id=found.id if found else None)
        raise password.WrongPassword
    person_id = found.id
    anew = password.hashed(given) if password.is_outdated(found.password_hash) else None
    with write_transaction(session):
        tries.succeeded_within(session, attempt)
        if anew is not None:
            session.get_one(Person, person_id).password_hash = anew
    return person_id


def refuse(session: Session, attempt: tries.Try, *, why: str, person_id: int | None) -> None:
    """Note that somebody was not let in; the account's own number only, never what was typed."""
    about: dict[str, object] = {"why": why}
    if person_id is not None:
        about["person"] = person_id
    with write_transaction(session):
        act = "locked_out" if attempt.last else "sign_in_refused"
        security.note(session, act, actor=None, about=about)
