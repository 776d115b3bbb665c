"""What is wrong with a form definition, collected sentence by sentence while it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeGuard

from forms.definition import Words


def is_table(raw: object) -> TypeGuard[Mapping[str, object]]:
    """Whether this part of the file is a table of keys."""
    return isinstance(raw, Mapping)


class Complaints:
    """The sentences for the author of the file; reading goes on so that all are told at once."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def add(self, where: str, zh: str, en: str) -> None:
        """One mistake and its mend."""
        self.sentences.append(f"{where}：{zh} ({en})")

    def unknown_keys(self, where: str, raw: Mapping[str, object], known: Iterable[str]) -> None:
        """A key that nothing reads is a typing mistake."""
        for key in sorted(str(key) for key in raw.keys() - set(known)):
            self.add(where, f"不认识的键“{key}”，请删去或改正", f"unknown key {key!r}")

    def text(self, where: str, raw: Mapping[str, object], key: str, *, needed: bool = False) -> str:
        """The text under a key, or nothing."""
        found = raw.get(key, "")
        if not isinstance(found, str):
            self.add(where, f"“{key}”应为文字", f"{key!r} must be text")
            return ""
        if needed and not found.strip():
            self.add(where, f"缺少“{key}”，请补上", f"{key!r} is missing")
        return found

    def texts(
        self, where: str, raw: Mapping[str, object], key: str, *, needed: bool = False
    ) -> tuple[str, ...]:
        """The list of texts under a key."""
        found = raw.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.add(where, f"“{key}”应为文字列表", f"{key!r} must be a list of texts")
            return ()
        if needed and not found:
            self.add(where, f"缺少“{key}”，请补上", f"{key!r} is missing")
        return tuple(found)

    def flag(self, where: str, raw: Mapping[str, object], key: str) -> bool:
        """The yes or no under a key; absent is no."""
        found = raw.get(key, False)
        if not isinstance(found, bool):
            self.add(where, f"“{key}”应为 true 或 false", f"{key!r} must be true or false")
            return False
        return found

    def words(
        self, where: str, raw: Mapping[str, object], *, prefix: str = "", needed: bool = False
    ) -> Words:
        """The same words in both languages."""
        zh = self.text(where, raw, f"{prefix}zh", needed=needed)
        en = self.text(where, raw, f"{prefix}en", needed=needed or bool(zh))
        return Words(zh, en)
