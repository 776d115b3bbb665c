"""How long a payment took, noted as the money arrives: from the last paper handed in for it."""

from datetime import datetime

from sqlalchemy import Select, String, cast, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from service.commands.dossier import Dossier
from service.domain.calendar import beijing_date
from service.records.history import HistoryEntry
from service.records.payment_cycle import PaymentCycle

# What an applicant hands in and then waits for money.
FILED = ("opening_received", "claim_filed", "living_filed", "direct_filed", "practical_filed")
EVIDENCE = "SubmitEvidence"


def note(dossier: Dossier, stage: str) -> None:
    """The stage is paid: so many days after it was last asked for; paid on, it took longer."""
    filed_at = dossier.session.scalar(_last_filed(dossier))
    if filed_at is None:
        return
    paid_on = beijing_date(dossier.now)
    row = {
        "case_id": dossier.case.id,
        "stage": stage,
        "jurisdiction": dossier.case.jurisdiction,
        "region": dossier.case.region,
        "month": paid_on.replace(day=1),
        "filed_at": filed_at,
        "paid_at": dossier.now,
        "days": (paid_on - beijing_date(filed_at)).days,
    }
    on_sqlite = dossier.session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if on_sqlite else postgresql).insert(PaymentCycle).values(row)
    later = {name: row[name] for name in ("month", "paid_at", "days")}
    dossier.session.execute(
        insert.on_conflict_do_update(index_elements=["case_id", "stage"], set_=later)
    )


def _last_filed(dossier: Dossier) -> Select[datetime]:
    entry = HistoryEntry
    said = cast(entry.signals, String)
    asked_for = or_(entry.order == EVIDENCE, *(said.contains(f'"{one}"') for one in FILED))
    return select(func.max(entry.at)).where(entry.case_id == dossier.case.id, asked_for)
