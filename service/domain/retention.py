"""How long what is known of people is kept after a case has ended, and what is due to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from service.domain.policy import NotInForce, Policy, UnknownValue

# What is kept of a case, the policy's key for how long, and what holds where it is silent.
KINDS: Mapping[str, tuple[str, str, int]] = {
    "identity": ("retain_identity_years", "years", 10),
    "account": ("retain_account_years", "years", 30),
    "documents": ("retain_documents_years", "years", 10),
    "drafts": ("retain_drafts_days", "days", 30),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind is kept, and where that stands written."""

    kind: str
    length: int
    unit: str
    clause: str
    source: str

    def due_on(self, ended_on: date) -> date:
        """The first day on which it is no longer needed."""
        if self.unit == "days":
            return ended_on + timedelta(days=self.length + 1)
        return _years_later(ended_on, self.length) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of data of one case, and the rule by which it goes; names nobody."""

    case_id: int
    number: str
    ended_on: date
    due_on: date
    rule: Rule


def rule(policy: Policy, kind: str, on: date) -> Rule:
    """The rule in force that day; a folder that does not say has the default."""
    key, unit, length = KINDS[kind]
    try:
        value = policy.value(key, on)
    except (UnknownValue, NotInForce):
        return Rule(kind, length, unit, "", "default")
    return Rule(kind, int(str(value.value)), unit, value.clause, value.source)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the last of February
        return date(day.year + years, 2, 28)
