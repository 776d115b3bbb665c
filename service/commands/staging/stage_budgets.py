"""The budgets on the demo's stage: every region of every place has enough of its funds."""

from collections.abc import Iterator
from itertools import product

from sqlalchemy.orm import Session

from service.commands.budgets.ample import FUNDS, provide
from service.commands.library import LIBRARY
from service.records.budget import Key
from service.records.bundle import published_jurisdictions

YEARS = range(2019, 2023)
# Thirty million yuan a fund, region and year.
FEN = 3 * 10**9
# A district whose year is nearly spent: what is to be paid there waits for money.
LEAN_FUND, LEAN_YEAR, LEAN_FEN = "ZZ", 2020, 5 * 10**5


def stand(session: Session, *, lean: tuple[str, str]) -> None:
    """Give each what it lacks; one district gets next to nothing."""
    keys = list(_keys(session))
    session.rollback()
    provide(session, [(*lean, LEAN_FUND, LEAN_YEAR)], fen=LEAN_FEN)
    provide(session, keys, fen=FEN)


def _keys(session: Session) -> Iterator[Key]:
    for code in published_jurisdictions(session):
        regions = LIBRARY.in_force(session, code)[0].policy.jurisdiction.regions
        for region, fund, year in product(regions, FUNDS, YEARS):
            yield (code, region.code, fund, year)
