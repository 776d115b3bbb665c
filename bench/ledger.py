"""What the books cost with ten million entries: first screens, statements, one case, one month."""

import argparse
import json
import secrets
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.orm import Session

from bench.pages import INDEX_KEY, KEYS, BenchClock, Page, measure
from bench.pages import fill as fill_cases
from bench.step import machine
from service.app import create_app
from service.commands.library import LIBRARY
from service.commands.papers.cabinet import furnish
from service.commands.staging.stage import HOME, REGION
from service.records import Case, LedgerEntry
from service.records.database import open_engine
from service.records.seal import KeyRing, use_key_ring
from service.settings import Settings

# A case pays so many persons: each is set aside, sent and paid.
PERSONS = 33
ENTRIES = PERSONS * 3 + 1
BESIDE, ABOVE = 20_000, 1_000_000
FIRST, LAST = date(2017, 8, 1), date(2020, 7, 19)
# Foreign keys and guards were held when the product wrote such rows; here they only cost time.
UNGUARDED = "set local session_replication_role = replica"

CASES = """
insert into training_case (id, number, jurisdiction, region, process, bundle_hash, institution_id,
                           opened_by, state, finished, version, opened_at, last_at, waits,
                           history_seq, history_head)
select 1000000 + n, 'CQ-BOOK-' || lpad(n::text, 7, '0'), t.jurisdiction,
       (cast(:regions as text[]))[1 + n % array_length(cast(:regions as text[]), 1)],
       t.process, t.bundle_hash, t.institution_id, t.opened_by, t.state, 'PAID_CLOSED', 1,
       cast(:first as date) + make_interval(hours => (n::bigint * :hours / :cases)::int),
       cast(:first as date) + make_interval(hours => (n::bigint * :hours / :cases)::int),
       t.waits, 0, ''
from generate_series(1, :cases) as n
cross join (select * from training_case order by id limit 1) t
"""
MOVES = """
insert into ledger_entry (case_id, stage, line, kind, attempt, jurisdiction, region, budget_year,
                          fund, payee, debit, credit, fen, at, clause, approver_id, voucher_no,
                          bundle_hash, history_seq)
select c.id, 'LIVING', moved.line, moved.kind, 1, c.jurisdiction, c.region,
       extract(year from c.opened_at)::int,
       (array['ZZ', 'JY', 'FP', 'SY'])[1 + c.id % 4], c.number || '/' || moved.line,
       moved.debit, moved.credit, 60000 + (c.id * 31 + moved.line * 700) % 90000,
       least(c.opened_at + make_interval(days => moved.days), cast(:last as timestamptz)),
       'CQ-13', c.opened_by, null, c.bundle_hash, moved.seq
from training_case c
cross join (
    select line, kind, debit, credit, days, seq
    from generate_series(1, :persons) as line
    cross join (values ('COMMIT', 'committed', 'budget', 0, 3),
                       ('INSTRUCT', 'in_payment', 'committed', 2, 4),
                       ('LIVING', 'paid', 'in_payment', 5, 5))
        as kinds (kind, debit, credit, days, seq)
    union all
    select 0, 'COMMIT', 'committed', 'budget', 0, 2
) moved
where c.id > 1000000
order by c.id, moved.days
"""
DAYS = """
insert into ledger_day (jurisdiction, region, fund, day, debit, credit, fen, entries)
select jurisdiction, region, fund, (at at time zone 'Asia/Shanghai')::date, debit, credit,
       sum(fen), count(*)
from ledger_entry where case_id > 1000000 group by 1, 2, 3, 4, 5, 6
on conflict (jurisdiction, region, fund, day, debit, credit)
do update set fen = ledger_day.fen + excluded.fen, entries = ledger_day.entries + excluded.entries
"""
BUDGETS = """
insert into budget (jurisdiction, region, fund, year, item, appropriated_fen, committed_fen,
                    spent_fen, recovered_fen, lapsed_fen)
select jurisdiction, region, fund, budget_year,
       jurisdiction || '-' || region || '-' || fund || '-' || budget_year, sum(fen),
       sum(fen) filter (where debit = 'committed') - sum(fen) filter (where credit = 'committed'),
       sum(fen) filter (where debit = 'in_payment'), 0, 0
from ledger_entry where case_id > 1000000 group by 1, 2, 3, 4
on conflict (jurisdiction, region, fund, year)
do update set committed_fen = budget.committed_fen + excluded.committed_fen,
              spent_fen = budget.spent_fen + excluded.spent_fen,
              appropriated_fen = budget.appropriated_fen + excluded.appropriated_fen
"""
CYCLES = """
insert into payment_cycle (case_id, stage, jurisdiction, region, month, filed_at, paid_at, days)
select c.id, 'LIVING', c.jurisdiction, c.region,
       date_trunc('month', c.opened_at + interval '5 days')::date,
       c.opened_at - make_interval(days => (c.id % 40)::int), c.opened_at + interval '5 days',
       5 + (c.id % 40)::int
from training_case c where c.id > 1000000
"""


