"""What the clock needs of the house: a way to the records, the time, and the mail server if any."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from notifications import Channel, Smtp
from service.commands.clocks import Clock

SUBMISSION = 587
PLAIN = 25


@dataclass(frozen=True, slots=True)
class House:
    """Given once when the clock is set going."""

    sessions: Callable[[], Session]
    clock: Clock
    mail: Channel | None = None
    public_url: str = ""


def mail_server(url: str, sender: str) -> Smtp | None:
    """`smtp://user:password@host:port`, or `smtp+starttls://…`; nothing where nothing is set."""
    if not url:
        return None
    parts = urlsplit(url)
    starttls = parts.scheme == "smtp+starttls"
    return Smtp(
        host=parts.hostname or "localhost",
        port=parts.port or (SUBMISSION if starttls else PLAIN),
        sender=sender,
        sender_name="开班通",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=starttls,
    )
