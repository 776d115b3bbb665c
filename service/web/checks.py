"""What was checked of a request: what holds, what does not, under which clause, or by default."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from service.domain.money import yuan
from service.domain.policy import Policy
from service.records.case import Case
from service.records.institution import Institution, listings
from service.records.opening import ClassOpening
from service.records.roster import roster_of, running_elsewhere
from service.web import checks_online
from service.web.basis import Rules, rules_of
from service.web.language import say

# More than these nobody reads before a decision.
MOST_TOLD = 8
COLOURS = {"black": "黑名单", "white": "白名单", "grey": "灰名单"}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: how it came out, what was found, and where it stands written."""

    text: str
    outcome: str = "ok"  # ok, failed, note
    clause: str = ""
    is_default: bool = False


def check(rules: Rules, key: str, text: str, *, holds: bool) -> Iterator[Check]:
    """One check under one value; where the place has no such rule, there is nothing to check."""
    value = rules.find(key)
    if value is not None:
        outcome = "ok" if holds else "failed"
        yield Check(text, outcome, value.clause, is_default=value.is_default)


def checks(
    session: Session, case: Case, opening: ClassOpening, *, policy: Policy, today: date
) -> list[Check]:
    """Every check of a request as it stands today: what failed comes first."""
    rules = rules_of(case, opening, policy, today)
    found = [
        *_people(session, case, opening, rules),
        *_parties(session, case, opening, rules, today=today),
        *_conduct(opening, rules),
        *_plan(opening, rules, today),
        *_online(opening, rules),
    ]
    order = {"failed": 0, "note": 1, "ok": 2}
    return sorted(found, key=lambda one: order[one.outcome])


def _people(session: Session, case: Case, opening: ClassOpening, rules: Rules) -> Iterator[Check]:
    if (most := rules.number("max_heads")) is not None:
        text = say("计划 {n} 人，每班上限 {most} 人", n=opening.planned_heads, most=most)
        yield from check(rules, "max_heads", text, holds=opening.planned_heads <= most)
    roster = {row.person_index: row.line for row in roster_of(session, case.id)}
    elsewhere = running_elsewhere(session, list(roster), case.id) if roster else []
    also: dict[str, list[int]] = {}
    for one in elsewhere:
        also.setdefault(one.number, []).append(roster[one.person_index])
    for number, lines in islice(also.items(), MOST_TOLD):
        yield Check(also_learning(number, sorted(lines)), "failed")
    if len(also) > MOST_TOLD:
        yield Check(say("另有 {n} 个未结办件有相同的学员", n=len(also) - MOST_TOLD), "failed")
    if roster and not elsewhere:
        yield Check(say("花名册 {n} 人，均未在其他未结班级", n=len(roster)))


def also_learning(number: str, lines: list[int]) -> str:
    """One line a case, however many learners the two share."""
    first = say("、").join(map(str, lines[:MOST_TOLD]))
    if len(lines) > MOST_TOLD:
        first = say("{first} 等 {n}", first=first, n=len(lines))
    return say("花名册第 {line} 行在办件 {number} 中也在培训", line=first, number=number)


def _parties(
    session: Session, case: Case, opening: ClassOpening, rules: Rules, *, today: date
) -> Iterator[Check]:
    barred = rules.find("black_list_bars")
    if barred is None:
        return
    clause = barred.clause
    uscc = session.get_one(Institution, case.institution_id).uscc
    named = [one for one in (uscc, opening.delegate_uscc) if one]
    rows = listings(session, named, on=today)
    for row in rows:
        outcome = "failed" if row.colour == "black" else "note"
        yield Check(
            say("申请或受托单位在册：{list}", list=say(COLOURS.get(row.colour, row.colour))),
            outcome,
            clause,
        )
    if not rows:
        yield Check(say("申请和受托单位不在黑、白名单"), clause=clause)


def _conduct(opening: ClassOpening, rules: Rules) -> Iterator[Check]:
    if rules.is_on("commitment_required"):
        text = say("培训承诺书已出具") if opening.commitment_by else say("没有培训承诺书")
        yield from check(rules, "commitment_required", text, holds=bool(opening.commitment_by))
    if rules.is_on("credit_required"):
        days = rules.number("credit_valid_days") or 0
        checked = opening.credit_on
        fresh = checked is not None and (rules.filed_on - checked).days <= days
        text = say("信用记录良好，{on} 查核（{n} 天内有效）", on=checked or "—", n=days)
        if opening.credit_result != "good":
            text = say("信用记录不是良好")
        yield from check(
            rules, "credit_required", text, holds=fresh and opening.credit_result == "good"
        )
    if rules.is_on("free_of_charge"):
        text = say("向学员收费 {yuan} 元，应为免费", yuan=yuan(opening.fee_to_learner_fen))
        yield from check(rules, "free_of_charge", text, holds=opening.fee_to_learner_fen == 0)
    if opening.advance_requested and (cap := rules.number("advance_cap")) is not None:
        asked = opening.advance_rate_bp or 0
        text = say(
            "申请先行拨付 {asked}%，上限 {cap}%", asked=f"{asked / 100:g}", cap=f"{cap / 100:g}"
        )
        yield from check(rules, "advance_cap", text, holds=asked <= cap)


def _online(opening: ClassOpening, rules: Rules) -> Iterator[Check]:
    for key, outcome, text in checks_online.found(opening, rules):
        value = rules.find(key)
        if value is not None:
            yield Check(text, outcome, value.clause, is_default=value.is_default)


def _plan(opening: ClassOpening, rules: Rules, today: date) -> Iterator[Check]:
    if rules.is_on("offline_suspended"):
        least = rules.number("theory_share_min_bp") or 0
        share = opening.theory_hours * 10_000 // max(opening.total_hours, 1)
        text = say(
            "理论 {theory} ／总 {total} 学时，占 {share}%，不低于 {least}%",
            theory=opening.theory_hours,
            total=opening.total_hours,
            share=f"{share / 100:g}",
            least=f"{least / 100:g}",
        )
        yield from check(rules, "theory_share_min_bp", text, holds=share >= least)
    if opening.actual_start_on is None and opening.starts_on < today:
        yield Check(say("计划开班日 {on} 已过，尚未确认开班", on=opening.starts_on), "note")
    else:
        yield Check(
            say("计划 {begin} 开班，{end} 结束", begin=opening.starts_on, end=opening.ends_on)
        )
