"""Every page of the house in both languages: nothing to stumble over, light, and by its rules."""

import shutil
from contextlib import ExitStack, contextmanager
from functools import cache

import pytest

from service.commands.papers.cabinet import cabinet, use_cabinet
from tests.browser.english import left_in_chinese
from tests.browser.furnishing import furnish
from tests.browser.looking import Window, look
from tests.browser.staging import stage_in, standing_in
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


@pytest.fixture(scope="module")
def furnished(tmp_path_factory):
    """Everything there is to look at, to be copied before anybody looks."""
    folder = tmp_path_factory.mktemp("furnished")
    with stage_in(folder) as standing:
        furnish(standing)
    return folder


@contextmanager
def copied(furnished, folder):
    shutil.copytree(furnished, folder, dirs_exist_ok=True)
    with standing_in(folder) as standing:
        yield standing


@pytest.fixture(scope="module")
def shared_stage(furnished, tmp_path_factory):
    with copied(furnished, tmp_path_factory.mktemp("stage")) as standing:
        yield standing


@pytest.fixture
def stage_of(furnished, shared_stage, tmp_path):
    with ExitStack() as own:
        # A stage of its own brings its own cabinet; the shared one is opened again behind it.
        own.callback(use_cabinet, cabinet())
        mine = cache(lambda: own.enter_context(copied(furnished, tmp_path)))
        yield lambda view: mine() if view.moves_time else shared_stage


@pytest.fixture(scope="module")
def window(chromium):
    """One of each size for all looks: its files are fetched once."""
    with ExitStack() as opened:
        sizes = {False: {}, True: {"viewport": NARROW}}
        yield cache(
            lambda narrow: Window(opened.enter_context(chromium.new_context(**sizes[narrow])))
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_nobody_stumbles_and_nobody_waits(view, language, window, stage_of):
    stage = stage_of(view)
    seen = look(view, window(False), stage, language)
    assert seen.stumbles() == []
    assert seen.weight <= LIGHT
    assert language != "en" or left_in_chinese(seen.page, stage) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "view", [one for one in VIEWS if one.name in ON_A_TELEPHONE], ids=lambda view: view.name
)
def test_a_telephone_shows_the_whole_width(view, language, window, stage_of):
    seen = look(view, window(True), stage_of(view), language)
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
