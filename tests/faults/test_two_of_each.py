"""Two web processes and two clocks on PostgreSQL: any one may vanish, and nobody notices."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from service.commands.door import password
from service.commands.papers.cabinet import furnish
from service.commands.verifying import broken_books, broken_histories
from service.records.case import Case
from service.records.database import database_now
from service.records.demo import DemoShift
from service.records.history import HistoryEntry
from service.records.outbox import InboxItem, OutboxMessage
from service.records.person import Person
from tests.cli.terminal import production
from tests.faults.two_of_each import soon, two_of_each, vanish
from tests.front_office import LOGINS, open_office
from tests.kept import put_on, story_with_a_paper
from tests.papers import pdf
from tests.web.reading import flattened

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database", ["postgresql"], indirect=True)]
SECRET = "quiet-river-47-lamps"
CLERK = LOGINS["institution"]


@pytest.fixture
def story(database, tmp_path):
    """A class that was opened, and a clerk who has a password."""
    office = open_office(database)
    furnish(str(tmp_path / "documents"))
    story = story_with_a_paper(office)
    with office.records() as session:
        clerk = update(Person).where(Person.login == CLERK)
        session.execute(clerk.values(password_hash=password.hashed(SECRET)))
        session.commit()
    move_to(story, story.example.scenes[0].at)
    yield story
    office.close()


@pytest.fixture
def house(story, database, tmp_path):
    terminal = production(tmp_path, database.url)
    terminal.settings |= {
        "KAIBAN_MODE": "demo",
        "KAIBAN_TICK_SECONDS": "1",
        "KAIBAN_PUBLIC_URL": "https://kaiban.example",
        "KAIBAN_PROXY": "127.0.0.0/8",
        "KAIBAN_DOCUMENTS": str(tmp_path / "documents"),
    }
    with two_of_each(terminal) as running:
        yield running


def move_to(story, moment):
    """Move the time of all processes: it stands in the database."""
    story.office.clock.at = moment
    with story.office.records() as session:
        ahead = moment - database_now(session)
        session.execute(update(DemoShift).values(seconds=int(ahead.total_seconds())))
        session.commit()


def signed_in(house, login):
    browser = house.browser()
    answer = browser.hand_in("/sign-in", {"account": login, "password": SECRET})
    assert (answer.status, answer.location) == (303, "/"), answer.page.words
    return browser


def templates(story):
    with story.office.records() as session:
        asked = select(OutboxMessage.template).join(InboxItem)
        return set(session.scalars(asked))


def orders(story, name):
    with story.office.records() as session:
        return session.scalars(select(HistoryEntry).where(HistoryEntry.order == name)).all()


def test_a_class_goes_from_process_to_process_while_one_of_each_vanishes(story, house):
    clerk, form = signed_in(house, CLERK), f"/cases/{story.number}/steps/"
    form += story.step("opening_fill").key
    web, clock = next(iter(house.webs.values())), house.clocks[0]
    assert clerk.get(form).status == clerk.get(form).status == 200
    vanish(web)
    vanish(clock)
    answer = clerk.hand_in(form, flattened(story.answers(0)))
    assert answer.status == 303, answer.page.words
    move_to(story, due(story) + timedelta(minutes=1))
    assert soon(lambda: "deadline_remind" in templates(story))
    assert len(orders(story, "PassDeadlines")) == 1
    with story.office.records() as session:
        assert [*broken_histories(session), *broken_books(session)] == []


def due(story):
    with story.office.records() as session:
        moment = session.scalars(select(Case.next_due)).one()
    assert moment is not None
    return moment


def test_papers_and_sittings_are_the_same_at_both_processes(story, house):
    content = pdf("shared")
    path = f"/cases/{story.number}/documents/{put_on(story, content).reference}/file"
    clerk = signed_in(house, CLERK)
    assert [clerk.get(path).content for _ in range(2)] == [content, content]
    assert clerk.hand_in("/sign-out", {}, on="/").status == 303
    assert {clerk.get("/").location[:8] for _ in range(2)} == {"/sign-in"}
