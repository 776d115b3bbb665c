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


def stand(session: Session) -> None:
    """Give each what it lacks."""
    keys = list(_keys(session))
    session.rollback()
    provide(session, keys, fen=FEN)


def _keys(session: Session) -> Iterator[Key]:
    for code in published_jurisdictions(session):
        regions = LIBRARY.in_force(session, code)[0].policy.jurisdiction.regions
        for region, fund, year in product(regions, FUNDS, YEARS):
            yield (code, region.code, fund, year)
