"""What was typed so far, read back for checking: choices in words, personal data masked."""

from collections.abc import Collection, Mapping, Sequence

from forms import Field, Form, bank_account_doubtful
from service.domain import masking as mask
from service.web.answers import Fact, Shown, Table
from service.web.control import Attached
from service.web.form import YES, unit_beside
from service.web.language import either, say

MOST_ROWS = 30


def read_back(
    form: Form,
    fields: Collection[str],
    typed: Mapping[str, object],
    files: Mapping[str, Sequence[Attached]],
) -> Shown:
    """The answers of some fields as they stand, papers by their names."""
    shown = Shown("", "")
    for f in form.fields:
        value = typed.get(f.id)
        if f.id not in fields or value in (None, "", []):
            continue
        if f.type == "file":
            names = [one.name for one in files.get(f.id, ())]
            shown.facts.append(Fact(either(f.label), say("、").join(names)))
        elif f.type == "table":
            table = table_back(f, value)
            shown.tables.extend([table] if table.rows else [])
        else:
            shown.facts.append(Fact(either(f.label), typed_words(f, value)))
    return shown


def table_back(f: Field, value: object) -> Table:
    """The first rows of a table; how many there are stands above it."""
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    rows = [row for row in rows if any(row.values())]
    used = [c for c in f.columns if any(row.get(c.id) not in (None, "", []) for row in rows)]
    return Table(
        either(f.label) if len(rows) <= MOST_ROWS else _of_many(f, len(rows)),
        [either(c.label) for c in used],
        [[typed_words(c, row.get(c.id)) for c in used] for row in rows[:MOST_ROWS]],
    )


def typed_words(f: Field, value: object) -> str:
    """One answer as it was typed, in words."""
    if value in (None, "", []):
        return "—"
    if f.personal:
        return mask.personal(f.type, value) + _doubt(f, value)
    if f.type == "boolean":
        return say("是") if str(value) in YES else say("否")
    labels = {c.id: either(c.label) for c in f.choices}
    given: Sequence[object] = value if isinstance(value, list) else [value]
    words = say("、").join(labels.get(str(one), str(one)) for one in given)
    return f"{words} {unit_beside(f)}".rstrip()


def _doubt(f: Field, value: object) -> str:
    """What deserves a second look and refuses nothing: a company's account has no check digit."""
    if f.type != "bank_account" or not bank_account_doubtful(str(value)):
        return ""
    return say("（未通过银行卡校验，请再核对一次；对公账户可忽略。）")


def _of_many(f: Field, count: int) -> str:
    return say("{label}：共 {n} 行，下面是前 {m} 行", label=either(f.label), n=count, m=MOST_ROWS)
