"""Papers put on a case in earnest: sealed, in a folder of the test's own."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from sqlalchemy import select

from service.commands import desk
from service.commands.examples import read_example
from service.commands.papers import documents
from service.commands.papers.cabinet import Cabinet, use_cabinet
from service.commands.papers.documents import Kept, Upload
from service.records.document import Document
from service.records.person import by_login
from service.records.storage import Folder, Storage
from tests.front_office import EXAMPLES, LOGINS, Office, Story
from tests.papers import pdf


def folder_of(tmp_path: Path) -> Folder:
    """Keep documents in a folder of this test's own."""
    folder = Folder(tmp_path / "documents")
    use_cabinet(Cabinet(folder))
    return folder


def story_with_a_paper(office: Office) -> Story:
    """A class whose account had to be mended, with a proof."""
    example = read_example(EXAMPLES / "payment-returned.toml")
    done = tuple(scene for scene in example.scenes if scene.refused is None)
    story = Story(office, replace(example, scenes=done))
    story.open()
    return story


def put_on(story: Story, content: bytes | None = None, name: str = "许可证.pdf") -> Kept:
    """One paper of the institution on the case, not handed in."""
    with story.office.records() as session:
        person = by_login(session, LOGINS["institution"])
        assert person is not None
        found = desk.person_and_actor(session, person.id)
        assert found is not None
        paper = BytesIO(content or pdf())
        upload = Upload(content=paper, name=name, step="account_fix", lane="institution")
        case_id = story.case().id
        session.rollback()
        return documents.take_in(session, case_id, upload, actor=found[1], clock=story.office.clock)


def hand_in(story: Story, kept: Kept) -> None:
    """As if it had come with the last entry of the case."""
    with story.office.records() as session:
        documents.hand_in(session, [kept.reference], story.case().history_seq)
        session.commit()


def read_all(story: Story) -> list[bytes]:
    """Every document of the house as clear content."""
    with story.office.records() as session:
        found = session.scalars(select(Document).order_by(Document.id)).all()
        return [b"".join(documents.clear(one)) for one in found]


def keys(storage: Storage) -> set[str]:
    """What lies in the storage."""
    return {key for key, _since in storage.kept()}
