"""What is wrong with a report's file, each sentence naming the key."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from string import Formatter
from typing import Any

from service.domain.dispatch_layout import UNIT, read_units
from service.domain.dispatch_schedule import SHIFTS

_FILE = {"title", "clause", "article", "unit_line", "heading", "column", "annex", "level"}
_MAY_FILE = {"schedule", "date_line", "note"}
_SCHEDULE = {"since", "until", "shift", "remind_workdays", "clause"}
_MONTHLY, _TURNING = {"days_of_month"}, {"anchor", "every_days"}
_WHOLE = ("row", "column", "rows", "columns")
_DATE_PARTS = {"year", "month", "day"}
_LAST_DAY_OF_A_MONTH = 31


def problems(raw: Mapping[str, Any], regions: object, figures: Collection[str]) -> list[str]:
    """Every problem of the file at once; none means it can be read and relied on."""
    misshapen = list(_shape(raw))
    if misshapen:
        return misshapen
    found = list(_names("", raw, _FILE | {"schedule"}, _MAY_FILE))
    if found:
        return found
    found += _words(raw)
    found += _schedule(raw["schedule"])
    found += _columns(raw["column"], figures)
    found += _headings(raw["heading"], len(raw["column"]))
    found += _levels(raw["level"], regions if isinstance(regions, list) else [])
    return found


def _say(where: str, zh: str, en: str) -> str:
    return f"{where}：{zh} / {en}"


def _shape(raw: Mapping[str, Any]) -> Iterator[str]:
    """Tables where tables belong; nothing else can be read before that holds."""
    for name in ("title", "unit_line", "date_line", "annex", "schedule"):
        if not isinstance(raw.get(name, {}), Mapping):
            yield _say(name, "应为表", "must be a table")
    for name in ("heading", "column", "note", "level"):
        rows = raw.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            yield _say(name, "应为表", "must be a table")


def _names(
    where: str, table: Mapping[str, Any], needed: set[str], may: Collection[str] = ()
) -> Iterator[str]:
    for name in sorted(set(table) - needed - set(may)):
        yield _say(where or name, f"不认识的键 {name}", f"unknown key {name}")
    for name in sorted(needed - set(table)):
        yield _say(where or name, f"缺少 {name}", f"{name} is missing")


def _both(where: str, names: Mapping[str, Any]) -> Iterator[str]:
    if not all(isinstance(names.get(tongue), str) and names[tongue] for tongue in ("zh", "en")):
        yield _say(where, "须有中文和英文", "needs words in zh and in en")


def _words(raw: Mapping[str, Any]) -> Iterator[str]:
    blanks = {"title": set(), "unit_line": {UNIT}, "date_line": _DATE_PARTS, "annex": set()}
    for name, known in blanks.items():
        if name not in raw:
            continue
        wrong = list(_both(name, raw[name]))
        yield from wrong or _blanks(name, raw[name], known)
    for number, note in enumerate(raw.get("note", ()), start=1):
        yield from _names(f"note[{number}]", note, {"zh", "en"}, {"clause"})
        yield from _both(f"note[{number}]", note)
    for name in ("clause", "article"):
        if not isinstance(raw[name], str) or not raw[name]:
            yield _say(name, "应为文字", "must be text")


def _blanks(where: str, names: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    for words in names.values():
        try:
            asked = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
        except ValueError:
            asked = {words}
        for name in sorted(asked - known):
            yield _say(where, f"占位词 {name} 不可用", f"unknown blank {name}")


def _schedule(table: Mapping[str, Any]) -> Iterator[str]:
    turning = "anchor" in table
    needed = _SCHEDULE | (_TURNING if turning else _MONTHLY)
    wrong = list(_names("schedule", table, needed, {"defaults", "article"}))
    wrong += [
        _say(f"schedule.{name}", "应为日期", "must be a date")
        for name in ("since", "until", "anchor")
        if name in table and not _is_day(table[name])
    ]
    if wrong:
        yield from wrong
        return
    if table["until"] < table["since"]:
        yield _say("schedule.until", "早于 since", "is before since")
    if table["shift"] not in SHIFTS:
        yield _say("schedule.shift", f"应为 {SHIFTS}", f"must be one of {SHIFTS}")
    if not _is_whole(table["remind_workdays"]):
        yield _say("schedule.remind_workdays", "应为正整数", "must be a whole number")
    if turning and not _is_whole(table["every_days"]):
        yield _say("schedule.every_days", "应为正整数", "must be a whole number")
    days = [1] if turning else table["days_of_month"]
    if not isinstance(days, list) or not days or not all(_is_day_of_month(day) for day in days):
        yield _say("schedule.days_of_month", "应为 1 至 31 的日子", "must list days from 1 to 31")


def _columns(columns: list[Mapping[str, Any]], figures: Collection[str]) -> Iterator[str]:
    for column in columns:
        where = f"column.{column.get('id')}"
        yield from _names(where, column, {"id", "zh", "en", "figure"}, {"clause", "annex"})
        yield from _both(where, column)
        if column.get("figure") not in {*figures, UNIT}:
            yield _say(
                f"{where}.figure",
                f"没有数字 {column.get('figure')}",
                f"there is no figure {column.get('figure')}",
            )
        if not isinstance(column.get("annex", False), bool):
            yield _say(f"{where}.annex", "应为 true 或 false", "must be true or false")
    for name, times in Counter(str(column.get("id")) for column in columns).items():
        if times > 1:
            yield _say(f"column.{name}", "重复", "stands twice")
    if not any(column.get("figure") != UNIT for column in columns):
        yield _say("column", "没有数字栏", "no column holds a number")


def _headings(headings: list[Mapping[str, Any]], columns: int) -> Iterator[str]:
    wrong: list[str] = []
    for number, heading in enumerate(headings, start=1):
        where = f"heading[{number}]"
        wrong += _names(where, heading, {"row", "column", "zh", "en"}, {"rows", "columns"})
        wrong += _both(where, heading)
        wrong += [
            _say(f"{where}.{name}", "应为正整数", "must be a whole number")
            for name in _WHOLE
            if not _is_whole(heading.get(name, 1))
        ]
    yield from wrong or _tiles(headings, columns)


def _tiles(headings: list[Mapping[str, Any]], columns: int) -> Iterator[str]:
    """The headings must cover every column in every row once, as merged cells of a sheet do."""
    covered = Counter(cell for heading in headings for cell in _cells(heading))
    rows = max((row for row, _ in covered), default=0)
    for cell in sorted(
        covered.keys() | {(r, c) for r in range(1, rows + 1) for c in range(1, columns + 1)}
    ):
        where = "heading.row {}.column {}".format(*cell)
        if covered[cell] == 0:
            yield _say(where, "没有表头", "has no heading")
        elif covered[cell] > 1:
            yield _say(where, "两个表头重叠", "two headings overlap")
        elif cell[1] > columns:
            yield _say(where, f"只有 {columns} 栏", f"there are {columns} columns only")


def _cells(heading: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    for row in range(heading.get("rows", 1)):
        for column in range(heading.get("columns", 1)):
            yield heading["row"] + row, heading["column"] + column


def _levels(levels: list[Mapping[str, Any]], regions: list[Mapping[str, str]]) -> Iterator[str]:
    wrong: list[str] = []
    for number, level in enumerate(levels):
        where = f"level[{number + 1}]"
        wrong += _names(where, level, {"unit"} if number else set())
        units = level.get("unit", [])
        if not isinstance(units, list) or not all(isinstance(one, Mapping) for one in units):
            wrong.append(_say(f"{where}.unit", "应为表", "must be a table"))
            continue
        for one in units:
            wrong += _names(f"{where}.unit", one, {"code", "zh", "en"})
            wrong += _both(f"{where}.unit", one)
    yield from wrong or _reporting(levels, regions)


def _reporting(levels: list[Mapping[str, Any]], regions: list[Mapping[str, str]]) -> Iterator[str]:
    """Every office but those at the top reports to exactly one other."""
    units = list(read_units(levels, regions))
    for unit in units:
        above = [other.code for other in units if other.holds(unit)]
        if unit.level < len(levels) - 1 and len(above) != 1:
            yield _say(
                f"level.unit.{unit.code}",
                f"应有一个上级，现有 {len(above)} 个",
                f"must report to one office, not to {len(above)}",
            )


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_day_of_month(value: object) -> bool:
    return _is_whole(value) and isinstance(value, int) and value <= _LAST_DAY_OF_A_MONTH
