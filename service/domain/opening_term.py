"""Whether the rules for online training are in force when the class starts."""

from collections.abc import Iterator

from service.domain.opening_request import OpeningRequest, OpeningRules
from service.domain.problem import Problem


def problems(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """An online class that starts outside the time for which the rules were made."""
    if not request.is_online or not rules.has("online_policy_open"):
        return
    if not rules.is_on("online_policy_open"):
        yield Problem(
            "starts_on",
            "online_policy_ended",
            f"线上培训政策不适用于 {request.starts_on} 开班的班次。",
            f"The rules for online training are not in force on {request.starts_on}.",
            rules.clause("online_policy_open"),
        )
