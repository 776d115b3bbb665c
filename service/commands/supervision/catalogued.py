"""What the catalogues hold of the things a request names: decided by an office or by a document."""

from collections.abc import Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.domain.catalogue import KINDS, Listed
from service.domain.opening_catalogue import FIELDS
from service.records.catalogue import coded


def bodies(dossier: Dossier, given: Mapping[str, Any]) -> frozenset[str]:
    """Who asks, and whom it commissioned to train."""
    named = (dossier.institution.uscc, given.get("delegate_uscc"))
    return frozenset(uscc for uscc in named if uscc)


def listed(dossier: Dossier, given: Mapping[str, Any]) -> Mapping[str, tuple[Listed, ...]]:
    """By kind, the entries under the codes that the request names; an institution is its own."""
    found = {}
    for kind in KINDS:
        codes = _codes(dossier, kind, given)
        if dossier.policy.has(f"catalogue_{kind}_required") and codes:
            rows = coded(dossier.session, dossier.case.jurisdiction, kind, codes)
            named = [one.listed for one in dossier.policy.catalogue]
            found[kind] = (
                *(row.listed for row in rows),
                *(one for one in named if one.kind == kind and one.code in codes),
            )
    return found


def _codes(dossier: Dossier, kind: str, given: Mapping[str, Any]) -> frozenset[str]:
    if kind == "institution":
        return bodies(dossier, given)
    named = given.get(FIELDS[kind])
    return frozenset({str(named)}) if named else frozenset()
