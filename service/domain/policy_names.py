"""Whether what a policy.toml names stands in its folder: diagrams, tables, stages, words."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.domain.policy_shares import SHARE, Outputs
from service.domain.stage import APPLICANT, PERSONS, REST

_BY_TABLE = "table:"
PAYEE = "payee"


@dataclass(frozen=True, slots=True)
class Folder:
    """What stands beside the policy: diagrams, what tables answer, the stages that are paid."""

    processes: Collection[str]
    tables: Outputs
    stages: Collection[str]


def name_problems(raw: Mapping[str, Any], folder: Folder, earned_by: Collection[str]) -> list[str]:
    """Every name that leads nowhere."""
    found = list(_of_processes(raw, folder))
    for name, table in raw.get("stage", {}).items():
        found += _of_stage(f"stage.{name}", table, raw.get("value", {}), folder)
        word = table.get("earned_by")
        if word is not None and word not in earned_by:
            known = " ".join(sorted(earned_by))
            found.append(
                _say(f"stage.{name}.earned_by", f"没有 {word}，应为 {known}", f"no word {word}")
            )
    for stage in sorted(set(folder.stages) - set(raw.get("stage", {}))):
        found.append(
            _say(
                "stage",
                f"流程图支付 {stage}，但没有这个阶段",
                f"a diagram pays {stage}, no stage here",
            )
        )
    return found


def _of_processes(raw: Mapping[str, Any], folder: Folder) -> Iterator[str]:
    for name, table in raw.get("process", {}).items():
        if name not in folder.processes:
            yield _say(f"process.{name}", "没有这个流程图", "there is no such diagram")
        for parent in table.get("follows", ()):
            if parent not in folder.processes:
                yield _say(
                    f"process.{name}.follows", f"没有流程图 {parent}", f"no diagram {parent}"
                )


def _of_stage(
    where: str, table: Mapping[str, Any], values: Mapping[str, Any], folder: Folder
) -> Iterator[str]:
    for process in table.get("process", ()):
        if process not in folder.processes:
            yield _say(f"{where}.process", f"没有流程图 {process}", f"no diagram {process}")
    share = table.get("share", REST)
    if share != REST and share not in values:
        yield from _of_table(f"{where}.share", share, SHARE, folder)
    payee = table.get("payee", APPLICANT)
    if payee.startswith(_BY_TABLE):
        yield from _of_table(f"{where}.payee", payee.removeprefix(_BY_TABLE), PAYEE, folder)
    elif payee not in (APPLICANT, PERSONS):
        yield _say(f"{where}.payee", f"不认识 {payee}", f"nobody is called {payee}")


def _of_table(where: str, table: str, output: str, folder: Folder) -> Iterator[str]:
    if table not in folder.tables:
        yield _say(where, f"没有参数或决策表 {table}", f"no value or table called {table}")
    elif not all(output in row for row in folder.tables[table]):
        yield _say(where, f"决策表 {table} 没有输出 {output}", f"{table} does not answer {output}")


def _say(where: str, zh: str, en: str) -> str:
    return f"{where}：{zh} / {en}"
