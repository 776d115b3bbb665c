"""The papers of a counter filing: whose step it is, the proof it needs, when it was received."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.commands.dossier import Dossier
from service.commands.messages import tell_institution
from service.domain import permissions
from service.domain.calendar import beijing_date
from service.domain.permissions import Actor, Scope
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records import document
from service.records.counter import CounterFiling, filing_of
from service.records.step import OpenStep

STEP, FIELD, LANE = "FileAtCounter", "counter_proof", "institution"


def of_clerk(session: Session, actor: Actor, step: OpenStep) -> CounterFiling | None:
    """The filing that the clerk is to hand in with this step; once it is in, it is not his."""
    scope = Scope(step.jurisdiction, step.region, step.institution_id)
    if step.lane != LANE or not permissions.may(actor, STEP, scope):
        return None
    found = filing_of(session, step.case_id)
    return found if found is not None and found.filed_at is None else None


def received(dossier: Dossier) -> datetime:
    """When the request came in: online now, at the counter when the papers did (CQ-21)."""
    filing = dossier.at_counter
    if filing is None:
        return dossier.now
    proof = document.of_field(dossier.session, dossier.case.id, FIELD)
    if proof is None:
        raise AnswersWrong(
            [
                Problem(
                    FIELD,
                    "missing",
                    "请先上传纸质材料的扫描件（收件凭证），再代为提交。",
                    "Attach the scanned papers first; then file on behalf.",
                )
            ]
        )
    dossier.papers |= document.hand_in(dossier.session, [proof.id], dossier.seq)
    filing.proof, filing.filed_at = proof.reference, dossier.now
    tell_institution(
        dossier,
        "filed_at_counter",
        received=beijing_date(filing.received_at).isoformat(),
    )
    return filing.received_at
