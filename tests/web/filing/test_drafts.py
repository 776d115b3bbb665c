"""Drafts on the pages: kept for one person, dropped when handed in, never a stranger's."""

from datetime import timedelta

import pytest

from service.records.draft import Draft
from tests.web.reading import flattened, read

OURS = {"Origin": "http://localhost"}


def hidden(clerk, path):
    return {n: v for n, v in read(clerk.get(path)).fields.items() if n.startswith("_")}


def kept(story):
    with story.office.records() as session:
        return [draft.body["answers"] for draft in session.query(Draft)]


def test_what_is_saved_is_there_when_the_step_is_opened_again(clerk, form):
    data = {**hidden(clerk, form), "class_name": "电工班", "go": "save"}
    assert clerk.post(form, data=data).status_code == 303
    page = clerk.get(form)
    assert read(page).fields["class_name"] == "电工班"
    assert "继续上次填写的内容" in page.text


def test_a_draft_is_discarded_and_the_form_is_as_new(clerk, story, form):
    clerk.post(form, data={"class_name": "电工班", "_part": "class", "go": "save"})
    assert clerk.post(form, data={"go": "drop"}).status_code == 303
    assert kept(story) == []
    assert read(clerk.get(form)).fields["class_name"] == ""


def test_saving_in_the_background_says_when(clerk, form):
    answer = clerk.post(form, data={"class_name": "甲", "_part": "class", "go": "save-quietly"})
    assert answer.text == "已保存 10:00"


def test_handing_in_drops_the_draft(clerk, story, form):
    clerk.post(form, data={**flattened(story.answers(0)), "_part": "whole", "go": "save"})
    data = {**hidden(clerk, f"{form}?part=check"), "_part": "check"}
    assert clerk.post(form, data=data).status_code == 303
    assert kept(story) == []
    assert story.step("opening_accept")


def test_a_draft_of_an_older_version_says_so(clerk, story, form):
    clerk.post(form, data={"class_name": "甲", "_part": "class", "go": "save"})
    with story.office.records() as session:
        session.query(Draft).one().version = 7
        session.commit()
    assert "这份草稿是在本步骤变化之前填写的" in clerk.get(form).text


def test_an_idle_sitting_keeps_what_was_posted_as_that_persons_draft(clerk, story, form):
    story.office.app.config["KAIBAN_IDLE"] = timedelta(0)
    answer = clerk.post(form, data={"class_name": "甲", "_part": "class"}, headers=OURS)
    story.office.app.config["KAIBAN_IDLE"] = timedelta(minutes=30)
    assert answer.status_code == 303
    assert kept(story) == [{"class_name": "甲"}]
    assert read(story.office.browser("institution").get(form)).fields["class_name"] == "甲"


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_a_strangers_page_saves_nothing(clerk, story, form, origin):
    story.office.app.config["KAIBAN_IDLE"] = timedelta(0)
    clerk.post(form, data={"class_name": "甲"}, headers={"Origin": origin})
    assert kept(story) == []


def test_without_a_sitting_the_page_itself_carries_what_was_typed(story, form):
    nobody = story.office.browser()
    answer = nobody.post(form, data={"class_name": "甲", "_part": "class"}, headers=OURS)
    assert answer.status_code == 401
    assert read(answer).fields["class_name"] == "甲"
    assert kept(story) == []


def test_a_form_with_a_stale_token_carries_what_was_typed(clerk, story, form):
    story.office.app.config["WTF_CSRF_ENABLED"] = True
    answer = clerk.post(form, data={"class_name": "甲", "csrf_token": "x"}, headers=OURS)
    assert answer.status_code == 400
    assert read(answer).fields["class_name"] == "甲"
    foreign = clerk.post(form, data={"class_name": "甲"}, headers={"Origin": "http://evil.example"})
    assert "class_name" not in read(foreign).fields
    assert kept(story) == []
