"""How a bank wants its payment list and writes its answer: a layout, read from its file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

XLSX, CSV, TXT = "xlsx", "csv", "txt"
KINDS = (XLSX, CSV, TXT)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
UNITS = ("yuan", "fen")
MARK = "mark"
OF_BATCH = ("batch", "count", "total", "pay_on", MARK)
OF_LINE = ("no", "ref", "payee", "bank", "account", "amount", "purpose", MARK)
OF_ANSWER = ("code", "note", "done_on")
# Without these a line of an answer could not be told from another, or not be checked.
NEEDED = ("ref", "amount")
PAID, RETURNED, PENDING = "paid", "returned", "pending"
RESULTS = (PAID, RETURNED, PENDING)


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a line: what it holds, its title, and how wide it is where width counts."""

    holds: str
    zh: str = ""
    width: int = 0
    pad: str = " "
    text: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """What one of the bank's codes means."""

    result: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of writing a payment list, and of reading what became of it."""

    name: str
    zh: str
    en: str
    kind: str
    encoding: str
    delimiter: str
    unit: str
    titles: bool
    head: tuple[Place, ...]
    columns: tuple[Place, ...]
    answer: tuple[Place, ...]
    foot: tuple[Place, ...]
    codes: Mapping[str, Code]

    @property
    def answered(self) -> tuple[Place, ...]:
        """The columns of a line that comes back."""
        return (*self.columns, *self.answer)

    @property
    def fixed(self) -> bool:
        """Whether a value is found by its width."""
        return self.kind == TXT and not self.delimiter

    @property
    def says_total(self) -> bool:
        """Whether an answer tells how much it comes to."""
        return any(place.holds == "total" for place in (*self.head, *self.foot))


def read_layout(name: str, raw: Mapping[str, Any]) -> Layout:
    """A layout that has no problems."""
    return Layout(
        name=name,
        zh=raw["zh"],
        en=raw["en"],
        kind=raw["kind"],
        encoding=raw.get("encoding", "utf-8-sig"),
        delimiter=raw.get("delimiter", "," if raw["kind"] == CSV else ""),
        unit=raw.get("unit", "yuan"),
        titles=raw.get("titles", True),
        head=_places(raw.get("head", ())),
        columns=_places(raw["column"]),
        answer=_places(raw["answer"]),
        foot=_places(raw.get("foot", ())),
        codes={one["is"]: Code(one["result"], one["zh"], one["en"]) for one in raw["code"]},
    )


def _places(rows: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    return tuple(Place(**row) for row in rows)


def layout_problems(raw: Mapping[str, Any]) -> list[str]:
    """What keeps a file from being a layout, each in a sentence; empty when it is one."""
    return [*_of_file(raw), *_of_places(raw), *_of_codes(raw)]


def _of_file(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{key} is missing" for key in ("zh", "en") if not raw.get(key))
    if raw.get("kind") not in KINDS:
        yield f"kind must be one of {', '.join(KINDS)}"
    if raw.get("encoding", ENCODINGS[0]) not in ENCODINGS:
        yield f"encoding must be one of {', '.join(ENCODINGS)}"
    if raw.get("unit", UNITS[0]) not in UNITS:
        yield f"unit must be one of {', '.join(UNITS)}"


def _of_places(raw: Mapping[str, Any]) -> Iterator[str]:
    allowed = {"head": OF_BATCH, "foot": OF_BATCH, "column": OF_LINE, "answer": OF_ANSWER}
    fixed = raw.get("kind") == TXT and not raw.get("delimiter")
    for part, words in allowed.items():
        for row in raw.get(part, ()):
            if row.get("holds") not in words:
                yield f"{part}: {row.get('holds')} is none of {', '.join(words)}"
            if fixed and not row.get("width"):
                yield f"{part}: {row.get('holds')} needs a width"
            if not fixed and raw.get("titles", True) and not row.get("zh"):
                yield f"{part}: {row.get('holds')} needs a title"
    held = {row.get("holds") for row in raw.get("column", ())}
    yield from (f"column: {word} is missing" for word in NEEDED if word not in held)
    if "code" not in {row.get("holds") for row in raw.get("answer", ())}:
        yield "answer: code is missing"


def _of_codes(raw: Mapping[str, Any]) -> Iterator[str]:
    codes = raw.get("code", ())
    for row in codes:
        if row.get("result") not in RESULTS or not (
            row.get("is") and row.get("zh") and row.get("en")
        ):
            yield f"code {row.get('is')}: result must be one of {', '.join(RESULTS)}, with words"
    meant = {row.get("result") for row in codes}
    yield from (f"code: none means {word}" for word in (PAID, RETURNED) if word not in meant)
    if len({row.get("is") for row in codes}) < len(codes):
        yield "code: one stands twice"
