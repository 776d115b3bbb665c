"""E-mail through the outbox: to whoever has an address, again when the server was busy."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from notifications import TryAgain
from service.clock.house import mail_server
from service.clock.tick import tick
from service.records.outbox import Delivery
from tests.front_office import mailed
from tests.post_office import post_office

ADDRESS = "reviewer@example.com"


@pytest.fixture
def post():
    with post_office() as opened:
        yield opened, mail_server(opened.url, "kaiban@example.com")


@pytest.fixture
def told(story):
    """A request has come in, and the reviewer has an e-mail address."""
    mailed(story.office, ADDRESS)
    return story.tell(until="opening_accept")


def tries(office):
    with office.records() as session:
        rows = session.scalars(
            select(Delivery).where(Delivery.channel == "email").order_by(Delivery.id)
        )
        return [(row.try_no, row.ok) for row in rows]


def test_the_reviewer_gets_an_e_mail_with_the_way_to_the_case(told, post):
    handler, mail = post
    tick(told.office.house(mail))
    (letter,) = handler.read()
    assert letter["To"] == ADDRESS
    assert told.number in str(letter.get_payload(decode=True), "utf-8")


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
    first, second = handler.ids()
    assert first == second
