"""Example files: a situation, who does what when, and what must follow; run on the real road."""

from service.commands.examples.playing import Outcome, play
from service.commands.examples.reading import BadExample, Example, read_example
from service.commands.examples.rehearsal import rehearse

__all__ = ["BadExample", "Example", "Outcome", "play", "read_example", "rehearse"]
