"""Where each employee's claim goes, and whoever was found with another subsidy for the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.commands.dossier import Dossier
from service.commands.paying.paid_for import paid_for
from service.commands.rules.lines import require_every
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.fraud import matter_of
from service.records.routing import ClaimRoute, DoubleBenefit

INSURANCE, SERVICE, INDIVIDUAL = "insurance", "service", "individual"


@rule("practical_route")
def route_claims(dossier: Dossier, given: Given) -> None:
    """Each certified employee is entitled to the insurance's subsidy, or claims here."""
    certified = {line for line, row in dossier.results.items() if row.verdict == "accepted"}
    require_every(given["routes"], asked=certified, field="routes")
    problems = []
    for at, row in enumerate(given["routes"]):
        dossier.session.add(
            ClaimRoute(
                case_id=dossier.case.id,
                line=row["line"],
                route=row["route"],
                decided_at=dossier.now,
            )
        )
        dossier.routes[row["line"]] = row["route"]
        if row["route"] == SERVICE:
            problems += _account(dossier, given, row, at)
    if problems:
        raise AnswersWrong(problems)
    mode = given.get("claim_mode")
    dossier.opening.particulars = {**dossier.opening.particulars, "claim_mode": mode or ""}


def _account(dossier: Dossier, given: Given, row: Mapping[str, Any], at: int) -> list[Problem]:
    """Who claims for himself is paid into an account of his own."""
    if given.get("claim_mode") != INDIVIDUAL:
        return []
    learner = dossier.roster[row["line"]]
    for name in ("bank_name", "bank_account"):
        if row.get(name):
            setattr(learner, name, row[name])
    return [
        Problem(
            f"routes[{at}].{name}",
            "required",
            "个人申领的，须填写本人的开户银行和账号。",
            "Who claims for himself needs a bank and an account of his own.",
        )
        for name in ("bank_name", "bank_account")
        if not getattr(learner, name)
    ]


@rule("benefit_check")
def check_benefits(dossier: Dossier, given: Given) -> None:
    """Whoever already had the other subsidy leaves the claim before anything is paid."""
    rows = _known(dossier, given.get("lines") or ())
    for row in rows:
        _found(dossier, row, recover_fen=0)
        entry = dossier.claim_lines[row["line"]]
        entry.verdict, entry.reason = "removed", "已享受失业保险技能提升补贴，不重复享受"


@rule("ReportDoubleBenefit")
def report_double_benefit(dossier: Dossier, given: Given) -> None:
    """Found after payment: what was paid for that learner has to come back."""
    if not dossier.book.balance("paid"):
        raise NotNow("本办件尚未拨付，不需追回。", "Nothing has been paid yet.")
    left_fen = dossier.book.balance("paid") - _called_for_fraud(dossier)
    for row in _known(dossier, given["lines"]):
        recover_fen = min(paid_for(dossier, row["line"]), left_fen)
        if recover_fen <= 0:
            raise NotNow(
                f"第 {row['line']} 号学员的补贴没有拨付，或已在违规核查中追回。",
                f"Nothing was paid for line {row['line']}, or a fraud case has called it back.",
            )
        left_fen -= recover_fen
        _found(dossier, row, recover_fen=recover_fen)


def _called_for_fraud(dossier: Dossier) -> int:
    """What fraud cases about this class have called back of it already."""
    found = [matter_of(dossier.session, one.id) for one in dossier.children]
    return sum(one.clawback_fen for one in found if one is not None)


def _known(dossier: Dossier, rows: Sequence[Any]) -> Sequence[Any]:
    """The lines are claimed and were not found before."""
    claimed = {
        line
        for line, entry in dossier.claim_lines.items()
        if not entry.excluded and entry.verdict in ("approved", "cut")
    }
    faults = [
        Problem(
            f"lines[{at}].line",
            "unknown_line",
            f"第 {row['line']} 号学员没有申领本项补贴，或已登记重复享受。",
            f"Line {row['line']} is not claimed, or is already recorded.",
        )
        for at, row in enumerate(rows)
        if row["line"] not in claimed or row["line"] in dossier.double_benefits
    ]
    if faults:
        raise AnswersWrong(faults)
    return rows


def _found(dossier: Dossier, row: Mapping[str, Any], *, recover_fen: int) -> None:
    entry = DoubleBenefit(
        case_id=dossier.case.id,
        line=row["line"],
        reference=row["reference"],
        recover_fen=recover_fen,
        found_at=dossier.now,
    )
    dossier.session.add(entry)
    dossier.double_benefits[row["line"]] = entry
