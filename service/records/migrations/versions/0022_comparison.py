"""Lists compared with, doubts cleared, fraud cases, who stands on which list, real names."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _lists()
    _fraud()
    _real_names()
    _listed()
    _attended()


def _lists() -> None:
    op.create_table(
        "list_import",
        sa.Column("id", _id(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("jurisdiction", "region")),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("imported_by", _id(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        _of("list_import", "imported_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_import")),
    )
    op.create_index(
        op.f("ix_list_import_jurisdiction_kind"), "list_import", ["jurisdiction", "kind"]
    )
    op.create_table(
        "list_person",
        sa.Column("import_id", _id(), nullable=False),
        sa.Column("person_index", sa.Text(), nullable=False),
        _of("list_person", "import_id", "list_import"),
        sa.PrimaryKeyConstraint("import_id", "person_index", name=op.f("pk_list_person")),
    )
    op.create_index(op.f("ix_list_person_person_index"), "list_person", ["person_index"])
    op.create_table(
        "line_doubt",
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("import_id", _id(), nullable=True),
        sa.Column("cleared_by", _id(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        _of("line_doubt", "case_id", "training_case"),
        _of("line_doubt", "import_id", "list_import"),
        _of("line_doubt", "cleared_by", "person"),
        sa.PrimaryKeyConstraint("case_id", "line", "kind", "origin", name=op.f("pk_line_doubt")),
    )


def _fraud() -> None:
    op.create_table(
        "fraud_matter",
        sa.Column("case_id", _id(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("jurisdiction", "source", "subject_kind")
        ),
        sa.Column("subject_uscc", sa.Text(), nullable=True),
        sa.Column("subject_index", sa.Text(), nullable=True),
        sa.Column("violation", sa.Text(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("investigators", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ban_years", sa.Integer(), nullable=True),
        sa.Column("clawback_fen", sa.BigInteger(), nullable=False),
        sa.Column("referred_to", sa.JSON(none_as_null=True), nullable=False),
        _of("fraud_matter", "case_id", "training_case"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_fraud_matter")),
    )
    for column in ("subject_uscc", "subject_index"):
        op.create_index(
            op.f(f"ix_fraud_matter_jurisdiction_{column}"),
            "fraud_matter",
            ["jurisdiction", column],
        )


def _real_names() -> None:
    op.create_table(
        "real_name",
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        _of("real_name", "case_id", "training_case"),
        sa.ForeignKeyConstraint(
            ["case_id", "line"],
            ["roster_line.case_id", "roster_line.line"],
            name=op.f("fk_real_name_case_id_line"),
        ),
        sa.PrimaryKeyConstraint("case_id", "line", name=op.f("pk_real_name")),
    )


def _listed() -> None:
    """Whom an entry of the black or white list names, and who answers for it."""
    op.add_column("list_entry", sa.Column("person_index", sa.Text(), nullable=True))
    op.add_column("list_entry", sa.Column("jurisdiction", sa.Text(), nullable=True))
    for column in ("case_id", "entered_by", "confirmed_by"):
        op.add_column("list_entry", sa.Column(column, _id(), nullable=True))
    op.create_index(op.f("ix_list_entry_person_index"), "list_entry", ["person_index"])


def _attended() -> None:
    """When on which day somebody was there."""
    op.add_column("learning_record", sa.Column("attended_on", sa.Date(), nullable=True))
    for column in ("attended_from", "attended_to"):
        op.add_column("learning_record", sa.Column(column, sa.Time(), nullable=True))


def downgrade() -> None:
    for column in ("attended_to", "attended_from", "attended_on"):
        op.drop_column("learning_record", column)
    op.drop_index(op.f("ix_list_entry_person_index"), "list_entry")
    for column in ("confirmed_by", "entered_by", "case_id", "jurisdiction", "person_index"):
        op.drop_column("list_entry", column)
    for table in ("real_name", "fraud_matter", "line_doubt", "list_person", "list_import"):
        op.drop_table(table)
