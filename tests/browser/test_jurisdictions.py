"""In every place, the request form, a case and its diagram say what that place's policy says."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from service.commands.library import RuleBook
from service.commands.staging.stage import LOGIN
from service.domain.calendar import beijing_date
from service.records.case import Case
from service.records.deadline import Deadline, deadlines_of
from service.records.person import Grant, Person
from tests.browser.looking import Ear, Window
from tests.browser.staging import Stage, seat, stage_in
from workflows import jurisdictions, read_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Sit = Callable[[str, str], Page]
DRAWN = """() => {
  const found = {};
  for (const one of document.querySelectorAll("main select[name], main input[name][type=radio],"
      + "main input[name][type=checkbox]")) {
    const values = one.tagName === "SELECT" ? [...one.options].map(o => o.value) : [one.value];
    (found[one.name] ||= []).push(...values.filter(Boolean));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage_in(tmp_path_factory.mktemp("places")) as standing:
        yield standing


@pytest.fixture
def sit(chromium: Browser, stage: Stage) -> Iterator[Sit]:
    """The person of a role in a place at a window that hears every complaint of its pages."""
    context = chromium.new_context(locale="zh-CN")
    ear = Ear(Window(context))

    def at(folder: str, role: str) -> Page:
        held = select(Person.login).join(Grant, Grant.person_id == Person.id)
        login = stage.session.scalar(
            held.where(Grant.jurisdiction == folder, Grant.role == role).order_by(Person.id)
        )
        stage.session.rollback()
        assert login, f"{folder} has no {role}"
        page = context.new_page()
        ear.listen(page)
        seat(page, stage, login.removeprefix(LOGIN), language="zh")
        return page

    yield at
    context.close()
    assert ear.complaints == []


def book_of(folder: str) -> RuleBook:
    return RuleBook(read_folder(jurisdictions()[folder]))


def a_case(stage: Stage, folder: str) -> tuple[Case, list[Deadline]]:
    found = stage.session.scalar(
        select(Case)
        .join(Deadline, Deadline.case_id == Case.id)
        .where(Case.jurisdiction == folder)
        .order_by(Case.id)
    )
    assert found, f"{folder} has no case"
    return found, deadlines_of(stage.session, found.id)


def plain(page: Page, where: str) -> str:
    return re.sub(r"\s", "", page.locator(where).first.inner_text())


@pytest.mark.parametrize("folder", jurisdictions())
def test_the_request_form_offers_what_the_folder_offers(sit, stage, folder):
    page = sit(folder, "institution")
    page.goto(f"{stage.address}/cases/new")
    page.locator(f'input[name="opening"][value^="{folder}|"][value$="|"]').first.check()
    page.locator("main form button.btn-primary").click()
    page.goto(f"{page.url.partition('?')[0]}?part=whole")
    form = book_of(folder).form("opening_fill")
    drawn, seen = page.evaluate(DRAWN), plain(page, "main")
    for field in form.fields:
        if field.type in ("choice", "choices"):
            assert set(drawn[field.id]) == {one.id for one in field.choices}, field.id
        if not field.when:
            assert re.sub(r"\s", "", field.label["zh"]) in seen, field.id
            assert (field.clause or "") in seen, field.id


@pytest.mark.parametrize("folder", jurisdictions())
def test_the_case_page_tells_each_deadline_and_what_speaks_for_it(sit, stage, folder):
    case, deadlines = a_case(stage, folder)
    policy = book_of(folder).policy
    page = sit(folder, "auditor")
    page.goto(f"{stage.address}/cases/{case.number}")
    seen = plain(page, 'section[aria-labelledby="h-deadlines"]')
    assert deadlines
    for row in deadlines:
        rule = policy.deadline(row.rule, row.starts_on)
        assert re.sub(r"\s", "", dict(rule.label)["zh"]) in seen
        if row.due_at is not None:
            last = beijing_date(row.due_at - timedelta(seconds=1))
            assert last.isoformat() in seen
        assert ("默认值" if row.source == "default" else "文件规定") in seen
        assert row.clause in seen
    stage.session.rollback()


@pytest.mark.parametrize("folder", jurisdictions())
def test_the_diagram_draws_the_steps_of_the_folder(sit, stage, folder):
    case, _ = a_case(stage, folder)
    number, process = case.number, case.process
    stage.session.rollback()
    bundle = read_folder(jurisdictions()[folder])
    raw = (bundle.files.get(f"{process}.bpmn") or b"").decode()
    named = re.findall(r'<(?:\w+:)?(?:userTask|callActivity)\b[^>]*\sname="([^"]+)"', raw)
    page = sit(folder, "auditor")
    page.goto(f"{stage.address}/cases/{number}/diagram")
    # The viewer takes the drawing away when its own stands there whole.
    page.locator("#drawn").wait_for(state="detached")
    seen = re.sub(r"\s", "", page.locator("#viewer").first.inner_text())
    assert named
    assert [one for one in named if re.sub(r"\s", "", one) not in seen] == []
