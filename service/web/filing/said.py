"""A sentence in both languages at once, for what is kept now and read later."""

from typing import NamedTuple

from forms import Words
from service.web.language import english


class Said(NamedTuple):
    """The same sentence in both languages."""

    zh: str
    en: str


def both(chinese: str, **values: object) -> Said:
    """One sentence in both languages, its blanks filled; words with their own language."""
    in_zh = {k: v.zh if isinstance(v, Words) else v for k, v in values.items()}
    in_en = {k: v.en if isinstance(v, Words) else v for k, v in values.items()}
    return Said(chinese.format(**in_zh), english().get(chinese, chinese).format(**in_en))
