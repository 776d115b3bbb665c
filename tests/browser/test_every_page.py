"""Every page of the house: nothing on it that a screen reader or a keyboard stumbles over."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.views import VIEWS, seated, stage_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Files, pictures and ways through: no page of their own to be looked at.
NO_PAGE = {
    *("web.static", "web.choose_language", "web.diagram", "web.diagram_source"),
    *("web.document_file", "web.document_picture", "web.take_list"),
    *("web.sign_in_elsewhere", "web.back_from_elsewhere"),
}


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    with stage_in(tmp_path_factory.mktemp("stage")) as standing:
        yield standing


@pytest.fixture
def window(chromium, stage):
    context = chromium.new_context()
    yield context
    context.close()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_nobody_stumbles(view, window, stage):
    page = seated(window, stage, view.who)
    page.goto(stage.address + view.path(stage))
    if view.act:
        view.act(page)
    expect(page.locator("h1")).to_have_count(1)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_no_page_is_left_out(stage):
    with stage.app.test_request_context():
        adapter = stage.app.url_map.bind("127.0.0.1")
        seen = {adapter.match(view.path(stage).partition("?")[0])[0] for view in VIEWS}
    pages = {
        rule.endpoint
        for rule in stage.app.url_map.iter_rules()
        if rule.endpoint.startswith("web.") and "GET" in rule.methods
    }
    assert pages - NO_PAGE - seen == set()
