"""A grid of cells → the rows of a form's table, or every mistake at once by row and column."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from re import compile as pattern
from typing import NamedTuple

from forms import AnswersRefused, Field, Form
from service.commands.sheets.reading_sheet import Grid
from service.commands.sheets.unpacking import column_letter
from service.web.filing.said import Said, both
from service.web.rows import IDENTITY, NARROW, SPACES, Row, entry, tidy

EXACT = 10**15
HEADING_ROWS = 10
LEARNER = ("学员", "Learner")
TRAILING = pattern(r"[（(].*[)）]$|[*＊]+$")
QUOTED = pattern(r"^「[^」]*」")
FEWEST_TO_LIST = 6
SECONDS = 60


class Fault(NamedTuple):
    """One mistake: the row as the file counts it (none where it is about the whole), the column."""

    row: int | None
    column: str
    zh: str
    en: str


@dataclass(slots=True)
class Reading:
    """What was read: rows as they would be typed, what was put right, what is wrong."""

    rows: list[Row] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_table(grid: Grid, form: Form, table: Field, today: date) -> Reading:
    """The rows of the table, checked as the form checks them."""
    reading = Reading()
    found = _headings(grid, table)
    if found is None:
        names = "、".join(column.label.zh for column in table.columns)
        reading.faults.append(
            _fault(None, "", both("找不到列名：前 10 行里没有“{names}”", names=names))
        )
        return reading
    top, columns = found
    _about_columns(grid, table, top, columns, reading=reading)
    _about_make(grid, top, reading)
    rows = list(_rows(grid, top, columns, reading))
    reading.rows = [row for _, row in rows]
    if not rows:
        reading.faults.append(_fault(None, "", both("列名下面没有数据")))
    letters = {column.id: at for at, column in columns.items()}
    reading.faults += _checked(
        form, table, rows, today=today, letters=letters, known=reading.faults
    )
    reading.faults.sort(key=lambda one: (one.row or 0, one.column))
    return reading


def _fault(row: int | None, column: str, said: Said) -> Fault:
    return Fault(row, column, said.zh, said.en)


def _name(text: object) -> str:
    tight = SPACES.sub("", unicodedata.normalize("NFKC", str(text)))
    return tight.lower()


def _names(column: Field) -> set[str]:
    return {_name(word) for word in (column.label.zh, column.label.en, column.id)}


def _heading_of(table: Field, text: object) -> Field | None:
    words = {_name(text), TRAILING.sub("", _name(text))}
    return next((column for column in table.columns if _names(column) & words), None)


def _headings(grid: Grid, table: Field) -> tuple[int, dict[int, Field]] | None:
    """The row that names most columns, among the first ones."""
    best: tuple[int, dict[int, Field]] | None = None
    for at, row in enumerate(grid.rows[:HEADING_ROWS]):
        found: dict[int, Field] = {}
        for place, text in enumerate(row):
            column = _heading_of(table, text) if isinstance(text, str) and text.strip() else None
            if column is not None and column not in found.values():
                found[place] = column
        if found and (best is None or len(found) > len(best[1])):
            best = at, found
    return best


def _about_columns(
    grid: Grid, table: Field, top: int, columns: Mapping[int, Field], *, reading: Reading
) -> None:
    named: list[Field] = []
    for at, text in enumerate(grid.rows[top]):
        letter = column_letter(at)
        words = str(text).strip()
        column = _heading_of(table, words) if words else None
        if column is not None and column in named:
            said = both("“{name}”列出现了两次，请只留一列", name=column.label)
            reading.faults.append(_fault(top + 1, letter, said))
        elif column is None and words and words not in LEARNER:
            reading.notes.append(
                both("{letter} 列“{name}”不是本表的列，没有读入", letter=letter, name=words[:20])
            )
        elif column is not None:
            named.append(column)
    for column in table.columns:
        if column.required and column not in columns.values():
            said = both("缺少“{name}”列", name=column.label)
            reading.faults.append(_fault(top + 1, "", said))


def _about_make(grid: Grid, top: int, reading: Reading) -> None:
    """What the file hides or joins, told by its place."""
    for place in grid.make.merged:
        said = both("{place} 是合并单元格：请取消合并，每一行分别填写", place=place)
        reading.faults.append(_fault(_row_of(place), place, said))
    hidden = [row for row in grid.make.hidden_rows if row > top + 1]
    if hidden:
        reading.notes.append(both("第 {rows} 行在表中是隐藏的，也已读入", rows=_listed(hidden)))
    if grid.make.hidden_columns:
        letters = _listed(grid.make.hidden_columns)
        reading.notes.append(both("{letters} 列在表中是隐藏的，也已读入", letters=letters))
    others = [name for name in grid.other_sheets if not name.startswith(("示例", "Example"))]
    if others:
        reading.notes.append(both("只读第一张工作表，另有 {n} 张没有读", n=len(others)))


def _row_of(place: str) -> int | None:
    digits = "".join(sign for sign in place.partition(":")[0] if sign.isdigit())
    return int(digits) if digits else None


def _listed(numbers: Sequence[object]) -> str:
    shown = "、".join(str(one) for one in numbers[:FEWEST_TO_LIST])
    return shown if len(numbers) <= FEWEST_TO_LIST else f"{shown}…"


def _rows(
    grid: Grid, top: int, columns: Mapping[int, Field], reading: Reading
) -> Iterator[tuple[int, Row]]:
    """Each row that holds anything, with its number in the file."""
    tidied = 0
    for number, values in enumerate(grid.rows[top + 1 :], start=top + 2):
        row: Row = {}
        for at, column in columns.items():
            value = values[at] if at < len(values) else ""
            if value is None or str(value).strip() == "":
                continue
            formula = (number - 1, at) in grid.make.formulas
            read = _read(column, value, formula=formula)
            if isinstance(read, Said):
                reading.faults.append(_fault(number, column_letter(at), read))
                row[column.id] = ""
                continue
            text = entry(column, read)
            tidied += isinstance(value, str) and column.type in NARROW and text != value
            row[column.id] = text
        if row:
            yield number, row
    if tidied:
        reading.notes.append(both("{n} 个单元格里的全角字符或空格已改正", n=tidied))


def _read(column: Field, value: object, *, formula: bool) -> str | Said:
    """A cell as it would be typed, or why it cannot be taken."""
    name = column.label
    if formula and column.type in IDENTITY | {"mobile"}:
        return both("“{name}”是公式：请改为填写号码本身", name=name)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(column, value)
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(column, value)
    return tidy(column, str(value))


def _number(column: Field, value: float) -> str | Said:
    name = column.label
    if column.type in IDENTITY:
        return both("“{name}”是数字格式，末位可能已丢失：请改为文本后重填", name=name)
    if column.type in ("date", "time", "instant"):
        return both(
            "“{name}”是数字，不是日期或时间格式：请把单元格改为日期格式，或写成 2020-06-01",
            name=name,
        )
    if value != value or abs(value) >= EXACT:  # noqa: PLR0124 - not a number is unlike itself
        return both("“{name}”的数字过长，末位可能已丢失：请改为文本后重填", name=name)
    return str(int(value)) if value == int(value) else repr(value)


def _moment(column: Field, value: date | time | timedelta) -> str | Said:
    """A date cell is a date; where none is asked for, nobody guesses what it was."""
    if column.type == "date" and isinstance(value, date):
        return value.isoformat()[:10]
    if column.type == "time" and isinstance(value, datetime | time):
        return value.strftime("%H:%M")
    if column.type == "time" and isinstance(value, timedelta) and value < timedelta(days=1):
        minutes = int(value.total_seconds()) // SECONDS
        return f"{minutes // SECONDS:02d}:{minutes % SECONDS:02d}"
    return both("“{name}”是日期格式：请改为文本后重填", name=column.label)


def _checked(
    form: Form,
    table: Field,
    rows: Sequence[tuple[int, Row]],
    *,
    today: date,
    letters: Mapping[str, int],
    known: Sequence[Fault],
) -> list[Fault]:
    """What the form itself says against the rows; a cell that was refused is not blamed twice."""
    try:
        form.check({table.id: [row for _, row in rows]}, today=today)
    except AnswersRefused as refused:
        problems = [one for one in refused.problems if one.field.startswith(f"{table.id}[")]
        whole = [
            one for one in refused.problems if one.field == table.id and one.code != "required"
        ]
    else:
        return []
    blamed = {(one.row, one.column) for one in known}
    # A column that is missing was told once; it is not told again in every row.
    absent = {column.id for column in table.columns} - letters.keys()
    found = [Fault(None, "", one.zh, one.en) for one in whole]
    for one in problems:
        place, _, name = one.field.removeprefix(f"{table.id}[").partition("].")
        number = rows[int(place.rstrip("]"))][0]
        letter = column_letter(letters[name]) if name in letters else ""
        if name not in absent and (number, letter) not in blamed:
            found.append(Fault(number, letter, _short(one.zh, table, name), one.en))
    return found


def _short(sentence: str, table: Field, name: str) -> str:
    """The row is named in its own column, as the file counts it."""
    column = next((one for one in table.columns if one.id == name), None)
    words = QUOTED.sub("", sentence)
    return f"“{column.label.zh}”{words}" if column is not None else words
