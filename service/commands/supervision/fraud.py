"""Whom a fraud case is about, and what of the class it follows has to come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.commands.dossier import Dossier
from service.commands.supervision import freezing
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.fraud import FraudMatter, matter_of
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
    """What the class was paid for good; an advance still out comes back by the class's own road."""
    parent = parent_of(dossier)
    paid_fen = parent.book.balance("paid")
    others = [matter_of(dossier.session, one.id) for one in parent.children]
    called_fen = sum(one.clawback_fen for one in others if one is not None)
    if entry.subject_index is not None:
        lines = [
            row.line for row in parent.roster.values() if row.person_index == entry.subject_index
        ]
        claimed = [parent.claim_lines[line] for line in lines if line in parent.claim_lines]
        paid_fen = min(paid_fen, sum(one.amount_fen for one in claimed if not one.excluded))
        return max(min(paid_fen, parent.book.balance("paid") - called_fen), 0)
    return max(paid_fen - called_fen, 0)


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
