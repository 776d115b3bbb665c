"""The page on which vouchers are verified: every learner asked about, nothing decided before."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask, g

from forms import Form, read_form
from service.commands.examples import read_example
from service.records.case import by_number
from service.web.prefill import known
from service.web.rows import edited
from tests.jurisdictions.telling import FOLDERS, tell
from workflows import read_folder

FOLDER = FOLDERS["jiangxi"]
LEFT_OUT = FOLDER / "examples/voucher-left-out.toml"
LINES = [{"line": str(line)} for line in (1, 2, 3, 4)]


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form(read_folder(Path(FOLDER)).forms["voucher_verify"])


def test_every_learner_claimed_for_is_asked_about_and_nothing_is_chosen(session, form):
    case = by_number(session, tell(read_example(LEFT_OUT), session).outcome.number)
    assert case is not None
    with Flask("desk").test_request_context():
        g.language = "zh"
        asked = known(session, case, form, date(2020, 6, 28))
    assert asked.typed["vouchers"] == LINES
    assert asked.fixed == {"vouchers"}
    assert asked.optional == frozenset()


def test_the_first_verdict_is_not_filled_into_the_others(form):
    typed = {"vouchers": [{**LINES[0], "result": "passed"}, *LINES[1:]]}
    after = edited(form, typed, {"fill-down": "vouchers"})
    assert after is not None
    assert after.typed == typed
