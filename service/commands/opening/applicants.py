"""Who may ask for a kind of case at all, by the folder's own table."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.domain.problem import Problem
from workflows import decide

TABLE, NO_INDUSTRY = "industry_eligible", "none"


def ineligible(dossier: Dossier, given: Mapping[str, Any]) -> Iterator[Problem]:
    """Where the place looks at applicants and industries: why this one may not ask here."""
    if TABLE not in dossier.rules_bundle.tables:
        return
    asked = {
        "process": dossier.case.process,
        "applicant_type": given["applicant_type"],
        "industry_class": given.get("industry_class") or NO_INDUSTRY,
    }
    decided = decide(dossier.rules_bundle, TABLE, facts=lambda name, _: asked[name])
    if not decided.values["ok"]:
        yield Problem(
            "industry_class",
            "industry_not_eligible",
            "申请主体或所属行业不在本事项范围内。",
            "This applicant or its industry is not among those this kind of case is for.",
            decided.clause or None,
        )
