"""One chain of digests over what happened: each entry answers for the one before it."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256

# Under this name an entry's outcome keeps the digest of each document that came in with it.
PAPERS = "papers"


def papers_amiss(
    told: Mapping[int, Mapping[str, str]], kept: Iterable[tuple[str, int | None, str]]
) -> list[str]:
    """The documents (reference, entry, digest) that are not those the entries answer for."""
    seen, amiss = set(), []
    for reference, seq, digest in kept:
        seen.add(reference)
        if seq is not None and told.get(seq, {}).get(reference) != digest:
            amiss.append(reference)
    gone = {reference for papers in told.values() for reference in papers} - seen
    return amiss + sorted(gone)


def canonical(payload: Mapping[str, object]) -> bytes:
    """The one way to write a payload down, so that its digest can be computed again."""
    return json.dumps(
        payload,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
        default=_plain,
    ).encode()


def entry_digest(previous: str, payload: Mapping[str, object]) -> str:
    """The digest of an entry, chained to the digest of the one before; the first follows ""."""
    return sha256(previous.encode() + b"\n" + canonical(payload)).hexdigest()


def first_broken(entries: Iterable[tuple[str, Mapping[str, object], str]]) -> int | None:
    """The place of the first entry (previous, payload, digest) that no longer fits the chain."""
    head = ""
    for place, (previous, payload, digest) in enumerate(entries):
        if previous != head or digest != entry_digest(previous, payload):
            return place
        head = digest
    return None


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("an instant without a time zone has no place in history")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in history")
