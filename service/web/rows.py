"""Rows of a table on a page, with no script: added, dropped, pasted from a spreadsheet, filled."""

import unicodedata
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from re import compile as pattern

from forms import Field, Form
from service.web.language import either, say

PASTED = "_paste-"
# Numbers that name somebody: a spreadsheet keeps fifteen digits and makes the rest noughts.
IDENTITY = frozenset({"id_no", "uscc", "bank_account"})
NARROW = IDENTITY | {"mobile", "integer", "hours", "money", "percent", "date", "time", "instant"}
SPACES = pattern(r"[\s\u200b\ufeff]+")
TEN = 10
TRUE_WORDS = frozenset({"是", "有", "对", "√", "✓", "yes", "y", "true", "1"})
FALSE_WORDS = frozenset({"否", "无", "不", "×", "no", "n", "false", "0", "-", "—"})

Typed = Mapping[str, object]
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Edited:
    """What is typed after a button about rows was pressed, and the table that was pasted into."""

    typed: dict[str, object]
    pasted: str = ""
    notes: tuple[str, ...] = ()


def edited(form: Form, typed: Typed, posted: Mapping[str, str]) -> Edited | None:
    """The form after a button about rows; None where it is to be handed in."""
    tables = {f.id: f for f in form.fields if f.type == "table"}
    for name, table in tables.items():
        if posted.get(PASTED + name, "").strip():
            pasted = read(table, posted[PASTED + name])
            rows = merged(table, _rows(typed.get(name)), pasted)
            notes = _notes(table, pasted, posted[PASTED + name])
            return Edited({**typed, name: rows}, pasted=name, notes=notes)
    if "add-row" in posted:
        return Edited(add_rows(typed, tables.get(posted["add-row"])))
    if "add-rows" in posted:
        return Edited(add_rows(typed, tables.get(posted["add-rows"]), count=TEN))
    if "drop-row" in posted:
        return Edited(_without_row(typed, posted["drop-row"]))
    if "fill-down" in posted:
        return Edited(_filled(typed, tables.get(posted["fill-down"])))
    if "insert-phrase" in posted:
        typed = _with_phrase(form, typed, posted)
    return Edited(dict(typed)) if {"paste-rows", "insert-phrase"} & posted.keys() else None


def _with_phrase(form: Form, typed: Typed, posted: Mapping[str, str]) -> dict[str, object]:
    """The form with a stock phrase added to the field it was meant for."""
    place, phrase = posted.get("_into", ""), posted.get("_phrase", "").strip()
    if not phrase or place not in {f.id for f in form.fields if f.type == "long_text"}:
        return dict(typed)
    return {**typed, place: f"{typed.get(place) or ''}{phrase}"}


def read(table: Field, text: str) -> list[Row]:
    """The rows of a pasted text, a tab between cells; a line of headings may change their order."""
    lines = [line.split("\t") for line in text.splitlines() if line.strip()]
    columns: Sequence[Field | None] = table.columns
    named = {label: c for c in table.columns for label in (c.label["zh"], c.label["en"], c.id)}
    if lines and any(cell.strip() in named for cell in lines[0]):
        columns = [named.get(cell.strip()) for cell in lines.pop(0)]
    return [
        {
            c.id: value
            for c, cell in zip(columns, line, strict=False)
            if c and (value := entry(c, tidy(c, cell)))
        }
        for line in lines
    ]


def tidy(column: Field, text: str) -> str:
    """Full-width signs made narrow and spaces taken out where a number or a date is asked for."""
    if column.type not in NARROW:
        return text.strip()
    return SPACES.sub("", unicodedata.normalize("NFKC", text))


def _notes(table: Field, pasted: Sequence[Row], text: str) -> tuple[str, ...]:
    """What was put right, and the blanks that merged cells leave behind when they are pasted."""
    notes = []
    wide = sum(sign.isdigit() and not sign.isascii() for sign in text)
    if wide:
        notes.append(say("{n} 个全角数字已改为半角", n=wide))
    for column in table.columns:
        filled = [bool(row.get(column.id)) for row in pasted]
        gaps = [at for at, full in enumerate(filled) if not full and any(filled[:at])]
        if column.required and gaps:
            label = either(column.label)
            notes.append(
                say(
                    "“{label}”有 {n} 行是空的。合并单元格粘贴后只有第一行有内容，请逐行补上",
                    label=label,
                    n=len(gaps),
                )
            )
    return tuple(notes)


def without_untouched(typed: Typed, tables: frozenset[str]) -> dict[str, object]:
    """What is typed; a row of these tables that holds only its line number counts as blank."""
    answers = dict(typed)
    for name in tables & answers.keys():
        rows = _rows(answers[name])
        answers[name] = [
            row if any(v for k, v in row.items() if k != "line") else {} for row in rows
        ]
    return answers


def add_rows(typed: Typed, table: Field | None, *, count: int = 1) -> dict[str, object]:
    """What is typed, with empty rows at the end of the table."""
    if table is None:
        return dict(typed)
    return {**typed, table.id: [*_rows(typed.get(table.id)), *({} for _ in range(count))]}


def _without_row(typed: Typed, place: str) -> dict[str, object]:
    """What is typed, without one row; `place` reads `roster-3`."""
    table, _, index = place.rpartition("-")
    kept = [row for at, row in enumerate(_rows(typed.get(table))) if str(at) != index]
    return {**typed, table: kept} if table in typed else dict(typed)


def _filled(typed: Typed, table: Field | None) -> dict[str, object]:
    """What is typed; what the first row holds is put into the empty cells below it."""
    rows = _rows(typed.get(table.id)) if table else []
    if table is None or not rows or table.one_by_one:
        return dict(typed)
    own = {c.id for c in table.columns if c.unique or c.personal or c.type == "id_no"} | {"line"}
    first = {name: value for name, value in rows[0].items() if name not in own and value}
    below = [{**first, **{k: v for k, v in row.items() if v}} for row in rows[1:]]
    return {**typed, table.id: [rows[0], *below]}


def merged(table: Field, rows: list[Row], pasted: list[Row]) -> list[Row]:
    """Pasted rows go to the row of their line number, others to the end; empty rows make room."""
    kept = [dict(row) for row in rows if any(row.values())]
    if not any(column.id == "line" for column in table.columns):
        return kept + pasted
    waiting: dict[str, deque[Row]] = defaultdict(deque)
    for row in kept:
        waiting[str(row.get("line", ""))].append(row)
    for one in pasted:
        # Somebody may stand on several rows, each for a time of its own: each is kept.
        line = str(one.get("line", ""))
        if line and waiting[line]:
            waiting[line].popleft().update(one)
        else:
            kept.append(dict(one))
    return kept


def entry(column: Field, text: str) -> str:
    """A cell as the form's page would send it: choices and yes or no by their own names."""
    word = text.strip()
    if column.type == "boolean":
        low = word.lower()
        return "true" if low in TRUE_WORDS else "" if low in FALSE_WORDS else word
    labels = {label: c.id for c in column.choices for label in (c.label["zh"], c.label["en"])}
    return labels.get(word, word)


def _rows(value: object) -> list[Row]:
    rows = value if isinstance(value, list | tuple) else ()
    return [dict(row) for row in rows if isinstance(row, Mapping)]
