"""Search: by number, institution and class; only what one may see; helpful when nothing answers."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from service.records.institution import Institution
from service.web.language import english
from tests.web.reading import read


def look(office, role, query):
    return office.browser(role).get("/search", query_string=query, follow_redirects=True)


@pytest.fixture
def filed(story):
    return story.tell(until="opening_accept")


def class_name(story):
    return story.answers(0)["class_name"]


def test_a_whole_number_leads_to_the_case(filed):
    answer = filed.office.browser("auditor").get("/search", query_string={"q": filed.number})
    assert (answer.status_code, answer.location) == (303, f"/cases/{filed.number}")


@pytest.mark.parametrize("how", ["start", "lower", "wide", "tail"])
def test_a_number_is_found_however_it_was_typed(filed, how):
    typed = {
        "start": filed.number[:9],
        "lower": filed.number.lower()[:10],
        "wide": filed.number[:9].translate({ord("-"): "－"}),
        "tail": str(int(filed.number[-6:])),
    }[how]
    assert f"/cases/{filed.number}" in look(filed.office, "county_reviewer", {"q": typed}).text


def test_a_class_and_an_institution_are_found_by_a_part_of_their_names(filed):
    name = class_name(filed)
    with filed.office.records() as session:
        institution = filed.case().institution_id
        body = session.get_one(Institution, institution)
    for typed in (name[:2], name[-3:], body.name[:4], body.uscc, body.uscc[:8]):
        page = look(filed.office, "auditor", {"q": typed}).text
        assert f"/cases/{filed.number}" in page, typed
    assert f"<mark>{name[:2]}</mark>" in look(filed.office, "auditor", {"q": name[:2]}).text


@pytest.mark.parametrize("between", [" ", "\u3000", "（", "·"])
def test_a_name_is_found_by_words_written_apart(filed, between):
    with filed.office.records() as session:
        body = session.get_one(Institution, filed.case().institution_id).name
    name = class_name(filed)
    for whole in (body, name):
        typed = f"{whole[:2]}{between}{whole[-2:]}"
        page = look(filed.office, "auditor", {"q": typed}).text
        assert f"/cases/{filed.number}" in page, typed


def hand_in(story, element, role, answers):
    step = story.step(element)
    path = f"/cases/{story.number}/steps/{step.key}"
    headers = {"Idempotency-Key": f"by-{element}", "If-Match": f'"{step.key}.{step.version}"'}
    answer = story.office.call(role, "POST", path, headers=headers, json=answers)
    assert answer.status_code == 200, answer.text


def test_a_renamed_class_is_found_by_its_new_name_only(filed):
    defects = [{"field": "class_name", "reason": "班级名称与计划不符。"}]
    asked = {"decision": "correction", "opinion": "请补正。", "defects": defects}
    hand_in(filed, "opening_accept", "county_reviewer", asked)
    mended = {**filed.answers(0), "class_name": "盆景养护班", "reply": "已改名。"}
    hand_in(filed, "opening_correct", "institution", mended)
    assert f"/cases/{filed.number}" in look(filed.office, "auditor", {"q": "盆景养"}).text
    old = look(filed.office, "auditor", {"q": class_name(filed)}).text
    assert f"/cases/{filed.number}" not in old


@pytest.mark.parametrize("role", ["other_institution", "policy_admin"])
def test_nobody_finds_what_he_may_not_see(filed, role):
    for typed in (filed.number, filed.number[:9], class_name(filed)):
        page = look(filed.office, role, {"q": typed})
        assert f"/cases/{filed.number}" not in page.text


def test_too_little_and_nothing_found_are_answered_with_what_to_do(filed):
    assert "写得太短" in look(filed.office, "auditor", {"q": "电"}).text
    assert "少写几个字" in look(filed.office, "auditor", {"q": "没有这个班"}).text
    assert "这里不能按人名" in look(filed.office, "auditor", {}).text


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"state": "open"}, True),
        ({"state": "ended"}, False),
        ({"state": "REJECTED"}, False),
        ({"region": "500103"}, True),
        ({"region": "500105"}, False),
        ({"jurisdiction": "chongqing"}, True),
        ({"from": "2020-01-01", "to": "2020-12-31"}, True),
        ({"to": "2020-01-01"}, False),
        ({"from": "2020-12-31"}, False),
        ({"paid_from": "0.01"}, False),
        ({"paid_to": "30,000.00"}, True),
        ({"late": "now"}, False),
        ({"late": "ever"}, False),
    ],
)
def test_a_list_is_narrowed_to_its_limits(filed, limits, found):
    for path in ("/search", "/cases"):
        page = filed.office.browser("auditor").get(path, query_string=limits)
        assert page.status_code == 200
        assert (f"/cases/{filed.number}" in page.text) is found, path


@pytest.mark.parametrize(
    "limits", [{"from": "x"}, {"to": "9999-12-31"}, {"paid_from": "viel"}, {"paid_to": "1" * 30}]
)
def test_a_limit_that_cannot_be_read_is_told(filed, limits):
    page = filed.office.browser("auditor").get("/cases", query_string=limits)
    assert page.status_code == 200
    assert "看不懂" in page.text


def test_what_was_paid_late_or_not_is_found_by_it(story):
    story.tell()
    for limits in ({"paid_from": "57000", "paid_to": "57000"}, {"state": "PAID_CLOSED"}):
        assert story.number in look(story.office, "auditor", limits).text
    assert story.number not in look(story.office, "auditor", {"paid_from": "57000.01"}).text


def test_an_auditor_takes_the_list_with_him(story):
    story.tell()
    answer = story.office.browser("auditor").get("/search.xlsx?q=CQ-2")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "办件编号"
    assert (rows[1][0], rows[1][7]) == (story.number, 57_000)


@pytest.mark.parametrize("role", ["institution", "county_reviewer", "county_head", "finance_payer"])
def test_nobody_else_takes_lists_out_of_the_house(filed, role):
    assert filed.office.browser(role).get("/search.xlsx?q=CQ-2").status_code == 403


def test_names_and_id_numbers_of_people_are_not_looked_up(filed):
    learner = filed.answers(0)["roster"][0]
    for typed in (learner["name"], learner["id_no"]):
        assert f"/cases/{filed.number}" not in look(filed.office, "auditor", {"q": typed}).text


def test_the_pages_are_in_english_too(filed):
    browser = filed.office.browser("auditor")
    browser.get("/language/en")
    assert english()["查找办件"] in read(browser.get("/search")).words
