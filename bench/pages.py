"""What a page costs with 100,000 cases: server time, statements, bytes; on an empty PostgreSQL."""

import argparse
import gzip
import json
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, Table, func, insert, select, text
from sqlalchemy.orm import Session

from bench.step import counting, machine
from service.app import create_app
from service.commands import DemoClock
from service.commands.door import sitting
from service.commands.library import LIBRARY
from service.commands.papers.cabinet import furnish
from service.commands.people.newcomers import Newcomer, add_person
from service.commands.staging.stage import BEGINS, HOME, REGION, set_stage
from service.commands.staging.stage_cases import fill_stage
from service.domain.invented import Invented
from service.domain.permissions import Grant
from service.domain.search import grams
from service.records import Base, Case, ClassOpening, Institution, OpenStep, OutboxMessage
from service.records.database import db, open_engine
from service.records.migrations import upgrade
from service.records.person import by_login
from service.records.seal import KeyRing, use_key_ring
from service.settings import Settings

KEYS, INDEX_KEY = {1: b"k" * 32}, b"i" * 32
WARM_UP = 5
INSTITUTIONS = 400
MESSAGES = 3_000
# Of a hundred cases so many are over; the rest stand anywhere between filing and recovery.
OVER_OF_HUNDRED = 80
LIGHT = (
    *("training_case", "class_opening", "open_step", "deadline", "payment", "ledger_entry"),
    *("history_entry", "recovery", "repayment"),
)
# Everything about single learners: kept for one case in twenty, since it weighs the most.
HEAVY = ("roster_line", "lesson", "answer", "learner_result", "learning_record", "claim_line")
HEAVY_EVERY = 20
ONCE_ONLY = {"register_no", "voucher_no", "receipt_no"}
CITY = ("auditor", "finance_reviewer")


class BenchClock(DemoClock):
    """It is nine in the morning on which the demo begins."""

    def now(self, *_: object) -> datetime:
        """The same moment all along."""
        return BEGINS.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """One page and who looks at it."""

    name: str
    who: str
    path: str


def fill(url: str, cases: int) -> Engine:
    """The demo's cases, each copied so often that there are as many as asked for."""
    use_key_ring(KeyRing(KEYS, index_key=INDEX_KEY))
    furnish(tempfile.mkdtemp(prefix="kaiban-bench-"))
    engine = open_engine(url)
    upgrade(engine)
    with Session(engine) as session:
        set_stage(session, BenchClock())
        amiss = fill_stage(session)
        if amiss:
            raise RuntimeError("; ".join(amiss))
        enter_city(session)
        regions = [r.code for r in LIBRARY.in_force(session, HOME)[0].policy.jurisdiction.regions]
    with engine.begin() as connection:
        connection.execute(insert(Institution), list(_bodies()))
        connection.execute(
            text(PLAN),
            {"cases": cases, "over": OVER_OF_HUNDRED, "regions": regions, "bodies": INSTITUTIONS},
        )
        for name in (*LIGHT, *HEAVY):
            connection.execute(text(_copy(Base.metadata.tables[name])))
        connection.execute(text(RENAME))
        _name(connection, cases)
        connection.execute(text(MESSAGES_SQL), {"messages": MESSAGES})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    return engine


PLAN = """
create temporary table copied on commit drop as
with template as (
    select id, finished, row_number() over (partition by finished is null order by id) - 1 as at,
           count(*) over (partition by finished is null) as many
    from training_case
)
select :cases * 10 + n as new_id, t.id as old_id, n,
       (cast(:regions as text[]))[1 + n % array_length(cast(:regions as text[]), 1)] as region,
       (select min(id) from institution) + (n * 7919) % :bodies as institution_id,
       case when t.finished is null then make_interval(hours => (n * 37) % 400 - 200)
            else make_interval(hours => -24 * ((:cases - n) % 400) - n % 24) end as shift
from generate_series(1, :cases) as n
join template t on (t.finished is not null) = ((n * 61) % 100 < :over) and t.at = n % t.many
"""
RENAME = """
update class_opening set class_name = class_name || ' ' || (c.n % 997) || '班'
from copied c where c.new_id = class_opening.case_id
"""
MESSAGES_SQL = """
with told as (
    insert into outbox_message (case_id, history_seq, template, audience, params, at, channels)
    select c.new_id, 1, m.template, m.audience, m.params, m.at, m.channels
    from copied c
    cross join (select * from outbox_message order by id limit 1) m
    where c.n <= :messages returning id
), items as (
    insert into inbox_item (person_id, message_id, read_at)
    select p.id, told.id, case when told.id % 3 = 0 then null else now() end
    from told cross join (select id from person where login in ('demo-reviewer', 'demo-clerk-1')) p
)
select 1
"""


