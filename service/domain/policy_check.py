"""What is wrong with a policy.toml, each sentence naming the key."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any, TypeGuard

from service.domain import policy_catalogue
from service.domain.deadline import COUNTS, KINDS, Rung
from service.domain.policy_course import course_problems
from service.domain.policy_words import BASES, CHOICES, LEAST, NUMBERS, PAUSES, RUNGS, UNITS, VALUES

_WHOLE_BP = 10_000
_TABLES = {"jurisdiction", "value", "deadline", "stage", "process", "catalogue"}
_PLACE = {"code", "number_prefix", "main", "name", "document", "issued", "hotline", "region"}
_VALUE = {"label", "unit", "choose_by", "cap", "delegable", "version"}
_VERSION = {
    "since", "until", "value", "clause", "article", "quote", "source", "note", "kind", "region",
}  # fmt: skip
_TEXTS = ("clause", "article", "quote", "note", "region")
_DEADLINE = {"label", "days", "count", "pauses", "rungs"}


def problems(raw: Mapping[str, Any]) -> list[str]:
    """Every problem of the file at once; none means it can be read and relied on."""
    misshapen = list(_shape(raw))
    if misshapen:
        return misshapen
    found = list(_names("policy.toml", raw, _TABLES, {"jurisdiction", "value"}))
    found += _place(raw.get("jurisdiction", {}))
    for key, table in raw.get("value", {}).items():
        found += _of_value(key, table)
    for name, table in raw.get("deadline", {}).items():
        found += _of_deadline(name, table, raw.get("value", {}))
    found += policy_catalogue.problems(raw.get("catalogue", []))
    return [*found, *course_problems(raw)]


def _say(where: str, zh: str, en: str) -> str:
    return f"{where}：{zh} / {en}"


def _shape(raw: Mapping[str, Any]) -> Iterator[str]:
    """Tables where tables belong; nothing else can be read before that holds."""
    place = raw.get("jurisdiction", {})
    yield from _tables("jurisdiction", [place])
    if isinstance(place, Mapping):
        yield from _tables("jurisdiction.region", place.get("region", []))
    for kind, inner in (("value", "version"), ("deadline", "rungs")):
        group = raw.get(kind, {})
        yield from _tables(kind, [group])
        for name, table in group.items() if isinstance(group, Mapping) else ():
            yield from _tables(f"{kind}.{name}", [table])
            if isinstance(table, Mapping):
                yield from _tables(f"{kind}.{name}.{inner}", table.get(inner, []))


def _tables(where: str, rows: object) -> Iterator[str]:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        yield _say(where, "应为表", "must be a table")


def _names(
    where: str, table: Mapping[str, Any], known: set[str], needed: set[str]
) -> Iterator[str]:
    for name in sorted(set(table) - known):
        yield _say(where, f"不认识的键 {name}", f"unknown key {name}")
    for name in sorted(needed - set(table)):
        yield _say(where, f"缺少 {name}", f"{name} is missing")


def _two_languages(where: str, names: object) -> Iterator[str]:
    words = [names.get(tongue) for tongue in ("zh", "en")] if isinstance(names, Mapping) else [""]
    if not all(isinstance(word, str) and word for word in words):
        yield _say(where, "须有中文和英文名称", "needs a name in zh and in en")


def _place(table: Mapping[str, Any]) -> Iterator[str]:
    yield from _names("jurisdiction", table, _PLACE, _PLACE)
    yield from _two_languages("jurisdiction.name", table.get("name"))
    for name in sorted(_PLACE - {"name", "issued", "region"}):
        if not isinstance(table.get(name, ""), str):
            yield _say(f"jurisdiction.{name}", "应为文字", "must be text")
    if not _is_day(table.get("issued")):
        yield _say("jurisdiction.issued", "应为日期", "must be a date")
    codes = [region.get("code") for region in table.get("region", ())]
    for region in table.get("region", ()):
        yield from _names("jurisdiction.region", region, {"code", "zh", "en"}, {"code", "zh", "en"})
    for code in sorted({str(code) for code in codes if codes.count(code) > 1}):
        yield _say("jurisdiction.region", f"区县代码 {code} 重复", f"region {code} stands twice")


def _of_value(key: str, table: Mapping[str, Any]) -> Iterator[str]:
    where = f"value.{key}"
    yield from _names(where, table, _VALUE, _VALUE - {"cap", "delegable"})
    yield from _two_languages(f"{where}.label", table.get("label"))
    if key not in VALUES:
        yield _say(where, "程序不使用这个参数", "no rule asks for this value")
    unit = table.get("unit")
    if unit not in UNITS or unit != VALUES.get(key, unit):
        wanted = VALUES.get(key, " ".join(UNITS))
        yield _say(f"{where}.unit", f"单位应为 {wanted}", f"the unit must be {wanted}")
    if table.get("choose_by") not in BASES:
        yield _say(f"{where}.choose_by", f"应为 {BASES}", f"must be one of {BASES}")
    versions = table.get("version", ())
    if not versions:
        yield _say(where, "没有任何版本", "has no version")
    yield from _of_delegation(where, table, versions)
    for version in versions:
        yield from _of_version(f"{where}[{version.get('since')}]", key, version, table)
    yield from _of_dates(where, versions)


def _of_delegation(
    where: str, table: Mapping[str, Any], versions: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """A city or county says otherwise only where the upper level lets it."""
    if not isinstance(table.get("delegable", False), bool):
        yield _say(f"{where}.delegable", "应为 true 或 false", "must be true or false")
    own = sorted({str(one["region"]) for one in versions if "region" in one})
    if own and not table.get("delegable"):
        yield _say(
            where,
            f"上级没有授权下级另行规定，不能写 region（{'、'.join(own)}）",
            f"not delegable, so no region may say otherwise ({', '.join(own)})",
        )


def _of_version(
    where: str, key: str, version: Mapping[str, Any], table: Mapping[str, Any]
) -> Iterator[str]:
    yield from _names(where, version, _VERSION, {"since", "value"})
    yield from _of_source(where, version)
    for name in _TEXTS:
        if not isinstance(version.get(name, ""), str):
            yield _say(f"{where}.{name}", "应为文字", "must be text")
    if version.get("kind", KINDS[0]) not in KINDS:
        yield _say(f"{where}.kind", f"应为 {KINDS}", f"must be one of {KINDS}")
    if "value" in version:
        yield from _of_plain(where, key, version["value"], table)


def _of_source(where: str, version: Mapping[str, Any]) -> Iterator[str]:
    if version.get("source") == "default":
        return
    if "source" in version:
        yield _say(f"{where}.source", "只能写 default", "can only be default")
    elif not version.get("clause"):
        yield _say(where, "缺少条款或 source", "neither a clause nor a source")
    elif not version.get("article"):
        yield _say(where, "缺少条文位置 article", "the article of the clause is missing")


def _of_plain(where: str, key: str, plain: object, table: Mapping[str, Any]) -> Iterator[str]:
    unit = table.get("unit")
    if not _fits(plain, str(unit)):
        yield _say(where, f"{plain!r} 不是 {unit}", f"{plain!r} is no {unit}")
        return
    cap = table.get("cap", _WHOLE_BP if unit == "bp" else None)
    if cap is not None and not _fits(cap, NUMBERS[0]):
        yield _say(f"{where}.cap", f"{cap!r} 不是上限", f"{cap!r} is no cap")
    elif cap is not None and isinstance(plain, int) and plain > cap:
        yield _say(where, f"{plain} 高于上限 {cap}", f"{plain} is above the cap {cap}")
    if isinstance(plain, int) and plain < (least := LEAST.get(key, 0)):
        yield _say(where, f"{plain} 低于 {least}", f"{plain} is below {least}")
    words = plain if isinstance(plain, list) else [plain]
    for word in words if key in CHOICES else ():
        if word not in CHOICES[key]:
            yield _say(where, f"{word!r} 不在 {CHOICES[key]} 中", f"{word!r} is not a choice")


def _fits(plain: object, unit: str) -> bool:
    if unit in NUMBERS:
        return isinstance(plain, int) and not isinstance(plain, bool) and plain >= 0
    if unit == "switch":
        return isinstance(plain, bool)
    if unit == "words":
        return isinstance(plain, list) and all(isinstance(word, str) for word in plain)
    return isinstance(plain, str)


def _of_dates(where: str, versions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    spans: dict[str, list[tuple[date, date | None]]] = {}
    for version in versions:
        since, until = version.get("since"), version.get("until")
        if not _is_day(since) or not (until is None or _is_day(until)):
            yield _say(where, f"日期 {since} {until} 无效", f"{since} {until} is no date")
            continue
        if until is not None and until < since:
            yield _say(where, f"{since} 晚于 {until}", f"{since} is after {until}")
        spans.setdefault(str(version.get("region")), []).append((since, until))
    for own in spans.values():
        yield from _overlaps(where, sorted(own, key=lambda span: span[0]))


def _overlaps(where: str, spans: Sequence[tuple[date, date | None]]) -> Iterator[str]:
    for (since, until), (following, _) in pairwise(spans):
        if since == following:
            yield _say(where, f"{since} 有两个版本", f"two versions begin on {since}")
        elif until is not None and until >= following:
            yield _say(where, f"{since} 与 {following} 重叠", f"{since} overlaps {following}")


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _of_deadline(name: str, table: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    where = f"deadline.{name}"
    yield from _names(where, table, _DEADLINE, {"label", "days", "count"})
    yield from _two_languages(f"{where}.label", table.get("label"))
    days = values.get(str(table.get("days")))
    if days is None:
        yield _say(where, f"没有参数 {table.get('days')}", f"no value {table.get('days')}")
    elif days.get("unit") != table.get("count") or table.get("count") not in COUNTS:
        yield _say(where, "count 与参数单位不符", "count is not the unit of its value")
    elif any("kind" not in version for version in days.get("version", ())):
        yield _say(where, f"{table['days']} 缺少 kind", f"{table['days']} has no kind")
    pauses = table.get("pauses", [])
    for reason in pauses if isinstance(pauses, list) else [pauses]:
        if reason not in PAUSES:
            yield _say(where, f"不能因 {reason} 中止", f"does not pause for {reason}")
    yield from _of_rungs(where, table.get("rungs", ()))


def _of_rungs(where: str, rungs: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for rung in rungs:
        yield from _names(f"{where}.rungs", rung, {"name", "at"}, {"name", "at"})
        if rung.get("name") not in RUNGS:
            yield _say(f"{where}.rungs", f"应为 {RUNGS}", f"must be one of {RUNGS}")
        try:
            Rung(str(rung.get("name")), str(rung.get("at")))
        except ValueError as wrong:
            yield _say(f"{where}.rungs", f"时点 {rung.get('at')} 无效", str(wrong))
    names = [str(rung.get("name")) for rung in rungs]
    if len(set(names)) < len(names):
        yield _say(f"{where}.rungs", "同名提醒重复", "a rung stands twice")
