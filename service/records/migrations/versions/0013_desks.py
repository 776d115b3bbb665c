"""Search, phrases, and what the desks need to be quick."""

import sqlalchemy as sa
from alembic import op

from service.domain.search import grams

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "class_gram",
        sa.Column("gram", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_class_gram_case_id")
        ),
        sa.PrimaryKeyConstraint("gram", "case_id", name=op.f("pk_class_gram")),
    )
    op.create_index(op.f("ix_class_gram_case_id"), "class_gram", ["case_id"], unique=False)
    op.create_index(
        "ix_training_case_number_start",
        "training_case",
        ["number"],
        unique=False,
        postgresql_ops={"number": "text_pattern_ops"},
    )
    op.create_index(
        op.f("ix_training_case_opened_at"), "training_case", ["opened_at"], unique=False
    )
    op.create_index(
        "ix_open_step_element",
        "open_step",
        ["element", "jurisdiction", "region", "due_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inbox_item_person_id_id"), "inbox_item", ["person_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_open_step_assignee_id_due_at_id"),
        "open_step",
        ["assignee_id", "due_at", "id"],
        unique=False,
    )
    _phrases()
    _where("ix_inbox_item_unread", "inbox_item", ["person_id", "id"], "read_at is null")
    _where("ix_deadline_paused", "deadline", ["case_id"], "state = 'paused'")
    _where("ix_recovery_owed", "recovery", ["id"], "repaid_fen < amount_fen")
    _name_classes()


def _phrases() -> None:
    op.create_table(
        "phrase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_phrase_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.create_index(op.f("ix_phrase_person_id_id"), "phrase", ["person_id", "id"], unique=False)


def _where(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=False, postgresql_where=where, sqlite_where=where)


def _name_classes() -> None:
    """The classes filed before this are found by their names as well."""
    opening = sa.table("class_opening", sa.column("case_id"), sa.column("class_name"))
    gram = sa.table("class_gram", sa.column("gram"), sa.column("case_id"))
    connection, last = op.get_bind(), 0
    asked = sa.select(opening.c.case_id, opening.c.class_name).order_by(opening.c.case_id)
    while page := connection.execute(asked.where(opening.c.case_id > last).limit(AT_ONCE)).all():
        last = page[-1][0]
        rows = [{"gram": one, "case_id": case} for case, name in page for one in grams(name)]
        if rows:
            connection.execute(gram.insert(), rows)


def downgrade() -> None:
    op.drop_index("ix_recovery_owed", table_name="recovery")
    op.drop_index("ix_deadline_paused", table_name="deadline")
    op.drop_index("ix_inbox_item_unread", table_name="inbox_item")
    op.drop_index(op.f("ix_inbox_item_person_id_id"), table_name="inbox_item")
    op.drop_table("phrase")
    op.drop_index(op.f("ix_open_step_assignee_id_due_at_id"), table_name="open_step")
    op.drop_index("ix_open_step_element", table_name="open_step")
    op.drop_index(op.f("ix_training_case_opened_at"), table_name="training_case")
    op.drop_index("ix_training_case_number_start", table_name="training_case")
    op.drop_index(op.f("ix_class_gram_case_id"), table_name="class_gram")
    op.drop_table("class_gram")