def _copy(table: Table) -> str:
    """An insert that copies a table's rows of the templates; times are moved, numbers made new."""
    into, of = [], []
    for column in table.columns:
        name, value = f'"{column.name}"', f't."{column.name}"'
        if column.name == "id" and table.name != "training_case":
            continue
        if column.name in ("case_id", "id"):
            value = "c.new_id"
        elif column.name in ("region", "institution_id"):
            value = f"c.{column.name}"
        elif column.name == "number":
            value = "'CQ-2020-' || lpad((c.n + 100)::text, 6, '0')"
        elif column.name in ONCE_ONLY:
            value = f"{value} || '/' || c.n"
        elif "TIMESTAMP" in str(column.type.compile()) or column.type.python_type is datetime:
            value = f"{value} + c.shift"
        into.append(name)
        of.append(value)
    key = "id" if table.name == "training_case" else "case_id"
    thin = f" and c.n % {HEAVY_EVERY} = 0" if table.name in HEAVY else ""
    return (
        f"insert into {table.name} ({', '.join(into)}) select {', '.join(of)} "  # noqa: S608
        f"from {table.name} t join copied c on c.old_id = t.{key}{thin}"
    )


def _bodies() -> Iterator[dict[str, str]]:
    invented = Invented(77, region=REGION)
    for n in range(INSTITUTIONS):
        body = invented.institution("school" if n % 2 else "enterprise")
        yield {
            "uscc": f"{body.uscc[:-4]}{n:04d}",
            "name": f"{body.name}{n}",
            "kind": body.kind,
            "region": body.region,
        }


def _name(connection: Any, cases: int) -> None:
    rows = connection.execute(
        select(ClassOpening.case_id, ClassOpening.class_name).where(
            ClassOpening.case_id > cases * 10
        )
    ).all()
    table = Base.metadata.tables["class_gram"]
    for begin in range(0, len(rows), 5_000):
        pairs = [
            {"gram": gram, "case_id": case_id}
            for case_id, name in rows[begin : begin + 5_000]
            for gram in grams(name)
        ]
        connection.execute(insert(table), pairs)


def enter_city(session: Session) -> None:
    """Finance and audit of the whole city."""
    for role in CITY:
        add_person(
            session,
            Newcomer(
                login=f"city-{role}",
                name="全市",
                natural_person=f"city {role}",
                grants=(Grant(role, HOME),),
            ),
        )


def pages(session: Session) -> list[Page]:
    """Every list, a case and a step of each office, the desks, the search, the inbox."""
    found = [
        Page("work list, reviewer", "demo-reviewer", "/"),
        Page("work list, institution", "demo-clerk-1", "/"),
        Page("cases, reviewer", "demo-reviewer", "/cases"),
        Page("cases, institution", "demo-clerk-1", "/cases"),
        Page("cases, whole city", "city-auditor", "/cases"),
        Page("cases, late now", "city-auditor", "/cases?late=now"),
        Page("cases, paid 10,000 and more", "city-auditor", "/cases?paid_from=10000"),
        Page("cases, a month long past", "city-auditor", "/cases?from=2019-10-01&to=2019-10-31"),
        Page("search, start of a number", "city-auditor", "/search?q=CQ-2020-0500"),
        Page("search, running number", "city-auditor", "/search?q=50000"),
        Page("search, common class", "city-auditor", "/search?q=1班"),
        Page("search, rare class", "city-auditor", "/search?q=996班"),
        Page("search, rare class, one district", "demo-reviewer", "/search?q=996班"),
        Page("search, institution", "city-auditor", "/search?q=公司"),
        Page("search, nothing", "city-auditor", "/search?q=没有这个班"),
        Page("finance, to review", "demo-finance-reviewer", "/finance/review"),
        Page("finance, to review, city", "city-finance_reviewer", "/finance/review"),
        Page("finance, to release, city", "city-finance_reviewer", "/finance/release"),
        Page("finance, returned, city", "city-finance_reviewer", "/finance/returned"),
        Page("finance, to recover, city", "city-finance_reviewer", "/finance/to-recover"),
        Page("head", "demo-head", "/office"),
        Page("inbox, reviewer", "demo-reviewer", "/inbox"),
        Page("inbox, institution", "demo-clerk-1", "/inbox"),
    ]
    heavy = select(OpenStep.element, Case.number, OpenStep.key).join(
        Case, Case.id == OpenStep.case_id
    )
    for element, who in (
        ("opening_accept", "demo-reviewer"),
        ("opening_approve", "demo-approver"),
        ("certificate_verify", "demo-reviewer"),
        ("finance_review", "demo-finance-reviewer"),
        ("finance_pay", "demo-payer"),
    ):
        row = session.execute(
            heavy.where(OpenStep.element == element, OpenStep.region == REGION)
            .where(OpenStep.assignee_id.is_(None))
            .order_by(OpenStep.id)
            .limit(1)
        ).first()
        if row is not None:
            found.append(Page(f"case at {element}", who, f"/cases/{row.number}"))
            found.append(Page(f"step {element}", who, f"/cases/{row.number}/steps/{row.key}"))
    return found


