"""Renewing keys with documents in the storage: each opens all the while, none is written again."""

import threading

import pytest
from moto.server import ThreadedMotoServer

from service.commands.keeping import keys as keyring
from service.commands.papers.cabinet import cabinet, furnish
from service.records import KeyRing, use_key_ring
from service.records.storage import S3
from tests.cli.terminal import encoded
from tests.conftest import INDEX_KEY, KEYS
from tests.front_office import open_office
from tests.kept import keys, put_on, read_all, story_with_a_paper
from tests.papers import pdf

RING = {**KEYS, 3: b"3" * 32}
NEWER = {"KAIBAN_KEYS": ",".join(f"{number}:{encoded(key)}" for number, key in RING.items())}
S3_KEYS = ("id", "secret")
PAPERS = 4


@pytest.fixture(scope="module")
def s3_server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def place(request, tmp_path):
    """Where documents are kept, as one setting says it."""
    if request.param == "folder":
        return str(tmp_path / "documents")
    return f"s3://papers-{tmp_path.name}?endpoint={request.getfixturevalue('s3_server')}"


@pytest.fixture
def story(database, place):
    """A case with papers, all sealed before the newest key was made."""
    office = open_office(database)
    furnish(place, keys=S3_KEYS)
    storage = cabinet().storage
    if isinstance(storage, S3):
        storage._client.create_bucket(Bucket=storage.access.bucket)
    told = story_with_a_paper(office)
    for number in range(PAPERS):
        put_on(told, pdf(f"paper {number}"))
    yield told
    office.close()


@pytest.fixture
def settings(place):
    access = dict(zip(("KAIBAN_DOCUMENTS_KEY", "KAIBAN_DOCUMENTS_SECRET"), S3_KEYS, strict=True))
    return {"KAIBAN_DOCUMENTS": place, **access, **NEWER}


def papers():
    return [pdf(f"paper {number}") for number in range(PAPERS)]


def test_documents_open_with_the_new_key_alone_and_lie_as_they_lay(
    story, settings, kaiban, installed
):
    before = keys(cabinet().storage)
    said = kaiban("keys", "rotate", at=installed, **settings)
    assert (said.code, said.err) == (0, "")
    use_key_ring(KeyRing({3: RING[3]}, index_key=INDEX_KEY))
    assert read_all(story) == papers()
    assert keys(cabinet().storage) == before
    assert kaiban("verify-documents", at=installed, **settings).code == 0


def test_the_status_tells_which_key_opens_how_many_documents(story, settings, kaiban, installed):
    def told():
        lines = kaiban("keys", "status", at=installed, **settings).out.splitlines()
        return [line for line in lines if "documents" in line]

    (before,) = told()
    kaiban("keys", "rotate", at=installed, **settings)
    (after,) = told()
    assert (before[:2], after[:2]) == ("2:", "3:")
    assert f"documents {PAPERS}" in before
    assert f"documents {PAPERS}" in after


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_broken_off_among_the_documents_all_open_and_it_goes_on_there(story, database, monkeypatch):
    use_key_ring(KeyRing(RING, index_key=INDEX_KEY))

    def killed(_):
        if set(keyring.documents_under(database.engine)) == {2, 3}:
            raise KeyboardInterrupt

    with monkeypatch.context() as here:
        here.setattr("time.sleep", killed)
        with pytest.raises(KeyboardInterrupt):
            keyring.rotate(database.engine, at_once=1)
    assert read_all(story) == papers()
    assert keyring.rotate(database.engine, at_once=1) > 0
    assert keyring.documents_under(database.engine) == {3: PAPERS}
    assert read_all(story) == papers()


@pytest.mark.parametrize("place", ["folder"], indirect=True)
def test_papers_are_read_and_taken_in_while_the_keys_are_renewed(story, database):
    use_key_ring(KeyRing(RING, index_key=INDEX_KEY))
    renewing = threading.Thread(
        target=keyring.rotate, args=(database.engine,), kwargs={"at_once": 1}
    )
    renewing.start()
    put_on(story, pdf("late"))
    while renewing.is_alive():
        assert read_all(story) == [*papers(), pdf("late")]
    renewing.join()
    assert keyring.documents_under(database.engine) == {3: PAPERS + 1}
