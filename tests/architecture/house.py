"""Reads the house as it stands on the disk: its modules, and what each of them says."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("workflows", "forms", "notifications", "service")
BESIDE = ("tests", "bench", "deploy")
GENERATED = ("service/records/migrations/versions", "service/web/static/vendor")


@dataclass(frozen=True)
class Module:
    """One Python file, read once."""

    where: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.where.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]


def module(text: str, where: str = "service/web/sample.py") -> Module:
    return Module(where, text, ast.parse(text))


def modules(*rooms: str) -> Iterator[Module]:
    """Every module of these rooms; of the whole house where none is named."""
    for room in rooms or (*PACKAGES, *BESIDE, "run.py"):
        place = ROOT / room
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            if not where.startswith(GENERATED):
                yield module(path.read_text(encoding="utf-8"), where)


def imported(of: Module) -> set[str]:
    """The top names a module imports, absolute imports only."""
    names = set()
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names
