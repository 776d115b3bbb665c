"""A batch's bank over the API alone: list fetched, answer handed in, differences read."""

from io import BytesIO

import pytest

from tests.api.test_batches import APPROVER, DRAW, DRAWER, desk, post
from tests.bank import Mood
from tests.commands.test_bank_files import EXCEL, bank

__all__ = ["desk"]


@pytest.fixture
def path(desk):
    """A batch that lies with the bank."""
    path = f"/batches/{post(desk, DRAWER, '/batches', **DRAW).json['number']}"
    acts = ((DRAWER, "check"), (APPROVER, "approve"), (DRAWER, "release"))
    for version, (who, act) in enumerate(acts, start=1):
        assert post(desk, who, f"{path}/{act}", version=version).status_code == 200
    return path


def fetched(office, path, who=DRAWER):
    return office.call(who, "GET", f"{path}/list", query_string={"layout": EXCEL})


def handed_in(office, path, data, who=DRAWER):
    sent = {"layout": EXCEL, "file": (BytesIO(data), "answer.xlsx")}
    return office.call(who, "POST", f"{path}/results", data=sent)


def test_the_bank_answers_over_the_api_alone(desk, path):
    file = bank().answer(fetched(desk, path).data)
    told = handed_in(desk, path, file)
    assert told.json == handed_in(desk, path, file).json
    assert (told.json["state"], told.json["silent"]) == ("settled", 0)
    assert told.json["files"][0]["outcomes"] == {"paid": 1}


def test_differences_are_told_and_what_cannot_be_right_is_refused(desk, path):
    sent = fetched(desk, path).data
    refused = handed_in(desk, path, bank().answer(sent, Mood(total="1.00")))
    assert (refused.status_code, "total" in refused.text) == (422, True)
    handed_in(desk, path, bank().answer(sent, Mood(amounts={1: "1.00"})))
    read = desk.call("auditor", "GET", f"{path}/results").json
    assert [(one["outcome"], one["sent_fen"]) for one in read["differences"]] == [
        ("amount_changed", 3000000)
    ]
    assert (read["silent"], read["state"]) == (1, "released")


def test_accounts_leave_with_the_payer_alone(desk, path):
    assert fetched(desk, path, "finance_reviewer").status_code == 403
    assert fetched(desk, path, "institution").status_code == 404
    assert desk.call("institution", "GET", f"{path}/results").status_code == 404
    empty = desk.call(DRAWER, "POST", f"{path}/results", data={"layout": EXCEL})
    assert empty.status_code == 422
