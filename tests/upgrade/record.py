"""Records what the code of a release says to its databases while one class runs from end to end.

Run it in a checkout of that release, with a database that the newest code has migrated:
`python record.py postgresql://… > statements.txt`; each statement stands on one line.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

from sqlalchemy import Engine, event

from service.records import KeyRing, open_engine, use_key_ring
from tests.conftest import INDEX_KEY, KEYS, Database
from tests.front_office import Story, open_office

said: set[str] = set()


def note(_connection, _cursor, statement, *_more):
    words = " ".join(statement.split())
    if words.partition(" ")[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
        said.add(words)


event.listen(Engine, "before_cursor_execute", note)
use_key_ring(KeyRing(KEYS, index_key=INDEX_KEY))
engine = open_engine(sys.argv[1])
office = open_office(Database(engine.dialect.name, sys.argv[1], engine))
Story.of(office).tell()
sys.stdout.write("".join(f"{words}\n" for words in sorted(said)))
