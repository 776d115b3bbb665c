"""What a class asked for in its opening request, and what has been decided about it since."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey, Json, JsonList
from service.records.columns import Fen, Sealed


class ClassOpening(Base):
    """One class: the request first, the decisions below."""

    __tablename__ = "class_opening"

    case_id: Mapped[CaseKey]
    class_name: Mapped[str]
    applicant_type: Mapped[str]
    training_mode: Mapped[str]
    platform_kind: Mapped[str | None]
    platform_name: Mapped[str | None]
    delegate_uscc: Mapped[str | None]
    specialty_code: Mapped[str]
    specialty_name: Mapped[str]
    specialty_class: Mapped[str]
    level: Mapped[str]
    cert_kind: Mapped[str]
    course_tags: Mapped[JsonList] = mapped_column(default=list)
    # What this place's form asks beyond the columns: words, numbers and days, nobody's own data.
    particulars: Mapped[Json] = mapped_column(default=dict)
    planned_heads: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    theory_exam_on: Mapped[date | None]
    skill_exam_on: Mapped[date | None]
    total_hours: Mapped[int]
    theory_hours: Mapped[int]
    practical_hours: Mapped[int]
    online_theory_hours: Mapped[int] = mapped_column(default=0)
    online_practical_hours: Mapped[int] = mapped_column(default=0)
    training_days: Mapped[int | None]
    site: Mapped[str | None]
    contact: Mapped[str | None] = mapped_column(Sealed("class_opening.contact"))
    mobile: Mapped[str | None] = mapped_column(Sealed("class_opening.mobile"))
    commitment_by: Mapped[JsonList] = mapped_column(default=list)
    credit_result: Mapped[str | None]
    credit_on: Mapped[date | None]
    fee_to_learner_fen: Mapped[int] = mapped_column(Fen, default=0)
    advance_requested: Mapped[bool] = mapped_column(default=False)
    advance_rate_bp: Mapped[int | None]
    advance_guarantee: Mapped[str | None]
    shutdown_kind: Mapped[str | None]
    shutdown_from: Mapped[date | None]
    shutdown_to: Mapped[date | None]
    payee_name: Mapped[str | None]
    payee_bank: Mapped[str | None]
    payee_account: Mapped[str | None] = mapped_column(Sealed("class_opening.payee_account"))

    received_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    approved_heads: Mapped[int | None]
    standard_fen: Mapped[int | None] = mapped_column(Fen)
    approved_total_fen: Mapped[int | None] = mapped_column(Fen)
    register_no: Mapped[str | None] = mapped_column(unique=True)
    advance_fen: Mapped[int | None] = mapped_column(Fen)
    actual_start_on: Mapped[date | None]
    present_heads: Mapped[int | None]
    # Whether the class began within an action of the place that counts it (百日免费线上培训).
    in_action: Mapped[bool | None]
    completed_on: Mapped[date | None]
    certified_at: Mapped[datetime | None]
    claim_decision: Mapped[str | None]
    published_at: Mapped[datetime | None]
    corrections: Mapped[int] = mapped_column(default=0)
    overdue_handed_back: Mapped[bool] = mapped_column(default=False)
    late_claim_allowed: Mapped[bool] = mapped_column(default=False)
    cancelled_reason: Mapped[str | None]


def class_names(session: Session, case_ids: list[int]) -> dict[int, str]:
    """What the classes of these cases are called."""
    rows = session.execute(
        select(ClassOpening.case_id, ClassOpening.class_name).where(
            ClassOpening.case_id.in_(case_ids)
        )
    )
    return dict(rows.all())
