"""The system administrator's institutions and incidents: entered once, found, told apart."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from service.domain.invented import Invented
from service.records.incident import Incident
from service.records.institution import Institution
from tests.web.people.conftest import ON_ONE, SYSTEM

BODY = Invented(977, region="500103").institution("school")
TYPED = {"uscc": BODY.uscc, "name": BODY.name, "kind": "school", "region": "500103"}


def entered(desks) -> int:
    with desks.office.records() as session:
        return len(session.scalars(select(Institution)).all())


def test_an_institution_is_entered_once_however_its_code_is_written(desks):
    before = entered(desks)
    assert desks.post(SYSTEM, "/institutions/new", TYPED).status_code == 303
    assert BODY.name in desks.get(SYSTEM, f"/institutions?q={BODY.uscc}").text
    for code in (BODY.uscc, BODY.uscc.lower(), f" {BODY.uscc} "):
        again = desks.post(SYSTEM, "/institutions/new", {**TYPED, "uscc": code})
        assert (again.status_code, "已登记" in again.text) == (422, True)
    assert entered(desks) == before + 1
    assert desks.acts().count("institution_entered") == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"uscc": "91500000000000000X"}, "统一社会信用代码不对"),
        ({"uscc": ""}, "统一社会信用代码不对"),
        ({"name": " "}, "请写明名称"),
        ({"kind": "bank"}, "请写明名称、类型"),
        ({"region": "999999"}, "所在区县"),
        ({"region": ""}, "所在区县"),
    ],
)
@ON_ONE
def test_what_is_no_institution_is_refused_with_what_was_typed(desks, wrong, said):
    before, typed = entered(desks), {**TYPED, **wrong}
    page = desks.post(SYSTEM, "/institutions/new", typed)
    assert (page.status_code, said in page.text) == (422, True)
    assert f'value="{typed["name"]}"' in page.text
    assert f'value="{typed["uscc"]}"' in page.text
    assert entered(desks) == before


def test_a_page_holds_fifty_and_the_next_goes_on(desks):
    with desks.office.records() as session:
        session.add_all(
            Institution(uscc=f"U{one:03}", name=f"技校{one:03}", kind="school", region="500103")
            for one in range(60)
        )
        session.commit()
    first = desks.get(SYSTEM, "/institutions").text
    onward = re.search(r'href="(/institutions\?[^"]*after=\d+)"', first)
    assert onward is not None
    assert "技校059" not in first
    assert "技校059" in desks.get(SYSTEM, onward[1].replace("&amp;", "&")).text


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "%F0%9F%98%80", "1e3"])
@pytest.mark.parametrize("page", ["institutions", "incidents"])
def test_an_address_of_nonsense_is_a_list_all_the_same(desks, page, after):
    assert desks.get(SYSTEM, f"/{page}?after={after}").status_code == 200


def test_nothing_found_and_nothing_wrong_are_said(desks):
    assert "没有符合条件的机构" in desks.get(SYSTEM, "/institutions?q=%25").text
    assert "没有待处理的故障" in desks.get(SYSTEM, "/incidents").text


def test_what_went_wrong_is_told_by_its_kind_and_when_it_is_tried_again(desks):
    at = datetime(2020, 5, 20, 2, tzinfo=UTC)
    rows = [
        Incident(case_id=None, at=at, kind="message", detail="SMTPServerDisconnected", retry_at=at),
        Incident(case_id=None, at=at, kind="deadline", detail="Gone", closed_at=at),
    ]
    with desks.office.records() as session:
        session.add_all(rows)
        session.commit()
    page = desks.get(SYSTEM, "/incidents").text
    assert "发送消息" in page
    assert "2020-05-20 10:00" in page
    assert "Gone" not in page
