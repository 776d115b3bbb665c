"""Sentence 5: whatever happens to a case is carried out by service.commands, and by nobody else."""

import ast
import re

import pytest

from tests.architecture.house import Module, imported, module, modules

THE_ROAD = "service.commands"
# Modules off the road that write, each with what it writes. None of it is a case.
MAY_WRITE = {
    "service.clock.deliveries": "the tries of a message that the road has promised",
    "service.clock.due_cases": "the incident of a case whose order failed, so that it may rest",
    "service.clock.incidents": "what failed on a case, and that it went well again",
    "service.clock.promises": "the inbox, and the tries of a message",
    "service.records.document": "with which entry of the history files first came in",
    "service.records.draft": "forgets what was typed for a step that is gone",
    "service.records.factor": "a recovery code crossed off, in the one statement that looks for it",
    "service.records.failed_try": "tries at the door that no limit looks at any more",
    "service.records.idempotency": "forgets answers that are older than their keys",
    "service.records.loose_file": "a sealed file that a document names now, or that is gone",
    "service.records.night_round": "which process walks the round of a night",
    "service.records.snapshots.on_postgresql": "a backup comes back into an empty house",
    "service.records.transaction": "the one commit of a transaction that was opened above",
}
# What belongs to a case; a module off the road that may write must not build any of these.
OF_A_CASE = {
    *("Answer", "Case", "ClaimLine", "ClassOpening", "Deadline", "HistoryEntry", "LearnerResult"),
    *("LearningRecord", "LedgerEntry", "Lesson", "Objection", "OpenStep", "OutboxMessage"),
    *("Payment", "Recovery", "Repayment", "RosterLine", "Wait"),
}
WRITES = {"add", "add_all", "commit", "delete", "flush", "merge", "bulk_save_objects"}
STATEMENTS = {"insert", "update", "delete"}
WRITTEN_SQL = re.compile(r"^\s*(insert\s+into|update\s+\w+\s+set|delete\s+from)\b", re.IGNORECASE)


def called(node: ast.Call) -> tuple[str, str]:
    """The receiver's last name and the function's own: `db.session.add(x)` → session, add."""
    function = node.func
    if isinstance(function, ast.Name):
        return "", function.id
    if not isinstance(function, ast.Attribute):
        return "", ""
    receiver = function.value
    last = receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")
    return last, function.attr


def writes(of: Module) -> list[str]:
    """Where a module writes to the records, however it says so."""
    from_sqlalchemy = {
        alias.asname or alias.name
        for node in ast.walk(of.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in STATEMENTS
    }
    found = []
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Call):
            receiver, name = called(node)
            in_session = "session" in receiver.lower() and name in WRITES
            in_statement = name in from_sqlalchemy or (receiver == "sa" and name in STATEMENTS)
            if in_session or in_statement or name == "write_transaction":
                found.append(f"{of.where}:{node.lineno} {receiver}.{name}")
        elif isinstance(node, ast.Constant) and WRITTEN_SQL.match(str(node.value)):
            found.append(f"{of.where}:{node.lineno} SQL")
    return found


def builds_of_a_case(of: Module) -> list[str]:
    calls = [node for node in ast.walk(of.tree) if isinstance(node, ast.Call)]
    return [f"{of.where}:{node.lineno}" for node in calls if called(node)[1] in OF_A_CASE]


def off_the_road() -> list[Module]:
    aside = (f"{THE_ROAD}.", "service.records.migrations")
    return [of for of in modules("service") if not f"{of.name}.".startswith(aside)]


def test_only_commands_write():
    found = [place for of in off_the_road() if of.name not in MAY_WRITE for place in writes(of)]
    assert found == []


def test_whoever_else_writes_builds_nothing_of_a_case():
    named = [of for of in off_the_road() if of.name in MAY_WRITE]
    assert {of.name for of in named} == set(MAY_WRITE), "a named exception is gone: strike it"
    assert [of.name for of in named if not writes(of)] == [], "writes no more: strike it"
    assert [place for of in named for place in builds_of_a_case(of)] == []


def test_the_road_itself_does_write():
    assert [place for of in modules("service/commands") for place in writes(of)]


@pytest.mark.parametrize(
    "text",
    [
        "session.add(case)",
        "with write_transaction(session):\n    case.state = b''",
        "db.session.commit()",
        "self._session.delete(step)",
        "from sqlalchemy import update\nsession.execute(update(Case).values(state=b''))",
        "from sqlalchemy.dialects.postgresql import insert as put\nsession.execute(put(Case))",
        "import sqlalchemy as sa\nsession.execute(sa.delete(Case))",
        "session.execute(text('UPDATE training_case SET state = null'))",
    ],
)
def test_a_page_that_writes_is_found(text):
    assert writes(module(text))


def test_a_page_that_asks_and_carries_out_passes():
    text = "from sqlalchemy import select\nsession.scalars(select(Case))\nseen.add(3)\ncarry_out(o)"
    assert writes(module(text)) == []


def test_building_a_case_outside_the_road_is_found():
    assert builds_of_a_case(module("session.add(records.Case(number='1'))"))


def test_workflows_forms_and_notifications_know_no_records():
    fronts = modules("workflows", "forms", "notifications")
    assert [of.where for of in fronts if "sqlalchemy" in imported(of)] == []
