"""Facts about tracks, assessments, practical training after an online pass, and where claims go."""

from datetime import datetime

from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact
from service.commands.paying import course_gates
from service.domain import opening_request


def _particular(name: str, *, absent: object = "") -> None:
    """Enter as a fact what the request said beyond the common columns."""

    def ask(dossier: Dossier, _: Properties) -> object:
        found = dossier.opening.particulars.get(name)
        return absent if found is None else found

    ask.__name__ = name
    fact(ask)


_particular("track")
_particular("course_kind")
_particular("delegate_kind")
_particular("claim_mode")
_particular("delegate_paid", absent=False)


@fact
def process(dossier: Dossier, _: Properties) -> str:
    """The diagram that the case runs."""
    return dossier.case.process


@fact
def passed_heads(dossier: Dossier, _: Properties) -> int:
    """How many learners passed."""
    return sum(1 for result in dossier.results.values() if result.passed)


@fact
def routes_claims(dossier: Dossier, _: Properties) -> bool:
    """Whether the learners are employees whose claims go to one office or the other."""
    opening = dossier.opening
    employees = opening_request.trains_employees(opening.applicant_type, opening.training_mode)
    return employees and dossier.is_on("insurance_routing")


@fact
def claimed_here(dossier: Dossier, _: Properties) -> int:
    """How many certified learners do not go to the insurance agency."""
    certified = [line for line, row in dossier.results.items() if row.verdict == "accepted"]
    return sum(1 for line in certified if not course_gates.claims_here(dossier, line))


@fact
def paid_out_fen(dossier: Dossier, _: Properties) -> int:
    """What has reached the payees for good."""
    return dossier.book.balance("paid")


@fact
def double_benefit_watch_end(dossier: Dossier, _: Properties) -> datetime | None:
    """Until when a second benefit is looked for, counted from the last payment."""
    paid = [row.pay_on for row in dossier.payments if row.state == "paid" and row.pay_on]
    return dossier.end_of("double_benefit_watch_days", after=max(paid, default=None))
