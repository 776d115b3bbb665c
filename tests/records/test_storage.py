"""Both storages alike: whole or not at all; gone and out of reach are two things."""

import os
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from service.records.storage import S3, BadPlace, Folder, Missing, Unreachable, open_storage
from service.records.storage.s3 import Access

CONTENT = os.urandom(300_000)
KEY = sha256(CONTENT).hexdigest()


@pytest.fixture(scope="module")
def s3_server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def bucket(address):
    access = Access("papers", endpoint=address, key_id="id", secret="secret")
    return S3(access)


@pytest.fixture(params=["folder", "s3"])
def storage(request, tmp_path):
    if request.param == "folder":
        return Folder(tmp_path / "documents")
    store = bucket(request.getfixturevalue("s3_server"))
    store._client.create_bucket(Bucket="papers")
    return store


def test_what_is_put_is_read_back_and_forgotten(storage):
    storage.put(KEY, BytesIO(CONTENT))
    storage.put(KEY, BytesIO(CONTENT))
    with storage.open(KEY) as file:
        assert file.read() == CONTENT
    assert [key for key, _since in storage.kept()] == [KEY]
    storage.remove(KEY)
    storage.remove(KEY)
    assert list(storage.kept()) == []


def test_what_is_not_there_is_missing(storage):
    storage.put(KEY, BytesIO(CONTENT))
    with pytest.raises(Missing), storage.open("0" * 64):
        pass


@pytest.mark.parametrize(
    "broken", [Folder(Path("/dev/null/documents")), bucket("http://127.0.0.1:9")]
)
def test_a_storage_out_of_reach_is_no_missing_paper(broken):
    with pytest.raises(Unreachable):
        broken.put(KEY, BytesIO(CONTENT))
    with pytest.raises(Unreachable), broken.open(KEY):
        pass


def test_a_store_that_refuses_does_not_tell_its_keys(s3_server):
    store = S3(Access("nobodys", endpoint=s3_server, key_id="id", secret="SECRET"))
    with pytest.raises(Unreachable) as refused:
        store.put(KEY, BytesIO(CONTENT))
    assert "SECRET" not in repr(refused.value)


def test_a_folder_is_spread_by_digest_and_only_its_owners(tmp_path):
    folder = Folder(tmp_path / "documents")
    folder.put(KEY, BytesIO(CONTENT))
    place = tmp_path / "documents" / KEY[:2] / KEY[2:4] / KEY
    assert place.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in place.parent.iterdir()] == [KEY]


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "a" * 63, "A" * 64])
def test_a_key_leads_nowhere_else(tmp_path, key):
    with pytest.raises(Missing), Folder(tmp_path).open(key):
        pass


class Breaking(BytesIO):
    def read(self, *size):
        if self.tell():
            raise OSError("the line broke")
        return super().read(100)


def test_a_write_that_breaks_leaves_nothing(tmp_path):
    folder = Folder(tmp_path / "documents")
    with pytest.raises(Unreachable):
        folder.put(KEY, Breaking(CONTENT))
    assert [path for path in (tmp_path / "documents").rglob("*") if path.is_file()] == []


def test_one_setting_names_the_place(tmp_path):
    assert isinstance(open_storage(str(tmp_path)), Folder)
    store = open_storage("s3://papers?endpoint=http://127.0.0.1:9000&region=cn-1", secret="s")
    assert isinstance(store, S3)
    assert (store.access.bucket, store.access.region) == ("papers", "cn-1")
    for bad in ("s3://", "s3://b/x", "s3://b?key=1", "s3://b?endpoint=ftp://x"):
        with pytest.raises(BadPlace):
            open_storage(bad)
