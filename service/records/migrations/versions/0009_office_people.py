"""Stand-ins, and what the administrators did."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "security_entry",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", _id(), nullable=True),
        sa.Column("natural_person", sa.Text(), nullable=True),
        sa.Column("concerns_id", _id(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("about", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_security_entry_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["concerns_id"], ["person.id"], name=op.f("fk_security_entry_concerns_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_entry")),
    )
    for columns in (["actor_id", "id"], ["concerns_id", "id"], ["act", "id"], ["at"]):
        name = "_".join(["ix_security_entry", *columns])
        op.create_index(op.f(name), "security_entry", columns, unique=False)
    op.create_table(
        "security_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", _id(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_security_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_head")),
    )
    op.create_table(
        "stand_in",
        sa.Column("id", _id(), nullable=False),
        sa.Column("person_id", _id(), nullable=False),
        sa.Column("for_person_id", _id(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("named_by", _id(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("person_id <> for_person_id", name=op.f("ck_stand_in_another")),
        sa.CheckConstraint("since <= until", name=op.f("ck_stand_in_days")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id")),
        sa.ForeignKeyConstraint(
            ["for_person_id"], ["person.id"], name=op.f("fk_stand_in_for_person_id")
        ),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_stand_in_named_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    for column in ("person_id", "for_person_id"):
        name = f"ix_stand_in_{column}_until"
        op.create_index(op.f(name), "stand_in", [column, "until"], unique=False)
    op.add_column("open_step", sa.Column("held_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_open_step_held",
        "open_step",
        ["held_since"],
        unique=False,
        **{f"{kind}_where": sa.text("held_since IS NOT NULL") for kind in ("postgresql", "sqlite")},
    )


def downgrade() -> None:
    op.drop_index("ix_open_step_held", table_name="open_step")
    with op.batch_alter_table("open_step") as table:
        table.drop_column("held_since")
    op.drop_table("stand_in")
    op.drop_table("security_head")
    op.drop_table("security_entry")
