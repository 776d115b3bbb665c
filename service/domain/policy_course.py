"""What is wrong with the stages and the processes that a policy.toml names."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.domain.ledger import PAID_INTO
from service.domain.permissions import ROLES
from service.domain.stage import REST, STANDARD, WHOLE_BP

_STAGE = {"label", "process", "tracks", "of", "share", "earned_by", "granted", "payee", "cap"}
_PROCESS = {"label", "begun_by", "follows"}
_WORDS = ("process", "tracks", "begun_by", "follows")


def course_problems(raw: Mapping[str, Any]) -> Iterator[str]:
    """Every problem of the stages and the processes, each naming its table."""
    stages, processes = raw.get("stage", {}), raw.get("process", {})
    for kind, tables in (("stage", stages), ("process", processes)):
        if not isinstance(tables, Mapping) or not all(
            isinstance(table, Mapping) for table in tables.values()
        ):
            yield _say(kind, "应为表", "must be a table")
            return
    for name, table in stages.items():
        yield from _of_stage(f"stage.{name}", table, raw.get("value", {}))
        if name not in PAID_INTO:
            yield _say(f"stage.{name}", "账簿没有这个阶段", f"must be one of {sorted(PAID_INTO)}")
    for name, table in processes.items():
        yield from _of_process(f"process.{name}", table)
    yield from _shares(stages, raw.get("value", {}))


def _say(where: str, zh: str, en: str) -> str:
    return f"{where}：{zh} / {en}"


def _table(where: str, table: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    for name in sorted(set(table) - known):
        yield _say(where, f"不认识的键 {name}", f"unknown key {name}")
    label = table.get("label")
    if not isinstance(label, Mapping) or not all(label.get(tongue) for tongue in ("zh", "en")):
        yield _say(f"{where}.label", "须有中文和英文名称", "needs a name in zh and in en")
    for name in _WORDS:
        words = table.get(name, [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            yield _say(f"{where}.{name}", "应为一列名称", "must be a list of names")


def _of_stage(where: str, table: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    misshapen = list(_table(where, table, _STAGE))
    yield from misshapen
    if misshapen:
        return
    of, share = table.get("of", STANDARD), table.get("share", REST)
    if of != STANDARD and values.get(of, {}).get("unit") != "fen":
        yield _say(f"{where}.of", f"没有以分计的参数 {of}", f"no value in fen called {of}")
    # Any other word names a decision table, which the diagrams' own check looks for.
    if share in values and values[share].get("unit") != "bp":
        yield _say(f"{where}.share", f"{share} 不是比例", f"{share} is no share")
    yield from _of_cap(where, table, values)


def _of_cap(where: str, table: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    cap = table.get("cap")
    if cap is not None and values.get(str(cap), {}).get("unit") != "bp":
        yield _say(f"{where}.cap", f"没有以万分之计的参数 {cap}", f"no share called {cap}")


def _of_process(where: str, table: Mapping[str, Any]) -> Iterator[str]:
    misshapen = list(_table(where, table, _PROCESS))
    yield from misshapen
    if misshapen:
        return
    if not table.get("begun_by"):
        yield _say(f"{where}.begun_by", "须写明由谁发起", "says nobody who begins it")
    for role in sorted(set(table.get("begun_by", ())) - set(ROLES)):
        yield _say(f"{where}.begun_by", f"没有角色 {role}", f"no role {role}")


def _shares(
    stages: Mapping[str, Mapping[str, Any]], values: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """No line may be paid more than the whole, whichever versions are in force."""
    added: dict[tuple[str, ...], int] = {}
    for table in stages.values():
        if table.get("of", STANDARD) != STANDARD:
            continue
        versions = values.get(str(table.get("share")), {}).get("version", ())
        shares = [one.get("value") for one in versions if type(one.get("value")) is int]
        course = (*map(str, table.get("process", ())), "/", *map(str, table.get("tracks", ())))
        added[course] = added.get(course, 0) + max(shares, default=0)
    for course, share_bp in added.items():
        if share_bp > WHOLE_BP:
            of = " ".join(course).strip(" /") or "stage"
            yield _say(
                "stage",
                f"{of} 各阶段比例合计 {share_bp / 100:g}%，超过 100%",
                f"the shares of {of} add up to {share_bp / 100:g}%, more than 100%",
            )
