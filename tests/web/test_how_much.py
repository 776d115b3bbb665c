"""How much a form may be: as much as a class of a thousand little from nobody."""

import pytest

from service.web.posting import MOST_ROWS
from service.web.received import MOST_FROM_NOBODY, MOST_OF_A_SHORT_FORM, MOST_PARTS

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FORM = "application/x-www-form-urlencoded"
MANY = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'


def bodies(fields: int) -> list[dict[str, object]]:
    """So many fields, as either kind of form."""
    return [
        {"data": b"&".join([b"a=x"] * fields), "content_type": FORM},
        {"data": PART * fields + b"--b--\r\n", "content_type": MANY},
    ]


def statuses(browser, address, fields):
    return [browser.post(address, **body).status_code for body in bodies(fields)]


def test_the_door_reads_a_short_form_only(office):
    assert statuses(office.browser(), "/sign-in", MOST_OF_A_SHORT_FORM + 1) == [413, 413]
    assert statuses(office.browser(), "/sign-in", MOST_OF_A_SHORT_FORM) == [401, 401]
    large = {"data": b"account=" + b"x" * 1_100_000, "content_type": FORM}
    assert office.browser().post("/sign-in", **large).status_code == 413


def test_a_long_form_is_long_for_whoever_is_at_work(story):
    page = f"/cases/{story.number}/steps/{story.step('opening_fill').key}"
    nobody, clerk = story.office.browser(), story.office.browser("institution")
    assert statuses(clerk, page, MOST_FROM_NOBODY + 1) == [409, 409]
    assert statuses(clerk, page, MOST_PARTS + 1) == [413, 413]
    story.office.app.config["WTF_CSRF_ENABLED"] = True  # what asks for the form of nobody at all
    assert statuses(nobody, page, MOST_FROM_NOBODY + 1) == [413, 413]


def test_a_scan_at_the_counter_may_be_as_large_as_any_paper(office):
    received = office.app.request_class
    for endpoint in ("web.counter_papers", "api.send_scan"):
        rule = next(one for one in office.app.url_map.iter_rules() if one.endpoint == endpoint)
        path = rule.rule.replace("<number>", "x")
        with office.app.test_request_context(path, method="POST") as context:
            context.session["sitting"] = "x"
            assert isinstance(context.request, received)
            assert (context.request.max_content_length or 0) > 20 * 1024 * 1024


def test_more_rows_than_any_class_has_are_not_drawn_again(story):
    page = f"/cases/{story.number}/steps/{story.step('opening_fill').key}"
    clerk = story.office.browser("institution")
    typed = {f"roster-{row}-name": "王" for row in range(MOST_ROWS + 1)}
    pasted = {"_paste-roster": "王\n" * (MOST_ROWS + 1), "paste-rows": "roster"}
    assert [clerk.post(page, data=data).status_code for data in (typed, pasted)] == [413, 413]
