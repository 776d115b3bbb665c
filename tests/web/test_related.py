"""What may be begun where, what follows on a case, and what speaks for an amount or a date."""

import pytest

from tests.web.reading import read

FRAUD, EVALUATION = "违规核查", "平台"


@pytest.fixture
def running(story):
    return story.tell(until="completion_submit")


def begin(story, role, process, key="follow-on-number-one"):
    data = {"process": process, "_key": key}
    return story.office.browser(role).post(f"/cases/{story.number}/follow-ons", data=data)


def page(story, role, path=""):
    return story.office.browser(role).get(path or f"/cases/{story.number}").text


def test_what_follows_on_a_case_is_offered_to_whoever_may_begin_it(running):
    assert f"发起：{FRAUD}" in page(running, "county_reviewer")
    assert f"发起：{FRAUD}" not in page(running, "auditor")


def test_a_follow_on_and_its_parent_name_each_other(running):
    led = begin(running, "county_reviewer", "fraud_case")
    assert led.status_code == 303
    child = led.location.split("/cases/")[1].split("/")[0]
    assert child != running.number
    assert child in page(running, "county_reviewer")
    own = page(running, "county_reviewer", f"/cases/{child}")
    assert running.number in own
    assert f"<h1>{FRAUD}</h1>" in own


def test_a_button_pressed_twice_begins_one_case(running):
    first = begin(running, "county_reviewer", "fraud_case")
    assert begin(running, "county_reviewer", "fraud_case").location == first.location


@pytest.mark.parametrize(
    ("role", "process", "status"),
    [
        ("institution", "fraud_case", 403),
        ("county_reviewer", "evaluation", 409),
        ("county_reviewer", "nothing", 409),
        ("finance_payer", "fraud_case", 403),
    ],
)
def test_what_is_not_theirs_to_begin_is_refused(running, role, process, status):
    assert begin(running, role, process).status_code == status


def test_lists_say_which_kind_of_case_it_is(running):
    begin(running, "county_reviewer", "fraud_case")
    for path in ("/", "/cases"):
        assert FRAUD in page(running, "county_reviewer", path), path


def test_the_start_page_offers_every_kind_the_institution_may_begin(office):
    clerk = office.browser("institution")
    start = clerk.get("/cases/new").text
    offered = [one.split('"')[0] for one in start.split('name="opening" value="')[1:]]
    kinds = {one.rsplit("|", 1)[1] for one in offered}
    assert kinds == {"", "evaluation"}
    chosen = next(one for one in offered if one.endswith("|evaluation"))
    led = clerk.post("/cases/new", data={"opening": chosen}, follow_redirects=True)
    assert EVALUATION in read(led).words


def test_other_systems_begin_and_see_what_follows(running):
    office, path = running.office, f"/cases/{running.number}"
    assert "fraud_case" in office.call("county_reviewer", "GET", path).json["may_begin"]
    begun = office.call(
        "county_reviewer",
        "POST",
        f"{path}/follow-ons",
        json={"process": "fraud_case"},
        headers={"Idempotency-Key": "a-fraud-reported"},
    )
    assert begun.status_code == 201
    child = begun.json["number"]
    follow_ons = office.call("county_reviewer", "GET", path).json["follow_ons"]
    assert follow_ons == [{"number": child, "process": "fraud_case", "finished": None}]
    assert office.call("auditor", "GET", f"/cases/{child}").json["follows"] == running.number


def test_each_amount_and_date_says_whether_the_document_speaks_or_a_default(running):
    words = read(running.office.browser("auditor").get(f"/cases/{running.number}")).words
    for said in (
        "文件规定 开班申请审核期限 CQ-21 二（六）",
        "「培训开班申请两个工作日内完成审核」",
        "默认值 逾期未开班期限",
        "自计划开班日起十五日仍未开班的，备案号失效。",
        "文件规定 职业技能提升行动专账资金 CQ-11",
        "默认值 补贴标准",
        "40 人 × 1,500.00 元",
    ):
        assert said in words, said
