"""One class from the request to the last yuan, through the API alone."""


def test_a_class_goes_from_the_request_to_the_last_yuan(story):
    story.tell()
    case = story.office.call("auditor", "GET", f"/cases/{story.number}").json
    assert case["finished"] == "PAID_CLOSED"
    ledger = story.office.call("auditor", "GET", f"/cases/{story.number}/ledger").json
    assert ledger["balances"]["paid"] == 5_700_000
    assert ledger["balances"]["in_payment"] == ledger["balances"]["advance"] == 0


def test_history_tells_every_order_and_chains_them(story):
    story.tell(until="advance_review")
    history = story.office.call("auditor", "GET", f"/cases/{story.number}/history").json
    steps = [entry["step"] for entry in history["items"] if entry["actor_kind"] == "person"]
    assert steps == [None, "opening_fill", "opening_accept", "opening_approve"]
    digests = [entry["digest"] for entry in history["items"]]
    assert [entry["previous"] for entry in history["items"]] == ["", *digests[:-1]]


def test_the_statutory_deadline_is_told_with_its_clause(story):
    story.tell(until="opening_accept")
    (deadline,) = story.office.call("auditor", "GET", f"/cases/{story.number}/deadlines").json[
        "items"
    ]
    assert deadline["clause"] == "CQ-21"
    assert deadline["kind"] == "statutory"
    assert deadline["due_at"].startswith("2020-05-22T16:00:00")
