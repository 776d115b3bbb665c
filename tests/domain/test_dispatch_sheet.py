"""The sheet of a dispatch report, cell by cell as the notice prints it."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from service.domain.dispatch_layout import read_layout
from service.domain.dispatch_sheet import Line, in_rows, lines_of, sheet, summed

BPMN = Path(__file__).parents[2] / "workflows/bpmn"
FILE = BPMN / "chongqing/reports/dispatch.toml"
REGIONS = [
    {"code": "500103", "zh": "渝中区", "en": "Yuzhong"},
    {"code": "500105", "zh": "江北区", "en": "Jiangbei"},
]
DUE = date(2020, 5, 25)
NUMBERS = {"registered": 40, "trained": 38, "district_platforms": 2, "ministry_platforms": 1}


@pytest.fixture(scope="module")
def layout():
    return read_layout(tomllib.loads(FILE.read_text(encoding="utf-8")), REGIONS)


def drawn(layout, code, below=()):
    unit = layout.unit(code)
    return in_rows(sheet(layout, unit, DUE, lines_of(layout, unit, NUMBERS, below), tongue="zh"))


def test_a_districts_sheet_is_the_notices(layout):
    rows = drawn(layout, "500103")
    assert [[cell.content for cell in row] for row in rows[:5]] == [
        ["线上培训行动实施情况双周调度表"],
        ["填报单位：渝中区人力社保局"],
        ["区县", "线上培训学员情况", "纳入补贴性目录的线上培训平台"],
        [
            *("实名注册学员人次数", "线上培训总人次数", "面向区县※"),
            "人力资源社会保障部推荐的54家线上培训平台※",
        ],
        ["渝中区", 40, 38, 2, 1],
    ]
    assert [cell.content[:3] for row in rows[5:] for cell in row] == ["注：1", "2．线", "3．2"]
    assert [(cell.rows, cell.columns) for cell in rows[2]] == [(2, 1), (1, 2), (1, 2)]


def test_the_citys_sheet_keeps_a_row_for_each_district_and_their_sum(layout):
    below = [Line(REGIONS[0], NUMBERS), Line(REGIONS[1], {"registered": 2})]
    rows = drawn(layout, "500000", below)
    assert [[cell.content for cell in row] for row in rows[4:7]] == [
        ["渝中区", 40, 38, 2, 1],
        ["江北区", 2, 0, 0, 0],
        ["合计", 40, 38, 2, 1],
    ]
    assert summed(layout, below)["registered"] == 42


def test_a_table_without_a_column_of_offices_has_one_row_and_names_its_day(layout):
    day = {"zh": "截止日期：{year}年{month}月{day}日", "en": "As of {day}/{month}/{year}"}
    plain = replace(layout, columns=layout.counted, date_line=day)
    rows = drawn(plain, "500000", [Line(REGIONS[0], NUMBERS)])
    assert [cell.content for cell in rows[4]] == [40, 38, 2, 1]
    assert rows[-1][0].content == "截止日期：2020年5月25日"


FIVE = ["实名注册学员人次数", "线上培训总人次数", "面向全省", "面向地市", "部推荐54家线上平台机构※"]


def test_heilongjiangs_sheet_has_five_figures_and_names_its_day():
    raw = tomllib.loads((BPMN / "heilongjiang/reports/dispatch.toml").read_text("utf-8"))
    layout = read_layout(raw, [{"code": "230102", "zh": "道里区", "en": "Daoli"}])
    numbers = dict(zip((one.id for one in layout.columns), range(1, 6), strict=True))
    unit = layout.unit("230102")
    assert unit is not None
    cells = sheet(layout, unit, DUE, [Line(unit.names, numbers)], tongue="zh")
    assert [[cell.content for cell in row] for row in in_rows(cells)[1:]] == [
        ["填报单位：道里区"],
        ["线上培训学员情况", "纳入机构目录的线上培训平台数量"],
        FIVE,
        [1, 2, 3, 4, 5],
        ["注：※采用情况（具体平台名称）可另附页"],
        ["截止日期：2020年5月25日"],
    ]
