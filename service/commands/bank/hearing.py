"""What the bank says of a payment, line by line: posted, or set aside anew, and never twice."""

from collections.abc import Mapping

from service.commands.batches import settling
from service.commands.batches.settling import Answer
from service.commands.dossier import Dossier
from service.domain.bank_layout import PAID, RETURNED
from service.records.payment import Payment
from service.records.payment_line import lines_of


def awaited(dossier: Dossier, payment: Payment) -> dict[int, int]:
    """The lines of a payment that went out and of which the bank has said nothing; their fen."""
    if payment.state != "instructed":
        return {}
    parts = lines_of(dossier.session, payment.id)
    if not parts:
        return {0: payment.amount_fen}
    return {one.line: one.amount_fen for one in parts if one.result is None and not one.held}


def hear(dossier: Dossier, payment: Payment, answers: Mapping[int, Answer]) -> None:
    """Post what was paid and void what came back; once no line is silent the payment is done."""
    due = awaited(dossier, payment)
    news = {line: said for line, said in answers.items() if line in due}
    for part in lines_of(dossier.session, payment.id):
        if part.line in news:
            said = news[part.line]
            part.result, part.result_code = PAID if said.paid else RETURNED, said.code
    paid = [line for line, said in news.items() if said.paid]
    back = [line for line, said in news.items() if not said.paid]
    if paid:
        payment.paid_fen = (payment.paid_fen or 0) + sum(due[line] for line in paid)
        dossier.book.paid(payment, paid)
    if back:
        payment.result_code = news[back[0]].code
        dossier.book.returned(payment, back)
    # Whichever way the bank spoke, the batch that the payment stands in learns of it.
    settling.answered(dossier, payment.id, news)
    if len(news) == len(due):
        payment.state = PAID if payment.paid_fen == _sent_fen(dossier, payment) else RETURNED


def came_back(dossier: Dossier, payment: Payment) -> dict[int, str]:
    """The lines of a payment that the bank sent back, and the account each was to go into."""
    parts = lines_of(dossier.session, payment.id)
    if not parts:
        return {0: payment.payee_account} if payment.state == RETURNED else {}
    return {one.line: one.bank_account for one in parts if one.result == RETURNED}


def _sent_fen(dossier: Dossier, payment: Payment) -> int:
    parts = [one for one in lines_of(dossier.session, payment.id) if not one.held]
    return sum(one.amount_fen for one in parts) if parts else payment.amount_fen
