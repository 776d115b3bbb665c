"""Nobody's name, identity number, telephone or account stands in the rows that only grow."""

import pytest
from sqlalchemy import MetaData, select

from service.commands.examples import Play, read_example
from service.commands.examples.shorthand import filed
from tests.jurisdictions.telling import FOLDER, publish

GROW_ONLY = ("history_entry", "ledger_entry", "outbox_message", "delivery")
STORIES = (
    "cq-1-enterprise-in-shutdown",
    "objection-upheld",
    "payment-returned",
    "out-of-city-learners",
)


def personal(example) -> set[str]:
    """What the request says about people."""
    request = filed(example.request)
    rows = [*request["roster"], *({"id_no": one["teacher_id"]} for one in request["lessons"])]
    words = {row[name] for row in rows for name in ("name", "id_no", "phone") if row.get(name)}
    return words | {request["payee_account"], request["contact"], request["mobile"], "群众来电"}


@pytest.fixture(params=STORIES)
def told(request, session):
    example = read_example(FOLDER / f"{request.param}.toml")
    publish(session, example.scenes[0].at)
    assert Play(example, session).run().holds
    return example


def rows_of(session, table: str) -> str:
    """The rows as the database itself holds them, nothing opened."""
    metadata = MetaData()
    metadata.reflect(session.get_bind(), only=[table])
    return "\n".join(str(tuple(row)) for row in session.execute(select(metadata.tables[table])))


@pytest.mark.parametrize("table", GROW_ONLY)
def test_rows_that_only_grow_name_no_person(told, session, table):
    written = rows_of(session, table)
    assert {word for word in personal(told) if word in written} == set()


def test_the_same_words_would_be_found_where_they_stand_open(told, session):
    names = {row["name"] for row in filed(told.request)["roster"]}
    assert not any(name in rows_of(session, "roster_line") for name in names)
    assert told.request["class_name"] in rows_of(session, "class_opening")
