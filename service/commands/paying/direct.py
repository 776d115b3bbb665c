"""A flat subsidy paid straight to the holder of a certificate, never beside that of a class."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.commands.dossier import Dossier
from service.commands.paying.gates import Obstacles, gate
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.claim import ClaimLine
from service.records.direct import (
    DirectLine,
    Skill,
    certificates_paid_directly,
    claimed_by_class,
    claimed_directly,
)
from service.records.duplicates import one_at_a_time
from service.records.roster import RosterLine
from service.records.seal import blind_index

Rows = Sequence[Mapping[str, Any]]
EXCLUSIVE = "direct_excludes_class"


def file(dossier: Dossier, rows: Rows) -> None:
    """The certificate holders of the claim, in place of those who were named before."""
    if not dossier.is_on("direct_subsidy"):
        raise NotNow(
            "本地没有制定定额直补标准，不能申领。",
            "This place has set no flat amounts to be paid to workers.",
        )
    one_at_a_time(dossier.session, dossier.case.jurisdiction)
    _clear(dossier)
    dossier.roster = {at: _holder(dossier, at, row) for at, row in enumerate(rows, start=1)}
    dossier.session.add_all(dossier.roster.values())
    dossier.session.flush()
    dossier.direct = {at: _asked(dossier, at, row) for at, row in enumerate(rows, start=1)}
    problems = [*_not_covered(dossier), *_twice(dossier), *_paid_otherwise(dossier)]
    if problems:
        raise AnswersWrong(problems)
    dossier.claim_lines = {line: _claim(dossier, line) for line in dossier.roster}
    dossier.session.add_all([*dossier.direct.values(), *dossier.claim_lines.values()])
    dossier.session.flush()


def paid_otherwise(dossier: Dossier) -> dict[int, str]:
    """The lines whose occupation and level were claimed elsewhere, and how."""
    people = [asked.person_index for asked in dossier.direct.values()]
    where = (dossier.session, people, dossier.case.jurisdiction, dossier.case.id)
    found = {}
    direct = claimed_directly(*where)
    by_class = claimed_by_class(*where) if dossier.is_on(EXCLUSIVE) else set()
    for line, asked in dossier.direct.items():
        skill = Skill(asked.person_index, asked.specialty_code, asked.level)
        if skill in direct:
            found[line] = "direct"
        elif skill in by_class:
            found[line] = "class"
    return found


@gate
def not_paid_directly(dossier: Dossier, line: int) -> Obstacles:
    """Where the two exclude each other, a class claims for nobody who was paid himself."""
    rule = dossier.find(EXCLUSIVE)
    if rule is None or not rule.value:
        return []
    opening, person = dossier.opening, dossier.roster[line].person_index
    skill = Skill(person, opening.specialty_code, opening.level)
    return [("paid_directly", rule.clause)] if skill in dossier.paid_directly else []


def _clear(dossier: Dossier) -> None:
    rows = (*dossier.direct.values(), *dossier.claim_lines.values(), *dossier.roster.values())
    for row in rows:
        dossier.session.delete(row)
    dossier.session.flush()


def _holder(dossier: Dossier, line: int, row: Mapping[str, Any]) -> RosterLine:
    return RosterLine(
        case_id=dossier.case.id,
        line=line,
        name=row["name"],
        id_no=row["id_no"],
        person_index=blind_index(row["id_no"]),
        phone=row.get("phone"),
        bank_name=row.get("bank_name"),
        bank_account=row.get("bank_account"),
        particulars={},
    )


def _asked(dossier: Dossier, line: int, row: Mapping[str, Any]) -> DirectLine:
    return DirectLine(
        case_id=dossier.case.id,
        line=line,
        person_index=dossier.roster[line].person_index,
        specialty_code=row["specialty_code"],
        specialty_class=row["specialty_class"],
        level=row["level"],
        cert_type=row["cert_type"],
        cert_no=str(row["cert_no"]).upper(),
        issued_on=row["issued_on"],
        issuer=row["issuer"],
    )


def _claim(dossier: Dossier, line: int) -> ClaimLine:
    flat = dossier.decide("direct_subsidy", line=str(line))
    amount_fen = int(str(flat.values["fen"]))
    return ClaimLine(case_id=dossier.case.id, line=line, amount_fen=amount_fen)


def _not_covered(dossier: Dossier) -> Iterator[Problem]:
    for line in dossier.direct:
        flat = dossier.decide("direct_subsidy", line=str(line))
        if not flat.values["ok"]:
            yield Problem(
                f"persons[{line - 1}].cert_type",
                "not_in_policy",
                "该类证书不在定额直补范围内。",
                "This kind of certificate is not paid a flat subsidy.",
                flat.clause or None,
            )


def _twice(dossier: Dossier) -> Iterator[Problem]:
    numbers = [asked.cert_no for asked in dossier.direct.values()]
    used = certificates_paid_directly(dossier.session, numbers, dossier.case.id)
    used |= {number for number in numbers if numbers.count(number) > 1}
    for line, asked in dossier.direct.items():
        if asked.cert_no in used:
            yield Problem(
                f"persons[{line - 1}].cert_no",
                "used",
                "该证书编号已经申领直补或在本表中重复。",
                "This certificate was claimed for already, or stands here twice.",
            )


def _paid_otherwise(dossier: Dossier) -> Iterator[Problem]:
    for line, how in paid_otherwise(dossier).items():
        words = {
            "direct": ("已申领过定额直补", "was paid directly"),
            "class": ("已由培训班申领补贴", "was claimed for by a class"),
        }[how]
        yield Problem(
            f"persons[{line - 1}].specialty_code",
            f"paid_by_{how}",
            f"该劳动者同一职业、同一等级{words[0]}，不重复补贴。",
            f"This worker {words[1]} for the same occupation and level.",
        )
