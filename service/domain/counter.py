"""Papers brought to the counter: why there, and how far back their receipt may lie."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from service.domain.calendar import beijing_date
from service.domain.problem import Problem

REASONS: Mapping[str, tuple[str, str]] = {
    "no_access": ("无网络或设备，不便网上申报", "No network or device to file online"),
    "hard_to_use": ("行动不便或不会使用网上系统", "Cannot use the online system"),
    "outage": ("网上系统故障期间递交", "Handed in while the online system was down"),
    "by_post": ("邮寄递交", "Sent by post"),
    "other": ("其他（须说明）", "Other (say what)"),
}


def counter_problems(
    *, received_at: datetime, now: datetime, days: int, reason: str, note: str
) -> Iterator[Problem]:
    """What is wrong with taking papers in like this."""
    if received_at > now:
        yield Problem(
            "received_at",
            "in_the_future",
            "实际收件时间不能晚于现在。",
            "Papers cannot have come in after this moment.",
        )
    elif beijing_date(received_at) < beijing_date(now) - timedelta(days=days):
        yield Problem(
            "received_at",
            "too_long_ago",
            f"实际收件时间距今超过{days}日，不能补录；请报负责人处理。",
            f"The papers came in more than {days} days ago; refer this to the head.",
        )
    if reason not in REASONS:
        yield Problem(
            "reason", "unknown", "请选择列出的事由。", "Choose one of the reasons listed."
        )
    elif reason == "other" and not note.strip():
        yield Problem(
            "note", "missing", "选择“其他”时请说明事由。", "Say what the other reason is."
        )
