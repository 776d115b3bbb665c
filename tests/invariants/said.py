"""What people of a place have ever answered: gathered from its examples, so nothing is made up."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from service.commands.examples import read_example
from service.commands.examples.reading import Scene
from tests.jurisdictions.telling import EXAMPLES

Word = str


@cache
def said(place: str) -> Mapping[Word, tuple[Scene, ...]]:
    """Every scene told of a step or order in a place, without those that only time plays."""
    found: dict[Word, list[Scene]] = {}
    for file in EXAMPLES:
        if file.parts[-3] == place:
            for scene in read_example(file).scenes:
                word = scene.step or scene.order
                if word and scene not in found.setdefault(word, []):
                    found[word].append(scene)
    return {word: tuple(scenes) for word, scenes in found.items()}


@cache
def said_anywhere() -> Mapping[Word, tuple[Scene, ...]]:
    """The same of all places together, for what one place's examples do not tell."""
    found: dict[Word, tuple[Scene, ...]] = {}
    for place in sorted({file.parts[-3] for file in EXAMPLES}):
        for word, scenes in said(place).items():
            found[word] = (*found.get(word, ()), *scenes)
    return found


def scenes_of(place: str, word: Word) -> tuple[Scene, ...]:
    """What was answered to a step or order there, or elsewhere where nobody there ever was."""
    return said(place).get(word) or said_anywhere().get(word, ())


def with_answers(scene: Scene, answers: Mapping[str, Any], **rest: Any) -> Scene:
    """The scene played again now, with these answers."""
    told = {"at": scene.at, "who": scene.who, "step": scene.step, "order": scene.order}
    return Scene(**{**told, **rest}, answers=answers)