def fill(url: str, entries: int) -> Engine:
    """Cases on every desk, and beside them so many entries of cases that are over."""
    engine = fill_cases(url, BESIDE)
    with Session(engine) as session:
        regions = [r.code for r in LIBRARY.in_force(session, HOME)[0].policy.jurisdiction.regions]
    with engine.begin() as connection:
        _write(connection, entries // ENTRIES, regions)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    return engine


def _write(connection: Connection, cases: int, regions: list[str]) -> None:
    hours = (LAST - FIRST).days * 24
    given: dict[str, Any] = {"cases": cases, "regions": regions, "hours": hours, "first": FIRST}
    connection.execute(text(UNGUARDED))
    connection.execute(text(CASES), given)
    connection.execute(text("analyze training_case"))
    connection.execute(text(MOVES), {"persons": PERSONS, "last": LAST})
    for derived in (DAYS, BUDGETS, CYCLES):
        connection.execute(text(derived))


def pages(session: Session) -> list[Page]:
    """The first screens of finance, in the whole city and in one district, and every statement."""
    found = []
    for who, name in (("demo-finance-reviewer", "district"), ("city-finance_reviewer", "city")):
        found += [
            Page(f"finance desk, {name}", who, "/finance"),
            Page(f"figures of the year, {name}", who, "/books"),
            Page(f"trial balance, {name}", who, "/books/trial-balance"),
            Page(f"statement by fund, {name}", who, "/books/statement?month=2020-05"),
            Page(f"statement by month, {name}", who, "/books/statement?by=month&month=2020-05"),
            Page(f"statement by payee, {name}", who, "/books/statement?by=payee&month=2020-05"),
            Page(f"statement by case, {name}", who, "/books/statement?by=case&month=2020-05"),
            Page(f"entries of a month, {name}", who, "/books/entries?month=2020-05"),
            Page(f"closed days, {name}", who, "/books/days"),
        ]
    middle = select(Case.number).where(Case.id > ABOVE, Case.region == REGION)
    number = session.scalar(middle.order_by(Case.id.desc()).limit(1))
    found += [
        Page("entries of one case", "demo-finance-reviewer", f"/books/entries?case={number}"),
    ]
    return found


def main() -> None:
    """Fill, measure and print."""
    asking = argparse.ArgumentParser(prog="kaiban bench ledger")
    asking.add_argument("--database", required=True, help="an empty PostgreSQL database's URL")
    asking.add_argument("--entries", type=int, default=10_000_000)
    asking.add_argument("--turns", type=int, default=40)
    asking.add_argument("--only", default="", help="measure the pages whose names hold this")
    asking.add_argument("--filled", action="store_true", help="the database is filled already")
    asked = asking.parse_args()
    use_key_ring(KeyRing(KEYS, index_key=INDEX_KEY))
    furnish(tempfile.mkdtemp(prefix="kaiban-bench-"))
    began = time.perf_counter()
    engine = open_engine(asked.database) if asked.filled else fill(asked.database, asked.entries)
    settings = Settings(
        mode="demo",
        database_url=asked.database,
        secret_key=secrets.token_hex(16),
        keys=KEYS,
        index_key=INDEX_KEY,
        home=Path(tempfile.gettempdir()),
    )
    app = create_app(settings, clock=BenchClock())
    with Session(engine) as session:
        entries = session.scalar(select(func.count()).select_from(LedgerEntry))
        chosen = [page for page in pages(session) if asked.only in page.name]
    took = round(time.perf_counter() - began)
    print(json.dumps({"machine": machine(engine), "entries": entries, "filled_in_s": took}))
    for page in chosen:
        print(json.dumps(measure(app, engine, page, asked.turns)), flush=True)


if __name__ == "__main__":
    main()
