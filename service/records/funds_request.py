"""What a batch asks of the treasury: class by class and stage by stage, how many and how much."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain.batch import HELD
from service.records.case import Case
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.payment_batch import BatchItem


@dataclass(frozen=True, slots=True)
class Asked:
    """One class's part of a request for funds."""

    number: str
    class_name: str | None
    institution: str
    stage: str
    payees: int
    fen: int


def asked_of(session: Session, batch_id: int) -> list[Asked]:
    """Every class whose money goes with a batch; what is held back is not asked for."""
    item = BatchItem
    rows = session.execute(
        select(
            *(Case.number, ClassOpening.class_name, Institution.name, item.stage),
            *(func.count(), func.sum(item.amount_fen)),
        )
        .join(Case, Case.id == item.case_id)
        .join(Institution, Institution.id == Case.institution_id)
        .outerjoin(ClassOpening, ClassOpening.case_id == Case.id)
        .where(item.batch_id == batch_id, item.state != HELD)
        .group_by(Case.number, ClassOpening.class_name, Institution.name, item.stage)
        .order_by(Case.number, item.stage)
    )
    return [Asked(row[0], row[1], row[2], row[3], row[4], int(row[5])) for row in rows]
