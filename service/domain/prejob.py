"""Who counts as a new employee trained before the job: the contract, the insurance, the year."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from service.domain.deadline import same_day

NEEDED = ("contract_from", "insured")


def one_year_end(signed_on: date, years: int = 1) -> date:
    """The last day within so many years of signing; a holiday does not carry it on."""
    return same_day(signed_on, months=12 * years)


def long_enough(signed_on: date, until: date | None, years: int = 1) -> bool:
    """Whether a contract runs for so many years; one without an end does."""
    return until is None or until + timedelta(days=1) >= one_year_end(signed_on, years)


def missing(line: Mapping[str, Any]) -> tuple[str, ...]:
    """What a line does not prove: the day of the contract, its end, the insurance."""
    found = [name for name in NEEDED if not line.get(name)]
    if not line.get("contract_to") and not line.get("contract_open_ended"):
        found.append("contract_to")
    return tuple(found)


def obstacle(line: Mapping[str, Any], starts_on: date, years: int = 1) -> str:
    """Why a proven line earns nothing: too short a contract, or the year; empty when it earns."""
    signed_on = _day(line["contract_from"])
    until = _day(line["contract_to"]) if line.get("contract_to") else None
    if not long_enough(signed_on, until, years):
        return "contract_too_short"
    if not signed_on <= starts_on <= one_year_end(signed_on, years):
        return "outside_the_year"
    return ""


def _day(given: date | str) -> date:
    return given if isinstance(given, date) else date.fromisoformat(given)
