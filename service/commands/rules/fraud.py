"""A fraud case: who is suspected of what, who looked into it, and what was decided."""

from dataclasses import asdict

from service.commands.dossier import Dossier
from service.commands.rules.running import refuse_if_paying
from service.commands.rules.table import Given, rule
from service.commands.supervision import fraud
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow, SeparationOfDuties
from service.records.answer import last_answer
from service.records.fraud import FraudMatter, matter_of
from service.records.history import hands_behind
from service.records.institution import ListEntry

FEWEST_INVESTIGATORS = 2
LOOKED_INTO = ("fraud_investigate", "fraud_investigate_more")


def matter(dossier: Dossier) -> FraudMatter:
    """What the fraud case is about."""
    found = matter_of(dossier.session, dossier.case.id)
    if found is None:
        raise NotNow("尚未登记违规线索。", "Nothing was reported yet.")
    return found


@rule("fraud_report")
def report_fraud(dossier: Dossier, given: Given) -> None:
    """From this moment the subject's money stands still (违规冻结)."""
    subject = fraud.subject_of(dossier, given)
    entry = FraudMatter(
        case_id=dossier.case.id,
        jurisdiction=dossier.case.jurisdiction,
        source=given["source"],
        subject_kind=subject.kind,
        subject_uscc=subject.uscc,
        subject_index=subject.index,
        violation=given["violation"],
        facts=given["facts"],
        investigators=[],
        referred_to=[],
    )
    dossier.session.add(entry)
    dossier.session.flush()
    # Begun before its step opens: the message that announces the step says until when.
    dossier.deadlines.begin("fraud_accept", step_path="fraud_accept")


@rule("fraud_accept")
def accept_fraud(dossier: Dossier, given: Given) -> None:
    """Taken up, or dismissed with a reason: then nothing is frozen any more."""
    if given["decision"] == "dismiss":
        _decide(dossier, "unfounded")


@rule(*LOOKED_INTO)
def investigate_fraud(dossier: Dossier, given: Given) -> None:
    """At least two people look into it; it takes longer once at most."""
    entry = matter(dossier)
    if given.get("decision") == "extend":
        entry.extended = True
        return
    names = [row["name"] for row in given.get("investigators") or ()]
    if len({name.strip() for name in names}) < FEWEST_INVESTIGATORS:
        raise AnswersWrong(
            [
                Problem(
                    "investigators",
                    "two_at_least",
                    "核查人员不得少于两人，且不得为同一人。",
                    "At least two different people look into it.",
                )
            ]
        )
    entry.investigators = names
    dossier.deadlines.begin("fraud_hearing", step_path="fraud_hear")


@rule("fraud_decide")
def decide_fraud(dossier: Dossier, given: Given) -> None:
    """Unfounded: the freeze ends. Serious: what was paid comes back, and the subject is listed."""
    _require_another(dossier)
    decision = given["decision"]
    if decision == "serious":
        entry = matter(dossier)
        parts = fraud.clawback(dossier, entry)
        entry.clawback_fen = sum(part.fen for part in parts)
        entry.clawback_funds = [asdict(part) for part in parts]
        entry.ban_years = int(str(dossier.decide("penalty").values["ban_years"]))
        _list_black(dossier, entry)
    _decide(dossier, decision)


@rule("fraud_refer")
def refer_fraud(dossier: Dossier, given: Given) -> None:
    """The matter goes on to those who punish."""
    matter(dossier).referred_to = list(given["refer_to"])


def _require_another(dossier: Dossier) -> None:
    """Nobody decides on what he looked into himself, whichever offices he holds (查处分离)."""
    found = [last_answer(dossier.session, dossier.case.id, step) for step in LOOKED_INTO]
    seqs = [one.seq for one in found if one is not None]
    if hands_behind(dossier.session, dossier.case.id, seqs) & {
        dossier.actor.natural_person,
        dossier.actor.acting_for,
    }:
        raise SeparationOfDuties(
            "核查与处理决定须由不同的人办理。",
            "Who looked into it and who decides on it are different people.",
        )


def _decide(dossier: Dossier, decision: str) -> None:
    entry = matter(dossier)
    entry.decision, entry.decided_at = decision, dossier.now


def _list_black(dossier: Dossier, entry: FraudMatter) -> None:
    until = fraud.years_on(dossier.today, entry.ban_years or 0)
    dossier.session.add(
        ListEntry(
            uscc=entry.subject_uscc or "",
            person_index=entry.subject_index,
            jurisdiction=entry.jurisdiction,
            colour="black",
            since=dossier.today,
            until=until,
            reason=f"违规核查 {dossier.case.number}",
            case_id=dossier.case.id,
        )
    )


@rule("TerminateForFraud")
def terminate_for_fraud(dossier: Dossier, _: Given) -> None:
    """A running class of whoever was found out is called off; its advance comes back."""
    fraud.require_found_out(dossier)
    refuse_if_paying(dossier)
    dossier.opening.cancelled_reason = "违规终止"
