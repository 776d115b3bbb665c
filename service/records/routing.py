"""To whom a learner's claim goes, and who was found to have had another subsidy for the same."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey
from service.records.columns import Fen


class ClaimRoute(Base):
    """That one learner claims from the insurance agency, or from the employment service."""

    __tablename__ = "claim_route"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    route: Mapped[str]  # insurance, service
    decided_at: Mapped[datetime]


class DoubleBenefit(Base):
    """That a learner had another subsidy for the same training; found before payment or after."""

    __tablename__ = "double_benefit"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reference: Mapped[str]
    recover_fen: Mapped[int] = mapped_column(Fen, default=0)
    called_back: Mapped[bool] = mapped_column(default=False)
    found_at: Mapped[datetime]


def routes_of(session: Session, case_id: int) -> dict[int, str]:
    """Where each learner's claim goes, by roster line."""
    rows = session.execute(
        select(ClaimRoute.line, ClaimRoute.route).where(ClaimRoute.case_id == case_id)
    )
    return dict(rows.all())


def double_benefits_of(session: Session, case_id: int) -> list[DoubleBenefit]:
    """Who was found with another subsidy, by roster line."""
    return list(
        session.scalars(
            select(DoubleBenefit)
            .where(DoubleBenefit.case_id == case_id)
            .order_by(DoubleBenefit.line)
        )
    )
