"""Does a day add up: what the ledger, the payment papers and the bank say of it, line by line."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from heapq import merge
from itertools import groupby

LEDGER, PAPERS, BANK = "ledger", "papers", "bank"
SIDES = (LEDGER, PAPERS, BANK)
SENT, PAID, RETURNED, OFFSET = "sent", "paid", "returned", "offset"
# The bank says nothing when money leaves; it says whether it arrived or came back. What was set
# off against a debt never came near it.
SPEAKS_OF: Mapping[str, tuple[str, ...]] = {
    SENT: (LEDGER, PAPERS),
    PAID: SIDES,
    RETURNED: SIDES,
    OFFSET: (LEDGER, PAPERS),
}
NOT_IN_LEDGER, NOT_IN_PAPERS = "not_in_ledger", "not_in_papers"
AMOUNTS_DIFFER, BY_HAND, SUMS_DIFFER = "amounts_differ", "by_hand", "sums_differ"
REPEATED = "repeated"
_MISSING = {LEDGER: NOT_IN_LEDGER, PAPERS: NOT_IN_PAPERS, BANK: BY_HAND}
# A result typed in by hand has no file of the bank behind it, and what the bank says once more
# changes nothing: both are listed, and need no reason.
WITHOUT_REASON = frozenset({BY_HAND, REPEATED})

# Case, stage, attempt, line; line 0 is the body itself.
Key = tuple[int, str, int, int]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """That money left, arrived or came back, as one side has it."""

    key: Key
    what: str
    fund: str
    fen: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the sides do not say the same; None is a side that says nothing."""

    kind: str
    what: str = ""
    fund: str = ""
    key: Key | None = None
    ledger_fen: int | None = None
    papers_fen: int | None = None
    bank_fen: int | None = None
    # How the bank's own row, or the day's sum, is found again.
    ref: str = ""

    @property
    def needs_reason(self) -> bool:
        """Whether a day with it is only closed with a reason."""
        return self.kind not in WITHOUT_REASON


@dataclass(slots=True)
class Total:
    """How many lines and how much a side has of one movement of one fund."""

    count: int = 0
    fen: int = 0


@dataclass(slots=True)
class Day:
    """What a day comes to on each side, and every difference."""

    totals: dict[tuple[str, str, str], Total] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    @property
    def needs_reason(self) -> bool:
        """Whether anything stands in it that has to be explained."""
        return any(one.needs_reason for one in self.differences)

    def total(self, fund: str, what: str, side: str) -> Total:
        """What that side has; nothing where it has nothing."""
        return self.totals.get((fund, what, side), Total())

    @property
    def funds(self) -> list[str]:
        """The funds that moved."""
        return sorted({fund for fund, _, _ in self.totals})

    def figures(self) -> list[list[str | int]]:
        """The totals as they are kept, in order."""
        return [[*key, one.count, one.fen] for key, one in sorted(self.totals.items())]

    def digest(self) -> str:
        """What a closing person has looked at; another figure makes another."""
        kept = [self.figures(), [asdict(one) for one in self.differences]]
        text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def reconcile(sides: Mapping[str, Iterable[Move]], odd: Iterable[Difference] = ()) -> Day:
    """The day from its sides, each in the order of its cases; and what was odd by itself."""
    day = Day()
    for lines in _by_case(sides):
        for move, side in lines:
            total = day.totals.setdefault((move.fund, move.what, side), Total())
            total.count += 1
            total.fen += move.fen
        day.differences += _differences(lines)
    day.differences += odd
    return day


def sums_differ(
    added: Mapping[tuple[str, Pair], int], kept: Mapping[tuple[str, Pair], int]
) -> list[Difference]:
    """Where the day's kept sums are not what its entries come to."""
    return [
        Difference(
            SUMS_DIFFER,
            fund=fund,
            ledger_fen=added.get((fund, pair)),
            papers_fen=kept.get((fund, pair)),
            ref="/".join(pair),
        )
        for fund, pair in sorted(added.keys() | kept.keys())
        if added.get((fund, pair), 0) != kept.get((fund, pair), 0)
    ]


def _by_case(sides: Mapping[str, Iterable[Move]]) -> Iterator[list[tuple[Move, str]]]:
    streams = [_tagged(moves, side) for side, moves in sides.items()]
    together = merge(*streams, key=lambda line: line[0].key[0])
    for _, lines in groupby(together, key=lambda line: line[0].key[0]):
        yield list(lines)


def _tagged(moves: Iterable[Move], side: str) -> Iterator[tuple[Move, str]]:
    return ((move, side) for move in moves)


def _differences(lines: Sequence[tuple[Move, str]]) -> Iterator[Difference]:
    found: dict[tuple[Key, str], dict[str, int]] = {}
    funds: dict[tuple[Key, str], str] = {}
    for move, side in lines:
        said = found.setdefault((move.key, move.what), {})
        said[side] = said.get(side, 0) + move.fen
        funds.setdefault((move.key, move.what), move.fund)
    for (key, what), said in sorted(found.items()):
        kind = _kind(what, said)
        if kind:
            yield Difference(
                kind,
                what,
                funds[key, what],
                key,
                ledger_fen=said.get(LEDGER),
                papers_fen=said.get(PAPERS),
                bank_fen=said.get(BANK),
            )


def _kind(what: str, said: Mapping[str, int]) -> str:
    if len(set(said.values())) > 1:
        return AMOUNTS_DIFFER
    return next((_MISSING[side] for side in SPEAKS_OF[what] if side not in said), "")
