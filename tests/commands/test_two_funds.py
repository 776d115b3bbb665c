"""A debt whose money came from two funds: each part goes back to the fund it was taken from."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from service.commands.examples import Example, Play, read_chapter, read_example
from service.commands.examples.reading import Scene
from service.commands.verifying import all_books
from service.domain.orders import RecordRepayment
from service.records.budget import budget_of
from service.records.ledger import LedgerEntry, entries_of
from service.records.recovery import Recovery
from tests.commands.standing import Office
from tests.jurisdictions.telling import publish
from workflows import jurisdictions

FOLDER = jurisdictions()["heilongjiang"] / "examples"
LIVING, FRAUD = "living", "核查"
# His share of the class, and his allowance: the one is the action's money, the other is not.
CLASS_FEN, LIVING_FEN = 100_000, 6_500


def scenes_of_the_class() -> Iterator[Scene]:
    """Everybody learns online and comes to class, and the class is paid."""
    for chapter in ("filed", "approved", "started"):
        yield from read_chapter(FOLDER, chapter)
    learned = next(
        one
        for one in read_example(FOLDER / "living-by-its-own-groups.toml").scenes
        if one.order == "RecordLearning"
    )
    (record,) = learned.answers["records"]
    yield replace(learned, answers={**learned.answers, "records": [{**record, "lines": "all"}]})
    trained = read_chapter(FOLDER, "trained")
    yield from (one for one in trained if one.order != "RecordLearning")
    for chapter in ("certified", "claimed", "published", "paid"):
        yield from read_chapter(FOLDER, chapter)


def scenes_of(example: str, case: str, *, later: timedelta = timedelta()) -> Iterator[Scene]:
    """What an example tells of one of its cases, without what is refused."""
    for one in read_example(FOLDER / f"{example}.toml").scenes:
        if one.case == case and not one.refused:
            opens = one.step in ("living_fill", "fraud_report")
            process = {LIVING: "hlj_living", FRAUD: "fraud_case"}[case] if opens else ""
            yield replace(
                one, at=one.at + later, process=process, follows="" if opens else None, then={}
            )


def found_out() -> Example:
    """Learner 2 was paid for by both, and the fraud case about him has ended."""
    scenes = (
        *scenes_of_the_class(),
        *scenes_of("living-by-its-own-groups", LIVING),
        *scenes_of("fraud-of-a-learner", FRAUD, later=timedelta(days=63)),
    )
    example = read_example(FOLDER / "fraud-of-a-learner.toml")
    return replace(example, scenes=scenes, end={})


@pytest.fixture
def at(session) -> Office:
    """The fraud case, to be called back."""
    example = found_out()
    publish(session, example.scenes[0].at, "heilongjiang")
    play = Play(example, session)
    assert play.run().differences == []
    play.case_ids[""] = play.case_ids[FRAUD]
    return Office(session, play, example.scenes[-1].at + timedelta(hours=1))


def booked(at: Office, kind: str) -> Mapping[str, int]:
    """What was entered under a kind on the fraud case, by fund."""
    found: dict[str, int] = {}
    for one in entries_of(at.session, at.case_id):
        if one.kind == kind:
            found[one.fund] = found.get(one.fund, 0) + one.fen
    at.session.rollback()
    return found


def repay(at: Office, yuan: str, receipt_no: str) -> None:
    paid = {"amount": yuan, "receipt_no": receipt_no, "paid_on": str(at.now.date())}
    at.give(at.order(RecordRepayment, **paid), "finance_payer")


def test_the_debt_is_one_and_each_fund_has_its_entry(at):
    assert at.session.scalars(select(Recovery.amount_fen)).all() == [CLASS_FEN + LIVING_FEN]
    assert booked(at, "RECOVERY_DUE") == {"ZZ": CLASS_FEN, "JYBZ": LIVING_FEN}


def test_money_that_comes_back_goes_back_to_the_fund_it_was_taken_from(at):
    repay(at, "600.00", "SJ-1")
    assert booked(at, "RECOVERED") == {"ZZ": 60_000}
    repay(at, "465.00", "SJ-2")
    assert booked(at, "RECOVERED") == {"ZZ": CLASS_FEN, "JYBZ": LIVING_FEN}
    assert [*all_books(at.session)] == []
    place = at.play.example
    for fund, fen in booked(at, "RECOVERED").items():
        held = budget_of(at.session, (place.jurisdiction, place.region, fund, 2020))
        assert held is not None
        assert held.recovered_fen == fen


def test_both_parts_of_one_receipt_stand_under_its_number(at):
    repay(at, "1065.00", "SJ-1")
    asked = select(LedgerEntry.voucher_no).where(LedgerEntry.kind == "RECOVERED")
    assert at.session.scalars(asked).all() == ["SJ-1", "SJ-1"]
