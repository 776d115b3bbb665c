"""What a table adds up to beside what the form says, so that both are seen while typing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from forms import Form
from service.web.language import either


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum: the field it belongs to, what the rows make, what the form says."""

    table: str
    field: str
    label: str
    column: str
    where: str
    made: int
    stated: str

    @property
    def fits(self) -> bool:
        """Whether both say the same."""
        return self.stated.strip() == str(self.made)

    @property
    def differs(self) -> bool:
        """Whether the form says something else; a box still empty says nothing."""
        return bool(self.stated.strip()) and not self.fits


def sums(form: Form, answers: Mapping[str, object]) -> dict[str, list[Sum]]:
    """Every sum of every table of the form."""
    found: dict[str, list[Sum]] = {}
    for tally in form.tallies:
        field, rows = form.field(tally.field), answers.get(tally.table)
        if field is None:
            continue
        typed = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        where = json.dumps({name: list(values) for name, values in tally.where.items()})
        one = Sum(
            tally.table,
            tally.field,
            either(field.label),
            tally.column,
            where,
            tally.of(typed),
            str(answers.get(tally.field) or ""),
        )
        found.setdefault(tally.table, []).append(one)
    return found
