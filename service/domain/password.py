"""What makes a password hard to guess: length, and more than well-known pieces put together."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

SHORTEST, LONGEST = 12, 200
LEFT_OVER = 6
SHORTEST_RUN = 4
REMEMBERED = 5

FAULTS: Mapping[str, tuple[str, str]] = {
    "short": ("密码至少 12 个字符。", "A password has at least 12 characters."),
    "long": ("密码最多 200 个字符。", "A password has at most 200 characters."),
    "easy": (
        "这个密码太容易猜到：几乎只有账号、姓名、常见词、键盘连号或重复。",
        "Too easy to guess: only known words, login, name, runs and repetitions.",
    ),
    "used": (
        "这个密码最近用过，请换一个。",
        "This password was used not long ago; take another.",
    ),
}
KNOWN = (
    *("password", "passw0rd", "p@ssw0rd", "letmein", "welcome", "iloveyou", "monkey", "dragon"),
    *("administrator", "admin", "master", "secret", "login", "user", "guest", "root", "test"),
    *("changeme", "default", "temp", "kaiban", "mima", "woaini", "zhongguo", "beijing"),
    *("gongan", "caizheng", "renshe", "peixun", "butie", "hello", "abc", "密码"),
)
_ROWS = (
    *("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "!@#$%^&*()"),
)
RUNS = tuple(run for row in _ROWS for run in (row, row[::-1]))
_REPEATED = re.compile(r"(.{1,6}?)\1+")
_YEAR = re.compile(r"(19|20)\d\d")


def fault(password: str, *, known: Iterable[str] = ()) -> str | None:
    """Which of FAULTS the password has; `known` are the words anybody would try for its owner."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    return "easy" if len(left_over(password, known)) < LEFT_OVER else None


def left_over(password: str, known: Iterable[str]) -> str:
    """What remains once everything a guesser tries first is taken out."""
    text = _plain(password)
    own = {_plain(word) for word in known}
    for word in sorted({*own, *KNOWN} - {""}, key=len, reverse=True):
        text = text.replace(word, "")
    text = _without_runs(text)
    text = _YEAR.sub("", text)
    return _REPEATED.sub(r"\1", text)


def _without_runs(text: str) -> str:
    kept, at = [], 0
    while at < len(text):
        size = max(_run_at(text, at, run) for run in RUNS)
        if size < SHORTEST_RUN:
            kept.append(text[at])
            size = 1
        at += size
    return "".join(kept)


def _run_at(text: str, at: int, run: str) -> int:
    start = run.find(text[at])
    if start < 0:
        return 0
    size = 0
    while at + size < len(text) and run[start + size : start + size + 1] == text[at + size]:
        size += 1
    return size


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
