"""What was checked of a request: what holds, what does not, under which clause, or by default."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from service.domain.calendar import beijing_date
from service.domain.money import yuan
from service.domain.policy import Policy, Value
from service.records.case import Case
from service.records.institution import Institution, listings
from service.records.opening import ClassOpening
from service.records.roster import roster_of, running_elsewhere
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


@dataclass(frozen=True, slots=True)
class Rules:
    """The values a request is judged by, each by the date the policy names."""

    policy: Policy
    filed_on: date
    starts_on: date
    region: str

    def value(self, key: str) -> Value:
        """The version for this request."""
        by_filing = self.policy.choose_by(key) == "filed_on"
        on = self.filed_on if by_filing else self.starts_on
        return self.policy.value(key, on, region=self.region)

    def check(self, key: str, text: str, *, holds: bool) -> Check:
        """One check under one value."""
        value = self.value(key)
        outcome = "ok" if holds else "failed"
        return Check(text, outcome, value.clause, is_default=value.is_default)


def checks(
    session: Session, case: Case, opening: ClassOpening, *, policy: Policy, today: date
) -> list[Check]:
    """Every check of a request as it stands today: what failed comes first."""
    filed_on = beijing_date(opening.received_at) if opening.received_at else today
    rules = Rules(policy, filed_on, opening.starts_on, case.region)
    found = [
        *_people(session, case, opening, rules),
        *_parties(session, case, opening, rules, today),
        *_conduct(opening, rules),
        *_plan(opening, rules, today),
    ]
    order = {"failed": 0, "note": 1, "ok": 2}
    return sorted(found, key=lambda one: order[one.outcome])


def _people(session: Session, case: Case, opening: ClassOpening, rules: Rules) -> Iterator[Check]:
    most = int(str(rules.value("max_heads").value))
    text = say("计划 {n} 人，每班上限 {most} 人", n=opening.planned_heads, most=most)
    yield rules.check("max_heads", text, holds=opening.planned_heads <= most)
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
    session: Session, case: Case, opening: ClassOpening, rules: Rules, today: date
) -> Iterator[Check]:
    if not rules.policy.has("black_list_bars"):
        return
    clause = rules.value("black_list_bars").clause
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
    if rules.value("commitment_required").value is True:
        text = say("培训承诺书已出具") if opening.commitment_by else say("没有培训承诺书")
        yield rules.check("commitment_required", text, holds=bool(opening.commitment_by))
    if rules.value("credit_required").value is True:
        days = int(str(rules.value("credit_valid_days").value))
        checked = opening.credit_on
        fresh = checked is not None and (rules.filed_on - checked).days <= days
        text = say("信用记录良好，{on} 查核（{n} 天内有效）", on=checked or "—", n=days)
        if opening.credit_result != "good":
            text = say("信用记录不是良好")
        yield rules.check("credit_required", text, holds=fresh and opening.credit_result == "good")
    if rules.value("free_of_charge").value is True:
        text = say("向学员收费 {yuan} 元，应为免费", yuan=yuan(opening.fee_to_learner_fen))
        yield rules.check("free_of_charge", text, holds=opening.fee_to_learner_fen == 0)
    if opening.advance_requested:
        cap = int(str(rules.value("advance_cap").value))
        asked = opening.advance_rate_bp or 0
        text = say(
            "申请先行拨付 {asked}%，上限 {cap}%", asked=f"{asked / 100:g}", cap=f"{cap / 100:g}"
        )
        yield rules.check("advance_cap", text, holds=asked <= cap)


def _plan(opening: ClassOpening, rules: Rules, today: date) -> Iterator[Check]:
    if rules.value("offline_suspended").value is True:
        least = int(str(rules.value("theory_share_min_bp").value))
        share = opening.theory_hours * 10_000 // max(opening.total_hours, 1)
        text = say(
            "理论 {theory} ／总 {total} 学时，占 {share}%，不低于 {least}%",
            theory=opening.theory_hours,
            total=opening.total_hours,
            share=f"{share / 100:g}",
            least=f"{least / 100:g}",
        )
        yield rules.check("theory_share_min_bp", text, holds=share >= least)
    if opening.actual_start_on is None and opening.starts_on < today:
        yield Check(say("计划开班日 {on} 已过，尚未确认开班", on=opening.starts_on), "note")
    else:
        yield Check(
            say("计划 {begin} 开班，{end} 结束", begin=opening.starts_on, end=opening.ends_on)
        )
