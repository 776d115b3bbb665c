"""What a batch of 100,000 lines costs: drawn, released, listed, answered for; on PostgreSQL."""

import argparse
import hashlib
import json
import os
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, insert, select, text, update
from sqlalchemy.orm import Session

from bench.pages import INDEX_KEY, KEYS
from bench.step import counting, machine
from service.commands import FixedClock, carry_out
from service.commands.bank.layouts import layout_of
from service.commands.bank.listing import take_list
from service.commands.bank.reading import read_file
from service.commands.bank.taking import take_result_file
from service.commands.batches.releasing import carry_on
from service.commands.desk import person_and_actor
from service.commands.examples import Play, read_example
from service.commands.papers.cabinet import furnish
from service.commands.verifying import all_books
from service.domain.bank_layout import RETURNED
from service.domain.batch import PERSONS
from service.domain.invented import Invented, bank_account
from service.domain.orders import (
    ApproveBatch,
    CheckBatch,
    DrawBatch,
    PublishBundle,
    ReleaseBatch,
    TakeResultFile,
)
from service.domain.permissions import Actor, Grant
from service.records import Base, BatchItem, Payment, PaymentBatch, PaymentLine, Person, blind_index
from service.records.database import open_engine
from service.records.migrations import upgrade
from service.records.seal import KeyRing, use_key_ring
from service.records.transaction import write_transaction
from tests.bank import Bank, Mood
from workflows import jurisdictions

PLACE, REGION, FUND, STORY = "guizhou", "520102", "FP", "living-worked-case"
PAY_ON = date(2020, 7, 17)
RELEASED, ANSWERED = datetime(2020, 7, 17, 2, tzinfo=UTC), datetime(2020, 7, 20, 2, tzinfo=UTC)
# Each of these is somebody else: who draws, who approves, and who lets go.
HANDS = ("finance_payer", "finance_payer/2", "finance_payer/3")
NEW, MORE = 1_000_000, 100
COMES_BACK = 200
# What a case that waits for its release needs to go on; the last ones have a row for each person.
COPIED = ("training_case", "deadline", "history_entry", "open_step", "payment")
A_PERSON = ("roster_line", "allowance_line", "claim_line", "ledger_entry")


# --- what is there to be paid ---------------------------------------------------------------------


def fill(url: str, payments: int, persons: int) -> dict[str, int]:
    """One case told up to its release, then copied with as many persons as asked for."""
    engine = open_engine(url)
    upgrade(engine)
    example = read_example(jurisdictions()[PLACE] / "examples" / f"{STORY}.toml")
    until = next(n for n, scene in enumerate(example.scenes) if scene.step == "finance_pay")
    scenes = example.scenes[:until]
    with Session(engine) as session:
        keeper = Actor(None, "keeper", (Grant("policy_admin"),))
        order = PublishBundle(jurisdiction=PLACE)
        carry_out(order, actor=keeper, session=session, clock=FixedClock(scenes[0].at))
        play = Play(replace(example, scenes=scenes, end={}), session)
        outcome = play.run()
        if not outcome.holds:
            raise RuntimeError("; ".join(outcome.differences))
        actors = {who: play.cast.actor(who).person_id or 0 for who in HANDS}
        with write_transaction(session):
            session.execute(update(Person).values(active=True))
    with engine.begin() as connection:
        given = {"told": play.case_ids["living"], "payments": payments, "persons": persons}
        connection.execute(text("set local session_replication_role = replica"))
        for name in (*COPIED, *A_PERSON):
            connection.execute(text(_copy(Base.metadata.tables[name])), given)
        whole = update(Payment).where(Payment.case_id > NEW)
        connection.execute(whole.values(amount_fen=Payment.amount_fen * persons))
        connection.execute(text("delete from open_step where case_id = :told"), given)
    with Session(engine) as session, write_transaction(session):
        _name(session, persons)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    return actors


