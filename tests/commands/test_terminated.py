"""Calling a class off for fraud, while a payment to it is still with the bank."""

from dataclasses import replace

from service.commands.examples import Play, read_example
from tests.front_office import EXAMPLES
from tests.jurisdictions.telling import publish

TOLD = read_example(EXAMPLES / "fraud-terminates-running-class.toml")


def test_a_class_is_not_terminated_under_a_payment_that_is_with_the_bank(session):
    at = max(n for n, one in enumerate(TOLD.scenes) if one.order == "TerminateForFraud")
    before = [one for one in TOLD.scenes[:at] if one.order != "RecordBankResult"]
    refused = replace(TOLD.scenes[at], refused="not_now", then={})
    publish(session, before[0].at, "chongqing")
    play = Play(replace(TOLD, scenes=(*before, refused), end={}), session)
    assert play.run().differences == []
