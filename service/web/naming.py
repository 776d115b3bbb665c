"""What a place calls its stages of payment and its kinds of process, in the visitor's language."""

from collections.abc import Iterable

from service.domain.policy import Policy
from service.web.language import either, say


def stage_name(policy: Policy, stage: str) -> str:
    """What the place calls a stage of payment; one it has given up keeps its code."""
    return next((either(dict(one.label)) for one in policy.stages if one.name == stage), stage)


def stage_names(policies: Iterable[Policy]) -> dict[str, str]:
    """The stages of several places by their codes; where they differ, each name once."""
    found: dict[str, list[str]] = {}
    for policy in policies:
        for one in policy.stages:
            found.setdefault(one.name, []).append(either(dict(one.label)))
    return {code: say("、").join(dict.fromkeys(names)) for code, names in found.items()}


def process_name(policy: Policy, process: str) -> str:
    """What the place calls a kind of process; nothing where it is the main one or has no name."""
    if process == policy.jurisdiction.main or process not in policy.processes:
        return ""
    return either(dict(policy.processes[process].label))


def main_name(policy: Policy) -> str:
    """What the main process of a place is called."""
    named = policy.processes.get(policy.jurisdiction.main)
    return either(dict(named.label)) if named else say("开班申请")
