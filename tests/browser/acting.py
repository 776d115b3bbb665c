"""What is done on a page before it is looked at: a button, a reason, a file, a wrong word."""

from playwright.sync_api import FilePayload, Page

from forms import Field
from tests.browser.clerk import form_of
from tests.browser.furnishing import everybody_is_out, everybody_was_away, photograph
from tests.browser.staging import Act, Stage

MAIN_BUTTON = ".form-foot button.btn-primary, main form button.btn-primary"


def submit(page: Page, _stage: Stage) -> None:
    """Press the form's button, whatever it says."""
    page.locator(MAIN_BUTTON).last.click()
    page.wait_for_load_state()


def then(*acts: Act) -> Act:
    """One after the other."""

    def act(page: Page, stage: Stage) -> None:
        for one in acts:
            one(page, stage)

    return act


def go(path: str) -> Act:
    """To another page of the house."""

    def act(page: Page, stage: Stage) -> None:
        page.goto(stage.address + path)

    return act


def press(what: str) -> Act:
    """Press that button."""

    def act(page: Page, _stage: Stage) -> None:
        page.locator(what).first.click()
        page.wait_for_load_state()

    return act


def fill(typed: dict[str, str], button: str = MAIN_BUTTON) -> Act:
    """Type these, choose where there is a choice, and press the button."""

    def act(page: Page, _stage: Stage) -> None:
        for name, text in typed.items():
            box = page.locator(f'main [name="{name}"]').first
            if box.evaluate("one => one.tagName") == "SELECT":
                box.select_option(text)
            else:
                box.fill(text)
        page.locator(button).last.click()
        page.wait_for_load_state()

    return act


def see_in_full(page: Page, _stage: Stage) -> None:
    """For a reason."""
    page.locator('select[name="reason"]').select_option(index=1)
    page.locator('form[action$="/personal-data"] button').click()
    page.wait_for_load_state()


def attach_photograph(page: Page, _stage: Stage) -> None:
    """A paper that belongs to the form, kept with its draft."""
    one = FilePayload(name="开班第一课.png", mimeType="image/png", buffer=photograph())
    page.locator('input[type="file"][name^="_file-"]').first.set_input_files(one)
    page.locator('button[value="save"]').last.click()
    page.wait_for_load_state()


def refuse_photograph(page: Page, _stage: Stage) -> None:
    """A program that calls itself a photograph."""
    one = FilePayload(name="开班照片.png", mimeType="image/png", buffer=b"MZ" + b"\0" * 200)
    page.locator('input[type="file"][name^="_file-"]').first.set_input_files(one)
    page.locator(MAIN_BUTTON).last.click()
    page.wait_for_load_state()


def spoil_the_sums(page: Page, _stage: Stage) -> None:
    """One lesson is typed shorter than it was."""
    page.locator('[name="lessons-0-hours"]').fill("1")


def upload_roster(*rows: list[str]) -> Act:
    """A list of learners as a spreadsheet program saves it."""

    def act(page: Page, _stage: Stage) -> None:
        table = form_of("opening_fill").field("roster")
        assert table is not None
        lines = [[_heading(one) for one in table.columns], *rows]
        text = "\r\n".join(",".join(line) for line in lines)
        one = FilePayload(name="roster.csv", mimeType="text/csv", buffer=text.encode("utf-8-sig"))
        page.locator("#sheet-roster").evaluate("one => { one.open = true }")
        page.locator('input[name="_sheet-roster"]').set_input_files(one)
        page.locator('button[name="read-sheet"][value="roster"]').click()
        page.wait_for_load_state()

    return act


def _heading(column: Field) -> str:
    return column.label["zh"]


def stay_away(page: Page, stage: Stage) -> None:
    """The sitting runs out while the form lies open; then its button is pressed."""
    everybody_was_away(stage.session)
    page.locator(MAIN_BUTTON).last.click()
    page.wait_for_load_state()


def be_signed_out(page: Page, stage: Stage) -> None:
    """Signed out from elsewhere while the form lies open; then its button is pressed."""
    everybody_is_out(stage.session)
    page.locator(MAIN_BUTTON).last.click()
    page.wait_for_load_state()


def forge(page: Page, stage: Stage) -> None:
    """Somebody else's form."""
    page.evaluate("for (const one of document.getElementsByName('csrf_token')) one.value = 'no'")
    submit(page, stage)


def lag_behind(page: Page, stage: Stage) -> None:
    """The step has moved on since the form was opened."""
    page.evaluate("for (const one of document.getElementsByName('_version')) one.value = '0'")
    submit(page, stage)


def begin_visit(page: Page, stage: Stage) -> None:
    """Take the guide's first step."""
    submit(page, stage)
