"""The inbox: unread first, read by opening or by word, mine alone, counted in the navigation."""

import pytest
from sqlalchemy import event, select

from service.clock.tick import tick
from service.records import InboxItem, OutboxMessage, Person
from service.records.database import db
from tests.web.reading import read


@pytest.fixture
def told(story):
    story.tell(until="advance_review")
    for _ in range(3):
        tick(story.office.house())
    return story


def items(story, login="demo-clerk-1"):
    with story.office.records() as session:
        return list(
            session.scalars(
                select(InboxItem)
                .join(Person, Person.id == InboxItem.person_id)
                .where(Person.login == login)
                .order_by(InboxItem.id)
            )
        )


def unread(story):
    return [one.id for one in items(story) if one.read_at is None]


def test_opening_a_message_leads_to_its_case_and_marks_it_read(told):
    first = items(told)[0]
    answer = told.office.browser("institution").post(f"/inbox/{first.id}/open")
    assert (answer.status_code, answer.location) == (303, f"/cases/{told.number}")
    assert first.id not in unread(told)
    again = told.office.browser("institution").post(f"/inbox/{first.id}/open")
    assert again.status_code == 303


def test_one_message_is_marked_and_then_stands_below_the_unread(told):
    newest = items(told)[-1]
    browser = told.office.browser("institution")
    assert browser.post(f"/inbox/{newest.id}/read").status_code == 303
    page = browser.get("/inbox").text
    assert page.index(f"/inbox/{items(told)[0].id}/open") < page.index(f"/inbox/{newest.id}/open")
    assert f"/inbox/{newest.id}/open" not in browser.get("/inbox?only=unread").text


def test_all_are_marked_but_not_those_that_came_after_the_page_was_drawn(told):
    browser, seen = told.office.browser("institution"), items(told)[-2]
    browser.post("/inbox/read", data={"upto": seen.id})
    assert unread(told) == [items(told)[-1].id]
    browser.post("/inbox/read", data={"upto": "9" * 30})
    assert unread(told) == []


@pytest.mark.parametrize("act", ["open", "read"])
def test_another_persons_message_does_not_exist(told, act):
    first = items(told)[0]
    answer = told.office.browser("county_reviewer").post(f"/inbox/{first.id}/{act}")
    assert answer.status_code == 404
    assert first.id in unread(told)


def test_the_count_stands_in_the_navigation_until_everything_is_read(told):
    browser, many = told.office.browser("institution"), len(unread(told))
    assert f'<span class="count">{many}' in browser.get("/cases").text
    browser.post("/inbox/read", data={"upto": items(told)[-1].id})
    assert '<span class="count">' not in browser.get("/cases").text


def test_the_count_goes_no_further_than_ninety_nine(told):
    with told.office.records() as session:
        one = items(told)[0]
        message = session.get_one(OutboxMessage, one.message_id)
        kept = {c.key: getattr(message, c.key) for c in OutboxMessage.__table__.columns}
        copies = [OutboxMessage(**(kept | {"id": 9_000 + n})) for n in range(120)]
        session.add_all(copies)
        session.flush()
        session.add_all(InboxItem(person_id=one.person_id, message_id=c.id) for c in copies)
        session.commit()
    assert '<span class="count">99+' in told.office.browser("institution").get("/cases").text


def test_pages_go_on_although_messages_are_read_meanwhile(told, monkeypatch):
    monkeypatch.setattr("service.web.desks.inbox.PAGE", 1)
    browser = told.office.browser("institution")
    page = read(browser.get("/inbox"))
    ahead = next(link for link in page.links if "after=" in link)
    browser.post(f"/inbox/{items(told)[-1].id}/read")
    shown = browser.get(ahead).text
    assert f"/inbox/{items(told)[-2].id}/open" in shown
    assert f"/inbox/{items(told)[-1].id}/open" not in shown


def test_a_page_of_messages_costs_the_same_however_many_cases(told):
    seen = []
    with told.office.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    told.office.browser("institution").get("/inbox")
    assert len([one for one in seen if not one.startswith("BEGIN")]) <= 8


def test_nonsense_in_the_address_is_the_beginning(told):
    for after in ("x1", "u", "u²", "r" + "9" * 40, "~"):
        assert told.office.browser("institution").get(f"/inbox?after={after}").status_code == 200
