"""The clock of `kaiban worker` and of the demo really ticks, and stops when it is told to."""

import signal
import socket
import time

import pytest
from sqlalchemy import select, update

from service.records.database import database_now
from service.records.deadline import Deadline
from service.records.demo import DemoShift
from tests.cli.terminal import PATIENCE, production
from tests.front_office import Story, mailed, open_office
from tests.post_office import post_office

pytestmark = pytest.mark.slow


@pytest.fixture
def due(fresh_sqlite, key_ring, tmp_path):
    """A request whose reviewer is to be reminded, with e-mail, since a minute ago."""
    with fresh_sqlite() as url, post_office() as post:
        database = database_at(url)
        story = Story.of(open_office(database))
        mailed(story.office, "reviewer@example.com")
        story.tell(until="opening_accept")
        story.office.close()
        shift_to_due(story)
        terminal = production(tmp_path, url)
        terminal.settings |= {"KAIBAN_MODE": "demo", "SMTP_URL": post.url}
        yield story, terminal, post
        database.engine.dispose()


def database_at(url):
    from service.records import open_engine
    from tests.conftest import Database

    return Database("sqlite", url, open_engine(url))


def shift_to_due(story) -> None:
    with story.office.records() as session:
        ahead = story.case().next_due - database_now(session)
        session.execute(update(DemoShift).values(seconds=int(ahead.total_seconds()) + 60))
        session.commit()


def rung(story: Story) -> int:
    with story.office.records() as session:
        asked = select(Deadline.rung).where(Deadline.case_id == story.case().id)
        return session.execute(asked).scalar_one()


def wait_for_letters(post, count: int) -> list[str]:
    until = time.monotonic() + PATIENCE
    while len(post.letters) < count and time.monotonic() < until:
        time.sleep(0.1)
    return [str(letter.get_payload(decode=True), "utf-8") for letter in post.read()]


def stopped(process) -> tuple[int, str]:
    process.send_signal(signal.SIGTERM)
    words, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, words


def test_the_worker_passes_the_rung_mails_the_reminder_and_stops_cleanly(due):
    story, terminal, post = due
    terminal.settings["KAIBAN_TICK_SECONDS"] = "1"
    before = rung(story)
    with terminal.running("worker") as process:
        letters = wait_for_letters(post, 2)
        assert terminal.run("worker", "--seen").returncode == 0
        code, words = stopped(process)
    assert terminal.run("worker", "--seen").returncode == 1
    assert any(story.number in letter for letter in letters)
    assert rung(story) == before + 1
    assert (code, words.splitlines()[-1]) == (0, "The clock has stopped.")


def test_the_clock_of_the_demo_ticks_in_its_own_process(due):
    story, terminal, post = due
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    before = rung(story)
    with terminal.running("demo", "--port", port) as process:
        wait_for_letters(post, 2)
        code, _ = stopped(process)
    assert rung(story) == before + 1
    assert code == 0


def test_a_single_tick_says_what_it_did(due):
    _, terminal, post = due
    done = terminal.run("worker", "--once")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 cases, ")
    assert len(post.letters) == 2
