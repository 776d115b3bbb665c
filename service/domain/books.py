"""Reading a case's books from the first entry against what was approved, instructed and paid."""

from collections.abc import Iterable, Mapping

from service.domain.ledger import PAID_INTO, Transfer, balances

# What the request and the payments say of themselves; the other kinds follow from these.
ANSWERED_FOR = ("COMMIT", "INSTRUCT", "RETURNED", *PAID_INTO)

Key = tuple[str, str, int]


def of_payment(stage: str, attempt: int, *, state: str, fen: int) -> dict[Key, int]:
    """The entries that a payment in this state must have left."""
    kinds = {
        "instructed": ("INSTRUCT",),
        "paid": ("INSTRUCT", stage),
        "returned": ("INSTRUCT", "RETURNED"),
    }
    return {(kind, stage, attempt): fen for kind in kinds.get(state, ())}


def wrong_entries(
    entries: Iterable[tuple[int, Transfer]], expected: Mapping[Key, int]
) -> tuple[str, ...]:
    """Every entry (its number, the transfer) that does not fit, then every one that is missing."""
    wrong, missing, so_far = [], dict(expected), list[Transfer]()
    below: set[str] = set()
    for number, entry in entries:
        so_far.append(entry)
        if entry.kind in ANSWERED_FOR:
            due = missing.pop((entry.kind, entry.stage, entry.attempt), None)
            if due != entry.fen:
                said = "nothing" if due is None else f"{due} fen"
                wrong.append(f"entry {number} moves {entry.fen} fen ({entry.kind}), not {said}")
        under = {name for name, fen in balances(so_far).items() if fen < 0} - {"budget"}
        wrong += [f"entry {number} leaves {name} below zero" for name in sorted(under - below)]
        below = under
    gone = [f"an entry is missing: {kind} of {stage}" for kind, stage, _ in missing]
    return (*wrong, *gone)
