"""What somebody looks for: a case number however typed, a credit code, or part of a name."""

import re
import unicodedata
from dataclasses import dataclass

SHORTEST_NUMBER = 4
SHORTEST_NAME = 2
MOST_GRAMS = 8
LONGEST = 60

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－−_", "-"))
_NUMBER = re.compile(r"[A-Z]{2,4}-[0-9A-Z-]*", re.ASCII)
_TAIL = re.compile(r"[0-9]{1,6}", re.ASCII)
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{8,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sought:
    """One query, read: as the start of a number, as a running number, as a code, as a name."""

    text: str = ""
    number: str = ""
    tail: int | None = None
    code: str = ""
    name: str = ""

    @property
    def empty(self) -> bool:
        """Nothing was asked for."""
        return not self.text

    @property
    def too_short(self) -> bool:
        """So little was typed that half the house would answer to it."""
        return bool(self.text) and not (
            self.number or self.code or self.name or self.tail is not None
        )


def read(typed: str | None) -> Sought:
    """A query as it was typed: full width, lower case, blanks and long dashes are all the same."""
    text = " ".join(unicodedata.normalize("NFKC", typed or "").split())[:LONGEST]
    plain = text.replace(" ", "").translate(_DASHES).upper()
    name = text if len(letters(text)) >= SHORTEST_NAME else ""
    if _NUMBER.fullmatch(plain) and len(plain) >= SHORTEST_NUMBER:
        return Sought(text, number=plain)
    if _TAIL.fullmatch(plain):
        return Sought(text, tail=int(plain), name=name)
    return Sought(text, code=plain if _CREDIT_CODE.fullmatch(plain) else "", name=name)


def letters(text: str) -> str:
    """What of a name counts when names are compared: letters and digits, alike in any width."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in plain if one.isalnum())


def grams(text: str) -> list[str]:
    """Every two neighbouring letters of a name, each once, in order."""
    plain = letters(text)
    return list(dict.fromkeys(plain[at : at + 2] for at in range(len(plain) - 1)))


def words(text: str) -> list[str]:
    """The words of a query: what stands between blanks, brackets and points."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(one if one.isalnum() else " " for one in plain).split()


def grams_sought(text: str) -> list[str]:
    """The pairs a name must have to be an answer; of a long one not all need be asked for."""
    found = list(dict.fromkeys(pair for word in words(text) for pair in grams(word)))
    found = found or grams(text)
    if len(found) <= MOST_GRAMS:
        return found
    # Spread over the whole name, its beginning and its end among them.
    last = len(found) - 1
    return [found[at * last // (MOST_GRAMS - 1)] for at in range(MOST_GRAMS)]


def highlighted(text: str, sought: str) -> tuple[str, str, str]:
    """A text in three: before what was looked for, what was looked for, and after it."""
    plain = _folded(text)
    for one in (sought, *words(sought)) if sought else ():
        at = plain.find(_folded(one))
        if at >= 0:
            return text[:at], text[at : at + len(one)], text[at + len(one) :]
    return text, "", ""


def _folded(text: str) -> str:
    """One character for one, so that places in it are places in the text."""
    return "".join(_one(letter) for letter in text)


def _one(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter).casefold()
    return plain if len(plain) == 1 else letter
