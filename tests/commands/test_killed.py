"""A payment order killed between any two of its statements is carried out wholly or not at all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FEWEST = 8


@pytest.fixture
def killed(database) -> dict:
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, str(script), database.url],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_killed_before_any_statement_a_payment_leaves_nothing_behind(killed):
    assert len(killed["seen"]) > FEWEST
    for after in killed["seen"][:-1]:
        assert after == killed["before"]


def test_tried_again_the_payment_is_carried_out_once(killed):
    before, after = killed["before"], killed["seen"][-1]
    assert after["payments"] == ["instructed"]
    assert after["ledger_entry"] == before["ledger_entry"] + 1
    assert after["history_entry"] == before["history_entry"] + 1
    assert "finance_pay" not in after["open"]
