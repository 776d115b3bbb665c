"""What deploy/ says is what the code reads, and its server finds the application."""

import ast
import base64
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from service.settings import from_environment
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


@pytest.fixture
def composed():
    """compose.yaml as its reader sees it, with what its services share filled in."""
    yaml = pytest.importorskip("yaml")  # comes with moto
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_two_web_and_two_clock_processes_share_database_and_documents(composed):
    services = composed["services"]
    assert {name: services[name]["deploy"]["replicas"] for name in ("web", "clock")} == {
        "web": 2,
        "clock": 2,
    }
    for name in ("web", "clock", "backup"):
        assert "papers:/srv/kaiban/documents" in services[name]["volumes"]
    assert {"web", "clock", "database", "proxy"} == {
        name for name, one in services.items() if "healthcheck" in one
    }


def test_every_secret_comes_as_a_file_that_is_made(composed, tmp_path):
    made = make_secrets(tmp_path / "secrets")
    files = {Path(one["file"]).name for one in composed["secrets"].values()}
    assert files == {path.name for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == files - {"database_password"}
    assert make_secrets(tmp_path / "secrets") == []
    for one in composed["services"].values():
        assert not {"POSTGRES_PASSWORD", "DATABASE_URL"} & one.get("environment", {}).keys()


def test_the_house_starts_with_what_compose_gives_it(composed, tmp_path):
    make_secrets(tmp_path / "secrets")
    given = dict(composed["services"]["web"]["environment"])
    given = {name: value.replace("/run", str(tmp_path)) for name, value in given.items()}
    settings = from_environment({**given, "KAIBAN_HOME": str(tmp_path)})
    assert (settings.mode, settings.database_url[:20]) == ("production", "postgresql://kaiban:")
    (network,) = composed["networks"]["default"]["ipam"]["config"]
    assert settings.proxies == (network["subnet"],)


def test_the_container_has_the_same_files_from_npm_as_every_other_house():
    copied = re.findall(
        r"cp node_modules/(\S+) vendor/(\S+)", (DEPLOY / "Containerfile").read_text("utf-8")
    )
    assert {name: source for source, name in copied} == run_py()["VENDORED"]


def make_secrets(folder):
    made: list[str] = runpy.run_path(str(DEPLOY / "make_secrets.py"))["make_all"](folder)
    return made


def run_py():
    return runpy.run_path(str(ROOT / "run.py"))
