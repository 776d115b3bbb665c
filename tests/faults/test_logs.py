"""Logs and the texts of errors tell what broke and where, and nothing about anybody."""

import json
import logging
import os
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from service.clock.tick import tick
from service.commands.log_lines import JsonLine
from service.records import Person
from tests.front_office import mailed

NAME, ID_NO = "欧阳娜娜", "11010519491231002X"
REFUSING = {
    "sqlite": (
        "CREATE TRIGGER broken BEFORE INSERT ON class_opening BEGIN SELECT RAISE(ABORT, 'x'); END",
        "DROP TRIGGER broken",
    ),
    "postgresql": (
        "ALTER TABLE class_opening ADD CONSTRAINT broken CHECK (class_name = '') NOT VALID",
        "ALTER TABLE class_opening DROP CONSTRAINT broken",
    ),
}


@contextmanager
def refusing_requests(database):
    """A table that takes no row: a mistake of ours, not of whoever files."""
    before, after = REFUSING[database.kind]
    with database.engine.begin() as connection:
        connection.execute(text(before))
    try:
        yield
    finally:
        with database.engine.begin() as connection:
            connection.execute(text(after))


def personal(request) -> set[str]:
    """Everything the request says about people."""
    rows = [*request["roster"], *({"id_no": one["teacher_id"]} for one in request["lessons"])]
    words = {row[key] for row in rows for key in ("name", "id_no", "phone") if row.get(key)}
    return words | {request["payee_account"], request["contact"], request["mobile"]}


@pytest.fixture
def said(capfd, caplog):
    """All that was written to the terminal or to a log until it is asked for."""
    caplog.set_level(logging.INFO)

    def read() -> str:
        out, err = capfd.readouterr()
        return out + err + caplog.text

    return read


def test_the_text_of_a_failing_insert_names_nobody(session):
    session.add(Person(display_name=NAME, password_hash="", natural_person=ID_NO, email=NAME))
    with pytest.raises(IntegrityError) as failed:
        session.flush()
    cause = failed.value.orig
    assert NAME not in f"{failed.value} {failed.value!r} {cause} {cause!r}"
    assert ID_NO not in f"{failed.value} {failed.value!r} {cause} {cause!r}"
    assert "login" in str(cause)


def test_what_breaks_while_a_request_is_filed_is_logged_without_it(story, said):
    with refusing_requests(story.office.database):
        answer = story.play(0)
    assert (answer.status_code, answer.json["code"]) == (500, "broken")
    written = said()
    (line,) = [json.loads(one) for one in written.splitlines() if '"event": "failed"' in one]
    assert line["error"] == "IntegrityError"
    assert {word for word in personal(story.answers(0)) if word in written} == set()


def test_a_mistake_of_ours_is_logged_by_place_and_kind_alone(office, said):
    @office.app.get("/api/mistake")
    def mistake() -> str:
        raise LookupError(NAME)

    assert office.browser().get("/api/mistake").status_code == 500
    written = said()
    assert '"error": "LookupError"' in written
    assert "test_logs.py" in written
    assert NAME not in written


def lines(written) -> list[dict[str, object]]:
    """All that was said, each line an object by itself."""
    return [json.loads(one) for one in written.splitlines()]


def test_every_line_of_a_step_names_its_request_and_its_case(story, said):
    said()
    story.play(0, **{"X-Request-Id": "request-of-the-step"})
    (line,) = lines(said())
    assert (line["request"], line["case"]) == ("request-of-the-step", story.number)
    assert (line["order"], line["seq"]) == ("FinishStep", 2)


def test_what_breaks_within_a_step_names_both_as_well(story, said):
    said()
    with refusing_requests(story.office.database):
        story.play(0, **{"X-Request-Id": "request-that-fails"})
    ids = {(line["request"], line["case"]) for line in lines(said())}
    assert ids == {("request-that-fails", story.number)}


def test_the_lines_of_the_clock_name_a_request_and_the_case(story, said):
    story.tell(until="opening_accept")
    story.office.clock.at = story.case().next_due
    said()
    tick(story.office.house())
    written = lines(said())
    assert {"case passed", "message told"} <= {line["event"] for line in written}
    of_the_case = [line for line in written if line["event"] != "night round"]
    assert {line["case"] for line in of_the_case} == {story.number}
    assert all(len(str(line["request"])) == 16 for line in written)


def test_what_a_library_says_is_such_a_line_and_keeps_the_message_of_an_error_back():
    record = logging.LogRecord("apscheduler", logging.ERROR, "", 1, "job %s", ("x",), None)
    with pytest.raises(KeyError) as failed:
        os.environ[NAME]
    record.exc_info = (failed.type, failed.value, failed.tb)
    line = json.loads(JsonLine().format(record))
    assert (line["event"], line["error"], line["level"]) == ("job x", "KeyError", "error")
    assert "test_logs.py" in str(line["at"])
    assert NAME not in str(line)


@pytest.mark.slow
def test_no_log_of_a_whole_story_names_anybody(story, said):
    mailed(story.office, "reviewer@example.com")
    story.tell()
    written = said()
    assert '"order": "FinishStep"' in written
    assert {word for word in personal(story.answers(0)) if word in written} == set()
