"""Message → text → channel: in-app, e-mail, log; knows no case, no form and no database."""

from __future__ import annotations

from notifications.channels import Channel, InApp, Log
from notifications.refusals import BadText, NotificationError, TryAgain, Undeliverable
from notifications.smtp import Smtp
from notifications.texts import PARAMS, Text, check_texts, render

__all__ = [
    "PARAMS",
    "BadText",
    "Channel",
    "InApp",
    "Log",
    "NotificationError",
    "Smtp",
    "Text",
    "TryAgain",
    "Undeliverable",
    "check_texts",
    "render",
]
