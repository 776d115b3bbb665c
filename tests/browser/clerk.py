"""Somebody at a screen: types into forms, pastes long tables, presses the buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

from forms import Field, Form, read_form
from service.commands.examples.papers import page
from service.records.person import by_login
from tests.front_office import HOME, LOGINS, Office
from workflows import jurisdictions, read_folder

PATIENCE_MS = 60_000
# Decisions first, then long tables, for pasting draws the page anew; single fields last.
ORDER = {"choice": 0, "boolean": 1, "table": 2}
NARROW = 2


@dataclass
class Clerk:
    """One person with a window of their own."""

    page: Page
    address: str

    def go(self, path: str = "/") -> None:
        self.page.goto(self.address + path)

    def sign_in(self, name: str) -> None:
        """Through the demo's door."""
        self.go("/sign-in")
        self.sit_down(name)

    def sit_down(self, name: str) -> None:
        """At the door already: wherever it leads from here."""
        self.page.get_by_role("button").filter(has_text=name).click()
        expect(self.page.locator("header .me")).to_contain_text(name)

    def open_case(self, number: str) -> None:
        self.go("/cases")
        self.page.get_by_role("link", name=number).click()
        expect(self.page.locator("main")).to_contain_text(number)

    def open_step(self, title: str) -> None:
        """From the work list, where it waits."""
        self.go("/")
        self.page.locator("td a").filter(has_text=title).first.click()
        expect(self.page.locator("h1")).to_have_text(title)

    def order(self, number: str, word: str) -> None:
        """From the page of the case, by its button."""
        self.open_case(number)
        self.page.locator(f'.orders a[href$="/orders/{word}"]').click()
        expect(self.page.locator("form.card")).to_be_visible()

    def fill(self, form: Form, answers: Mapping[str, Any]) -> None:
        """The whole form on one page."""
        self.page.wait_for_load_state()
        whole = self.page.locator('button[value="to:whole"]')
        if form.in_parts and whole.count():
            whole.click()
        elif form.in_parts and "part=whole" not in self.page.url:
            self.page.goto(f"{self.page.url.partition('?')[0]}?part=whole")
        self.fill_in(form.fields, answers)

    def fill_in(self, fields: Sequence[Field], answers: Mapping[str, Any]) -> None:
        """The fields that stand on this page; decisions first, for others appear with them."""
        self.page.wait_for_load_state()
        given = [f for f in fields if answers.get(f.id) not in (None, False, [])]
        for f in sorted(given, key=lambda f: ORDER.get(f.type, len(ORDER))):
            if f.type != "table":
                self._type(f, answers[f.id])
            elif len(f.columns) > NARROW:
                self.paste(f, answers[f.id])
            else:
                self.add_rows(f, answers[f.id])

    def add_rows(self, table: Field, rows: Sequence[Mapping[str, Any]]) -> None:
        """One by one, as into a short table."""
        for at, row in enumerate(rows):
            self.page.locator(f'button[name="add-row"][value="{table.id}"]').click()
            for column, value in row.items():
                self.page.locator(f'[name="{table.id}-{at}-{column}"]').fill(str(value))

    def paste(self, table: Field, rows: Sequence[Mapping[str, Any]]) -> None:
        """As it comes out of a spreadsheet: headings, a tab between cells, choices in words."""
        used = [c for c in table.columns if any(row.get(c.id) is not None for row in rows)]
        lines = [[c.label["zh"] for c in used]]
        lines += [[as_shown(c, row.get(c.id)) for c in used] for row in rows]
        box = self.page.locator(f'textarea[name="_paste-{table.id}"]')
        self.page.locator("details.paste").filter(has=box).locator("summary").click()
        box.fill("\n".join("\t".join(line) for line in lines))
        self.page.locator(f'button[name="paste-rows"][value="{table.id}"]').click()
        expect(self.page.locator(".alert.green")).to_contain_text("粘贴的行已填入表格")

    def submit(self) -> None:
        self.page.wait_for_load_state()
        self.button.click()

    def done(self) -> None:
        """The house says that it was handed in."""
        self.submit()
        expect(self.page.locator(".alert.green")).to_contain_text("已提交")

    @property
    def button(self) -> Locator:
        return self.page.locator(".form-foot button.btn-primary")

    def _type(self, f: Field, value: Any) -> None:
        named = self.page.locator(f'[name="{f.id}"]')
        if f.type == "file":
            paper = FilePayload(
                name=str(value), mimeType="application/pdf", buffer=page(str(value))
            )
            self.page.locator(f'[name="_file-{f.id}"]').set_input_files(paper)
        elif f.type == "boolean":
            named.check()
        elif f.type == "choices":
            for one in value:
                self.page.locator(f'[name="{f.id}"][value="{one}"]').check()
        elif f.type != "choice":
            named.fill(str(value))
        elif named.first.get_attribute("type") == "radio":
            self.page.locator(f'[name="{f.id}"][value="{value}"]').check()
        else:
            named.select_option(value)


@dataclass
class Desks:
    """A window for each person of the office, opened when first needed."""

    chromium: Browser
    address: str
    office: Office
    scripts: bool = True
    windows: dict[str, Clerk] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)

    def of(self, role: str) -> Clerk:
        if role not in self.windows:
            self.windows[role] = self.window()
            self.windows[role].sign_in(self.name(role))
        return self.windows[role]

    def name(self, role: str) -> str:
        """What the person of that role is called."""
        with self.office.records() as session:
            person = by_login(session, LOGINS.get(role, role))
        assert person is not None
        return person.display_name

    def window(self, **more: Any) -> Clerk:
        context = self.chromium.new_context(java_script_enabled=self.scripts, **more)
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        return Clerk(context.new_page(), self.address)

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def form_of(name: str) -> Form:
    """A form of Chongqing as its folder words it."""
    return read_form(read_folder(jurisdictions()[HOME]).forms[name])


def as_shown(column: Field, value: Any) -> str:
    """A cell in the words of the page."""
    if value is None or value is False:
        return ""
    if value is True:
        return "是"
    labels = {choice.id: choice.label["zh"] for choice in column.choices}
    return labels.get(str(value), str(value))
