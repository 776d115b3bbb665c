"""A clerk at the wizard: a long form part by part, a roster by the spreadsheet it offers."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from playwright.sync_api import Locator, Page, expect

from forms import Field, Form
from tests.browser.clerk import Clerk, as_shown

FIRST_ROW = 3  # below the hints and the headings
SHEET = "xl/worksheets/sheet1.xml"


@dataclass
class Wizard:
    """The parts of one form, in their order."""

    clerk: Clerk
    form: Form
    answers: Mapping[str, Any]

    def fill(self, section: str) -> None:
        """Whatever this part asks for."""
        fields = [f for f in self.form.fields if f.section == section]
        self.clerk.fill_in(fields, self.answers)

    def go_on(self) -> None:
        """To the next part; nothing on this one was wrong."""
        here = self.clerk.page.url
        self.clerk.submit()
        expect(self.clerk.page).not_to_have_url(here)

    def fill_up_to(self, section: str) -> None:
        """Every part before that one."""
        for name in self.form.sections:
            if name == section:
                return
            self.fill(name)
            self.go_on()

    def upload(self, name: str, folder: Path) -> None:
        """Download the template of a table, fill it in and send it back; nothing is taken yet."""
        table, page = self.form.field(name), self.clerk.page
        assert table is not None
        sheet = unfolded(page, name)
        with page.expect_download() as download:
            sheet.get_by_role("link", name="下载模板").click()
        template = folder / download.value.suggested_filename
        download.value.save_as(template)
        sheet.locator('input[type="file"]').set_input_files(
            filled(template, table, self.answers[name])
        )
        sheet.get_by_role("button", name="读取文件").click()

    def adopt(self) -> None:
        """Take over what was read."""
        self.clerk.page.locator('button[name="adopt"]').filter(has_text="采用").first.click()
        expect(self.clerk.page.locator(".alert.green")).to_contain_text("已采用")


def unfolded(page: Page, name: str) -> Locator:
    """Where a spreadsheet is taken in; it stands open while the table is empty."""
    page.wait_for_load_state()
    sheet = page.locator(f"#sheet-{name}")
    if sheet.get_attribute("open") is None:
        sheet.locator("summary").click()
    return sheet


def filled(template: Path, table: Field, rows: Sequence[Mapping[str, Any]]) -> Path:
    """The very template, with rows typed into its first sheet."""
    made = template.with_name(f"filled-{template.name}")
    typed = "".join(_row(at, table, row) for at, row in enumerate(rows, start=FIRST_ROW))
    with zipfile.ZipFile(template) as before, zipfile.ZipFile(made, "w") as after:
        for entry in before.namelist():
            content = before.read(entry)
            if entry == SHEET:
                content = content.replace(b"</sheetData>", f"{typed}</sheetData>".encode())
            after.writestr(entry, content)
    return made


def _row(at: int, table: Field, row: Mapping[str, Any]) -> str:
    cells = (
        f'<c r="{chr(ord("A") + place)}{at}" t="inlineStr"><is><t>{escape(words)}</t></is></c>'
        for place, column in enumerate(table.columns)
        if (words := as_shown(column, row.get(column.id)))
    )
    return f'<row r="{at}">{"".join(cells)}</row>'
