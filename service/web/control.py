"""What a page draws of a form: controls with their words, what was typed and what is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FEW = 5
ISO_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d{2}")
WIDE = {"long_text", "table", "choices"}
INPUT_TYPES = {"date": "date", "instant": "datetime-local", "time": "time", "file": "file"}
MODES = {
    "integer": "numeric",
    "hours": "numeric",
    "money": "decimal",
    "percent": "decimal",
    "mobile": "tel",
    "bank_account": "numeric",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One problem as the page shows it: the sentence, its clause, and where to jump to."""

    text: str
    clause: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One field as the page draws it."""

    kind: str
    name: str
    label: str
    hint: str = ""
    unit: str = ""
    value: str = ""
    example: str = ""
    section: str = ""
    required: bool = False
    read_only: bool = False
    options: Sequence[Option] | None = None
    problems: Sequence[Wrong] = ()
    columns: Sequence["Control"] = ()
    rows: Sequence["Row"] = ()
    fixed: bool = False
    one_by_one: bool = False
    remarks: Sequence[str] = ()
    attached: Sequence["Attached"] = ()
    many: bool = False
    # When it is asked for, as the page's script reads it; the form whose fields it speaks of.
    when: str = ""
    names_of: str = ""

    @property
    def id(self) -> str:
        """The name by which a label and a jump find the control."""
        return f"f-{self.name}"

    @property
    def wide(self) -> bool:
        """Whether it needs the whole width."""
        return self.kind in WIDE

    @property
    def few(self) -> bool:
        """Few enough choices to show them all at once."""
        return self.options is not None and len(self.options) <= FEW

    @property
    def input_type(self) -> str:
        """The browser's own kind of input; a day that is none is kept as the text it was."""
        if self.kind == "date" and self.value and not ISO_DAY.fullmatch(self.value):
            return "text"
        return INPUT_TYPES.get(self.kind, "text")

    @property
    def mode(self) -> str:
        """The keyboard a telephone should show."""
        return MODES.get(self.kind, "")

    @property
    def column(self) -> str:
        """The column of a table the control stands in."""
        return self.name.rpartition("-")[2]

    @property
    def named(self) -> bool:
        """Whether every row names its learner, so that nobody need type the line."""
        return self.fixed and all(row.label for row in self.rows)

    @property
    def labelled(self) -> bool:
        """Whether a column says whom each row is about."""
        return any(row.label for row in self.rows)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was sent for a field; it stays while the form is mended."""

    reference: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; its label says whom it is about."""

    index: int
    cells: Sequence[Control]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Controls that belong together."""

    title: str
    controls: Sequence[Control]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole form, ready for the page."""

    title: str
    help: str
    clause: str
    sections: Sequence[Section]
    problem_list: Sequence[Wrong] = ()
    # Words offered for a field: form → the names of its fields.
    offered: Mapping[str, Sequence[str]] = field(default_factory=dict)
