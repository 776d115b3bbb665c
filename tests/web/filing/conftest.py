"""The office, as these tests meet it."""

from collections.abc import Iterator

import pytest

from tests.front_office import Office, Story, open_office


@pytest.fixture
def office(database) -> Iterator[Office]:
    opened = open_office(database)
    yield opened
    opened.close()


@pytest.fixture
def story(office) -> Story:
    return Story.of(office)


@pytest.fixture
def form(story) -> str:
    return f"/cases/{story.number}/steps/{story.step('opening_fill').key}"


@pytest.fixture
def clerk(story):
    return story.office.browser("institution")
