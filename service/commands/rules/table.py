"""Which rule belongs to which step or order: one word, one function."""

from collections.abc import Callable, Mapping
from typing import Any

from service.commands.dossier import Dossier

Given = Mapping[str, Any]
Rule = Callable[[Dossier, Given], None]

RULES: dict[str, Rule] = {}


def rule(*words: str) -> Callable[[Rule], Rule]:
    """Name the steps or orders that a rule answers for."""

    def enter(function: Rule) -> Rule:
        for word in words:
            RULES[word] = function
        return function

    return enter
