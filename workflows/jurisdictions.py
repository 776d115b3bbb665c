"""Every folder with a policy.toml is a jurisdiction; a bundle is its content, by hash."""

import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import orjson
from lxml import etree

from .decisions import BadTable, Decision, decide_by, read_table
from .dialect import Definition, parse
from .model import BadDiagram, Facts, Unreadable

FOLDER = Path(__file__).parent / "bpmn"
SHARED = "_shared"
_VERSION = b"\x01"
_Read = tuple[tuple[str, bytes], ...]
_KINDS = (
    *("policy.toml", "*.bpmn", "*.dmn"),
    *("forms/*.toml", "texts/*.toml", "reports/*.toml", "banks/*.toml"),
)


@dataclass(frozen=True)
class Bundle:
    """All that a jurisdiction's folder holds, with the shared files it can reach."""

    jurisdiction: str
    files: Mapping[str, bytes]

    @cached_property
    def hash(self) -> str:
        return _hash(self.files)

    @cached_property
    def policy(self) -> Mapping[str, Any]:
        return MappingProxyType(_toml("policy.toml", self.files["policy.toml"]))

    @cached_property
    def forms(self) -> Mapping[str, Mapping[str, Any]]:
        return self._tomls("forms")

    @cached_property
    def borrowed_forms(self) -> Mapping[str, str]:
        """Step → its form, where a step is done with the form of another: a correction's."""
        named = self._named(".bpmn")
        found = (_borrowed(self.files[named[each]]) for each in self.processes)
        return MappingProxyType({step: form for pairs in found for step, form in pairs})

    @cached_property
    def texts(self) -> Mapping[str, Mapping[str, Any]]:
        return self._tomls("texts")

    @cached_property
    def reports(self) -> Mapping[str, Mapping[str, Any]]:
        """The reports this folder owes upward, by name."""
        return self._tomls("reports")

    @cached_property
    def banks(self) -> Mapping[str, Mapping[str, Any]]:
        """How banks want their payment lists, by name."""
        return self._tomls("banks")

    @cached_property
    def tables(self) -> tuple[str, ...]:
        return tuple(sorted(self._named(".dmn")))

    @cached_property
    def processes(self) -> tuple[str, ...]:
        return tuple(sorted(self._named(".bpmn")))

    def definition(self, process: str) -> Definition:
        """The process, parsed once for each content and shared by all cases."""
        if process not in self.processes:
            raise BadDiagram(f"{process}.bpmn", process, "no such process in this bundle")
        return _parsed(process, self._diagrams)

    def table(self, name: str) -> bytes:
        """The file of a decision table."""
        if name not in self.tables:
            raise BadTable(f"{name}: no such table in this bundle")
        return self.files[self._named(".dmn")[name]]

    def to_bytes(self) -> bytes:
        return self._packed

    @cached_property
    def _packed(self) -> bytes:
        texts = {name: raw.decode() for name, raw in self.files.items()}
        return _VERSION + zlib.compress(orjson.dumps([self.jurisdiction, texts]))

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Bundle":
        if raw[:1] != _VERSION:
            raise Unreadable("not a bundle of a version that is known here")
        try:
            jurisdiction, texts = orjson.loads(zlib.decompress(raw[1:]))
            return cls(jurisdiction, _sorted({n: t.encode() for n, t in texts.items()}))
        except (ValueError, TypeError, AttributeError, zlib.error) as problem:
            raise Unreadable("not a bundle") from problem

    @cached_property
    def _diagrams(self) -> "_Diagrams":
        named = self._named(".bpmn")
        return _Diagrams({named[each]: self.files[named[each]] for each in self.processes})

    def _tomls(self, folder: str) -> Mapping[str, Mapping[str, Any]]:
        named = self._named(".toml", folder)
        return MappingProxyType(
            {stem: _toml(name, self.files[name]) for stem, name in sorted(named.items())}
        )

    def _named(self, suffix: str, folder: str = "") -> Mapping[str, str]:
        """Stem to file name; the jurisdiction's own file wins over the shared one."""
        return self._by_kind.get((suffix, folder), {})

    @cached_property
    def _by_kind(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        found: dict[tuple[str, str], dict[str, str]] = {}
        for name in sorted(self.files, key=lambda each: not each.startswith(SHARED)):
            path = PurePosixPath(name.removeprefix(f"{SHARED}/"))
            folder = "/".join(path.parent.parts)
            found.setdefault((path.suffix, folder), {})[path.stem] = name
        return found


class _Diagrams:
    """Diagrams that count as equal when their content is, so that they are parsed once."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self._hash = _hash(files)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Diagrams) and self._hash == other._hash

    def __hash__(self) -> int:
        return hash(self._hash)


def jurisdictions() -> Mapping[str, Path]:
    """Every jurisdiction and its folder."""
    return {each.parent.name: each.parent for each in sorted(FOLDER.glob("*/policy.toml"))}


def read_folder(path: Path) -> Bundle:
    """The bundle of a folder; shared files are taken from the folder `_shared` beside it."""
    own, shared = _read(path), _read(path.parent / SHARED)
    return _bundled(path.name, tuple(own.items()), tuple(shared.items()))


def decide(bundle: Bundle, table: str, *, facts: Facts) -> Decision:
    """What a decision table of the bundle says; facts are asked by the names of its inputs."""
    return decide_by(read_table(table, bundle.table(table)), facts)


@lru_cache(maxsize=32)
def _bundled(name: str, own: _Read, shared: _Read) -> Bundle:
    """The bundle of these files; read again unchanged it is the same, with all that it knows."""
    of_all = {f"{SHARED}/{each}": raw for each, raw in shared}
    return Bundle(name, _sorted({**dict(own), **_reachable(dict(own), of_all)}))


@lru_cache(maxsize=256)
def _parsed(process: str, diagrams: _Diagrams) -> Definition:
    return parse(process, diagrams.files)


def _read(path: Path) -> dict[str, bytes]:
    found = (each for kind in _KINDS for each in path.glob(kind))
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in found}


def _reachable(own: Mapping[str, bytes], shared: Mapping[str, bytes]) -> dict[str, bytes]:
    """The shared files this folder can come to need.

    Fragments are followed from call to call. A shared form or text is left out only where it
    belongs to a fragment that is not called: forms of orders belong to none.
    """
    fragments = {PurePosixPath(n).stem: raw for n, raw in shared.items() if n.endswith(".bpmn")}
    called: set[str] = set()
    todo = [each for name, raw in own.items() if name.endswith(".bpmn") for each in _calls(raw)]
    todo += _begun(own)
    while todo:
        process = todo.pop()
        if process in fragments and process not in called and f"{process}.bpmn" not in own:
            called.add(process)
            todo.extend(_calls(fragments[process]))
    used = {word for each in called for word in _words(fragments[each])}
    others = {word for each in fragments.keys() - called for word in _words(fragments[each])}
    left_out = others - used

    def needed(name: str) -> bool:
        path = PurePosixPath(name)
        return path.stem in called if path.suffix == ".bpmn" else path.stem not in left_out

    return {name: raw for name, raw in shared.items() if needed(name)}


def _begun(own: Mapping[str, bytes]) -> list[str]:
    """The processes the policy lets begin; one may be a shared diagram as it stands."""
    try:
        policy = tomllib.loads(own.get("policy.toml", b"").decode())
    except ValueError:
        # The check says so with file and line; here such a policy simply begins nothing.
        return []
    named = policy.get("process", {})
    return list(named) if isinstance(named, dict) else []


@lru_cache(maxsize=256)
def _calls(raw: bytes) -> tuple[str, ...]:
    return tuple(each.get("calledElement", "") for each in _elements(raw, "callActivity"))


@lru_cache(maxsize=256)
def _words(raw: bytes) -> frozenset[str]:
    """What a diagram gives forms and texts their names by: steps, forms and signals."""
    steps = {each.get("id", "") for each in _elements(raw, "userTask")}
    forms = {e.get("value", "") for e in _elements(raw, "property") if e.get("name") == "form"}
    signals = {each.get("name", "") for each in _elements(raw, "signal")}
    return frozenset(steps | forms | signals)


@lru_cache(maxsize=256)
def _borrowed(raw: bytes) -> tuple[tuple[str, str], ...]:
    return tuple(
        (step.get("id", ""), said.get("value", ""))
        for step in _elements(raw, "userTask")
        for said in step.iter("{*}property")
        if said.get("name") == "form"
    )


def _elements(raw: bytes, name: str) -> list[Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        tree = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        # The check says so with file and line; here such a diagram simply calls nothing.
        return []
    return list(tree.iter(f"{{*}}{name}"))


def _toml(name: str, raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(raw.decode())
    except ValueError as problem:
        raise Unreadable(f"{name}: {problem}") from problem


def _sorted(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return MappingProxyType(dict(sorted(files.items())))


def _hash(files: Mapping[str, bytes]) -> str:
    total = sha256()
    for name, raw in sorted(files.items()):
        total.update(f"{name}\0{len(raw)}\0".encode() + raw)
    return total.hexdigest()
