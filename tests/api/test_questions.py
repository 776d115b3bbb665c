"""Questions other systems ask: the document, forms, deadlines, queues, diagrams."""

import pytest


def test_the_document_is_openapi_and_names_every_operation(office):
    document = office.app.test_client().get("/api/openapi.json").json
    assert document["openapi"].startswith("3.")
    assert "post" in document["paths"]["/api/cases/{number}/steps/{key}"]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_the_docs_page_reads_the_document_out(office):
    page = office.app.test_client().get("/api/docs").text
    assert "/api/cases/{number}/orders/{order}" in page


def test_a_filing_before_the_dragon_boat_holiday_is_due_after_it(office):
    asked = {
        "jurisdiction": "chongqing",
        "name": "opening_review",
        "received": "2020-06-24T10:00+08:00",
    }
    answer = office.call("auditor", "GET", "/deadline", query_string=asked).json
    assert (answer["last_day"], answer["clause"]) == ("2020-06-29", "CQ-21")
    assert answer["due_at"] == "2020-06-30T00:00:00+08:00"


def test_a_time_without_its_offset_is_refused(office):
    asked = {"jurisdiction": "chongqing", "name": "opening_review", "received": "2020-06-24"}
    answer = office.call("auditor", "GET", "/deadline", query_string=asked)
    assert (answer.status_code, answer.json["code"]) == (400, "received")


def test_a_form_is_told_as_a_schema(office):
    schema = office.call("auditor", "GET", "/forms/chongqing/opening_approve").json
    assert "decision" in schema["properties"]
    assert office.call("auditor", "GET", "/forms/chongqing/nothing").status_code == 404


def test_the_queue_comes_in_pages_without_a_gap(story):
    for n in range(2):
        story.office.call(
            "institution",
            "POST",
            "/cases",
            headers={"Idempotency-Key": f"another-{n}"},
            json={"jurisdiction": "chongqing", "region": "500103"},
        )
    seen, cursor = [], None
    while True:
        asked = {"limit": "1", **({"cursor": cursor} if cursor else {})}
        page = story.office.call("institution", "GET", "/tasks", query_string=asked).json
        seen += [task["number"] for task in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 3


@pytest.mark.parametrize(
    ("path", "cursor"),
    [
        ("/cases", "x"),
        ("/cases", "9" * 30),
        ("/tasks", "9" * 30),
        ("/tasks", "1~2020-06-01T00:00:00"),
        ("/tasks", "1~9999-12-31T23:59:59-12:00"),
        ("/tasks", "1~0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_cursor_nobody_wrote_is_refused(office, path, cursor):
    answer = office.call("auditor", "GET", path, query_string={"cursor": cursor})
    assert (answer.status_code, answer.json["code"]) == (400, "cursor")


@pytest.mark.parametrize("received", ["9999-12-31T23:00+08:00", "0001-01-01T00:00+08:00"])
def test_a_filing_at_the_end_of_all_calendars_has_no_deadline(office, received):
    asked = {"jurisdiction": "chongqing", "name": "opening_review", "received": received}
    answer = office.call("auditor", "GET", "/deadline", query_string=asked)
    assert (answer.status_code, answer.json["code"]) == (400, "received")


def test_a_body_nested_beyond_any_form_is_refused(office):
    answer = office.call(
        "institution",
        "POST",
        "/cases",
        headers={"Idempotency-Key": "nested-deep"},
        data="[" * 100_000 + "]" * 100_000,
        content_type="application/json",
    )
    assert (answer.status_code, answer.json["code"]) == (400, "not_an_object")


@pytest.mark.parametrize("page", ["/", "/cases", "/inbox"])
def test_a_page_after_a_row_beyond_all_rows_still_opens(office, page):
    answer = office.browser("county_reviewer").get(page, query_string={"after": "9" * 30})
    assert answer.status_code == 200


def test_the_diagram_comes_as_a_picture(story):
    answer = story.office.call("auditor", "GET", f"/cases/{story.number}/diagram.svg")
    assert answer.mimetype == "image/svg+xml"
    assert b"<svg" in answer.data
