"""A file sealed piece by piece: read back whole, never in part, never changed."""

from io import BytesIO

import pytest

from service.records.seal import SealBroken
from service.records.sealed_file import PIECE, new_key, open_file, seal_file, unwrap, verify, wrap

HEAD, SEALED_PIECE = 11, PIECE + 16


def sealed(content, key):
    into = BytesIO()
    digests = seal_file(BytesIO(content), into, key)
    return into.getvalue(), digests


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_any_size_is_read_back_as_it_was(size):
    key, content = new_key(), bytes(range(256)) * (size // 256 + 1)
    closed, digests = sealed(content[:size], key)
    assert b"".join(open_file(BytesIO(closed), key)) == content[:size]
    assert digests.size == size


@pytest.mark.parametrize(
    "spoil",
    [
        lambda closed: closed[:-1],
        lambda closed: closed[: HEAD + SEALED_PIECE],
        lambda closed: closed[:HEAD] + closed[HEAD + SEALED_PIECE :],
        lambda closed: closed[:-5] + bytes((closed[-5] ^ 1,)) + closed[-4:],
        lambda closed: b"KBD0" + closed[4:],
        lambda _closed: b"",
    ],
)
def test_a_changed_cut_or_moved_piece_breaks_the_seal(spoil):
    key = new_key()
    closed, digests = sealed(b"x" * 3 * PIECE, key)
    with pytest.raises(SealBroken):
        verify(BytesIO(spoil(closed)), key, digests.clear)


def test_another_file_under_the_same_key_is_not_the_one_registered():
    key = new_key()
    with pytest.raises(SealBroken):
        verify(BytesIO(sealed(b"a", key)[0]), key, sealed(b"b", key)[1].clear)


def test_a_key_opens_only_for_its_case_and_content(key_ring):
    key = new_key()
    assert unwrap(wrap(key, 1, "d"), 1, "d") == key
    for case, digest in ((2, "d"), (1, "e")):
        with pytest.raises(SealBroken):
            unwrap(wrap(key, 1, "d"), case, digest)
