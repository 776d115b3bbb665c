"""Papers, lists and files cite the budget item the money left from: that of the year it left in."""

import io
import json
from zipfile import ZipFile

import pytest
from sqlalchemy import select, update

from service.domain import case_bundle as parts
from service.records.case import Case
from service.records.payment import Payment
from tests.front_office import REGION
from tests.web.finance.test_batches import APPROVER, DRAWER, desk, drawn, press

__all__ = ["desk"]

OLD, NEW = f"{REGION}-ZZ-2019", f"{REGION}-ZZ-2020"


@pytest.fixture
def number(desk):
    """The batch that a payment reviewed in the old year left with in the new one."""
    with desk.records() as session:
        session.execute(update(Payment).values(budget_item=OLD))
        session.commit()
    path = drawn(desk)
    for who, act in ((DRAWER, "check"), (APPROVER, "approve"), (DRAWER, "release")):
        assert press(desk, who, path, act).status_code == 303
    return path.rpartition("/")[2]


@pytest.mark.parametrize(
    "page",
    [
        *("/finance/batches/{}", "/finance/batches/{}/sheet", "/finance/batches/{}/request"),
        "/finance/vouchers?number={}",
    ],
)
def test_what_is_printed_of_a_payment_names_the_item_of_the_year_it_left_in(desk, number, page):
    printed = desk.browser("auditor").get(page.format(number)).text
    assert NEW in printed
    assert OLD not in printed


def test_what_is_taken_away_names_it_too_and_what_was_signed_stays(desk, number):
    with desk.records() as session:
        paid = select(Case.number).join(Payment).where(Payment.batch_no == number)
        case = session.scalars(paid).one()
    answer = desk.browser("auditor").post(f"/cases/{case}/bundle.zip")
    with ZipFile(io.BytesIO(answer.data)) as file:
        (payment,) = map(json.loads, file.read(parts.PAYMENTS).splitlines())
        answers = list(map(json.loads, file.read(parts.ANSWERS).splitlines()))
    assert payment["budget_item"] == NEW
    (review,) = [one for one in answers if one["step"] == "finance_review"]
    assert review["answers"]["budget_item"] == "2080799"


def test_an_entry_names_the_item_it_was_drawn_from(desk, number):
    batch = desk.call("auditor", "GET", f"/batches/{number}").json
    assert batch["budget_item"] == NEW
    assert desk.call("auditor", "GET", "/batches").json["items"][0]["budget_item"] == NEW
    entries = desk.call("auditor", "GET", "/books/entries?fund=ZZ").json["items"]
    assert {one["budget_item"] for one in entries} == {NEW}
    page = desk.browser("auditor").get(f"/books/entries/{entries[0]['id']}").text
    assert NEW in page
