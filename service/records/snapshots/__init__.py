"""One consistent picture of a whole database, taken while others work, and put back elsewhere."""

from service.records.snapshots.parts import Part, PartWriter, Table, private, summed
from service.records.snapshots.snapshot import Picture, clear, filled, put_back, take

__all__ = [
    "Part",
    "PartWriter",
    "Picture",
    "Table",
    "clear",
    "filled",
    "private",
    "put_back",
    "summed",
    "take",
]
