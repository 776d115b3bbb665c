"""Amounts in fen: read, written, written out in capitals, and shared half up."""

import re

# Ten trillion yuan: no subsidy comes near it, and what goes past it was typed wrong.
LARGEST_FEN = 10**15

_AMOUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?", re.ASCII)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (10**3, "仟"), (10**2, "佰"), (10, "拾"))
_WHOLE_BP = 10_000


class AmountTooLarge(ValueError):
    """An amount above ten trillion yuan is refused."""


class NotAnAmount(ValueError):
    """An amount is digits with at most two decimals, not below zero."""


def within(fen: int) -> int:
    """The amount itself, if it is one the books can hold."""
    if abs(fen) > LARGEST_FEN:
        raise AmountTooLarge(str(fen))
    return fen


def fen(text: str) -> int:
    """`30,000.00` or `30000` as fen."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise NotAnAmount(text)
    whole, decimals = found.groups(default="")
    return within(int(whole.replace(",", "")) * 100 + int(decimals.ljust(2, "0")))


def yuan(fen: int) -> str:
    """Fen as `30,000.00`."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(within(fen)), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def share(fen: int, bp: int) -> int:
    """So many hundredths of a percent of an amount, half a fen rounded up."""
    if fen < 0 or bp < 0:
        raise NotAnAmount(f"{bp} of {fen}")
    return within((within(fen) * bp + _WHOLE_BP // 2) // _WHOLE_BP)


def capital(fen: int) -> str:
    """The amount in capitals (大写), as claim, payment and recovery documents print it."""
    sign = "负" if fen < 0 else ""
    whole, rest = divmod(abs(within(fen)), 100)
    jiao, odd = divmod(rest, 10)
    words = f"{_words(whole)}元" if whole or not rest else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    if not odd:
        return f"{sign}{words}整"
    gap = "零" if whole and not jiao else ""
    return f"{sign}{words}{gap}{_DIGITS[odd]}分"


def _words(number: int) -> str:
    for size, unit in _UNITS:
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _words(high) + unit + gap + (_words(low) if low else "")
    return _DIGITS[number]
