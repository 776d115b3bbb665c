"""A real mail server on loopback that keeps what it gets."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller


@dataclass
class Post:
    """Keeps every letter, and is busy as often as it is told to be."""

    url: str = ""
    busy: int = 0
    letters: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        if self.busy:
            self.busy -= 1
            return "451 busy"
        self.letters.append(envelope.content)
        return "250 taken"

    def read(self) -> list[Message]:
        return [message_from_bytes(letter) for letter in self.letters]

    def ids(self) -> list[str]:
        return [letter["Message-ID"] for letter in self.read()]


@contextmanager
def post_office() -> Iterator[Post]:
    """Open for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    post = Post(f"smtp://127.0.0.1:{port}")
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