def _copy(table: Table) -> str:
    """An insert that copies the told case's rows; of what is a person's, the first one's."""
    own = table.name in A_PERSON
    into, of = [], []
    for column in table.columns:
        value = f't."{column.name}"'
        if column.name == "id" and table.name != "training_case":
            continue
        if column.name in ("case_id", "id"):
            value = f"{NEW} + n"
        elif column.name == "number":
            value = "'GZ-BENCH-' || lpad(n::text, 6, '0')"
        elif column.name == "line":
            value = f"{MORE} + l"
        elif column.name == "payee" and own:
            value = f"'GZ-BENCH-' || lpad(n::text, 6, '0') || '/' || {MORE} + l"
        elif column.name == "person_index":
            value = "md5(n || '/' || l)"
        into.append(f'"{column.name}"')
        of.append(value)
    key = "id" if table.name == "training_case" else "case_id"
    each = ", generate_series(1, :persons) l" if own else ""
    first = " and t.line = 1" if own else ""
    return (
        f"insert into {table.name} ({', '.join(into)}) select {', '.join(of)} "  # noqa: S608
        f"from {table.name} t, generate_series(1, :payments) n{each} where t.{key} = :told{first}"
    )


def _name(session: Session, persons: int) -> None:
    """Everybody has a name and an account of his own."""
    found = session.execute(select(Payment.id, Payment.amount_fen).where(Payment.case_id > NEW))
    invented = Invented(7, region=REGION)
    names = [one.name for one in invented.people(500)]
    for payment_id, fen in found.all():
        rows = [
            {
                "payment_id": payment_id,
                "line": MORE + line,
                "person_index": blind_index(f"{payment_id}/{line}"),
                "amount_fen": fen // persons,
                "payee_name": names[(payment_id + line) % len(names)],
                "bank_name": "示例银行南明支行",
                "bank_account": bank_account(f"622202{payment_id:07d}{line:05d}"),
            }
            for line in range(1, persons + 1)
        ]
        session.execute(insert(PaymentLine), rows)


# --- the way of the money -------------------------------------------------------------------------


class Desk:
    """The finance desk at work, every phase measured by itself."""

    def __init__(self, engine: Engine, actors: dict[str, int], lines: int) -> None:
        self.engine, self.lines = engine, lines
        with Session(engine) as session:
            known = {who: person_and_actor(session, number) for who, number in actors.items()}
        self.actors = {who: found[1] for who, found in known.items() if found is not None}
        self.number = ""

    @contextmanager
    def phase(self, name: str) -> Iterator[Session]:
        """Time, statements, commits and the most memory of one part of the way."""
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        began = time.perf_counter()
        with Session(self.engine) as session, counting(self.engine) as seen:
            yield session
        told = {
            "phase": name,
            "seconds": round(time.perf_counter() - began, 1),
            **seen,
            "statements_a_line": round(seen["statements"] / self.lines, 3),
            "peak_mb": _peak_mb(),
        }
        print(json.dumps(told), flush=True)

    def give(self, session: Session, order: Any, who: str) -> str:
        """Give one order; the number of its batch."""
        clock = FixedClock(RELEASED)
        return carry_out(order, actor=self.actors[who], session=session, clock=clock).number

    def on_batch(self, session: Session, kind: type[Any], who: str) -> None:
        """An order on the batch as it stands now."""
        asked = select(PaymentBatch.version).where(PaymentBatch.number == self.number)
        version = session.scalars(asked).one()
        session.rollback()
        self.give(session, kind(batch=self.number, version=version), who)

    def build(self) -> None:
        """Drawn, checked, approved."""
        with self.phase("draw") as session:
            order = DrawBatch(
                jurisdiction=PLACE, region=REGION, fund=FUND, payee_kind=PERSONS, pay_on=PAY_ON
            )
            self.number = self.give(session, order, HANDS[0])
        for name, kind, who in (("check", CheckBatch, 0), ("approve", ApproveBatch, 1)):
            with self.phase(name) as session:
                self.on_batch(session, kind, HANDS[who])

    def release(self) -> None:
        """Let go, payment by payment, as the clock does it."""
        with self.phase("release") as session:
            self.on_batch(session, ReleaseBatch, HANDS[2])
            asked = select(PaymentBatch.id).where(PaymentBatch.number == self.number)
            batch_id = session.scalars(asked).one()
            session.rollback()
            while carry_on(session, FixedClock(RELEASED), batch_id):
                pass

    def export(self, layout: str, into: Path) -> None:
        """The payment list, in one of the place's layouts."""
        with self.phase(f"export {layout}") as session:
            content = take_list(session, self.number, layout, actor=self.actors[HANDS[0]]).content
            into.write_bytes(content)

    def answered(self, layout: str, file: Path) -> None:
        """The bank's file is read and taken in; the batch is settled."""
        with self.phase("settle") as session:
            form, _ = layout_of(session, PLACE, layout, PAY_ON)
            session.rollback()
            content = file.read_bytes()
            order = TakeResultFile(
                batch=self.number,
                digest=hashlib.sha256(content).hexdigest(),
                layout=layout,
                answer=read_file(form, content),
            )
            take_result_file(
                order, actor=self.actors[HANDS[0]], session=session, clock=FixedClock(ANSWERED)
            )

    def verify(self) -> None:
        """Every entry of every case again."""
        with self.phase("verify-books") as session:
            amiss = list(all_books(session))
        with Session(self.engine) as session:
            asked = select(BatchItem.state, func.count()).group_by(BatchItem.state)
            lines = dict(session.execute(asked).all())
            state = session.scalars(select(PaymentBatch.state)).one()
            told = {"batch": state, "lines": lines, "amiss": amiss[:5]}
        print(json.dumps(told, ensure_ascii=False), flush=True)


