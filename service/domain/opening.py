"""Everything a request to open a class must satisfy, told all at once (一次性告知)."""

from service.domain import (
    opening_catalogue,
    opening_conduct,
    opening_employees,
    opening_hours,
    opening_online,
    opening_people,
    opening_plan,
    opening_share,
    opening_term,
)
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
        *opening_catalogue.problems(request, rules),
        *opening_hours.problems(request, rules),
        *opening_online.problems(request, rules),
        *opening_share.problems(request, rules),
        *opening_employees.problems(request, rules),
        *opening_term.problems(request, rules),
    )
