"""A list of people from another office → the numbers on it, or every mistake at once."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from forms import read_form
from service.commands.sheets.reading_sheet import read_grid
from service.commands.sheets.unpacking import SheetRefused
from service.commands.sheets.writing_sheet import Sheet, workbook_of
from service.domain.invented import RESIDENT_IDS
from service.web.filing.reading_table import Fault, read_table
from service.web.filing.said import Said
from service.web.language import either, say

# A county's pensioners: 50,000 rows take four seconds and 60 MB to read.
MOST_PEOPLE = 50_000
HEADING_ROOM = 10
PEOPLE = read_form(
    {
        "name": "list_of_people",
        "zh": "比对名单",
        "en": "List to compare with",
        "field": [
            {
                "id": "people",
                "type": "table",
                "zh": "人员",
                "en": "People",
                "required": True,
                "maximum": MOST_PEOPLE,
                "column": [
                    {
                        "id": "id_no",
                        "type": "id_no",
                        "zh": "身份证号",
                        "en": "Identity number",
                        "required": True,
                        "unique": True,
                        "personal": True,
                    },
                ],
            }
        ],
    }
)


@dataclass(slots=True)
class People:
    """Who was read, what was said about it, what is wrong, and the digest of the file."""

    numbers: list[str] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    digest: str = ""


def read_people(data: bytes, today: date) -> People:
    """The identity numbers of the first sheet; names and other columns are not even kept."""
    table = PEOPLE.field("people")
    assert table is not None  # noqa: S101 - it stands a few lines above
    try:
        grid = read_grid(data, most_rows=MOST_PEOPLE + HEADING_ROOM)
    except SheetRefused as refused:
        return People(faults=[Fault(None, "", refused.said.zh, refused.said.en)])
    reading = read_table(grid, PEOPLE, table, today)
    return People(
        numbers=[] if reading.faults else [str(row["id_no"]) for row in reading.rows],
        notes=reading.notes,
        faults=reading.faults,
        digest=sha256(data).hexdigest(),
    )


def template() -> bytes:
    """A spreadsheet to fill in, an example beside it."""
    table = PEOPLE.field("people")
    assert table is not None  # noqa: S101 - it stands a few lines above
    headings, text = [either(table.columns[0].label)], frozenset({0})
    hint = [say("必填") + "，" + say("文本格式")]
    return workbook_of(
        [
            Sheet(either(PEOPLE.title), headings, [], hint, text),
            Sheet(say("示例（不读入）"), headings, [[one] for one in RESIDENT_IDS[:2]], hint, text),
        ]
    )
