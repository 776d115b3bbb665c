"""Scores and certificates, learner by learner."""

from collections.abc import Iterable
from typing import Any

from service.commands.dossier import Dossier
from service.commands.rules.lines import require_every
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records.duplicates import one_at_a_time
from service.records.result import LearnerResult, certificates_elsewhere


@rule("score_enter")
def enter_scores(dossier: Dossier, given: Given) -> None:
    """Every learner gets a result; nobody is left out and nobody is added."""
    require_every(given["scores"], asked=_learners(dossier), field="scores")
    for row in given["scores"]:
        entry = _result(dossier, row["line"])
        entry.theory, entry.practical = row.get("theory"), row.get("practical")
        entry.passed = bool(row["passed"])


@rule("certificate_verify")
def verify_certificates(dossier: Dossier, given: Given) -> None:
    """Each certificate is looked at by itself; no line stays unverified (CQ-14, CQ-17)."""
    rows = given["certificates"]
    require_every(rows, asked=_learners(dossier), field="certificates")
    for row in rows:
        entry = _result(dossier, row["line"])
        entry.verdict, entry.reason = row["verdict"], row.get("reason")
        entry.cert_type, entry.cert_no = row.get("cert_type"), _number(row)
        entry.issued_on, entry.issuer = row.get("issued_on"), row.get("issuer")
        entry.assessor_type = row.get("assessor_type")
    faults = [fault for at, row in enumerate(rows) for fault in _faults(dossier, at, row)]
    faults += _used_elsewhere(dossier, rows)
    if faults:
        raise AnswersWrong(faults)
    dossier.opening.certified_at = dossier.now


def _faults(dossier: Dossier, at: int, row: dict[str, Any]) -> Iterable[Problem]:
    if row["verdict"] == "refused" and not row.get("reason"):
        yield Problem(
            f"certificates[{at}].reason",
            "required",
            "不予认可须写明理由。",
            "Say why it is refused.",
        )
    if row["verdict"] != "accepted":
        return
    for name in ("cert_type", "cert_no", "issued_on", "issuer"):
        if not row.get(name):
            yield Problem(
                f"certificates[{at}].{name}",
                "required",
                "认可的证书须填写类型、编号、发证日期和发证机构。",
                "An accepted certificate needs type, number, date and issuer.",
            )
    began = dossier.opening.actual_start_on
    if row.get("issued_on") and began and row["issued_on"] < began:
        yield Problem(
            f"certificates[{at}].issued_on",
            "before_start",
            f"发证日期早于开班日期（{began}），不是本班取得的证书。",
            f"Issued before the class began on {began}: not a certificate of this class.",
        )
    if not _result(dossier, row["line"]).passed:
        yield Problem(
            f"certificates[{at}].verdict",
            "not_passed",
            "该学员考核未合格，不能认可证书。",
            "This learner has not passed; the certificate cannot be accepted.",
        )
    if row.get("cert_type"):
        decision = dossier.decide("certificate_accept", line=str(row["line"]))
        if not decision.values["ok"]:
            yield Problem(
                f"certificates[{at}].cert_type",
                "not_in_policy",
                "该类证书不在补贴范围内。",
                "This kind of certificate is not subsidised.",
                decision.clause or None,
            )


def _used_elsewhere(dossier: Dossier, rows: list[dict[str, Any]]) -> list[Problem]:
    accepted = [row for row in rows if row["verdict"] == "accepted"]
    numbers = [number for row in accepted if (number := _number(row))]
    one_at_a_time(dossier.session, dossier.case.jurisdiction)
    elsewhere = certificates_elsewhere(dossier.session, numbers, dossier.case.id)
    taken = {number for number in numbers if numbers.count(number) > 1}
    owners = {_number(row): dossier.roster[row["line"]].person_index for row in accepted}
    # One certificate may be paid for once in each kind of case, and to one person only.
    taken |= {
        used.cert_no
        for used in elsewhere
        if used.process == dossier.case.process or used.person_index != owners[used.cert_no]
    }
    return [
        Problem(
            f"certificates[{at}].cert_no",
            "used",
            "该证书编号已在其他班次或本表中使用。",
            "This certificate number is already used in another class or in this list.",
        )
        for at, row in enumerate(rows)
        if row["verdict"] == "accepted" and _number(row) in taken
    ]


def _number(row: dict[str, Any]) -> str | None:
    """A certificate's number however its letters were typed: small ones are no other number."""
    return str(row["cert_no"]).upper() if row.get("cert_no") else None


def _learners(dossier: Dossier) -> set[int]:
    return {number for number, line in dossier.roster.items() if not line.withdrawn}


def _result(dossier: Dossier, line: int) -> LearnerResult:
    if line not in dossier.results:
        entry = LearnerResult(case_id=dossier.case.id, line=line)
        dossier.session.add(entry)
        dossier.results[line] = entry
    return dossier.results[line]
