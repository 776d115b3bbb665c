"""Every ending of a Chongqing class can be reached, word by word through its diagrams."""

from pathlib import PurePosixPath

import pytest

from service.commands.vocabulary import VOCABULARY
from tests.jurisdictions.journey import BUNDLE, Journey
from workflows import check
from workflows.diagram import read_diagram

DIAGRAMS = {
    PurePosixPath(file).stem: read_diagram(file, raw)
    for file, raw in BUNDLE.files.items()
    if file.endswith(".bpmn")
}
ASKED = "opening_fill opening_accept=accept"
OPENED = f"{ASKED} opening_approve=approve"
PAID = "finance_review=pass finance_pay !bank_result"
ADVANCED = f"{OPENED} advance_review=agree advance_approve=approve {PAID} advance_net_fen:3000000"
SCORED = "class_confirm_start completion_submit score_enter"
TRAINED = f"{SCORED} certificate_verify"
CLAIMED = "claim_fill claim_review=pass claim_recheck=pass claim_publish"
CLEARED = f"{CLAIMED} @publicity_end"
REFUSED = f"{OPENED} advance_review=refuse"
REPAID = "recovery_notice !repayment recovery_confirm"
OVERDUE = "recovery_notice @recovery_due recovery_second_notice"

WAYS = [
    ("advance, training, claim and balance", f"{ADVANCED} {TRAINED} {CLEARED} {PAID}",
     "PAID_CLOSED"),
    ("training before the advance", (f"{OPENED} {TRAINED} advance_review=agree "
     f"advance_approve=approve {PAID} {CLEARED} {PAID}"), "PAID_CLOSED"),
    ("advance refused on review", f"{REFUSED} {TRAINED} {CLEARED} {PAID}", "PAID_CLOSED"),
    ("advance refused on approval", (f"{OPENED} advance_review=agree advance_approve=refuse "
     f"{TRAINED} {CLEARED} {PAID}"), "PAID_CLOSED"),
    ("nothing left to pay", f"{ADVANCED} {TRAINED} settle_fen:0 {CLEARED}", "PAID_CLOSED"),
    ("a stage of nothing", f"{REFUSED} stage_fen:0 {TRAINED} {CLEARED}", "PAID_CLOSED"),
    ("black list", "listed_black:yes opening_fill", "NOT_ACCEPTED"),
    ("not accepted", "opening_fill opening_accept=not_accept", "NOT_ACCEPTED"),
    ("rejected", f"{ASKED} opening_approve=reject", "REJECTED"),
    ("returned to the reviewer", (f"{ASKED} opening_approve=return_to_reviewer "
     "opening_accept=accept opening_approve=reject"), "REJECTED"),
    ("corrected", ("opening_fill opening_accept=correction opening_correct "
     "opening_accept=not_accept"), "NOT_ACCEPTED"),
    ("correction expired", "opening_fill opening_accept=correction @correction_due",
     "EXPIRED_CORRECTION"),
    ("overdue, handed back", ("opening_fill @opening_overdue_at opening_overdue=hand_back "
     "opening_accept=not_accept"), "NOT_ACCEPTED"),
    ("overdue, corrected", ("opening_fill @opening_overdue_at opening_overdue=correction "
     "@correction_due"), "EXPIRED_CORRECTION"),
    ("overdue, not accepted", "opening_fill @opening_overdue_at opening_overdue=not_accept",
     "NOT_ACCEPTED"),
    ("overdue on approval, rejected", f"{ASKED} @opening_overdue_at opening_overdue=reject",
     "REJECTED"),
    ("overdue on approval, approved", (f"{ASKED} @opening_overdue_at opening_overdue=approve "
     "!withdraw"), "WITHDRAWN"),
    ("withdrawn before acceptance", "opening_fill !withdraw", "WITHDRAWN"),
    ("withdrawn while correcting", "opening_fill opening_accept=correction !withdraw",
     "WITHDRAWN"),
    ("withdrawn after an advance", f"{ADVANCED} !withdraw {REPAID}", "WITHDRAWN"),
    ("withdrawn, not repaid", f"{ADVANCED} !withdraw {OVERDUE} @recovery_second_due",
     "RECOVERY_REFERRED"),
    ("not started", f"{REFUSED} @start_long_stop", "EXPIRED_NOT_STARTED"),
    ("not started after an advance", f"{ADVANCED} @start_long_stop {REPAID}",
     "EXPIRED_NOT_STARTED"),
    ("not started, not repaid", f"{ADVANCED} @start_long_stop {OVERDUE} @recovery_second_due",
     "RECOVERY_REFERRED"),
    ("not started while the bank pays", (f"{OPENED} advance_review=agree advance_approve=approve "
     "finance_review=pass finance_pay in_payment_fen:3000000 @start_long_stop "
     f"advance_net_fen:3000000 !bank_result {REPAID}"), "EXPIRED_NOT_STARTED"),
    ("cancelled", f"{REFUSED} class_confirm_start !cancel_class cancel_confirm=confirm",
     "CANCELLED"),
    ("cancelled after an advance", f"{ADVANCED} !cancel_class cancel_confirm=confirm {REPAID}",
     "CANCELLED_RECOVERED"),
    ("cancelled, not repaid", (f"{ADVANCED} !cancel_class cancel_confirm=confirm {OVERDUE} "
     "@recovery_second_due"), "RECOVERY_REFERRED"),
    ("repaid in parts", (f"{ADVANCED} !cancel_class cancel_confirm=confirm recovery_notice "
     "recoverable_fen:2 !repayment recoverable_fen:0 !repayment recovery_confirm"),
     "CANCELLED_RECOVERED"),
    ("repaid in parts after the reminder", (f"{ADVANCED} !cancel_class cancel_confirm=confirm "
     f"{OVERDUE} recoverable_fen:2 !repayment recoverable_fen:0 !repayment recovery_confirm"),
     "CANCELLED_RECOVERED"),
    ("nobody certified", (f"{ADVANCED} {SCORED} certified_heads:0 settle_fen:-5 "
     f"certificate_verify {REPAID}"), "RECOVERED"),
    ("too few certified", f"{ADVANCED} {TRAINED} settle_fen:-5 {CLEARED} {REPAID}", "RECOVERED"),
    ("too few certified, not repaid", (f"{ADVANCED} {TRAINED} settle_fen:-5 {CLEARED} {OVERDUE} "
     "@recovery_second_due"), "RECOVERY_REFERRED"),
    ("claim corrected and returned", (f"{REFUSED} {TRAINED} claim_fill claim_review=correction "
     "claim_correct claim_review=pass claim_recheck=return_to_reviewer claim_review=pass "
     f"claim_recheck=pass claim_publish @publicity_end {PAID}"), "PAID_CLOSED"),
    ("claim late, allowed", (f"{REFUSED} {TRAINED} @claim_window_end claim_late_decide=allow "
     f"{CLEARED} {PAID}"), "PAID_CLOSED"),
    ("claim late, closed", (f"{REFUSED} {TRAINED} @claim_window_end settle_fen:0 "
     "claim_late_decide=close"), "PAID_CLOSED"),
    ("two objections, then none", (f"{REFUSED} {TRAINED} {CLAIMED} open_objections:2 "
     "!objection_filed open_objections:1 objection_handle=dismissed open_objections:0 "
     f"objection_handle=upheld @publicity_end {PAID}"), "PAID_CLOSED"),
    ("objection open at the end of the notice", (f"{REFUSED} {TRAINED} {CLAIMED} "
     "open_objections:1 @publicity_end open_objections:0 objection_handle=dismissed "
     f"@publicity_end {PAID}"), "PAID_CLOSED"),
    ("held by finance", f"{REFUSED} {TRAINED} {CLEARED} finance_review=hold {PAID}",
     "PAID_CLOSED"),
    ("payment returned", (f"{REFUSED} {TRAINED} {CLEARED} finance_review=pass finance_pay "
     "payment_returned:yes !bank_result account_fix payment_returned:no finance_review=pass "
     "finance_pay !bank_result"), "PAID_CLOSED"),
    ("answered line by line", (f"{REFUSED} {TRAINED} {CLEARED} finance_review=pass finance_pay "
     "silent_lines:1 !bank_result silent_lines:0 !bank_result"), "PAID_CLOSED"),
]  # fmt: skip


