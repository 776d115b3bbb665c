"""Whom a batch waits for reads it on the first screens; whose hand was in it before does not."""

import pytest

from tests.web.finance.test_batches import APPROVER, DRAWER, desk, drawn, press

__all__ = ["desk"]

SCREENS = ("/", "/finance")
TO_APPROVE, TO_RELEASE = "1 个批次待您批准，共 30,000.00 元", "1 个批次待您放行，共 30,000.00 元"


@pytest.fixture
def checked(desk):
    """The address of a batch that waits to be approved."""
    path = drawn(desk)
    assert press(desk, DRAWER, path, "check").status_code == 303
    return path


def told(office, who, sentence):
    return [sentence in office.browser(who).get(page).text for page in SCREENS]


def test_whoever_may_approve_is_told_and_led_there(desk, checked):
    for who in (APPROVER, "finance_reviewer"):
        assert told(desk, who, TO_APPROVE) == [True, True], who
    assert told(desk, APPROVER, f'href="{checked}"') == [True, True]
    assert told(desk, DRAWER, "待您批准") == [False, False]
    assert "待您批准" not in desk.browser("institution").get("/").text


def test_an_approved_batch_waits_for_another_to_let_it_go(desk, checked):
    assert press(desk, APPROVER, checked, "approve").status_code == 303
    assert told(desk, DRAWER, TO_RELEASE) == [True, True]
    for who in (APPROVER, "finance_reviewer"):
        assert told(desk, who, "待您") == [False, False], who
    assert press(desk, DRAWER, checked, "release").status_code == 303
    assert told(desk, DRAWER, "待您") == [False, False]
