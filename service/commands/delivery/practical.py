"""Practical training for those who passed online: who may come, and the class made of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete

from service.commands.delivery import offline
from service.commands.dossier import Dossier
from service.commands.opening import course_rules, opening_filing
from service.commands.paying import payee
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.duplicates import one_at_a_time
from service.records.institution import listings
from service.records.roster import RosterLine, learning_beside

COPIED = (
    *("applicant_type", "training_mode", "platform_kind", "platform_name", "delegate_uscc"),
    *("specialty_code", "specialty_name", "specialty_class", "level", "cert_kind", "course_tags"),
    *("contact", "mobile", "payee_name", "payee_bank", "payee_account"),
)
LEARNER = (
    *("name", "id_no", "person_index", "phone", "category", "relation", "out_of_city"),
    *("proof_no", "bank_name", "bank_account", "particulars"),
)
GIVEN = ("class_name", "starts_on", "ends_on", "site")
ONLINE_FIRST = "practical_after_pass"


def parent_of(dossier: Dossier) -> Dossier:
    """The online class that the practical training follows."""
    if dossier.parent is None:
        raise NotNow("线下实操应从线上班发起。", "Practical training follows on an online class.")
    return dossier.parent


def open_class(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Judge the plan as a whole; where it is sound, the class and its roster are written."""
    parent = parent_of(dossier)
    one_at_a_time(dossier.session, dossier.case.jurisdiction)
    passed = [line for line, row in sorted(parent.results.items()) if row.passed]
    asked = [row["line"] for row in given.get("lines") or ()] or _free(dossier, passed)
    problems = [*_learners(dossier, given, passed), *_plan(dossier, parent, given)]
    if not problems and not asked:
        problems = [_nobody()]
    if problems:
        raise AnswersWrong(problems)
    _write_class(dossier, parent, given, heads=len(asked))
    _write_roster(dossier, parent, asked)


def _free(dossier: Dossier, passed: Sequence[int]) -> list[int]:
    taken = _taken(dossier)
    return [line for line in passed if line not in taken]


def _taken(dossier: Dossier) -> set[int]:
    parent = parent_of(dossier)
    return learning_beside(
        dossier.session, parent.case.id, dossier.case.id, process=dossier.case.process
    )


def _learners(
    dossier: Dossier, given: Mapping[str, Any], passed: Sequence[int]
) -> Iterator[Problem]:
    rule, taken = dossier.find(ONLINE_FIRST), _taken(dossier)
    for at, row in enumerate(given.get("lines") or ()):
        if row["line"] not in passed:
            yield Problem(
                f"lines[{at}].line",
                "no_online_pass",
                f"线上班第 {row['line']} 号学员没有考核合格，不能参加线下实操。",
                f"Line {row['line']} has not passed online and cannot train offline.",
                rule.clause if rule else None,
            )
        elif row["line"] in taken:
            yield Problem(
                f"lines[{at}].line",
                "in_another_practical",
                f"线上班第 {row['line']} 号学员已在另一期线下实操。",
                f"Line {row['line']} is already in another practical class.",
            )


def _plan(dossier: Dossier, parent: Dossier, given: Mapping[str, Any]) -> Iterator[Problem]:
    kind = str(parent.opening.particulars.get("course_kind") or "")
    minimum = course_rules.minimum_of(dossier.rules_bundle, kind)
    if minimum is not None and minimum.hard and given["practical_hours"] < minimum.practical:
        short = minimum.practical - given["practical_hours"]
        yield Problem(
            "practical_hours",
            "too_few_hours",
            f"实操课时还差 {short} 课时。",
            f"{short} practical class hours short.",
            minimum.clause or None,
        )
    if given["starts_on"] < dossier.today:
        yield Problem("starts_on", "too_early", "开班日期不能早于今天。", "Not before today.")
    if not offline.allowed(dossier, given["starts_on"]):
        rule = dossier.policy.value(
            offline.SUSPENDED, given["starts_on"], region=dossier.case.region
        )
        yield Problem(
            "starts_on",
            "offline_suspended",
            f"{given['starts_on']} 仍在疫情防控期间，线下实操须在疫情结束后进行。",
            f"On {given['starts_on']} offline training is still suspended.",
            rule.clause or None,
        )
    yield from _barred(dossier, parent, given)
    if payee.payee_kind(parent, "OFFLINE") == payee.DELEGATE:
        yield from _trainer(given)


def _barred(dossier: Dossier, parent: Dossier, given: Mapping[str, Any]) -> Iterator[Problem]:
    """Whoever has come on the black list since the online class trains nobody any more."""
    trainer = given.get("trainer_uscc") or parent.opening.delegate_uscc
    named = [code for code in (dossier.institution.uscc, trainer) if code]
    rows = listings(dossier.session, named, on=dossier.today)
    if dossier.is_on("black_list_bars") and any(row.colour == "black" for row in rows):
        yield Problem(
            "trainer_uscc",
            "listed_black",
            "申请单位或承担实操的机构在培训黑名单内，不能开展线下实操。",
            "The applicant or the trainer stands on the black list.",
        )


def _trainer(given: Mapping[str, Any]) -> Iterator[Problem]:
    for name in ("trainer_uscc", "payee_name", "payee_bank", "payee_account"):
        if not given.get(name):
            yield Problem(
                name,
                "required",
                "平台学员的线下实操由培训机构承担：请填写机构代码和收款账户。",
                "A school trains the platform's learners: give its credit code and account.",
            )


def _nobody() -> Problem:
    return Problem(
        "lines", "required", "没有可以参加线下实操的学员。", "Nobody is left to train offline."
    )


def _write_class(
    dossier: Dossier, parent: Dossier, given: Mapping[str, Any], *, heads: int
) -> None:
    opening, before = dossier.opening, parent.opening
    known_as = opening.class_name
    for name in COPIED:
        setattr(opening, name, getattr(before, name))
    for name in GIVEN:
        setattr(opening, name, given[name])
    opening.particulars = {**before.particulars, "delegate_paid": False}
    opening.planned_heads = heads
    opening.total_hours = opening.practical_hours = given["practical_hours"]
    opening.theory_hours = opening.online_theory_hours = opening.online_practical_hours = 0
    opening.delegate_uscc = given.get("trainer_uscc") or before.delegate_uscc
    opening.received_at = opening.received_at or dossier.now
    payee.change(dossier, given)
    dossier.session.add(opening)
    opening_filing.write_name(dossier, known_as)


def _write_roster(dossier: Dossier, parent: Dossier, lines: Iterable[int]) -> None:
    """The learners keep their numbers: line 7 of the online class is line 7 here."""
    dossier.session.execute(delete(RosterLine).where(RosterLine.case_id == dossier.case.id))
    dossier.session.add_all(
        RosterLine(
            case_id=dossier.case.id,
            line=line,
            **{name: getattr(parent.roster[line], name) for name in LEARNER},
        )
        for line in lines
    )
    dossier.session.flush()
    dossier.__dict__.pop("roster", None)
