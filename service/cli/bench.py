"""Measuring: what a step costs; figures are printed, never judged."""

import runpy
import sys
from argparse import REMAINDER, Namespace
from pathlib import Path

from service.cli.surroundings import Commands
from service.settings import NotReady

FOLDER = Path(__file__).parents[2] / "bench"


def offer(commands: Commands) -> None:
    """Offer the command of this room."""
    bench = commands.add_parser("bench", help="measure: bench step --database URL --json")
    bench.add_argument("what")
    bench.add_argument("words", nargs=REMAINDER)
    bench.set_defaults(do=measure)


def measure(asked: Namespace) -> int:
    """Hand over to the measurement of that name."""
    script = FOLDER / f"{asked.what}.py"
    if not asked.what.isidentifier() or not script.is_file():
        known = ", ".join(sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))) or "none here"
        raise NotReady(f"There is no measurement {asked.what!r}; there are: {known}.")
    sys.argv = [str(script), *asked.words]
    runpy.run_path(str(script), run_name="__main__")
    return 0
