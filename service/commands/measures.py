"""What the house measures of itself, asked of its records: lateness, clock, copies, the door."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.commands.keeping.noting import last_backup
from service.records.case import Case
from service.records.database import database_now
from service.records.night_round import last_done
from service.records.presence import at_work
from service.records.security import SecurityEntry
from service.records.step import OpenStep

HOUSE: Mapping[str, str] = {
    "kaiban_overdue_steps": "Open steps that are past their due time.",
    "kaiban_clock_lag_seconds": "How long the case that is due longest has waited for the clock.",
    "kaiban_clocks_at_work": "Clock processes seen in the last two minutes.",
    "kaiban_web_at_work": "Web processes seen in the last two minutes.",
    "kaiban_backup_age_seconds": "Age of the last backup; -1 where there never was one.",
    "kaiban_night_round_age_seconds": "Since the round of a night was done; -1 if never.",
    "kaiban_sign_in_refused_last_hour": "Refused sign-ins of the last hour.",
    "kaiban_locked_out_last_hour": "Accounts locked in the last hour.",
    "kaiban_documents_infected_last_hour": "Documents refused for a virus in the last hour.",
}
ACTS = {
    "kaiban_sign_in_refused_last_hour": "sign_in_refused",
    "kaiban_locked_out_last_hour": "locked_out",
    "kaiban_documents_infected_last_hour": "document_infected",
}


def house_now(session: Session, now: datetime) -> dict[str, float]:
    """Every measure as it is; `now` is the house's time, which the demo moves on."""
    real, kinds = database_now(session), [one.kind for one in at_work(session)]
    acts, backup = _acts(session, real - timedelta(hours=1)), last_backup(session)
    swept = last_done(session)
    due = session.scalar(select(func.min(Case.next_due)).where(Case.next_due <= now))
    overdue = select(func.count()).select_from(OpenStep).where(OpenStep.due_at <= now)
    return {
        "kaiban_overdue_steps": session.scalar(overdue) or 0,
        "kaiban_clock_lag_seconds": (now - due).total_seconds() if due else 0.0,
        "kaiban_clocks_at_work": kinds.count("clock"),
        "kaiban_web_at_work": kinds.count("web"),
        "kaiban_backup_age_seconds": (real - backup).total_seconds() if backup else -1.0,
        "kaiban_night_round_age_seconds": (real - swept).total_seconds() if swept else -1.0,
        **{name: acts.get(act, 0) for name, act in ACTS.items()},
    }


def _acts(session: Session, since: datetime) -> dict[str, int]:
    counted = select(SecurityEntry.act, func.count()).where(SecurityEntry.at > since)
    rows = session.execute(counted.group_by(SecurityEntry.act))
    return {act: number for act, number in rows}  # noqa: C416 - rows are no pairs to dict()
