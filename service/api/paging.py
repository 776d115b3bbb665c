"""Pages of lists: how many, and where the last one ended."""

from flask import request

from service.api.problem import Refused
from service.records.base import LARGEST_ID

USUAL, MOST = 50, 200


def limit() -> int:
    """How many the caller wants, within reason."""
    given = request.args.get("limit", "")
    if not given:
        return USUAL
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= MOST):
        raise Refused(400, "limit", f"limit 须为 1 至 {MOST}。", f"limit is 1 to {MOST}.")
    return int(given)


def number_cursor(given: str | None) -> int | None:
    """A cursor that is a row's number."""
    if not given:
        return None
    if not (given.isascii() and given.isdigit()) or int(given) > LARGEST_ID:
        raise nonsense()
    return int(given)


def nonsense() -> Refused:
    """A cursor nobody here has written."""
    return Refused(
        400, "cursor", "cursor 无效，请用上一页的 next。", "Use the next of the last page."
    )
