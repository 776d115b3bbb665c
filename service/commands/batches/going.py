"""What becomes of a payment that stands in a batch: it goes with it, whole or without some."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.commands.dossier import Dossier
from service.commands.paying import payee_today
from service.domain.batch import HELD, IN, RELEASING, SENT
from service.domain.refusals import NotNow, Refusal
from service.records.payment import Payment
from service.records.payment_batch import BatchItem, PaymentBatch, approver_of, living_items
from service.records.payment_line import PaymentLine, lines_of
from service.records.seal import blind_index


class ItemChanged(Refusal):
    """What stands there now is not what was approved: another amount or another account."""

    code = "item_changed"

    def __init__(self) -> None:
        super().__init__(
            "金额或收款账户与批准时不一致，本笔不随本批次放行。",
            "Amount or account are not what was approved: this line does not go with the batch.",
        )


def leave_with_batch(
    dossier: Dossier, payment: Payment, given: Mapping[str, Any]
) -> frozenset[int]:
    """A payment in a batch goes with it and nothing else; the persons who stay behind, by line."""
    items = living_items(dossier.session, payment.id)
    if not items:
        # The release of a batch has looked at its payees itself.
        payee_today.require_payable(dossier, payment)
        return frozenset()
    batch = dossier.session.get_one(PaymentBatch, items[0].batch_id)
    _require_its_release(dossier, batch, given)
    going = [one for one in items if one.state == IN]
    parts = {part.line: part for part in lines_of(dossier.session, payment.id)}
    _require_unchanged(payment, parts, going)
    if not going:
        raise NotNow("本笔款项在批次内全部暂扣。", "Every line of this payment is held back.")
    held = [one for one in items if one.state == HELD]
    _leave_behind(dossier, payment, parts, held)
    payment.approved_by = approver_of(dossier.session, batch.id) or payment.approved_by
    for one in going:
        one.state = SENT
    return frozenset(one.line for one in held)


def _require_its_release(dossier: Dossier, batch: PaymentBatch, given: Mapping[str, Any]) -> None:
    """Only the release of the batch itself, by whoever released it, sends what stands in it."""
    ours = given.get("batch_no") == batch.number and given["pay_on"] == batch.pay_on
    if not (ours and batch.state == RELEASING and batch.released_by == dossier.actor.person_id):
        raise NotNow(
            f"本笔款项已编入批次 {batch.number}，随批次放行；要单独拨付的，先作废该批次。",
            f"This payment stands in batch {batch.number} and goes with it; to pay it by itself,"
            " drop that batch first.",
        )


def _require_unchanged(
    payment: Payment, parts: Mapping[int, PaymentLine], going: Sequence[BatchItem]
) -> None:
    for one in going:
        part = parts.get(one.line)
        fen = part.amount_fen if part else payment.amount_fen
        account = part.bank_account if part else payment.payee_account
        same = (fen, blind_index(account) if account else "")
        if same != (one.amount_fen, one.account_index) or (part is None) != (one.line == 0):
            raise ItemChanged


def _leave_behind(
    dossier: Dossier,
    payment: Payment,
    parts: Mapping[int, PaymentLine],
    held: Sequence[BatchItem],
) -> None:
    """The payment goes without these persons: what they are to get is set free and stays due."""
    for one in held:
        one.living = False
    left = [parts[one.line] for one in held]
    if not left:
        return
    dossier.book.taken_back(payment, [part.line for part in left])
    for part in left:
        part.held = True
        payment.amount_fen -= part.amount_fen
    dossier.session.flush()
