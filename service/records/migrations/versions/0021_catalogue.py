"""Catalogues, evaluations, and what follows on a running class."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _flag(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean(), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=False)


def _of_case(table: str, *keys: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f(f"fk_{table}_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", *keys, name=op.f(f"pk_{table}")),
    ]


def _follow_on(table: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("parent_id", _id(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["parent_id"], ["training_case.id"], name=op.f(f"fk_{table}_parent_id")
        ),
        *_of_case(table),
    )
    op.create_index(op.f(f"ix_{table}_parent_id"), table, ["parent_id"], unique=False)


def upgrade() -> None:
    _catalogue()
    _evaluations()
    _follow_on(
        "inspection",
        _day("visited_on"),
        _text("mode"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("inspectors", "attended")),
        sa.Column("expected", sa.Integer(), nullable=False),
        _json("failed_items"),
        _flag("passed"),
        _flag("rectified", nullable=True),
    )
    _follow_on(
        "third_party_report",
        _day("reported_on"),
        sa.Column("score", sa.Integer(), nullable=False),
        _moment("held_at", nullable=True),
        _moment("released_at", nullable=True),
    )
    _follow_on(
        "class_change",
        _text("kind"),
        _day("filed_on"),
        _json("before"),
        _json("after"),
        _moment("applied_at", nullable=True),
    )


def _catalogue() -> None:
    op.create_table(
        "catalogue_entry",
        sa.Column("id", _id(), nullable=False),
        *(_text(name) for name in ("jurisdiction", "kind", "code", "name")),
        _text("owner_uscc", nullable=True),
        *(_text(name) for name in ("audience", "origin")),
        _flag("is_free"),
        _day("valid_from"),
        _day("valid_to", nullable=True),
        _text("decided_by"),
        *(_text(name, nullable=True) for name in ("decision_no", "filing_no")),
        sa.Column("entered_by", _id(), nullable=True),
        _moment("entered_at"),
        _moment("published_at", nullable=True),
        sa.Column("case_id", _id(), nullable=True),
        _day("ended_on", nullable=True),
        _text("end_reason", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_entry")),
    )
    for columns in (["jurisdiction", "kind", "code"], ["owner_uscc"], ["case_id"]):
        name = "_".join(columns)
        op.create_index(op.f(f"ix_catalogue_entry_{name}"), "catalogue_entry", columns)


def _evaluations() -> None:
    op.create_table(
        "evaluation",
        sa.Column("case_id", _id(), nullable=False),
        *(_text(name) for name in ("kind", "code", "name", "audience", "origin")),
        _flag("is_free"),
        _json("functions"),
        _day("filed_on"),
        _flag("qualified", nullable=True),
        _day("decided_on", nullable=True),
        *(_text(name, nullable=True) for name in ("decided_by", "decision_no", "filing_no")),
        _day("valid_from", nullable=True),
        _day("valid_to", nullable=True),
        sa.Column("entry_id", _id(), nullable=True),
        *_of_case("evaluation"),
    )
    op.create_table(
        "evaluation_score",
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("legality", "reputation", "service")
        ),
        _moment("at"),
        *_of_case("evaluation_score", "no"),
    )


def downgrade() -> None:
    for table in ("class_change", "third_party_report", "inspection"):
        op.drop_index(op.f(f"ix_{table}_parent_id"), table_name=table)
        op.drop_table(table)
    op.drop_table("evaluation_score")
    op.drop_table("evaluation")
    for name in ("case_id", "owner_uscc", "jurisdiction_kind_code"):
        op.drop_index(op.f(f"ix_catalogue_entry_{name}"), table_name="catalogue_entry")
    op.drop_table("catalogue_entry")
