"""What a check finds: where, what is wrong and how to mend it, in both languages."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from .check_words import WORDS


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that keeps a folder from being published."""

    file: str
    element: str
    wrong_zh: str
    mend_zh: str
    wrong_en: str
    mend_en: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that the service gives a meaning to; a folder may use no others."""

    facts: Collection[str]
    signals: Collection[str]
    messages: Collection[str]
    lanes: Collection[str]
    steps: Collection[str]
    forms_problems: Callable[[Mapping[str, Any]], list[str]]
    policy_problems: Callable[[Mapping[str, Any]], list[str]]
    # A report, and the regions of the policy.
    report_problems: Callable[[Mapping[str, Any], object], list[str]]
    # The policy, and what the rules of each decision table answer.
    share_problems: Callable[[Mapping[str, Any], Mapping[str, Any]], list[str]]
    # The same, with the diagrams there are and the stages that they pay.
    name_problems: Callable[
        [Mapping[str, Any], Mapping[str, Any], Collection[str], Collection[str]], list[str]
    ]
    # The policy, and how banks want their lists.
    bank_problems: Callable[[Mapping[str, Any], Mapping[str, Any]], list[str]]


def refuse(what: str, file: str, element: str, /, **words: object) -> Finding:
    """The finding of this kind; `words` fill its sentences."""
    wrong_zh, mend_zh, wrong_en, mend_en = (said.format(**words) for said in WORDS[what])
    return Finding(file, element, wrong_zh, mend_zh, wrong_en, mend_en)
