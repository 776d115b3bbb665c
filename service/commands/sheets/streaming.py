"""The parts of a workbook as they stream by: counted, measured, and nothing of them kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from re import compile as pattern
from typing import Any

from lxml import etree

from service.domain.refusals import Sentence

MOST_ROWS = 5_000
MOST_COLUMNS = 200
# A few letters of XML become a hundred bytes of memory each; no table of people needs so many.
MOST_ELEMENTS = 1_000_000
# A text that stands once in the file is written out anew in every cell that names it.
MOST_TEXT = 40 * 1024 * 1024
PIECE = 64 * 1024
PLACE = pattern(r"([A-Z]{1,3})([0-9]{1,7})")
ALPHABET = 26
NO = {"0", "false", None}


class SheetRefused(Exception):
    """The file is not read at all; the sentence says why and what to do."""

    def __init__(self, said: Any) -> None:
        self.said = said
        super().__init__(said.zh)


@dataclass(slots=True)
class Make:
    """How the first sheet is made: what its values alone do not tell."""

    packed: bytes = b""
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)


def unreadable() -> SheetRefused:
    """Whatever is wrong inside the file, there is one thing to do."""
    return SheetRefused(
        Sentence(
            "文件打不开：请用表格软件另存为 .xlsx 或 CSV 后再上传",
            "The file cannot be opened: save it as .xlsx or CSV and upload it again",
        )
    )


def too_large() -> SheetRefused:
    """The file is small and what is in it is not."""
    return SheetRefused(
        Sentence(
            "文件展开后过大，没有打开：请只保留要导入的表格",
            "The file is too large once expanded and was not opened: keep only the table",
        )
    )


def too_many(most_rows: int) -> SheetRefused:
    """The table goes on and on."""
    most = f"{most_rows} 行或 {MOST_COLUMNS} 列"
    return SheetRefused(
        Sentence(
            f"表格超过 {most}，没有读入：请删去表格以外的内容",
            f"More than {most_rows} rows or {MOST_COLUMNS} columns; not read: delete what lies"
            " outside the table",
        )
    )


def column_letter(column: int) -> str:
    """0 → A, 26 → AA, as a spreadsheet names its columns."""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % ALPHABET) + letters
        column = column // ALPHABET - 1
    return letters


def text_lengths(part: bytes) -> list[int]:
    """How long each of the texts is that cells name by number."""
    texts = Texts()
    _stream(part, texts)
    return texts.lengths


def make_of(part: bytes, texts: Sequence[int], most_rows: int = MOST_ROWS) -> Make:
    """How a sheet is made; refused where it is more than any table of people."""
    sheet = SheetSeen(texts, most_rows)
    _stream(part, sheet)
    return sheet.make


def _stream(part: bytes, target: Any) -> None:
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True)
    for at in range(0, len(part), PIECE):
        parser.feed(part[at : at + PIECE])
    parser.close()


class Counted:
    """What every part has in common: so many elements and no more, and no entities."""

    def __init__(self) -> None:
        self.elements = 0

    def start(self, _tag: str, _given: Any) -> None:
        """One element more."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise too_large()

    def doctype(self, *_: object) -> None:
        """No spreadsheet declares entities of its own."""
        raise unreadable()

    def end(self, _tag: str) -> None:
        """Nothing was kept, so nothing is let go."""

    def data(self, _text: str) -> None:
        """Text."""

    def close(self) -> None:
        """The end of the part."""


class Texts(Counted):
    """The texts that cells name by number: how long each is."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []

    def start(self, tag: str, given: Any) -> None:
        """A text begins."""
        super().start(tag, given)
        if _local(tag) == "si":
            self.lengths.append(0)

    def data(self, text: str) -> None:
        """More of the text."""
        if self.lengths:
            self.lengths[-1] += len(text)


class SheetSeen(Counted):
    """One sheet: its formulas, joined and hidden parts, and how much text it will be."""

    def __init__(self, texts: Sequence[int], most_rows: int = MOST_ROWS) -> None:
        super().__init__()
        self.make, self._most_rows = Make(), most_rows
        self._texts, self._text = texts, 0
        self._row = self._column = -1
        self._shared: str | None = None
        self._seen: Mapping[str, Callable[[Any], None]] = {
            "row": self._a_row,
            "c": self._a_cell,
            "v": self._a_value,
            "f": self._a_formula,
            "col": self._a_column,
            "mergeCell": self._a_join,
        }
        self._names_text = False

    def start(self, tag: str, given: Any) -> None:
        """An element that says something, or not."""
        super().start(tag, given)
        if (seen := self._seen.get(_local(tag))) is not None:
            seen(given)

    def data(self, text: str) -> None:
        """The number of a text, perhaps in pieces."""
        if self._shared is not None:
            self._shared += text

    def end(self, tag: str) -> None:
        """The cell names its text: so much more is there."""
        if self._shared is None or _local(tag) != "v":
            return
        number, self._shared = int(self._shared), None
        if not 0 <= number < len(self._texts):
            raise unreadable()
        self._text += self._texts[number]
        if self._text > MOST_TEXT:
            raise too_large()

    def _a_row(self, given: Any) -> None:
        self._row, self._column = int(given.get("r", self._row + 2)) - 1, -1
        self._within()
        if given.get("hidden") not in NO:
            self.make.hidden_rows.append(self._row + 1)

    def _a_cell(self, given: Any) -> None:
        reference = given.get("r")
        self._names_text = given.get("t") == "s"
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = _place(reference)
        self._within()

    def _a_value(self, _given: Any) -> None:
        self._shared = "" if self._names_text else None

    def _a_formula(self, _given: Any) -> None:
        self.make.formulas.add((self._row, self._column))

    def _a_column(self, given: Any) -> None:
        if given.get("hidden") not in NO:
            first, last = int(given.get("min", 1)), int(given.get("max", 1))
            columns = range(max(first, 1), min(last, MOST_COLUMNS) + 1)
            self.make.hidden_columns += [column_letter(one - 1) for one in columns]

    def _a_join(self, given: Any) -> None:
        if len(self.make.merged) < MOST_ROWS:
            self.make.merged.append(str(given.get("ref", ""))[:20])

    def _within(self) -> None:
        if self._row >= self._most_rows or self._column >= MOST_COLUMNS:
            raise too_many(self._most_rows)


def _local(tag: str) -> str:
    """The name alone: whoever reads the values later looks at no namespace either."""
    return tag.rpartition("}")[2]


def _place(reference: str) -> tuple[int, int]:
    found = PLACE.fullmatch(reference)
    if found is None:
        raise unreadable()
    number = 0
    for letter in found[1]:
        number = number * ALPHABET + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, number - 1
