"""The key ring that seals personal data, and the blind index by which people are found again."""

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32
HIGHEST_KEY = 255


class NoKeyRing(RuntimeError):
    """Personal data cannot be read or written before the key ring is put in place."""


class KeyMissing(RuntimeError):
    """The ring has no key of the number this value was sealed with."""


class SealBroken(RuntimeError):
    """A sealed value was changed, or stands in a column it was not sealed for."""


class KeyRing:
    """Keys by number: all of them open, the newest seals; a separate key makes blind indexes."""

    def __init__(
        self, keys: Mapping[int, bytes], *, index_key: bytes, seal_with: int | None = None
    ) -> None:
        if not keys or any(not 0 <= number <= HIGHEST_KEY for number in keys):
            raise ValueError("a key ring needs at least one key, numbered 0 to 255")
        if any(len(key) != KEY_BYTES for key in (*keys.values(), index_key)):
            raise ValueError(f"every key of the ring is {KEY_BYTES} bytes long")
        if index_key in keys.values():
            raise ValueError("the index key must not be one of the sealing keys")
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        # A key that not every process has yet opens, but does not seal.
        self.newest = max(keys) if seal_with is None else seal_with
        if self.newest not in keys:
            raise ValueError(f"there is no key {self.newest} on the ring to seal with")
        self.checks = {number: _check(key) for number, key in keys.items()}
        self.index_check = _check(index_key)
        self._index_key = index_key

    def seal(self, clear: bytes, column: str) -> bytes:
        """Key number, nonce, ciphertext and tag in one value."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.newest].encrypt(nonce, clear, column.encode())
        return bytes((self.newest,)) + nonce + sealed

    def open(self, sealed: bytes, column: str) -> bytes:
        """The clear value, if the key is on the ring and nothing was changed."""
        cipher = self._ciphers.get(sealed[0]) if sealed else None
        if cipher is None:
            raise KeyMissing(f"{column}: sealed with key {sealed[:1].hex() or 'none'}")
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, body, column.encode())
        except (InvalidTag, ValueError) as broken:
            raise SealBroken(column) from broken

    def index(self, text: str) -> str:
        """The same for the same identifier however it was typed; says nothing about it."""
        plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
        return hmac.new(self._index_key, plain.encode(), hashlib.sha256).hexdigest()


def _check(key: bytes) -> str:
    """By this a key is known again; it says nothing about the key."""
    return hmac.new(key, b"kaiban: is this the key", hashlib.sha256).hexdigest()[:16]


_in_place: list[KeyRing] = []


def use_key_ring(ring: KeyRing) -> None:
    """Put the ring in place; done once at start-up, again when keys are rotated."""
    _in_place[:] = [ring]


def key_ring() -> KeyRing:
    """The ring in place."""
    if not _in_place:
        raise NoKeyRing("use_key_ring() was not called at start-up")
    return _in_place[0]


def blind_index(text: str) -> str:
    """The blind index of an identifier under the ring in place."""
    return key_ring().index(text)
