"""A table of a form as a spreadsheet: its template, what was uploaded, its errors, taking it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, request

from forms import Field
from service.commands.sheets.reading_sheet import read_grid
from service.commands.sheets.unpacking import SheetRefused
from service.commands.sheets.writing_sheet import XLSX, Sheet, workbook_of
from service.domain.calendar import beijing_date
from service.domain.invented import BANK_ACCOUNTS, CREDIT_CODES, RESIDENT_IDS
from service.web import rows
from service.web.answers import Table
from service.web.file_names import disposition_of
from service.web.filing.keeping import Keeping
from service.web.filing.read_back import table_back
from service.web.filing.reading_table import Fault, Reading, read_table
from service.web.front import now
from service.web.language import either, say, spoken
from service.web.sheet import Sheet as FormSheet

UPLOADED = "_sheet-"
REPLACE, APPEND, FORGET = "replace", "append", "forget"
MOST_FAULTS_SHOWN = 200
AS_TEXT = rows.IDENTITY | {"mobile", "text", "time", "money"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What an uploaded file holds, before anybody takes it over."""

    rows: int
    shown: Table
    notes: Sequence[str]
    faults: Sequence[tuple[str, str, str]]
    more_faults: int
    there: int
    by_line: bool


def asked(sheet: FormSheet, keeping: Keeping) -> Response | None:
    """The template or the list of errors, where the address asks for one."""
    table = sheet.form.field(request.args.get("template", request.args.get("faults", "")))
    if table is None or table.type != "table":
        return None
    if "template" in request.args:
        return _download(template(sheet, table), either(table.label), f"{table.id}.xlsx")
    offer = keeping.more.get("offers", {}).get(table.id)
    if offer is None:
        return None
    headings = [say("行"), say("列"), say("需要改正")]
    faults = [_in_words(Fault(*one)) for one in offer["faults"]]
    book = workbook_of([Sheet(say("错误清单"), headings, faults)])
    return _download(book, say("错误清单"), f"{table.id}-errors.xlsx")


def uploaded(sheet: FormSheet, keeping: Keeping, answers: Mapping[str, object]) -> bool | None:
    """Read the file that came with the page; nothing of it is in the form yet."""
    table = sheet.form.field(request.form.get("read-sheet", ""))
    if table is None or table.type != "table":
        return None
    came = request.files.get(UPLOADED + table.id)
    try:
        grid = read_grid(came.read() if came else b"")
        reading = read_table(grid, sheet.form, table, beijing_date(now()))
    except SheetRefused as refused:
        reading = Reading(faults=[Fault(None, "", refused.said.zh, refused.said.en)])
    offers = {**keeping.more.get("offers", {}), table.id: _kept(reading)}
    keeping.keep(answers, offers=offers)
    return True


def adopted(sheet: FormSheet, keeping: Keeping, answers: Mapping[str, object]) -> bool | None:
    """Take the rows over into the form, or put them away."""
    what, _, name = request.form.get("adopt", "").partition(":")
    table = sheet.form.field(name)
    offers = keeping.more.get("offers", {})
    if table is None or what not in (REPLACE, APPEND, FORGET):
        return None
    offer = offers.get(name, {"rows": [], "faults": [["gone"]]})
    kept = {key: value for key, value in offers.items() if key != name}
    if what == FORGET or offer["faults"]:
        keeping.keep(answers, offers=kept or None)
        return True
    there = _filled(answers.get(name)) if what == APPEND or has_lines(table) else []
    taken = rows.merged(table, there, offer["rows"])
    keeping.keep({**answers, name: taken}, offers=kept or None)
    flash(say("已采用 {n} 行，尚未提交。", n=len(offer["rows"])), "green")
    return True


