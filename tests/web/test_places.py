"""Where somebody begins for whom nothing waits."""

import pytest


@pytest.mark.parametrize(
    ("role", "where"),
    [
        *(("auditor", "/search"), ("demo-counter", "/counter"), ("demo-system-admin", "/accounts")),
        *(("demo-audit-admin", "/security-log"), ("policy_admin", "/inbox")),
    ],
)
def test_who_keeps_no_queue_begins_at_his_own_desk(office, role, where):
    browser = office.browser(role)
    led = browser.get("/")
    assert (led.status_code, led.location) == (303, where)
    assert 'href="/"' not in browser.get(where).text.partition("<main")[0].partition("places")[2]
