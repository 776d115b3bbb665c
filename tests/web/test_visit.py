"""The guided first visit: the demo's visitor carries one class to the last yuan by one button."""

from dataclasses import dataclass

import pytest

from service.commands.clocks import DemoClock
from service.commands.examples.looking import standing
from service.records.case import by_number
from tests.web.reading import read

MOST_STOPS = 25


@pytest.fixture
def visitor(office):
    office.app.config["KAIBAN_CLOCK"] = DemoClock()
    return office.app.test_client()


@dataclass
class Main:
    """A page without its frame: what belongs to the visitor's own task."""

    text: str


def main_of(answer) -> Main:
    return Main(answer.text.partition("<main")[2].partition("</main>")[0])


def one_stop(visitor) -> str:
    """Press next, look the form over, hand it in; where that led."""
    led = visitor.post("/demo/visit")
    if led.location.endswith("/demo/visit"):
        return led.location
    page = visitor.get(led.location)
    assert page.status_code == 200, led.location
    answer = visitor.post(led.location, data=read(main_of(page)).fields)
    assert answer.status_code == 303, (led.location, read(answer).words)
    return answer.location


def test_the_visit_begins_at_the_door(visitor):
    assert "跟着一个班走到最后一元" in visitor.get("/sign-in").text
    assert visitor.get("/demo/visit").status_code == 200
    assert one_stop(visitor).startswith("/cases/CQ-")


def test_the_visitor_is_told_to_hand_in_first_and_then_to_go_on(visitor):
    form = visitor.post("/demo/visit").location
    page = visitor.get(form)
    assert "您现在是申请主体经办" in page.text
    assert "下一步：" not in page.text.partition("<main")[0]
    assert "导览已替您填好这张表。" in page.text
    visitor.post(form, data=read(main_of(page)).fields)
    assert "下一步：区县人社受理初审，受理核对" in visitor.get("/cases").text


def test_the_visit_carries_the_class_to_the_last_yuan(office, visitor):
    where = one_stop(visitor)
    number = where.rpartition("/")[2]
    stops = 1
    while not where.endswith("/demo/visit") and stops < MOST_STOPS:
        where, stops = one_stop(visitor), stops + 1
    with office.records() as session:
        case = by_number(session, number)
        assert case
        stands = standing(session, case.id)
    assert stands["finished"] == "PAID_CLOSED"
    assert (stands["money"]["paid"], stands["money"]["lapsed"]) == (5700000, 300000)
    assert "最后一元已经拨付" in visitor.get("/demo/visit").text


def test_whatever_else_is_done_on_the_way_does_not_lose_it(office, visitor):
    where = one_stop(visitor)
    visitor.post(where + "/orders/withdraw", data={"reason": "改期。"})
    led = visitor.post("/demo/visit", follow_redirects=True)
    assert "已偏离导览的路线" in led.text


def test_a_visitor_may_leave_and_begin_anew(visitor):
    first = one_stop(visitor)
    assert visitor.post("/demo/visit/leave").status_code == 303
    assert one_stop(visitor) != first


def test_outside_the_demo_there_is_no_visit(office, visitor):
    office.app.config["KAIBAN_DEMO"] = False
    assert visitor.get("/demo/visit").status_code == 404
    assert visitor.post("/demo/visit").status_code == 404
