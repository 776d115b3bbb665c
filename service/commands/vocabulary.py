"""The words a jurisdiction's folder may use, as the house defines them; handed to the check."""

from collections.abc import Collection, Mapping
from typing import Any

from forms import BadForm, read_form
from service.commands.batches.deciding import AMOUNT as BATCH_AMOUNT
from service.commands.dispatch.dispatch_figures import FIGURES
from service.commands.facts import FACTS
from service.commands.paying.earning import EARNED_BY
from service.commands.reactions import REACTIONS
from service.commands.rules import RULES
from service.domain import dispatch_check, policy, policy_names, policy_shares
from service.domain.bank_layout import layout_problems
from service.domain.orders import ON_A_CASE
from service.domain.permissions import ROLES
from workflows import Vocabulary

# Steps whose answers are kept and whose decision the diagram reads; nothing else follows.
PLAIN_STEPS = frozenset(
    {
        "claim_recheck",
        "rectify",
        "employment_check",
        "recovery_confirm",
        "direct_recheck",
        "fraud_hear",
        "fraud_rectify",
    }
)


def _form_problems(raw: Mapping[str, Any]) -> list[str]:
    try:
        read_form(raw)
    except BadForm as bad:
        return list(bad.sentences)
    return []


def _name_problems(
    raw: Mapping[str, Any],
    tables: policy_shares.Outputs,
    processes: Collection[str],
    stages: Collection[str],
) -> list[str]:
    folder = policy_names.Folder(processes, tables, stages)
    return policy_names.name_problems(raw, folder, frozenset(EARNED_BY))


def _bank_problems(raw: Mapping[str, Any], banks: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Each layout is one, and every layout that the policy names is there."""
    found = [f"{name}: {why}" for name, one in banks.items() for why in layout_problems(one)]
    versions = raw.get("value", {}).get("banks", {}).get("version", ())
    named = {name for one in versions for name in one.get("value", ())}
    return found + [f"no layout {name}" for name in sorted(named - banks.keys())]


VOCABULARY = Vocabulary(
    facts=frozenset(FACTS) | {BATCH_AMOUNT},
    signals=frozenset(REACTIONS),
    messages=frozenset(order.message for order in ON_A_CASE if order.message),
    lanes=frozenset(ROLES),
    steps=frozenset(RULES) | PLAIN_STEPS,
    forms_problems=_form_problems,
    policy_problems=policy.problems,
    report_problems=lambda raw, regions: dispatch_check.problems(raw, regions, FIGURES),
    share_problems=policy_shares.share_problems,
    name_problems=_name_problems,
    bank_problems=_bank_problems,
)
