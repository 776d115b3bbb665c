"""The desks of supervision: lists compared, the black and white list, one learner's archive."""

from io import BytesIO

import pytest

from service.commands.sheets.writing_sheet import workbook
from service.domain.invented import CREDIT_CODES, Invented
from service.records import ListEntry, ListImport, SecurityEntry
from service.records.result import LearnerResult
from tests.front_office import Office, Story

PEOPLE = [person.id_no for person in Invented(2020).people(4)]
HERE = "/comparison"


def post(client, address, **fields):
    return client.post(address, data=fields, content_type="multipart/form-data")


def sheet(*numbers) -> tuple[BytesIO, str]:
    return BytesIO(workbook("名单", ["身份证号"], [[one] for one in numbers])), "list.xlsx"


def hand_in(office: Office, *numbers, role="county_reviewer", **more):
    fields = {"kind": "retired", "as_of": "2020-05-01", "source": "市社保局", **more}
    return post(office.browser(role), HERE, list=sheet(*numbers), **fields)


def kept(office: Office, kind):
    with office.records() as session:
        return session.query(kind).all()


def test_a_list_is_taken_in_and_points_at_the_running_class(office):
    number = Story.of(office).tell("opening_accept").number
    assert hand_in(office, PEOPLE[1]).status_code == 303
    page = office.browser("county_reviewer").get(HERE).get_data(as_text=True)
    assert number in page
    assert PEOPLE[1] not in page
    case = office.browser("county_reviewer").get(f"/cases/{number}").get_data(as_text=True)
    assert "疑点" in case
    assert "退休" in case


@pytest.mark.parametrize(
    "cell", [123456789012345678.0, "110101199003074478", "=A1", "11010119900307"]
)
def test_every_mistake_of_a_list_is_told_and_nothing_taken(office, cell):
    answer = hand_in(office, PEOPLE[0], cell, PEOPLE[0])
    assert answer.status_code == 422
    assert "没有导入" in answer.get_data(as_text=True)
    assert kept(office, ListImport) == []


def test_only_the_office_compares_lists(office):
    assert office.browser("institution").get(HERE).status_code == 403
    assert office.browser("county_head").get(HERE).status_code == 200
    assert hand_in(office, PEOPLE[0], role="county_head").status_code == 403


def test_who_enters_on_the_black_list_does_not_confirm(office):
    fields = {"colour": "black", "uscc": CREDIT_CODES[0], "since": "2020-05-20", "reason": "套取"}
    assert post(office.browser("county_reviewer"), "/listed", **fields).status_code == 303
    entry = kept(office, ListEntry)[-1]
    confirm = f"/listed/{entry.id}/confirm"
    head = office.browser("county_head")
    assert office.browser("county_reviewer").post(confirm).status_code == 403
    assert kept(office, ListEntry)[-1].confirmed_by is None
    assert head.post(confirm).status_code == 303
    assert kept(office, ListEntry)[-1].confirmed_by is not None


@pytest.mark.parametrize("until", ["2021.5.20", "9999-12-31", "0001-01-01"])
def test_a_last_day_that_is_none_does_not_make_an_entry_endless(office, until):
    fields = {"colour": "black", "uscc": CREDIT_CODES[0], "since": "2020-05-20", "reason": "套取"}
    before = len(kept(office, ListEntry))
    answer = post(office.browser("county_reviewer"), "/listed", **fields, until=until)
    assert (answer.status_code, len(kept(office, ListEntry))) == (422, before)


def test_an_archive_is_opened_by_number_shows_no_name_and_is_noted(office):
    number = Story.of(office).tell("opening_accept").number
    page = post(office.browser("county_reviewer"), "/archive", id_no=PEOPLE[0])
    text = page.get_data(as_text=True)
    assert number in text
    assert PEOPLE[0] not in text
    assert [one.act for one in kept(office, SecurityEntry)][-1] == "archive_opened"


def test_matching_across_places_is_off(office):
    page = post(office.browser("county_reviewer"), "/archive", id_no=PEOPLE[0], across="1")
    assert "未开通" in page.get_data(as_text=True)


def test_other_systems_read_an_archive_and_learn_no_name(office):
    story = Story.of(office).tell("opening_accept")
    with office.records() as session:
        session.add(
            LearnerResult(case_id=story.case().id, line=1, passed=True, cert_no="CN20200001")
        )
        session.commit()
    answer = office.call("county_reviewer", "POST", "/archive", json={"id_no": PEOPLE[0]})
    found = [(one["number"], one["cert_no"]) for one in answer.json["classes"]]
    assert found == [(story.number, "…0001")]
    refused = office.call("institution", "POST", "/archive", json={"id_no": PEOPLE[0]})
    assert refused.status_code == 403
