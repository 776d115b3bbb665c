"""The vocabulary of facts: one word, one function; a table's name is answered by its decision."""

from collections.abc import Callable, Mapping
from typing import Any

from service.commands.dossier import Dossier
from workflows import UnknownFact

Properties = Mapping[str, str]
Fact = Callable[[Dossier, Properties], object]

FACTS: dict[str, Fact] = {}


def fact(ask: Fact) -> Fact:
    """Make the function's name a word of the vocabulary."""
    FACTS[ask.__name__] = ask
    return ask


class CaseFacts:
    """Answers the engine's questions about one case, each when it is asked."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier

    def __call__(self, name: str, properties: Properties) -> object:
        """Compute one fact, within the properties of the calling activity."""
        if name in FACTS:
            return FACTS[name](self.dossier, properties)
        if name in self.dossier.rules_bundle.tables:
            return self.dossier.decide(name, **properties)
        raise UnknownFact(name)


def open_with_facts(**given: Any) -> Dossier:
    """A dossier whose diagrams and tables can ask for every word of the vocabulary."""
    dossier = Dossier(facts=_unasked, facts_of=CaseFacts, **given)
    dossier.facts = CaseFacts(dossier)
    return dossier


def _unasked(name: str, properties: Properties) -> object:  # noqa: ARG001 - the shape of facts
    raise UnknownFact(name)
