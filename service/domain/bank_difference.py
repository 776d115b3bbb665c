"""What a bank's line comes to beside what was sent: done, said before, or a difference."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from service.domain.bank_answer import Said
from service.domain.bank_layout import PAID, PENDING, RETURNED, Code

REPEATED, CONTRADICTS = "repeated", "contradicts"
UNKNOWN, WRONG_BATCH, NOT_SENT = "unknown", "wrong_batch", "not_sent"
AMOUNT_CHANGED, ACCOUNT_CHANGED, CODE_UNKNOWN = "amount_changed", "account_changed", "code_unknown"
# The case itself would not have it, for the reason it gives whoever tries by hand.
REFUSED = "refused"
DONE = frozenset({PAID, RETURNED})
QUIET = DONE | {REPEATED, PENDING}
# In the order in which a page lists them: what needs somebody comes first.
OUTCOMES: Mapping[str, tuple[str, str]] = {
    CONTRADICTS: ("与已登记的结果矛盾", "Contradicts what was recorded"),
    AMOUNT_CHANGED: ("金额与清单不符", "Another amount than was sent"),
    ACCOUNT_CHANGED: ("账号与清单不符", "Another account than was sent"),
    UNKNOWN: ("清单中没有这一笔", "No such line was sent"),
    WRONG_BATCH: ("属于另一批次", "Belongs to another batch"),
    NOT_SENT: ("本笔暂缓，没有发出", "This line was held back and never sent"),
    REFUSED: ("办件目前不能登记，请到办件页处理后再导入一次", "The case cannot record it now"),
    CODE_UNKNOWN: ("结果代码不在对照表中", "The code is not in the bank's table"),
    RETURNED: ("退票", "Returned"),
    PENDING: ("处理中", "Still under way"),
    PAID: ("已支付", "Paid"),
    REPEATED: ("重复回报，未再入账", "Said before; nothing changed"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A line as it stands in the batch."""

    ref: str
    fen: int
    account: str
    state: str


def judged(
    lines: Iterable[Said],
    sent: Mapping[str, Sent],
    *,
    codes: Mapping[str, Code],
    others: Collection[str] = (),
) -> dict[int, str]:
    """Line of the file → what it comes to; nothing here depends on the order of the lines."""
    found: dict[int, str] = {}
    alone: dict[str, int] = {}
    # Nearly every line stands there once: only those that do not are kept as lists.
    twins: dict[str, list[int]] = {}
    for line in lines:
        found[line.at] = judge(line, sent, codes=codes, others=others)
        if found[line.at] in DONE and alone.setdefault(line.ref, line.at) != line.at:
            twins.setdefault(line.ref, [alone[line.ref]]).append(line.at)
    for first, *more in twins.values():
        same = all(found[at] == found[first] for at in more)
        # A file that says both of one line has said neither.
        found |= dict.fromkeys(more if same else (first, *more), REPEATED if same else CONTRADICTS)
    return found


def judge(
    line: Said,
    sent: Mapping[str, Sent],
    *,
    codes: Mapping[str, Code],
    others: Collection[str] = (),
) -> str:
    """What one line comes to by itself; `others` are the numbers of other batches."""
    item = sent.get(line.ref)
    if item is None:
        return WRONG_BATCH if line.ref.rpartition("-")[0] in others else UNKNOWN
    if line.fen != item.fen:
        return AMOUNT_CHANGED
    if line.account and line.account != item.account:
        return ACCOUNT_CHANGED
    if line.code not in codes:
        return CODE_UNKNOWN
    return settled_as(codes[line.code].result, item.state)


def settled_as(result: str, state: str) -> str:
    """What a result does to a line in that state; the same once more does nothing."""
    if state in DONE:
        return REPEATED if result in (state, PENDING) else CONTRADICTS
    return result if state == "sent" else NOT_SENT


def is_doubted(outcome: str, state: str) -> bool:
    """Whether the bank now says of money that came back that it was paid all the same."""
    return outcome == CONTRADICTS and state == RETURNED


def silent(sent: Iterable[Sent], heard: Iterable[str]) -> list[str]:
    """The lines that were sent and of which the bank said nothing."""
    known = set(heard)
    return [item.ref for item in sent if item.state == "sent" and item.ref not in known]