def browser(app: Flask, engine: Engine, login: str) -> FlaskClient:
    """A browser in which this account has signed in."""
    client = app.test_client()
    with Session(engine) as session:
        person = by_login(session, login)
        if person is None:
            raise LookupError(login)
        person_id = person.id
        session.rollback()
        token = sitting.begin(session, person_id, how="demo", agent="bench")
    with client.session_transaction() as cookie:
        cookie["sitting"] = token
    return client


def measure(app: Flask, engine: Engine, page: Page, turns: int) -> dict[str, Any]:
    """One page, asked for again and again by the same person."""
    client, times = browser(app, engine, page.who), []
    answer = client.get(page.path)
    with app.app_context():
        seen_by = db.engine
    with counting(seen_by) as seen:
        for turn in range(WARM_UP + turns):
            seen.update(statements=0, commits=0)
            began = time.perf_counter()
            answer = client.get(page.path)
            if turn >= WARM_UP:
                times.append(1000 * (time.perf_counter() - began))
    kept = sorted(times)
    return {
        "page": page.name,
        "status": answer.status_code,
        "least_ms": round(kept[0], 1),
        "median_ms": round(statistics.median(kept), 1),
        "p95_ms": round(kept[int(len(kept) * 0.95)], 1),
        "statements": seen["statements"],
        "gzip_bytes": len(gzip.compress(answer.data, 6)),
    }


def main() -> None:
    """Fill, measure and print."""
    asking = argparse.ArgumentParser(prog="kaiban bench pages")
    asking.add_argument("--database", required=True, help="an empty PostgreSQL database's URL")
    asking.add_argument("--cases", type=int, default=100_000)
    asking.add_argument("--turns", type=int, default=40)
    asking.add_argument("--only", default="", help="measure the pages whose names hold this")
    asking.add_argument("--json", action="store_true")
    asking.add_argument("--filled", action="store_true", help="the database is filled already")
    asked = asking.parse_args()
    use_key_ring(KeyRing(KEYS, index_key=INDEX_KEY))
    began = time.perf_counter()
    engine = open_engine(asked.database) if asked.filled else fill(asked.database, asked.cases)
    took = round(time.perf_counter() - began)
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
        rows = {
            t.__tablename__: session.scalar(select(func.count()).select_from(t))
            for t in (Case, OpenStep, OutboxMessage)
        }
        chosen = [page for page in pages(session) if asked.only in page.name]
    print(json.dumps({"machine": machine(engine), "rows": rows, "filled_in_s": took}))
    for page in chosen:
        found = measure(app, engine, page, asked.turns)
        print(
            json.dumps(found)
            if asked.json
            else f"{found['page']:36} {found['status']} {found['least_ms']:8} "
            f"{found['median_ms']:8} {found['p95_ms']:8} {found['statements']:4} "
            f"{found['gzip_bytes']:8}",
            flush=True,
        )


if __name__ == "__main__":
    main()