def offers(sheet: FormSheet, keeping: Keeping) -> dict[str, Offer]:
    """What was uploaded and waits to be taken over, table by table."""
    found = {}
    for name, offer in keeping.more.get("offers", {}).items():
        table = sheet.form.field(name)
        if table is None:
            continue
        faults = [_in_words(Fault(*one)) for one in offer["faults"]]
        found[name] = Offer(
            len(offer["rows"]),
            table_back(table, offer["rows"]),
            [_spoken(zh, en) for zh, en in offer["notes"]],
            faults[:MOST_FAULTS_SHOWN],
            max(len(faults) - MOST_FAULTS_SHOWN, 0),
            len(_filled(keeping.over(sheet.known.typed).get(name))),
            has_lines(table),
        )
    return found


def template(sheet: FormSheet, table: Field) -> bytes:
    """A spreadsheet to fill in, made from the definition of the table, an example beside it."""
    labels = sheet.known.labels.get(table.id, {})
    headings = [either(column.label) for column in table.columns]
    hints = [_hint(column) for column in table.columns]
    choices = {
        at: [either(choice.label) for choice in column.choices]
        for at, column in enumerate(table.columns)
        if column.choices
    } | {
        at: [say("是"), say("否")]
        for at, column in enumerate(table.columns)
        if column.type == "boolean"
    }
    text = frozenset(at for at, column in enumerate(table.columns) if column.type in AS_TEXT)
    lines = [[line, *("" for _ in table.columns[1:]), label] for line, label in labels.items()]
    example = [[_example(column, at) for column in table.columns] for at in range(2)]
    if labels:
        headings, hints = [*headings, say("学员")], [*hints, say("仅供对照，不读入")]
    return workbook_of(
        [
            Sheet(either(table.label), headings, lines, hints, text, choices),
            Sheet(say("示例（不读入）"), headings, example, hints, text),
        ]
    )


def has_lines(table: Field) -> bool:
    """Whether each row belongs to a learner of the class by number."""
    return any(column.id == "line" for column in table.columns)


def _kept(reading: Reading) -> dict[str, Any]:
    return {
        "rows": [] if reading.faults else reading.rows,
        "notes": [list(one) for one in reading.notes],
        "faults": [list(one) for one in reading.faults],
    }


def _in_words(fault: Fault) -> tuple[str, str, str]:
    return str(fault.row or "—"), fault.column or "—", _spoken(fault.zh, fault.en)


def _spoken(zh: str, en: str) -> str:
    return en if spoken() == "en" else zh


def _filled(value: object) -> list[rows.Row]:
    found = value if isinstance(value, list) else []
    return [dict(row) for row in found if isinstance(row, Mapping) and any(row.values())]


def _hint(column: Field) -> str:
    words = [say("必填") if column.required else say("选填")]
    if column.type in rows.IDENTITY | {"mobile"}:
        words.append(say("文本格式"))
    if column.type == "date":
        words.append(say("如 2020-06-01"))
    if column.type == "time":
        words.append(say("如 09:00"))
    if column.choices or column.type == "boolean":
        words.append(say("从列表中选"))
    if column.unique:
        words.append(say("不得重复"))
    return "，".join(words)


def _example(column: Field, at: int) -> str:
    """Invented, with true check digits, so that nobody takes it for a person."""
    if column.choices:
        return either(column.choices[at % len(column.choices)].label)
    by_type = {
        "id_no": RESIDENT_IDS[at],
        "uscc": CREDIT_CODES[at],
        "bank_account": BANK_ACCOUNTS[at],
        "mobile": f"1380000000{at + 1}",
        "date": f"2020-06-0{at + 1}",
        "time": f"{9 + at:02d}:00",
        "hours": "4",
        "integer": str(at + 1),
        "boolean": say("否"),
        "percent": "50",
        "money": "100.00",
    }
    return by_type.get(column.type) or column.example or say("示例") + str(at + 1)


def _download(data: bytes, name: str, plain: str) -> Response:
    response = make_response(data)
    response.mimetype = XLSX
    disposition = disposition_of("attachment", f"{name}.xlsx", plain)
    response.headers["Content-Disposition"] = disposition
    return response
