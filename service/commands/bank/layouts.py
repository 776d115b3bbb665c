"""The layouts a place's banks want their lists in: named by its policy, kept in its folder."""

from datetime import date

from sqlalchemy.orm import Session

from service.commands.library import LIBRARY, RuleBook
from service.domain.bank_layout import Layout, read_layout
from service.domain.refusals import NotNow

NAMED_BY = "banks"


def layouts_of(book: RuleBook, on: date) -> dict[str, Layout]:
    """Every layout the place uses that day, in the order in which it names them."""
    if not book.policy.has(NAMED_BY) or book.policy.find(NAMED_BY, on) is None:
        return {}
    banks = book.bundle.banks
    return {name: read_layout(name, banks[name]) for name in book.policy.words(NAMED_BY, on)}


def layout_of(session: Session, jurisdiction: str, name: str, on: date) -> tuple[Layout, str]:
    """One of them, and the hash of the bundle that holds it."""
    book, _ = LIBRARY.in_force(session, jurisdiction)
    found = layouts_of(book, on).get(name)
    if found is None:
        raise NotNow("本地没有这一清单格式。", "This place has no such layout of payment lists.")
    return found, book.hash


def layouts_now(session: Session, jurisdiction: str, on: date) -> dict[str, Layout]:
    """The layouts of a place by the bundle that was published last."""
    return layouts_of(LIBRARY.in_force(session, jurisdiction)[0], on)
