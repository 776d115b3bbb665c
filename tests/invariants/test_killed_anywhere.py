"""A finance office killed again and again in the middle of its work: nothing is lost or doubled."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FEW = 24


def killed(*asked: str) -> dict:
    """The bench's run, only much shorter and the same every time."""
    done = subprocess.run(
        [sys.executable, "bench/kill.py", *f"--points {FEW} --each 2 --seed 5".split(), *asked],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.slow
def test_killed_anywhere_no_payment_is_lost_or_doubled():
    found = killed()
    assert found["wrong"] == []
    assert found["kill_points"] >= FEW


@pytest.mark.slow
@pytest.mark.postgres
def test_on_postgresql_killed_anywhere_no_payment_is_lost_or_doubled(postgresql_server):
    found = killed("--server", postgresql_server)
    assert found["wrong"] == []
    assert found["kill_points"] >= FEW
