"""Orders by which a case begins."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClass:
    """A case is opened in an institution's name: a class, or what else the place lets begin."""

    name: ClassVar[str] = "OpenClass"
    jurisdiction: str
    region: str
    institution_id: int
    # The diagram it runs; the place's main one where none is named.
    process: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFollowOn:
    """A case is opened that follows on the one named: an allowance, an inspection, a change."""

    name: ClassVar[str] = "OpenFollowOn"
    case_id: int
    process: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAtCounter:
    """A clerk opens a case on behalf of an institution whose papers came in at the counter."""

    name: ClassVar[str] = "FileAtCounter"
    jurisdiction: str
    region: str
    institution_id: int
    received_at: datetime
    reason: str
    note: str = ""
