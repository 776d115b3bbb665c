"""Playing an example on a throw-away database: what-if, with nothing left behind."""

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from service.commands.carry_out import carry_out
from service.commands.clocks import FixedClock
from service.commands.examples.playing import Outcome, play
from service.commands.examples.reading import read_example
from service.commands.papers.cabinet import Cabinet, use_cabinet
from service.domain.orders import PublishBundle
from service.domain.permissions import Actor, Grant
from service.records.database import open_engine
from service.records.migrations import upgrade
from service.records.seal import KEY_BYTES, KeyRing, use_key_ring
from service.records.storage import Folder

KEEPER = Actor(None, "rehearsal", (Grant("policy_admin"),))


def rehearse(file: Path) -> Outcome:
    """Play the example on records of its own, sealed with keys nobody keeps."""
    example = read_example(file)
    use_key_ring(
        KeyRing({1: secrets.token_bytes(KEY_BYTES)}, index_key=secrets.token_bytes(KEY_BYTES))
    )
    with TemporaryDirectory() as folder:
        use_cabinet(Cabinet(Folder(Path(folder) / "documents")))
        engine = open_engine(f"sqlite:///{folder}/rehearsal.db")
        try:
            upgrade(engine)
            with Session(engine) as session:
                carry_out(
                    PublishBundle(jurisdiction=example.jurisdiction),
                    actor=KEEPER,
                    session=session,
                    clock=FixedClock(example.scenes[0].at),
                )
                return play(example, session)
        finally:
            engine.dispose()
