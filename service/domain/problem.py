"""One thing wrong with a request: where, what, in both languages, and under which clause."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong; `field` is written as forms write it: `roster[3].id_no`."""

    field: str
    code: str
    zh: str
    en: str
    clause: str | None = None
