"""What the signals about evidence and vouchers of online learning mean."""

from collections.abc import Callable, Mapping

from service.commands.delivery import evidence, vouchers
from service.commands.dossier import Dossier
from service.commands.messages import tell_institution, tell_lane, until
from service.commands.rules.voucher import bar
from workflows import Signal


def evidence_asked(dossier: Dossier, _: Signal) -> None:
    """Some learners lack evidence: the institution hears how many, and until when to supply it."""
    evidence.set_aside(dossier)
    # The step this opens carries it; begun here, so that the letter can say until when.
    dossier.deadlines.begin("evidence_supplement", step_path="evidence_supplement")
    tell_institution(
        dossier,
        "evidence_asked",
        heads=len(evidence.lacking(dossier)),
        **until(dossier, "evidence_supplement"),
    )


def evidence_excluded(dossier: Dossier, _: Signal) -> None:
    """What is still lacking stays lacking: these learners are not paid for."""
    tell_institution(dossier, "evidence_excluded", heads=len(evidence.lacking(dossier)))


def vouchers_verified(dossier: Dossier, _: Signal) -> None:
    """Who did not pass leaves the claim; so many of them that it is no accident, the head hears."""
    bar(dossier)
    heads = len(vouchers.failed(dossier))
    tell_institution(dossier, "vouchers_verified", heads=heads)
    if vouchers.doubtful(dossier):
        tell_lane(dossier, "vouchers_doubtful", "county_head", heads=heads)


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "evidence_asked": evidence_asked,
    "evidence_excluded": evidence_excluded,
    "vouchers_verified": vouchers_verified,
}
