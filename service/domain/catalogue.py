"""What stands in the catalogues (两目录一系统), from which day to which, and who may use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

KINDS: Mapping[str, tuple[str, str]] = {
    "institution": ("培训机构", "Training institution"),
    "platform": ("线上平台", "Online platform"),
    "course": ("线上课程", "Online course"),
    "specialty": ("职业（工种）", "Specialty"),
}
AUDIENCES: Mapping[str, tuple[str, str]] = {
    "all": ("面向社会", "Everybody"),
    "own": ("本单位职工或学员", "The owner's own people"),
}
ORIGINS: Mapping[str, tuple[str, str]] = {
    "national": ("国家推荐", "National"),
    "province": ("省级", "Provincial"),
    "city": ("市级", "City"),
    "county": ("区县", "County"),
    "own": ("单位自有", "The body's own"),
}
# How an entry stands on a day, as a page says it and in which colour.
STANDINGS: Mapping[str, tuple[str, str, str]] = {
    "proposed": ("待确定", "To be decided", "amber"),
    "not_yet": ("尚未生效", "Not yet valid", "blue"),
    "valid": ("有效", "Valid", "green"),
    "expired": ("已到期", "Expired", "red"),
    "ended": ("已移出", "Removed", "red"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One entry of a catalogue; its last day still counts."""

    kind: str
    code: str
    name: str
    valid_from: date
    valid_to: date | None = None
    ended_on: date | None = None
    owner_uscc: str | None = None
    audience: str = "all"
    decided: bool = True


def standing(entry: Listed, on: date) -> str:
    """How the entry stands that day; what was removed is gone from that very day."""
    if not entry.decided:
        return "proposed"
    if entry.ended_on is not None and on >= entry.ended_on:
        return "ended"
    if on < entry.valid_from:
        return "not_yet"
    return "expired" if entry.valid_to is not None and on > entry.valid_to else "valid"


def open_to(entry: Listed, usccs: frozenset[str]) -> bool:
    """Whether these bodies may use the entry."""
    return entry.audience == "all" or entry.owner_uscc in usccs
