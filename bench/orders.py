"""Random orders over every place's policies, and whether the money stayed right after each."""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from functools import cache, partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from service.commands.papers.cabinet import Cabinet, use_cabinet
from service.records.seal import KeyRing, use_key_ring
from service.records.storage import Folder
from tests.invariants.disorder import TALLY, Disorder
from tests.invariants.town import empty_at, keep, stories
from tests.jurisdictions.telling import FOLDERS


def run(place: str, folder: Path, *, runs: int, steps: int, drawn: int) -> dict[str, Any]:
    """So many runs from the stories of a place; what was done in them, and the first fault."""
    kept = cache(partial(keep, empty=folder / "empty.db", folder=folder))
    told = [partial(kept, file) for file in stories(place)]
    chosen = settings(
        max_examples=runs,
        stateful_step_count=steps,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    TALLY.clear()
    began, wrong = time.monotonic(), None
    try:
        run_state_machine_as_test(seed(drawn)(lambda: Disorder(told)), settings=chosen)
    except Exception as found:  # noqa: BLE001 - whatever it is, it is what was looked for
        wrong = "\n".join([f"{type(found).__name__}: {found}", *getattr(found, "__notes__", ())])
    return {
        "place": place,
        "stories": len(told),
        "runs": TALLY["runs", ""],
        "seconds": round(time.monotonic() - began),
        "looks": TALLY["looked", ""],
        **{kind: _of(kind) for kind in ("done", "entered", "refused")},
        "wrong": wrong,
    }


def _of(kind: str) -> dict[str, int]:
    found = Counter({word: number for (one, word), number in TALLY.items() if one == kind})
    return dict(found.most_common())


def main() -> int:
    """Run, and print what was done and found."""
    asking = argparse.ArgumentParser(prog="kaiban bench orders")
    asking.add_argument("places", nargs="*", default=sorted(FOLDERS))
    asking.add_argument("--runs", type=int, default=200)
    asking.add_argument("--steps", type=int, default=30)
    asking.add_argument("--seed", type=int, default=0, help="0 draws one")
    asked = asking.parse_args()
    drawn = asked.seed or random.SystemRandom().randrange(1, 10**6)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        use_key_ring(KeyRing({1: b"k" * 32}, index_key=b"i" * 32))
        use_cabinet(Cabinet(Folder(folder / "documents")))
        empty_at(folder / "empty.db")
        for place in asked.places:
            found = run(place, folder, runs=asked.runs, steps=asked.steps, drawn=drawn)
            print(json.dumps({"seed": drawn, **found}, indent=2, ensure_ascii=False), flush=True)
            failed += found["wrong"] is not None
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
