"""A finance desk with two classes whose advances were reviewed: what a batch is drawn from."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands import FixedClock, Receipt, carry_out
from service.commands.batches import releasing
from service.commands.examples import Play, read_chapter, read_example
from service.domain.batch import BODY
from service.domain.orders import (
    ApproveBatch,
    BatchOrder,
    CheckBatch,
    DrawBatch,
    ReleaseBatch,
)
from service.records import BatchItem, Case, Payment, PaymentBatch, Person, write_transaction
from tests.commands.standing import STORY
from tests.jurisdictions.telling import FOLDER, FOLDERS, publish

CLASSES = ("", "second")
FUND = "ZZ"
DRAWER, APPROVER, THIRD = "finance_payer", "finance_payer/2", "finance_payer/3"
# The reviewer under another account, with another role.
REVIEWER, REVIEWER_TOO = "finance_reviewer", "finance_payer/4"


@dataclass
class Desk:
    """The finance desk: its people, its time, the batch at hand."""

    session: Session
    play: Play
    now: datetime

    @property
    def clock(self) -> FixedClock:
        return FixedClock(self.now)

    def actor(self, who: str) -> Any:
        """Somebody with an account that stands: the clock may go on in his name."""
        actor = self.play.cast.actor(who)
        with write_transaction(self.session):
            self.session.get_one(Person, actor.person_id).active = True
        return actor

    def give(self, order: Any, who: str) -> Receipt:
        actor = self.actor(who)
        return carry_out(order, actor=actor, session=self.session, clock=self.clock)

    def draw(self, who: str = DRAWER, **given: Any) -> str:
        """Draw a batch; its number."""
        place = self.play.example
        usual = {"fund": FUND, "payee_kind": BODY, "pay_on": self.now.date()}
        order = DrawBatch(
            jurisdiction=place.jurisdiction, region=place.region, **{**usual, **given}
        )
        return self.give(order, who).number

    def do(self, kind: type[BatchOrder], batch: str, who: str = DRAWER, **given: Any) -> Receipt:
        """An order on the batch as it stands now."""
        return self.give(kind(batch=batch, version=self.batch(batch).version, **given), who)

    def approved(self) -> str:
        """A batch drawn and checked by one, approved by another."""
        number = self.draw()
        self.do(CheckBatch, number)
        self.do(ApproveBatch, number, APPROVER)
        return number

    def release(self, number: str, who: str = DRAWER) -> None:
        """Let it go, every payment of it."""
        self.do(ReleaseBatch, number, who)
        self.carry_on(number)

    def carry_on(self, number: str, most: int = 1000) -> int:
        """What the clock does, or the page that released it."""
        found = self.batch(number).id
        self.session.rollback()
        return releasing.carry_on(self.session, self.clock, found, most=most)

    def batch(self, number: str) -> PaymentBatch:
        self.session.rollback()
        return self.session.scalars(select(PaymentBatch).where(PaymentBatch.number == number)).one()

    def items(self, number: str) -> list[tuple[int, str, str | None]]:
        """No, state and why held, of every line."""
        batch = self.batch(number).id
        asked = select(BatchItem).where(BatchItem.batch_id == batch).order_by(BatchItem.no)
        return [(one.no, one.state, one.held_reason) for one in self.session.scalars(asked)]

    def payments(self) -> list[str]:
        """How every payment stands, in the order they were reviewed."""
        self.session.rollback()
        return list(self.session.scalars(select(Payment.state).order_by(Payment.id)))

    def case(self, name: str) -> Case:
        self.session.rollback()
        return self.session.get_one(Case, self.play.case_ids[name])


def desk(session: Session, classes: tuple[str, ...] = CLASSES) -> Desk:
    """The folder in force, and the advances of these classes reviewed."""
    scenes = [
        replace(scene, case=case, then={}, answers=_own(scene.step, scene.answers, people))
        for people, case in enumerate(classes, start=1)
        for chapter in ("filed", "approved", "advance")
        for scene in read_chapter(FOLDER, chapter)
        if scene.order is None and scene.step != "finance_pay"
    ]
    scenes.sort(key=lambda scene: scene.at)
    same = {REVIEWER_TOO: REVIEWER}
    told = replace(read_example(STORY), scenes=tuple(scenes), end={}, same_person=same)
    play = Play(told, session)
    publish(session, scenes[0].at)
    outcome = play.run()
    assert outcome.holds, outcome.differences
    return Desk(session, play, scenes[-1].at + timedelta(hours=1))


def _own(step: str | None, answers: Any, people: int) -> Any:
    return {**answers, "people": people} if step == "opening_fill" else answers


def persons_desk(session: Session) -> Desk:
    """Two learners' allowance reviewed, each with an account of his own."""
    example = read_example(FOLDERS["guizhou"] / "examples/living-worked-case.toml")
    steps = [scene.step for scene in example.scenes]
    scenes = [
        replace(scene, then={}, answers=_with_accounts(scene.step, scene.answers))
        for scene in example.scenes[: steps.index("finance_pay")]
    ]
    publish(session, scenes[0].at, example.jurisdiction)
    play = Play(replace(example, scenes=tuple(scenes), end={}), session)
    outcome = play.run()
    assert outcome.holds, outcome.differences
    return Desk(session, play, scenes[-1].at + timedelta(hours=1))


def _with_accounts(step: str | None, answers: Any) -> Any:
    if step != "living_fill":
        return answers
    account = {"bank_name": "示例银行南明支行", "bank_account": "6222020000000000026"}
    return {**answers, "lines": [{**account, **line} for line in answers["lines"]]}
