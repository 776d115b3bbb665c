"""Nobody stands in clear on any page, answer, export, mail or log: every address is asked for."""

import io
from zipfile import BadZipFile, ZipFile

import pytest
from sqlalchemy import select

from service.clock.house import mail_server
from service.clock.tick import tick
from service.records.person import Person
from service.records.step import steps_of
from tests.front_office import LOGINS, mailed
from tests.post_office import post_office

# What is not about cases, ends the sitting, or changes what the next address shows.
ASIDE = {"web.static", "web.sign_out", "web.choose_language"}
STOPS = ("opening_accept", "certificate_verify", "claim_review", "finance_review", None)
NO_FILE = "d-1"


def personal(story) -> set[str]:
    """What the request says about people."""
    request = story.answers(0)
    rows = [*request["roster"], *({"id_no": one["teacher_id"]} for one in request["lessons"])]
    words = {row[name] for row in rows for name in ("name", "id_no", "phone") if row.get(name)}
    words |= {request[name] for name in ("payee_account", "contact", "mobile")}
    with story.office.records() as session:
        staff = " ".join(session.scalars(select(Person.display_name)))
    # A learner may be called like somebody of the office, who is named in the history.
    return {word for word in words if word not in staff}


def addresses(story):
    """Every address of the house that can be opened, filled in for this case."""
    case_id = story.case().id
    with story.office.records() as session:
        keys = [step.key for step in steps_of(session, case_id)] or ["none"]
    orders = ("withdraw", "cancel-class", "file-objection", "record-learning", "record-bank-result")
    choices = {
        "number": [story.number],
        "key": keys,
        "name": [*orders, "record-repayment", "review", "release", "returned", "recover"],
        "reference": [NO_FILE],
        "jurisdiction": ["chongqing"],
        "form": ["opening_fill"],
    }
    for rule in story.office.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in ASIDE:
            continue
        filled = [str(rule.rule)]
        for argument in rule.arguments:
            marks = (f"<{argument}>", f"<int:{argument}>", f"<path:{argument}>")
            filled = [
                next(one.replace(mark, value) for mark in marks if mark in one)
                for one in filled
                for value in choices.get(argument, ["1"])
            ]
        yield from filled


def unpacked(raw: bytes) -> str:
    """What a reader of the answer reads, also where it is a spreadsheet or an archive."""
    if raw[:4] == b"PK\x03\x04":
        try:
            with ZipFile(io.BytesIO(raw)) as file:
                raw = b"\n".join(file.read(name) for name in file.namelist())
        except BadZipFile:
            pass
    return raw.decode("utf-8", "ignore")


def shown(story, role) -> dict[str, str]:
    """Every address and what this role is shown there."""
    browser, found = story.office.browser(role), {}
    for address in addresses(story):
        if address.startswith("/api/"):
            answer = story.office.call(role, "GET", address.removeprefix("/api"))
        else:
            answer = browser.get(address)
        found[address] = unpacked(answer.data) + str(answer.headers)
    assert any(story.number in text for text in found.values()) or role in OUTSIDE
    return found


OUTSIDE = {"other_institution", "policy_admin"}
INSIDE = ("institution", "county_head")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("until", STOPS)
def test_no_page_and_no_answer_shows_anybody(story, until, caplog):
    story.tell(until=until)
    words = personal(story)
    at_hand = {"opening_accept": "county_reviewer", "certificate_verify": "assessor"}
    roles = {*INSIDE, at_hand.get(str(until), "finance_reviewer")}
    for role in sorted(roles):
        for address, text in shown(story, role).items():
            assert {one for one in words if one in text} == set(), f"{role} {address}"
    assert {one for one in words if one in caplog.text} == set()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", sorted(LOGINS))
def test_no_role_is_shown_anybody_when_all_is_done(story, role):
    story.tell()
    words = personal(story)
    for address, text in shown(story, role).items():
        assert {one for one in words if one in text} == set(), address


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_refused_answers_and_refusals_say_nobody(story):
    step, answers = story.step("opening_fill"), dict(story.answers(0))
    answers["class_name"] = ""
    headers = {"Idempotency-Key": "wrong-answers", "If-Match": f'"{step.key}.{step.version}"'}
    path = f"/cases/{story.number}/steps/{step.key}"
    refused = story.office.call("institution", "POST", path, headers=headers, json=answers)
    assert refused.status_code == 422
    assert {one for one in personal(story) if one in refused.text} == set()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_letter_and_no_message_names_anybody(story):
    with post_office() as post:
        mailed(story.office, "reviewer@example.com")
        mailed(story.office, "payer@example.com", "finance_payer")
        story.tell()
        tick(story.office.house(mail_server(post.url, "kaiban@example.com")))
        letters = [part for one in post.read() for part in one.walk()]
        told = [part.get_payload(decode=True) for part in letters]
        text = b"".join(one for one in told if isinstance(one, bytes)).decode()
    assert story.number in text
    assert {one for one in personal(story) if one in text} == set()


def test_the_table_of_addresses_is_not_empty(story):
    assert len(list(addresses(story))) > len(LOGINS)
