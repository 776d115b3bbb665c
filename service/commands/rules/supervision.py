"""Visiting a class, looking again, and what an outside evaluator reports of it."""

from collections.abc import Iterator

from service.commands.dossier import Dossier
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.supervision import Inspection, ThirdPartyReport


@rule("inspection_do")
def inspect(dossier: Dossier, given: Given) -> None:
    """So many inspectors, every item of the list, and no good result over a bad item."""
    parent = _parent(dossier)
    problems = [*_of_visit(dossier, parent, given), *_of_items(dossier, given)]
    if problems:
        raise AnswersWrong(problems)
    dossier.session.add(
        Inspection(
            case_id=dossier.case.id,
            parent_id=parent.case.id,
            visited_on=given["visited_on"],
            mode=given["mode"],
            inspectors=len(given["inspectors"]),
            attended=given["attended"],
            expected=given["expected"],
            failed_items=[row["item"] for row in given["items"] if row["found"] == "bad"],
            passed=given["result"] == "pass",
        )
    )
    dossier.session.flush()


def _of_visit(dossier: Dossier, parent: Dossier, given: Given) -> Iterator[Problem]:
    least, here = dossier.number("inspectors_min"), len(given["inspectors"])
    if here < least:
        yield Problem(
            "inspectors",
            "too_few_inspectors",
            f"监督检查应有不少于 {least} 名检查员，现为 {here} 名。",
            f"A visit takes at least {least} inspectors; here are {here}.",
            dossier.value("inspectors_min").clause or None,
        )
    began = parent.opening.actual_start_on
    if given["visited_on"] > dossier.today or (began and given["visited_on"] < began):
        yield Problem(
            "visited_on",
            "outside_class",
            "检查日期应在开班之后、今天以前。",
            "The visit lies between the start of the class and today.",
        )
    if given["attended"] > given["expected"]:
        yield Problem(
            "attended",
            "above_expected",
            "实到人数多于应到人数。",
            "More people attended than were expected.",
        )


def _of_items(dossier: Dossier, given: Given) -> Iterator[Problem]:
    """The list itself is the form's: every item of it is looked at, whatever place's it is."""
    field = dossier.books.pinned.form("inspection_do").field("items")
    column = next(one for one in field.columns if one.id == "item") if field else None
    listed = {choice.id for choice in column.choices} if column else set()
    left = len(listed - {row["item"] for row in given["items"]})
    if left:
        yield Problem(
            "items",
            "items_missing",
            f"检查清单还有 {left} 项没有检查结果。",
            f"{left} items of the list have no finding.",
        )
    if given["result"] == "pass" and any(row["found"] == "bad" for row in given["items"]):
        yield Problem(
            "result",
            "items_failed",
            "有不合格的检查项，检查结果不能为合格。",
            "With an item that failed the visit cannot have ended well.",
        )


@rule("rectify_check")
def look_again(dossier: Dossier, given: Given) -> None:
    """What was wrong has been put right, or has not."""
    visit = dossier.session.get_one(Inspection, dossier.case.id)
    visit.rectified = {"accept": True, "fail": False}.get(given["decision"])


@rule("third_party_report")
def report(dossier: Dossier, given: Given) -> None:
    """An outside evaluator hands in its report and score."""
    if given["reported_on"] > dossier.today:
        raise AnswersWrong(
            [
                Problem(
                    "reported_on",
                    "in_future",
                    "报告日期不能晚于今天。",
                    "A report cannot be later than today.",
                )
            ]
        )
    dossier.session.add(
        ThirdPartyReport(
            case_id=dossier.case.id,
            parent_id=_parent(dossier).case.id,
            reported_on=given["reported_on"],
            score=given["score"],
        )
    )
    dossier.session.flush()


@rule("third_party_decide")
def weigh_report(dossier: Dossier, given: Given) -> None:
    """Hold the payment or let it go; below the mark letting go takes a reason."""
    row = dossier.session.get_one(ThirdPartyReport, dossier.case.id)
    mark = dossier.number("third_party_pass_score")
    if given["decision"] == "hold":
        row.held_at = dossier.now
    elif row.score < mark and not given.get("opinion"):
        raise AnswersWrong(
            [
                Problem(
                    "opinion",
                    "required",
                    f"评分 {row.score} 低于 {mark}，不暂缓拨付的须写明理由。",
                    f"With {row.score} below {mark}, say why the payment is not held back.",
                )
            ]
        )


@rule("third_party_release")
def release(dossier: Dossier, _: Given) -> None:
    """The payment goes on."""
    dossier.session.get_one(ThirdPartyReport, dossier.case.id).released_at = dossier.now


def _parent(dossier: Dossier) -> Dossier:
    if dossier.parent is None:
        raise NotNow("本办件没有原班次。", "This case follows on no class.")
    return dossier.parent
