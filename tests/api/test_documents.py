"""Documents over the API: sent before the answers that name them, judged when handed in."""

from io import BytesIO

import pytest
from sqlalchemy import update

from service.commands.verifying import broken_histories
from service.records.document import Document
from tests.front_office import stranger
from tests.papers import pdf


@pytest.fixture
def running(story):
    return story.tell(until="class_confirm_start")


def send(story, who="institution", content=None, name="照片.pdf", **form):
    step = {"step": story.step("class_confirm_start").key, "field": "photos"} | form
    sent = {**step, "file": (BytesIO(content or pdf()), name)}
    return story.office.call(who, "POST", f"/cases/{story.number}/documents", data=sent)


def confirm(story, *references):
    step = story.step("class_confirm_start")
    scenes = story.example.scenes
    at = next(n for n, scene in enumerate(scenes) if scene.step == "class_confirm_start")
    story.office.clock.at = scenes[at].at
    headers = {"Idempotency-Key": "confirm-start", "If-Match": f'"{step.key}.{step.version}"'}
    path = f"/cases/{story.number}/steps/{step.key}"
    answers = {**story.answers(at), "photos": list(references)}
    return story.office.call("institution", "POST", path, headers=headers, json=answers)


def test_a_document_is_sent_named_and_read_back(running):
    sent = send(running)
    assert sent.status_code == 201, sent.text
    assert confirm(running, sent.json["reference"]).status_code == 200
    path = f"/cases/{running.number}/documents"
    listed = running.office.call("institution", "GET", path).json["items"]
    assert listed[0]["handed_in_seq"]
    content = running.office.call("institution", "GET", f"{path}/{listed[0]['reference']}")
    assert content.data == pdf()
    assert content.headers["Digest"] == f"sha-256={listed[0]['sha256']}"


def test_a_document_exchanged_in_the_database_is_told_by_the_history(running):
    reference = send(running).json["reference"]
    assert confirm(running, reference).status_code == 200
    with running.office.records() as session:
        assert list(broken_histories(session)) == []
        session.execute(update(Document).values(sha256="0" * 64))
        (told,) = broken_histories(session)
    assert told.endswith(f"document {reference} is not the one that was handed in")


def test_the_same_content_again_is_the_same_reference(running):
    assert send(running).json["reference"] == send(running).json["reference"]


def test_a_reference_of_nothing_is_refused_beside_its_field(running):
    answer = confirm(running, "d-999")
    assert answer.status_code == 422
    assert [one["code"] for one in answer.json["problems"]] == ["document_unknown"]


def test_a_program_is_refused_with_a_code(running):
    answer = send(running, content=b"MZ" + pdf())
    assert answer.status_code == 422
    assert answer.json["problems"][0]["code"] == "document_program"


@pytest.mark.parametrize("who", ["county_reviewer", "auditor"])
def test_only_whoever_does_the_step_sends_its_documents(running, who):
    assert send(running, who).status_code == 403


def test_a_stranger_sees_no_document(running):
    reference = send(running).json["reference"]
    who = stranger(running.office)
    for path in ("", f"/{reference}"):
        answer = running.office.call(who, "GET", f"/cases/{running.number}/documents{path}")
        assert answer.status_code == 404


def test_a_paper_with_personal_data_opens_to_others_only_for_a_reason(running):
    reference = send(running).json["reference"]
    confirm(running, reference)
    path = f"/cases/{running.number}/documents"
    items = running.office.call("county_reviewer", "GET", path).json["items"]
    assert items[0]["name"] is None
    answer = running.office.call("county_reviewer", "GET", f"{path}/{reference}")
    assert answer.status_code == 403
