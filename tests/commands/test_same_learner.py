"""One learner in two classes: asked for at once, one filing passes; a certificate is paid once."""

from dataclasses import replace

from service.commands import FixedClock
from tests.commands.standing import Office, office
from tests.commands.test_at_once import at_once


def filings(at: Office, *cases: str, people: int):
    """Requests with one and the same roster, each on a case of its own, ready to be sent."""
    first = at.play.example.scenes[0]
    found = []
    for case in cases:
        scene = replace(
            first,
            at=at.now,
            case=case,
            step="opening_fill",
            answers={"people": people, "advance_requested": False},
        )
        at.play.case_ids[case] = at.play._open(scene)
        found.append((at.play._order(scene), at.actor("institution")))
    return found


def test_of_two_filings_with_one_learner_at_once_exactly_one_passes(session, database):
    at = office(session, "filed")
    both = filings(at, "第二班", "第三班", people=5)
    assert at_once(at, database, both) == ["answers_wrong", "done"]


def test_filings_with_other_learners_at_once_all_pass(session, database):
    at = office(session, "filed")
    both = [*filings(at, "第二班", people=5), *filings(at, "第三班", people=6)]
    assert at_once(at, database, both) == ["done", "done"]
    assert isinstance(at.clock, FixedClock)
