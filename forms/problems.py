"""What is wrong with an answer: where, why and what to do, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.sentences import SENTENCES

if TYPE_CHECKING:
    from forms.definition import Words

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, addressed to the person who typed it."""

    field: str
    code: str
    zh: str
    en: str
    clause: str = ""


class AnswersRefused(Exception):
    """The answers cannot be accepted; every problem found is listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{found.field}: {found.code}" for found in self.problems))


class BadForm(Exception):
    """The form definition cannot be used; every sentence names the field and the mend."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class Refused(Exception):
    """One value is not what its field asks for."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(code)


def worded(refused: Refused, path: str, *, label: Words, clause: str) -> Problem:
    """The refusal as a sentence; a row is counted from one, as people count."""
    zh, en = SENTENCES[refused.code]
    details = {name: str(detail) for name, detail in refused.details.items()}
    return Problem(
        path,
        refused.code,
        f"「{label.zh}」" + zh.format_map(details),
        f"{label.en}: " + en.format_map(details),
        clause,
    )
