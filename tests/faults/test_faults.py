"""A database that is locked, gone or crowded: 503 and once more, nothing half-written or lost."""

import re
from html import unescape

import pytest
from werkzeug.datastructures import MultiDict

from tests.faults.breaking import exhausted, locked, turn_out, vanished
from tests.web.reading import flattened, read

TRY_AGAIN = (503, "5", "try_again")


@pytest.fixture
def page(story):
    return f"/cases/{story.number}/steps/{story.step('opening_fill').key}"


@pytest.fixture
def filing(story):
    """The filing over the API, as often as one likes under the same key."""
    step = story.step("opening_fill")
    headers = {"Idempotency-Key": "file-once", "If-Match": f'"{step.key}.{step.version}"'}
    path = f"/cases/{story.number}/steps/{step.key}"
    answers = story.answers(0)
    story.office.token("institution")
    return lambda: story.office.call("institution", "POST", path, headers=headers, json=answers)


def said(answer):
    return answer.status_code, answer.headers.get("Retry-After"), answer.json["code"]


def steps_done(story):
    found = story.office.call("auditor", "GET", f"/cases/{story.number}/history").json
    return [entry["step"] for entry in found["items"] if entry["step"]]


def typed_by(clerk, story, page):
    hidden = {n: v for n, v in read(clerk.get(page)).fields.items() if n.startswith("_")}
    return {**flattened(story.answers(0)), **hidden}


def hidden_in(answer) -> MultiDict[str, str]:
    """What the page would hand in again, unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.text)
    return MultiDict([(name, unescape(value)) for name, value in found])


def test_while_somebody_holds_the_records_the_api_says_when_to_try_again(story, filing):
    with locked(story.office.app, story.office.database, story.number):
        assert said(filing()) == TRY_AGAIN
    assert steps_done(story) == []
    assert filing().status_code == 200
    assert steps_done(story) == ["opening_fill"]


def test_while_somebody_holds_the_records_the_page_keeps_what_was_typed(story, page):
    clerk = story.office.browser("institution")
    posted = typed_by(clerk, story, page)
    with locked(story.office.app, story.office.database, story.number):
        answer = clerk.post(page, data=posted)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    kept = read(answer).fields
    for name in ("roster-3-id_no", "class_name", "_key", "_version"):
        assert kept[name] == posted[name]
    assert clerk.post(page, data=posted).status_code == 303
    assert steps_done(story) == ["opening_fill"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_when_the_server_is_back_the_same_request_succeeds(story, filing, postgresql_server):
    with vanished(postgresql_server, story.office.database):
        assert said(filing()) == TRY_AGAIN
        ready = story.office.browser().get("/readyz")
        assert (ready.status_code, ready.headers["Retry-After"]) == (503, "5")
        assert story.office.browser().get("/healthz").status_code == 200
    assert filing().status_code == 200
    assert steps_done(story) == ["opening_fill"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_page_handed_in_while_the_server_is_away_is_handed_in_again(
    story, page, postgresql_server
):
    clerk = story.office.browser("institution")
    posted = typed_by(clerk, story, page)
    with vanished(postgresql_server, story.office.database):
        answer = clerk.post(page, data=posted)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    kept = hidden_in(answer)
    assert kept.to_dict(flat=False) == MultiDict(posted).to_dict(flat=False)
    assert clerk.post(page, data=kept).status_code == 303


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_connections_cut_while_idle_are_made_anew_unseen(story, filing, postgresql_server):
    turn_out(postgresql_server, story.office.database)
    assert filing().status_code == 200


def test_where_all_connections_are_in_use_one_is_asked_to_come_again(story, filing):
    with exhausted(story.office.app):
        assert said(filing()) == TRY_AGAIN
    assert filing().status_code == 200


def test_a_password_is_never_written_back_into_a_page(story):
    with exhausted(story.office.app):
        data = {"account": "demo-head", "password": "correct horse"}
        answer = story.office.browser().post("/sign-in", data=data)
    assert answer.status_code == 503
    assert "correct horse" not in answer.text
