"""Taking a reviewed payment back before it leaves, because what is payable has changed."""

from service.commands.dossier import Dossier
from service.domain.refusals import NotNow
from service.records.payment import Payment
from service.records.payment_batch import living_items


def take_back(dossier: Dossier, payment: Payment) -> None:
    """The review no longer holds: the next one is an attempt of its own."""
    if living_items(dossier.session, payment.id):
        raise NotNow(
            "本笔款项已列入付款批次，请先在批次中撤下。",
            "The payment stands in a batch; take it out there first.",
        )
    payment.state = "dropped"
    dossier.book.taken_back(payment)


def next_attempt(dossier: Dossier, before: Payment, fen: int) -> Payment:
    """Another try of the same stage from the same fund, to the same payee."""
    payment = Payment(
        case_id=dossier.case.id,
        stage=before.stage,
        attempt=before.attempt + 1,
        amount_fen=fen,
        fund=before.fund,
        budget_item=before.budget_item,
        approved_by=before.approved_by,
        payee_name=before.payee_name,
        payee_bank=before.payee_bank,
        payee_account=before.payee_account,
        state="reviewed",
    )
    dossier.session.add(payment)
    dossier.payments.append(payment)
    return payment
