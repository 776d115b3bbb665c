"""Applying for an evaluation, scoring it, deciding on it, filing it with the city."""

from collections.abc import Iterator

from service.commands.dossier import Dossier
from service.commands.rules.table import Given, rule
from service.commands.supervision import evaluating
from service.domain.catalogue import standing
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow, SeparationOfDuties
from service.records.answer import last_answer
from service.records.catalogue import coded
from service.records.evaluation import Evaluation, EvaluationScore, scores_of
from service.records.history import hands_behind

SCORED_AT = ("eval_score", "eval_score_county")


@rule("eval_apply")
def apply(dossier: Dossier, given: Given) -> None:
    """What is to be evaluated, for whom, and whether it costs the learner anything."""
    problems = [*_of_application(dossier, given), *_taken(dossier, given)]
    if problems:
        raise AnswersWrong(problems)
    dossier.session.add(
        Evaluation(
            case_id=dossier.case.id,
            kind=given["kind"],
            code=given["code"],
            name=given["name"],
            audience=given["audience"],
            origin=given["origin"],
            is_free=bool(given.get("is_free")),
            functions=list(given.get("functions") or ()),
            filed_on=dossier.today,
        )
    )
    dossier.session.flush()


def _of_application(dossier: Dossier, given: Given) -> Iterator[Problem]:
    free = given["kind"] == "platform" and dossier.is_on("eval_platform_free")
    if free and not given.get("is_free"):
        yield Problem(
            "is_free",
            "must_be_free",
            "列入目录的平台须对学员免费开放培训资源。",
            "A platform in the catalogue is free of charge for learners.",
            dossier.value("eval_platform_free").clause or None,
        )
    own_only = given["kind"] == "course" and dossier.is_on("eval_course_own_only")
    if own_only and given["audience"] != "own":
        yield Problem(
            "audience",
            "own_people_only",
            "企业、培训机构的线上课程只面向本企业职工或本机构学员开放。",
            "An institution's or enterprise's own course is for its own people only.",
            dossier.value("eval_course_own_only").clause or None,
        )


def _taken(dossier: Dossier, given: Given) -> Iterator[Problem]:
    """A code that stands in the catalogue for another body is not given away again."""
    rows = coded(dossier.session, dossier.case.jurisdiction, given["kind"], [given["code"]])
    others = [row for row in rows if row.owner_uscc != dossier.institution.uscc]
    if any(standing(row.listed, dossier.today) == "valid" for row in others):
        yield Problem(
            "code",
            "catalogue_taken",
            f"代码 {given['code']} 已由另一单位列入目录。",
            f"{given['code']} stands in the catalogue for another body.",
        )


@rule(*SCORED_AT)
def score(dossier: Dossier, given: Given) -> None:
    """Experts score, an odd number of them and not too few; scoring anew replaces what was."""
    rows, least = given["experts"], dossier.number("eval_experts_min")
    if len(rows) < least or len(rows) % 2 == 0:
        raise AnswersWrong(
            [
                Problem(
                    "experts",
                    "experts_uneven",
                    f"评审专家应不少于 {least} 人且为单数，现为 {len(rows)} 人。",
                    f"At least {least} experts, and an odd number: here are {len(rows)}.",
                    dossier.value("eval_experts_min").clause or None,
                )
            ]
        )
    for before in scores_of(dossier.session, dossier.case.id):
        dossier.session.delete(before)
    dossier.session.flush()
    dossier.session.add_all(
        EvaluationScore(
            case_id=dossier.case.id,
            no=no,
            legality=row["legality"],
            reputation=row["reputation"],
            service=row["service"],
            at=dossier.now,
        )
        for no, row in enumerate(rows, 1)
    )
    evaluating.evaluation(dossier).qualified = given["qualified"] == "yes"
    dossier.session.flush()


@rule("eval_decide", "eval_decide_county", "eval_decide_group")
def decide(dossier: Dossier, given: Given) -> None:
    """Another person than who had it scored decides, and lists nothing that failed."""
    _require_another(dossier)
    if given["decision"] != "list":
        return
    row = evaluating.evaluation(dossier)
    _require_passed(dossier, row)
    valid_to = given.get("valid_to")
    if valid_to is not None and valid_to < given["valid_from"]:
        raise AnswersWrong(
            [
                Problem(
                    "valid_to",
                    "dates_reversed",
                    "有效期止早于有效期起。",
                    "The last day lies before the first.",
                )
            ]
        )
    row.decided_on, row.decided_by = dossier.today, dossier.lane
    row.decision_no = given["decision_no"]
    row.valid_from, row.valid_to = given["valid_from"], valid_to
    dossier.session.flush()


@rule("eval_file_city")
def file_with_city(dossier: Dossier, given: Given) -> None:
    """What a district decided is filed with the city under a number of its own."""
    row = evaluating.evaluation(dossier)
    row.filing_no, row.decided_on = given["filing_no"], dossier.today
    dossier.session.flush()


def _require_another(dossier: Dossier) -> None:
    found = [last_answer(dossier.session, dossier.case.id, step) for step in SCORED_AT]
    seqs = [one.seq for one in found if one is not None]
    if hands_behind(dossier.session, dossier.case.id, seqs) & {
        dossier.actor.natural_person,
        dossier.actor.acting_for,
    }:
        raise SeparationOfDuties(
            "组织评分与确定须由不同的人办理。",
            "Who had it scored and who decides on it are different people.",
        )


def _require_passed(dossier: Dossier, row: Evaluation) -> None:
    result = dossier.decide("eval_result")
    if result.values["ok"]:
        return
    wanted = dossier.value("eval_pass_score").value
    mean = evaluating.mean(dossier)
    papers = ("通过", "in order") if row.qualified else ("未通过", "not in order")
    raise NotNow(
        f"评估未达到列入条件：资质材料核验{papers[0]}，专家平均分 {mean:g}（合格线 {wanted}），"
        f"具备功能 {len(row.functions)} 项。",
        f"Not to be listed: papers {papers[1]}, mean score {mean:g} (pass mark {wanted}),"
        f" {len(row.functions)} of the functions asked for.",
    )
