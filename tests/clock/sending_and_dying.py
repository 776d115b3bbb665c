"""A clock that is killed after the mail server took a letter and before that is on record.

A program of its own (`python sending_and_dying.py DATABASE MAIL TIME`), because it kills itself.
"""

import os
import signal
import sys
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from notifications import Channel, Text
from service.clock.house import House, mail_server
from service.clock.tick import tick
from service.commands import FixedClock
from service.records import KeyRing, open_engine, use_key_ring
from tests.conftest import INDEX_KEY, KEYS


@dataclass
class Deadly:
    """Hands the letter over, and that is the last thing this process does."""

    mail: Channel

    def deliver(self, address: str, text: Text, message_id: str) -> None:
        self.mail.deliver(address, text, message_id)
        os.kill(os.getpid(), signal.SIGKILL)


def main(database: str, mail: str, at: str) -> None:
    use_key_ring(KeyRing(KEYS, index_key=INDEX_KEY))
    engine = open_engine(database)
    server = mail_server(mail, "kaiban@example.com")
    assert server is not None
    clock = FixedClock(datetime.fromisoformat(at))
    tick(House(lambda: Session(engine), clock, Deadly(server), "http://kaiban.example"))


if __name__ == "__main__":
    main(*sys.argv[1:])
