"""E-mail through the outbox: to whoever has an address, again when the server was busy."""

import socket
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from notifications import TryAgain
from service.clock.house import mail_server
from service.clock.tick import tick
from service.commands.people import Newcomer, add_person
from service.domain.permissions import Grant
from service.records.outbox import Delivery
from tests.front_office import HOME, REGION

ADDRESS = "reviewer@example.com"


@dataclass
class Post:
    """A real mail server that keeps what it gets, and is busy as often as it is told to be."""

    busy: int = 0
    letters: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        if self.busy:
            self.busy -= 1
            return "451 busy"
        self.letters.append(envelope.content)
        return "250 taken"


@pytest.fixture
def post():
    handler = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, mail_server(f"smtp://127.0.0.1:{port}", "kaiban@example.com")
    controller.stop()


@pytest.fixture
def told(story):
    """A request has come in, and the reviewer has an e-mail address."""
    grant = Grant("county_reviewer", HOME, REGION)
    with story.office.records() as session:
        add_person(
            session,
            Newcomer(
                login="mailed", name="有邮箱", natural_person="m", email=ADDRESS, grants=(grant,)
            ),
        )
    story.tell(until="opening_accept")
    return story


def tries(office):
    with office.records() as session:
        rows = session.scalars(
            select(Delivery).where(Delivery.channel == "email").order_by(Delivery.id)
        )
        return [(row.try_no, row.ok) for row in rows]


def test_the_reviewer_gets_an_e_mail_with_the_way_to_the_case(told, post):
    handler, mail = post
    tick(told.office.house(mail))
    letter = message_from_bytes(handler.letters[0])
    assert letter["To"] == ADDRESS
    assert told.number in letter.get_payload(decode=True).decode()


def test_a_busy_server_is_tried_again_later_and_every_try_is_a_row(told, post):
    handler, mail = post
    handler.busy = 1
    tick(told.office.house(mail))
    assert (handler.letters, tries(told.office)) == ([], [(0, False), (1, False)])
    tick(told.office.house(mail))
    assert tries(told.office)[-1] == (1, False)
    told.office.clock.at += timedelta(minutes=2)
    tick(told.office.house(mail))
    assert (len(handler.letters), tries(told.office)[-1]) == (1, (2, True))


def test_a_repeated_e_mail_is_known_by_its_id(told, post):
    handler, mail = post

    class Forgetful:
        def deliver(self, *words):
            mail.deliver(*words)
            raise TryAgain("the line broke after the letter was taken")

    tick(told.office.house(Forgetful()))
    told.office.clock.at += timedelta(minutes=2)
    tick(told.office.house(mail))
    ids = {message_from_bytes(letter)["Message-ID"] for letter in handler.letters}
    assert (len(handler.letters), len(ids)) == (2, 1)
