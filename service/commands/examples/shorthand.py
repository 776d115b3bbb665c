"""What examples need not spell out: forty people, a timetable, one row for many lines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from service.domain.invented import Invented

Row = dict[str, Any]
HOURS_A_DAY = 8
MORNING = 4


def filed(request: Mapping[str, Any]) -> Row:
    """The opening request as a form would hand it in."""
    answers = dict(request)
    if isinstance(answers.get("roster"), int):
        common = answers.pop("everyone", {})
        special = {row["line"]: row for row in answers.pop("except", [])}
        people = Invented(answers.pop("people", 2020)).people(answers["roster"])
        answers["roster"] = [
            {
                "name": person.name,
                "id_no": person.id_no,
                "phone": person.phone,
                **common,
                **_without(special.get(line, {}), "line"),
            }
            for line, person in enumerate(people, start=1)
        ]
    if isinstance(answers.get("lessons"), dict):
        answers["lessons"] = list(timetable(answers["lessons"], answers["starts_on"]))
    return {name: plain(value) for name, value in answers.items()}


def timetable(blocks: Mapping[str, Mapping[str, Any]], first: date) -> Iterator[Row]:
    """Lessons laid out day by day, eight hours a day, in the order of the blocks."""
    day, used = first, 0
    for content, block in blocks.items():
        left = block["hours"]
        while left:
            hours = min(left, MORNING - used % MORNING)
            start = 9 + used + (1 if used >= MORNING else 0)  # an hour for lunch
            yield {
                "date": day,
                "start": f"{start:02d}:00",
                "end": f"{start + hours:02d}:00",
                "hours": hours,
                "content": content,
                **_without(block, "hours"),
            }
            used, left = used + hours, left - hours
            if used == HOURS_A_DAY:
                day, used = day + timedelta(days=1), 0


def expanded(answers: Mapping[str, Any], heads: int) -> Row:
    """Rows that stand for many lines (`lines = "1-38"`) written out."""
    return {name: plain(_written_out(value, heads)) for name, value in answers.items()}


def plain(value: Any) -> Any:
    """Dates as the text a form would send."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _written_out(value: Any, heads: int) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [row for one in value for row in _rows(one, heads)]
    return value


def _rows(row: Mapping[str, Any], heads: int) -> Iterator[Row]:
    if "lines" not in row:
        yield dict(row)
        return
    rest = _without(row, "lines")
    for line in _lines(row["lines"], heads):
        filled = {k: v.format(line=line) if isinstance(v, str) else v for k, v in rest.items()}
        yield {"line": line, **filled}


def _lines(text: str, heads: int) -> Sequence[int]:
    if text == "all":
        return range(1, heads + 1)
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def _without(row: Mapping[str, Any], key: str) -> Row:
    return {k: v for k, v in row.items() if k != key}
