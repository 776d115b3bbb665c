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
# Two districts are given what they nearly use, so that a chart of it says something and what is to
# be paid in the second waits for money. Of each: the fund and how much, for the demo's year.
YEAR = 2020
HOME_FEN = {"ZZ": 30_000_000, "JYBZ": 6_000_000, "FP": 9_000_000}
LEAN_FEN = {"ZZ": 500_000}


def stand(session: Session, code: str, *, home: str, lean: str) -> None:
    """Give each what it lacks."""
    keys = list(_keys(session))
    session.rollback()
    for region, funds in ((home, HOME_FEN), (lean, LEAN_FEN)):
        for fund, fen in funds.items():
            provide(session, [(code, region, fund, YEAR)], fen=fen)
    provide(session, keys, fen=FEN)


def _keys(session: Session) -> Iterator[Key]:
    for code in published_jurisdictions(session):
        regions = LIBRARY.in_force(session, code)[0].policy.jurisdiction.regions
        for region, fund, year in product(regions, FUNDS, YEARS):
            yield (code, region.code, fund, year)
