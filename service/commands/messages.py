"""Who is told what, with the words that every message may use."""

from collections.abc import Mapping

from service.commands.dossier import Dossier
from service.domain.money import capital, yuan

INSTITUTION: Mapping[str, object] = {"lane": "institution"}


def tell_institution(dossier: Dossier, template: str, **params: object) -> None:
    """A message to the people of the institution that asked for the class."""
    dossier.promise(
        template, to={**INSTITUTION, "institution": dossier.case.institution_id}, **params
    )


def tell_lane(dossier: Dossier, template: str, lane: str, **params: object) -> None:
    """A message to everybody who holds the role in the case's region."""
    dossier.promise(template, to={"lane": lane, "region": dossier.case.region}, **params)


def until(dossier: Dossier, deadline: str) -> dict[str, object]:
    """Until when, and under which clause, where that deadline runs."""
    row = dossier.deadlines.running(deadline)
    if row is None:
        return {}
    return {"due": dossier.deadlines.text(row), "clause": dossier.deadlines.basis(row)}


def amounts(amount_fen: int) -> dict[str, str]:
    """An amount in figures and in capital characters."""
    return {"amount": yuan(amount_fen), "capital": capital(amount_fen)}
