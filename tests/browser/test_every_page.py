"""Every page of the house in both languages: nothing to stumble over, light, and by its rules."""

from contextlib import ExitStack, contextmanager

import pytest

from service.commands.papers.cabinet import cabinet, use_cabinet
from tests.browser.english import left_in_chinese
from tests.browser.furnishing import furnish
from tests.browser.looking import look
from tests.browser.staging import stage_in
from tests.browser.views import VIEWS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIGHT = 150 * 1024
LANGUAGES = ("zh", "en")
NARROW = {"width": 390, "height": 844}
# The pages a telephone is taken out for.
ON_A_TELEPHONE = {
    *("sign-in", "institution-desk", "request-time", "request-learners", "reviewer-desk"),
    *("step-accept", "case-running", "cases", "inbox", "finance-review", "head-desk", "help-place"),
}
# Files, pictures and ways through: no page of their own to be looked at.
NO_PAGE = {
    *("web.static", "web.choose_language", "web.diagram", "web.diagram_source"),
    *("web.document_file", "web.document_picture", "web.document_read"),
    *("web.take_list", "web.take_security_log", "web.report_excel"),
    *("web.statement_excel", "web.ledger_entries_excel", "web.trial_balance_excel"),
    *("web.closed_day_excel", "web.comparison_template", "web.batch_progress"),
    *("web.sign_in_elsewhere", "web.back_from_elsewhere"),
}
# Where one is led from another page.
LED_TO = {"web.show_code", "web.counter_papers", "web.budget"}


@contextmanager
def furnished(folder):
    with stage_in(folder) as standing:
        furnish(standing)
        yield standing


@pytest.fixture(scope="module")
def shared_stage(tmp_path_factory):
    with furnished(tmp_path_factory.mktemp("stage")) as standing:
        yield standing


@pytest.fixture
def stage_of(shared_stage, tmp_path):
    with ExitStack() as own:
        # A stage of its own brings its own cabinet; the shared one is opened again behind it.
        own.callback(use_cabinet, cabinet())
        yield (
            lambda view: own.enter_context(furnished(tmp_path)) if view.moves_time else shared_stage
        )


@pytest.fixture
def window(chromium):
    with ExitStack() as opened:
        yield lambda **more: opened.enter_context(chromium.new_context(**more))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_nobody_stumbles_and_nobody_waits(view, language, window, stage_of):
    stage = stage_of(view)
    seen = look(view, window(), stage, language)
    assert seen.stumbles() == []
    assert seen.weight <= LIGHT
    assert language != "en" or left_in_chinese(seen.page, stage) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "view", [one for one in VIEWS if one.name in ON_A_TELEPHONE], ids=lambda view: view.name
)
def test_a_telephone_shows_the_whole_width(view, language, window, stage_of):
    seen = look(view, window(viewport=NARROW), stage_of(view), language)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert seen.stumbles() == []


def test_no_page_is_left_out(shared_stage):
    with shared_stage.app.test_request_context():
        adapter = shared_stage.app.url_map.bind("127.0.0.1")
        paths = {view.path(shared_stage).partition("?")[0] for view in VIEWS} - {"/sign-out"}
        seen = {adapter.match(path)[0] for path in paths} | LED_TO
    pages = {
        rule.endpoint
        for rule in shared_stage.app.url_map.iter_rules()
        if rule.endpoint.startswith("web.") and "GET" in rule.methods
    }
    assert pages - NO_PAGE - seen == set()
