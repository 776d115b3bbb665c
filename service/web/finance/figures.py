"""What the finance desk shows first: each fund as a bar, how long money takes, what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from flask import render_template
from sqlalchemy.orm import Session

from service.commands.reconciling import figures
from service.commands.reconciling.figures import Fund
from service.domain.statement import by_movement, median, year_of
from service.records import statement as records
from service.records.database import db
from service.records.payment_cycle import Slow, days_counted, slowest
from service.records.statement import Asked
from service.records.step import Scope
from service.web.desks.timing import in_force
from service.web.finance.books import Wanted, fens, moved_word, offered, region_names, tabs, wanted
from service.web.front import blueprint, minute
from service.web.language import say
from service.web.naming import stage_name
from service.web.words import FUNDS, word

WIDTH = 640  # of a bar, in the drawing's own units
PARTS = ("spent", "committed", "available")
BACK = ("lapsed", "called_back", "recovered", "waived", "written_off")


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar: from where, how long, and what it says."""

    name: str
    left: float
    width: float
    fen: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One fund as a bar, and the same in words for who does not see it."""

    fund: str
    code: str
    standing: Fund
    parts: Sequence[Part]
    over_fen: int
    percent: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """How long payments took in a month, or in all: how many, the middle one, the slowest."""

    name: str
    count: int
    middle: int | None
    longest: int | None


@dataclass(frozen=True)
class Figures:
    """The figures of a year; each is asked for when a page draws it."""

    session: Session
    scopes: tuple[Scope, ...]
    year: int

    @cached_property
    def bars(self) -> list[Bar]:
        """Every fund of the year: spent, promised, free."""
        funds = figures.by_fund(self.session, self.scopes, self.year)
        return [_bar(code, one) for code, one in funds.items()]

    @cached_property
    def months(self) -> list[Cycle]:
        """How long payments took, month by month."""
        return [_cycle(f"{month:%Y-%m}", counts) for month, counts in self._counted.items()]

    @cached_property
    def cycle(self) -> Cycle:
        """How long payments took this year."""
        together: dict[int, int] = {}
        for counts in self._counted.values():
            for days, count in counts.items():
                together[days] = together.get(days, 0) + count
        return _cycle(str(self.year), together)

    @cached_property
    def slow(self) -> list[tuple[Slow, str, str, str]]:
        """The slowest payments of the year: which, what for, from when, until when."""
        period = year_of(self.year)
        found = slowest(self.session, self.scopes, period.first, period.end)
        return [
            (
                one,
                stage_name(in_force(self.session, one.jurisdiction)[0].policy, one.stage),
                minute(one.filed_at),
                minute(one.paid_at),
            )
            for one in found
        ]

    @cached_property
    def moved(self) -> Mapping[str, int]:
        """What lapsed, what has to come back and what has come back this year."""
        period = year_of(self.year)
        asked = Asked(self.scopes, "", period.first, period.end)
        return by_movement(fens(records.pairs(self.session, asked)))

    @cached_property
    def _counted(self) -> dict[date, dict[int, int]]:
        period = year_of(self.year)
        return days_counted(self.session, self.scopes, period.first, period.end)


@blueprint.get("/books")
def money_figures() -> str:
    """The figures of a year, each with its table."""
    session, asked = db.session(), wanted()
    shown = Figures(session, asked.scopes, asked.period.first.year)
    return render_template(
        "finance/figures.html",
        asked=asked,
        tabs=tabs(asked),
        figures=shown,
        regions_of=region_names(session),
        budgets=figures.budgets(session, asked.scopes, shown.year),
        fund_name=partial(word, FUNDS),
        back=[(name, moved_word(name)) for name in BACK],
        **offered(session),
    )


@blueprint.app_context_processor
def ask_for_figures() -> dict[str, object]:
    """The same for the first screen of the desk, asked for by that page alone."""

    def money() -> tuple[Figures, Wanted]:
        asked = wanted()
        return Figures(db.session(), asked.scopes, asked.period.first.year), asked

    return {"money_of_the_year": money}


def _bar(code: str, one: Fund) -> Bar:
    """Each fund fills its own bar: beside a great fund a small one would show nothing."""
    scale = WIDTH / one.whole_fen if one.whole_fen else 0
    parts, left = [], 0.0
    for name in PARTS:
        fen = max(getattr(one, f"{name}_fen"), 0)
        parts.append(Part(name, round(left, 1), round(fen * scale, 1), fen))
        left += fen * scale
    over = max(-one.available_fen, 0)
    percent = one.spent_fen * 100 / one.appropriated_fen if one.appropriated_fen else 0
    return Bar(word(FUNDS, code), code, one, parts, over, f"{percent:.1f}%")


def _cycle(name: str, counts: Mapping[int, int]) -> Cycle:
    return Cycle(name, sum(counts.values()), median(counts), max(counts, default=None))


def part_name(name: str) -> str:
    """What a stretch of a bar stands for."""
    return {
        "spent": say("已支出"),
        "committed": say("已承诺未支出"),
        "available": say("可用"),
    }[name]


blueprint.add_app_template_global(part_name)
