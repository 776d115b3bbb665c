"""The batches that wait for the visitor: to be approved by him, or to be let go."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from service.domain.batch import APPROVE, APPROVED, CHECKED, RELEASE
from service.domain.orders import ApproveBatch, ReleaseBatch
from service.domain.permissions import MAY
from service.records import payment_batch as records
from service.records.database import db
from service.records.payment_batch import BatchAct
from service.records.step import Scope
from service.web.finance.batch import may
from service.web.front import actor, blueprint
from service.web.money import Amount, amount

MOST = 200
WHO = MAY[ApproveBatch.name] | MAY[ReleaseBatch.name]


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is to be done with how many batches, what they come to, and where."""

    act: str
    count: int
    amount: Amount
    href: str


@blueprint.app_context_processor
def ask_for_batches() -> dict[str, object]:
    """The first screens ask for them."""
    return {"batches_awaited": awaited}


def awaited() -> Iterator[Awaited]:
    """Those he may approve or let go now: where his hand was in it before, another has to."""
    scopes = [Scope("", one.jurisdiction, one.region) for one in actor().grants if one.role in WHO]
    if not scopes:
        return
    session = db.session()
    found = records.batches_before(session, scopes, states=(CHECKED, APPROVED), limit=MOST)
    acts: dict[int, list[BatchAct]] = defaultdict(list)
    for one in records.acts_of(session, [batch.id for batch in found]) if found else ():
        acts[one.batch_id].append(one)
    for act in (APPROVE, RELEASE):
        his = [batch for batch in found if may(batch, acts[batch.id], act) == "yes"]
        if his:
            only = url_for("web.batch", number=his[0].number) if len(his) == 1 else None
            fen = sum(batch.amount_fen for batch in his)
            yield Awaited(act, len(his), amount("", fen), only or url_for("web.batches"))
