"""The day book of person and year: of two who reach for the last days at once, one has them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.records import PersonYear, write_transaction
from service.records.allowance import hold_years

CAP = 30
PAGE = ("wang", 2020)


def take(session, wanted: int, page: tuple[str, int] = PAGE) -> int:
    """Take as many days as the year still has room for."""
    with write_transaction(session):
        held = hold_years(session, "guizhou", [page])[page]
        taken = min(wanted, CAP - held.days)
        held.days += taken
        return taken


def days(database) -> dict[str, int]:
    with database.session() as session:
        rows = session.execute(select(PersonYear.person_index, PersonYear.days))
        return dict(rows.all())


@pytest.mark.parametrize("used", [0, 27], ids=["a page nobody has opened", "three days left"])
def test_two_classes_reach_for_the_last_days_at_once(database, used):
    with database.session() as session:
        take(session, used)
    ready = Barrier(2)

    def claim(wanted: int) -> int:
        with database.session() as session:
            ready.wait()
            return take(session, wanted)

    with ThreadPoolExecutor(2) as classes:
        told = sorted(classes.map(claim, [CAP - used, CAP - used]))
    assert told == [0, CAP - used]
    assert days(database) == {"wang": CAP}


def test_two_claims_on_the_same_people_never_wait_in_a_ring(database):
    people = [("wang", 2020), ("li", 2020), ("zhao", 2020)]
    ready = Barrier(2)

    def claim(order):
        with database.session() as session:
            ready.wait()
            for _ in range(5):
                with write_transaction(session):
                    for page in hold_years(session, "guizhou", order).values():
                        page.days += 1

    with ThreadPoolExecutor(2) as classes:
        list(classes.map(claim, [people, people[::-1]]))
    assert days(database) == {"wang": 10, "li": 10, "zhao": 10}


def test_a_year_begins_with_all_its_days(database, session):
    take(session, CAP)
    assert take(session, CAP, ("wang", 2021)) == CAP


def test_a_book_asked_for_nobody_stays_empty(database, session):
    assert hold_years(session, "guizhou", []) == {}
    assert days(database) == {}


def test_nobody_gives_back_more_than_he_took(session):
    with pytest.raises(IntegrityError):
        take(session, -1)
