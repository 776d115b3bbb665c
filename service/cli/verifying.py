"""Reading history and books again from the first entry."""

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from service.cli.surroundings import Commands, complain, ground, say
from service.commands.verifying import broken_books, broken_histories

WRONG = 2


def offer(commands: Commands) -> None:
    """Offer the commands of this room."""
    history = commands.add_parser("verify-history", help="every chain of entries, from the first")
    history.set_defaults(do=lambda _: verify(broken_histories, "history"))
    books = commands.add_parser("verify-books", help="what must always hold in every ledger")
    books.set_defaults(do=lambda _: verify(broken_books, "books"))


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
