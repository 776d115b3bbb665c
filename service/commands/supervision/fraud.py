"""Whom a fraud case is about, and what of the class it follows has to come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.commands.dossier import Dossier
from service.commands.paying.paid_for import called_back, paid_for
from service.commands.supervision import freezing
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.fraud import PROCESS, FraudMatter, matter_of
from service.records.institution import Institution

SUBJECT_KINDS: Mapping[str, str] = {"enterprise": "enterprise", "platform": "platform"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A body by its credit code, or a person by blind index."""

    kind: str
    uscc: str | None = None
    index: str | None = None


def parent_of(dossier: Dossier) -> Dossier:
    """The class the fraud case follows."""
    if dossier.parent is None:
        raise NotNow("违规核查应从班级办件发起。", "A fraud case follows on a class.")
    return dossier.parent


def subject_of(dossier: Dossier, given: Mapping[str, Any]) -> Subject:
    """Whom the report names, found on the class it follows."""
    parent = parent_of(dossier)
    if given["subject"] == "learner":
        line = parent.roster.get(given.get("line") or 0)
        if line is None:
            raise _unknown("line", "花名册中没有该序号。", "The roster has no such line.")
        return Subject("person", index=line.person_index)
    if given["subject"] == "delegate":
        if not parent.opening.delegate_uscc:
            raise _unknown("subject", "本班没有受托培训机构。", "Nobody was commissioned to train.")
        return Subject("institution", uscc=parent.opening.delegate_uscc)
    if given["subject"] == "other":
        return Subject(given["subject_kind"], uscc=given["uscc"])
    return Subject(_kind(parent.institution), uscc=parent.institution.uscc)


def _kind(body: Institution) -> str:
    return SUBJECT_KINDS.get(body.kind, "institution")


def _unknown(field: str, zh: str, en: str) -> AnswersWrong:
    return AnswersWrong([Problem(field, "unknown", zh, en)])


def clawback_fen(dossier: Dossier, entry: FraudMatter) -> int:
    """What was paid for good to the subject, in the class and in the cases that follow on it.

    An advance still out comes back by the class's own road; nothing is called back twice.
    """
    parent = parent_of(dossier)
    others = [matter_of(dossier.session, one.id) for one in parent.children]
    called = [one for one in others if one is not None and one.case_id != entry.case_id]
    follow_on = [parent.beside(one) for one in parent.children if one.process != PROCESS]
    family = [parent, *follow_on]
    left_fen = sum(one.book.balance("paid") for one in family) - sum(
        one.clawback_fen for one in called
    )
    index = entry.subject_index
    if index is None:
        # What learners were paid themselves is not the body's to pay back.
        own_fen = parent.book.balance("paid") + sum(_paid_to_bodies(one) for one in follow_on)
        return max(min(own_fen - sum(one.clawback_fen for one in called), left_fen), 0)
    own_fen = sum(_paid_for(one, index) for one in family)
    again_fen = sum(one.clawback_fen for one in called if one.subject_index == index)
    return max(min(own_fen - again_fen, left_fen), 0)


def _paid_to_bodies(dossier: Dossier) -> int:
    """What stands as paid on a case, without what went to persons line by line."""
    entries = [entry for entry in dossier.book.entries if not entry.line]
    return max(
        sum(one.fen * ((one.debit == "paid") - (one.credit == "paid")) for one in entries), 0
    )


def _paid_for(dossier: Dossier, person_index: str) -> int:
    """What a case paid for one person, less what is called back for another subsidy already."""
    lines = [row.line for row in dossier.roster.values() if row.person_index == person_index]
    return sum(max(paid_for(dossier, one) - called_back(dossier, one), 0) for one in lines)


def require_found_out(dossier: Dossier) -> None:
    """Only where a fraud case was decided as serious."""
    if not any(one.decision == "serious" for one in freezing.against_body(dossier)):
        raise NotNow(
            "没有查实严重违规的处理决定，不能按违规终止。",
            "No fraud case about the applicant or its trainer was decided as serious.",
        )


def years_on(day: date, years: int) -> date:
    """The last day of a ban of so many years that begins on a day."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