def _peak_mb() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(kilobytes.split()[1]) / 1024)


def answer(url: str, layout: str, sent: Path, into: Path) -> None:
    """What the bank writes back: every two-hundredth line comes back, the others were paid."""
    with Session(open_engine(url)) as session:
        form, _ = layout_of(session, PLACE, layout, PAY_ON)
        lines = session.scalar(select(func.count()).select_from(BatchItem)) or 0
    back = dict.fromkeys(range(COMES_BACK, lines + 1, COMES_BACK), RETURNED)
    into.write_bytes(Bank(form).answer(sent.read_bytes(), Mood(results=back)))


def apart(work: Callable[[], Any], told: Path) -> Any:
    """Done in a process of its own, so that its memory is not counted."""
    child = os.fork()
    if child == 0:
        try:
            told.write_text(json.dumps(work()), encoding="utf-8")
        except BaseException:  # noqa: BLE001 - it is told, and the process ends
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit(1)
    return json.loads(told.read_text(encoding="utf-8"))


def main() -> None:
    """Fill, go the way, print each phase."""
    asking = argparse.ArgumentParser(prog="kaiban bench payments")
    asking.add_argument("--database", required=True, help="an empty PostgreSQL database's URL")
    asking.add_argument("--payments", type=int, default=2_000)
    asking.add_argument("--persons", type=int, default=50, help="lines of each payment")
    asking.add_argument("--layout", default="general_csv")
    asked = asking.parse_args()
    here, url = Path(tempfile.mkdtemp(prefix="kaiban-bench-")), asked.database
    use_key_ring(KeyRing(KEYS, index_key=INDEX_KEY))
    furnish(str(here / "documents"))
    actors = apart(lambda: fill(url, asked.payments, asked.persons), here / "told")
    engine = open_engine(url)
    desk = Desk(engine, actors, asked.payments * asked.persons)
    print(json.dumps({"machine": machine(engine), "lines": desk.lines, "idle_mb": _peak_mb()}))
    sent, back = here / "sent", here / "back"
    desk.build()
    desk.release()
    desk.export(asked.layout, sent)
    apart(lambda: answer(url, asked.layout, sent, back), here / "told")
    desk.answered(asked.layout, back)
    desk.verify()


if __name__ == "__main__":
    main()
