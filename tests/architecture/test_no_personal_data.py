"""Sentence 7: what is only ever added to holds no personal data."""

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, Table, Text

from service.records import Base

# Everything that is kept for good, column by column: a new one is weighed here first.
# `natural_person` and the ids are numbers of ours; they lead to nobody once the person is erased.
KEPT_FOR_GOOD = {
    "history_entry": {
        *("case_id", "seq", "at", "actor_id", "actor_kind", "acting_for", "natural_person"),
        *("lane", "order", "step", "path", "outcome", "walked", "signals", "bundle_hash"),
        *("previous", "digest"),
    },
    "ledger_entry": {
        *("id", "case_id", "stage", "line", "kind", "attempt", "jurisdiction", "fund", "payee"),
        *("debit", "credit", "fen", "at", "clause", "approver_id", "voucher_no", "bundle_hash"),
        *("history_seq", "region", "budget_year"),
    },
    "outbox_message": {
        *("id", "case_id", "history_seq", "template", "audience", "params", "at", "channels"),
    },
    "security_entry": {
        *("id", "at", "actor_id", "natural_person", "concerns_id", "act", "about"),
        *("previous", "digest"),
    },
    "batch_act": {
        *("id", "batch_id", "seq", "act", "item_no", "person_id", "natural_person", "acting_for"),
        "at",
    },
    "erased": {"case_id", "kind", "erasure_id", "at"},
    "delivery": {
        *("id", "message_id", "channel", "recipient_id", "try_no", "at", "ok", "error_code"),
    },
}
PERSONAL = ("name", "id_no", "phone", "mobile", "account", "email", "address", "index", "sealed")


def not_weighed(table: Table) -> set[str]:
    """Columns that are new, or sealed: what must be sealed may not be kept for good."""
    known = KEPT_FOR_GOOD.get(table.name, set())
    sealed = {column.name for column in table.c if "Sealed" in type(column.type).__name__}
    binary = {column.name for column in table.c if isinstance(column.type, LargeBinary)}
    personal = {c.name for c in table.c if any(word in c.name for word in PERSONAL)}
    return ({column.name for column in table.c} - known) | sealed | binary | personal


@pytest.mark.parametrize("name", KEPT_FOR_GOOD)
def test_what_is_kept_for_good_names_nobody(name):
    assert not_weighed(Base.metadata.tables[name]) == set()


@pytest.mark.parametrize("column", ["roster_name", "payee_account", "id_no_index", "remark"])
def test_a_personal_column_is_found(column):
    table = Table("delivery", MetaData(), Column("id", Text), Column(column, Text))
    assert not_weighed(table) == {column}


def test_a_sealed_column_is_found_whatever_its_name():
    sealed = next(
        column.type
        for table in Base.metadata.tables.values()
        for column in table.c
        if "Sealed" in type(column.type).__name__
    )
    table = Table("delivery", MetaData(), Column("channel", sealed))
    assert not_weighed(table) == {"channel"}
