"""Whom a fraud case is about, and what of the class it follows has to come back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.commands.dossier import Dossier
from service.commands.paying.paid_for import called_back, paid_by_fund
from service.commands.supervision import freezing
from service.domain.problem import Problem
from service.domain.recovery import FundPart, apportioned
from service.domain.refusals import AnswersWrong, NotNow
from service.records.fraud import PROCESS, FraudMatter, matter_of
from service.records.institution import Institution
from service.records.ledger import LedgerEntry

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


def clawback(dossier: Dossier, entry: FraudMatter) -> list[FundPart]:
    """What was paid for good to the subject, in the class and in the cases that follow on it.

    Each fund's money by itself: it goes back to where it was taken from. An advance still out
    comes back by the class's own road; nothing is called back twice.
    """
    parent = parent_of(dossier)
    others = [matter_of(dossier.session, one.id) for one in parent.children]
    called = [one for one in others if one is not None and one.case_id != entry.case_id]
    family = [parent, *(parent.beside(one) for one in parent.children if one.process != PROCESS)]
    booked = [one for case in family for one in case.book.entries]
    index, called_fen, paid_fen = entry.subject_index, _called(called, booked), _paid(booked)
    if index is None:
        # What learners were paid themselves is not the body's to pay back.
        own_fen, again_fen = _paid_to_body(parent, family), called_fen
    else:
        own_fen = sum((_paid_for(one, index) for one in family), Counter[str]())
        again_fen = _called([one for one in called if one.subject_index == index], booked)
    left_fen = {
        fund: min(fen - again_fen[fund], paid_fen[fund] - called_fen[fund])
        for fund, fen in own_fen.items()
    }
    return [FundPart(fund, _clause(booked, fund), fen) for fund, fen in left_fen.items() if fen > 0]


def clawback_parts(entry: FraudMatter | None) -> list[FundPart]:
    """What a decided fraud case calls back, by fund; none where its decision told no funds."""
    rows = entry.clawback_funds if entry is not None else None
    return [FundPart(**row) for row in rows or ()]


def _paid(entries: Iterable[LedgerEntry]) -> Counter[str]:
    """What stands as paid, by fund."""
    found = Counter[str]()
    for one in entries:
        found[one.fund] += one.fen * ((one.debit == "paid") - (one.credit == "paid"))
    return found


def _called(matters: Iterable[FraudMatter], booked: Sequence[LedgerEntry]) -> Counter[str]:
    """What fraud cases have called back, by fund; of what told none, the class's own."""
    found, own = Counter[str](), booked[0].fund if booked else ""
    for one in matters:
        for part in clawback_parts(one) or [FundPart(own, "", one.clawback_fen)]:
            found[part.fund] += part.fen
    return found


def _clause(booked: Iterable[LedgerEntry], fund: str) -> str:
    return next(one.clause for one in booked if one.fund == fund and one.debit == "paid")


def _paid_to_body(parent: Dossier, family: Iterable[Dossier]) -> Counter[str]:
    """What stands as paid, without what went to persons line by line in what followed."""
    found = _paid(parent.book.entries)
    for one in family:
        if one is not parent:
            found += _paid(entry for entry in one.book.entries if not entry.line)
    return +found


def _paid_for(dossier: Dossier, person_index: str) -> Counter[str]:
    """What a case paid for one person, less what is called back for another subsidy already."""
    found = Counter[str]()
    for row in dossier.roster.values():
        if row.person_index == person_index:
            paid = Counter(paid_by_fund(dossier, row.line))
            found += paid - Counter(apportioned(paid, called_back(dossier, row.line)))
    return found


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
