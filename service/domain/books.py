"""Reading a case's books from the first entry against what was approved, instructed and paid."""

from collections import Counter
from collections.abc import Iterable, Mapping

from service.domain.ledger import PAID_INTO, Transfer

# What the request, the payments and the recoveries say of themselves; others follow from these.
BROUGHT_BACK = ("RECOVERED", "OFFSET", "WAIVED", "WRITE_OFF")
ANSWERED_FOR = ("COMMIT", "INSTRUCT", "RETURNED", *PAID_INTO, "RECOVERY_DUE", *BROUGHT_BACK)

# Kind, stage, attempt; and the line, where a payment goes to persons.
Key = tuple[str | int, ...]


def of_payment(
    stage: str,
    attempt: int,
    *,
    state: str,
    fen: int,
    parts: Mapping[int, int] | None = None,
    results: Mapping[int, str] | None = None,
) -> dict[Key, int]:
    """The entries that a payment in this state must have left, each person's part its own."""
    kinds: Mapping[str, tuple[str, ...]] = {
        "instructed": ("INSTRUCT",),
        "paid": ("INSTRUCT", stage),
        "returned": ("INSTRUCT", "RETURNED"),
        # Set against a debt it is as good as paid, though nothing went to the bank.
        "offset": ("INSTRUCT", stage),
    }
    if not parts:
        return {(kind, stage, attempt): fen for kind in kinds.get(state, ())}
    # A part of which the bank has spoken, or that was held back, stands by itself.
    stands = dict.fromkeys(parts, state) | dict(results or {})
    return {
        (kind, stage, attempt, line): part
        for line, part in parts.items()
        # What goes to persons was not approved with a class: it is set aside by itself.
        for kind in ("COMMIT", *kinds.get(stands[line], ()))
    }


def of_recovery(acts: Iterable[tuple[str, str, int]]) -> dict[Key, int]:
    """The entries that (kind, reason, fen) must have left, in the order in which they happened.

    A debt is counted by its reason, what brought it back by the case.
    """
    expected: dict[Key, int] = {}
    times: Counter[Key] = Counter()
    for kind, reason, fen in acts:
        counted = (kind,) if kind in BROUGHT_BACK else (kind, reason)
        times[counted] += 1
        expected[kind, reason, times[counted]] = fen
    return expected


def wrong_entries(
    entries: Iterable[tuple[int, Transfer]], expected: Mapping[Key, int]
) -> tuple[str, ...]:
    """Every entry (its number, the transfer) that does not fit, then every one that is missing."""
    wrong, missing = [], dict(expected)
    standing: Counter[str] = Counter()
    below: set[str] = set()
    for number, entry in entries:
        standing[entry.debit] += entry.fen
        standing[entry.credit] -= entry.fen
        if entry.kind in ANSWERED_FOR:
            line = (entry.line,) if entry.line else ()
            due = missing.pop((entry.kind, entry.stage, entry.attempt, *line), None)
            if due != entry.fen:
                said = "nothing" if due is None else f"{due} fen"
                wrong.append(f"entry {number} moves {entry.fen} fen ({entry.kind}), not {said}")
        under = {name for name, fen in standing.items() if fen < 0} - {"budget"}
        wrong += [f"entry {number} leaves {name} below zero" for name in sorted(under - below)]
        below = under
    gone = [f"an entry is missing: {kind} of {stage}" for kind, stage, *_ in missing]
    return (*wrong, *gone)
