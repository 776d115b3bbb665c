"""The catalogue's pages: everybody reads, one enters, another decides, extends and removes."""

import re

import pytest

from service.commands.people.newcomers import Newcomer, add_person
from service.domain.permissions import Grant
from service.records.catalogue import CatalogueEntry
from service.records.person import by_login
from service.records.security import entries_after

PLACE = "chongqing"
TYPED = {
    "place": PLACE,
    "kind": "platform",
    "code": "P-9",
    "name": "云程在线（虚构）",
    "origin": "city",
    "audience": "all",
    "valid_from": "2020-05-18",
    "valid_to": "2020-12-31",
    "is_free": "true",
}
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def seat(office, login: str, role: str, natural: str = "") -> str:
    """Somebody of the city, who was not in the office before."""
    grants = (Grant(role, PLACE),)
    newcomer = Newcomer(login=login, name=login, natural_person=natural or login, grants=grants)
    with office.records() as session:
        if by_login(session, login) is None:
            add_person(session, newcomer)
    return login


def post(office, who: str, path: str, **data: str) -> str:
    answer = office.browser(who).post(path, data=data, follow_redirects=True)
    return str(answer.text)


def entered(office, **changes: str) -> int:
    seat(office, "city.clerk", "city_reviewer")
    post(office, "city.clerk", "/catalogue/new", **{**TYPED, **changes})
    with office.records() as session:
        return session.query(CatalogueEntry).count()


def test_what_one_entered_another_decides_extends_and_removes(office):
    number = entered(office)
    who = seat(office, "city.second", "city_reviewer", "another-person")
    at = f"/catalogue/{number}"
    assert "待确定" in office.browser(who).get(at).text
    assert "已确定并公布" in post(office, who, f"{at}/decide", decision_no="渝人社评〔2020〕9号")
    later = post(office, who, f"{at}/extend", decision_no="2号", valid_to="2021-06-30")
    assert "2021-06-30" in later
    assert "已移出目录" in post(office, who, f"{at}/end", reason="平台停止服务")
    with office.records() as session:
        acts = [entry.act for entry in entries_after(session, 0, limit=5000)]
    told = [act for act in acts if act.startswith("catalogue_")]
    assert told[-4:] == [f"catalogue_{act}" for act in ("entered", "decided", "extended", "ended")]


@ON_ONE
def test_nobody_decides_on_what_he_entered(office):
    at = f"/catalogue/{entered(office)}"
    assert "须由不同的人办理" in post(office, "city.clerk", f"{at}/decide", decision_no="1号")
    same = seat(office, "city.other", "city_reviewer", "city.clerk")
    assert "须由不同的人办理" in post(office, same, f"{at}/decide", decision_no="1号")


@ON_ONE
@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("decide", {"decision_no": ""}, "请填写决定文号"),
        ("extend", {"decision_no": "1号", "valid_to": "2020-13-01"}, "看不懂"),
        ("extend", {"decision_no": "1号"}, "不在目录内"),
        ("end", {}, "请写明移出的理由"),
    ],
)
def test_half_a_decision_is_none(office, path, data, said):
    number = entered(office)
    who = seat(office, "city.second", "city_reviewer", "another-person")
    assert said in post(office, who, f"/catalogue/{number}/{path}", **data)


@ON_ONE
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "请写明类别"),
        ({"valid_from": ""}, "请写明类别"),
        ({"kind": "moon"}, "请写明类别"),
        ({"valid_to": "2020-05-17"}, "早于有效期起"),
        ({"kind": "institution"}, "统一社会信用代码不对"),
    ],
)
def test_what_is_no_entry_is_refused_with_what_was_typed(office, changes, said):
    who = seat(office, "city.clerk", "city_reviewer")
    page = office.browser(who).post("/catalogue/new", data={**TYPED, **changes})
    assert (page.status_code, said in page.text) == (422, True)
    assert 'value="P-9"' in page.text


@ON_ONE
def test_everybody_reads_and_only_the_office_enters(office):
    entered(office)
    page = office.browser("institution").get("/catalogue?q=P-9&standing=proposed&kind=platform")
    assert "云程在线" in page.text
    assert "云程在线" not in office.browser("institution").get("/catalogue?standing=valid").text
    assert office.browser("institution").get("/catalogue/new").status_code == 404
    assert re.search(r"/decide", office.browser("institution").get("/catalogue/1").text) is None


@ON_ONE
@pytest.mark.parametrize("act", ["decide", "extend", "end"])
def test_whoever_does_not_decide_is_refused(office, act):
    at = f"/catalogue/{entered(office)}/{act}"
    data = {"decision_no": "1号", "valid_to": "2021-01-01", "reason": "停"}
    assert office.browser("institution").post(at, data=data).status_code == 403


@ON_ONE
def test_a_code_is_entered_once_for_a_day_and_extended_only_forward(office):
    number = entered(office)
    again = office.browser("city.clerk").post("/catalogue/new", data=TYPED)
    assert (again.status_code, "已有条目" in again.text) == (422, True)
    who = seat(office, "city.second", "city_reviewer", "another-person")
    at = f"/catalogue/{number}"
    post(office, who, f"{at}/decide", decision_no="1号")
    assert "已确定" in post(office, who, f"{at}/decide", decision_no="1号")
    same_day = {"decision_no": "2号", "valid_to": TYPED["valid_to"]}
    assert "应晚于" in post(office, who, f"{at}/extend", **same_day)
    assert office.browser(who).get("/catalogue/999").status_code == 404


@ON_ONE
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "明年"])
def test_no_entry_holds_until_a_day_nothing_can_be_counted_from(office, day):
    number = entered(office)
    who = seat(office, "city.second", "city_reviewer", "another-person")
    post(office, who, f"/catalogue/{number}/decide", decision_no="1")
    said = post(office, who, f"/catalogue/{number}/extend", decision_no="2", valid_to=day)
    assert "2020-12-31" in said
    assert "看不懂" in said
