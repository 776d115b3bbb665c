"""What a jurisdiction's folder must satisfy before it is published."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from .check_answers import check_answers
from .check_calls import check_calls
from .check_elements import check_elements, field_ids
from .check_flows import check_flows
from .check_lines import line_of
from .check_picture import check_picture
from .check_tables import check_table
from .decisions import read_table
from .diagram import Diagram, read_diagram
from .finding import Finding, Vocabulary, refuse
from .jurisdictions import Bundle
from .model import BadDiagram, Unreadable

__all__ = ["Finding", "Vocabulary", "check"]


def check(bundle: Bundle, vocabulary: Vocabulary) -> list[Finding]:
    """Everything that is wrong with the bundle; an empty list means it may be published."""
    return [_with_line(bundle, found) for found in _findings(bundle, vocabulary)]


def _with_line(bundle: Bundle, found: Finding) -> Finding:
    raw = bundle.files.get(found.file)
    if raw is None:
        return found
    why = found.wrong_zh.partition("：")[2]
    return replace(found, line=line_of(found.file, raw, found.element, why))


def _findings(bundle: Bundle, vocabulary: Vocabulary) -> list[Finding]:
    texts = list(_unreadable_texts(bundle))
    if texts:
        return texts
    diagrams: dict[str, Diagram] = {}
    findings = list(_read(bundle, diagrams))
    for diagram in diagrams.values():
        findings += check_elements(diagram, bundle, vocabulary)
        findings += check_answers(diagram, bundle)
        findings += check_flows(diagram, field_ids(bundle))
        findings += check_picture(diagram)
    findings += check_calls(diagrams)
    if not findings:
        # A fragment that several call is read once for each of them.
        findings += dict.fromkeys(_engine(bundle))
    for table, file in _files(bundle, ".dmn"):
        findings += check_table(table, file, bundle.files[file], vocabulary)
    findings += _forms_and_policy(bundle, vocabulary)
    if not findings:
        findings += _course(bundle, vocabulary, diagrams)
    return sorted(findings, key=lambda each: (each.file, each.element))


def _files(bundle: Bundle, suffix: str) -> Iterator[tuple[str, str]]:
    paths = (PurePosixPath(name) for name in sorted(bundle.files))
    return ((path.stem, path.as_posix()) for path in paths if path.suffix == suffix)


def _read(bundle: Bundle, diagrams: dict[str, Diagram]) -> Iterator[Finding]:
    """Fill in the diagrams that can be read."""
    for process, file in _files(bundle, ".bpmn"):
        try:
            diagrams[process] = read_diagram(file, bundle.files[file])
        except BadDiagram as problem:
            yield refuse("unreadable", file, problem.element, why=problem.reason)


def _engine(bundle: Bundle) -> Iterator[Finding]:
    """What our own reading lets pass, the engine may still refuse."""
    for process in bundle.processes:
        try:
            bundle.definition(process)
        except BadDiagram as problem:
            yield refuse("engine", problem.file, problem.element, why=problem.reason)


def _unreadable_texts(bundle: Bundle) -> Iterator[Finding]:
    for file, ask in (
        ("policy.toml", lambda: bundle.policy),
        ("forms", lambda: bundle.forms),
        ("texts", lambda: bundle.texts),
        ("reports", lambda: bundle.reports),
        ("banks", lambda: bundle.banks),
    ):
        try:
            ask()
        except Unreadable as problem:
            where, _, why = str(problem).partition(": ")
            yield refuse("unreadable", where, "", why=why)
        except KeyError:
            yield refuse("unreadable", file, "", why="missing")


def _course(
    bundle: Bundle, vocabulary: Vocabulary, diagrams: Mapping[str, Diagram]
) -> Iterator[Finding]:
    """What the policy says beside the tables and diagrams it names."""
    answers = {
        table: [rule.decision.values for rule in read_table(table, bundle.files[file]).rules]
        for table, file in _files(bundle, ".dmn")
    }
    nodes = [node for diagram in diagrams.values() for node in diagram.nodes.values()]
    stages = {node.properties["stage"] for node in nodes if "stage" in node.properties}
    for why in (
        *vocabulary.share_problems(bundle.policy, answers),
        *vocabulary.name_problems(bundle.policy, answers, bundle.processes, stages),
    ):
        yield refuse("policy", "policy.toml", "", why=why)


def _forms_and_policy(bundle: Bundle, vocabulary: Vocabulary) -> Iterator[Finding]:
    files = {stem: file for stem, file in _files(bundle, ".toml") if "forms/" in file}
    files |= {s: f for s, f in _files(bundle, ".toml") if f.startswith("forms/")}
    for name, raw in bundle.forms.items():
        for why in vocabulary.forms_problems(raw):
            yield refuse("form", files[name], name, why=why)
    regions = bundle.policy.get("jurisdiction", {}).get("region", [])
    for name, raw in bundle.reports.items():
        for why in vocabulary.report_problems(raw, regions):
            yield refuse("report", f"reports/{name}.toml", name, why=why)
    for why in vocabulary.bank_problems(bundle.policy, bundle.banks):
        yield refuse("policy", "banks", "", why=why)
    for why in vocabulary.policy_problems(bundle.policy):
        yield refuse("policy", "policy.toml", "", why=why)
    main = bundle.policy.get("jurisdiction", {}).get("main", "")
    if main not in bundle.processes:
        yield refuse("no_main", "policy.toml", "jurisdiction", main=main)
