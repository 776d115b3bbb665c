"""The limits somebody sets on a list: read from the address, offered again, said in words."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from service.commands.library import LIBRARY
from service.domain.calendar import beijing_time, day_end
from service.domain.money import AmountTooLarge, NotAnAmount, fen
from service.records.bundle import published_jurisdictions
from service.records.narrowing import ENDED, LATE_EVER, LATE_NOW, OPEN, Narrowed
from service.web.front import actor
from service.web.language import either, say
from service.web.words import ENDS, word

NAMES = ("jurisdiction", "region", "state", "from", "to", "paid_from", "paid_to", "late")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a limit may be."""

    value: str
    text: str


@dataclass
class Limits:
    """What was asked for: as typed, as read, and what could not be read."""

    typed: dict[str, str] = field(default_factory=dict)
    narrowed: Narrowed = field(default_factory=Narrowed)
    problems: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether the list is limited at all."""
        return bool(self.typed)


def asked() -> Limits:
    """The limits this address names; what cannot be read is told and does not limit."""
    typed = {name: request.args.get(name, "").strip() for name in NAMES}
    limits = Limits({name: text[:40] for name, text in typed.items() if text})
    began, ended = _day(limits, "from"), _day(limits, "to")
    limits.narrowed = Narrowed(
        jurisdiction=limits.typed.get("jurisdiction", ""),
        region=limits.typed.get("region", ""),
        state=_one_of(limits, "state", {OPEN, ENDED, *ENDS}),
        opened_from=beijing_time(began, time()) if began else None,
        opened_before=day_end(ended) if ended else None,
        paid_from_fen=_amount(limits, "paid_from"),
        paid_to_fen=_amount(limits, "paid_to"),
        late=_one_of(limits, "late", {LATE_NOW, LATE_EVER}),
    )
    return limits


def _one_of(limits: Limits, name: str, known: set[str]) -> str:
    value = limits.typed.get(name, "")
    return value if value in known else ""


def _day(limits: Limits, name: str) -> date | None:
    text = limits.typed.get(name)
    if text is None:
        return None
    try:
        found = date.fromisoformat(text)
        # At either end of the calendar a day of Beijing has no beginning or no end in UTC.
        beijing_time(found, time())
        day_end(found)
    except (ValueError, OverflowError):
        limits.problems.append(say("日期“{text}”看不懂，请写成 2020-06-01。", text=text))
        return None
    return found


def _amount(limits: Limits, name: str) -> int | None:
    text = limits.typed.get(name)
    if text is None:
        return None
    try:
        return fen(text)
    except (NotAnAmount, AmountTooLarge):
        limits.problems.append(say("金额“{text}”看不懂，请写成 30000 或 30,000.00。", text=text))
        return None


def states() -> list[Choice]:
    """Every state a case may be in."""
    return [
        Choice(OPEN, say("在办")),
        Choice(ENDED, say("已结束")),
        *(Choice(end, word(ENDS, end)) for end in ENDS),
    ]


def lateness() -> list[Choice]:
    """How late a case may be."""
    return [Choice(LATE_NOW, say("现已逾期")), Choice(LATE_EVER, say("曾经逾期"))]


def places(session: Session) -> tuple[list[Choice], list[Choice]]:
    """The jurisdictions and regions the visitor's roles reach; one that is alone is no choice."""
    jurisdictions, regions = [], []
    for code in published_jurisdictions(session):
        if not any(grant.jurisdiction in (None, code) for grant in actor().grants):
            continue
        place = LIBRARY.in_force(session, code)[0].policy.jurisdiction
        jurisdictions.append(Choice(code, either(place.names)))
        regions += [
            Choice(region.code, either({"zh": region.zh, "en": region.en}))
            for region in place.regions
            if _reaches(code, region.code)
        ]
    return (jurisdictions if len(jurisdictions) > 1 else []), (regions if len(regions) > 1 else [])


def _reaches(jurisdiction: str, region: str) -> bool:
    return any(
        grant.jurisdiction in (None, jurisdiction) and grant.region in (None, region)
        for grant in actor().grants
    )


def offered(session: Session) -> dict[str, list[Choice]]:
    """Everything a list may be limited to, for its boxes."""
    jurisdictions, regions = places(session)
    return {
        "jurisdictions": jurisdictions,
        "regions": regions,
        "states": states(),
        "lateness": lateness(),
    }


def address(endpoint: str, **more: Any) -> str:
    """This list's own address, its words and limits kept."""
    kept: dict[str, Any] = {
        name: text for name in ("q", *NAMES) if (text := request.args.get(name, "").strip())
    }
    return url_for(endpoint, **kept, **more)
