"""A bank's answer read back: which batch it says it is for, what it comes to, and its lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException

from service.domain.bank_layout import PAID, Layout, Place
from service.domain.money import LARGEST_FEN

Row = Sequence[object]
CENTS = 100
LONGEST_COUNT = 18
# A longer number lost its last digits when a spreadsheet took an account for an amount.
EXACT = 2**53


class NotThisLayout(ValueError):
    """The file is not written as this layout says."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of an answer, as it stands there."""

    at: int
    ref: str
    fen: int | None
    code: str
    account: str = ""
    note: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a file says."""

    lines: tuple[Said, ...]
    batch: str = ""
    count: int | None = None
    total_fen: int | None = None


def read_answer(layout: Layout, rows: Iterable[Row]) -> Answer:
    """What the rows of a file say; raises NotThisLayout."""
    about: dict[str, str] = {}
    found: list[Said] = []
    columns: Mapping[str, int] | None = None
    if not layout.titles:
        columns = {place.holds: at for at, place in enumerate(layout.answered)}
    for at, row in enumerate(rows, start=1):
        cells = [_text(cell) for cell in row]
        if not any(cells):
            continue
        told = _summary(layout, cells)
        if told is not None:
            about |= told
        elif columns is None:
            columns = _titles(layout, cells)
        else:
            found.append(_said(layout, columns, cells, at))
    if columns is None or not found:
        raise NotThisLayout("no line was found")
    return Answer(
        tuple(found), about.get("batch", ""), _whole(about.get("count")), _fen(layout, about)
    )


def split_fixed(layout: Layout, lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines of a fixed-width file as cells; width counts bytes of the bank's own encoding."""
    forms = [layout.head, layout.answered, layout.foot]
    return (_cut(layout, forms, line.rstrip("\r\n")) for line in lines if line.strip())


def faults(layout: Layout, answer: Answer, batch: str) -> tuple[str, ...]:
    """Why a file is not taken in at all: another batch's, or its own sums do not hold."""
    found = []
    if answer.batch and answer.batch != batch:
        found.append("other_batch")
    if answer.count is not None and answer.count != len(answer.lines):
        found.append("count")
    if answer.total_fen is None:
        # A file that lost its end must not pass for a whole one.
        found += ["no_total"] if layout.says_total else []
    else:
        whole = sum(line.fen or 0 for line in answer.lines)
        paid = sum(line.fen or 0 for line in answer.lines if _means_paid(layout, line))
        # Some banks add up what they were sent, some what went through.
        if answer.total_fen not in (whole, paid):
            found.append("total")
    return tuple(found)


def _means_paid(layout: Layout, line: Said) -> bool:
    return line.code in layout.codes and layout.codes[line.code].result == PAID


def _cut(layout: Layout, forms: Sequence[Sequence[Place]], line: str) -> list[str]:
    raw = line.encode(layout.encoding)
    for places in forms:
        mark = next((place.text for place in places if place.holds == "mark"), None)
        if places and (mark is None or line.startswith(mark)):
            break
    else:
        raise NotThisLayout("a line begins with a mark this layout does not know")
    cells, at = [], 0
    for place in places:
        cells.append(raw[at : at + place.width].decode(layout.encoding, "replace").strip())
        at += place.width
    return cells


def _summary(layout: Layout, cells: Sequence[str]) -> dict[str, str] | None:
    for places in filter(None, (layout.head, layout.foot)):
        if layout.fixed:
            if cells[0] == places[0].text and len(cells) == len(places):
                return {place.holds: cell for place, cell in zip(places, cells, strict=True)}
        elif cells[0] == places[0].zh and len(cells) > 1:
            beside = dict(zip(cells[::2], cells[1::2], strict=False))
            return {place.holds: beside.get(place.zh, "") for place in places}
    return None


def _titles(layout: Layout, cells: Sequence[str]) -> Mapping[str, int]:
    found = {place.holds: cells.index(place.zh) for place in layout.answered if place.zh in cells}
    lacking = [word for word in ("ref", "amount", "code") if word not in found]
    if lacking:
        raise NotThisLayout(f"no column for {', '.join(lacking)}")
    return found


def _said(layout: Layout, columns: Mapping[str, int], cells: Sequence[str], at: int) -> Said:
    def cell(word: str) -> str:
        place = columns.get(word)
        return cells[place] if place is not None and place < len(cells) else ""

    return Said(
        at=at,
        ref=cell("ref"),
        fen=_money(layout, cell("amount")),
        code=cell("code"),
        account=cell("account"),
        note=cell("note"),
        done_on=_day(cell("done_on")),
    )


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    return "" if cell is None else str(cell).strip()


def _money(layout: Layout, text: str) -> int | None:
    """The amount in fen; nothing where it is no amount at all."""
    try:
        amount = Decimal(text.replace(",", ""))
        fen = amount if layout.unit == "fen" else amount * CENTS
    except DecimalException:
        return None
    whole = fen.is_finite() and abs(fen) <= LARGEST_FEN and fen == fen.to_integral_value()
    return int(fen) if whole else None


def _fen(layout: Layout, about: Mapping[str, str]) -> int | None:
    if not about.get("total"):
        return None
    fen = _money(layout, about["total"])
    if fen is None:
        raise NotThisLayout("the total is no amount")
    return fen


def _whole(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > LONGEST_COUNT:
        raise NotThisLayout("the count is no number")
    return int(text)


def _day(text: str) -> date | None:
    digits = "".join(sign for sign in text[:10] if sign.isdecimal())
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None
