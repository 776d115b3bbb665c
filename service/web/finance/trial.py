"""The trial balance: every account before, in and after a month; debits and credits agree."""

from flask import Response, render_template
from sqlalchemy.orm import Session

from service.commands.sheets.writing_sheet import Cell, workbook
from service.domain.ledger import ACCOUNTS
from service.domain.statement import Account, balanced, trial_balance
from service.records import statement as records
from service.records.database import db
from service.records.statement import Asked
from service.web.finance.books import ACCOUNTS as NAMES
from service.web.finance.books import Wanted, excel, fens, in_yuan, offered, tabs, wanted
from service.web.front import blueprint
from service.web.language import say
from service.web.words import word


@blueprint.get("/books/trial-balance", endpoint="trial_balance")
def trial_balance_page() -> str:
    """Every account of the month, and whether it all adds up."""
    session, asked = db.session(), wanted()
    rows = _rows(session, asked)
    return render_template(
        "finance/trial_balance.html",
        asked=asked,
        tabs=tabs(asked),
        rows=[(word(NAMES, row.name), row) for row in rows],
        debit=sum(row.debit for row in rows),
        credit=sum(row.credit for row in rows),
        balanced=balanced(rows),
        excel=asked.address("web.trial_balance_excel"),
        **offered(session),
    )


@blueprint.get("/books/trial-balance.xlsx")
def trial_balance_excel() -> Response:
    """The same as a spreadsheet."""
    session, asked = db.session(), wanted()
    found = _rows(session, asked)
    headings = [
        *(say("账户"), say("期初余额（元）"), say("本期借方（元）")),
        *(say("本期贷方（元）"), say("期末余额（元）")),
    ]
    rows: list[list[Cell]] = [
        [
            word(NAMES, row.name),
            *in_yuan((row.before, row.debit, row.credit, row.after)),
        ]
        for row in found
    ]
    debit, credit = sum(row.debit for row in found), sum(row.credit for row in found)
    rows.append([say("合计"), None, *in_yuan((debit, credit)), None])
    title = say("试算平衡")
    content = workbook(title, headings, rows)
    return excel(content, f"{title}-{asked.month}.xlsx", f"trial-balance-{asked.month}.xlsx")


def _rows(session: Session, asked: Wanted) -> list[Account]:
    before = Asked(asked.scopes, asked.fund, end=asked.period.first)
    return trial_balance(
        ACCOUNTS,
        fens(records.pairs(session, before)),
        fens(records.pairs(session, asked.days())),
    )
