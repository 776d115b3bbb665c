"""The words of a message, from its template and what is known of the case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from notifications.refusals import BadText

# What a message may say of a case. None of it is personal data, so a message may be kept for ever.
PARAMS: Final = frozenset(
    {
        *("number", "institution", "class_name", "due", "amount", "capital"),
        *("reason", "clause", "link", "received", "heads"),
    }
)
LANGUAGES: Final = ("zh", "en")
_UNKNOWN: Final = "—"
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Text:
    """What a person reads."""

    subject: str
    body: str


def render(
    texts: Mapping[str, Mapping[str, object]],
    template: str,
    params: Mapping[str, object],
    language: str,
) -> Text:
    """The text of a template; what is not known is shown as —, never left as a gap or a brace."""
    spoken_in = "en" if language.startswith("en") else "zh"
    words = _words(texts, template, spoken_in)
    # What has words of its own in each language is told in the reader's.
    spoken = {k: v[spoken_in] if isinstance(v, Mapping) else v for k, v in params.items()}
    return Text(
        subject=_SPACES.sub(" ", _filled(words["subject"], template, spoken)).strip(),
        body=_filled(words["body"], template, spoken).strip() + "\n",
    )


def check_texts(texts: Mapping[str, Mapping[str, object]]) -> list[str]:
    """What is wrong with a folder's texts, a sentence each."""
    wrong = []
    for template in sorted(texts):
        for language in LANGUAGES:
            try:
                words = _words(texts, template, language)
            except BadText as bad:
                wrong.append(str(bad))
                continue
            asked = {name for part in words.values() for name in _PLACEHOLDER.findall(part)}
            wrong.extend(
                f"文本 {template}.{language}：占位符“{name}”不在可用之列，请改正 "
                f"(unknown placeholder {name!r})"
                for name in sorted(asked - PARAMS)
            )
    return wrong


def _words(
    texts: Mapping[str, Mapping[str, object]], template: str, language: str
) -> dict[str, str]:
    words = texts.get(template, {}).get(language)
    if not isinstance(words, Mapping):
        raise BadText(f"文本 {template}.{language}：没有，请补上 (text is missing)")
    found = {part: words.get(part) for part in ("subject", "body")}
    written = {part: text for part, text in found.items() if isinstance(text, str) and text}
    if len(written) != len(found):
        raise BadText(f"文本 {template}.{language}：缺 subject 或 body (subject or body missing)")
    return written


def _filled(words: str, template: str, params: Mapping[str, object]) -> str:
    """One pass, so that a reason which itself holds braces stays what it is."""

    def known(found: re.Match[str]) -> str:
        if found[1] not in PARAMS:
            raise BadText(f"文本 {template}：占位符“{found[1]}”不可用 (unknown placeholder)")
        value = params.get(found[1])
        return _UNKNOWN if value is None or not str(value).strip() else str(value)

    return _PLACEHOLDER.sub(known, words)
