"""Facts about claims paid to persons: who is entitled, what it comes to, who has no account."""

from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact
from service.commands.paying import earning, persons


@fact
def claim_fen(dossier: Dossier, _: Properties) -> int:
    """What the approved lines of the claim come to."""
    return earning.payable_fen(dossier)


@fact
def held_heads(dossier: Dossier, _: Properties) -> int:
    """How many wait for their money because they named no account."""
    return len(persons.held(dossier))


@fact
def living_category(dossier: Dossier, properties: Properties) -> str:
    """The group the learner at hand says he belongs to."""
    return dossier.roster[int(properties["line"])].category or ""


@fact
def fresh_graduate(dossier: Dossier, properties: Properties) -> bool:
    """Whether the learner at hand left school this very year (应届)."""
    return bool(dossier.roster[int(properties["line"])].particulars.get("fresh_graduate"))


@fact
def learned_online(dossier: Dossier, properties: Properties) -> bool:
    """Whether the learner at hand learned anything online."""
    line = int(properties["line"])
    return any(one.minutes for one in dossier.allowance if one.line == line)


@fact
def direct_class(dossier: Dossier, properties: Properties) -> str:
    """Which part of the catalogue the occupation of the certificate at hand belongs to."""
    return dossier.direct[int(properties["line"])].specialty_class


@fact
def direct_level(dossier: Dossier, properties: Properties) -> str:
    """The level of the certificate at hand."""
    return dossier.direct[int(properties["line"])].level


@fact
def direct_certificate(dossier: Dossier, properties: Properties) -> str:
    """The kind of the certificate at hand."""
    return dossier.direct[int(properties["line"])].cert_type
