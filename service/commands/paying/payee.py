"""Who is paid and into which account, kept sealed with the request."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from service.domain.stage import APPLICANT

if TYPE_CHECKING:
    from service.commands.dossier import Dossier

DELEGATE, NOBODY = "delegate", "none"
BY_TABLE = "table:"


def change(dossier: "Dossier", given: Mapping[str, Any]) -> None:
    """Take over the parts of the payee that were given."""
    for name in ("payee_name", "payee_bank", "payee_account"):
        if given.get(name):
            setattr(dossier.opening, name, given[name])


def payee_kind(dossier: "Dossier", stage: str) -> str:
    """Who is paid in a stage: the applicant, persons, or the body the agreement names."""
    found = next((one.payee for one in dossier.policy.stages if one.name == stage), APPLICANT)
    if not found.startswith(BY_TABLE):
        return found
    return str(dossier.decide(found.removeprefix(BY_TABLE), stage=stage).values["payee"])


def payee_uscc(dossier: "Dossier", stage: str) -> str:
    """The credit code under which a payment is booked."""
    delegate = dossier.opening.delegate_uscc
    if delegate and payee_kind(dossier, stage) == DELEGATE:
        return delegate
    return dossier.institution.uscc
