"""The books as a page asks for them: which places, which fund, which month; and their words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, make_response, request, url_for
from sqlalchemy.orm import Session

from service.commands.reconciling import reading
from service.commands.sheets.writing_sheet import XLSX
from service.domain.calendar import beijing_date
from service.domain.money import yuan
from service.domain.statement import Period, month_of, read_month
from service.records.bundle import published_jurisdictions
from service.records.statement import Asked, Moved, Sought
from service.records.step import Scope
from service.web import words
from service.web.desks.narrowing import Choice, places
from service.web.desks.timing import in_force
from service.web.file_names import disposition_of
from service.web.front import actor, blueprint, now
from service.web.language import either, say
from service.web.words import FUNDS, Words, word

MOVED: Words = {
    "set_aside": ("预留", "Set aside"),
    "set_free": ("释放", "Set free"),
    "sent": ("拨付指令", "Sent"),
    "paid": ("已支付", "Paid"),
    "returned": ("退票", "Returned"),
    "settled": ("预拨核销", "Advance settled"),
    "called_back": ("应追回", "To come back"),
    "recovered": ("已追回", "Recovered"),
    "waived": ("免予追回", "Waived"),
    "written_off": ("呆账核销", "Written off"),
    "lapsed": ("失效", "Lapsed"),
    "other": ("更正", "Corrections"),
}
# A case never shows what it draws on; the books do.
ACCOUNTS: Words = {"budget": ("指标", "Budget"), **words.ACCOUNTS}
# The pages of the books, in the order of their tabs.
PAGES = (
    ("web.money_figures", "图表"),
    ("web.statement", "资金对账单"),
    ("web.trial_balance", "试算平衡"),
    ("web.closed_days", "日终对账"),
    ("web.ledger_entries", "分录"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for, within what the visitor may read."""

    scopes: tuple[Scope, ...]
    typed: Mapping[str, str]
    period: Period

    @property
    def fund(self) -> str:
        """The fund asked for, or every one."""
        return self.typed.get("fund", "")

    @property
    def month(self) -> str:
        """The month, as it is written."""
        return f"{self.period.first:%Y-%m}"

    def days(self, period: Period | None = None) -> Asked:
        """The sums of the month, or of another period."""
        of = period or self.period
        return Asked(self.scopes, self.fund, of.first, of.end)

    def entries(self, **more: Any) -> Sought:
        """The entries of the month."""
        since, until = reading.moments(self.period)
        return Sought(self.scopes, self.fund, since, until, **more)

    def address(self, endpoint: str, **changed: object) -> str:
        """A page of the books for the same places, fund and month, one thing otherwise."""
        kept = {**self.typed, "month": self.month} | changed
        return url_for(endpoint, **{name: value for name, value in kept.items() if value})  # type: ignore[arg-type]


def wanted() -> Wanted:
    """What the address asks for; nonsense asks for nothing."""
    args = request.args
    typed = {name: args.get(name, "")[:40] for name in ("jurisdiction", "region", "fund")}
    if typed["fund"] not in FUNDS:
        typed["fund"] = ""
    scopes = reading.scopes_of(actor())
    return Wanted(
        reading.narrowed(scopes, typed["jurisdiction"], typed["region"]),
        {name: text for name, text in typed.items() if text},
        read_month(args.get("month", "")) or month_of(today()),
    )


def today() -> date:
    """What day it is in Beijing."""
    return beijing_date(now())


def offered(session: Session) -> dict[str, Any]:
    """What the boxes above a page offer."""
    jurisdictions, regions = places(session)
    funds = [Choice(code, word(FUNDS, code)) for code in FUNDS]
    return {"jurisdictions": jurisdictions, "regions": regions, "funds": funds}


def region_names(session: Session) -> dict[str, str]:
    """What the regions of the places in force are called."""
    return {
        region.code: either({"zh": region.zh, "en": region.en})
        for code in published_jurisdictions(session)
        for region in in_force(session, code)[0].policy.jurisdiction.regions
    }


def tabs(asked: Wanted) -> list[tuple[str, str, bool]]:
    """The pages of the books: where, what, and whether it is this one."""
    return [
        (asked.address(endpoint), say(text), request.endpoint == endpoint)
        for endpoint, text in PAGES
    ]


@blueprint.app_context_processor
def lead_to_books() -> dict[str, object]:
    """Whether the visitor may follow an amount into the books."""
    return {"reads_books": lambda: any(one.role in reading.READERS for one in actor().grants)}


@blueprint.app_template_filter()
def yuan_of(fen: int | None) -> str:
    """An amount as the tables of the books print it: figures, and a stroke for nothing."""
    return yuan(fen) if fen else "—"


def fens(pairs: Mapping[tuple[str, str], Moved]) -> dict[tuple[str, str], int]:
    """The amounts alone."""
    return {pair: one.fen for pair, one in pairs.items()}


def moved_word(name: str) -> str:
    """What a movement is called."""
    return either(dict(zip(("zh", "en"), MOVED[name], strict=True)))


def person(payee: str) -> str:
    """A person is named by case and line; who it is stands on the case alone."""
    number, _, line = payee.partition("/")
    return say("{number} 第 {line} 人", number=number, line=line) if line else payee


def excel(content: bytes, name: str, plain: str) -> Response:
    """A spreadsheet to take away."""
    response = make_response(content)
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = disposition_of("attachment", name, plain)
    return response


def in_yuan(fen: Iterable[int | None]) -> list[float | None]:
    """Amounts as a spreadsheet adds them up."""
    return [None if one is None else one / 100 for one in fen]
