"""Lists of other offices: taken in without a name, pointing at lines, cleared with a reason."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from service.commands.people.people_administrators import NotDone
from service.commands.supervision import comparison_import
from service.commands.supervision.comparison_import import Handed
from service.domain.invented import Invented
from service.domain.orders import ClearDoubt
from service.domain.refusals import AnswersWrong, Forbidden, NotNow
from service.records import LineDoubt, ListImport, ListPerson
from service.records.duplicates import known_elsewhere
from service.records.seal import blind_index
from tests.commands.standing import Office, office

CLAIMED = ("filed", "approved", "advance", "started", "trained", "certified")
PEOPLE = [person.id_no for person in Invented(2020).people(4)]


def handed(kind="retired", *, lines=(2,), as_of=date(2020, 5, 1)) -> Handed:
    numbers = [PEOPLE[line - 1] for line in lines] + ["110101199003074477"]
    return Handed(kind=kind, as_of=as_of, source="市社保局", numbers=numbers, digest="d")


def compare(at: Office, **which) -> int:
    actor = at.actor("county_reviewer/lists")
    return comparison_import.take_in(at.session, actor, handed(**which), now=at.now)


@pytest.fixture
def claimed(session) -> Office:
    """A class whose claim is to be reviewed."""
    at = office(session, *CLAIMED)
    at.finish("claim_fill", "institution", declaration=True)
    return at


def review(at: Office, **more):
    return at.finish("claim_review", "county_reviewer", decision="pass", opinion="可", **more)


def clear(at: Office, line=2, doubt="retired", who="county_reviewer"):
    return at.give(at.order(ClearDoubt, line=line, doubt=doubt, reason="同名，已核实"), who)


def test_nobody_on_a_list_can_be_read_from_the_books(session):
    at = office(session, "filed")
    compare(at)
    kept = session.scalars(select(ListPerson.person_index)).all()
    assert blind_index(PEOPLE[1]) in kept
    assert not any(number in index for number in PEOPLE for index in kept)


def test_a_doubted_line_is_not_approved_until_a_reason_clears_it(claimed):
    compare(claimed)
    with pytest.raises(AnswersWrong) as refused:
        review(claimed)
    assert [one.code for one in refused.value.problems] == ["doubted"]
    clear(claimed)
    assert review(claimed).finished is None


def test_a_doubted_line_that_is_removed_holds_nobody_up(claimed):
    compare(claimed)
    line = {"line": 2, "verdict": "removed", "reason": "已退休"}
    assert review(claimed, lines=[line]).finished is None


def test_the_reason_stays_sealed_with_who_gave_it(claimed, session):
    number = compare(claimed)
    clear(claimed)
    row = session.scalars(select(LineDoubt)).one()
    assert (row.line, row.kind, row.import_id, row.reason) == (2, "retired", number, "同名，已核实")
    assert row.cleared_by == claimed.actor("county_reviewer").person_id


def test_a_reason_given_for_one_list_answers_for_no_later_one(claimed):
    compare(claimed)
    clear(claimed)
    compare(claimed, as_of=date(2020, 6, 1))
    with pytest.raises(AnswersWrong):
        review(claimed)
    clear(claimed)
    assert review(claimed).finished is None


@pytest.mark.parametrize(("line", "doubt"), [(1, "retired"), (2, "dead"), (9, "retired")])
def test_what_nobody_doubts_cannot_be_cleared(claimed, line, doubt):
    compare(claimed)
    with pytest.raises(AnswersWrong):
        clear(claimed, line, doubt)


def test_the_institution_clears_nothing(claimed):
    compare(claimed)
    with pytest.raises(Forbidden):
        clear(claimed, who="institution")


def test_a_list_that_comes_after_the_review_still_stops_the_payment(session):
    at = office(session, *CLAIMED, "claimed", "published")
    at.now += timedelta(days=10)
    at.play._pass_time(at.case_id, at.now)
    compare(at, kind="dead", lines=(3,))
    with pytest.raises(NotNow):
        at.finish(
            "finance_review",
            "finance_reviewer",
            decision="pass",
            budget_item="2080799",
            opinion="可",
        )


def test_a_list_the_place_does_not_suspect_casts_no_doubt(claimed):
    compare(claimed, kind="subsistence")
    assert review(claimed).finished is None


def test_a_newer_list_replaces_the_older_one_of_its_kind(claimed, session):
    old, new = compare(claimed), compare(claimed, lines=(), as_of=date(2020, 6, 1))
    in_force = select(ListImport.id).where(ListImport.in_force)
    assert session.scalars(in_force).all() == [new]
    left = select(func.count()).where(ListPerson.import_id == old)
    assert session.scalar(left) == 0
    session.rollback()
    assert review(claimed).finished is None


def test_an_older_list_does_not_replace_a_newer_one(claimed):
    compare(claimed, as_of=date(2020, 6, 1))
    with pytest.raises(NotDone):
        compare(claimed, as_of=date(2020, 5, 1))


def test_lists_are_for_reviewers_to_take_in(claimed):
    with pytest.raises(Forbidden):
        comparison_import.take_in(
            claimed.session, claimed.actor("institution"), handed(), now=claimed.now
        )


def test_matching_across_places_knows_only_whether(claimed, session):
    index = blind_index(PEOPLE[0])
    assert not known_elsewhere(session, index, beyond="chongqing")
    assert known_elsewhere(session, index, beyond="elsewhere")
