"""The pages of dispatch reports, and the spreadsheet as the notice prints it."""

from datetime import datetime
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from service.domain.calendar import BEIJING

PATH = "/reports/chongqing/dispatch/500103/2020-05-25"
CITY = "/reports/chongqing/dispatch/500000/2020-05-25"
ANNEX = "ministry_platforms"
COLUMNS = ("registered", "trained", "district_platforms", ANNEX)
TWO = {"registered": "42", "why-registered": "补登 2 人", f"names-{ANNEX}": "云课堂\n\n智慧学堂"}


@pytest.fixture
def home(office):
    office.clock.at = datetime(2020, 5, 25, 9, tzinfo=BEIJING)
    return office


def post(home, role, path, **data):
    return home.browser(role).post(path, data=data, follow_redirects=True)


def save(home, seq, **typed):
    stated = {f"stated-{one}": typed.pop(one, "0") for one in COLUMNS}
    data = {"do": "save", "seq": seq, "column": list(COLUMNS), **stated, **typed}
    return post(home, "county_reviewer", PATH, **data)


def confirmed(home):
    post(home, "county_reviewer", PATH, do="prepare", seq=0)
    save(home, 1, **TWO)
    return post(home, "county_approver", PATH, do="confirm", seq=2)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *(("county_reviewer", 200), ("county_head", 200), ("demo-city", 200), ("auditor", 200)),
        *(("institution", 403), ("finance_payer", 403)),
    ],
)
def test_reports_are_for_the_offices(home, role, status):
    assert home.browser(role).get("/reports").status_code == status
    one = home.browser(role).get(PATH)
    assert one.status_code == (200 if status == 200 else 404)


def test_a_district_sees_its_own_and_the_city_all(home):
    own = home.browser("county_reviewer").get("/reports").text
    every = home.browser("demo-city").get("/reports").text
    assert ("500105" in own, "500105" in every, "未报" in own) == (False, True, True)


def test_a_report_is_filled_in_confirmed_and_amended_on_its_page(home):
    drawn = post(home, "county_reviewer", PATH, do="prepare", seq=0).text
    assert "系统数" in drawn
    assert "与系统数不同，请写明原因" in save(home, 1, registered="42").text
    assert "已确认" in confirmed_after(home).text
    amended = post(home, "county_reviewer", PATH, do="prepare", seq=3, reason="漏报一班")
    assert "更正中" in amended.text
    assert "仅供查阅" in home.browser("auditor").get(f"{PATH}?state=3").text


def confirmed_after(home):
    save(home, 1, **TWO)
    return post(home, "county_approver", PATH, do="confirm", seq=2)


def test_what_is_no_number_is_shown_with_what_was_typed(home):
    post(home, "county_reviewer", PATH, do="prepare", seq=0)
    page = save(home, 1, registered="四十")
    assert (page.status_code, "四十" in page.text) == (422, True)


def test_the_city_merges_and_names_who_is_missing(home):
    confirmed(home)
    page = post(home, "demo-city", CITY, do="prepare", seq=0).text
    assert ("江北区" in page, "尚未报送" in page) == (True, True)
    refused = post(home, "demo-city", CITY, do="confirm", seq=1)
    assert (refused.status_code, "尚有单位未报" in refused.text) == (422, True)
    assert "已确认" in post(home, "demo-city", CITY, do="confirm", seq=1, reason="未开班").text
    post(home, "county_reviewer", PATH, do="prepare", seq=3, reason="漏报")
    post(home, "county_approver", PATH, do="confirm", seq=4)
    assert "汇总之后又有报送或更正" in home.browser("demo-city").get(CITY).text


def book(home, path=PATH, role="auditor"):
    sent = home.browser(role).get(f"{path}/excel")
    assert sent.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(sent.data))


def test_the_spreadsheet_is_the_notices_table_cell_by_cell(home):
    confirmed(home)
    rows = book(home).get_sheet_by_index(0).to_python()
    first = "人力资源社会保障部推荐的54家线上培训平台※"
    assert [[cell for cell in row if cell != ""] for row in rows[:5]] == [
        ["线上培训行动实施情况双周调度表"],
        ["填报单位：渝中区人力社保局"],
        ["区县", "线上培训学员情况", "纳入补贴性目录的线上培训平台"],
        ["实名注册学员人次数", "线上培训总人次数", "面向区县※", first],
        ["渝中区", 42, 0, 0, 0],
    ]
    notes = [row[0] for row in rows[5:]]
    assert [words[:2] for words in notes] == ["注：", "2．", "3．"]


def test_the_spreadsheet_merges_what_the_notice_merges(home):
    confirmed(home)
    merged = book(home).get_sheet_by_index(0).merged_cell_ranges or []
    spans = sorted(((row, column), (last, end)) for (row, column), (last, end) in merged)
    assert spans[:5] == [
        ((0, 0), (0, 4)),
        ((1, 0), (1, 4)),
        ((2, 0), (3, 0)),
        ((2, 1), (2, 2)),
        ((2, 3), (2, 4)),
    ]


def test_the_names_of_platforms_are_on_an_annexed_page(home):
    confirmed(home)
    annex = book(home).get_sheet_by_name("附页").to_python()
    assert [row[1] for row in annex] == ["云课堂", "智慧学堂"]


def test_nothing_is_exported_before_anything_was_filled_in(home):
    assert home.browser("auditor").get(f"{PATH}/excel").status_code == 404
    assert home.browser("auditor").get("/reports/chongqing/dispatch/500103/may").status_code == 404
