"""The second factor: proposed, confirmed, shown at the door, replaced by a code on paper, reset."""

import hmac
import secrets
import unicodedata
from hashlib import sha256

import pyotp
from sqlalchemy.orm import Session

from service.commands.door import entering, sitting, tries
from service.commands.people import security
from service.domain.permissions import Actor
from service.records import factor as records
from service.records.database import database_now
from service.records.factor import RecoveryCode, SecondFactor
from service.records.transaction import write_transaction

STEP_SECONDS = 30
CODES, PARTS, PART_LETTERS = 10, 3, 4
# Letters and digits nobody mistakes for one another on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongCode(Exception):
    """The code does not fit, or was used before."""


def propose(session: Session, person_id: int) -> str:
    """A secret for the telephone; asked again before it is confirmed, it stays the same."""
    with write_transaction(session):
        held = records.factor_of(session, person_id, hold=True)
        if held is None:
            held = SecondFactor(person_id=person_id, made_at=database_now(session))
            session.add(held)
        if held.proposed is None:
            held.proposed = pyotp.random_base32()
        return held.proposed


def address(secret: str, *, login: str, issuer: str) -> str:
    """What the picture says to the telephone."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def confirm(
    session: Session, actor: Actor, code: str, *, current: str, here: int
) -> tuple[list[str], str]:
    """The telephone shows the right code, so it is asked for from now on; paper codes, new token.

    Where another telephone was in force before, its code is shown as well.
    """
    person_id = actor.person_id or 0
    attempt = tries.begin(session, code=str(person_id))
    with write_transaction(session):
        held = records.factor_of(session, person_id, hold=True)
        now = database_now(session)
        # Whoever finds a desk left open may not move the factor to his own telephone.
        if (
            held is not None
            and held.confirmed_at
            and not _fits(session, person_id, _plain(current))
        ):
            raise WrongCode
        step = _step(held.proposed if held else None, code, int(now.timestamp()))
        if held is None or step is None:
            raise WrongCode
        held.secret, held.proposed = held.proposed, None
        held.confirmed_at, held.last_step = now, step
        tries.succeeded_within(session, attempt)
        token = sitting.prove_within(session, here, now)
        sitting.end_all_within(session, person_id, but=here)
        codes = _make_codes(session, person_id)
        security.note(session, "factor_set", actor=actor, about={"person": person_id})
        return codes, token


def show(session: Session, actor: Actor, code: str, *, here: int) -> str:
    """Prove oneself at the door by the telephone's code or one from the paper; the new token."""
    person_id = actor.person_id or 0
    plain = _plain(code)
    kind = "code" if plain.isdigit() else "recovery"
    attempt = tries.begin(session, **{kind: str(person_id)})
    with write_transaction(session):
        if _fits(session, person_id, plain):
            tries.succeeded_within(session, attempt)
            token = sitting.prove_within(session, here, database_now(session))
            about = {"person": person_id, "how": kind}
            act = "signed_in" if kind == "code" else "recovery_code_used"
            security.note(session, act, actor=actor, about=about)
            return token
    entering.refuse(session, attempt, why=kind, person_id=person_id)
    raise WrongCode


def prove(session: Session, actor: Actor, code: str) -> None:
    """Prove oneself once more for one act, where there is no sitting: at the terminal."""
    person_id, plain = actor.person_id or 0, _plain(code)
    kind = "code" if plain.isdigit() else "recovery"
    attempt = tries.begin(session, **{kind: str(person_id)})
    with write_transaction(session):
        if _fits(session, person_id, plain):
            tries.succeeded_within(session, attempt)
            return
    entering.refuse(session, attempt, why=kind, person_id=person_id)
    raise WrongCode


def make_codes_anew(session: Session, actor: Actor, code: str) -> list[str]:
    """Ten new codes for the paper; whoever asks shows the telephone's code first."""
    person_id = actor.person_id or 0
    attempt = tries.begin(session, code=str(person_id))
    with write_transaction(session):
        if not _fits(session, person_id, _plain(code)):
            raise WrongCode
        tries.succeeded_within(session, attempt)
        codes = _make_codes(session, person_id)
        security.note(session, "recovery_codes_made", actor=actor, about={"person": person_id})
        return codes


def reset_within(session: Session, person_id: int) -> None:
    """The telephone is lost: whoever is entitled takes the factor away, and every sitting ends."""
    held = records.factor_of(session, person_id, hold=True)
    if held is not None:
        session.delete(held)
    records.drop_codes(session, person_id)
    sitting.end_all_within(session, person_id)


def _fits(session: Session, person_id: int, plain: str) -> bool:
    held = records.factor_of(session, person_id, hold=True)
    if held is None or held.confirmed_at is None:
        return False
    now = database_now(session)
    if not plain.isdigit():
        return records.use_code(session, person_id, _digest(person_id, plain), now)
    step = _step(held.secret, plain, int(now.timestamp()))
    if step is None or step <= (held.last_step or 0):
        return False
    held.last_step = step
    return True


def _step(secret: str | None, code: str, seconds: int) -> int | None:
    """In which half-minute the telephone showed this code: this one, the last or the next."""
    if secret is None:
        return None
    here = seconds // STEP_SECONDS
    shown = pyotp.TOTP(secret)
    given = _plain(code).encode()
    near = [here + 1, here, here - 1]
    return next(
        (n for n in near if hmac.compare_digest(shown.generate_otp(n).encode(), given)), None
    )


def _make_codes(session: Session, person_id: int) -> list[str]:
    records.drop_codes(session, person_id)
    codes = [_code() for _ in range(CODES)]
    digests = [_digest(person_id, _plain(code)) for code in codes]
    session.add_all([RecoveryCode(person_id=person_id, digest=digest) for digest in digests])
    return codes


def _code() -> str:
    part = ("".join(secrets.choice(LETTERS) for _ in range(PART_LETTERS)) for _ in range(PARTS))
    return "-".join(part)


def _digest(person_id: int, plain: str) -> str:
    return sha256(f"{person_id}:{plain}".encode()).hexdigest()


def _plain(code: str) -> str:
    """However it was typed: full-width digits, spaces, capitals, with or without hyphens."""
    return "".join(unicodedata.normalize("NFKC", code).split()).replace("-", "").lower()[:40]
