"""Chinese first, English when asked: a sentence is looked up by its Chinese words."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol

from flask import g, session

LANGUAGES = {"zh": "中文", "en": "English"}
# Counted things of the English sentences: of one there is no plural.
COUNTED = "day|hour|minute|month|year|row|step|message|correction|error|learner|document"
ONE_OF = re.compile(rf"(?<![\d.,])1 ((?:working )?)({COUNTED})s\b")


class Pair(Protocol):
    """The same words in both languages, asked for by the language's name."""

    def __getitem__(self, language: str, /) -> str:
        """The words of one language."""


@cache
def english() -> Mapping[str, str]:
    """The English sentence for each Chinese one, from the files of all nouns."""
    read: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "english").glob("*.toml")):
        read |= tomllib.loads(path.read_text(encoding="utf-8"))
    return read


def spoken() -> str:
    """The language this visitor chose; Chinese until they choose."""
    chosen = g.get("language") or session.get("language")
    return "en" if chosen == "en" else "zh"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """In this language, whatever the visitor chose: for a paper that is made in both."""
    g.language = language
    try:
        yield
    finally:
        g.language = None


def say(chinese: str, **values: object) -> str:
    """One sentence of a page in the visitor's language, its blanks filled."""
    if spoken() != "en":
        return chinese.format(**values) if values else chinese
    sentence = english().get(chinese, chinese)
    return one_of(sentence.format(**values)) if values else sentence


def one_of(sentence: str) -> str:
    """`1 working days left` is one working day."""
    return ONE_OF.sub(r"1 \1\2", sentence)


def either(words: Pair | None) -> str:
    """The visitor's language of a pair of texts, Chinese where the other is missing."""
    if not words:
        return ""
    return words[spoken()] or words["zh"]
