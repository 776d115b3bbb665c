"""The page on which evidence of work is judged: whoever handed in, and what it comes to."""

from dataclasses import replace
from datetime import date

from flask import Flask, g

from forms import read_form
from service.commands.examples import read_example
from service.records.case import by_number
from service.web.prefill import known
from tests.jurisdictions.telling import BUNDLES, FOLDERS, tell

STORY = FOLDERS["guizhou"] / "examples/evidence-in-two-rounds.toml"


def until_reviewed():
    """The story up to the first review: three batches have been handed in, one refused."""
    story = read_example(STORY)
    reviewed = next(at for at, one in enumerate(story.scenes) if one.step == "proof_review")
    return replace(story, scenes=story.scenes[:reviewed], end={"open": ["proof_review"]})


def test_whoever_handed_in_is_asked_about_with_the_time_he_has_worked(session):
    outcome = tell(until_reviewed(), session).outcome
    assert outcome.differences == []
    case = by_number(session, outcome.number)
    assert case is not None
    form = read_form(BUNDLES["guizhou"].forms["proof_review"])
    with Flask("desk").test_request_context():
        g.language = "en"
        asked = known(session, case, form, date(2020, 12, 2))
    assert asked.typed["proofs"] == [{"line": "1"}, {"line": "2"}]
    assert asked.fixed == {"proofs"}
    assert "98 days at work (3 months)" in asked.labels["proofs"]["1"]
