"""Where a text can go, apart from e-mail: a person's inbox in the product, or the log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from notifications.texts import Text


class Channel(Protocol):
    """Takes a text to an address; the same message id may come twice and counts once."""

    def deliver(self, address: str, text: Text, message_id: str) -> None:
        """Hand the text over; raises TryAgain or Undeliverable."""


class InApp:
    """The inbox inside the product; whoever keeps it gives the way to put a text there."""

    def __init__(self, put: Callable[[str, Text, str], None]) -> None:
        self._put = put

    def deliver(self, address: str, text: Text, message_id: str) -> None:
        """Put the text into the inbox of that address."""
        self._put(address, text, message_id)


class Log:
    """A line in the log instead of a delivery, without the address: logs are widely read."""

    def __init__(self, logger: logging.Logger | None = None) -> None:
        self._logger = logger or logging.getLogger("notifications")

    def deliver(self, address: str, text: Text, message_id: str) -> None:
        """Write that the message would have gone out."""
        self._logger.info("message %s: %s (%d)", message_id, text.subject, len(address))
