"""What an amount, a date or a check rests on: the document's clause, or a default and why."""

from dataclasses import dataclass
from datetime import date

from service.domain.calendar import beijing_date
from service.domain.policy import NotInForce, Policy, UnknownValue, Value
from service.records.case import Case
from service.records.opening import ClassOpening
from service.web.language import either


@dataclass(frozen=True, slots=True)
class Basis:
    """Where it stands written; where it does not, why the value is ours."""

    clause: str = ""
    is_default: bool = False
    # The words of the document, or the note that says why the default is what it is.
    text: str = ""
    rule: str = ""


def of_value(value: Value, rule: str = "") -> Basis:
    """What speaks where a dated value does."""
    where = "" if value.is_default else f"{value.clause} {value.article}".strip()
    return Basis(where, value.is_default, value.note if value.is_default else value.quote, rule)


@dataclass(frozen=True, slots=True)
class Rules:
    """The values a request is judged by, each by the date the policy names."""

    policy: Policy
    filed_on: date
    starts_on: date
    region: str

    def find(self, key: str) -> Value | None:
        """The version for this request; None where the place has no such rule."""
        try:
            by_filing = self.policy.choose_by(key) == "filed_on"
            on = self.filed_on if by_filing else self.starts_on
            return self.policy.value(key, on, region=self.region)
        except (UnknownValue, NotInForce):
            return None

    def number(self, key: str) -> int | None:
        """A value that counts something, where the place has it."""
        value = self.find(key)
        return None if value is None else int(str(value.value))

    def is_on(self, key: str) -> bool:
        """Whether a switch is on; where the place has no such rule it is off."""
        value = self.find(key)
        return value is not None and value.value is True

    def basis(self, key: str) -> Basis | None:
        """What a rule rests on, by the name the office gives it."""
        value = self.find(key)
        return None if value is None else of_value(value, either(self.policy.label(key)))


def rules_of(case: Case, opening: ClassOpening, policy: Policy, today: date) -> Rules:
    """The rules of a case, by the dates of its request."""
    filed_on = beijing_date(opening.received_at) if opening.received_at else today
    return Rules(policy, filed_on, opening.starts_on, case.region)
