"""Facts about money: what a stage pays, what is out, what has to come back."""

from datetime import datetime

from service.commands.bank import hearing
from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact
from service.commands.paying import earning


@fact
def stage(_: Dossier, properties: Properties) -> str:
    """The stage of payment that the asking activity is about."""
    return properties.get("stage", "")


@fact
def stage_fen(dossier: Dossier, properties: Properties) -> int:
    """The amount of the stage of payment that asks."""
    return earning.stage_fen(dossier, properties["stage"])


@fact
def settle_fen(dossier: Dossier, _: Properties) -> int:
    """What is still to be paid, or to come back when below zero."""
    return earning.settle_fen(dossier)


@fact
def advance_net_fen(dossier: Dossier, _: Properties) -> int:
    """The advance that is out and neither earned nor called back."""
    return dossier.book.balance("advance")


@fact
def in_payment_fen(dossier: Dossier, _: Properties) -> int:
    """What the bank was told to pay and has not answered for yet."""
    return dossier.book.balance("in_payment")


@fact
def payment_returned(dossier: Dossier, properties: Properties) -> bool:
    """Whether the bank sent the last payment of this stage back."""
    payment = dossier.last_payment(properties["stage"])
    return payment is not None and payment.state == "returned"


@fact
def silent_lines(dossier: Dossier, properties: Properties) -> int:
    """How many lines of the stage's last payment the bank has not spoken of."""
    payment = dossier.last_payment(properties["stage"])
    return len(hearing.awaited(dossier, payment)) if payment is not None else 0


@fact
def recoverable_fen(dossier: Dossier, _: Properties) -> int:
    """What still has to come back."""
    return dossier.book.balance("recoverable")


@fact
def recovery_due(dossier: Dossier, _: Properties) -> datetime | None:
    """When the first notice to pay back runs out."""
    return dossier.recovery.due_at if dossier.recovery else None


@fact
def recovery_second_due(dossier: Dossier, _: Properties) -> datetime | None:
    """When the second notice to pay back runs out."""
    return dossier.recovery.second_due_at if dossier.recovery else None
