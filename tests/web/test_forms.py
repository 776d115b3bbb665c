"""Any step's form on its page: rows, problems, stale forms, double clicks; nothing is lost."""

import pytest

from tests.web.reading import flattened, read


@pytest.fixture
def form(story):
    key = story.step("opening_fill").key
    return f"/cases/{story.number}/steps/{key}"


@pytest.fixture
def clerk(story):
    return story.office.browser("institution")


def filled(story, clerk, form, **changes):
    hidden = {n: v for n, v in read(clerk.get(form)).fields.items() if n.startswith("_")}
    return {**flattened({**story.answers(0), **changes}), **hidden}


def test_a_request_is_filed_through_the_page(story, clerk, form):
    answer = clerk.post(form, data=filled(story, clerk, form))
    assert answer.status_code == 303, read(answer).words
    assert "受理核对" in clerk.get(answer.location).text
    assert story.step("opening_accept")


def test_a_row_is_added_without_script_and_nothing_typed_is_lost(story, clerk, form):
    posted = {"class_name": "电工班", "roster-0-name": "王小明", "add-row": "roster"}
    page = read(clerk.post(form, data=posted))
    assert page.fields["class_name"] == "电工班"
    assert page.fields["roster-0-name"] == "王小明"
    assert page.fields["roster-1-name"] == ""


def test_a_row_is_dropped_without_script(clerk, form):
    posted = {"roster-0-name": "王", "roster-1-name": "李", "drop-row": "roster-0"}
    page = read(clerk.post(form, data=posted))
    assert page.fields["roster-0-name"] == "李"
    assert "roster-1-name" not in page.fields


def test_each_problem_stands_beside_its_field_and_in_the_summary(story, clerk, form):
    data = filled(story, clerk, form, starts_on="2020-13-01")
    data["roster-3-id_no"] = "510123199001011030"
    answer = clerk.post(form, data=data)
    page = read(answer)
    assert answer.status_code == 422
    assert {"#f-starts_on", "#f-roster-3-id_no"} <= set(page.links)
    assert page.fields["roster-3-id_no"] == "510123199001011030"
    assert 'id="f-roster-3-id_no-problem"' in answer.text


def test_a_double_click_files_once(story, clerk, form):
    data = filled(story, clerk, form)
    first, second = (clerk.post(form, data=data) for _ in range(2))
    assert first.status_code == second.status_code == 303
    history = story.office.call("auditor", "GET", f"/cases/{story.number}/history").json
    assert [e["step"] for e in history["items"]].count("opening_fill") == 1


def test_a_form_finished_by_somebody_else_says_so_and_keeps_what_was_typed(story, clerk, form):
    data = filled(story, clerk, form)
    assert story.play(0).status_code == 200
    answer = clerk.post(form, data=data)
    assert answer.status_code == 409
    assert "本步骤已办结或已转出" in answer.text
    assert read(answer).fields["class_name"] == data["class_name"]


def test_a_step_of_another_office_is_not_drawn(story, form):
    assert story.office.browser("county_reviewer").get(form).status_code == 403


def test_a_step_of_another_institution_does_not_exist(story, form):
    assert story.office.browser("other_institution").get(form).status_code == 404


def test_what_was_typed_is_shown_as_text_never_as_markup(story, clerk, form):
    posted = {"class_name": '"><script>alert(1)</script>', "add-row": "roster"}
    assert "<script>alert" not in clerk.post(form, data=posted).text


def test_scores_are_asked_for_every_learner_by_masked_name(story):
    story.tell(until="score_enter")
    key = story.step("score_enter").key
    page = story.office.browser("assessor").get(f"/cases/{story.number}/steps/{key}")
    assert "scores-39-line" in read(page).fields
    assert "drop-row" not in page.text
    assert "40 号" in page.text


def test_an_order_is_given_on_its_page(story, clerk):
    story.tell(until="opening_accept")
    path = f"/cases/{story.number}/orders/withdraw"
    assert path in read(clerk.get(f"/cases/{story.number}")).links
    assert clerk.post(path, data={"reason": "企业改期开班。"}).status_code == 303
    assert "已撤回" in clerk.get(f"/cases/{story.number}").text
