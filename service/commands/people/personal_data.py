"""Seeing the people of a case in full: for a reason from the list, and never unseen."""

from service.commands import permission, record
from service.commands.dossier import Dossier
from service.commands.receipt import Receipt
from service.domain.orders import SeePersonalData, TakeBundle
from service.domain.personal_data import REASONS
from service.domain.refusals import ReasonMissing
from service.records.personal_data import PersonalDataReason, reason_given


def see(order: SeePersonalData, dossier: Dossier) -> Receipt:
    """Record that the actor sees the personal data of the case; the page comes after."""
    permission.see(dossier)
    permission.may_look(dossier, order)
    reason = _reason(order, dossier)
    return record.beside(dossier, order, {"seen_for": reason})


def take_bundle(order: TakeBundle, dossier: Dossier) -> Receipt:
    """Record that the file of the case is taken away."""
    permission.see(dossier)
    permission.may_look(dossier, order)
    if order.documents and order.reason not in REASONS:
        raise ReasonMissing
    told = {"seen_for": order.reason, "documents": True} if order.documents else {}
    return record.beside(dossier, order, told)


def _reason(order: SeePersonalData, dossier: Dossier) -> str:
    """The one this sitting gave before, else the one given now."""
    sitting, case_id = order.sitting_id, dossier.case.id
    before = None if sitting is None else reason_given(dossier.session, case_id, sitting)
    reason = before or order.reason
    if reason is None or reason not in REASONS:
        raise ReasonMissing
    if before is None and sitting is not None:
        dossier.session.add(
            PersonalDataReason(
                case_id=case_id,
                sitting_id=sitting,
                person_id=dossier.actor.person_id,
                reason=reason,
                at=dossier.now,
            )
        )
    return reason
