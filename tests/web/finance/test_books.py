"""The books as pages: every total leads to its entries, and an entry to case, form and clause."""

import re
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.front_office import Story, stranger

READERS = {"finance_reviewer", "finance_payer", "county_head", "auditor"}
PAGES = ("/books", "/books/statement", "/books/entries", "/books/trial-balance", "/books/days")
MAY = {"month": "2020-05"}


@pytest.fixture
def paid(office):
    """A class whose advance the bank has paid, told by hand."""
    return Story.of(office).tell(until="class_confirm_start")


def page(paid, path, role="finance_reviewer", **asked):
    answer = paid.office.browser(role).get(path, query_string=asked or None)
    assert answer.status_code == 200, path
    return answer.text


def sheet(paid, path, **asked):
    answer = paid.office.browser("auditor").get(path, query_string=asked)
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    return book.get_sheet_by_index(0).to_python()


def test_the_books_are_read_by_finance_heads_and_auditors_alone(office):
    for role in ("institution", "county_reviewer", "county_approver", "platform", *READERS):
        browser, status = office.browser(role), 200 if role in READERS else 403
        for path in PAGES:
            assert browser.get(path).status_code == status, (role, path)


def test_every_way_of_listing_comes_to_the_same(paid):
    for way in ("month", "fund", "region", "payee", "case"):
        rows = sheet(paid, "/books/statement.xlsx", by=way, **MAY)
        assert rows[0][3:6] == ["预留", "释放", "已支付"]
        assert rows[-1][3:6] == [60000.0, 0.0, 30000.0], way
        assert rows[-1][3:] == rows[1][3:], way


def test_an_amount_leads_to_its_entries_and_an_entry_to_its_case(paid):
    statement = page(paid, "/books/statement", by="case", **MAY)
    (to,) = re.findall(r'href="([^"]*case=[^"]*moved=paid[^"]*)"', statement)
    entries = page(paid, to.replace("&amp;", "&"))
    assert "30,000.00" in entries
    (entry,) = set(re.findall(r'href="(/books/entries/\d+)"', entries))
    told = page(paid, entry)
    assert f"/cases/{paid.number}" in told
    assert "叁万元整" in told
    assert "CQ-" in told


def test_debits_and_credits_agree_before_in_and_after_a_month(paid):
    rows = sheet(paid, "/books/trial-balance.xlsx", **MAY)
    assert rows[-1][2] == rows[-1][3] > 0
    assert "借贷相等" in page(paid, "/books/trial-balance", **MAY)
    later = sheet(paid, "/books/trial-balance.xlsx", month="2020-06")
    assert [row[1] for row in later[1:-1]] == [row[4] for row in rows[1:-1] if row[4]]


def test_the_year_is_drawn_with_its_table_and_the_time_money_took(paid):
    text = page(paid, "/books", **MAY)
    assert re.search(
        r'<svg class="bar-drawn" role="img"[^>]*aria-label="职业技能提升行动专账资金', text
    )
    assert "中位数（天）" in text
    assert paid.number in text


def test_the_desk_begins_with_the_money_of_the_year(paid):
    assert "2020 年资金" in page(paid, "/finance")
    assert "2020 年资金" not in page(paid, "/finance/release")


def test_a_day_is_closed_from_its_page(paid):
    days = page(paid, "/books/days")
    assert "未结账" in days
    (day,) = set(re.findall(r'href="(/books/days/[^"]+-28)"', days))
    text = page(paid, day)
    form = dict(re.findall(r'name="(digest|seq|_key)" value="([^"]*)"', text))
    browser = paid.office.browser("finance_reviewer")
    assert browser.post(day, data=form).status_code == 303
    assert "第 1 次" in page(paid, day)
    assert "已结账" in page(paid, "/books/days")


def test_a_day_is_closed_only_as_it_was_looked_at(paid):
    (day,) = set(re.findall(r'href="(/books/days/[^"]+-28)"', page(paid, "/books/days")))
    refused = paid.office.browser("finance_reviewer").post(day, data={"digest": "x", "seq": "0"})
    assert refused.status_code == 409
    assert paid.office.browser("finance_payer").post(day, data={}).status_code == 403
    assert sheet(paid, f"{day}/excel")[1][2:4] == [30000.0, 30000.0]


def test_nobody_reads_the_books_of_another_district(paid):
    stranger(paid.office)
    for path in (*PAGES, "/books/entries/1", "/books/days/chongqing/500103/2020-05-28"):
        assert paid.office.browser("stranger").get(path).status_code in (403, 404), path


def test_nonsense_in_an_address_asks_for_nothing(office):
    auditor = office.browser("auditor")
    for path in (
        *("/books?month=13-2020&region=x&fund=y", "/books/statement?by=x&after=x&month=0000-00"),
        *("/books/entries?day=9999-12-31&year=1&after=~", "/books/entries?case=x&payee=x"),
        *("/books/days?before=x", "/books/statement?by=case&after=99999999999999999999"),
    ):
        assert auditor.get(path).status_code == 200, path
    for path in ("/books/entries/x", "/books/entries/99", "/books/days/chongqing/1/2020-05-28"):
        assert auditor.get(path).status_code == 404, path
