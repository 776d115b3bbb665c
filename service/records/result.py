"""How each learner ended: the scores, the certificate, and what its verification found."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ForeignKeyConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey
from service.records.case import Case
from service.records.roster import RosterLine


class LearnerResult(Base):
    """One learner's scores and certificate."""

    __tablename__ = "learner_result"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    theory: Mapped[int | None]
    practical: Mapped[int | None]
    passed: Mapped[bool] = mapped_column(default=False)
    cert_type: Mapped[str | None]
    cert_no: Mapped[str | None] = mapped_column(index=True)
    issued_on: Mapped[date | None]
    issuer: Mapped[str | None]
    assessor_type: Mapped[str | None]
    verdict: Mapped[str | None]
    reason: Mapped[str | None]


class UsedCertificate(NamedTuple):
    """That a certificate number already stands in another case."""

    cert_no: str
    case_id: int
    number: str
    line: int
    # What kind of case it stands in, and whose it is there.
    process: str
    person_index: str


def results_of(session: Session, case_id: int) -> list[LearnerResult]:
    """The results of a class by roster line."""
    return list(
        session.scalars(
            select(LearnerResult)
            .where(LearnerResult.case_id == case_id)
            .order_by(LearnerResult.line)
        )
    )


def certificates_elsewhere(
    session: Session, numbers: Collection[str], case_id: int
) -> list[UsedCertificate]:
    """The same certificate numbers accepted in other cases."""
    rows = session.execute(
        select(
            LearnerResult.cert_no,
            Case.id,
            Case.number,
            LearnerResult.line,
            Case.process,
            RosterLine.person_index,
        )
        .join(Case, Case.id == LearnerResult.case_id)
        .join(
            RosterLine,
            (RosterLine.case_id == LearnerResult.case_id) & (RosterLine.line == LearnerResult.line),
        )
        .where(LearnerResult.cert_no.in_(numbers), LearnerResult.case_id != case_id)
        .where(LearnerResult.verdict == "accepted")
        .order_by(Case.id, LearnerResult.line)
    )
    return [UsedCertificate._make(row) for row in rows]
