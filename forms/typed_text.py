"""What people's keyboards and copied cells do to text, undone: full-width signs, stray spaces."""

from __future__ import annotations

import re
import unicodedata

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Chinese punctuation in prose stays as it is; only digits and letters become narrow there.
_NARROW_ALPHANUMERIC = {wide: thin for wide, thin in _NARROW.items() if chr(thin).isalnum()}
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff·]) (?=[\u3400-\u9fff·])")


def compact(text: str) -> str:
    """For numbers, dates and codes: narrow signs and no space at all."""
    return _SPACES.sub("", _INVISIBLE.sub("", text)).translate(_NARROW)


def one_line(text: str) -> str:
    """For a line of prose: single spaces, none at the ends."""
    return _SPACES.sub(" ", _clean(text)).strip()


def several_lines(text: str) -> str:
    """For prose with paragraphs: line breaks kept, spaces as in a line."""
    breaks = _clean(text).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_SPACES_IN_LINE.sub(" ", line).strip() for line in breaks.split("\n"))
    return "\n".join(lines).strip()


def close_up(text: str) -> str:
    """For names set apart to fill a column: 张　三 is 张三."""
    return _BETWEEN_CHINESE.sub("", text)


def is_blank(value: object) -> bool:
    """Whether nothing was filled in."""
    if isinstance(value, str):
        return not compact(value[:1000]) and not compact(value)
    return value is None or (isinstance(value, (list, tuple, dict)) and not value)


def _clean(text: str) -> str:
    narrow = _INVISIBLE.sub("", text).translate(_NARROW_ALPHANUMERIC)
    return unicodedata.normalize("NFC", narrow)
