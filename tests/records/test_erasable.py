"""What people answered gives way to nothing at all, once its erasure stands on record."""

import pytest
from sqlalchemy import LargeBinary, bindparam, select, text
from sqlalchemy.exc import IntegrityError

from service.records import Answer, Erased, Erasure

from .conftest import NOON

EMPTIED = "UPDATE answer SET body = :body"
NOTHING, OTHER = b"", b"\x01other"


@pytest.fixture
def answered(database, add_case):
    """One answer."""
    case_id = add_case()
    with database.session() as session:
        session.add(
            Answer(case_id=case_id, seq=1, step="s", path="", person_id=1, at=NOON, body={"a": 1})
        )
        session.commit()
    return case_id


def mark(database, case_id, kind="identity"):
    with database.session() as session:
        erasure = Erasure(lines=[], digest="", proposed_by=1, proposed_at=NOON)
        session.add(erasure)
        session.flush()
        session.add(Erased(case_id=case_id, kind=kind, erasure_id=erasure.id, at=NOON))
        session.commit()


def put(database, words, body):
    statement = text(words).bindparams(bindparam("body", body, LargeBinary))
    with database.engine.begin() as connection:
        connection.execute(statement)


def test_an_answer_marked_as_erased_may_be_emptied(database, answered):
    mark(database, answered)
    put(database, EMPTIED, NOTHING)
    with database.session() as session:
        assert session.scalars(select(Answer)).one().body == {}


@pytest.mark.parametrize("kind", ["drafts", "account"])
def test_the_mark_of_another_kind_is_no_leave(database, answered, kind):
    mark(database, answered, kind)
    with pytest.raises(IntegrityError, match="only ever"):
        put(database, EMPTIED, NOTHING)


def test_nothing_is_emptied_without_its_mark(database, answered):
    with pytest.raises(IntegrityError, match="only ever"):
        put(database, EMPTIED, NOTHING)


@pytest.mark.parametrize(
    ("words", "body"),
    [(EMPTIED, OTHER), (f"{EMPTIED}, seq = 2", NOTHING), (f"{EMPTIED}, step = 't'", NOTHING)],
)
def test_an_erased_answer_is_not_rewritten(database, answered, words, body):
    mark(database, answered)
    with pytest.raises(IntegrityError, match="only ever"):
        put(database, words, body)
