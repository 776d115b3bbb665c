"""What people really upload: far too large, a program, a path, a spreadsheet full of mistakes."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import expect

from service.commands.examples import read_example
from service.commands.sheets.writing_sheet import XLSX
from service.domain.invented import RESIDENT_IDS
from service.records.document import documents_of
from tests.browser.wizard import unfolded
from tests.front_office import EXAMPLES, Story
from tests.papers import pdf
from tests.web.filing.test_reading_table import bomb

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEGABYTE = 1024 * 1024
MOST_MEGABYTES_MORE = 60
BANK = "中国银行渝中支行"
PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@pytest.fixture
def fixing(office):
    """A returned payment: the institution puts its account right, with a proof."""
    told = read_example(EXAMPLES / "payment-returned.toml")
    story = Story(office, replace(told, scenes=tuple(s for s in told.scenes if not s.refused)))
    story.open()
    return story.tell(until="account_fix")


@pytest.fixture
def clerk(fixing, desks):
    clerk = desks.of("institution")
    clerk.go(f"/cases/{fixing.number}/steps/{fixing.step('account_fix').key}")
    clerk.page.fill('[name="payee_bank"]', BANK)
    return clerk


def large(folder, megabytes):
    """A file of that size which takes no room."""
    made = folder / f"{megabytes}.pdf"
    made.write_bytes(b"%PDF-1.7\n")
    with made.open("r+b") as file:
        file.truncate(megabytes * MEGABYTE)
    return made


def peak():
    """The most memory this process, server and all, has taken since it was asked to forget."""
    line = next(x for x in PEAK[0].read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def test_far_too_large_a_file_is_told_before_it_travels(clerk, tmp_path):
    clerk.page.set_input_files('[name="_file-proof"]', large(tmp_path, 50))
    expect(clerk.page.locator(".too-large")).to_contain_text("文件超过 20 MB，没有选上")
    clerk.submit()
    expect(clerk.page.locator("#problems")).not_to_contain_text("20 MB")
    expect(clerk.page.locator('[name="payee_bank"]')).to_have_value(BANK)


@pytest.mark.parametrize(
    ("megabytes", "told"), [(50, "文件超过 20 MB"), (200, "提交的内容太大，没有收下")]
)
def test_without_script_it_gets_an_answer_and_takes_no_memory(
    fixing, desks, tmp_path, megabytes, told
):
    desks.scripts = False
    clerk = desks.of("institution")
    clerk.go(f"/cases/{fixing.number}/steps/{fixing.step('account_fix').key}")
    clerk.page.fill('[name="payee_bank"]', BANK)
    PEAK[1].write_text("5")
    before = peak()
    clerk.page.set_input_files('[name="_file-proof"]', large(tmp_path, megabytes))
    clerk.submit()
    expect(clerk.page.locator("main")).to_contain_text(told)
    assert peak() - before < MOST_MEGABYTES_MORE
    if told.startswith("文件"):
        expect(clerk.page.locator('[name="payee_bank"]')).to_have_value(BANK)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("证明.pdf", b"MZ" + bytes(2000), "这是可执行程序或脚本"),
        ("证明.pdf", b"", "文件是空的"),
        ("证明.pdf.exe", pdf(), "内容却是"),
    ],
    ids=["a program", "nothing", "a paper called a program"],
)
def test_what_is_no_document_is_told_beside_its_field(fixing, clerk, name, content, told):
    paper = {"name": name, "mimeType": "application/pdf", "buffer": content}
    clerk.page.set_input_files('[name="_file-proof"]', paper)
    clerk.submit()
    expect(clerk.page.locator("#f-proof-problem")).to_contain_text(told)
    expect(clerk.page.locator('[name="payee_bank"]')).to_have_value(BANK)
    with fixing.office.records() as session:
        assert documents_of(session, fixing.case().id) == []


def test_a_name_that_is_a_path_is_only_a_name(fixing, clerk):
    paper = {"name": "..\\..\\etc\\开户证明.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    clerk.page.set_input_files('[name="_file-proof"]', paper)
    clerk.page.get_by_role("button", name="保存草稿").last.click()
    expect(clerk.page.locator(".attached-name")).to_have_text(
        re.compile(r"^[^/\\.]*开户证明\.pdf$")
    )


@pytest.fixture
def learners(story, desks):
    """The roster's page of the wizard."""
    clerk = desks.of("institution")
    clerk.go(f"/cases/{story.number}/steps/{story.step('opening_fill').key}?part=learners")
    return clerk


def upload(clerk, content, table="roster"):
    """A spreadsheet is read; nothing of it is in the form yet."""
    unfolded(clerk.page, table)
    sheet = {"name": "花名册.xlsx", "mimeType": XLSX, "buffer": content}
    clerk.page.set_input_files(f'[name="_sheet-{table}"]', sheet)
    clerk.page.locator(f'button[name="read-sheet"][value="{table}"]').click()
    return clerk.page.locator("#sheet")


