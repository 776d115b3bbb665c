"""Whatever people, the bank, time and a power cut do to a place, in an order nobody chose."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import event, func, select, union_all

from service.domain.calendar import beijing_date
from service.domain.money import yuan
from service.domain.orders import ON_A_CASE, CancelClass, HoldPayment, LiftHold, Withdraw
from service.domain.refusals import Refusal
from service.records import LedgerEntry, Payment
from service.records.base import Base
from tests.invariants import batching, budgeting
from tests.invariants.holding import Seen, amiss, look
from tests.invariants.said import scenes_of, with_answers
from tests.invariants.town import BOTH, SECOND, Kept, Town, visit
from tests.jurisdictions.telling import BUNDLES

WAITS = [timedelta(hours=5), timedelta(days=1), timedelta(days=8), timedelta(days=40)]
HOLDS = ("by_hand", "by_hand", "account")
WAITS_FOR_MONEY = "budget_short"
TODAY = ("pay_on", "paid_on")
NUMBERS = ("voucher_no", "receipt_no", "batch_no")
FROM_THE_BANK = frozenset({"RecordBankResult", "RecordRepayment"})
RUNS = count(1)
ROWS = union_all(
    *(select(func.count()).select_from(table) for table in Base.metadata.sorted_tables)
)
# What the runs of this process came to: orders done and refused, looks taken, entries made.
TALLY: Counter[tuple[str, str]] = Counter()
KIND = list(LedgerEntry.__table__.columns.keys()).index("kind")

chance = st.integers(0, 10_000)
person = st.sampled_from(["", "", "", SECOND, BOTH])


class PowerCut(Exception):
    """Everything stops before a statement."""


class Disorder(RuleBasedStateMachine):
    """One run on a copy of a place; its rows are looked at after every act."""

    def __init__(self, stories: Sequence[Callable[[], list[Kept]]]) -> None:
        super().__init__()
        self.stories = stories
        self.town: Town | None = None
        self.seen: Seen | None = None
        self.last: tuple[Any, Any] | None = None
        self.numbers = 0
        # Nothing was carried out since the rows were last looked at.
        self.still = False

    # --- where it begins -----------------------------------------------------------------------

    @initialize(which=chance)
    def begin(self, which: int) -> None:
        moments = self.stories[which % len(self.stories)]()
        self.town = visit(moments[which // len(self.stories) % len(moments)], f"run-{next(RUNS)}")
        self.seen = look(self.town.session)
        TALLY["runs", ""] += 1

    def teardown(self) -> None:
        if self.town is not None:
            self.town.close()

    # --- what people do ------------------------------------------------------------------------

    @rule()
    def go_on(self) -> None:
        """What the story tells next."""
        town = self._town
        if town.told < len(town.play.example.scenes):
            scene = town.play.example.scenes[town.told]
            town.told += 1
            if scene.at > town.now:
                town.wait(scene.at - town.now)
                self.still = False
            if scene.case not in town.cases:
                self._carry(lambda: town.begin(scene))
            if scene.who and scene.case in town.cases:
                self._try(lambda: town.play._order(scene), str(scene.who))

    @rule()
    def go_on_for_a_while(self) -> None:
        """Nobody disturbs it."""
        for _ in range(4):
            self.go_on()

    @rule(which=chance, what=chance)
    def finish_a_step_as_it_should_be(self, which: int, what: int) -> None:
        """Whoever it is for finishes an open step."""
        self._try(*self._finishing(which, what, ""))

    @rule(which=chance, what=chance, who=person)
    def finish_a_step(self, which: int, what: int, who: str) -> None:
        """Somebody finishes an open step as somebody once did."""
        self._try(*self._finishing(which, what, who))

    @rule(which=chance, what=chance)
    def give_an_order(self, which: int, what: int) -> None:
        """Somebody gives any order that the place's people have ever given."""
        kind = ON_A_CASE[which % len(ON_A_CASE)]
        if kind in (Withdraw, CancelClass) and which % 4:
            return  # what ends a case is not for every run
        town, scenes = self._town, scenes_of(self._town.kept.place, kind.name)
        if scenes and kind.name not in FROM_THE_BANK:
            scene = scenes[what % len(scenes)]
            name = sorted(town.cases)[what % len(town.cases)]
            told = with_answers(scene, self._now(scene.answers, what), case=name)
            self._try(lambda: town.play._order(told), str(scene.who))

    @rule(what=chance, result=st.sampled_from(["success", "success", "returned"]))
    def the_bank_answers(self, what: int, result: str) -> None:
        """For a payment as it was made; sometimes for another amount, or for one long answered."""
        payment = self._payment(what)
        if payment is not None:
            name, stage, voucher, fen = payment
            wrong = what % 10 == 0
            answers: dict[str, Any] = {"stage": stage, "voucher_no": voucher, "result": result}
            answers["amount"] = yuan(fen + wrong)
            answers["code"] = "户名不符"
            self._order("RecordBankResult", name, answers)

    @rule(what=chance, part=st.sampled_from(["all", "half", "one", "more"]))
    def money_comes_back(self, what: int, part: str) -> None:
        """All that is owed, some of it, or too much."""
        name = sorted(self._town.cases)[what % len(self._town.cases)]
        owed = self._balance(name, "recoverable")
        fen = {"all": owed, "half": owed // 2, "one": 1, "more": owed + 1}[part]
        if owed and fen:
            answers = {"receipt_no": self._number(what), "amount": yuan(fen)}
            answers["paid_on"] = beijing_date(self._town.now).isoformat()
            self._order("RecordRepayment", name, answers)

    @rule(what=chance, act=st.sampled_from(batching.ACTS), who=st.sampled_from(batching.HANDS))
    def work_on_a_batch(self, what: int, act: str, who: str) -> None:
        """Anybody in finance does anything with a batch."""
        self._on_a_batch(act, who, what)

    @rule(what=chance)
    def send_a_batch(self, what: int) -> None:
        """All that waits goes to the bank together, as it should."""
        for act, who in batching.AS_IT_SHOULD_BE:
            self._on_a_batch(act, who, what)

    def _on_a_batch(self, act: str, who: str, what: int) -> None:
        if act == "go on":
            batching.go_on(self._town)
            self.still = False
        elif (make := batching.making(self._town, act, what)) is not None:
            self._try(make, who)

    @rule(what=chance)
    def a_file_comes(self, what: int) -> None:
        """The bank answers for a batch, as banks do."""
        self._carry(lambda: batching.a_file_comes(self._town, what))
        self.still = False

    @rule(what=chance, kind=st.sampled_from([HoldPayment, LiftHold]))
    def a_payment_is_held_or_let_go(self, what: int, kind: type[HoldPayment | LiftHold]) -> None:
        """Finance lets a payment wait, or lets it go on."""
        town = self._town
        case_id = town.cases[sorted(town.cases)[what % len(town.cases)]]
        answers = {"reason": HOLDS[what % len(HOLDS)], "opinion": "待核实。"}
        who = ("finance_reviewer", "finance_payer")[what % 2]
        self._try(lambda: kind(case_id=case_id, answers=answers), who)

    @rule(what=chance, left=st.sampled_from([0, 69_000, 300_000, 10**12]))
    def a_budget_is_changed(self, what: int, left: int) -> None:
        """Finance is left with too little, with just enough, or with plenty."""
        self._carry(lambda: budgeting.change(self._town, what, left_fen=left))

    @rule(what=chance)
    def begin_what_follows(self, what: int) -> None:
        """An allowance, a change, a fraud case: whatever may follow on one of the cases."""
        town = self._town
        name = sorted(town.cases)[what % len(town.cases)]
        process = town.case(name).process
        offered = town.play.example.jurisdiction
        following = [
            (other, table["begun_by"][0])
            for other, table in BUNDLES[offered].policy.get("process", {}).items()
            if process in table.get("follows", ())
        ]
        if following and len(town.cases) < 4:
            other, who = following[what % len(following)]
            self._carry(lambda: town.follow(name, other, who))

    @precondition(lambda self: self.last is not None)
    @rule()
    def say_it_again(self) -> None:
        """The last order that was carried out comes a second time."""
        assert self.last is not None
        order, who = self.last
        if self._carry(lambda: self._town.give(order, who)):
            assert self._moved() == 0, "an order that came twice moved money twice"

    @rule(which=chance, what=chance, statement=st.integers(1, 40))
    def the_power_fails(self, which: int, what: int, statement: int) -> None:
        """An order is broken off before one of its statements: nothing of it is left."""
        make, who = self._finishing(which, what, "")
        town, left = self._town, [statement]
        order = self._made(make)
        if order is None:
            return
        before = self._standing()

        def fail(*_: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise PowerCut

        event.listen(town.engine, "before_cursor_execute", fail)
        try:
            town.give(order, who)
            self.still = False
        except (PowerCut, Refusal):
            town.session.rollback()
        finally:
            event.remove(town.engine, "before_cursor_execute", fail)
        assert not self.still or self._standing() == before, "broken off, it left something behind"

    @rule(time=st.sampled_from(WAITS))
    def time_passes(self, time: timedelta) -> None:
        self._town.wait(time)
        self.still = False

    # --- what holds after each of these --------------------------------------------------------

    @invariant()
    def the_money_is_right(self) -> None:
        if self.town is None or self.seen is None:
            return
        if self.still:
            return
        self.still = True
        now = look(self.town.session, self.seen)
        wrong = amiss(self.town.session, self.town.kept.place, self.seen, now)
        assert wrong == []
        TALLY["looked", ""] += 1
        for entry in now.ledger[len(self.seen.ledger) :]:
            TALLY["entered", entry[KIND]] += 1
        self.seen = now

    # --- how an act is made --------------------------------------------------------------------

    @property
    def _town(self) -> Town:
        assert self.town is not None
        return self.town

    def _finishing(self, which: int, what: int, who: str) -> tuple[Callable[[], Any], str]:
        town = self._town
        steps = town.open_steps()
        if not steps:
            return (lambda: None), ""
        name, step = steps[which % len(steps)]
        scenes = scenes_of(town.kept.place, step.element)
        lane = f"{step.lane}{who}"
        if not scenes:
            return (lambda: None), lane
        scene = scenes[what % len(scenes)]
        given = self._now(scene.answers, what)
        told = with_answers(scene, given, case=name, who=lane, at=town.now)
        return (lambda: town.play._order(told)), lane

    def _order(self, word: str, name: str, answers: dict[str, Any]) -> None:
        scene = next(iter(scenes_of(self._town.kept.place, word)), None)
        if scene is not None:
            told = with_answers(scene, answers, case=name)
            self._try(lambda: self._town.play._order(told), "finance_payer")

    def _now(self, answers: Any, what: int) -> dict[str, Any]:
        """The same answers today, under a number that is new or has been used."""
        given = dict(answers)
        for name in TODAY:
            if name in given:
                given[name] = beijing_date(self._town.now)
        for name in NUMBERS:
            if name in given:
                given[name] = self._number(what)
        names = sorted(self._town.cases)
        for name, typed in given.items():
            if isinstance(typed, str) and typed.startswith("@") and typed[1:] not in names:
                given[name] = "@" + names[what % len(names)]  # it named a case of another story
        return given

    def _number(self, what: int) -> str:
        self.numbers += what % 7 != 0
        return f"N-{self.numbers}"

    def _try(self, make: Callable[[], Any], who: str) -> None:
        order = self._made(make)
        if order is not None and self._carry(lambda: self._town.give(order, who)):
            TALLY["done", order.name] += 1
            self.last = (order, who)

    def _made(self, make: Callable[[], Any]) -> Any:
        """The order; papers it names may be refused already."""
        try:
            return make()
        except Refusal:
            self._town.session.rollback()
            return None

    def _carry(self, act: Callable[[], Any]) -> bool:
        """Whether it was carried out; what is refused is refused with a sentence."""
        # What time has decided comes first, whatever becomes of the order.
        self._town.wait(timedelta())
        before = self._standing()
        try:
            act()
        except Refusal as refusal:
            self._town.session.rollback()
            TALLY["refused", refusal.code] += 1
            if refusal.code == WAITS_FOR_MONEY:
                self.still = False  # the case says so and goes on waiting
            else:
                assert self._standing() == before, "a refused order left something behind"
            return False
        self.still = False
        return True

    # --- what it looks at ----------------------------------------------------------------------

    def _payment(self, what: int) -> tuple[str, str, str, int] | None:
        """One payment the bank was told of, mostly the last."""
        town = self._town
        town.session.rollback()
        asked = select(Payment).where(Payment.voucher_no.is_not(None)).order_by(Payment.id.desc())
        found = list(town.session.scalars(asked))
        names = {case_id: name for name, case_id in town.cases.items()}
        found = [one for one in found if one.case_id in names]
        if not found:
            return None
        one = found[0 if what % 3 else what % len(found)]
        told = (names[one.case_id], one.stage, str(one.voucher_no), one.amount_fen)
        town.session.rollback()
        return told

    def _balance(self, name: str, account: str) -> int:
        assert self.seen is not None
        columns = list(LedgerEntry.__table__.columns.keys())
        at = {word: columns.index(word) for word in ("case_id", "debit", "credit", "fen")}
        return sum(
            row[at["fen"]] * ((row[at["debit"]] == account) - (row[at["credit"]] == account))
            for row in self.seen.ledger
            if row[at["case_id"]] == self._town.cases[name]
        )

    def _moved(self) -> int:
        """How many entries were added since the last look."""
        assert self.seen is not None
        session = self._town.session
        session.rollback()
        number = session.execute(select(func.count()).select_from(LedgerEntry)).scalar_one()
        session.rollback()
        return number - len(self.seen.ledger)

    def _standing(self) -> list[Any]:
        """How many rows every table has."""
        session = self._town.session
        session.rollback()
        counts = [select(func.count()).select_from(table) for table in Base.metadata.sorted_tables]
        found = list(session.execute(union_all(*counts)).scalars())
        session.rollback()
        return found
