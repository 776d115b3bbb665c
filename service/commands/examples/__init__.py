"""Example files: a situation, who does what when, and what must follow; run on the real road."""

from service.commands.examples.playing import Outcome, Play, play
from service.commands.examples.reading import BadExample, Example, read_chapter, read_example
from service.commands.examples.rehearsal import rehearse

__all__ = [
    "BadExample",
    "Example",
    "Outcome",
    "Play",
    "play",
    "read_chapter",
    "read_example",
    "rehearse",
]
