"""A form that was not drawn for this sitting does nothing, whatever its address."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from service.records.history import HistoryEntry
from service.records.security import SecurityEntry
from tests.front_office import Office, Story
from tests.web.test_every_route import of_the_case, ways

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
BAD: list[dict[str, Any]] = [
    {"data": {}},
    {"data": {"csrf_token": "IjEi.aaaaaa.bbbbbb"}},
    {"data": "{}", "content_type": "application/json"},
    {"data": "x", "content_type": "text/plain"},
]


@pytest.fixture
def filed(office) -> Story:
    story = Story.of(office).tell(until="opening_accept")
    office.app.config["WTF_CSRF_ENABLED"] = True
    return story


def posts(story: Story) -> Iterator[tuple[str, str]]:
    every = [*ways(story.office), *of_the_case(story)]
    yield from {(name, address) for name, method, address in every if method == "POST"}


def written(office: Office) -> list[int]:
    with office.records() as session:
        tables = (HistoryEntry, SecurityEntry)
        return [session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


def test_no_page_takes_a_form_without_the_mark_of_this_sitting(filed):
    browser, before = filed.office.browser("county_reviewer"), written(filed.office)
    taken = [
        name
        for name, address in posts(filed)
        if name.startswith("web.")
        for bad in BAD
        if browser.post(address, **bad).status_code != 400
    ]
    assert taken == []
    assert written(filed.office) == before


def test_the_mark_of_another_sitting_is_none(filed):
    def mark(browser):
        return browser.get("/account").text.partition('name="csrf_token" value="')[2].split('"')[0]

    hers, his = filed.office.browser("county_reviewer"), filed.office.browser("county_head")
    stolen = mark(his)
    assert hers.post("/sign-out", data={"csrf_token": stolen}).status_code == 400
    assert his.post("/sign-out", data={"csrf_token": stolen}).status_code == 303


def test_the_api_is_opened_by_a_token_and_by_no_cookie(filed):
    browser = filed.office.browser("county_reviewer")
    opened = [
        address
        for name, method, address in [*ways(filed.office), *of_the_case(filed)]
        if name.startswith("api.") and browser.open(address, method=method).status_code != 401
    ]
    assert opened == []
