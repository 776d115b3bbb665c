"""Asking to open a class, accepting the request, correcting it, approving it."""

from service.commands.delivery import promising
from service.commands.dossier import Dossier
from service.commands.opening import approval, course_rules, opening_filing
from service.commands.papers import counter_papers
from service.commands.paying import earning
from service.commands.rules.table import Given, rule
from service.commands.supervision import freezing
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow


@rule("opening_fill")
def file_opening(dossier: Dossier, given: Given) -> None:
    """The request arrives: from this moment the statutory clock runs (CQ-21)."""
    received = counter_papers.received(dossier)
    dossier.opening.received_at = received
    opening_filing.write(dossier, given)
    dossier.deadlines.begin("opening_review", since=received)
    if dossier.find("opening_target_workdays") is not None:
        dossier.deadlines.begin("opening_target", since=received)


@rule("opening_correct")
def correct_opening(dossier: Dossier, given: Given) -> None:
    """The mended request replaces the first one; the day of receipt stays, the clock goes on."""
    opening_filing.write(dossier, given)
    dossier.deadlines.met("correction")
    dossier.deadlines.resume("opening_review")
    dossier.deadlines.resume("opening_target")


@rule("opening_accept")
def accept_opening(dossier: Dossier, given: Given) -> None:
    """Accept, ask once for everything that must be corrected, or not accept."""
    if given["decision"] == "correction":
        _require_round_left(dossier)
        _ask_correction(dossier, given)
    if given["decision"] == "accept":
        promising.note(dossier, given.get("promised_items") or [])
    _note_refusal(dossier, given)


@rule("opening_approve")
def approve_opening(dossier: Dossier, given: Given) -> None:
    """Approve a number of heads, reject, or give back for one more round."""
    if given["decision"] == "return_to_reviewer":
        dossier.opening.corrections = max(dossier.opening.corrections - 1, 0)
    if given["decision"] == "approve":
        freezing.require_untouched(dossier)
        _approve(dossier, given)
    _note_refusal(dossier, given)


@rule("opening_overdue")
def take_over_overdue(dossier: Dossier, given: Given) -> None:
    """The deadline has passed: the head decides or hands back; time alone decides nothing."""
    decision = given["decision"]
    if decision == "correction":
        _ask_correction(dossier, given)
    if decision == "approve":
        freezing.require_untouched(dossier)
        _approve(dossier, given)
    if decision == "hand_back":
        dossier.opening.overdue_handed_back = True
    _note_refusal(dossier, given)


def _require_round_left(dossier: Dossier) -> None:
    if dossier.opening.corrections >= int(str(dossier.value("correction_rounds").value)):
        raise NotNow(
            "补正应当一次性告知。再次要求补正，须由审批人退回后进行。",
            "All defects are told at once; a further round needs the approver's return first.",
        )


def _ask_correction(dossier: Dossier, given: Given) -> None:
    """The clock stops with its remainder frozen; the time to mend begins."""
    _require_defects(given)
    dossier.opening.corrections += 1
    dossier.deadlines.pause("opening_review", "correction")
    dossier.deadlines.pause("opening_target", "correction")
    dossier.deadlines.begin("correction")


def _require_defects(given: Given) -> None:
    if not given.get("defects"):
        raise AnswersWrong(
            [Problem("defects", "required", "请逐项写明需要补正的内容。", "Name every defect.")]
        )


def _note_refusal(dossier: Dossier, given: Given) -> None:
    dossier.opening.decision = given["decision"]


def _approve(dossier: Dossier, given: Given) -> None:
    approval.note_days_and_hours(dossier, given)
    course_rules.require_consent(dossier, given)
    opening = dossier.opening
    heads = int(given["approved_heads"])
    if heads > (opening.planned_heads or 0):
        raise AnswersWrong(
            [
                Problem(
                    "approved_heads",
                    "above_planned",
                    f"批准人数 {heads} 超过申请人数 {opening.planned_heads}。",
                    f"{heads} approved heads exceed the {opening.planned_heads} asked for.",
                )
            ]
        )
    opening.approved_heads = heads
    opening.standard_fen = opening_filing.standard_fen(dossier)
    opening.approved_total_fen = heads * earning.line_fen(dossier)
    opening.register_no = opening_filing.register_no(dossier)
    dossier.book.commit(opening.approved_total_fen)
