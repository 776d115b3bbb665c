"""One typed answer → one checked value, or the reason why not; a reader for each type."""

from __future__ import annotations

import re
from contextvars import ContextVar
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from forms import identifiers
from forms.problems import Refused
from forms.typed_text import close_up, compact, one_line, several_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from forms.definition import Field

# The day of the filing, set for the length of one check; nothing here asks a clock.
TODAY: Final[ContextVar[date]] = ContextVar("today")

_LONGEST = 100_000
_LONGEST_NUMBER = 40
_MOST_DECIMALS = 2
_YEARS = range(1900, 2200)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?>|<!--|<!DOCTYPE", re.IGNORECASE)
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_REFERENCE = re.compile(r"d-[1-9][0-9]{0,17}")
_MOST_FILES = 20
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_MONEY = re.compile(r"[¥￥]?(-?)([0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]+))?元?")
_PERCENT = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]+))?%?")
_DATE = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::00)?")
_YES: Final = frozenset({"true", "on", "yes", "1", "是"})
_NO: Final = frozenset({"false", "off", "no", "0", "否"})


def read(value: object, field: Field) -> object:
    """The checked value of one filled-in field that is not a table."""
    return READERS[field.type](value, field)


def _as_text(value: object) -> str:
    if isinstance(value, str):
        if len(value) > _LONGEST:
            raise Refused("too_long", limit=_LONGEST, count=len(value))
        return value
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    raise Refused("number_not_text" if is_number else "not_text")


def _typed(value: object, refusal: str) -> str:
    """A short typed figure; what is no text, or absurdly long, is refused as the figure it is."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise Refused(refusal)
    typed = compact(value)
    if len(typed) > _LONGEST_NUMBER:
        raise Refused(refusal)
    return typed


def _text(value: object, field: Field) -> str:
    raw = _as_text(value)
    text = several_lines(raw) if field.type == "long_text" else one_line(raw)
    if field.close_up:
        text = close_up(text)
    if _CONTROL.search(text):
        raise Refused("control_character")
    if _TAG.search(text):
        raise Refused("markup")
    if len(text) > field.max_length:
        raise Refused("too_long", limit=field.max_length, count=len(text))
    return _shaped(text, field)


def _shaped(text: str, field: Field) -> str:
    if not field.pattern:
        return text
    tight = compact(text)
    if re.fullmatch(field.pattern, tight) is None:
        raise Refused("pattern", example=field.example or field.pattern)
    return tight


def _file(value: object, field: Field) -> object:
    """References of documents that were sent before; a field of many may name several."""
    given = value if isinstance(value, (list, tuple)) else [value]
    named = list(dict.fromkeys(compact(one) if isinstance(one, str) else "" for one in given))
    if any(_REFERENCE.fullmatch(one) is None for one in named):
        raise Refused("file")
    most = _MOST_FILES if field.many else 1
    if len(named) > most:
        raise Refused("too_many_files", limit=most, count=len(named))
    return named if field.many else named[0]


def _integer(value: object, field: Field) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return _within(value, field)
    typed = _typed(value, "not_integer")
    if _INTEGER.fullmatch(typed) is None:
        raise Refused("not_integer")
    return _within(int(typed), field)


def _money(value: object, field: Field) -> int:
    """Yuan as typed → fen; a bare number is refused because nobody can tell yuan from fen."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise Refused("money_number")
    found = _MONEY.fullmatch(_typed(value, "not_money"))
    if found is None:
        raise Refused("not_money")
    sign, whole, decimals = found.groups()
    amount = _hundredths(whole.replace(",", ""), decimals, "money_decimals")
    return _within(-amount if sign else amount, field, _yuan)


def _percent(value: object, field: Field) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return _within(value * 100, field, _points)
    found = _PERCENT.fullmatch(_typed(value, "not_percent"))
    if found is None:
        raise Refused("not_percent")
    sign, whole, decimals = found.groups()
    points = _hundredths(whole, decimals, "percent_decimals")
    return _within(-points if sign else points, field, _points)


def _hundredths(whole: str, decimals: str | None, refusal: str) -> int:
    if decimals and len(decimals) > _MOST_DECIMALS:
        raise Refused(refusal)
    return int(whole) * 100 + int((decimals or "").ljust(2, "0"))


