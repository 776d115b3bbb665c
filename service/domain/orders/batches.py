"""Orders about payments that leave together."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawBatch:
    """Payments of one fund and one kind of payee are drawn together, to be paid on one day."""

    name: ClassVar[str] = "DrawBatch"
    jurisdiction: str
    region: str
    fund: str
    payee_kind: str
    pay_on: date
    bank: str = ""
    # Which payments; none named is every one that waits there.
    payments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrder:
    """An order on one batch, by its number, from the version of it that was looked at."""

    name: ClassVar[str] = "BatchOrder"
    batch: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckBatch(BatchOrder):
    """Every payee of a batch is looked at; lines that fail are held back."""

    name: ClassVar[str] = "CheckBatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldItem(BatchOrder):
    """One line of a batch is held back by hand, with a reason."""

    name: ClassVar[str] = "HoldItem"
    no: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeItemBack(BatchOrder):
    """A line that was held back goes into the batch again."""

    name: ClassVar[str] = "TakeItemBack"
    no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveBatch(BatchOrder):
    """Another person answers for a batch as it stands; nothing of it is edited any more."""

    name: ClassVar[str] = "ApproveBatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseBatch(BatchOrder):
    """A batch goes to the bank: a parent with one child order per payment, resumed if cut off."""

    name: ClassVar[str] = "ReleaseBatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropBatch(BatchOrder):
    """A batch is given up before it goes out; its payments can be drawn again."""

    name: ClassVar[str] = "DropBatch"
    reason: str
