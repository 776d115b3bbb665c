"""Who is paid himself on a claim: as what, for which days or which certificate, who is held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.commands.library import RuleBook
from service.domain import masking as mask
from service.domain.bank_layout import RETURNED
from service.domain.calendar import beijing_date
from service.domain.money import yuan
from service.domain.policy import Policy
from service.domain.stage import PERSONS
from service.records.allowance import AllowanceLine, allowance_of
from service.records.case import Case
from service.records.claim import ClaimLine, claim_of
from service.records.direct import DirectLine, direct_of
from service.records.opening import ClassOpening
from service.records.payment import payments_of
from service.records.payment_line import results_of
from service.records.roster import RosterLine, roster_of
from service.web.basis import Basis, rules_of
from service.web.front import now
from service.web.language import either, say

RULES = ("living_online_fen", "living_offline_fen", "living_cap_days", "direct_excludes_class")


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the claim, as a reader sees it."""

    line: int
    name: str
    group: str
    reckoned: Sequence[str]
    yuan: str
    account: str
    removed: bool
    # What the bank said of it last: paid, returned, or nothing.
    result: str


@dataclass(frozen=True, slots=True)
class Card:
    """The persons of a claim, those held back for want of an account, and the rules."""

    persons: Sequence[Person]
    held: Sequence[str]
    returned: Sequence[str]
    total: str
    rules: Sequence[Basis]


def card(session: Session, case: Case, book: RuleBook, policy: Policy) -> Card | None:
    """Every line of a claim that is paid to persons; other cases have no such card."""
    if not any(one.payee == PERSONS and case.process in one.processes for one in policy.stages):
        return None
    roster = {row.line: row for row in roster_of(session, case.id)}
    claim = {row.line: row for row in claim_of(session, case.id)}
    allowed = allowance_of(session, case.id)
    direct = {row.line: row for row in direct_of(session, case.id)}
    words = _words(book)
    payments = [one.id for one in payments_of(session, case.id)]
    said = results_of(session, payments)
    results = {line: word for one in payments for line, word in said[one].items()}
    persons = [
        _person(
            roster[line],
            entry,
            group=_group(roster[line], direct.get(line), words),
            reckoned=list(_reckoned([one for one in allowed if one.line == line])),
            result=results.get(line, ""),
        )
        for line, entry in claim.items()
    ]
    standing = [one for one in claim.values() if not one.excluded and one.verdict != "removed"]
    return Card(
        persons,
        [
            say("{n} 号 {name}", n=one.line, name=one.name)
            for one in persons
            if not (one.account or one.removed)
        ],
        [
            say("{n} 号 {name}", n=one.line, name=one.name)
            for one in persons
            if one.result == RETURNED and not one.removed
        ],
        yuan(sum(one.amount_fen for one in standing)),
        _rules(session, case, policy),
    )


def _person(
    learner: RosterLine, entry: ClaimLine, *, group: str, reckoned: Sequence[str], result: str
) -> Person:
    payable = learner.bank_name and learner.bank_account
    return Person(
        learner.line,
        mask.name(learner.name),
        group,
        reckoned,
        yuan(entry.amount_fen),
        mask.account(learner.bank_account or "") if payable else "",
        entry.excluded or entry.verdict == "removed",
        result,
    )


def _group(learner: RosterLine, direct: DirectLine | None, words: Mapping[str, str]) -> str:
    if direct is None:
        return words.get(learner.category or "", learner.category or "")
    level = words.get(direct.level, direct.level)
    return f"{direct.specialty_code} · {level}"


def _words(book: RuleBook) -> dict[str, str]:
    """What the choices of the claim's form are called."""
    found: dict[str, str] = {}
    for name in ("living_fill", "direct_fill"):
        if name in book.bundle.forms:
            columns = [c for field in book.form(name).fields for c in field.columns]
            found |= {one.id: either(one.label) for c in columns for one in c.choices}
    return found


def _reckoned(lines: Sequence[AllowanceLine]) -> Iterator[str]:
    """How the days of each year came about."""
    for one in lines:
        yield say(
            "{year} 年：线上 {minutes} 分钟计 {online}，到课 {offline} 天",
            year=one.year,
            minutes=one.minutes,
            online=one.online,
            offline=one.offline,
        )
        if one.paid < one.online + one.offline:
            yield say(
                "本年已用 {used} 天，只计 {paid}（超过年度上限）",
                used=one.used_before,
                paid=one.paid,
            )
        if one.lifted_because:
            yield say("已放宽年度上限：{reason}", reason=one.lifted_because)


def _rules(session: Session, case: Case, policy: Policy) -> list[Basis]:
    opening = session.get(ClassOpening, case.parent_id or case.id) or ClassOpening(
        starts_on=beijing_date(now())
    )
    rules = rules_of(case, opening, policy, beijing_date(now()))
    wanted = RULES[:-1] if case.parent_id else RULES[-1:]
    return [found for key in wanted if (found := rules.basis(key)) is not None]
