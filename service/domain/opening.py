"""Everything a request to open a class must satisfy, told all at once (一次性告知)."""

from service.domain import opening_conduct, opening_people, opening_plan
from service.domain.opening_request import (
    OpeningRequest,
    OpeningRules,
    opening_request,
    opening_rules,
)
from service.domain.problem import Problem

__all__ = [
    "OpeningRequest",
    "OpeningRules",
    "Problem",
    "opening_problems",
    "opening_request",
    "opening_rules",
]


def opening_problems(request: OpeningRequest, rules: OpeningRules) -> tuple[Problem, ...]:
    """Every problem of a request, in the order of its form."""
    return (
        *opening_plan.problems(request, rules),
        *opening_people.problems(request, rules),
        *opening_conduct.problems(request, rules),
    )
