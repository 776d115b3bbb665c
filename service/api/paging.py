"""Pages of lists: how many, and where the last one ended."""

from flask import request

from service.api.problem import Refused
from service.records.base import row_number

USUAL, MOST = 50, 200


def limit() -> int:
    """How many the caller wants, within reason."""
    given = request.args.get("limit", "")
    if not given:
        return USUAL
    wanted = row_number(given)
    if wanted is None or not 1 <= wanted <= MOST:
        raise Refused(400, "limit", f"limit 须为 1 至 {MOST}。", f"limit is 1 to {MOST}.")
    return wanted


def number_cursor(given: str | None) -> int | None:
    """A cursor that is a row's number."""
    if not given:
        return None
    number = row_number(given)
    if number is None:
        raise nonsense()
    return number


def nonsense() -> Refused:
    """A cursor nobody here has written."""
    return Refused(
        400, "cursor", "cursor 无效，请用上一页的 next。", "Use the next of the last page."
    )
