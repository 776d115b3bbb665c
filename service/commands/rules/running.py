"""While a class runs: advance, start, completion, calling it off."""

from datetime import date

from service.commands.dossier import Dossier
from service.commands.paying import earning
from service.commands.rules.table import Given, rule
from service.domain import advance
from service.domain.calendar import beijing_date
from service.domain.opening_request import trains_employees, within
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow


@rule("advance_review")
def review_advance(dossier: Dossier, given: Given) -> None:
    """Propose how much of the subsidy is paid first, never above the cap (CQ-13)."""
    if given["decision"] != "agree":
        return
    opening = dossier.opening
    rate_bp = int(given["advance_rate"])
    cap_bp = int(str(dossier.value("advance_cap").value))
    if rate_bp > min(cap_bp, opening.advance_rate_bp or cap_bp):
        raise AnswersWrong(
            [
                Problem(
                    "advance_rate",
                    "above_cap",
                    f"预拨比例 {rate_bp / 100:g}% 超过上限 {cap_bp / 100:g}% 或申请比例。",
                    f"An advance of {rate_bp / 100:g}% exceeds the cap of {cap_bp / 100:g}%"
                    " or the rate asked for.",
                    dossier.value("advance_cap").clause,
                )
            ]
        )
    base_fen = opening.approved_total_fen or 0
    opening.advance_fen = advance.advance_fen(base_fen, rate_bp, cap_bp=cap_bp)


@rule("advance_approve")
def approve_advance(dossier: Dossier, given: Given) -> None:
    """Another person grants the advance, or refuses it."""
    if given["decision"] == "refuse":
        dossier.opening.advance_fen = 0


@rule("class_confirm_start")
def confirm_start(dossier: Dossier, given: Given) -> None:
    """The class has begun, with so many heads present."""
    opening = dossier.opening
    if given["actual_start_on"] > dossier.today:
        raise AnswersWrong(
            [
                Problem(
                    "actual_start_on",
                    "in_future",
                    "实际开班日期不能晚于今天。",
                    "The class cannot have begun after today.",
                )
            ]
        )
    _require_start_allowed(dossier, given["actual_start_on"])
    if given["present_heads"] > (opening.approved_heads or 0):
        raise AnswersWrong(
            [
                Problem(
                    "present_heads",
                    "above_approved",
                    f"到班人数超过批准的 {opening.approved_heads} 人。",
                    f"More heads than the {opening.approved_heads} approved.",
                )
            ]
        )
    opening.actual_start_on = given["actual_start_on"]
    opening.present_heads = given["present_heads"]
    opening.in_action = _in_action(dossier, opening.actual_start_on)


def _in_action(dossier: Dossier, day: date) -> bool | None:
    """Whether a class that began that day counts within an action of the place, if it has one."""
    found = (
        dossier.policy.find("action_window", day) if dossier.policy.has("action_window") else None
    )
    return None if found is None else found.value is True


def _require_start_allowed(dossier: Dossier, day: date) -> None:
    """The day it began is the day that counts (CQ-09); no class begins before its approval."""
    # The step to confirm the start was opened by the approval.
    asked = (step for step in dossier.steps.values() if step.element == "class_confirm_start")
    approved_on = beijing_date(next(asked).opened_at)
    faults = []
    if day < approved_on:
        faults.append(
            Problem(
                "actual_start_on",
                "before_approval",
                f"实际开班日期不能早于批准开班之日（{approved_on}）。",
                f"The class cannot have begun before its approval on {approved_on}.",
            )
        )
    faults += _outside_policy(dossier, day)
    required = dossier.find("shutdown_required")
    if required and required.value and not _in_shutdown(dossier, day):
        faults.append(
            Problem(
                "actual_start_on",
                "outside_shutdown",
                "企业职工线上培训以开班时间为准：实际开班日期不在停工期间内，不能按本申请开班。",
                "Employees' online training must begin within the shutdown; this day is not in it.",
                required.clause or None,
            )
        )
    if faults:
        raise AnswersWrong(faults)


def _outside_policy(dossier: Dossier, day: date) -> list[Problem]:
    """Online training begins while the rules made for it are in force, if they ever end."""
    key = "online_policy_open"
    if not dossier.policy.has(key) or not earning.trained_online(dossier):
        return []
    if dossier.policy.choose_by(key) != "class_start":
        return []
    rule = dossier.policy.find(key, day, region=dossier.case.region)
    if rule is not None and rule.value is True:
        return []
    return [
        Problem(
            "actual_start_on",
            "online_policy_ended",
            f"线上培训政策不适用于 {day} 开班的班次。",
            f"The rules for online training are not in force on {day}.",
            rule.clause if rule else None,
        )
    ]


def _in_shutdown(dossier: Dossier, day: date) -> bool:
    """Whether the day suits an enterprise's online training; any day suits other classes."""
    opening = dossier.opening
    asked = trains_employees(opening.applicant_type, opening.training_mode)
    if not (asked and earning.trained_online(dossier)):
        return True
    return within(day, opening.shutdown_from, opening.shutdown_to)


@rule("completion_submit")
def submit_completion(dossier: Dossier, given: Given) -> None:
    """The training is over; without learning records there is nothing to complete."""
    opening = dossier.opening
    if given["ended_on"] < (opening.actual_start_on or given["ended_on"]):
        raise AnswersWrong(
            [
                Problem(
                    "ended_on",
                    "before_start",
                    "结业日期早于开班日期。",
                    "The class ends before it began.",
                )
            ]
        )
    if earning.trained_online(dossier) and not dossier.learning:
        raise NotNow(
            "线上课时尚无学习记录，请先由平台或机构登记学习记录。",
            "There are online hours but no learning records yet; record the learning first.",
        )
    opening.completed_on = given["ended_on"]


@rule("cancel_confirm")
def confirm_cancel(dossier: Dossier, given: Given) -> None:
    """The office confirms that the class is called off."""
    dossier.opening.cancelled_reason = given["reason"]


@rule("CancelClass")
def cancel_class(dossier: Dossier, given: Given) -> None:
    """An approved class may be called off until scores exist and no payment is on its way."""
    _refuse_if_scored_or_paying(dossier)
    dossier.opening.cancelled_reason = given["reason"]


@rule("Withdraw")
def withdraw(dossier: Dossier, given: Given) -> None:
    """Free before approval; afterwards until scores exist, the advance being paid back."""
    _refuse_if_scored_or_paying(dossier)
    dossier.opening.cancelled_reason = given["reason"]


def _refuse_if_scored_or_paying(dossier: Dossier) -> None:
    if dossier.results:
        raise NotNow(
            "已登记成绩，不能再撤回或取消班次。",
            "Scores exist: the class can no longer be withdrawn or called off.",
        )
    refuse_if_paying(dossier)


def refuse_if_paying(dossier: Dossier) -> None:
    """What the bank still holds would reach a class that has ended, and nobody could book it."""
    if any(payment.state == "instructed" for payment in dossier.payments):
        raise NotNow(
            "有一笔款项正在银行办理，请待回单登记后再操作。",
            "A payment is with the bank; wait for its result first.",
        )
