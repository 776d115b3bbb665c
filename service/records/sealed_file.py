"""A file sealed piece by piece under a key of its own, so that no size needs much memory."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.records.seal import KEY_BYTES, SealBroken, key_ring

MARK = b"KBD1"
PREFIX_BYTES = 7
TAG_BYTES = 16
WRAPPED_FOR = "document.wrapped_key/{case_id}/{sha256}"
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Digests:
    """What a file is known by: clear, and as it lies in the storage."""

    clear: str
    sealed: str
    size: int


def new_key() -> bytes:
    """A key for one file."""
    return os.urandom(KEY_BYTES)


def seal_file(clear: BinaryIO, into: BinaryIO, key: bytes) -> Digests:
    """Seal from beginning to end; every piece knows its place and whether it is the last."""
    cipher, prefix = AESGCM(key), os.urandom(PREFIX_BYTES)
    plain, sealed, size = sha256(), sha256(), 0

    def write(piece: bytes) -> None:
        sealed.update(piece)
        into.write(piece)

    write(MARK + prefix)
    piece = clear.read(PIECE)
    for number in range(2**32):
        following = clear.read(PIECE)
        plain.update(piece)
        size += len(piece)
        write(cipher.encrypt(_nonce(prefix, number, last=not following), piece, MARK))
        if not following:
            break
        piece = following
    return Digests(plain.hexdigest(), sealed.hexdigest(), size)


def open_file(sealed: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The clear pieces; one that was changed, moved or cut off breaks the seal."""
    cipher = AESGCM(key)
    head = sealed.read(len(MARK) + PREFIX_BYTES)
    if not head.startswith(MARK) or len(head) != len(MARK) + PREFIX_BYTES:
        raise SealBroken("document")
    prefix, number = head[len(MARK) :], 0
    piece = sealed.read(PIECE + TAG_BYTES)
    while True:
        following = sealed.read(PIECE + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(prefix, number, last=not following), piece, MARK)
        except (InvalidTag, ValueError) as broken:
            raise SealBroken("document") from broken
        if not following:
            return
        piece, number = following, number + 1


def verify(sealed: BinaryIO, key: bytes, digest: str) -> None:
    """Read it once to its end and compare the digest, before anybody is shown a byte."""
    seen = sha256()
    for piece in open_file(sealed, key):
        seen.update(piece)
    if seen.hexdigest() != digest:
        raise SealBroken("document")
    sealed.seek(0)


def wrap(key: bytes, case_id: int, digest: str) -> bytes:
    """The file's key under the ring's newest, bound to its case and its content."""
    return key_ring().seal(key, _bound(case_id, digest))


def unwrap(wrapped: bytes, case_id: int, digest: str) -> bytes:
    """The file's key."""
    return key_ring().open(wrapped, _bound(case_id, digest))


def _bound(case_id: int, digest: str) -> str:
    return WRAPPED_FOR.format(case_id=case_id, sha256=digest)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes((last,))
