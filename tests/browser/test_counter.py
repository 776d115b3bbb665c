"""A visitor brings papers to the counter: taken in, scanned, typed in, due from their receipt."""

from datetime import datetime

import pytest
from playwright.sync_api import FilePayload, expect

from service.commands.examples import read_example
from service.domain.calendar import BEIJING
from tests.browser.clerk import form_of
from tests.front_office import EXAMPLES, Story, institutions
from tests.papers import pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EXAMPLE = EXAMPLES / "cq-1-enterprise-in-shutdown.toml"
A_DAY_LATER = datetime(2020, 5, 21, 9, tzinfo=BEIJING)


def test_what_a_clerk_types_in_a_day_later_is_due_from_the_day_it_came(desks, office):
    office.clock.at = A_DAY_LATER
    with office.records() as session:
        name = institutions(session)[0].name
    clerk = desks.of("demo-counter")
    scan = FilePayload(name="回执.pdf", mimeType="application/pdf", buffer=pdf())
    clerk.go()
    clerk.page.fill("#institution", name)
    clerk.page.fill("#received_at", "2020-05-20T10:00")
    clerk.page.select_option("#reason", "no_access")
    clerk.submit()
    clerk.page.set_input_files("#proof", scan)
    clerk.submit()
    clerk.page.get_by_role("link", name="录入申请表并代为提交").click()
    clerk.fill(form_of("opening_fill"), Story(office, read_example(EXAMPLE)).answers(0))
    clerk.submit()
    expect(clerk.page.get_by_role("link", name="下一位")).to_be_visible()
    queue = desks.of("county_reviewer").page.locator("table.queue")
    expect(queue).to_contain_text("2020-05-22")
