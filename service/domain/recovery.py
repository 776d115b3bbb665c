"""Money that has to come back: parts with days of their own, what may be set against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a debt and the last day on which it is in time."""

    due_on: date
    fen: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a place allows: how many parts, and how long after today the last one."""

    most: int
    days: int


def plan_problems(
    parts: Sequence[Part], owed_fen: int, *, today: date, allowed: Plan
) -> list[Problem]:
    """What keeps a debt from being paid back in these parts."""
    found = [
        *_too_many(parts, allowed),
        *_days_amiss(parts, today, today + timedelta(days=allowed.days)),
    ]
    total = sum(part.fen for part in parts)
    if total != owed_fen:
        found.append(
            Problem(
                "parts",
                "not_the_debt",
                f"各期合计 {total / 100:,.2f} 元，应为尚欠的 {owed_fen / 100:,.2f} 元。",
                f"The parts come to {total / 100:,.2f}, not the {owed_fen / 100:,.2f} yuan owed.",
            )
        )
    return found


def _too_many(parts: Sequence[Part], allowed: Plan) -> list[Problem]:
    if len(parts) <= allowed.most:
        return []
    return [
        Problem(
            "parts",
            "too_many",
            f"最多分 {allowed.most} 期。",
            f"At most {allowed.most} parts.",
        )
    ]


def _days_amiss(parts: Sequence[Part], today: date, last: date) -> list[Problem]:
    before, found = today, []
    for at, part in enumerate(parts):
        if part.due_on <= before:
            found.append(
                Problem(
                    f"parts[{at}].due_on",
                    "out_of_order",
                    "还款日应晚于今天，并逐期在后。",
                    "The day must lie after today and after the day before it.",
                )
            )
        elif part.due_on > last:
            found.append(
                Problem(
                    f"parts[{at}].due_on",
                    "too_late",
                    f"最后一期不得晚于 {last}。",
                    f"The last part is due by {last} at the latest.",
                )
            )
        before = max(before, part.due_on)
    return found


def next_part(parts: Sequence[Part], paid_fen: int) -> int | None:
    """Which part is due next, once so much of the plan was paid; None when all of it was."""
    through = 0
    for at, part in enumerate(parts):
        through += part.fen
        if paid_fen < through:
            return at
    return None


@dataclass(frozen=True, slots=True)
class FundPart:
    """The part of a debt that was one fund's money, and the clause it was paid under."""

    fund: str
    clause: str
    fen: int


def apportioned(owed: Mapping[str, int], fen: int) -> dict[str, int]:
    """So much of a debt by fund: all of the fund called first before anything of the next."""
    parts, left = {}, fen
    for fund, most in owed.items():
        parts[fund] = max(min(most, left), 0)
        left -= parts[fund]
    return {fund: part for fund, part in parts.items() if part}


def offset_problem(fen: int, *, owed_fen: int, payable_fen: int) -> Problem | None:
    """Never more is set off than is owed here, nor than is payable there."""
    most = min(owed_fen, payable_fen)
    if fen <= most:
        return None
    return Problem(
        "amount",
        "above_both",
        f"抵扣金额最多 {most / 100:,.2f} 元：尚欠 {owed_fen / 100:,.2f} 元，"
        f"待付 {payable_fen / 100:,.2f} 元。",
        f"At most {most / 100:,.2f} yuan: {owed_fen / 100:,.2f} are owed,"
        f" {payable_fen / 100:,.2f} payable.",
    )
