"""E-mail: plain text over SMTP, with a Message-ID by which a repeat can be recognised."""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from typing import TYPE_CHECKING

from notifications.refusals import TryAgain, Undeliverable

if TYPE_CHECKING:
    from notifications.texts import Text

_PERMANENT = 500
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_UNSAFE_IN_BODY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A mail server that takes our messages."""

    host: str
    port: int = 25
    sender: str
    sender_name: str = ""
    user: str = ""
    password: str = ""
    starttls: bool = False
    timeout: float = 10.0
    trust: ssl.SSLContext | None = None

    def deliver(self, address: str, text: Text, message_id: str) -> None:
        """Send one message; 4xx and a broken line may pass later, 5xx will not."""
        message = self._message(address, text, message_id)
        server = self._open()
        try:
            server.send_message(message, from_addr=self.sender, to_addrs=[address])
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise _by_code(max(codes, default=_PERMANENT)) from refused
        except smtplib.SMTPResponseException as refused:
            raise _by_code(refused.smtp_code) from refused
        except (smtplib.SMTPException, OSError) as broken:
            raise TryAgain(f"the line broke: {type(broken).__name__}") from broken
        finally:
            _part(server)

    def message_id(self, message_id: str) -> str:
        """The same for the same message, whatever characters its id is written with."""
        digest = hashlib.sha256(message_id.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        return f"<{digest}@{self.sender.rpartition('@')[2]}>"

    def _open(self) -> smtplib.SMTP:
        """A line to the server; whatever fails here is not the fault of the message."""
        try:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        except (smtplib.SMTPException, OSError, UnicodeError) as broken:
            raise TryAgain(f"no mail server there: {type(broken).__name__}") from broken
        try:
            if self.starttls:
                server.starttls(context=self.trust or ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except (smtplib.SMTPException, OSError) as broken:
            _part(server)
            raise TryAgain(f"the mail server let us not in: {type(broken).__name__}") from broken
        return server

    def _message(self, address: str, text: Text, message_id: str) -> EmailMessage:
        if _ADDRESS.fullmatch(address) is None or not address.isascii():
            raise Undeliverable("this is no e-mail address")
        message = EmailMessage(policy=SMTP)
        try:
            message["From"] = Address(self.sender_name, addr_spec=self.sender)
            message["To"] = address
            message["Subject"] = _CONTROL.sub(" ", text.subject)
            message["Message-ID"] = self.message_id(message_id)
            message["Date"] = localtime()
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(_UNSAFE_IN_BODY.sub("", text.body), charset="utf-8", cte="base64")
        except (MessageError, ValueError) as bad:
            raise Undeliverable("this message cannot be written as an e-mail") from bad
        return message


def _part(server: smtplib.SMTP) -> None:
    """Say goodbye; a message already taken stays taken, however the goodbye goes."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _by_code(code: int) -> TryAgain | Undeliverable:
    if code >= _PERMANENT:
        return Undeliverable(f"refused by the mail server with {code}")
    return TryAgain(f"put off by the mail server with {code}")