@pytest.mark.parametrize(("way", "ending"), [pytest.param(w, e, id=n) for n, w, e in WAYS])
def test_a_class_ends_as_the_diagram_says(way, ending):
    journey = Journey().go(way)
    assert (journey.now.finished, journey.open) == (ending, [])


def test_every_ending_has_a_way():
    ends = {each.id for each in DIAGRAMS["cq_main"].nodes.values() if each.kind == "endEvent"}
    assert {ending for _, _, ending in WAYS} == ends


def test_the_folder_may_be_published():
    assert check(BUNDLE, VOCABULARY) == []


def names(diagram, node):
    """The names that a reader needs at this element; where ways only meet, none."""
    if "Gateway" not in node.kind:
        return [node.name]
    ways = diagram.leaving(node.id)
    choice = node.kind == "exclusiveGateway" and len(ways) > 1
    return [node.name, *(each.name for each in ways)] if choice else []


@pytest.mark.parametrize("process", sorted(DIAGRAMS))
def test_every_element_and_every_way_out_of_a_choice_is_named(process):
    diagram = DIAGRAMS[process]
    assert [n.id for n in diagram.nodes.values() if not all(names(diagram, n))] == []


@pytest.mark.parametrize("process", sorted(DIAGRAMS))
def test_every_diagram_fits_a_screen(process):
    pool = DIAGRAMS[process].pool
    assert pool
    assert pool.width <= 1900
    assert pool.height <= 1000


def test_overdue_is_never_approval():
    journey = Journey().go("opening_fill @opening_overdue_at")
    assert journey.open == ["opening/opening_overdue"]
    assert "opening_approved" not in journey.signals


def test_advance_runs_beside_the_training():
    journey = Journey().go(f"{OPENED} class_confirm_start")
    assert journey.open == ["running/advance_review", "running/delivery/completion_submit"]
