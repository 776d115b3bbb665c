"""A bank for tests: reads a payment list and answers it as banks do, rightly and wrongly."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from python_calamine import CalamineWorkbook

from service.domain.bank_layout import PAID, RETURNED, XLSX, Layout, Place

Rows = list[list[str]]


@dataclass
class Mood:
    """What the bank does otherwise than pay every line in order: by the line's place, from 1."""

    results: Mapping[int, str] = field(default_factory=dict)
    only: Sequence[int] | None = None
    backwards: bool = False
    twice: Sequence[int] = ()
    amounts: Mapping[int, str] = field(default_factory=dict)
    accounts: Mapping[int, str] = field(default_factory=dict)
    refs: Mapping[int, str] = field(default_factory=dict)
    batch: str | None = None
    total: str | None = None
    encoding: str | None = None
    formula: bool = False


@dataclass
class Bank:
    """One bank and the layout it speaks."""

    layout: Layout

    def code(self, result: str) -> str:
        """Its first code of that meaning."""
        return next(code for code, meant in self.layout.codes.items() if meant.result == result)

    def answer(self, sent: bytes, mood: Mood | None = None) -> bytes:
        """The list with a result behind each line."""
        mood = mood or Mood()
        head, lines, foot = self._taken_apart(self._cells(sent))
        told = [self._told(line, no, mood) for no, line in enumerate(lines, start=1)]
        order = list(mood.only or range(1, len(told) + 1)) + list(mood.twice)
        picked = [told[no - 1] for no in (reversed(order) if mood.backwards else order)]
        if self.layout.titles:
            head[-1] = head[-1] + [place.zh for place in self.layout.answer]
        summaries = [self._summed(row, picked, mood) for row in (*head, *foot)]
        return self._written([*summaries[: len(head)], *picked, *summaries[len(head) :]], mood)

    # --- a line --------------------------------------------------------------------------------

    def _told(self, line: list[str], no: int, mood: Mood) -> list[str]:
        line = list(line)
        for word, changed in (
            ("amount", mood.amounts),
            ("account", mood.accounts),
            ("ref", mood.refs),
        ):
            if no in changed:
                line[self._at(word)] = changed[no]
        code = mood.results.get(no, self.code(PAID))
        code = self.code(RETURNED) if code == RETURNED else code
        cells = {
            "code": code,
            "note": "见代码" if code != self.code(PAID) else "",
            "done_on": "2020-05-28",
        }
        return line + [cells[place.holds] for place in self.layout.answer]

    def _at(self, word: str) -> int:
        return next(at for at, one in enumerate(self.layout.columns) if one.holds == word)

    # --- the whole -----------------------------------------------------------------------------

    def _taken_apart(self, rows: Rows) -> tuple[Rows, Rows, Rows]:
        top = bool(self.layout.head) + self.layout.titles
        end = len(rows) - bool(self.layout.foot)
        return rows[:top], rows[top:end], rows[end:]

    def _summed(self, row: list[str], told: Rows, mood: Mood) -> list[str]:
        """The bank's own words about the whole: what it answers, not what it was sent."""
        places = next(
            (p for p in (self.layout.head, self.layout.foot) if p and self._is(row, p)), None
        )
        if places is None:
            return row
        total = mood.total or self._added([line[self._at("amount")] for line in told])
        said = {
            "count": str(len(told)),
            "total": total,
            **({"batch": mood.batch} if mood.batch else {}),
        }
        cells = list(row)
        for at, place in enumerate(places):
            if place.holds in said:
                cells[at if self.layout.fixed else 2 * at + 1] = said[place.holds]
        return cells

    def _is(self, row: list[str], places: Sequence[Place]) -> bool:
        first = places[0].text if self.layout.fixed else places[0].zh
        return row[0] == first and (not self.layout.fixed or len(row) == len(places))

    def _added(self, amounts: Sequence[str]) -> str:
        digits = (str(amount).replace(".", "") for amount in amounts)
        fen = sum(int(one) for one in digits if one.isdecimal())
        return str(fen) if self.layout.unit == "fen" else f"{fen // 100}.{fen % 100:02d}"

    # --- files ---------------------------------------------------------------------------------

    def _cells(self, sent: bytes) -> Rows:
        if self.layout.kind == XLSX:
            sheet = CalamineWorkbook.from_filelike(io.BytesIO(sent)).get_sheet_by_index(0)
            return [[_shown(cell) for cell in row] for row in sheet.to_python()]
        text = sent.decode(self.layout.encoding)
        if self.layout.fixed:
            return [self._cut(line) for line in text.splitlines()]
        return list(csv.reader(io.StringIO(text), delimiter=self.layout.delimiter))

    def _cut(self, line: str) -> list[str]:
        raw, cells = line.encode(self.layout.encoding), []
        for place in self._form(line[0], line_answered=False):
            cells.append(raw[: place.width].decode(self.layout.encoding).strip())
            raw = raw[place.width :]
        return cells

    def _form(self, mark: str, *, line_answered: bool) -> Sequence[Place]:
        lines = self.layout.answered if line_answered else self.layout.columns
        return next(
            form for form in (self.layout.head, lines, self.layout.foot) if form[0].text == mark
        )

    def _written(self, rows: Rows, mood: Mood) -> bytes:
        if self.layout.kind == XLSX:
            return self._workbook(rows, mood)
        if self.layout.fixed:
            lines = [self._joined(row) for row in rows]
        else:
            lines = [",".join(row) for row in rows]
        if mood.formula:
            lines[1] = lines[1].replace(",", ",=1+1,", 1)
        return ("\r\n".join(lines) + "\r\n").encode(mood.encoding or self.layout.encoding)

    def _joined(self, row: list[str]) -> str:
        pieces = []
        for place, cell in zip(self._form(row[0], line_answered=True), row, strict=True):
            room = place.width - len(cell.encode(self.layout.encoding))
            pieces.append(place.pad * room + cell if place.pad != " " else cell + " " * room)
        return "".join(pieces)

    def _workbook(self, rows: Rows, mood: Mood) -> bytes:
        kept = io.BytesIO()
        with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
            page = book.add_worksheet()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    page.write_string(at, column, cell)
            if mood.formula:
                page.write_formula(2, self._at("amount"), "=1500*2", None, 3000)
        return kept.getvalue()


def _shown(cell: object) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)
