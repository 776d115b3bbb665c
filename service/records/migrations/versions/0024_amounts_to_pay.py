"""Steps of finance that are open now learn what they are about to pay."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STEP = sa.table(
    "open_step",
    sa.column("id", sa.BigInteger),
    sa.column("case_id", sa.BigInteger),
    sa.column("properties", sa.JSON),
    sa.column("amount_fen", sa.BigInteger),
)
OPENING = sa.table(
    "class_opening", sa.column("case_id", sa.BigInteger), sa.column("advance_fen", sa.BigInteger)
)
LINE = sa.table(
    "claim_line",
    sa.column("case_id", sa.BigInteger),
    sa.column("amount_fen", sa.BigInteger),
    sa.column("excluded", sa.Boolean),
    sa.column("verdict", sa.Text),
)
PAYMENT = sa.table(
    "payment",
    sa.column("case_id", sa.BigInteger),
    sa.column("stage", sa.Text),
    sa.column("state", sa.Text),
    sa.column("amount_fen", sa.BigInteger),
)


def upgrade() -> None:
    """As the pages counted until now: an advance as granted, else what the advance leaves."""
    bind = op.get_bind()
    asked = sa.select(STEP.c.id, STEP.c.case_id, STEP.c.properties)
    for step, case, properties in bind.execute(asked.where(STEP.c.amount_fen.is_(None))).all():
        stage = (properties or {}).get("stage")
        if stage:
            fen = _granted(bind, case) if stage == "ADVANCE" else _left(bind, case)
            bind.execute(sa.update(STEP).where(STEP.c.id == step).values(amount_fen=fen))


def downgrade() -> None:
    """Nothing to take back: the column goes with the migration that brought it."""


def _granted(bind: sa.Connection, case: int) -> int:
    asked = sa.select(OPENING.c.advance_fen).where(OPENING.c.case_id == case)
    return int(bind.scalar(asked) or 0)


def _left(bind: sa.Connection, case: int) -> int:
    earned = sa.select(sa.func.sum(LINE.c.amount_fen)).where(
        LINE.c.case_id == case,
        LINE.c.excluded.is_(sa.false()),
        LINE.c.verdict.in_(("approved", "cut")),
    )
    advanced = sa.select(sa.func.sum(PAYMENT.c.amount_fen)).where(
        PAYMENT.c.case_id == case, PAYMENT.c.stage == "ADVANCE", PAYMENT.c.state == "paid"
    )
    return max(int(bind.scalar(earned) or 0) - int(bind.scalar(advanced) or 0), 0)
