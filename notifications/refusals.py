"""The two ways a delivery fails, and the one way a text does."""

from __future__ import annotations


class NotificationError(Exception):
    """The message did not go out."""


class TryAgain(NotificationError):
    """The channel could not take the message now; the same message may be tried later."""


class Undeliverable(NotificationError):
    """The message cannot be delivered as it is; trying again changes nothing."""


class BadText(NotificationError):
    """There is no text of this name, or it asks for something no message carries."""
