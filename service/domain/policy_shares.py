"""Whether what the decision tables say of shares stays within their cap, and within the whole."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.domain.stage import STANDARD, WHOLE_BP

SHARE = "share_bp"
Outputs = Mapping[str, Sequence[Mapping[str, object]]]


def share_problems(raw: Mapping[str, Any], outputs: Outputs) -> list[str]:
    """Every share above its cap, and every course that could be paid more than the whole."""
    stages, values = raw.get("stage", {}), raw.get("value", {})
    found = []
    for name, table in stages.items():
        most, cap = _most(table, values, outputs), _numbers(values, str(table.get("cap")))
        if cap and most > min(cap):
            found.append(_above(name, most, min(cap)))
    for process in raw.get("process", {}):
        found += _together(process, raw, outputs)
    return found


def _together(process: str, raw: Mapping[str, Any], outputs: Outputs) -> Iterator[str]:
    """A case and the one it follows on pay the same learner: together no more than the whole."""
    stages, values = raw.get("stage", {}), raw.get("value", {})
    own = [one for one in stages.values() if process in one.get("process", ())]
    for parent in raw["process"][process].get("follows", ()):
        before = [one for one in stages.values() if parent in one.get("process", ())]
        # A class is paid in one of its parent's stages, by its track: the largest counts.
        whole = sum(_most(one, values, outputs) for one in own)
        whole += max((_most(one, values, outputs) for one in before), default=0)
        if own and whole > WHOLE_BP:
            yield (
                f"stage：{parent} 与 {process} 各阶段比例合计 {whole / 100:g}%，超过 100% / "
                f"the shares of {parent} and {process} add up to {whole / 100:g}%,"
                " more than 100%"
            )


def _most(
    table: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]], outputs: Outputs
) -> int:
    """The largest share a stage of the standard may pay, whichever rule or version fits."""
    share = str(table.get("share"))
    if table.get("of", STANDARD) != STANDARD:
        return 0
    decided = [row[SHARE] for row in outputs.get(share, ()) if SHARE in row]
    return max(
        (*(one for one in decided if isinstance(one, int)), *_numbers(values, share)), default=0
    )


def _numbers(values: Mapping[str, Mapping[str, Any]], key: str) -> list[int]:
    versions = values.get(key, {}).get("version", ())
    return [one["value"] for one in versions if type(one.get("value")) is int]


def _above(stage: str, share_bp: int, cap_bp: int) -> str:
    return (
        f"stage.{stage}：比例 {share_bp / 100:g}% 高于上限 {cap_bp / 100:g}% / "
        f"a share of {share_bp / 100:g}% is above the cap of {cap_bp / 100:g}%"
    )
