"""Starting and preparing an installation: every command's help, the good way, the wrong way."""

import json

import pytest

from tests.cli.terminal import Terminal, production

COMMANDS = (
    *("demo", "serve", "worker", "migrate", "check", "simulate", "deadline", "publish"),
    *("user", "institution", "token", "verify-history", "verify-books", "incidents", "bench"),
    *("backup", "restore"),
)
SECRETS = ("KAIBAN_SECRET_KEY", "KAIBAN_KEYS", "KAIBAN_INDEX_KEY", "DATABASE_URL")


@pytest.fixture
def empty(tmp_path):
    """A production whose database has no tables yet."""
    return production(tmp_path, f"sqlite:///{tmp_path / 'empty.db'}")


def test_the_command_tells_all_it_can_do(kaiban):
    said = kaiban("--help")
    assert said.code == 0
    assert [word for word in COMMANDS if f"\n    {word}" not in said.out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_how_it_is_used(kaiban, command):
    said = kaiban(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"usage: kaiban {command}")


@pytest.mark.parametrize("words", [(), ("fly",), ("deadline", "chongqing"), ("user",)])
def test_words_that_are_no_command_are_answered_with_the_usage(kaiban, words):
    said = kaiban(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: kaiban")


def test_an_empty_database_is_brought_up_to_date_and_again_without_harm(kaiban, empty):
    for _ in range(2):
        said = kaiban("migrate", at=empty)
        assert (said.code, said.out, said.err) == (0, "The database is up to date.\n", "")
    assert kaiban("verify-books", at=empty).out == "books: 相符 · all fit\n"


@pytest.mark.parametrize(
    "words",
    [
        ("serve",),
        ("worker", "--once"),
        ("user", "list"),
        ("token", "x"),
        ("verify-history",),
        ("verify-books",),
        ("incidents",),
        ("publish", "chongqing", "--as", "x"),
    ],
)
def test_without_its_tables_no_command_goes_on(kaiban, empty, words):
    said = kaiban(*words, at=empty)
    assert (said.code, said.out) == (1, "")
    assert said.err == "The database is not up to date: run `kaiban migrate` first.\n"


@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "verify-history"])
@pytest.mark.parametrize("missing", SECRETS)
def test_without_a_secret_no_command_goes_on(kaiban, empty, command, missing):
    del empty.settings[missing]
    said = kaiban(command, at=empty)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{missing} is not set. ")


def test_a_database_out_of_reach_is_told_in_a_sentence_without_its_password(kaiban, empty):
    empty.settings["DATABASE_URL"] = "postgresql://kaiban:hidden@127.0.0.1:1/none"
    for command in ("migrate", "worker", "verify-books"):
        said = kaiban(command, at=empty)
        assert (said.code, said.out) == (3, "")
        assert said.err == "The database refused or does not answer (OperationalError).\n"


@pytest.mark.parametrize(
    "url", ["hidden", "mysql://x:hidden@127.0.0.1/x", "postgres://x:hidden@127.0.0.1/x"]
)
def test_a_database_nobody_can_open_is_told_in_a_sentence(kaiban, empty, url):
    empty.settings["DATABASE_URL"] = url
    said = kaiban("migrate", at=empty)
    assert (said.code, said.out) == (1, "")
    assert said.err == "DATABASE_URL begins with postgresql:// or sqlite:///.\n"


def test_the_clock_ticks_once_and_says_what_it_did(kaiban, installed):
    said = kaiban("worker", "--once", at=installed)
    assert (said.code, said.out) == (0, "0 cases, 0 messages\n")
    assert [json.loads(line)["event"] for line in said.err.splitlines()] == ["night round"]


def test_outside_the_demo_there_is_no_demo(kaiban, empty):
    said = kaiban("demo", at=empty)
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith("KAIBAN_MODE=demo only.\n")


THERE = "kill, ledger, orders, pages, payments, step"


@pytest.mark.parametrize("what", ["nothing", "../run", "step.py"])
def test_a_measurement_that_is_not_there_is_told_with_those_there_are(kaiban, what):
    said = kaiban("bench", what)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"There is no measurement {what!r}; there are: {THERE}.\n"


@pytest.mark.slow
def test_a_step_is_measured(tmp_path):
    database = f"sqlite:///{tmp_path / 'bench.db'}"
    terminal = Terminal(tmp_path)
    done = terminal.run("bench", "step", "--database", database, "--turns", "22", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


def test_json_is_read_by_other_programs_as_it_stands(kaiban):
    words = ("deadline", "chongqing", "opening_review", "--received", "2020-09-30T17:00+08:00")
    assert json.loads(kaiban(*words).out)["last_day"] == "2020-10-10"
