"""Sentences 1 to 4: who may import whom, as the contracts of pyproject.toml hold it."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGES, ROOT

LINT = Path(sys.executable).with_name("lint-imports")
FRONTS = ("app.py", "cli.py", "settings.py")
FLOORS = ("web", "api", "clock", "commands", "records", "domain")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
HOMES = {
    "workflows/__init__.py": "import SpiffWorkflow\n",
    "forms/__init__.py": "import marshmallow\n",
    "service/app.py": "import flask\nimport werkzeug\n",
    "service/records/__init__.py": "import flask_sqlalchemy\nimport sqlalchemy\n",
    "service/clock/__init__.py": "import apscheduler\n",
    "service/commands/sheets/__init__.py": "import python_calamine\nimport xlsxwriter\n",
    "service/web/door/__init__.py": "import authlib\nimport joserfc\n",
    "service/commands/door/__init__.py": "import argon2\nimport pyotp\n",
    "service/commands/__init__.py": "import PIL\nimport pypdf\n",
    "service/records/storage/__init__.py": "import boto3\nimport botocore\n",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache", "--config", folder / "pyproject.toml"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def small_house(tmp_path):
    """The floors without their furniture, under the real contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in (*PACKAGES, *(f"service/{floor}" for floor in FLOORS)):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    for front in FRONTS:
        (tmp_path / "service" / front).touch()
    for where, text in HOMES.items():
        (tmp_path / where).parent.mkdir(exist_ok=True)
        (tmp_path / where).write_text(text)
    return tmp_path


def test_the_contracts_are_kept():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(CONTRACTS)} kept, 0 broken" in done.stdout


def test_a_house_in_order_keeps_every_contract(small_house):
    done = lint(small_house)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("where", "text", "contract"),
    [
        ("workflows/engine.py", "import service.domain", "1a."),
        ("notifications/mail.py", "from service.records import x", "1a."),
        ("forms/schema.py", "import workflows", "1b."),
        ("service/domain/plan.py", "from service.records import x", "2."),
        ("service/records/plan.py", "import service.commands", "2."),
        ("service/web/plan.py", "import service.api", "2."),
        ("service/clock/plan.py", "import service.app", "2."),
        ("service/reports.py", "", "2."),
        ("service/commands/plan.py", "import SpiffWorkflow.bpmn", "3a."),
        ("service/web/plan.py", "import marshmallow", "3b."),
        ("service/records/plan.py", "from flask import g", "3c."),
        ("service/commands/plan.py", "import flask_sqlalchemy", "3d."),
        ("service/web/plan.py", "import apscheduler.schedulers", "3e."),
        ("service/web/plan.py", "import xlsxwriter", "3f."),
        ("service/web/plan.py", "import authlib.oidc", "3g."),
        ("service/commands/plan.py", "import argon2", "3h."),
        ("service/domain/plan.py", "import sqlalchemy", "4."),
        ("service/domain/plan.py", "import forms", "4."),
    ],
)
def test_an_import_against_the_plan_breaks_its_contract(small_house, where, text, contract):
    (small_house / where).write_text(text)
    done = lint(small_house)
    assert done.returncode == 1, done.stdout + done.stderr
    assert any(contract in line and "BROKEN" in line for line in done.stdout.splitlines())


def test_the_readme_names_the_home_of_each_library():
    told = (ROOT / "README.md").read_text(encoding="utf-8").lower().replace("-", "_")
    written = {"PIL": "pillow", "werkzeug": "flask", "botocore": "boto3"}
    for contract in CONTRACTS:
        for library in contract.get("protected_modules", ()):
            assert written.get(library, library).lower() in told, library
