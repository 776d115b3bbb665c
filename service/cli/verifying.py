"""Reading history and books again from the first entry, and what the clock could not do."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from service.cli.surroundings import Commands, complain, ground, say
from service.commands.papers.bundle_check import NoBundle, check_bundle
from service.commands.papers.document_check import broken_documents, drop_unclaimed
from service.commands.people.security import broken_log
from service.commands.verifying import all_books, broken_histories
from service.records.incident import open_incidents

WRONG = 2


def offer(commands: Commands) -> None:
    """Offer the commands of this room."""
    history = commands.add_parser("verify-history", help="every chain of entries, from the first")
    history.add_argument(
        "--bundle", type=Path, metavar="FILE", help="a case bundle, without database or keys"
    )
    history.set_defaults(do=verify_history)
    books = commands.add_parser("verify-books", help="what must always hold in every ledger")
    books.set_defaults(do=lambda _: verify(all_books, "books"))
    papers = commands.add_parser("verify-documents", help="every document against its digest")
    papers.add_argument("--sweep", action="store_true", help="drop what no row names, a day old")
    papers.set_defaults(do=verify_documents)
    commands.add_parser("incidents", help="what the clock failed at").set_defaults(do=tell)


def verify_history(asked: Namespace) -> int:
    """The house's own history, or that of a bundle somebody took away."""
    if asked.bundle is None:
        return verify(broken_chains, "history")
    try:
        found = check_bundle(asked.bundle)
    except NoBundle as unread:
        complain(str(unread))
        return WRONG
    say(f"{found.case}: {found.entries} entries, head {found.head}")
    say(f"manifest {found.manifest}")
    for sentence in found.wrong:
        say(sentence)
    if found.wrong:
        complain(f"bundle: {len(found.wrong)} 处不符 · do not fit")
        return WRONG
    say("bundle: 相符 · all fit; manifest 应与安全日志所记一致 · as in the security log")
    return 0


def verify_documents(asked: Namespace) -> int:
    """Every document opened and compared; what lies in the storage without a row is told."""
    if asked.sweep:
        with ground() as here, here.session() as session:
            say(f"{drop_unclaimed(session)} 份无主文件已清除 · unclaimed files dropped")
    return verify(broken_documents, "documents")


def broken_chains(session: Session) -> Iterator[str]:
    """What no longer fits in the history of the cases and in the log of the house."""
    yield from broken_histories(session)
    yield from broken_log(session)


def tell(_asked: Namespace) -> int:
    """Every case and message that fails and rests: since when, how often, why, until when."""
    with ground() as standing, standing.session() as session:
        after = 0
        while page := open_incidents(session, after=after):
            for row in page:
                again = f", again {row.retry_at:%Y-%m-%d %H:%M}Z" if row.retry_at else ""
                about = "the house" if row.case_id is None else f"case {row.case_id}"
                say(
                    f"{about}: {row.kind} {row.detail}, "
                    f"{row.tries} × since {row.at:%Y-%m-%d %H:%M}Z{again}"
                )
            after = page[-1].id
    return 0


def verify(broken: Callable[[Session], Iterator[str]], what: str) -> int:
    """Say everything that does not fit; the exit code says whether all does."""
    with ground() as standing, standing.session() as session:
        found = list(broken(session))
    for sentence in found:
        say(sentence)
    if found:
        complain(f"{what}: {len(found)} 处不符 · do not fit")
        return WRONG
    say(f"{what}: 相符 · all fit")
    return 0
