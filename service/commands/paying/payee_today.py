"""A payment that leaves by itself: its payee is alive, still there, and on no black list today."""

from collections.abc import Iterator

from service.commands.dossier import Dossier
from service.domain import holding
from service.domain.refusals import NotNow
from service.records import payee_standing
from service.records.institution import listed_persons, listings
from service.records.payment import Payment
from service.records.payment_line import lines_of


def require_payable(dossier: Dossier, payment: Payment) -> None:
    """Nobody is paid who could not be paid with a batch either; the reason is said."""
    reason = next(_against(dossier, payment), None)
    if reason is not None:
        zh, en = holding.REASONS[reason]
        raise NotNow(
            f"本笔款项不能拨付（{zh}）：请办理暂缓；发给学员的，编入批次，只暂扣其本人。",
            f"Not to be paid ({en}): hold the payment, or draw it into a batch, which holds back"
            " only whom it concerns.",
        )


def _against(dossier: Dossier, payment: Payment) -> Iterator[str]:
    place, today, session = dossier.case.jurisdiction, dossier.today, dossier.session
    persons = {part.person_index for part in lines_of(session, payment.id)}
    if persons:
        if payee_standing.deceased(session, persons, place):
            yield holding.PAYEE_DEAD
        if listed_persons(session, persons, place, on=today):
            yield holding.BLACK_LIST
        return
    delegate = dossier.opening.delegate_uscc
    codes = {dossier.institution.uscc, *([delegate] if delegate else [])}
    if dossier.institution.uscc in payee_standing.struck_off(session, codes, place, on=today):
        yield holding.STRUCK_OFF
    if any(one.colour == "black" for one in listings(session, codes, on=today)):
        yield holding.BLACK_LIST
