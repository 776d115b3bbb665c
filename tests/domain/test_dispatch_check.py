"""What a report's file is refused for, each sentence naming the key."""

import tomllib
from copy import deepcopy
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from service.domain.dispatch_check import problems
from service.domain.dispatch_layout import read_layout

FILE = Path(__file__).parents[2] / "workflows/bpmn/chongqing/reports/dispatch.toml"
REGIONS = [{"code": "500103", "zh": "渝中区", "en": "Yuzhong"}]
FIGURES = {
    *("registered_learners", "trained_including_unfinished"),
    *("platforms_of_district", "platforms_of_ministry"),
}
OVERLAPPING = {"row": 2, "column": 2, "rows": 1, "columns": 2, "zh": "甲", "en": "A"}
CITY = {"code": "500000", "zh": "市", "en": "City"}


@cache
def report():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def broken(path, to):
    raw = deepcopy(report())
    table = raw
    for step in path[:-1]:
        table = table[step]
    if to is None:
        del table[path[-1]]
    else:
        table[path[-1]] = to
    return problems(raw, REGIONS, FIGURES)


def test_the_report_of_the_notice_is_in_order():
    assert problems(report(), REGIONS, FIGURES) == []
    turning = {**report()["schedule"], "anchor": date(2020, 4, 12), "every_days": 14}
    del turning["days_of_month"]
    assert broken(("schedule",), turning) == []
    assert broken(("date_line",), {"zh": "{year}年", "en": "{day} {month}"}) == []


@pytest.mark.parametrize(
    ("path", "to", "says"),
    [
        (("title",), "表", "title：应为表"),
        (("heading",), {}, "heading：应为表"),
        (("mayor",), "x", "unknown key mayor"),
        (("schedule",), None, "schedule is missing"),
        (("title",), {"zh": "表"}, "title：须有中文和英文"),
        (("unit_line", "zh"), "{mayor}", "unit_line：占位词 mayor 不可用"),
        (("unit_line", "zh"), "{", "unit_line：占位词 { 不可用"),
        (("article",), "", "article：应为文字"),
        (("note", 0, "page"), 1, "note[1]：不认识的键 page"),
        (("schedule", "since"), "2020-05-18", "schedule.since：应为日期"),
        (("schedule", "until"), datetime(2020, 6, 30), "schedule.until：应为日期"),  # noqa: DTZ001 - as TOML reads it
        (("schedule", "until"), date(2020, 5, 1), "schedule.until：早于 since"),
        (("schedule", "shift"), "later", "schedule.shift：应为"),
        (("schedule", "remind_workdays"), 0, "schedule.remind_workdays：应为正整数"),
        (("schedule", "remind_workdays"), True, "schedule.remind_workdays：应为正整数"),
        (("schedule", "days_of_month"), [12, 32], "schedule.days_of_month：应为"),
        (("schedule", "days_of_month"), 12, "schedule.days_of_month：应为"),
        (("schedule", "days_of_month"), [], "schedule.days_of_month：应为"),
        (("schedule", "anchor"), date(2020, 4, 12), "schedule：缺少 every_days"),
        (("column", 1, "figure"), "luck", "column.registered.figure：没有数字 luck"),
        (("column", 1, "id"), "trained", "column.trained：重复"),
        (("column", 1, "annex"), 1, "column.registered.annex：应为 true"),
        (("column", 1, "en"), "", "column.registered：须有中文和英文"),
        (("heading", 0, "rows"), 0, "heading[1].rows：应为正整数"),
        (("heading", 0, "rows"), 1, "heading.row 2.column 1：没有表头"),
        (("heading", 3), OVERLAPPING, "heading.row 2.column 3：两个表头重叠"),
        (("heading", 2, "columns"), 3, "heading.row 1.column 6：只有 5 栏"),
        (("level", 1), {}, "level[2]：缺少 unit"),
        (("level", 0), {"unit": [CITY]}, "level[1]：不认识的键 unit"),
        (("level", 1, "unit"), "x", "level[2].unit：应为表"),
        (("level", 1, "unit", 0, "zip"), 4, "level[2].unit：不认识的键 zip"),
        (("level", 1, "unit", 0, "code"), "520000", "level.unit.500103：应有一个上级"),
        (("level", 1, "unit"), [CITY, CITY], "level.unit.500103：应有一个上级，现有 2 个"),
    ],
)
def test_a_wrong_entry_is_named(path, to, says):
    found = broken(path, to)
    assert any(says in sentence for sentence in found), found


def test_every_turn_of_days_is_a_whole_number():
    turning = {**report()["schedule"], "anchor": date(2020, 4, 12), "every_days": -1}
    del turning["days_of_month"]
    assert "schedule.every_days：应为正整数" in broken(("schedule",), turning)[0]


def test_a_table_without_numbers_is_no_report():
    columns = [{**report()["column"][0]}]
    assert "column：没有数字栏" in "".join(broken(("column",), columns))


def test_whoever_reports_to_whom_follows_from_the_codes():
    layout = read_layout(report(), REGIONS)
    district, city = layout.unit("500103"), layout.unit("500000")
    assert district is not None
    assert city is not None
    assert layout.above(district) == city
    assert layout.below(city) == (district,)
    assert (layout.above(city), layout.unit("1"), city.names["zh"]) == (None, None, "重庆市")
