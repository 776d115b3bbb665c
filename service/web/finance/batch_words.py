"""What a batch is called in words: where it is, from which fund, for whom, through which bank."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from service.web.desks.timing import in_force
from service.web.language import either, say
from service.web.people.wording import places

BANKS = "banks"


def pair(words: tuple[str, ...]) -> str:
    """A word of ours in the visitor's language."""
    return either({"zh": words[0], "en": words[1]})


def region_name(session: Session, jurisdiction: str, region: str) -> str:
    """A region as its place calls it."""
    name, regions = places(session).get(jurisdiction, (jurisdiction, {}))
    return f"{name} · {regions.get(region, region)}"


def banks(session: Session, jurisdiction: str, on: date) -> Mapping[str, str]:
    """The layouts of payment lists that the place uses, and what each is called."""
    book = in_force(session, jurisdiction)[0]
    if not book.policy.has(BANKS):
        return {}
    found = book.policy.find(BANKS, on)
    named = found.value if found is not None and isinstance(found.value, tuple) else ()
    layouts = book.bundle.banks
    return {str(one): either(layouts[str(one)]) for one in named if str(one) in layouts}


def bank_name(session: Session, jurisdiction: str, bank: str) -> str:
    """What the layout of a batch is called; on paper where it names none."""
    layouts = in_force(session, jurisdiction)[0].bundle.banks
    return either(layouts[bank]) if bank in layouts else bank or say("纸质清单")
