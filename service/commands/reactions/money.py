"""What the signals about money mean for the books and for the people who wait for it."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.messages import amounts, tell_institution, tell_lane, until
from service.commands.paying import earning
from service.commands.reconciling import cycle
from service.commands.supervision.fraud import clawback_parts
from service.records.fraud import matter_of
from service.records.recovery import Recovery
from workflows import Signal


def settled(dossier: Dossier, _: Signal) -> None:
    """The advance is counted against what the class has earned; the rest stays outstanding."""
    earned_fen = earning.earned_fen(dossier)
    dossier.book.settle_advance(min(earned_fen, dossier.advance_paid_fen))
    tell_institution(dossier, "class_settled", **amounts(earned_fen))


def payment_signal(template: str) -> Callable[[Dossier, Signal], None]:
    """The payee hears of a payment of the signal's stage."""

    def tell(dossier: Dossier, signal: Signal) -> None:
        payment = dossier.last_payment(signal.properties["stage"])
        tell_institution(dossier, template, **amounts(payment.amount_fen if payment else 0))

    return tell


def arrived(dossier: Dossier, signal: Signal) -> None:
    """The money is there: how long it took is noted, and the payee hears of it."""
    cycle.note(dossier, signal.properties["stage"])
    payment_signal("payment_made")(dossier, signal)


def proven_fraud_fen(dossier: Dossier) -> int:
    """What was paid to whoever a fraud case found out."""
    found = matter_of(dossier.session, dossier.case.id)
    return found.clawback_fen if found is not None else 0


def double_benefit_fen(dossier: Dossier) -> int:
    """What was paid for learners since found with another subsidy; each is called back once."""
    found = [one for one in dossier.double_benefits.values() if not one.called_back]
    for one in found:
        one.called_back = True
    return sum(one.recover_fen for one in found)


# Reasons for which not an advance comes back, but what was paid for good: here, or what another
# case was paid, which is called back against the budget it came from.
FRAUD = "FRAUD"
CLAWED_BACK = {
    FRAUD: (proven_fraud_fen, "budget"),
    "DOUBLE_BENEFIT": (double_benefit_fen, "paid"),
}


def recovery_opened(dossier: Dossier, signal: Signal) -> None:
    """What must come back is moved to its own account; a notice has to be written."""
    reason = signal.properties["reason"]
    called, source = CLAWED_BACK.get(reason, (None, "advance"))
    amount_fen = called(dossier) if called else dossier.book.balance("advance")
    entry = Recovery(
        case_id=dossier.case.id,
        reason=reason,
        amount_fen=amount_fen,
        repaid_fen=0,
        referred=False,
    )
    dossier.session.add(entry)
    dossier.recovery = entry
    parts = clawback_parts(matter_of(dossier.session, dossier.case.id)) if reason == FRAUD else []
    dossier.book.recovery_due(amount_fen, reason=entry.reason, source=source, parts=parts)
    tell_lane(dossier, "recovery_opened", "county_reviewer", **amounts(amount_fen))


def recovery_step(template: str, *, deadline: str = "") -> Callable[[Dossier, Signal], None]:
    """The institution hears how the recovery stands, and until when it has to pay back."""

    def tell(dossier: Dossier, _: Signal) -> None:
        outstanding = amounts(dossier.book.balance("recoverable"))
        tell_institution(dossier, template, **outstanding, **until(dossier, deadline))

    return tell


def referred(dossier: Dossier, signal: Signal) -> None:
    """Nothing came back in time: the matter leaves the office, the debt stays on the books."""
    dossier.deadlines.passed("recovery_second")
    if dossier.recovery is not None:
        dossier.recovery.referred = True
    recovery_step("recovery_referred")(dossier, signal)


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "class_settled": settled,
    "payment_instructed": payment_signal("payment_instructed"),
    "payment_made": arrived,
    "payment_came_back": payment_signal("payment_came_back"),
    "recovery_opened": recovery_opened,
    "recovery_noticed": recovery_step("recovery_noticed", deadline="recovery"),
    "recovery_reminded": recovery_step("recovery_reminded", deadline="recovery_second"),
    "recovery_objection_decided": recovery_step("recovery_objection_decided"),
    "recovered": recovery_step("recovered"),
    "recovery_referred": referred,
}
