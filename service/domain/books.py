"""Reading a case's books from the first entry against what was approved, instructed and paid."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from service.domain.ledger import PAID_INTO, Transfer

# What the request, the payments and the recoveries say of themselves; others follow from these.
BROUGHT_BACK = ("RECOVERED", "OFFSET", "WAIVED", "WRITE_OFF")
OF_A_DEBT = ("RECOVERY_DUE", *BROUGHT_BACK)
ANSWERED_FOR = ("COMMIT", "INSTRUCT", "RETURNED", *PAID_INTO, *OF_A_DEBT)

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


def as_acts(entries: Iterable[tuple[int, int, Transfer]]) -> list[tuple[int, Transfer]]:
    """The entries (number, act, transfer) with what one act did to several funds read as one.

    A debt of several funds leaves an entry for each; what happened is what they come to.
    """
    acts: list[tuple[int, Transfer]] = []
    parts: Counter[Key] = Counter()
    last: Key = ()
    funds: set[str] = set()
    for number, act, entry in entries:
        this = (act, entry.kind, entry.stage)
        debt = (entry.kind,) if entry.kind in BROUGHT_BACK else (entry.kind, entry.stage)
        if this == last and entry.kind in OF_A_DEBT and entry.fund not in funds:
            first, whole = acts[-1]
            acts[-1] = first, replace(whole, fen=whole.fen + entry.fen)
            parts[debt] += 1
        else:
            before = parts[debt]
            acts.append(
                (number, replace(entry, attempt=entry.attempt - before) if before else entry)
            )
            funds = set()
        last = this
        funds.add(entry.fund)
    return acts


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
