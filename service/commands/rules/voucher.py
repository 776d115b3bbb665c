"""Electronic vouchers of online learning, looked at learner by learner; no pass for all at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.commands.delivery import vouchers
from service.commands.dossier import Dossier
from service.commands.rules.lines import require_every
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records.duplicates import one_at_a_time
from service.records.voucher import VoucherCheck, vouchers_elsewhere

WHY = {"failed": "电子化凭证核验不通过", "not_found": "平台查无电子化凭证"}


@rule("voucher_verify")
def verify_vouchers(dossier: Dossier, given: Given) -> None:
    """Every learner of the claim has a verdict of his own; only who passed is paid for."""
    rows = given["vouchers"]
    require_every(rows, asked=set(vouchers.unverified(dossier)), field="vouchers")
    problems = [fault for at, row in enumerate(rows) for fault in _faults(at, row)]
    problems += _taken(dossier, rows)
    if problems:
        raise AnswersWrong(problems)
    for row in rows:
        entry = VoucherCheck(
            case_id=dossier.case.id,
            line=row["line"],
            voucher_no=_number(row),
            hours_match=bool(row.get("hours_match")),
            identity_match=bool(row.get("identity_match")),
            result=row["result"],
            note=row.get("note"),
            checked_by=dossier.actor.person_id,
            checked_at=dossier.now,
        )
        dossier.session.add(entry)
        dossier.vouchers[entry.line] = entry


def bar(dossier: Dossier) -> None:
    """Whoever's voucher did not pass leaves the claim, and the claim says why."""
    for line in vouchers.failed(dossier):
        if line in dossier.claim_lines:
            found = dossier.vouchers[line]
            entry = dossier.claim_lines[line]
            entry.verdict = "removed"
            entry.reason = "：".join(filter(None, (WHY[found.result], found.note)))


def not_payable(dossier: Dossier, rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """A line whose voucher did not pass cannot be approved after all."""
    barred = set(vouchers.failed(dossier))
    for at, row in enumerate(rows):
        if row["line"] in barred and row["verdict"] != "removed":
            yield Problem(
                f"lines[{at}].verdict",
                "voucher_not_passed",
                f"第 {row['line']} 号学员的电子化凭证未核验通过，不能计补。",
                f"The voucher of line {row['line']} did not pass: it cannot be paid for.",
            )


def _faults(at: int, row: Mapping[str, Any]) -> Iterator[Problem]:
    passed = row["result"] == vouchers.PASSED
    if row["result"] != "not_found" and not row.get("voucher_no"):
        yield Problem(
            f"vouchers[{at}].voucher_no",
            "required",
            "请填写该学员自己的凭证编号。",
            "Give this learner's own voucher number.",
        )
    for name, zh, en in (("hours_match", "课时", "hours"), ("identity_match", "身份", "identity")):
        if passed and not row.get(name):
            yield Problem(
                f"vouchers[{at}].{name}",
                "does_not_match",
                f"{zh}不一致的凭证不能判为通过。",
                f"A voucher whose {en} do not match cannot pass.",
            )
    if not passed and not row.get("note"):
        yield Problem(
            f"vouchers[{at}].note",
            "required",
            "不通过或查无的，请写明情况。",
            "Say what is wrong where it did not pass or was not found.",
        )


def _taken(dossier: Dossier, rows: Sequence[Mapping[str, Any]]) -> list[Problem]:
    numbers = [number for row in rows if (number := _number(row))]
    one_at_a_time(dossier.session, dossier.case.jurisdiction)
    known = [one.voucher_no for one in dossier.vouchers.values()]
    used = vouchers_elsewhere(dossier.session, numbers, dossier.case.id)
    used |= {number for number in numbers if numbers.count(number) > 1 or number in known}
    return [
        Problem(
            f"vouchers[{at}].voucher_no",
            "used",
            "该凭证编号已用于其他学员，每名学员须有自己的凭证。",
            "This voucher number is another learner's; each has one of his own.",
        )
        for at, row in enumerate(rows)
        if _number(row) in used
    ]


def _number(row: Mapping[str, Any]) -> str | None:
    return str(row["voucher_no"]).upper() if row.get("voucher_no") else None
