"""What deploy/ says is what the code reads, and its server finds the application."""

import ast
import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, Module, module, modules

DEPLOY = ROOT / "deploy"
VARIABLE = re.compile(r"(KAIBAN|DATABASE|SMTP|PROMETHEUS)_[A-Z_]+")


def read_by(of: Module) -> set[str]:
    """The variables whose names a module spells out that looks at the environment."""
    if "environ" not in of.text:
        return set()
    constants = [node.value for node in ast.walk(of.tree) if isinstance(node, ast.Constant)]
    return {text for text in constants if isinstance(text, str) and VARIABLE.fullmatch(text)}


def told(text: str) -> set[str]:
    """The variables in the first column of the README's table."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {found[0] for row in rows for found in VARIABLE.finditer(row)}


@pytest.fixture
def production():
    key, index = (base64.b64encode(letter * 32).decode() for letter in (b"k", b"i"))
    kept = {name: value for name, value in os.environ.items() if not VARIABLE.fullmatch(name)}
    return kept | {
        "KAIBAN_MODE": "production",
        "DATABASE_URL": "sqlite://",
        "KAIBAN_SECRET_KEY": key,
        "KAIBAN_KEYS": f"1:{key}",
        "KAIBAN_INDEX_KEY": index,
    }


def check_config(environment):
    gunicorn = Path(sys.executable).with_name("gunicorn")
    return subprocess.run(
        [gunicorn, "--check-config", "--config", DEPLOY / "gunicorn.conf.py"],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_variable_that_is_read_is_told_and_no_other():
    read = {name for of in modules("service", "deploy") for name in read_by(of)}
    assert told((DEPLOY / "README.md").read_text(encoding="utf-8")) == read


def test_the_example_names_only_variables_that_are_told():
    example = (DEPLOY / "environment.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    assert named
    assert named <= told((DEPLOY / "README.md").read_text(encoding="utf-8"))


def test_a_variable_nobody_told_of_is_found():
    assert read_by(module("import os\nos.environ.get('KAIBAN_SPEED')")) == {"KAIBAN_SPEED"}


def test_the_server_finds_the_application(production):
    done = check_config(production)
    assert done.returncode == 0, done.stderr


def test_the_server_does_not_start_without_a_key(production):
    del production["KAIBAN_KEYS"]
    done = check_config(production)
    assert done.returncode != 0
    assert "KAIBAN_KEYS is not set" in done.stderr