def _within(number: int, field: Field, write: Callable[[int], str] = str) -> int:
    if isinstance(field.minimum, int) and number < field.minimum:
        raise Refused("too_small", limit=write(field.minimum))
    if isinstance(field.maximum, int) and number > field.maximum:
        raise Refused("too_large", limit=write(field.maximum))
    return number


def _yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d} 元"


def _points(basis: int) -> str:
    return f"{basis // 100}.{basis % 100:02d}".rstrip("0").rstrip(".") + "%"


def _date(value: object, field: Field) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return _in_time(value, field)
    found = _DATE.fullmatch(_typed(value, "not_date"))
    if found is None:
        raise Refused("not_date")
    year, month, day, tight_month, tight_day = found.groups()
    try:
        typed = date(int(year), int(month or tight_month), int(day or tight_day))
    except ValueError:
        raise Refused("not_date") from None
    return _in_time(typed, field)


def _in_time(day: date, field: Field) -> date:
    earliest, latest = _day_limit(field.minimum), _day_limit(field.maximum)
    if earliest is not None and day < earliest:
        raise Refused("too_early", limit=earliest.isoformat())
    if latest is not None and day > latest:
        raise Refused("too_late", limit=latest.isoformat())
    return day


def _day_limit(limit: object) -> date | None:
    if limit == "today":
        return TODAY.get()
    return limit if isinstance(limit, date) else None


def _time(value: object, _field: Field) -> str:
    """Hours and minutes as text, so that they sort and compare as they read."""
    found = _TIME.fullmatch(_typed(value, "not_time"))
    if found is None:
        raise Refused("not_time")
    return f"{int(found[1]):02d}:{found[2]}"


def _instant(value: object, _field: Field) -> datetime:
    moment = value if isinstance(value, datetime) else _moment(value)
    if moment.tzinfo is None:
        raise Refused("no_offset")
    if moment.year not in _YEARS:
        raise Refused("not_instant")
    return moment.astimezone(UTC)


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise Refused("not_instant")
    typed = re.sub(r"(?<=\d)\s+(?=\d)", "T", one_line(value[:_LONGEST_NUMBER]))
    tight = _typed(typed, "not_instant")
    try:
        return datetime.fromisoformat(tight)
    except ValueError:
        raise Refused("not_instant") from None


def _boolean(value: object, _field: Field) -> bool:
    if isinstance(value, bool):
        return value
    typed = _typed(value, "not_boolean").lower()
    if typed not in _YES | _NO:
        raise Refused("not_boolean")
    return typed in _YES


def _choice(value: object, field: Field) -> str:
    typed = compact(_as_text(value))
    for choice in field.choices:
        if typed in (choice.id, compact(choice.label.zh)):
            return choice.id
    allowed = "、".join(f"{choice.label.zh}（{choice.id}）" for choice in field.choices)
    allowed_en = "; ".join(f"{choice.label.en} ({choice.id})" for choice in field.choices)
    raise Refused("unknown_choice", allowed=allowed, allowed_en=allowed_en)


def _choices(value: object, field: Field) -> list[str]:
    """The chosen ids in the order of the form, each once; a page posts a single one bare."""
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)):
        raise Refused("not_a_list")
    chosen = {_choice(one, field) for one in given}
    return [choice.id for choice in field.choices if choice.id in chosen]


def _id_no(value: object, _field: Field) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise Refused("id_lost_digits")
    return identifiers.resident_id(_as_text(value), TODAY.get())


def _identifier(read_one: Callable[[str], str]) -> Callable[[object, Field], str]:
    return lambda value, _field: read_one(_as_text(value))


READERS: Final[Mapping[str, Callable[[object, Field], object]]] = MappingProxyType(
    {
        "text": _text,
        "long_text": _text,
        "file": _file,
        "integer": _integer,
        "hours": _integer,
        "money": _money,
        "percent": _percent,
        "date": _date,
        "time": _time,
        "instant": _instant,
        "boolean": _boolean,
        "choice": _choice,
        "choices": _choices,
        "id_no": _id_no,
        "uscc": _identifier(identifiers.uscc),
        "mobile": _identifier(identifiers.mobile),
        "bank_account": _identifier(identifiers.bank_account),
    }
)