HEADINGS = ["姓名", "身份证号", "人员类别", "手机", "与企业的关系"]
WORKER = ["企业职工", "13800000001", "建立劳动关系"]
FAULTS = [
    ("3", "B", "“身份证号”是数字格式，末位可能已丢失：请改为文本后重填"),
    ("4", "B", "“身份证号”是公式：请改为填写号码本身"),
    ("5", "A5:A6", "A5:A6 是合并单元格：请取消合并，每一行分别填写"),
    ("6", "A", "“姓名”未填写，请填写。"),
    ("7", "B", "“身份证号”校验码不符，可能有一位输错，请对照证件核对。"),
]


def crooked(book, page):
    """One good row, and every mistake a spreadsheet makes."""
    page.write_row(0, 0, HEADINGS)
    page.write_row(1, 0, ["陈明", wide(RESIDENT_IDS[0]), *WORKER])
    page.write_row(2, 0, ["李明", 500103199206153031, *WORKER])
    page.write_row(3, 0, ["王明", "", *WORKER])
    page.write_formula(3, 1, '="5001031992"&"06153031"', None, RESIDENT_IDS[1])
    page.write_row(4, 0, ["", RESIDENT_IDS[2], *WORKER])
    page.write_row(5, 0, ["", RESIDENT_IDS[3], *WORKER])
    page.merge_range("A5:A6", "赵明")
    page.write_row(6, 0, ["孙明", "500103199206153030", *WORKER])


def wide(digits):
    """As an input method for Chinese leaves them, with a space in between."""
    typed = digits.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    return f"{typed[:6]} {typed[6:]}"


def test_every_mistake_of_a_spreadsheet_is_told_at_once_and_the_form_stays(learners):
    learners.page.locator('button[name="add-row"]').click()
    learners.page.fill('[name="roster-0-name"]', "周明")
    sheet = upload(learners, made(crooked))
    expect(sheet.locator("tbody tr")).to_have_count(len(FAULTS))
    rows = [tuple(row.locator("td").all_inner_texts()) for row in sheet.locator("tbody tr").all()]
    assert rows == FAULTS
    expect(sheet).to_contain_text("一行也没有读入")
    learners.page.get_by_role("button", name="知道了，改好再传").click()
    expect(learners.page.locator('[name="roster-0-name"]')).to_have_value("周明")


def test_wide_digits_and_spaces_are_put_right_and_it_is_said(learners):
    def one_row(_book, page):
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ["陈明", wide(RESIDENT_IDS[0]), *WORKER])

    sheet = upload(learners, made(one_row))
    expect(sheet).to_contain_text("1 个单元格里的全角字符或空格已改正")
    learners.page.locator('button[name="adopt"]').first.click()
    expect(learners.page.locator('[name="roster-0-id_no"]')).to_have_value(RESIDENT_IDS[0])


def test_a_date_kept_as_a_number_is_no_date(story, learners):
    def lesson(_book, page):
        page.write_row(0, 0, ["上课日期", "课时"])
        page.write_row(1, 0, [43983, 4])

    learners.go(f"/cases/{story.number}/steps/{story.step('opening_fill').key}?part=plan")
    sheet = upload(learners, made(lesson), "lessons")
    expect(sheet.locator("tbody tr").filter(has_text="上课日期").last).to_contain_text(
        "“上课日期”是数字，不是日期或时间格式"
    )


def test_a_bomb_is_not_opened(learners):
    sheet = upload(learners, bomb())
    expect(sheet).to_contain_text("文件展开后过大，没有打开")


def test_pasted_cells_that_were_merged_are_told_row_by_row(learners):
    rows = [["陈明", wide(RESIDENT_IDS[0]), *WORKER], ["", RESIDENT_IDS[1], *WORKER]]
    text = "\n".join("\t".join(row) for row in [HEADINGS, *rows])
    page = learners.page
    page.locator("details.paste").filter(has=page.locator("textarea")).locator("summary").click()
    page.fill('[name="_paste-roster"]', text)
    page.locator('button[name="paste-rows"]').click()
    expect(page.locator("main")).to_contain_text(
        "“姓名”有 1 行是空的。合并单元格粘贴后只有第一行有内容"
    )
    expect(page.locator("main")).to_contain_text("个全角数字已改为半角")
    expect(page.locator("#problems a").first).to_contain_text("第 2 行")
    expect(page.locator('[name="roster-0-id_no"]')).to_have_value(RESIDENT_IDS[0])


def made(write):
    """A workbook as somebody's spreadsheet program writes it."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    write(book, book.add_worksheet("花名册"))
    book.close()
    return kept.getvalue()
