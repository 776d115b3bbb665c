"""The case bundle as it lies in a ZIP: the names of its parts, and how rows are written there."""

from collections.abc import Iterable, Mapping

from service.domain.history import canonical

FORMAT = "kaiban-case/1"
MANIFEST = "manifest.json"
CASE = "case.json"
HISTORY = "history.jsonl"
LEDGER, LEDGER_TABLE = "ledger.jsonl", "ledger.csv"
PAYMENTS = "payments.jsonl"
DEADLINES = "deadlines.jsonl"
ANSWERS = "answers.jsonl"
CLAUSES = "clauses.json"
RULES = "rules"
DOCUMENTS = "documents"
DIAGRAM = "diagram.svg"
PAGES: Mapping[str, str] = {"zh": "index.html", "en": "index.en.html"}
NEEDED = (CASE, HISTORY, LEDGER, LEDGER_TABLE, PAYMENTS, ANSWERS, DEADLINES, CLAUSES)

LEDGER_COLUMNS = (
    *("id", "at", "kind", "stage", "line", "attempt", "debit", "credit", "fen", "fund"),
    *("payee", "clause", "voucher_no", "approver_id", "history_seq"),
)


def lines(rows: Iterable[Mapping[str, object]]) -> Iterable[bytes]:
    """One row a line, in the one way a payload is written down."""
    return (canonical(row) + b"\n" for row in rows)
