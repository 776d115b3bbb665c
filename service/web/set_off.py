"""What a proposal to set off knows beforehand: the other payment of the same body, if it is one."""

from sqlalchemy.orm import Session

from forms import Form
from service.domain.money import yuan
from service.records.case import Case
from service.records.recovery import recovery_of
from service.records.recovery_ways import payables_beside


def known(session: Session, case: Case, form: Form) -> dict[str, object]:
    """The case to be paid and the most that can be set off; nothing where there is a choice."""
    if form.name != "propose_offset":
        return {}
    entry, found = recovery_of(session, case.id), payables_beside(session, case)
    if entry is None or len(found) != 1:
        return {}
    most = min(entry.amount_fen - entry.repaid_fen, found[0].payment.amount_fen)
    return {"paying_case": found[0].number, "amount": yuan(most).replace(",", "")}
