"""The inbox inside the product, and the log that stands in for a channel."""

import logging

from notifications import InApp, Log, Text

TEXT = Text("开班申请已收到（CQ-1）", "办件 CQ-1 已收到。\n")


def test_an_inbox_is_given_the_text_and_the_id_it_is_known_by():
    inbox = []
    InApp(lambda *item: inbox.append(item)).deliver("person-7", TEXT, "outbox-7")
    assert inbox == [("person-7", TEXT, "outbox-7")]


def test_the_log_says_what_would_have_gone_out_but_not_to_whom(caplog):
    with caplog.at_level(logging.INFO):
        Log().deliver("a@school.example", TEXT, "outbox-7")
    assert "outbox-7" in caplog.text
    assert "a@school.example" not in caplog.text
